/* The check "acronym": abbreviations that nobody spells out, and more of them than a reader keeps in mind. */
#include "rule_test.h"

#define HEAD "extends: acronym\nmessage: '%s'\nlevel: warning\nimpression: confuse\nscope: [rep]\n"

static void unexplained(void **state)
{
	static const struct rule_case cases[] = {
	    {"Your QZW is here.\n", "QZW"},
	    {"Your QZWs are here.\n", "QZWs"},
	    {"Your QZW's here.\n", "QZW's"},
	    {"Your QZW and QZW.\n", "QZW"}, /* said once */
	    {"Your QZW and XZW.\n", "QZW|XZW"},
	    {"Your QW is here.\n", ""}, /* two letters are too few to tell */
	    {"Your QZWXV is here.\n", "QZWXV"},
	    {"Your QZWXVK is here.\n", ""}, /* rather a name */
	    {"Your XIV is here.\n", ""},    /* a number */
	    {"Your Qzw is here.\n", ""},
	    {"Your QZW-420 is here.\n", ""},
	    {"Your QZW 420 is here.\n", ""},
	    {"Your 420 QZW is here.\n", ""},
	    {"Your A/QZW is here.\n", ""},
	    {"Text QZW to us.\n", ""},
	    {"Your QZW & Sons is here.\n", ""},
	    {"Your QZW Barlowe is here.\n", ""},
	    {"Your QZW Door is here.\n", "QZW"},
	    {"Your quick zip wire (QZW) is here.\n", ""},
	    {"Your QZW (quick zip wire) is here.\n", ""},
	    {"Your QZW is a wire.\n", ""},
	    {"Your QZW, which runs.\n", ""},
	    {"Your QZW stands for it.\n", ""},
	    {"It is here. QZW means wire.\n", ""},
	    {"Your QZW is here.\n\n> My QZW?\n", ""}, /* the customer's own word */
	    {"It is here.\n\n> My QZW?\n", ""},
	    {"See \"QZW\" here.\n", ""},
	    {"See https://shop.example/QZW.\n", ""},
	    {"PLEASE SEND YOUR QZW AGAIN TODAY.\n", ""}, /* shouting */
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD, RULE_AMONG_SHIPPED);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "Your QZWs are here.\n", "QZW", "");
	runner.options.document.name = "a.html";
	assert_true(is_rule_case(&runner, &(struct rule_case){"<p>Your <abbr title='wire'>QZW</abbr>.</p>", ""}));
	assert_true(is_rule_case(&runner, &(struct rule_case){"<p>Your <abbr>QZW</abbr>.</p>", "QZW"}));
	rule_runner_release(&runner);
}

static void too_many(void **state)
{
	static const struct rule_case cases[] = {
	    {"Your QZW and XZW.\n", ""},
	    {"Your QZW and XZW and QZW.\n", ""},
	    {"Your QZW and XZW and VZW.\n", "VZW"},
	    {"Your QZW and XZW and VZW and QZW.\n", "VZW"},
	    {"Your QZW (wire) and XZW (zip) and VZW (hook).\n", "VZW"},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "max: 2\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[2].text, "3", "");
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD "max: x\n", "a whole number is expected");
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {HEAD, HEAD "max: 1\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		runner.options.document.name = "a.txt";
		assert_any_text_in_bounds(&runner, "", "QZWX  's&()-.,/5\n\xc3\xff");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unexplained),
	    cmocka_unit_test(too_many),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
