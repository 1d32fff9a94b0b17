/*
 * transfer: content transfer encodings (RFC 2045 section 6, uuencode), decoding with the road back, encoding for
 * fixes.
 */
#ifndef REPLYLINT_MAIL_TRANSFER_H
#define REPLYLINT_MAIL_TRANSFER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

struct transfer_result {
	const struct text *text;
	bool damaged;      /* something was not as the RFC has it; decoded as far as possible */
	size_t damaged_at; /* offset in from->bytes */
	bool full;         /* max reached */
};

struct transfer_result transfer_decode_quoted_printable(struct arena *arena, const struct text *from, size_t max);
struct transfer_result transfer_decode_base64(struct arena *arena, const struct text *from, size_t max);
struct transfer_result transfer_decode_uuencode(struct arena *arena, const struct text *from, size_t max);

/*
 * One run of bytes as quoted-printable for the middle of a line: no line end is added; CR LF in bytes stay as
 * they are.
 */
struct str transfer_encode_quoted_printable(struct arena *arena, struct str bytes);

/* The four characters for at most three bytes. */
void transfer_encode_quad(struct str bytes, char quad[4]);

/* Lines of 76 characters ended by line_end ("\r\n" or "\n"), the last one too. */
struct str transfer_encode_base64(struct arena *arena, struct str bytes, const char *line_end);

#endif
