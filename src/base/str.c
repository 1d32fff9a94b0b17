#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_sub(struct str s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct str){s.at ? s.at + from : NULL, len};
}

struct str str_from(struct str s, size_t from)
{
	return str_sub(s, from, s.len);
}

struct str str_span(struct str s, struct span span)
{
	return str_sub(s, span.at, span.len);
}

bool str_eq(struct str a, struct str b)
{
	assert((a.at || !a.len) && (b.at || !b.len));
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static bool equal_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

bool str_eq_nocase(struct str a, struct str b)
{
	return a.len == b.len && equal_nocase(a.at, b.at, a.len);
}

bool str_is_nocase(struct str s, const char *text)
{
	for (size_t i = 0; i < s.len; i++)
		if (text[i] == '\0' || ascii_lower(s.at[i]) != ascii_lower(text[i]))
			return false;
	return text[s.len] == '\0';
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_starts_nocase(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq_nocase(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

bool str_ends_nocase(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq_nocase(str_from(s, s.len - suffix.len), suffix);
}

int str_compare(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.at, b.at, common) : 0;

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	while (needle.len && from + needle.len <= s.len) {
		size_t hit = str_find_char(str_sub(s, 0, s.len - needle.len + 1), needle.at[0], from);
		if (hit == STR_NONE)
			return STR_NONE;
		if (memcmp(s.at + hit, needle.at, needle.len) == 0)
			return hit;
		from = hit + 1;
	}
	return needle.len || from > s.len ? STR_NONE : from;
}

size_t str_find_nocase(struct str s, struct str needle, size_t from)
{
	for (; from + needle.len <= s.len; from++)
		if (equal_nocase(s.at + from, needle.at, needle.len))
			return from;
	return STR_NONE;
}

size_t str_find_char(struct str s, char c, size_t from)
{
	assert(s.at || !s.len);
	const char *hit = from < s.len ? memchr(s.at + from, c, s.len - from) : NULL;
	return hit ? (size_t)(hit - s.at) : STR_NONE;
}

struct str str_trim(struct str s)
{
	while (s.len && ascii_space(s.at[0]))
		s = str_from(s, 1);
	while (s.len && ascii_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_split(struct str *rest, char separator, struct str *piece)
{
	if (!rest->at)
		return false;
	size_t end = str_find_char(*rest, separator, 0);
	if (end == STR_NONE) {
		*piece = *rest;
		*rest = (struct str){NULL, 0};
	} else {
		*piece = str_sub(*rest, 0, end);
		*rest = str_from(*rest, end + 1);
	}
	return true;
}

struct str str_copy(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);
	if (s.len)
		memcpy(copy, s.at, s.len);
	return (struct str){copy, s.len};
}

const char *str_cstr(struct arena *arena, struct str s)
{
	return str_copy(arena, s).at;
}

struct str str_lower(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = ascii_lower(s.at[i]);
	return (struct str){copy, s.len};
}

struct str str_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		abort();
	char *text = arena_alloc(arena, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return (struct str){text, (size_t)len};
}
