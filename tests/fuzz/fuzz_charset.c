/* The first line: a charset's label and, after a space, the most bytes to make; the rest: bytes in that charset. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "mail/charset.h"

#define MOST ((size_t)1 << 20)

/* What could be encoded again decodes to what it was. */
static void check_way_back(struct arena *arena, const struct text *text)
{
	struct str again;

	if (text->step != TEXT_CHARSET || !text->charset || !charset_encode(arena, text->bytes, text->charset, &again))
		return;
	struct charset_result result = charset_decode(arena, text_source(arena, again), str_of(text->charset), MOST * 2);
	assert(!result.unknown_label);
	assert(result.full || str_eq(result.text->bytes, text->bytes));
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct str line = fuzz_line(&bytes), label = {"", 0};

	str_split(&line, ' ', &label);
	size_t most = line.len > 0 ? strtoul(str_cstr(arena, line), NULL, 10) % MOST : MOST;
	struct charset_result result = charset_decode(arena, text_source(arena, bytes), label, most);
	assert(utf8_valid(result.text->bytes));
	assert(result.text->step == TEXT_SOURCE || result.text->bytes.len <= most);
	assert(!result.bad_bytes || result.bad_at < bytes.len);
	fuzz_check_text(result.text);
	if (!result.bad_bytes && !result.full)
		check_way_back(arena, result.text);
}
