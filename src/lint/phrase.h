/*
 * phrase: the phrase notation to a regular expression and to the words one of which must stand in a text
 * for it to match. See matcher.h for the notation.
 */
#ifndef REPLYLINT_LINT_PHRASE_H
#define REPLYLINT_LINT_PHRASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Named sets of phrases: rules/<lang>/sets/<name>.yml. */
struct phrase_set {
	struct str name;
	struct str_list phrases;
};

struct phrase_sets {
	struct phrase_set *at;
	size_t count, room;
};

const struct phrase_set *phrase_sets_find(const struct phrase_sets *sets, struct str name);

struct phrase {
	struct str regex;
	/*
	 * Lower-case words, one of which must occur; a word that ends in '*' is a prefix. None: nothing is known.
	 */
	struct str_list anchors;
};

/* False and err: "column N: what is wrong" (columns of the phrase, from 1). */
bool phrase_compile(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                    struct err *err);

#endif
