/* html_colour: colours as styles write them: #f00, #ff0000 (# may miss), rgb(255, 0, 0), rgba(), the common names. */
#ifndef REPLYLINT_DOCUMENT_HTML_COLOUR_H
#define REPLYLINT_DOCUMENT_HTML_COLOUR_H

#include "base/str.h"

/* Red as a reader sees it: within 40 units of #ff0000. */
bool html_colour_is_red(struct str colour);

/* transparent, or of no opacity. */
bool html_colour_is_none(struct str colour);

/* Whether both are colours (background: or one among other words), and no reader can tell them apart. */
bool html_colour_same(struct str colour, struct str background);

#endif
