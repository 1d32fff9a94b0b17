/*
 * lists: sorted word lists (rules/<lang>/lists/<name>.txt), mapped and searched where they lie. One entry per
 * line, sorted
 * bytewise by key; key in lower case, an optional value after one tab.
 */
#ifndef REPLYLINT_LINT_LISTS_H
#define REPLYLINT_LINT_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define WORD_LIST_BITS 4096u

struct word_list {
	struct str bytes;
	const uint64_t *bits; /* for a first look: WORD_LIST_BITS of them, traits of the keys. NULL: a long list has none */
};

bool word_list_open(struct arena *arena, const char *path, struct word_list *list, struct err *err);

/* word in any case (folded here). */
bool word_list_has(const struct word_list *list, struct str word);

/* The value of word; empty when absent or without value. */
struct str word_list_value(const struct word_list *list, struct str word);

/* The lists that tell words, names and acronyms apart. */
struct lexicon {
	struct word_list words;     /* ordinary words */
	struct word_list ambiguous; /* words that in capitals are as often an abbreviation (US, IT) */
	struct word_list shouted;   /* words that people shout one at a time */
	struct word_list function_words;
	struct word_list known_acronyms;
	struct word_list acronyms; /* value: what it stands for */
	struct word_list capitals; /* abbreviations that are words, too, and seldom meant as those: ID, VAT */
	struct word_list sources;  /* of rules; value: the name */
	struct word_list proper;   /* value: its usual form (PayPal, Monday) */
	struct word_list brands;   /* value: as the owner writes it */
	struct word_list given_names;
	struct word_list topics;       /* what a word is about; value: the topics, words with one in common are alike */
	struct word_list asking_words; /* words in questions and requests that do not tell what about */
	struct word_list first_names;  /* common ones, those that are words too ("Mark") */
	struct word_list nicknames;    /* value: the names it is short for, with blanks between */
	struct word_list not_names;    /* words of roles, trades and crowds, where a name might stand */
	struct word_list units;        /* value: its usual form (kWh) */
	struct word_list kind_words;   /* value: for which kinds of message it speaks (kind_words.h) */
};

#endif
