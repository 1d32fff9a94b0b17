/* Encoded words of RFC 2047: =?charset*language?B|Q?text?= */
#include "mail/header.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/transfer.h"

bool header_read_word(struct str s, size_t at, struct encoded_word *word)
{
	if (!str_starts(str_from(s, at), STR("=?"))) {
		return false;
	}
	size_t first = str_find_char(str_sub(s, 0, at + 80), '?', at + 2);
	if (first == STR_NONE || first == at + 2 || first + 2 >= s.len || s.at[first + 2] != '?') {
		return false;
	}
	word->encoding = ascii_lower(s.at[first + 1]);
	size_t start = first + 3, end = start;
	while (end < s.len && s.at[end] != '?') {
		end++;
	}
	if (end + 1 >= s.len || s.at[end + 1] != '=' || (word->encoding != 'b' && word->encoding != 'q')) {
		return false;
	}
	word->charset = str_sub(s, at + 2, first - at - 2);
	size_t star = str_find_char(word->charset, '*', 0);
	if (star != STR_NONE) {
		word->charset.len = star;
	}
	word->payload = (struct span){start, end - start};
	word->whole = (struct span){at, end + 2 - at};
	return true;
}

/* '_' stands for a space in Q; otherwise it is quoted-printable without line ends. */
static void add_q(struct arena *arena, struct text_builder *bytes, const struct text *text, struct span payload)
{
	const struct text *part = text_part(arena, text, payload);
	const struct text *decoded = transfer_decode_quoted_printable(arena, part, payload.len + 1).text;

	for (size_t i = 0; i < decoded->bytes.len; i++) {
		struct span back = text_back(decoded, (struct span){i, 1});
		bool space = decoded->bytes.at[i] == '_' && back.len == 1;
		text_add_atom(bytes, space ? STR(" ") : str_sub(decoded->bytes, i, 1), payload.at + back.at, back.len);
	}
}

static bool add_b(struct arena *arena, struct text_builder *bytes, const struct text *text, struct span payload)
{
	struct transfer_result decoded = transfer_decode_base64(arena, text_part(arena, text, payload), payload.len + 1);

	for (size_t i = 0; i < decoded.text->bytes.len; i++) {
		struct span back = text_back(decoded.text, (struct span){i, 1});
		text_add_atom(bytes, str_sub(decoded.text->bytes, i, 1), payload.at + back.at, back.len);
	}
	return !decoded.damaged;
}

/* Where the next encoded word begins when only blanks lie between, else STR_NONE. */
static size_t adjacent(struct str s, size_t at)
{
	while (at < s.len && ascii_space(s.at[at])) {
		at++;
	}
	return at < s.len && s.at[at] == '=' ? at : STR_NONE;
}

static bool same_coding(const struct encoded_word *a, const struct encoded_word *b)
{
	return a->encoding == b->encoding && str_eq_nocase(a->charset, b->charset);
}

/*
 * The word and those after it in the same charset and encoding: their bytes are joined before the charset is decoded,
 * since a character may be split over two words. Returns the end of the last.
 */
static size_t add_words(struct arena *arena, struct text_builder *out, const struct text *text, bool *bad,
                        struct encoded_word word)
{
	struct text_builder bytes;
	struct encoded_word next = word;

	text_begin(&bytes, arena, LIMIT_VALUE(header_bytes));
	for (;;) {
		if (next.encoding == 'q') {
			add_q(arena, &bytes, text, next.payload);
		} else if (!add_b(arena, &bytes, text, next.payload)) {
			*bad = true;
		}
		word.whole = next.whole;
		size_t at = adjacent(text->bytes, word.whole.at + word.whole.len);
		if (at == STR_NONE || !header_read_word(text->bytes, at, &next) || !same_coding(&word, &next)) {
			break;
		}
	}
	const struct text *joined = text_build(&bytes, TEXT_PART, text);
	struct charset_result decoded = charset_decode(arena, joined, word.charset, LIMIT_VALUE(header_bytes) * 4);
	*bad = *bad || decoded.unknown_label || decoded.bad_bytes;
	for (size_t i = 0; i < decoded.text->bytes.len;) {
		uint32_t code_point;
		size_t length = utf8_decode(decoded.text->bytes, i, &code_point);
		struct span back = {i, length};
		for (const struct text *step = decoded.text; step != text; step = step->from) {
			back = text_back(step, back);
		}
		text_add_atom(out, str_sub(decoded.text->bytes, i, length), back.at, back.len);
		i += length;
	}
	return word.whole.at + word.whole.len;
}

const struct text *header_decode_words(struct arena *arena, const struct text *text, bool *bad)
{
	struct str s = text->bytes;
	struct text_builder out;
	struct encoded_word word;

	if (str_find(s, STR("=?"), 0) == STR_NONE) {
		return text;
	}
	text_begin(&out, arena, LIMIT_VALUE(header_bytes) * 4);
	for (size_t at = 0; at < s.len && !out.bytes.full;) {
		size_t start = str_find(s, STR("=?"), at);
		start = start == STR_NONE ? s.len : start;
		text_add_copy(&out, str_sub(s, at, start - at), at);
		at = start;
		if (at < s.len && header_read_word(s, at, &word)) {
			at = add_words(arena, &out, text, bad, word);
			size_t next = adjacent(s, at);
			at = next != STR_NONE && header_read_word(s, next, &word) ? next : at;
		} else if (at < s.len) {
			text_add_copy(&out, str_sub(s, at, 2), at);
			at += 2;
		}
	}
	return text_build(&out, TEXT_ENCODED_WORD, text);
}
