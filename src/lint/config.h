/*
 * config: .replylint.yml, as data. Unknown keys are errors with file:line:column.
 */
#ifndef REPLYLINT_LINT_CONFIG_H
#define REPLYLINT_LINT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lint/finding.h"
#include "lint/yaml.h"

struct config_level {
	struct str id; /* a rule or a group */
	enum level level;
	const struct node *node;
};

struct config_kind {
	struct str files, kind; /* glob, kind */
	const struct node *node;
};

struct config {
	const char *path; /* NULL: no file */
	struct str directory;
	struct str_list rules, select, ignore, glossary, known_terms, brand;
	struct {
		struct config_level *at;
		size_t count, room;
	} levels;
	struct {
		struct config_kind *at;
		size_t count, room;
	} kinds;
	struct {
		struct str_list names, domains, mailboxes, staff, products;
		struct str contact, hours;
	} organisation;
	struct str locale, timezone;
	struct {
		struct config_template {
			struct str files, syntax;
		} * at;
		size_t count, room;
	} templates;
	struct {
		long error[4], warning[4], suggestion[4]; /* first, second, further, cap; in tenths of a point */
		long suggestions_cap, gate_cap;           /* in tenths */
	} score;
};

/* The defaults (score, locale). */
void config_init(struct config *config);

/* Reads a file; paths in it become relative to its folder. */
bool config_load(struct arena *arena, const char *path, struct config *config, struct err *err);

/* The nearest .replylint.yml upward from directory, then the user's and the system's; NULL when there is none. */
const char *config_discover(struct arena *arena, const char *directory);

/* Whether name (or its path) matches the glob: * within a folder, ** across, ? one character. */
bool glob_matches(struct str glob, struct str path);

#endif
