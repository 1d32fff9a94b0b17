/* choices: the alternatives of a group of a regular expression, arranged so that few of them are tried. */
#ifndef REPLYLINT_LINT_CHOICES_H
#define REPLYLINT_LINT_CHOICES_H

#include <stddef.h>

#include "base/buf.h"

/* Where the alternatives begin in the expression; '|' stands between two. */
struct choices {
	size_t *at;
	size_t count, room;
};

/*
 * The expression ends with the alternatives. Puts those together that begin with the same letter: "ab|c|ad" becomes
 * "a(?:b|d)|c", which matches the same, in the same order. PCRE2 tries one alternative after another, so that a long
 * list costs less so.
 */
void choices_arrange(struct buf *regex, const struct choices *choices);

#endif
