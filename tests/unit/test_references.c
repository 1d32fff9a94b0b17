/* Numbers of orders, cases and the like. */
#include "mail_test.h"

#include "base/buf.h"
#include "checks/references.h"

static struct str shown(struct arena *arena, struct str text)
{
	struct reference_numbers numbers = {0};
	struct buf out;

	buf_init(&out, arena, 4096);
	references_find(arena, text, (struct span){0, text.len}, &numbers);
	for (size_t i = 0; i < numbers.count; i++) {
		buf_printf(&out, "%s%d " STR_FMT, i > 0 ? "; " : "", (int)numbers.at[i].thing, STR_ARG(numbers.at[i].number));
		assert_true(str_eq(str_span(text, numbers.at[i].where), numbers.at[i].number));
	}
	return buf_str(&out);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text, *numbers;
	} cases[] = {
	    {"order 88213", "0 88213"},
	    {"Order no. 88213.", "0 88213"},
	    {"order number: #88213,", "0 88213"},
	    {"your order number is 88213!", "0 88213"},
	    {"orders 88213 and 88240, 88241", "0 88213; 0 88240; 0 88241"},
	    {"case Q-4471 (ticket 9911)", "1 Q-4471; 1 9911"},
	    {"invoice 2026-118", "2 2026-118"},
	    {"Booking ref. HV-3318", "3 HV-3318"},
	    {"the reorder 88213", ""},
	    {"order 12", ""},
	    {"order of 2026", ""},
	    {"order 2026", ""},
	    {"invoice 12/05/2026", ""},
	    {"quote 1234.50", ""},
	    {"offer 100%", ""},
	    {"order 88213x", ""},
	    {"orders", ""},
	    {"order", ""},
	    {"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str numbers = shown(*state, str_of(cases[i].text));
		if (!str_eq(numbers, str_of(cases[i].numbers))) {
			fail_msg("%s: \"" STR_FMT "\", not \"%s\"", cases[i].text, STR_ARG(numbers), cases[i].numbers);
		}
	}
}

static void test_shapes(void **state)
{
	(void)state;
	assert_true(references_same_shape(STR("88213"), STR("88231")));
	assert_true(references_same_shape(STR("Q-4471"), STR("X-4417")));
	assert_false(references_same_shape(STR("Q-4471"), STR("4471")));
	assert_false(references_same_shape(STR("Q-4471"), STR("QA4471")));
}

/* Any bytes: it ends, and spans lie in the text. */
static void test_any_bytes(void **state)
{
	read_any_texts(*state, "order case no. #:-/ AND and, 0123456789\n\xC3\xA9 inv", shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_numbers, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_shapes, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_any_bytes, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
