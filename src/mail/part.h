/* part: what a part's own header fields say about it. The tree of parts is made in tree.c. */
#ifndef REPLYLINT_MAIL_PART_H
#define REPLYLINT_MAIL_PART_H

#include <stdbool.h>

#include "mail/content.h"
#include "mail/message.h"

/* Whether part is of that type; subtype NULL: of any. */
bool part_is(const struct part *part, const char *type, const char *subtype);

/* message/rfc822 or message/global that stands there unencoded: a message with a tree of its own. */
bool part_is_message(const struct part *part);

/* Sets everything that part->fields say; parent, fields and body are set already. */
void part_read(struct message *message, struct part *part);

/* What cannot be taken apart is read as text. */
void part_read_as_text(struct part *part);

/* The parameters of the part's Content-Type. */
struct content part_content_type(const struct message *message, const struct part *part);

#endif
