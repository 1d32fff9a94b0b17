/*
 * names: people's names in addresses, greetings and closings, to be compared: in lower case, without accents, in any
 * order, with what is short for them. Pure functions; the lists of the lexicon are handed in.
 */
#ifndef REPLYLINT_CHECKS_NAMES_H
#define REPLYLINT_CHECKS_NAMES_H

#include <stdbool.h>

#include "lint/lists.h"

/* A part of a name. */
struct name {
	struct str written, folded;
	struct span where; /* in the text it was read from */
};

struct names {
	struct name *at;
	size_t count, room;
	bool foreign; /* a part is in letters that can't be compared: then nothing is told */
};

/* Latin letters in lower case without accents ("Jose" of "José"); false: others are in it. */
bool name_fold(struct arena *arena, struct str written, struct str *folded);

/* Appends the parts of text, apart at all but letters and inner apostrophes; titles and single letters left out. */
void names_read(struct arena *arena, struct str text, struct names *names);

bool name_is_given(const struct lexicon *lexicon, struct str word); /* "Ana", "Mark", "Bob" */
bool name_is_title(struct str word);                                /* "Mr", "Dr" */
bool name_is_particle(struct str word);                             /* "van", "de", "bin" */

/* Whether they may be meant for the same person: equal, one short for the other, or both for a third name. */
bool names_alike(const struct lexicon *lexicon, struct str a, struct str b);

/*
 * Whether a is b with a slip: one edit, or two in names of five letters and more that begin alike. Names of up to four
 * letters are too near to others to tell.
 */
bool names_near(struct str a, struct str b);

/* Whether text is a person's name: one to four parts, none of them a word of not_names; no figures, no saint. */
bool names_is_person(struct arena *arena, const struct lexicon *lexicon, struct str text);

#endif
