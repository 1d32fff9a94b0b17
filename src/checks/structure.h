/*
 * structure: how a letter is built rather than worded. The kinds of the structure check (structure.c has the table)
 * judge its main page: lengths in structure_length.c, what stands there twice in structure_repeat.c, what is asked in
 * structure_asks.c, where the answer stands in structure_buried.c. What other checks need of it, too, is in
 * structure_told.c.
 */
#ifndef REPLYLINT_CHECKS_STRUCTURE_H
#define REPLYLINT_CHECKS_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "lint/check.h"

/* What a rule of the structure check says in numbers and phrases. */
struct structure {
	long words[KINDS_MAX]; /* most-words: for each kind; 0: any number */
	long sentences;        /* most-sentences */
	long error_words;      /* more are an error; 0: never */
	long asks;             /* most-asks */
	const struct matcher *requests, *exempt, *answers;
	struct str_list verbs, connectors;
};

/* What the rule says. */
const struct structure *structure_of(const struct rule *rule);

typedef void structure_kind(const struct rule *rule, struct judge *judge, const struct page *page);

structure_kind structure_walls, structure_length;
structure_kind structure_repeats, structure_signatures, structure_internal;
structure_kind structure_asks, structure_steps, structure_buried;

/* ---- structure_told.c ---- */

/* Words in the body of the letter: greeting, closing and signature are not counted, nor what is quoted. */
size_t structure_words(const struct document *document);

/* An item of a list: by its markup, or by a bullet or number in front. */
bool structure_is_item(const struct page *page, const struct block *block);

/* The author's lines without a blank line between them. */
struct paragraph {
	size_t first, last; /* blocks of the page */
	struct span span;
	size_t words, sentences; /* of its lines that are running text */
	bool is_running;         /* running text and nothing else: no list, heading, table */
};

/* The paragraph of the body that begins at or behind block; false when there is none. */
bool structure_paragraph(const struct page *page, size_t block, struct paragraph *paragraph);

/* Whether the message answers one: a reply's header or subject, or a quotation. */
bool structure_is_reply(const struct document *document);

/* Whether the message was made by a machine, or for many: no person is expected to have written it. */
bool structure_is_automatic(const struct document *document);

#endif
