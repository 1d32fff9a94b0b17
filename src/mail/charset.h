/*
 * charset: bytes in some charset to UTF-8 through iconv, keeping the road back; and back again for fixes.
 * Labels are resolved as mail programs do: windows-1252 for a declared ISO-8859-1; 8-bit text that is undeclared,
 * or declared US-ASCII, is UTF-8 if it validates, else windows-1252. Text that is valid UTF-8 skips iconv.
 */
#ifndef REPLYLINT_MAIL_CHARSET_H
#define REPLYLINT_MAIL_CHARSET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

struct charset_result {
	const struct text *text;       /* UTF-8; from itself where nothing had to be done */
	bool unknown_label, bad_bytes; /* defects for the caller to note */
	size_t bad_at;                 /* offset in from->bytes of the first undecodable byte */
	bool full;                     /* max reached: the rest was not decoded */
};

/* label: lower case or not, empty for undeclared. max: most bytes of UTF-8 made. */
struct charset_result charset_decode(struct arena *arena, const struct text *from, struct str label, size_t max);

/*
 * UTF-8 to the charset that charset_decode() used (text->charset). False when some character has no place in it, and
 * always, even for nothing, where the charset has shifts: bytes put in or taken out would change what follows.
 */
bool charset_encode(struct arena *arena, struct str utf8, const char *charset, struct str *bytes);

#endif
