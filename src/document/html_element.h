/* html_element: what the elements of html_element.def are to a reader. */
#ifndef REPLYLINT_DOCUMENT_HTML_ELEMENT_H
#define REPLYLINT_DOCUMENT_HTML_ELEMENT_H

#include "base/str.h"

enum html_trait {
	TRAIT_VOID = 1u << 0,        /* has no content */
	TRAIT_DROPPED = 1u << 1,     /* its content is not shown */
	TRAIT_HEAD = 1u << 2,        /* the same, but it may end without an end tag */
	TRAIT_IN_HEAD = 1u << 3,     /* does not end the head */
	TRAIT_IGNORED = 1u << 4,     /* its tags change nothing inside */
	TRAIT_INLINE = 1u << 5,      /* its end tag ends nothing else */
	TRAIT_SCOPE = 1u << 6,       /* nothing inside ends what is open outside, but for parts of tables */
	TRAIT_TABLE = 1u << 7,       /* the same, for these too */
	TRAIT_LIST = 1u << 8,        /* items inside do not end those outside */
	TRAIT_ROW = 1u << 9,         /* of cells */
	TRAIT_PRE = 1u << 10,        /* white space as written */
	TRAIT_TITLE = 1u << 11,      /* is large by itself */
	TRAIT_MARGINLESS = 1u << 12, /* a style may take its margins away */
	TRAIT_UNDERLINED = 1u << 13,
	TRAIT_APART = 1u << 14,       /* in a line, but parts the words around it: images, buttons ... */
	TRAIT_NUMBERED = 1u << 15,    /* a list whose items have numbers */
	TRAIT_THROUGH = 1u << 16,     /* a block inside which items end those outside */
	TRAIT_FORMATTING = 1u << 17,  /* bold and the like: goes on behind the block that it was begun in */
	TRAIT_FOREIGN = 1u << 18,     /* svg: "/>" ends it, and HTML inside it does */
	TRAIT_HTML_INSIDE = 1u << 19, /* of svg: may hold HTML */
	TRAIT_NOTED = 1u << 20        /* rules about markup look at it (html_markup.c) */
};

enum html_group {
	GROUP_A = 1u << 0,
	GROUP_P = 1u << 1,
	GROUP_ITEM = 1u << 2,
	GROUP_TERM = 1u << 3,
	GROUP_HEADING = 1u << 4,
	GROUP_CELL = 1u << 5,
	GROUP_ROW = 1u << 6,
	GROUP_SECTION = 1u << 7,
	CLOSES_ROW = GROUP_CELL | GROUP_ROW,
	CLOSES_ROWS = GROUP_CELL | GROUP_ROW | GROUP_SECTION
};

#define NO_MARK (-1)

struct html_element {
	struct str name;
	unsigned lines, traits, group, closes;
	int mark; /* enum mark_kind or NO_MARK */
};

/* The element of that name; one that is nothing in particular when there is none. */
const struct html_element *html_element_find(struct str name);

#endif
