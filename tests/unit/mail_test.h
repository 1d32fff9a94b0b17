/* What the tests of mail/ share. */
#ifndef REPLYLINT_TESTS_UNIT_MAIL_TEST_H
#define REPLYLINT_TESTS_UNIT_MAIL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"

#define ARENA_SIZE ((size_t)1 << 30)

static inline int arena_setup(void **state)
{
	*state = arena_new(ARENA_SIZE);
	return *state == NULL;
}

static inline int arena_teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static inline void assert_str(struct str actual, const char *expected)
{
	if (!str_eq(actual, str_of(expected))) {
		fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(actual), expected);
	}
}

/* The bytes of the source that the first piece in text came from are there. */
static inline void assert_origin(const struct text *text, const char *piece, const char *there)
{
	size_t at = str_find(text->bytes, str_of(piece), 0);

	assert_int_not_equal(at, STR_NONE);
	assert_str(str_span(text_root(text)->bytes, text_origin(text, (struct span){at, strlen(piece)})), there);
}

/* UTF-8, and every byte comes from somewhere in the source, in order. */
static inline void assert_road_back(const struct text *text)
{
	size_t length = text_root(text)->bytes.len, before = 0;

	assert_true(utf8_valid(text->bytes));
	for (size_t i = 0; i < text->bytes.len; i++) {
		struct span origin = text_origin(text, (struct span){i, 1});
		assert_true(origin.len > 0 && origin.at + origin.len <= length);
		assert_true(origin.at >= before);
		before = origin.at;
	}
}

/* As piece, count times. */
static inline struct str repeated(struct arena *arena, const char *piece, size_t count)
{
	size_t len = strlen(piece);
	char *at = arena_alloc(arena, len * count + 1);

	for (size_t i = 0; i < count; i++) {
		memcpy(at + i * len, piece, len);
	}
	return (struct str){at, len * count};
}

/* A generator that gives the same numbers everywhere. */
static inline unsigned next_random(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16 & 0x7fffu;
}

#define ANY_TEXT_MOST 48u

/* A short text of the alphabet's letters, in bytes. */
static inline struct str any_text(char bytes[ANY_TEXT_MOST], const char *alphabet, unsigned *seed)
{
	size_t len = next_random(seed) % ANY_TEXT_MOST;

	for (size_t i = 0; i < len; i++)
		bytes[i] = alphabet[next_random(seed) % strlen(alphabet)];
	return (struct str){bytes, len};
}

/* Many short texts of the alphabet's letters: reading one ends, and asserts itself what must hold. */
static inline void read_any_texts(struct arena *arena, const char *alphabet,
                                  struct str (*read)(struct arena *arena, struct str text))
{
	unsigned seed = 11;

	for (int round = 0; round < 20000; round++) {
		char bytes[ANY_TEXT_MOST];
		read(arena, any_text(bytes, alphabet, &seed));
		if (round % 1000 == 0)
			arena_reset(arena);
	}
}

#endif
