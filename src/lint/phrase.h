/*
 * phrase: the phrase notation to a regular expression and to the words one of which must stand in a text
 * for it to match. See matcher.h for the notation.
 *
 *     word        a literal word; hyphens and apostrophes belong to it: `can` is not in "can't"
 *     word*       a word with any ending of letters
 *     {a|b c|d}   one of these; an empty one makes the group optional
 *     [a|b]       optional
 *     ~N          0 to N words, inside the sentence; of no effect at the ends of a phrase
 *     ,           a comma that must be there; otherwise one or more of space , ; : part words
 *     ^           sentence start: start of text, after . ! ? : ; newline, list bullet or opening quote
 *     $           sentence end: before . ! ? : ; newline or end of text; quotes, brackets, emoji may stand between
 *     {a|b}'s     what touches is glued. What begins with ' or with punctuation, and $, follows the word before it
 *                 without a space: {we|i} {have|'ve}, {thanks|hello} {there|,|$}
 *     @set        any phrase of the set
 *     \d \w       a digit, a letter or digit; with + one or more. \ before another character: that character
 *     /regex/     the whole phrase is a regular expression
 */
#ifndef REPLYLINT_LINT_PHRASE_H
#define REPLYLINT_LINT_PHRASE_H

#include <stdbool.h>
#include <stdint.h>

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
	const struct compiled *compiled; /* what is known already of phrases under these sets; NULL: nothing */
};

const struct phrase_set *phrase_sets_find(const struct phrase_sets *sets, struct str name);

struct phrase {
	struct str regex;
	/*
	 * Lower-case words, one of which must occur; a word that ends in '*' is a prefix. None: nothing is known.
	 */
	struct str_list anchors;
	struct str_list also;  /* the same again, of another part: one of these must occur in the line too */
	struct str_list heads; /* the same again: a match begins with one of these */
	uint64_t key;          /* hash of the phrase and of the sets it holds: equal phrases, equal keys */
};

/* False and err: "column N: what is wrong" (columns of the phrase, from 1). */
bool phrase_compile(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                    struct err *err);

/* The same without the regex, which most phrases never need: all that can be wrong with the notation is found. */
bool phrase_check(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                  struct err *err);

/* The set when the whole phrase is one @set that exists, else NULL. */
const struct phrase_set *phrase_is_set(const struct phrase_sets *sets, struct str source);

/* Whether source is written /regex/. */
bool phrase_is_regex(struct str source);

#endif
