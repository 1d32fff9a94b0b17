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

/* Lines that end a header section though no blank line came: the boundaries of the multiparts around it. */
struct header_stop {
	bool (*is_boundary)(const void *context, struct str line);
	const void *context;
};

/* The header section at the start of where, a span of the message's source; defects are noted in message. */
struct header header_parse(struct message *message, struct span where, const struct header_stop *stop);

/*
 * Behind the field that begins at s[at], or behind the line that mbox writers put before a header where is_first; at
 * itself where there is neither: there a header section ends.
 */
size_t header_next(struct str s, size_t at, bool is_first);

/* An encoded word (RFC 2047): =?charset*language?B|Q?payload?= */
struct encoded_word {
	struct str charset; /* without the language */
	char encoding;      /* 'b' or 'q' */
	struct span payload, whole;
};

/* The encoded word at s[at], if one begins there. Blanks inside the payload are tolerated, as mail programs do. */
bool header_read_word(struct str s, size_t at, struct encoded_word *word);

/*
 * text with encoded words decoded (encoded_word.c) and then all of it UTF-8; text itself where there are none. *bad is
 * set when one cannot be read.
 */
const struct text *header_decode_words(struct arena *arena, const struct text *text, bool *bad);

#endif
