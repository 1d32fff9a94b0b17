/*
 * rulesets: which rule set a file is judged by. Each configuration file that the files' folders lead to gives one rule
 * set, loaded when its first file turns up.
 */
#ifndef REPLYLINT_FRONT_RULESETS_H
#define REPLYLINT_FRONT_RULESETS_H

#include <stdbool.h>

#include "base/err.h"
#include "front/front.h"
#include "front/options.h"
#include "lint/ruleset.h"

struct rulesets;

/* NULL and err: the shipped rules, --config or a rule named by --select or --ignore is not there. */
struct rulesets *rulesets_new(const struct front *front, const struct options *options, struct err *err);

/*
 * The rule set for the file at path (NULL: for the working directory). NULL when its configuration or a rule is wrong:
 * err says why the first time.
 */
const struct ruleset *rulesets_for(struct rulesets *rulesets, const char *path, struct err *err);

/* One rule set with all rules and their examples, whatever is selected: for explain and test-rules. */
const struct ruleset *rulesets_all(const struct front *front, const struct options *options, struct err *err);

/* The folder of the shipped rules (with en/ in it); NULL and err when there is none. */
const char *rulesets_shipped(const struct front *front, struct err *err);

/* The id of the rule or group that was probably meant, or NULL. */
const char *rulesets_nearest(struct arena *arena, const struct ruleset *ruleset, struct str id);

#endif
