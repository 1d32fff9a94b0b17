/*
 * html_stack: the elements that are open, the innermost last, to a bounded depth. Tags end elements nearly as WHATWG's
 * tree construction has it (13.2.6.4.7), without its tree: what is misnested is closed in the same places, and looks
 * the same to a reader.
 */
#ifndef REPLYLINT_DOCUMENT_HTML_STACK_H
#define REPLYLINT_DOCUMENT_HTML_STACK_H

#include <stdint.h>

#include "document/html_element.h"
#include "document/html_ink.h"
#include "document/html_style.h"
#include "document/html_writer.h"

#define HTML_OPEN_MOST 512
#define HTML_NAME_BUCKETS 256

struct html_open {
	const struct html_element *element;
	uint32_t hash;                /* of its name */
	unsigned flags, sets, clears; /* its flags, and what of them it changed */
	size_t first_mark, mark_count;
	unsigned before, after;  /* line ends */
	bool apart;              /* parts the words around it */
	size_t cells, last_cell; /* TRAIT_ROW: cells that hold text, and the mark of the last + 1 */
	size_t list;             /* the list it is in or is, its place in the stack + 1 */
	long number;             /* TRAIT_NUMBERED: of its next item */
	struct html_ink ink;
	struct str type;
};

struct html_stack {
	struct arena *arena;
	struct html_writer *writer;
	struct span tag; /* the tag being read: where lines and gaps come from */
	struct html_open *at;
	size_t count, room;
	size_t deeper;                     /* open elements beyond HTML_OPEN_MOST */
	unsigned names[HTML_NAME_BUCKETS]; /* how many are open, by hash */
};

uint32_t html_name_hash(struct str name);

/* The flags of text here. */
unsigned html_stack_flags(const struct html_stack *stack);

/* The innermost open element, or NULL. */
const struct html_open *html_stack_top(const struct html_stack *stack);

void html_stack_push(struct html_stack *stack, const struct html_open *open);

/* Ends elements until `count` are left. */
void html_stack_pop(struct html_stack *stack, size_t count);

/* Ends the elements that the start of this one ends. */
void html_stack_start(struct html_stack *stack, const struct html_element *element);

/* An end tag; false when it ends nothing. */
bool html_stack_end(struct html_stack *stack, const struct html_element *element, uint32_t hash);

/* At least that many line ends at the tag, if an element of those flags is there at all. */
void html_stack_break(struct html_stack *stack, unsigned lines, unsigned flags);

/* Parts the words before the tag from those behind it. */
void html_stack_gap(struct html_stack *stack);

#endif
