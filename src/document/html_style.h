/* html_style: what inline style= says of the text in it, and what is passed on to the elements inside. */
#ifndef REPLYLINT_DOCUMENT_HTML_STYLE_H
#define REPLYLINT_DOCUMENT_HTML_STYLE_H

#include <stdbool.h>

#include "base/str.h"

enum html_flag {
	HTML_HEAD = 1u << 0,      /* in <head>: not shown */
	HTML_DROPPED = 1u << 1,   /* in an element whose content is never shown: script, template ... */
	HTML_GONE = 1u << 2,      /* display: none and the like: nothing inside can undo it */
	HTML_TINY = 1u << 3,      /* font-size: 0 or 1px */
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
	HTML_FADED = 1u << 14, /* in the colour of its background */
	/* Of this element only: */
	HTML_TIGHT_TOP = 1u << 15, /* no margin */
	HTML_TIGHT_BOTTOM = 1u << 16,
	HTML_DIVIDER = 1u << 17,   /* a line above, as Outlook puts it over what it quotes */
	HTML_AS_BLOCK = 1u << 18,  /* display: block and the like */
	HTML_AS_INLINE = 1u << 19, /* display: inline */
	HTML_AS_APART = 1u << 20,  /* display: inline-block and the like */
	HTML_INDENT = 1u << 21     /* border: none: a blockquote that only indents */
};

#define HTML_HIDDEN (HTML_GONE | HTML_TINY | HTML_INVISIBLE | HTML_FADED)
#define HTML_DISPLAY (HTML_AS_BLOCK | HTML_AS_INLINE | HTML_AS_APART)
#define HTML_OWN (HTML_TIGHT_TOP | HTML_TIGHT_BOTTOM | HTML_DIVIDER | HTML_INDENT | HTML_DISPLAY)

/* A font's size: hundredths of a pixel, or: */
#define HTML_SIZE_NOT_SAID 0L
#define HTML_SIZE_UNKNOWN (-1L) /* relative to one that is not known */

/* What the attributes of one element say of its colours and its shape. Zeroed: nothing. */
struct html_said {
	struct str colour, background; /* as written; background: perhaps among other words */
	bool has_picture;              /* behind its text: an image, a gradient */
	bool is_padded;
	bool is_placed; /* position: absolute, fixed */
	bool is_flex, is_grid, has_variable;
	long size;
};

/*
 * The flags of an element inside one with `flags`, without those of its own, after its style= (decoded) and bgcolor=
 * (said->background before; said is filled in).
 * Gone: display: none, mso-hide: all, opacity: 0, clipped away, far off the screen, or of no height or width and what
 * overflows is cut.
 */
unsigned html_style(struct str style, unsigned flags, struct html_said *said);

/*
 * Which margins Outlook's paragraphs (class MsoNormal) lack: HTML_TIGHT_TOP, HTML_TIGHT_BOTTOM; `tight` where this
 * style sheet does not say.
 */
unsigned html_style_normal(struct str sheet, unsigned tight);

#endif
