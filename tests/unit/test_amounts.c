/* Sums of money. */
#include "mail_test.h"

#include "base/buf.h"
#include "checks/amounts.h"

static struct str shown(struct arena *arena, struct str text)
{
	struct amounts amounts = {0};
	struct buf out;

	buf_init(&out, arena, 4096);
	amounts_find(arena, text, (struct span){0, text.len}, &amounts);
	for (size_t i = 0; i < amounts.count; i++) {
		const struct amount *amount = &amounts.at[i];
		buf_printf(&out, "%s%lld " STR_FMT, i > 0 ? "; " : "", amount->cents, STR_ARG(amount->currency));
		assert_true(amount->where.at + amount->where.len <= text.len && amount->where.len > 0);
	}
	return buf_str(&out);
}

static void test_sums(void **state)
{
	static const struct {
		const char *text, *sums;
	} cases[] = {
	    {"$1,480.00", "148000 $"},
	    {"costs €25,90.", "2590 €"},
	    {"EUR 1.234,50", "123450 EUR"},
	    {"1 480,50 kr", "148050 kr"},
	    {"Rs. 1,23,000", "12300000 Rs."},
	    {"20 pounds and 5 euros", "2000 pounds; 500 euros"},
	    {"US$ 12.5", "1250 US$"},
	    {"CHF 1'234.50", "123450 CHF"},
	    {"- discount -$20.00", "-2000 $"},
	    {"$900, $300", "90000 $; 30000 $"},
	    {"2 x $40", "4000 $"},
	    {"$1,000,000", "100000000 $"},
	    {"£5", "500 £"},
	    {"20 kronor", ""},
	    {"1,480.00", ""},
	    {"europe 20", ""},
	    {"A$", ""},
	    {"$123456789012", "12345678901200 $"},
	    {"$7173733806442603406", ""},
	    {"$", ""},
	    {"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str sums = shown(*state, str_of(cases[i].text));
		if (!str_eq(sums, str_of(cases[i].sums))) {
			fail_msg("%s: \"" STR_FMT "\", not \"%s\"", cases[i].text, STR_ARG(sums), cases[i].sums);
		}
	}
}

static void test_currencies(void **state)
{
	(void)state;
	assert_true(amounts_same_currency(STR("€"), STR("euros")));
	assert_true(amounts_same_currency(STR("$"), STR("AUD")));
	assert_false(amounts_same_currency(STR("US$"), STR("A$")));
	assert_false(amounts_same_currency(STR("£"), STR("$")));
	assert_true(amounts_same_currency((struct str){0}, STR("")));
	assert_false(amounts_same_currency(STR("E"), STR("EUR")));
}

static void test_shown(void **state)
{
	assert_str(amount_shown(*state, 120000), "1,200.00");
	assert_str(amount_shown(*state, -5), "-0.05");
	assert_str(amount_shown(*state, 123456789012), "1,234,567,890.12");
	assert_str(amount_shown(*state, 100000000), "1,000,000.00");
}

static void test_any_bytes(void **state)
{
	read_any_texts(*state, "0123456789.,' $-EUR \xE2\x82\xAC\xC2\xA3kr\nx", shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_sums, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_currencies, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_shown, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_any_bytes, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
