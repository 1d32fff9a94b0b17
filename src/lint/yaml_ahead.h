/*
 * yaml_ahead: YAML files that are parsed by a second thread while the first ones are already used, which is half of
 * what starting takes. Whoever wants a file that the thread has not begun parses it itself, so that a single processor
 * waits for nothing.
 */
#ifndef REPLYLINT_LINT_YAML_AHEAD_H
#define REPLYLINT_LINT_YAML_AHEAD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lint/yaml.h"

struct yaml_ahead;

/*
 * Begins with paths, which must outlive it, in their order; last as in yaml_load_without(). What it reads lives as long
 * as arena. NULL when there can be no thread.
 */
struct yaml_ahead *yaml_ahead_new(struct arena *arena, const struct str_list *paths, const char *last);

/* The file's tree, or NULL and err; a path that is not among the paths is loaded into arena. */
const struct node *yaml_ahead_load(struct yaml_ahead *ahead, struct arena *arena, const char *path, struct err *err);

/* Waits for the thread to end; no file is begun any more. NULL is allowed. */
void yaml_ahead_stop(struct yaml_ahead *ahead);

#endif
