/*
 * examples: the examples of rule files, and of files that only add examples to a rule (`rule: ID`, `examples:`), as
 * messages to judge with that rule alone.
 */
#ifndef REPLYLINT_FRONT_EXAMPLES_H
#define REPLYLINT_FRONT_EXAMPLES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "lint/lint.h"
#include "lint/ruleset.h"

/* An example as a message. */
struct specimen {
	struct str bytes;
	size_t before, after; /* bytes around the example's text */
	struct lint_options options;
};

/*
 * The message that an example stands for: a mail (where the rule is judged in mails; else a draft or a template) in the
 * example's kind, or the first one in which the rule is judged. False and err: its kind is not known.
 */
bool example_specimen(struct arena *arena, const struct ruleset *ruleset, const struct rule *rule,
                      const struct example *example, struct specimen *specimen, struct err *err);

struct example_list {
	struct example *at;
	size_t count, room;
};

/*
 * The examples of a mapping's `examples` key (bad: and good: lists). An example with `differs: reason` counts as one of
 * the other list, because we judge it otherwise.
 */
bool examples_read(struct arena *arena, const struct node *mapping, struct example_list *list, struct err *err);

#endif
