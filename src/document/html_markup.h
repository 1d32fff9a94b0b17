/* html_markup: gathers what markup.h describes, tag by tag; offsets of text are those of the reading until its end. */
#ifndef REPLYLINT_DOCUMENT_HTML_MARKUP_H
#define REPLYLINT_DOCUMENT_HTML_MARKUP_H

#include "document/html_attribute.h"
#include "document/html_element.h"
#include "document/html_ink.h"
#include "document/markup.h"

#define HTML_TABLES_MOST 64 /* inside each other */

struct html_markup {
	struct arena *arena;
	struct markup *made;
	struct html_ink base;            /* of the body */
	size_t tables[HTML_TABLES_MOST]; /* open ones, their index + 1; 0: not listed */
	size_t table_depth;
	unsigned oddities; /* bits of the kinds that were seen */
};

/* A start tag. */
struct html_seen {
	const struct html_tag *tag;
	const struct html_element *element;
	const struct html_said *said;
	struct str class;
	struct span link; /* the tag of the link around it */
	size_t at;        /* end of the text before it */
	bool is_hidden;
};

void html_markup_init(struct html_markup *markup, struct arena *arena, const struct text *html);

void html_markup_start(struct html_markup *markup, const struct html_seen *seen);

/* An end tag of a table. */
void html_markup_table_end(struct html_markup *markup);

/* Text of that ink, in an element of those flags (enum html_flag), was written. */
void html_markup_text(struct html_markup *markup, const struct html_ink *ink, struct span text, unsigned flags);

/* The text of a <style>. */
void html_markup_sheet(struct html_markup *markup, struct str sheet);

#endif
