#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "report/locator.h"

static void expect(struct locator *locator, size_t at, size_t line, size_t column)
{
	struct place place = locator_place(locator, at);
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

static void counts_characters_and_lines(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct locator *locator = locator_new(arena, STR("ab\n\xC3\xA9z\r\n\xFFq"), 0, 1);
	(void)state;

	expect(locator, 10, 3, 3); /* the end, asked for first */
	expect(locator, 0, 1, 1);
	expect(locator, 2, 1, 3);
	expect(locator, 3, 2, 1);
	expect(locator, 5, 2, 2);
	expect(locator, 8, 3, 1);
	expect(locator, 9, 3, 2);
	expect(locator, 100, 3, 3);
	arena_free(arena);
}

static void begins_where_its_mailbox_says(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct locator *locator = locator_new(arena, STR("a\nb"), 100, 7);
	(void)state;

	expect(locator, 2, 8, 1);
	assert_int_equal(locator_place(locator, 2).offset, 102);
	arena_free(arena);
}

/* Every place of a text longer than the locator's stride, against counting by hand. */
static void agrees_with_counting(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	struct buf buf;
	size_t line = 1, column = 1;
	(void)state;

	buf_init(&buf, arena, SIZE_MAX);
	for (unsigned i = 0; buf.len < 20000; i++)
		buf_add(&buf, i % 97 == 0 ? STR("\n") : i % 3 ? STR("\xE2\x82\xAC") : STR("x"));
	struct locator *backward = locator_new(arena, buf_str(&buf), 0, 1);
	struct locator *forward = locator_new(arena, buf_str(&buf), 0, 1);
	locator_place(backward, buf.len);
	for (size_t at = 0; at < buf.len;) {
		uint32_t code_point;
		expect(forward, at, line, column);
		expect(backward, at, line, column);
		at += utf8_decode(buf_str(&buf), at, &code_point);
		column = code_point == '\n' ? 1 : column + 1;
		line += code_point == '\n';
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(counts_characters_and_lines),
	                                   cmocka_unit_test(begins_where_its_mailbox_says),
	                                   cmocka_unit_test(agrees_with_counting)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
