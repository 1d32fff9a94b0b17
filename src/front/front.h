/*
 * front: the ways in. A command is one file, one function and one line in fronts.def. It reads its options, makes one
 * call per message (lint_message()), hands the result to a report, and is the only one who prints errors.
 */
#ifndef REPLYLINT_FRONT_FRONT_H
#define REPLYLINT_FRONT_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Exit statuses. The larger one wins. */
enum status {
	STATUS_CLEAN = 0,
	STATUS_FINDINGS = 1, /* at or above the fail level; a failed example */
	STATUS_TROUBLE = 2   /* wrong use, configuration, input or output */
};

struct check;

/* What a command gets. */
struct front {
	const char *program;               /* argv[0], to find the rules beside it */
	bool utf8;                         /* the user's locale is UTF-8 */
	struct arena *arena;               /* for the whole run */
	const struct check *const *checks; /* the check types, NULL-terminated */
};

struct options;

struct command {
	const char *name;
	const char *arguments; /* for --help */
	const char *summary;
	enum status (*run)(const struct front *front, const struct options *options);
};

enum command_id {
#define FRONT(symbol, name, arguments, summary) COMMAND_##symbol,
#include "front/fronts.def"
#undef FRONT
	COMMAND_COUNT
};

#define FRONT(symbol, name, arguments, summary)                                                                        \
	enum status front_##symbol(const struct front *front, const struct options *options);
#include "front/fronts.def"
#undef FRONT

extern const struct command command_table[COMMAND_COUNT];

/* Runs the command that argv names (check by default); returns the exit status. */
enum status front_main(const struct front *front, int argc, char **argv);

/* The folder of the running program; NULL when it cannot be told. */
const char *front_folder(const struct front *front);

/* The last part of the path of a program. */
const char *front_name(const char *program);

/* Prints text that may hold anything (a file's name) in one line, so that it does no harm to a terminal. */
void front_print(FILE *out, struct str text);

/*
 * What the process ends with: the status, but for commands that mail servers run: 0, 69 (refused) or 75 (try again),
 * since they return a mail to its sender for any other; and for the one that mail programs run: 0, 65 (refused) or 75.
 */
int front_exit_code(int argc, char *const *argv, enum status status);

/* "replylint: ..." on standard error; always STATUS_TROUBLE. */
enum status front_trouble(const struct err *err);

/* Flushes standard output; STATUS_TROUBLE and a line on standard error where it could not be written. */
enum status front_close(FILE *out, const char *name);

/* help.c: the page of --help (symbol: of that command; COMMAND_COUNT: of all). */
void help_print(FILE *out, enum command_id command);

#endif
