/*
 * header: a header section (RFC 5322 2.2, 6532) cut into fields, and what a field's value says: unfolded, encoded words
 * (RFC 2047) decoded, with the road back.
 */
#ifndef REPLYLINT_MAIL_HEADER_H
#define REPLYLINT_MAIL_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/message.h"

struct header {
	struct {
		struct field *at;
		size_t count, room;
	} fields;
	size_t end; /* offset of the body: after the blank line */
};

/* The header section at offset at of the message's source; defects are noted in message. */
struct header header_parse(struct message *message, size_t at, size_t end);

/* An encoded word (RFC 2047): =?charset*language?B|Q?payload?= */
struct encoded_word {
	struct str charset;
	char encoding; /* 'b' or 'q' */
	struct span payload, whole;
};

/* The encoded word at s[at], if one begins there. Blanks inside the payload are tolerated, as mail programs do. */
bool header_read_word(struct str s, size_t at, struct encoded_word *word);

/* text with encoded words decoded (encoded_word.c); *bad is set when one cannot be. */
const struct text *header_decode_words(struct arena *arena, const struct text *text, bool *bad);

#endif
