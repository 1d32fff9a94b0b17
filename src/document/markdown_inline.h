/*
 * markdown_inline: the inside of a paragraph: emphasis, code, links, images, escapes. Its lines may stand apart in the
 * source (after "> " or in a list item); what is read is written with a html_writer.
 */
#ifndef REPLYLINT_DOCUMENT_MARKDOWN_INLINE_H
#define REPLYLINT_DOCUMENT_MARKDOWN_INLINE_H

#include "document/html_writer.h"

struct markdown_definition {
	struct str label, target;
};

struct markdown_definitions {
	struct markdown_definition *at;
	size_t count, room;
};

struct markdown_lines {
	struct span *at; /* in the source, without line ends */
	size_t count, room;
};

/* "[label]: target": false when the line is none. */
bool markdown_define(struct str line, struct markdown_definition *definition);

void markdown_inline(struct html_writer *writer, const struct markdown_lines *lines,
                     const struct markdown_definitions *definitions);

#endif
