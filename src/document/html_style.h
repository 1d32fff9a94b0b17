/* html_style: what inline style= says of the text in it, and what is passed on to the elements inside. */
#ifndef REPLYLINT_DOCUMENT_HTML_STYLE_H
#define REPLYLINT_DOCUMENT_HTML_STYLE_H

#include "base/str.h"

enum html_flag {
	HTML_HEAD = 1u << 0,      /* in <head>: not shown */
	HTML_DROPPED = 1u << 1,   /* in an element whose content is never shown: script, template ... */
	HTML_GONE = 1u << 2,      /* display: none and the like: nothing inside can undo it */
	HTML_TINY = 1u << 3,      /* font-size: 0 */
	HTML_INVISIBLE = 1u << 4, /* visibility: hidden */
	HTML_UPPERCASE = 1u << 5,
	HTML_RED = 1u << 6,
	HTML_BIG = 1u << 7,
	HTML_UNDERLINE = 1u << 8,
	HTML_IN_LINK = 1u << 9,
	HTML_IN_TITLE = 1u << 10, /* in h1 or h2 */
	HTML_PRE = 1u << 11,      /* white space as written */
	HTML_LAYOUT = 1u << 12,   /* in a table that is no table to the reader */
	HTML_IN_LIST = 1u << 13,
	/* Of this element only: */
	HTML_TIGHT_TOP = 1u << 14, /* no margin */
	HTML_TIGHT_BOTTOM = 1u << 15,
	HTML_DIVIDER = 1u << 16, /* a line above, as Outlook puts it over what it quotes */
	HTML_INDENT = 1u << 17   /* border: none: a blockquote that only indents */
};

#define HTML_HIDDEN (HTML_GONE | HTML_TINY | HTML_INVISIBLE)
#define HTML_OWN (HTML_TIGHT_TOP | HTML_TIGHT_BOTTOM | HTML_DIVIDER | HTML_INDENT)

/* The flags of an element inside one with `flags`, after its style= (decoded). */
unsigned html_style(struct str style, unsigned flags);

/* Red as a reader sees it: within 40 units of #ff0000. Hexadecimal (with or without #), rgb(), rgba(), "red". */
bool html_is_red(struct str colour);

#endif
