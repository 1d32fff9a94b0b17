/* blame: which of the patterns of a rule does not compile, once the one that they were joined to did not. */
#ifndef REPLYLINT_CHECKS_BLAME_H
#define REPLYLINT_CHECKS_BLAME_H

#include "base/err.h"
#include "lint/check.h"

/* node: the pattern, or the list of patterns, as written; whole: what is wrong with all of it. Always false. */
bool blame_patterns(const struct rule_source *source, const struct node *node, const struct err *whole);

#endif
