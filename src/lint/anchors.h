/*
 * anchors: the words one of which must stand in a text for a pattern to match it, gathered while the pattern is read.
 * A word here is a run of letters and digits: "don't" is two. The list is used like a stack: a sequence keeps only
 * the rarest choice of its parts, a group the choices of all its alternatives.
 */
#ifndef REPLYLINT_LINT_ANCHORS_H
#define REPLYLINT_LINT_ANCHORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

#define ANCHORS_MAX 600u
/* Longer words are not looked for; of longer words of a text only the beginning is. */
#define ANCHOR_BYTES_MAX 64u

/*
 * What stands for any digit (as a head: for any word that begins with one), and for a template's value. Rare signs
 * (@ { % ...) stand for themselves: in these too, an index of a text tells where they are.
 */
#define ANCHOR_DIGIT "\x01"
#define ANCHOR_VALUE "\xef\xbf\xbc"
bool anchors_is_sign(char c);

struct anchor_word {
	struct str text; /* as written in the pattern */
	unsigned cost;   /* anchors_add() sets it: how likely a text has the word */
	bool is_prefix;  /* words that begin so count too */
	bool is_open;    /* ends where its alternative ends: what follows the group decides whether it is a prefix */
};

struct anchors {
	struct anchor_word at[ANCHORS_MAX];
	size_t count;
	/*
	 * The second rarest choice of the outermost sequence, one word of which must stand there too; NULL within groups,
	 * and where nobody asks for it.
	 */
	struct anchors *second;
};

/*
 * Adds a word with which a match may begin (in a list of such words alone), of letters and digits of ASCII; a prefix
 * may be short. False when there is no room.
 */
bool anchors_add_head(struct anchors *heads, struct anchor_word word);

/* None yet; second may be NULL. */
void anchors_init(struct anchors *anchors, struct anchors *second);

/* Adds a word; a prefix that is too short to tell anything is not taken, nor is a word for which there is no room. */
void anchors_add(struct anchors *anchors, struct anchor_word word);

/*
 * [from, mark) is the choice so far (empty: none), [mark, count) another one: keeps the one that fewer texts have.
 * The other may become the second.
 */
void anchors_keep_rarer(struct anchors *anchors, size_t from, size_t mark);

/* Settles the open words from mark on: whole words where the group is followed by an edge, prefixes otherwise. */
void anchors_close(struct anchors *anchors, size_t mark, bool edge);

/* The same for words with which a match may begin (NULL: not known): a prefix may be short. */
void anchors_close_heads(struct anchors *heads, size_t mark, bool edge);

/* The words in lower case, prefixes with '*' behind them. */
struct str_list anchors_list(const struct anchors *anchors, struct arena *arena);

/*
 * The anchors of a regular expression, as far as they can be told: whole words or beginnings of words in places that
 * every match must pass. Adds nothing where in doubt. heads (NULL: not asked for): the words with which a match may
 * begin; none: not all of them can be told. Whether a match surely holds no newline.
 */
bool regex_anchors(struct str regex, struct anchors *anchors, struct anchors *heads);

#endif
