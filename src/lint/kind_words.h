/*
 * kind_words: what a message's words say of its kind. Each word of rules/<lang>/lists/kind-words.txt speaks for some
 * kinds and against others; the weights were learned from mails whose kind is known (tests/kinds/learn.py). Cues say it
 * more surely, but nobody can write down all of them.
 */
#ifndef REPLYLINT_LINT_KIND_WORDS_H
#define REPLYLINT_LINT_KIND_WORDS_H

#include "lint/check.h"

#define KIND_WORDS_ALWAYS "*" /* the entry of the list that goes for every message */
#define KIND_WORDS_TOLD 4     /* so many words are named as evidence */

/*
 * The distinct words of the author's in lower case, in bytewise order; those of the subject are "subject:word". Words
 * with digits are left out.
 */
struct str_list kind_words_of(struct judge *judge);

/*
 * Fills in what the words say of each kind of the rule set, in hundredths: above 0 it is more likely than not, the
 * highest is the likeliest. All are 0 where no word is known.
 *
 * A line of the list is the word, a tab, its rarity (tenths of ln(messages / messages with it) + 1), then names of
 * kinds, in bytewise order, and weights (hundredths), with blanks between. A kind's sum is that of rarity times weight
 * over all words, divided by the root of the sum of the squared rarities, plus what the line KIND_WORDS_ALWAYS says: a
 * linear classifier over normalised tf-idf vectors of binary term counts (Salton and Buckley 1988).
 */
void kind_words_weigh(struct judge *judge, const struct str_list *words, long *points);

/* The words that say most for the kind, for the evidence: `"refund", "card"`; empty: none does. */
struct str kind_words_for(struct judge *judge, const struct str_list *words, size_t kind);

#endif
