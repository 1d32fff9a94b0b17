#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lint/choices.h"

static void assert_arranged(const char *const *alternatives, size_t count, const char *expected)
{
	struct arena *arena = arena_new(1 << 20);
	struct buf regex;
	struct choices choices = {0};

	buf_init(&regex, arena, 4096);
	buf_add(&regex, STR("x(?:"));
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&regex, '|');
		*vec_push(arena, &choices) = regex.len;
		buf_add(&regex, str_of(alternatives[i]));
	}
	choices_arrange(&regex, &choices);
	buf_char(&regex, '\0');
	assert_string_equal(regex.at, expected);
	arena_free(arena);
}

#define ASSERT_ARRANGED(expected, ...)                                                                                 \
	assert_arranged((const char *const[]){__VA_ARGS__}, sizeof(const char *[]){__VA_ARGS__} / sizeof(char *), expected)

static void test_same_letters_go_together(void **state)
{
	(void)state;
	ASSERT_ARRANGED("x(?:a(?:b|d|)|c|e", "ab", "c", "ad", "e", "a");
	ASSERT_ARRANGED("x(?:ab|c|ad", "ab", "c", "ad"); /* few are left */
	ASSERT_ARRANGED("x(?:A|a(?:b|c)|d", "A", "ab", "ac", "d");
}

/* What begins with no sure letter stays between those before and those after it. */
static void test_others_are_not_passed(void **state)
{
	(void)state;
	ASSERT_ARRANGED("x(?:ab|a?c|a(?:d|e)", "ab", "a?c", "ad", "ae");
	ASSERT_ARRANGED("x(?:b(?:a|c)|(?:b|c)|b(?:d|e)", "ba", "bc", "(?:b|c)", "bd", "be");
	ASSERT_ARRANGED("x(?:1|1b|\xc3\xa9|a*", "1", "1b", "\xc3\xa9", "a*");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_letters_go_together),
	    cmocka_unit_test(test_others_are_not_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
