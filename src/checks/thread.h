/*
 * thread: the letters that a reply quotes, each read as a mail of its own: without the marks of quoting, in zones,
 * sentences and words. What a letter quotes in turn is the next one.
 */
#ifndef REPLYLINT_CHECKS_THREAD_H
#define REPLYLINT_CHECKS_THREAD_H

#include "lint/check.h"

enum writer { WRITER_CUSTOMER, WRITER_US };

struct letter {
	struct page page;        /* its view is no part of the source: findings are placed elsewhere */
	struct haystack view;    /* of the page's view */
	enum writer writer;      /* by the names and addresses above it; without any, the two take turns */
	bool writer_is_named;    /* told by a name or an address */
	bool is_form;            /* what the customer filled in on a form */
	bool is_answered_inside; /* the answers stand between its paragraphs */
	struct str head;         /* "On 3 May 2025, Ana wrote:", or the header block, in one line; empty: none */
};

/* Newest first. */
struct thread {
	struct letter *at;
	size_t count;
};

/* Read once for all rules. */
struct thread thread_read(struct judge *judge);

/* The customer's letter that is being answered, or NULL. */
const struct letter *thread_asked(const struct thread *thread);

/* Whether the author of the letter wrote this block: it is no quotation, greeting, closing or footer. */
bool letter_is_body(const struct letter *letter, const struct block *block);

#endif
