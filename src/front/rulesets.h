/*
 * rulesets: how a file is judged. Each configuration file that the files' folders lead to gives one rule set, loaded
 * when its first file turns up, and one more for each choice of its overrides.
 */
#ifndef REPLYLINT_FRONT_RULESETS_H
#define REPLYLINT_FRONT_RULESETS_H

#include <stdbool.h>

#include "base/err.h"
#include "front/front.h"
#include "front/options.h"
#include "lint/ruleset.h"

struct rulesets;

/* NULL and err: the shipped rules are not there. */
struct rulesets *rulesets_new(const struct front *front, const struct options *options, struct err *err);

/* How a file is judged. */
struct settings {
	const struct ruleset *ruleset;
	struct str kind, template; /* what the configuration says of the file; empty: nothing */
};

/*
 * For the file at path (NULL: for the working directory). False when its configuration, a rule, or a rule named by
 * --select or --ignore is wrong: err says why the first time.
 */
bool rulesets_for(struct rulesets *rulesets, const char *path, struct settings *settings, struct err *err);

/* One rule set with all rules and their examples, whatever is selected: for explain and test-rules. */
const struct ruleset *rulesets_all(const struct front *front, const struct options *options, struct err *err);

/* What the rule says of a finding, "..." standing for the words found. */
struct str rulesets_message(struct arena *arena, const struct rule *rule);

/* The folder of the shipped rules (with en/ in it); NULL and err when there is none. */
const char *rulesets_shipped(const struct front *front, struct err *err);

/* Where the file lies from which they load at once; NULL: nowhere. */
const char *rulesets_compiled(const struct front *front);

#endif
