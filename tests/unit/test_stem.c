/* Words that count as one, and words that must not. */
#include "mail_test.h"

#include "checks/stem.h"

static void assert_one(struct arena *arena, const char *a, const char *b)
{
	struct str stem = stem_of(arena, str_of(a)), other = stem_of(arena, str_of(b));

	if (!str_eq(stem, other)) {
		fail_msg("%s: " STR_FMT ", %s: " STR_FMT, a, STR_ARG(stem), b, STR_ARG(other));
	}
}

static void test_one_word(void **state)
{
	static const char *const pairs[][2] = {
	    {"Deliver", "delivered"}, {"delivery", "deliveries"},  {"delivery", "DELIVER"},    {"price", "pricing"},
	    {"fit", "fitting"},       {"install", "installation"}, {"cancel", "cancelled"},    {"cancel", "cancellation"},
	    {"pay", "payment"},       {"invoice", "invoices"},     {"customer's", "customer"}, {"refund", "refundable"},
	    {"size", "sizes"},        {"stop", "stopped"},         {"box", "boxes"},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		assert_one(*state, pairs[i][0], pairs[i][1]);
	}
}

static void test_other_words(void **state)
{
	static const char *const pairs[][2] = {
	    {"bus", "bush"}, {"glass", "gla"},   {"ring", "r"},   {"key", "keep"},
	    {"bed", "be"},   {"price", "prize"}, {"this", "thi"},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		assert_false(str_eq(stem_of(*state, str_of(pairs[i][0])), stem_of(*state, str_of(pairs[i][1]))));
	}
}

/* Never longer, never empty, whatever the word. */
static void test_any(void **state)
{
	unsigned seed = 1;

	for (size_t i = 0; i < 20000; i++) {
		static const char letters[] = "eingsdrtaoyl'bm\xc3";
		char word[12];
		size_t len = 1 + next_random(&seed) % sizeof word;
		for (size_t k = 0; k < len; k++) {
			word[k] = letters[next_random(&seed) % (sizeof letters - 1)];
		}
		struct str stem = stem_of(*state, (struct str){word, len});
		assert_true(stem.len > 0 && stem.len <= len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_word),
	    cmocka_unit_test(test_other_words),
	    cmocka_unit_test(test_any),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
