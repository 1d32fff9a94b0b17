#include "front/front.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sysexits.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "front/options.h"
#include "report/report.h"

const struct command command_table[COMMAND_COUNT] = {
#define FRONT(symbol, name, arguments, summary) {name, arguments, summary, front_##symbol},
#include "front/fronts.def"
#undef FRONT
};

const char *front_folder(const struct front *front)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);

	if (len <= 0 || (size_t)len >= sizeof path) {
		char *real = strchr(front->program, '/') ? realpath(front->program, NULL) : NULL;
		len = real && strlen(real) < sizeof path ? (ssize_t)strlen(real) : -1;
		if (len > 0)
			memcpy(path, real, (size_t)len);
		free(real);
	}
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len > 1 ? str_cstr(front->arena, (struct str){path, (size_t)len - 1}) : NULL;
}

const char *front_name(const char *program)
{
	const char *slash = strrchr(program, '/');
	return slash ? slash + 1 : program;
}

void front_print(FILE *out, struct str text)
{
	uint32_t code_point;

	for (size_t at = 0; at < text.len;) {
		char bytes[UTF8_MAX] = "";
		at += utf8_decode(text, at, &code_point);
		fwrite(bytes, 1, utf8_encode(report_clean_char(code_point), bytes), out);
	}
}

enum status front_trouble(const struct err *err)
{
	fputs("replylint: ", stderr);
	front_print(stderr, str_of(err->text));
	putc('\n', stderr);
	return STATUS_TROUBLE;
}

enum status front_close(FILE *out, const char *name)
{
	struct err err = {""};

	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return STATUS_CLEAN;
	if (errno == EPIPE)
		return STATUS_TROUBLE; /* the reader has seen enough */
	err_set(&err, "%s: cannot be written: %s", name, errno ? strerror(errno) : "write error");
	return front_trouble(&err);
}

/* The command that the first argument names, or COMMAND_COUNT. */
static enum command_id command_of(const char *name)
{
	enum command_id command = 0;

	while (command < COMMAND_COUNT && !(name && strcmp(command_table[command].name, name) == 0))
		command++;
	return command;
}

/* A first word that names neither a command nor a file, and looks like a slip: "explian". */
static bool is_slip(const char *word, struct err *err)
{
	const char *names[COMMAND_COUNT + 1] = {"--help"};

	if (!word || word[0] == '-' || strpbrk(word, "./") || access(word, F_OK) == 0)
		return false;
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[i + 1] = command_table[i].name;
	const char *near = nearest_name(str_of(word), names, COMMAND_COUNT + 1);
	return near && !err_set(err, "there is no command and no file \"%s\"; did you mean %s?", word, near);
}

/* Whether the program goes by a name of sendmail's: then it is one, and all its arguments are sendmail's. */
static bool is_sendmail(int argc, char *const *argv)
{
	static const char *const names[] = {"sendmail", "mailq", "newaliases"};
	bool found = false;

	for (size_t i = 0; argc > 0 && i < sizeof names / sizeof *names; i++)
		found = found || strcmp(front_name(argv[0]), names[i]) == 0;
	return found;
}

/* The command that the program's name or its first argument names, or COMMAND_COUNT. */
static enum command_id command_called(int argc, char *const *argv)
{
	if (is_sendmail(argc, argv))
		return COMMAND_sendmail;
	return argc > 1 ? command_of(argv[1]) : COMMAND_COUNT;
}

int front_exit_code(int argc, char *const *argv, enum status status)
{
	static const int for_mail_servers[] = {
	    [STATUS_CLEAN] = EX_OK, [STATUS_FINDINGS] = EX_UNAVAILABLE, [STATUS_TROUBLE] = EX_TEMPFAIL};
	static const int for_mail_programs[] = {
	    [STATUS_CLEAN] = EX_OK, [STATUS_FINDINGS] = EX_DATAERR, [STATUS_TROUBLE] = EX_TEMPFAIL};
	enum command_id command = command_called(argc, argv);

	if (command == COMMAND_sendmail)
		return for_mail_programs[status];
	return command == COMMAND_filter ? for_mail_servers[status] : (int)status;
}

enum status front_main(const struct front *front, int argc, char **argv)
{
	struct options options;
	struct err err = {""};
	enum command_id named = command_called(argc, argv);
	enum command_id command = named == COMMAND_COUNT ? COMMAND_check : named;
	bool is_said = named != COMMAND_COUNT && !is_sendmail(argc, argv);
	char *const *rest = argv + (argc > 0 ? 1 : 0) + (is_said ? 1 : 0);

	if (named == COMMAND_COUNT && argc > 1 && is_slip(argv[1], &err))
		return front_trouble(&err);
	if (!options_parse(front->arena, command, rest, &options, &err))
		return front_trouble(&err);
	if (options.given[OPTION_help]) {
		help_print(stdout, named);
		return front_close(stdout, "standard output");
	}
	if (options.given[OPTION_version]) {
		printf("replylint %s\n", REPLYLINT_VERSION);
		return front_close(stdout, "standard output");
	}
	return command_table[command].run(front, &options);
}
