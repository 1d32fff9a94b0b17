/*
 * report: results, written for people or programs. A format is one const struct in its own file and one line in
 * formats.def. Nothing is kept from one message to the next: a report of any length takes constant memory.
 *
 * Write errors are left in the stream (ferror()); the front end looks at it.
 */
#ifndef REPLYLINT_REPORT_REPORT_H
#define REPLYLINT_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"
#include "lint/lint.h"
#include "report/locator.h"

/* One judged message. */
struct reported {
	const char *path; /* as the user named it */
	const struct result *result;
	const struct ruleset *ruleset;
	struct locator *locator; /* of the result's source */
	size_t number;           /* of the mail in its mailbox, from 1; 0: the file is the message */
	size_t fixed;            /* fixes applied before it was judged */
};

/* How often a rule found something. */
struct tally {
	struct str rule; /* its id, terminated */
	enum level level;
	size_t count;
};

/* The sum of a report. */
struct totals {
	size_t messages, fixed;
	size_t failed; /* files that could not be judged */
	size_t count[LEVEL_COUNT], face[FACE_COUNT];
	size_t fixable[APPLY_COUNT]; /* findings listed that have a fix of this kind */
	struct {
		struct tally *at;
		size_t count, room;
	} rules; /* by id */
};

struct reporter;

/* A report being written. */
struct reporting {
	const struct reporter *reporter;
	FILE *out;
	enum level least; /* findings below it are not shown */
	bool color;       /* with escape sequences */
	bool utf8;        /* emoji and ellipsis; else their ASCII forms */
	bool quiet;       /* findings only */
	bool repairing;   /* what can be repaired has been */
	bool statistics;  /* with a table of findings by rule */
	bool many;        /* more than one message may come: nothing is said about a message without findings */
	size_t width;     /* columns of a line for people */
	size_t messages;  /* written so far */
};

struct reporter {
	const char *name;
	const char *help;
	bool has_statistics; /* end() shows them */
	void (*begin)(struct reporting *reporting);
	void (*message)(struct reporting *reporting, const struct reported *reported);
	void (*end)(struct reporting *reporting, const struct totals *totals);
};

extern const struct reporter *const report_formats[]; /* formats.def, NULL-terminated */

/* The format of that name, or NULL. */
const struct reporter *report_format(const char *name);

void report_begin(struct reporting *reporting);
void report_message(struct reporting *reporting, const struct reported *reported);
void report_end(struct reporting *reporting, const struct totals *totals);

/* Adds a message; findings below least are left out. The tallies live in arena. */
void totals_add(struct arena *arena, struct totals *totals, const struct reported *reported, enum level least);

/* A table of findings by rule, for people. */
void report_statistics(FILE *out, const struct totals *totals);

/* The place of a finding, and the one after it. */
struct place reported_start(const struct reported *reported, const struct finding *finding);
struct place reported_end(const struct reported *reported, const struct finding *finding);

/* The path as a terminal may be given it. */
const char *reported_path(const struct reported *reported);

/* The name of the message's kind. */
struct str reported_kind(const struct reported *reported);

/* The character as a terminal may be given it: control and direction characters become U+FFFD, white space ' '. */
uint32_t report_clean_char(uint32_t code_point);

/* text for one line of a terminal, character by character; invalid bytes become U+FFFD. */
struct str report_clean(struct arena *arena, struct str text);

#endif
