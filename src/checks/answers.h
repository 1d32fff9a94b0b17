/*
 * answers: a reply in clauses, and which of the customer's questions each may be the answer to. A clause belongs to a
 * question when it holds one of its words, or a word like them, or the type of answer it wants; to the one before when
 * it goes on with "it". All others are free: any of them may answer a question in other words.
 */
#ifndef REPLYLINT_CHECKS_ANSWERS_H
#define REPLYLINT_CHECKS_ANSWERS_H

#include "checks/asked.h"

#define ANSWER_TYPES_MOST 32u

/* A type of question, and what the answer to it holds. */
struct answer_type {
	struct str topic;            /* of topics.txt, which it answers, too; empty: none */
	const struct matcher *asked; /* may be NULL */
	const struct matcher *told;
	bool is_plain; /* a reply without it has not answered */
};

/* How answers are told. Matchers may be NULL. */
struct answering {
	struct answer_type types[ANSWER_TYPES_MOST];
	size_t type_count;
	const struct matcher *yes_no;   /* says yes or no */
	const struct matcher *courtesy; /* a sentence that answers nothing */
	const struct matcher *receipt;  /* a sentence that only says what has come from the customer */
	const struct matcher *aside;    /* part of a sentence that answers no yes-or-no question */
	const struct matcher *dodges;   /* a sentence that sends the customer elsewhere for the answer */
	struct str_list closed;         /* topics whose words are all known: who answers uses one, or a pronoun */
};

struct clause {
	struct span span, sentence;
	bool is_free, has_pronoun;
	bool is_ours;     /* "I'll fit it", "we have sent it": says what we do */
	bool is_fragment; /* of a sentence of a few words, without a verb */
	bool is_aside;    /* a dodge is one, too */
	bool is_dodge;
};

/* How open a question is. */
enum openness {
	OPEN_UNKNOWN,
	OPEN_NOT,
	OPEN_PERHAPS, /* no word of any question is there, nor what says yes or no, or points to it */
	OPEN_LIKELY,  /* another question is touched; of this one no word, and nothing says yes or no or points to it */
	OPEN_PLAINLY
};

struct answers {
	struct judge *judge;
	const struct answering *how;
	const struct page *page;
	const struct letter *letter;
	struct ask_list asks;
	struct {
		struct clause *at;
		size_t count, room;
	} clauses;
	struct told_words told;            /* by the whole reply */
	bool told_type[ANSWER_TYPES_MOST]; /* of those that the questions are about */
	size_t *wanted;                    /* of each question: the type of answer; type_count: none */
	enum openness *openness;           /* of each question, once it was asked for */
	bool *is_told;                     /* of each question: a clause belongs to it */
	size_t touched;                    /* questions */
	bool is_dodged;                    /* no question is touched: the reply only sends the customer elsewhere */
};

/* Reads the reply; all but the results is set. */
void answers_read(struct answers *answers);

enum openness answers_openness(const struct answers *answers, const struct ask *ask);

/* Whether the reply holds one of the question's own words, or most of them in other words. */
bool answers_touch(const struct answers *answers, const struct ask *ask);

/* Whether one of the phrases stands in a clause that has no word of any question. */
bool answers_say_freely(const struct answers *answers, const struct matcher *matcher);

/* Whether a clause within span answers a question: it belongs to one and is no courtesy. */
bool answers_begin_in(const struct answers *answers, struct span span);

#endif
