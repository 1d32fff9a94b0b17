/*
 * letter: how a letter begins and ends. The kinds of the letter check (letter.c has the table) are greetings in
 * letter_greeting.c, ends in letter_end.c.
 */
#ifndef REPLYLINT_CHECKS_LETTER_H
#define REPLYLINT_CHECKS_LETTER_H

#include <stdbool.h>

#include "lint/check.h"

/* What a rule of the letter check says. */
struct letter_rule {
	const struct matcher *present; /* what a letter may begin with instead of a greeting */
	const struct matcher *phrases; /* greetings that fit anyone */
	const struct matcher *casual, *formal;
	struct str_list roles; /* words in the names of teams and companies */
};

const struct letter_rule *letter_of(const struct rule *rule);

typedef void letter_kind(const struct rule *rule, struct judge *judge, const struct page *page);

letter_kind letter_greeting, letter_generic, letter_signoff, letter_sender, letter_tone;

/*
 * Whether the author may leave the greeting and the closing out: of a mail from a machine, of a piece of text that is
 * no whole letter, of a line in a thread that goes to and fro.
 */
bool letter_is_informal(const struct judge *judge, const struct page *page);

/* The only recipient as the header has it; NULL where there are more, none, or a bare address. */
const struct address *letter_recipient(const struct document *document);

/* The first name in a display name ("Ana" of "Ana Diaz", "Dr Ana Diaz"), if it is known as one; else empty. */
struct str letter_first_name(const struct judge *judge, struct str name);

/*
 * The first of the short lines without an end of sentence at the foot of the letter: closing, names, contact data,
 * whatever zones were told of them. The number of blocks when there is none.
 */
size_t letter_foot(const struct page *page);

/* A line as one of those: "Keith", "Iain Sproat", "Carol, 01632 960371". */
bool letter_is_foot(struct str line);

/* Whether a block of the zone stands on the page. */
bool letter_has_zone(const struct page *page, enum zone zone);

#endif
