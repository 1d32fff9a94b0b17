/*
 * yaml: a YAML file as a tree with places, for rules, kinds, glossaries and configuration. Keys are kept in order.
 * Lenient where Vale's reader is (\' inside double quotes); anchors and tags are not interpreted.
 */
#ifndef REPLYLINT_LINT_YAML_H
#define REPLYLINT_LINT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum node_kind { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING };

struct node {
	enum node_kind kind;
	unsigned line, column;                 /* from 1, in characters */
	const char *path;                      /* the file, for messages */
	struct str scalar;                     /* NODE_SCALAR */
	bool plain;                            /* NODE_SCALAR: written without quotes */
	const struct node *key, *value, *next; /* see below */
};
/*
 * Children form a list from `value` over `next`; in a mapping each child's `key` is its key node. A scalar or an empty
 * collection has value == NULL.
 */

/* Parses bytes; NULL and err ("path:line:column: ...") when it is no YAML. An empty file yields an empty mapping. */
const struct node *yaml_parse(struct arena *arena, const char *path, struct str bytes, struct err *err);

/* Reads and parses a file. */
const struct node *yaml_load(struct arena *arena, const char *path, struct err *err);

/* The same without the top-level key `last` where it comes last: examples are long and seldom wanted. NULL: all. */
const struct node *yaml_load_without(struct arena *arena, const char *path, const char *last, struct err *err);

/* The value of a mapping's key (exact, ASCII case folded), or NULL. */
const struct node *node_get(const struct node *mapping, const char *key);

/* How many members a collection has. */
size_t node_count(const struct node *collection);

/* Whether the trees say the same; NULL is equal to NULL only. */
bool node_equal(const struct node *a, const struct node *b);

/* The tree again; it shares the scalars' bytes with the first. */
const struct node *node_copy(struct arena *arena, const struct node *node);

/* "path:line:column" of the node. */
const char *node_place(struct arena *arena, const struct node *node);

/* Typed reading; false and err (with the place and what is allowed) when the node is something else. */
bool node_bool(const struct node *node, bool *value, struct err *err);
bool node_long(const struct node *node, long *value, struct err *err);
bool node_str(const struct node *node, struct str *value, struct err *err);
/* A sequence of scalars, or one scalar as a list of one. */
bool node_str_list(struct arena *arena, const struct node *node, struct str_list *list, struct err *err);
/* The index of the scalar in names (NULL-terminated). */
bool node_choice(const struct node *node, const char *const *names, size_t *index, struct err *err);
/* err for a node: "place: what". Always false. */
bool node_err(const struct node *node, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
