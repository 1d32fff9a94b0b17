#define _XOPEN_SOURCE 700 /* wcwidth() */
#include "base/utf8.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/buf.h"

bool utf8_locale(void)
{
	static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (setlocale(LC_CTYPE, names[i]))
			return true;
	return false;
}

/* Length that the first byte announces, and the bits and the least code point of that length. */
static size_t lead(unsigned char byte, uint32_t *bits, uint32_t *least)
{
	static const struct {
		unsigned char mask, mark, keep;
		uint32_t least;
	} forms[] = {
	    {0x80, 0x00, 0x7F, 0}, {0xE0, 0xC0, 0x1F, 0x80}, {0xF0, 0xE0, 0x0F, 0x800}, {0xF8, 0xF0, 0x07, 0x10000}};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if ((byte & forms[i].mask) == forms[i].mark) {
			*bits = (uint32_t)(byte & forms[i].keep);
			*least = forms[i].least;
			return i + 1;
		}
	}
	return 0;
}

static bool scalar_value(uint32_t code_point)
{
	return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

size_t utf8_decode(struct str s, size_t at, uint32_t *code_point)
{
	uint32_t value = 0, least = 0;
	size_t len = lead((unsigned char)s.at[at], &value, &least);

	*code_point = UTF8_REPLACEMENT;
	if (len == 0 || len > s.len - at)
		return 1;
	for (size_t i = 1; i < len; i++) {
		unsigned char byte = (unsigned char)s.at[at + i];
		if ((byte & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (byte & 0x3F);
	}
	if (value < least || !scalar_value(value))
		return 1;
	*code_point = value;
	return len;
}

size_t utf8_decode_before(struct str s, size_t at, uint32_t *code_point)
{
	size_t back = 1;
	while (back < UTF8_MAX && back < at && ((unsigned char)s.at[at - back] & 0xC0) == 0x80)
		back++;
	if (utf8_decode(str_sub(s, 0, at), at - back, code_point) == back)
		return back;
	*code_point = UTF8_REPLACEMENT;
	return 1;
}

size_t utf8_encode(uint32_t code_point, char bytes[UTF8_MAX])
{
	if (!scalar_value(code_point))
		code_point = UTF8_REPLACEMENT;
	if (code_point < 0x80) {
		bytes[0] = (char)code_point;
		return 1;
	}
	size_t len = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = len - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (code_point & 0x3F));
		code_point >>= 6;
	}
	bytes[0] = (char)(marks[len] | code_point);
	return len;
}

/* Past the ASCII at at, eight bytes at a time: most mail is nothing else. */
static size_t skip_ascii(struct str s, size_t at)
{
	uint64_t eight;

	for (; s.len - at >= sizeof eight; at += sizeof eight) {
		memcpy(&eight, s.at + at, sizeof eight);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (at < s.len && (unsigned char)s.at[at] < 0x80)
		at++;
	return at;
}

size_t utf8_valid_prefix(struct str s)
{
	size_t at = 0;
	while ((at = skip_ascii(s, at)) < s.len) {
		uint32_t code_point;
		size_t len = utf8_decode(s, at, &code_point);
		if (code_point == UTF8_REPLACEMENT && len == 1)
			break;
		at += len;
	}
	return at;
}

bool utf8_valid(struct str s)
{
	return utf8_valid_prefix(s) == s.len;
}

size_t utf8_count(struct str s)
{
	size_t count = 0;
	uint32_t code_point;
	for (size_t at = 0; at < s.len; count++)
		at += utf8_decode(s, at, &code_point);
	return count;
}

unsigned utf8_width(uint32_t code_point)
{
	if (code_point < 0x7F)
		return code_point >= 0x20;
	int width = wcwidth((wchar_t)code_point);
	return width < 0 ? 0 : (unsigned)width;
}

size_t utf8_columns(struct str s)
{
	size_t columns = 0;
	uint32_t code_point;
	for (size_t at = 0; at < s.len;) {
		at += utf8_decode(s, at, &code_point);
		columns += utf8_width(code_point);
	}
	return columns;
}

bool utf8_is_letter(uint32_t code_point)
{
	if (code_point < 0x80)
		return ascii_alpha((char)code_point);
	return iswalpha((wint_t)code_point) && !utf8_is_digit(code_point);
}

bool utf8_is_digit(uint32_t code_point)
{
	return (code_point >= '0' && code_point <= '9') || (code_point >= 0x660 && code_point <= 0x669) ||
	       (code_point >= 0x966 && code_point <= 0x96F) || (code_point >= 0xFF10 && code_point <= 0xFF19);
}

bool utf8_is_upper(uint32_t code_point)
{
	return code_point < 0x80 ? code_point >= 'A' && code_point <= 'Z' : iswupper((wint_t)code_point) != 0;
}

bool utf8_is_lower(uint32_t code_point)
{
	return code_point < 0x80 ? code_point >= 'a' && code_point <= 'z' : iswlower((wint_t)code_point) != 0;
}

/* The blocks of Unicode's Emoji_Presentation, and the few older symbols that mail programs draw as emoji. */
bool utf8_is_emoji(uint32_t code_point)
{
	return (code_point >= 0x1F300 && code_point <= 0x1FAFF) || (code_point >= 0x1F1E6 && code_point <= 0x1F1FF) ||
	       code_point == 0x2639 || code_point == 0x263A || code_point == 0x263B || code_point == 0x2764 ||
	       code_point == 0x2665;
}

uint32_t utf8_to_upper(uint32_t code_point)
{
	return (uint32_t)towupper((wint_t)code_point);
}

uint32_t utf8_to_lower(uint32_t code_point)
{
	return code_point < 0x80 ? (uint32_t)(unsigned char)ascii_lower((char)code_point)
	                         : (uint32_t)towlower((wint_t)code_point);
}

struct str utf8_lower(struct arena *arena, struct str s)
{
	struct buf lower;
	buf_init(&lower, arena, SIZE_MAX);
	for (size_t at = 0; at < s.len;) {
		uint32_t code_point;
		at += utf8_decode(s, at, &code_point);
		buf_code_point(&lower, utf8_to_lower(code_point));
	}
	return buf_str(&lower);
}
