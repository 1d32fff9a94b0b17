/* example: reading one example of a rule. */
#ifndef REPLYLINT_LINT_EXAMPLE_H
#define REPLYLINT_LINT_EXAMPLE_H

#include "base/arena.h"
#include "base/err.h"
#include "lint/rule.h"
#include "lint/yaml.h"

/*
 * Fills in *example, whose `bad` is set already, from a text or a mapping. With `differs: reason` it changes sides.
 * False and err when it is wrong.
 */
bool example_read(struct arena *arena, const struct node *node, struct example *example, struct err *err);

#endif
