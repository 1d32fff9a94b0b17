/*
 * utf8: code points in UTF-8, and what replylint must know about them. Letters and case follow the C library's
 * Unicode locale, which main() and the tests select with utf8_locale().
 */
#ifndef REPLYLINT_BASE_UTF8_H
#define REPLYLINT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_MAX 4u
#define UTF8_REPLACEMENT 0xFFFDu

/* Selects a UTF-8 LC_CTYPE; false when the system has none. Once, before threads. */
bool utf8_locale(void);

/* The code point at s.at[at] and its length in bytes (1-4); an invalid byte yields U+FFFD and length 1. at < s.len. */
size_t utf8_decode(struct str s, size_t at, uint32_t *code_point);

/* The code point that ends before s.at[at], and its length. at > 0. */
size_t utf8_decode_before(struct str s, size_t at, uint32_t *code_point);

/* Writes 1-4 bytes; what is no scalar value becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char bytes[UTF8_MAX]);

/* Length of the longest valid prefix: s.len when all of s is valid UTF-8 (RFC 3629). */
size_t utf8_valid_prefix(struct str s);
bool utf8_valid(struct str s);

size_t utf8_count(struct str s);          /* characters (code points) */
size_t utf8_columns(struct str s);        /* terminal columns: wide characters count 2, combining ones 0 */
unsigned utf8_width(uint32_t code_point); /* 0, 1 or 2 */

bool utf8_is_letter(uint32_t code_point);
bool utf8_is_digit(uint32_t code_point); /* ASCII and other decimal digits */
bool utf8_is_upper(uint32_t code_point);
bool utf8_is_lower(uint32_t code_point);
bool utf8_is_emoji(uint32_t code_point); /* pictographs; not digits, arrows, (c), (r), (tm) */
uint32_t utf8_to_upper(uint32_t code_point);
uint32_t utf8_to_lower(uint32_t code_point);

/* s in lower case, in the arena. */
struct str utf8_lower(struct arena *arena, struct str s);

#endif
