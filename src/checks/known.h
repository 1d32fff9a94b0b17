/* known: what known.c reads out of the customer's last message; here for its tests. */
#ifndef REPLYLINT_CHECKS_KNOWN_H
#define REPLYLINT_CHECKS_KNOWN_H

#include "document/document.h"

/* "88213" of "order no. 88213": the last word with a digit; all of the match where there is none. */
struct str known_value(struct str match);

/* Blocks from ... to-1 of a page. */
struct known_range {
	size_t from, to;
};

/* The customer's last message: up to the next mail quoted below it. Empty when the mail is our own. */
struct known_range known_message(const struct document *document, const struct page *page);

#endif
