/* The check "amount", what: sum: lines against the total below them, and the customer's amounts with digits swapped. */
#include "rule_test.h"

#define RULE                                                                                                           \
	"extends: amount\nwhat: sum\nmessage: '%s'\nlevel: error\nimpression: confuse\nscope: [rep]\n"                     \
	"phrases: ['{total}']\nperhaps: ['{vat|discount}']\napart: ['{from|included}']\n"

static struct rule_runner runner;

static int setup(void **state)
{
	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	runner.options.document.name = "a.txt";
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rule_runner_release(&runner);
	return 0;
}

static void lines_and_their_total(void **state)
{
	static const struct rule_case cases[] = {
	    {"Door $900\nHandle $20\nTotal $920\n", ""},
	    {"Door $900\nHandle $20\nTotal $930\n", "$930"},
	    {"Door $900\nHandle $20\nTotal $920.02\n", ""}, /* rounded */
	    {"Door $900\nHandle $20\nTotal $920.03\n", "$920.03"},
	    {"Door $900\nHandle $20\nTotal $919.98\n", ""},
	    {"Door $900\nHandle $20\nTotal $919.97\n", "$919.97"},
	    {"Door $900\nTotal $930\n", ""}, /* one line is no sum */
	    {"Door $900\nHandle €20\nTotal $930\n", ""},
	    {"Door $900\nHandle $20\nTotal €930\n", ""},
	    {"Door $900\nHandle $20\n\nTotal $930\n", "$930"},
	    {"Door $900\n\nHandle $20\n\nTotal $930\n", ""}, /* lists of their own */
	    {"Door $900\nHandle $20\nYour fitter comes soon.\nTotal $930\n", ""},
	    {"Door from $900\nHandle $20\nTotal $930\n", ""},
	    {"Door: 900.00\nHandle: 20.00\nTotal: 930.00\n", "930.00"},
	    {"Door 900.00\nHandle 20.00\nTotal 930.00\n", ""}, /* no colon: perhaps times of day */
	    {"2 doors at $40: $80\nHandle $20\nTotal $110\n", "$110"},
	    {"3 doors at $40: $80\nHandle $20\nTotal $110\n", ""}, /* nobody knows what is counted */
	    {"Door $900\nHandle $20\nTotal $920\nPost $10\nTotal $940\n", ""},
	    {"Yes.\n\n> Door $900\n> Handle $20\n> Total $930\n", ""},
	    {"Total $930\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[1].text, "the 2 lines above add up to 920.00, not 930", "");
}

static void lines_that_perhaps_count(void **state)
{
	static const struct rule_case cases[] = {
	    {"Door $900\nHandle $20\nVAT $80\nTotal $1,000\n", ""},
	    {"Door $900\nHandle $20\nDiscount $80\nTotal $840\n", ""},
	    {"Door $900\nHandle $20\nVAT $80\nTotal $920\n", ""},
	    {"Door $900\nHandle $20\nVAT $80\nTotal $850\n", "$850"},
	    {"Door $900\nHandle $20\nVAT $80\nDiscount $30\nTotal $970\n", ""},
	    {"Door $900\nHandle $20\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nTotal $930\n", "$930"},
	    {"Door $900\nHandle $20\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nVAT $1\nTotal $930\n", ""},
	    {"Door $900\nHandle $20\nTotal with VAT $930\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[3].text, "the lines above do not add up to 850", "");
}

static void digits_swapped(void **state)
{
	static const struct rule_case cases[] = {
	    {"We refund $54.90.\n\n> You charged me $45.90.\n", "$54.90"},
	    {"We refund $45.90.\n\n> You charged me $45.90.\n", ""},
	    {"We refund $55.90.\n\n> You charged me $45.90.\n", ""},
	    {"We refund $54.90 of $45.90.\n\n> You charged me $45.90.\n", ""},
	    {"We refund $54.90.\n\n> You charged me $45.90 and $54.90.\n", ""},
	    {"We refund $54.90.\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "'$54.90': the customer wrote $45.90", "");
}

static void any_bytes(void **state)
{
	(void)state;
	assert_any_text_in_bounds(&runner, "Door $9\nHandle $2\nTotal ", "$19.,: total x\n>\xe2\x82\xac\xff");
	assert_any_text_in_bounds(&runner, "", "$$99999999999,.: x\nvat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_and_their_total),
	    cmocka_unit_test(lines_that_perhaps_count),
	    cmocka_unit_test(digits_swapped),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, setup, teardown);
}
