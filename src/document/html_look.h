/* html_look: how an element looks to a reader, from what it is, its attributes and its style=. */
#ifndef REPLYLINT_DOCUMENT_HTML_LOOK_H
#define REPLYLINT_DOCUMENT_HTML_LOOK_H

#include "document/html_attribute.h"
#include "document/html_element.h"
#include "document/html_style.h"

/* The flags (enum html_flag) of an element inside one with the flags `inherited`; *said is filled in. */
unsigned html_look(const struct html_tag *tag, const struct html_element *element, unsigned inherited,
                   struct html_said *said);

/* Whether it parts the words around it though it stands in their line: images, buttons; no picture of a face. */
bool html_stands_apart(const struct html_tag *tag, const struct html_element *element, unsigned flags);

/* The whole number that an attribute begins with, or `otherwise`. */
long html_attribute_number(const struct html_tag *tag, struct str name, long otherwise);

/* "3." or "c." or "iii." before the item number of a list of that type=, in the arena. */
struct str html_item_marker(struct arena *arena, struct str type, long number);

#endif
