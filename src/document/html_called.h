/* html_called: what class= and id= say of an element: the names that mail programs give to quotes, signatures ... */
#ifndef REPLYLINT_DOCUMENT_HTML_CALLED_H
#define REPLYLINT_DOCUMENT_HTML_CALLED_H

#include <stdbool.h>

#include "base/str.h"

struct html_called {
	struct str class, id; /* decoded */
};

/* What the customer wrote. */
bool html_called_quote(const struct html_called *called);

/* It and all after it is what the customer wrote. */
bool html_called_divider(const struct html_called *called);

bool html_called_signature(const struct html_called *called);

/* What Gmail puts around the attribution line, the quotes, and the answers between them. */
bool html_called_thread(const struct html_called *called);

/* What a style sheet hides by convention at the start of a body. */
bool html_called_preheader(const struct html_called *called);

/* A paragraph without margins. */
bool html_called_tight(const struct html_called *called);

#endif
