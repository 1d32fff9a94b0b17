/* foreign_months: the line above a quoted letter, in the language of the customer's mail program. */
#ifndef REPLYLINT_CHECKS_FOREIGN_MONTHS_H
#define REPLYLINT_CHECKS_FOREIGN_MONTHS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The text with the names of months of the commonest languages in English, so that its date can be read: "19. Okt.
 * 2026" becomes "19. Oct 2026", "17 de nov. de 2026" "17 nov 2026". A name counts only behind the figures of a day.
 */
struct str months_in_english(struct arena *arena, struct str text);

#endif
