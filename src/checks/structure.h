/* structure: what the checks share that look at how a letter is built rather than at its words. */
#ifndef REPLYLINT_CHECKS_STRUCTURE_H
#define REPLYLINT_CHECKS_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "lint/check.h"

/* Words in the body of the letter: greeting, closing and signature are not counted, nor what is quoted. */
size_t structure_words(const struct document *document);

/* The author's blocks without a blank line between them. */
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
