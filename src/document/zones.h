/* zones: what zones.c and zones_customer.c share. A line is a block of the page; see zones_tell() in document.h. */
#ifndef REPLYLINT_DOCUMENT_ZONES_H
#define REPLYLINT_DOCUMENT_ZONES_H

#include "document/document.h"

/* The block's text, trimmed. */
struct str zones_line(const struct page *page, size_t block);

/* The blocks from ... to-1. */
void zones_set(struct page *page, size_t from, size_t to, enum zone zone);

/* Not told to be anything else yet. */
bool zones_is_own(const struct page *page, size_t block);

/* Whether the author has closed the letter not far above: what stands below is hardly the author's. */
bool zones_is_closed(const struct page *page, size_t block);

/* Sets apart what the customer wrote: quotes, forwarded mail, contact forms; ticket systems' lines are footer. */
void zones_find_customer(struct page *page);

#endif
