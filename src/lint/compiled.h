/*
 * compiled: what comes with the program, read ahead when the program is built: the trees of the rule files, and the
 * traits of the phrases in them. Reading both is most of what starting costs. They lie in one file that is mapped; it
 * counts only as long as the very code that made it looks at it, and every rule file is as it was then (size and time
 * of change).
 */
#ifndef REPLYLINT_LINT_COMPILED_H
#define REPLYLINT_LINT_COMPILED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lint/pattern.h"
#include "lint/yaml.h"

struct compiled;
struct phrase_sets;

/* Maps the file for the rules in folder; unmapped with the arena. NULL: there is none, or it does not count. */
const struct compiled *compiled_open(struct arena *arena, const char *path, const char *folder);

/* The tree of a rule file, without its examples. NULL: not there. compiled may be NULL, here and below. */
const struct node *compiled_tree(const struct compiled *compiled, struct arena *arena, const char *path);

/*
 * The traits of an entry of a list in one of the trees, or of a key of `swap`, as a word. False: none are known. They
 * live as long as compiled.
 */
bool compiled_traits(const struct compiled *compiled, struct str source, struct traits *traits);

/*
 * Writes the file: from the rule files (paths below folder, in str_compare()'s order) and the sets that are in them.
 * False and err: a rule file cannot be read, or path cannot be written.
 */
struct compiled_source {
	const char *folder;
	const struct str_list *paths;
	const struct phrase_sets *sets;
};
bool compiled_write(struct arena *arena, const struct compiled_source *source, const char *path, struct err *err);

#endif
