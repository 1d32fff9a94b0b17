/* html_attribute: the attributes of a start tag by name; the first of two counts. */
#ifndef REPLYLINT_DOCUMENT_HTML_ATTRIBUTE_H
#define REPLYLINT_DOCUMENT_HTML_ATTRIBUTE_H

#include "document/html_token.h"

/* A start tag and the source it was cut from. */
struct html_tag {
	struct arena *arena;
	struct str source;
	const struct html_token *token;
};

/* The attribute, or NULL. */
const struct html_attribute *html_attribute_find(const struct html_tag *tag, struct str name);

/* Its value, decoded; at is NULL when there is no such attribute. */
struct str html_attribute(const struct html_tag *tag, struct str name);

bool html_attribute_is(const struct html_tag *tag, struct str name, struct str value);

#endif
