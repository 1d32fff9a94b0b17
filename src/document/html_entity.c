#include "document/html_entity.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define NAME_MAX_LEN ((size_t)32) /* CounterClockwiseContourIntegral; */

struct entity {
	const char *name;
	uint32_t first, second;
};

static const struct entity entities[] = {
#define ENTITY(name, first, second) {name, first, second},
#include "document/html_entity.def"
#undef ENTITY
};

/* What numbers 0x80 to 0x9F are taken for: windows-1252 (WHATWG 13.2.5.80); 0: themselves. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static const struct entity *find_exact(struct str name)
{
	size_t low = 0, high = sizeof entities / sizeof *entities;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(name, str_of(entities[middle].name));
		if (order == 0)
			return &entities[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* The longest name at the start of s: "notit;" is "not" and "it;". */
static const struct entity *find_longest(struct str s)
{
	size_t len = 0;

	while (len < s.len && len < NAME_MAX_LEN && ascii_alnum(s.at[len]))
		len++;
	if (len < s.len && len < NAME_MAX_LEN && s.at[len] == ';')
		len++;
	for (; len > 1; len--) {
		const struct entity *entity = find_exact(str_sub(s, 0, len));
		if (entity)
			return entity;
	}
	return NULL;
}

static size_t named_reference(struct str s, bool in_attribute, struct html_reference *reference)
{
	const struct entity *entity = find_longest(s);

	if (!entity)
		return 0;
	size_t len = strlen(entity->name);
	bool open = entity->name[len - 1] != ';';
	if (open && in_attribute && len < s.len && (s.at[len] == '=' || ascii_alnum(s.at[len])))
		return 0;
	reference->len = utf8_encode(entity->first, reference->bytes);
	if (entity->second)
		reference->len += utf8_encode(entity->second, reference->bytes + reference->len);
	return len;
}

static int digit_value(char c, unsigned base)
{
	char lower = ascii_lower(c);

	if (ascii_digit(c))
		return c - '0';
	return base == 16 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static uint32_t numeric_character(uint32_t number)
{
	if (number >= 0x80 && number <= 0x9F && windows_1252[number - 0x80])
		return windows_1252[number - 0x80];
	return number == 0 || number > 0x10FFFF ? UTF8_REPLACEMENT : number;
}

/* s begins after "&#". */
static size_t numeric_reference(struct str s, struct html_reference *reference)
{
	unsigned base = s.len && ascii_lower(s.at[0]) == 'x' ? 16 : 10;
	size_t start = base == 16 ? 1 : 0, at = start;
	uint32_t number = 0;

	for (; at < s.len && digit_value(s.at[at], base) >= 0; at++)
		if (number <= 0x10FFFF)
			number = number * base + (uint32_t)digit_value(s.at[at], base);
	if (at == start)
		return 0;
	reference->len = utf8_encode(numeric_character(number), reference->bytes);
	return at < s.len && s.at[at] == ';' ? at + 1 : at;
}

size_t html_reference(struct str s, size_t at, bool in_attribute, struct html_reference *reference)
{
	struct str rest = str_from(s, at + 1);
	bool numeric = rest.len && rest.at[0] == '#';
	size_t len =
	    numeric ? numeric_reference(str_from(rest, 1), reference) : named_reference(rest, in_attribute, reference);

	if (len == 0)
		return 0;
	return len + (numeric ? 2 : 1);
}

static bool is_plain(struct str s)
{
	return s.len == 0 || (!memchr(s.at, '&', s.len) && !memchr(s.at, '\0', s.len));
}

struct str html_decode_value(struct arena *arena, struct str s)
{
	struct buf buf;

	if (is_plain(s))
		return s;
	buf_init(&buf, arena, SIZE_MAX / 2);
	for (size_t at = 0; at < s.len;) {
		struct html_reference reference;
		size_t len = s.at[at] == '&' ? html_reference(s, at, true, &reference) : 0;
		if (len) {
			buf_add(&buf, (struct str){reference.bytes, reference.len});
		} else if (s.at[at] == '\0') {
			buf_code_point(&buf, UTF8_REPLACEMENT);
			len = 1;
		} else {
			len = 1;
			while (at + len < s.len && s.at[at + len] != '&' && s.at[at + len] != '\0')
				len++;
			buf_add(&buf, str_sub(s, at, len));
		}
		at += len;
	}
	return buf_str(&buf);
}
