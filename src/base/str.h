/*
 * str: a slice of bytes that somebody else owns; not terminated, may hold NULs. Passed by value.
 * "nocase" folds ASCII only: header names, MIME types, tags.
 */
#ifndef REPLYLINT_BASE_STR_H
#define REPLYLINT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

struct str {
	const char *at;
	size_t len;
};

/* A place in some text: bytes at ... at+len. */
struct span {
	size_t at, len;
};

/* A list of slices, for vec_push(). */
struct str_list {
	struct str *at;
	size_t count, room;
};

#define STR_NONE ((size_t)-1)
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).at

/* Here, so that the length of a literal costs nothing. */
static inline struct str str_of(const char *text)
{
	return (struct str){text, text ? strlen(text) : 0};
}

struct str str_sub(struct str s, size_t from, size_t len); /* both clipped to s */
struct str str_from(struct str s, size_t from);            /* s without its first `from` bytes */
struct str str_span(struct str s, struct span span);

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);
bool str_is_nocase(struct str s, const char *text); /* for long lists of words: text is not measured first */
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_ends_nocase(struct str s, struct str suffix);

/* Bytewise order; a prefix comes first. */
int str_compare(struct str a, struct str b);

/* Offset of the first occurrence at or after from, or STR_NONE. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_nocase(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);

/* Without leading and trailing space, tab, CR, LF. */
struct str str_trim(struct str s);

/* Takes the piece before separator off *rest (the whole rest if there is none); false when *rest is used up. */
bool str_split(struct str *rest, char separator, struct str *piece);

/* A copy in the arena, terminated with NUL (not counted). */
struct str str_copy(struct arena *arena, struct str s);
const char *str_cstr(struct arena *arena, struct str s);
struct str str_lower(struct arena *arena, struct str s); /* ASCII only */
struct str str_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* space, tab, CR, LF, VT, FF */
static inline bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool ascii_alpha(char c)
{
	char lower = ascii_lower(c);

	return lower >= 'a' && lower <= 'z';
}

static inline bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_alnum(char c)
{
	return ascii_alpha(c) || ascii_digit(c);
}

#endif
