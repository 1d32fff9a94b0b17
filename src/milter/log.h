/* log: one line at a time for the system's log (facility mail), or for standard error. */
#ifndef REPLYLINT_MILTER_LOG_H
#define REPLYLINT_MILTER_LOG_H

#include <stdbool.h>
#include <syslog.h>

struct log {
	const char *name; /* in front of each line, with the number of the process */
	bool to_stderr;
};

/* priority: as of syslog(). Bytes that are no printable ASCII become '?'. */
void log_line(const struct log *log, int priority, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
