/*
 * stem: what is left of an English word without its endings, so that "delivered", "deliveries" and "delivery" are one
 * word. Rough on purpose: two words that wrongly count as one make a check silent, never loud.
 */
#ifndef REPLYLINT_CHECKS_STEM_H
#define REPLYLINT_CHECKS_STEM_H

#include "base/arena.h"
#include "base/str.h"

/* In lower case. */
struct str stem_of(struct arena *arena, struct str word);

#endif
