#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checks/readability.h"

static const struct {
	const char *word;
	size_t syllables;
} words[] = {
    {"a", 1},       {"the", 1},         {"door", 1},         {"make", 1},        {"makes", 1},        {"moved", 1},
    {"wanted", 2},  {"needed", 2},      {"boxes", 2},        {"table", 2},       {"customer", 3},     {"delivery", 4},
    {"order", 2},   {"please", 1},      {"reply", 2},        {"idea", 3},        {"sea", 1},          {"radio", 3},
    {"station", 2}, {"information", 4}, {"organisation", 5}, {"insulated", 4},   {"price", 1},        {"services", 3},
    {"changes", 2}, {"invoice", 2},     {"payment", 2},      {"Friday", 2},      {"queue", 1},        {"money", 2},
    {"video", 3},   {"actual", 3},      {"obligation", 4},   {"remediation", 5}, {"deficiencies", 4}, {"subsequent", 3},
    {"xyz", 1},
};

static void test_syllables(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		print_message("%s\n", words[i].word);
		assert_int_equal(readability_syllables(str_of(words[i].word)), words[i].syllables);
	}
}

/* Whatever the bytes, a word has at least one syllable and no more than letters. */
static void test_bounds(void **state)
{
	(void)state;
	char bytes[2];

	for (int a = 1; a < 256; a++) {
		for (int b = 1; b < 256; b++) {
			bytes[0] = (char)a;
			bytes[1] = (char)b;
			size_t count = readability_syllables((struct str){bytes, 2});
			assert_true(count >= 1 && count <= 2);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_syllables), cmocka_unit_test(test_bounds)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
