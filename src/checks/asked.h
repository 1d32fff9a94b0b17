/*
 * asked: what a customer's letter asks: its questions, direct ("Do you deliver?") and indirect ("Please tell me when
 * ..."), or the items of its list.
 */
#ifndef REPLYLINT_CHECKS_ASKED_H
#define REPLYLINT_CHECKS_ASKED_H

#include "checks/keys.h"
#include "checks/thread.h"

struct ask {
	struct str text;      /* "When will it arrive?" */
	struct span where;    /* in the letter's view */
	bool is_plain;        /* it begins as a question does ("Do you", "how can"), or asks indirectly */
	bool wants_yes_no;    /* "Can I freeze it when I travel?": whatever else it has; not "Can you say when it comes?" */
	bool is_borrowed;     /* its keys are those of the sentence before: "The bill has doubled. Why is that?" */
	struct key_list keys; /* its own: words that stand elsewhere in the letter, too, only where it has no others */
};

struct ask_list {
	struct ask *at;
	size_t count, room;
	struct told_words all; /* of the letter and the mail's subject */
};

/* How questions are told: phrases; each may be NULL. */
struct asking {
	const struct matcher *indirect; /* a sentence without a question mark that asks */
	const struct matcher *idle;     /* questions that want no answer */
};

struct ask_list asked_questions(struct judge *judge, const struct letter *letter, const struct asking *asking);

/* The items of numbered or bulleted lists; none where there is only one. */
struct ask_list asked_items(struct judge *judge, const struct letter *letter);

#endif
