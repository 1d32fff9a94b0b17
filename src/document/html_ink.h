/* html_ink: the colours and the size of the text of an element, as it and those around it say. */
#ifndef REPLYLINT_DOCUMENT_HTML_INK_H
#define REPLYLINT_DOCUMENT_HTML_INK_H

#include <stdbool.h>

#include "base/str.h"
#include "document/html_colour.h"
#include "document/html_style.h"

struct html_ink {
	struct html_colour colour, background;
	bool colour_known, background_known;
	bool is_certain;                  /* one tag says both */
	unsigned contrast;                /* hundredths; 0: not known */
	long size;                        /* as html_said's */
	struct span colour_tag, size_tag; /* the tags that say so last; length 0: none */
};

/* Black on white, of no known size. */
struct html_ink html_ink_plain(void);

/* The ink of an element at `tag` inside one with the ink `outer`. is_link: its colour is its own. */
struct html_ink html_ink_inside(const struct html_ink *outer, const struct html_said *said, struct span tag,
                                bool is_link);

#endif
