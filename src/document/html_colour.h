/* html_colour: colours as styles write them: #f00, #ff0000 (# may miss), rgb(255, 0, 0), rgba(), the names of CSS. */
#ifndef REPLYLINT_DOCUMENT_HTML_COLOUR_H
#define REPLYLINT_DOCUMENT_HTML_COLOUR_H

#include <stdbool.h>

#include "base/str.h"

struct html_colour {
	int red, green, blue; /* 0 to 255 */
	bool none;            /* transparent */
	bool mixed;           /* lets some of what is behind it through */
};

/* The colour, or the first one among other words; false when there is none, or none that is known here. */
bool html_colour_read(struct str s, struct html_colour *colour);

/*
 * The contrast of two colours in hundredths, 100 to 2100: (L1 + 0.05) / (L2 + 0.05), L1 the lighter one's relative
 * luminance (WCAG 2.2, definitions of "contrast ratio" and "relative luminance").
 */
unsigned html_colour_contrast(const struct html_colour *a, const struct html_colour *b);

/* The colour nearest to `colour`, towards black or white, whose contrast with the background is at least that. */
struct html_colour html_colour_readable(const struct html_colour *colour, const struct html_colour *background,
                                        unsigned least);

/* Red as a reader sees it: within 40 units of #ff0000. */
bool html_colour_is_red(struct str colour);

/* transparent, or of no opacity. */
bool html_colour_is_none(struct str colour);

/* Whether both are colours (background: or one among other words), and no reader can tell them apart. */
bool html_colour_same(struct str colour, struct str background);

#endif
