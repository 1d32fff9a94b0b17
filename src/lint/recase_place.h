/* What the place of a word in a text of capitals tells of how it is usually written. For recase.c alone. */
#ifndef REPLYLINT_LINT_RECASE_PLACE_H
#define REPLYLINT_LINT_RECASE_PLACE_H

#include "lint/check.h"

struct str recase_title(struct arena *arena, struct str word); /* "Word" */

/* word without 's */
struct str recase_stem(struct str word);

/* The usual form where the neighbours tell it: "Dr. Smith", "5 kWh", "7 a.m.", "77 Bayou Lane"; else {NULL, 0}. */
struct str recase_by_place(struct judge *judge, const struct page *page, const struct word *word);

/* Whether a sentence begins with the word: not after "7 a.m.", but after the "Re:" of a subject. */
bool recase_begins(const struct page *page, const struct word *word);

#endif
