/* The check "drift": one thing under two names. */
#include "rule_test.h"

#define HEAD "extends: drift\nmessage: '%s'\nlevel: warning\nimpression: confuse\nscope: [rep]\n"

static void two_names(void **state)
{
	static const struct rule_case cases[] = {
	    {"The visit is on Friday. The visit is free.\n", ""},
	    {"The visit is on Friday. The visit is free. The call is long.\n", "call"},
	    {"The call is long. The visit is on Friday. The visits are free.\n", "call"},
	    {"The visit is on Friday. The call is free.\n", "call"}, /* as often: the later on the list */
	    {"The call is free. The visit is on Friday.\n", "call"},
	    {"The visit is on Friday. The visitor is a caller.\n", ""},
	    {"The VISIT is on Friday. The Calls are free.\n", "Calls"},
	    {"The visit is on Friday. You wrote \"call\".\n", ""},
	    {"The visit is on Friday. The call is free.\n\n> What visit?\n", ""}, /* the customer's word */
	    {"The visit is on Friday. The call is free.\n\n> What now?\n", "call"},
	    {"The visit is on Friday. The lamp is here.\n", ""}, /* of two lists */
	    {"The call, the lamp, the visit, the light.\n", "call|light"},
	    {"", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "same: [[visit, call], [lamp, light]]\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_any_text_in_bounds(&runner, "The visit is a ", "visit call.\n>\"\xc3\xff");
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "a list of lists");
	assert_rule_refused(*state, HEAD "same: visit\n", "a list of lists");
	assert_rule_refused(*state, HEAD "same: [{a: b}]\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_names),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
