/* load: the pieces of ruleset_load(): a rule, a kind, a glossary from their YAML. All return false with err set. */
#ifndef REPLYLINT_LINT_LOAD_H
#define REPLYLINT_LINT_LOAD_H

#include <stdbool.h>

#include "lint/check.h"
#include "lint/ruleset.h"

struct loader {
	struct arena *arena;
	struct ruleset *ruleset;
	const struct ruleset_options *options;
	struct arena *trees; /* for the file that is being read: the one before may be forgotten */
	bool strict;         /* every pattern is compiled at once: rules that do not come with the program, and tests */
	struct err *err;
};

/*
 * A file's mapping, without what is only wanted for tests; valid until the next call, its scalars as long as the
 * ruleset. NULL and err when it is wrong.
 */
const struct node *load_yaml(const struct loader *loader, const char *path);

/* The rule of the file at path, whose id is group.name; NULL and err when it is wrong. */
struct rule *load_rule(const struct loader *loader, const char *path, struct str group, struct str name);
bool load_examples(const struct loader *loader, const struct node *node, struct rule *rule);
bool load_kind(const struct loader *loader, const char *path, struct str name);
bool load_glossary(const struct loader *loader, const char *path);
bool load_set(const struct loader *loader, const char *path, struct str name);

/* A list of phrases and /regexes/ as a matcher. */
bool load_matcher(const struct loader *loader, const struct node *list, const struct matcher **matcher);

/* `kinds:` as bits: a list of names, or {not: list}. */
bool load_kinds(const struct loader *loader, const struct node *node, uint32_t *kinds);

#endif
