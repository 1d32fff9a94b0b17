/* Encoded words of RFC 2047: =?charset*language?B|Q?text?= */
#include "mail/header.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/transfer.h"

#define CHARSET_MAX 80u /* longer than any charset's name with its language */

struct decoding {
	struct arena *arena;
	const struct text *text;
	struct text_builder out;
	bool bad; /* something could not be decoded */
};

static bool starts_word(struct str s, size_t at)
{
	return at + 1 < s.len && s.at[at] == '=' && s.at[at + 1] == '?';
}

/* Offset of the '?' after the charset that begins at at, or STR_NONE. */
static size_t charset_end(struct str s, size_t at)
{
	for (size_t i = at; i < s.len && i - at < CHARSET_MAX && s.at[i] > ' '; i++) {
		if (s.at[i] == '?') {
			return i > at ? i : STR_NONE;
		}
	}
	return STR_NONE;
}

/*
 * Offset of the "?=" that ends the payload at at, or STR_NONE. As mail programs do, blanks are let pass, and in Q also
 * a '?' in the text. Never beyond the next "=?", so that no byte is looked at again and again.
 */
static size_t payload_end(struct str s, size_t at, char encoding)
{
	for (size_t i = at; i + 1 < s.len; i++) {
		if (s.at[i] == '?' && s.at[i + 1] == '=') {
			return i;
		}
		if (s.at[i] == '?' && (encoding == 'b' || (i > at && s.at[i - 1] == '='))) {
			return STR_NONE;
		}
	}
	return STR_NONE;
}

/* The encoded word at s[at], if one begins there. *bad is set where it begins well and does not end. */
static bool read_word(struct str s, size_t at, struct encoded_word *word, bool *bad)
{
	size_t first = starts_word(s, at) ? charset_end(s, at + 2) : STR_NONE;

	if (first == STR_NONE || first + 2 >= s.len || s.at[first + 2] != '?') {
		return false;
	}
	word->encoding = ascii_lower(s.at[first + 1]);
	if (word->encoding != 'b' && word->encoding != 'q') {
		return false;
	}
	size_t start = first + 3, end = payload_end(s, start, word->encoding);
	if (end == STR_NONE) {
		*bad = true;
		return false;
	}
	word->charset = str_sub(s, at + 2, first - at - 2);
	size_t star = str_find_char(word->charset, '*', 0);
	word->charset.len = star == STR_NONE ? word->charset.len : star;
	word->payload = (struct span){start, end - start};
	word->whole = (struct span){at, end + 2 - at};
	return true;
}

bool header_read_word(struct str s, size_t at, struct encoded_word *word)
{
	bool bad = false;

	return read_word(s, at, word, &bad);
}

/* ---- payloads to bytes, each byte with the place it came from ---- */

static int hex_value(char c)
{
	if (ascii_digit(c)) {
		return c - '0';
	}
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_q(struct decoding *decoding, struct text_builder *bytes, struct span payload)
{
	struct str s = str_sub(decoding->text->bytes, 0, payload.at + payload.len);

	for (size_t at = payload.at; at < s.len;) {
		int high = at + 2 < s.len ? hex_value(s.at[at + 1]) : -1, low = at + 2 < s.len ? hex_value(s.at[at + 2]) : -1;
		bool is_escape = s.at[at] == '=' && high >= 0 && low >= 0;
		char byte = is_escape ? (char)(high * 16 + low) : s.at[at] == '_' ? ' ' : s.at[at];
		size_t span = is_escape ? 3 : 1;
		decoding->bad |= s.at[at] == '=' && !is_escape;
		text_add_atom(bytes, (struct str){&byte, 1}, at, span);
		at += span;
	}
}

static void add_b(struct decoding *decoding, struct text_builder *bytes, struct span payload)
{
	const struct text *part = text_part(decoding->arena, decoding->text, payload);
	struct transfer_result decoded = transfer_decode_base64(decoding->arena, part, payload.len + 1);

	decoding->bad |= decoded.damaged;
	for (size_t i = 0; i < decoded.text->bytes.len; i++) {
		struct span back = text_back(decoded.text, (struct span){i, 1});
		text_add_atom(bytes, str_sub(decoded.text->bytes, i, 1), payload.at + back.at, back.len);
	}
}

/* Where the next encoded word may begin when only blanks lie between, else STR_NONE. */
static size_t adjacent(struct str s, size_t at)
{
	while (at < s.len && ascii_space(s.at[at])) {
		at++;
	}
	return starts_word(s, at) ? at : STR_NONE;
}

/* ---- bytes to characters ---- */

/* One step for the reader of the header: from each character straight to the bytes it came from. */
static void add_characters(struct decoding *decoding, const struct text *decoded)
{
	for (size_t at = 0; at < decoded->bytes.len;) {
		uint32_t code_point;
		size_t length = utf8_decode(decoded->bytes, at, &code_point);
		struct span back = {at, length};
		for (const struct text *step = decoded; step != decoding->text; step = step->from) {
			back = text_back(step, back);
		}
		bool invalid = code_point == UTF8_REPLACEMENT && length == 1;
		struct str character = invalid ? STR("\xef\xbf\xbd") : str_sub(decoded->bytes, at, length);
		text_add_atom(&decoding->out, character, back.at, back.len);
		at += length;
	}
}

/* What stands between the words, raw 8-bit included. */
static void add_plain(struct decoding *decoding, size_t start, size_t end)
{
	struct str plain = str_sub(decoding->text->bytes, start, end - start);

	if (utf8_valid(plain)) {
		text_add_copy(&decoding->out, plain, start);
		return;
	}
	const struct text *part = text_part(decoding->arena, decoding->text, (struct span){start, end - start});
	add_characters(decoding, charset_decode(decoding->arena, part, (struct str){"", 0}, plain.len * 4).text);
}

/*
 * The word and those after it in the same charset and encoding: their bytes are joined before the charset is decoded,
 * since a character may be split over two words. Returns the end of the last; *next is the word after it, if any.
 */
static size_t add_words(struct decoding *decoding, struct encoded_word word, struct encoded_word *next, bool *more)
{
	struct str s = decoding->text->bytes;
	struct text_builder bytes;

	text_begin(&bytes, decoding->arena, LIMIT_VALUE(header_bytes));
	*next = word;
	for (;;) {
		if (next->encoding == 'q') {
			add_q(decoding, &bytes, next->payload);
		} else {
			add_b(decoding, &bytes, next->payload);
		}
		word.whole = next->whole;
		size_t at = adjacent(s, word.whole.at + word.whole.len);
		*more = at != STR_NONE && read_word(s, at, next, &decoding->bad);
		if (!*more || word.encoding != next->encoding || !str_eq_nocase(word.charset, next->charset)) {
			break;
		}
	}
	const struct text *joined = text_build(&bytes, TEXT_PART, decoding->text);
	struct charset_result decoded =
	    charset_decode(decoding->arena, joined, word.charset, LIMIT_VALUE(header_bytes) * 4);
	decoding->bad |= decoded.unknown_label || decoded.bad_bytes;
	add_characters(decoding, decoded.text);
	return word.whole.at + word.whole.len;
}

const struct text *header_decode_words(struct arena *arena, const struct text *text, bool *bad)
{
	struct decoding decoding = {.arena = arena, .text = text};
	struct str s = text->bytes;
	struct encoded_word word, next;
	bool found = false;

	text_begin(&decoding.out, arena, LIMIT_VALUE(header_bytes) * 4);
	for (size_t at = 0; at < s.len && !decoding.out.bytes.full;) {
		size_t start = str_find(s, STR("=?"), at);
		start = start == STR_NONE ? s.len : start;
		add_plain(&decoding, at, start);
		at = start;
		if (at == s.len) {
			break;
		}
		bool more = read_word(s, at, &word, &decoding.bad);
		if (!more) {
			text_add_copy(&decoding.out, str_sub(s, at, 2), at);
			at += 2;
			continue;
		}
		found = true;
		while (more) { /* blanks between words are not part of the text */
			at = add_words(&decoding, word, &next, &more);
			word = next;
		}
	}
	*bad = *bad || decoding.bad;
	return found ? text_build(&decoding.out, TEXT_ENCODED_WORD, text) : text;
}
