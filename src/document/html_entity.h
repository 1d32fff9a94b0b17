/*
 * html_entity: character references (&amp; &#233; &copy), WHATWG 13.2.5.72 ff., and the decoding of slices that hold
 * them. What is no reference stays as it is written.
 */
#ifndef REPLYLINT_DOCUMENT_HTML_ENTITY_H
#define REPLYLINT_DOCUMENT_HTML_ENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct html_reference {
	char bytes[8]; /* UTF-8 of the one or two characters it stands for */
	size_t len;
};

/*
 * The length of the reference that begins with the '&' at s.at[at], or 0 when there is none. In an attribute a name
 * without ';' before '=' or a letter or digit is none (?a=1&copy=2).
 */
size_t html_reference(struct str s, size_t at, bool in_attribute, struct html_reference *reference);

/* An attribute's value with references decoded, NUL as U+FFFD; s itself where nothing is to be done. */
struct str html_decode_value(struct arena *arena, struct str s);

#endif
