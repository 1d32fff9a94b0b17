/*
 * amounts: sums of money in a text: "$1,480.00", "EUR 25,90", "1 480,50 kr", "Rs. 1,23,000", "20 pounds". In cents, so
 * that they can be added.
 */
#ifndef REPLYLINT_CHECKS_AMOUNTS_H
#define REPLYLINT_CHECKS_AMOUNTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct amount {
	struct span where;   /* with currency and sign */
	struct span number;  /* the figures alone */
	long long cents;     /* below 0 when a minus stands before it */
	struct str currency; /* as written; empty: none */
};

struct amounts {
	struct amount *at;
	size_t count, room;
};

/* Appends the sums in span of text that have a currency. */
void amounts_find(struct arena *arena, struct str text, struct span span, struct amounts *amounts);

/* Reads figures at the start of text: its length, 0 for none. Groups and decimals in any country's way. */
size_t amount_figures(struct str text, long long *cents);

/* The length of a currency's sign, code or name at the start of text; 0: none. */
size_t amount_currency(struct str text);

/* Whether two are the same currency, as written. */
bool amounts_same_currency(struct str a, struct str b);

/* "1,480.00" */
struct str amount_shown(struct arena *arena, long long cents);

#endif
