#include "milter/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

#define LINE_MAX_BYTES 4096

void log_line(const struct log *log, int priority, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	for (char *at = line; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	if (log->to_stderr) {
		char whole[LINE_MAX_BYTES + 100]; /* in one piece, since other processes write there, too */
		snprintf(whole, sizeof whole, "%s[%ld]: %s\n", log->name, (long)getpid(), line);
		(void)file_write_all(STDERR_FILENO, str_of(whole));
	} else {
		openlog(log->name, LOG_PID | LOG_NDELAY, LOG_MAIL);
		syslog(priority, "%s", line);
	}
}
