/* The check "brand": names in other case, in two words or with a dash, and what could be ordinary words. */
#include "rule_test.h"

#define RULE "extends: brand\nmessage: '%s'\nlevel: warning\nimpression: confuse\nscope: [subject, rep]\n"

static struct rule_runner runner;

static int setup(void **state)
{
	(void)state;
	rule_runner_init(&runner, RULE, RULE_AMONG_SHIPPED);
	runner.options.document.name = "a.txt";
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rule_runner_release(&runner);
	return 0;
}

static void names_of_the_organisation(void **state)
{
	static const struct rule_case cases[] = {
	    {"We are DoorMan here.\n", ""},
	    {"We are Doorman here.\n", "Doorman"},
	    {"We are doorman here.\n", ""}, /* an ordinary word */
	    {"We are Door Man here.\n", "Door Man"},
	    {"We are Door-Man here.\n", "Door-Man"},
	    {"We are door man here.\n", "door man"},
	    {"We are DOORMAN here.\n", ""}, /* shouted */
	    {"We are doormanx here.\n", ""},
	    {"We are the Door. Man, it rains.\n", ""},
	    {"We are here. Lamp Shop. Yes.\n", ""},
	    {"It is the lamp. Shop for it.\n", ""}, /* in two sentences */
	    {"It is the lamp Shop for it.\n", "lamp Shop"},
	    {"EzLock is not lampShop.\n", "lampShop"},
	    {"LampShop is here.\n", "LampShop"},   /* a capital too few, not one more */
	    {"lamp Shop is here.\n", "lamp Shop"}, /* it has its capital everywhere */
	    {"You wrote \"doorman\" there.\n", ""},
	    {"See https://www.doorman.example.\n", ""},
	    {"Yes.\n\n> Are you the doorman?\n", ""},
	    {"Doorman and Doorman.\n", "Doorman|Doorman"},
	    {"It was the best buy of all.\n", ""}, /* ordinary words */
	    {"It was at Best buy.\n", "Best buy"},
	    {"It was at BestBuy.\n", "BestBuy"},
	    {"It was at Best Buy.\n", ""},
	    {"We have ezLock here.\n", ""},
	    {"EzLock is here.\n", ""}, /* at the start of a sentence */
	    {"We have EzLock here.\n", "EzLock"},
	    {"We have xy here.\n", ""}, /* names of two letters are left alone */
	};
	struct config *config = runner.config;

	(void)state;
	*vec_push(runner.rules_arena, &config->brand) = STR("DoorMan");
	*vec_push(runner.rules_arena, &config->organisation.names) = STR("Best Buy");
	*vec_push(runner.rules_arena, &config->organisation.names) = STR("Lamp Shop");
	*vec_push(runner.rules_arena, &config->organisation.products) = STR("ezLock");
	*vec_push(runner.rules_arena, &config->organisation.products) = STR("Xy");
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "We are door man here.\n", "'door man' is written DoorMan", "DoorMan");
	assert_int_equal(rule_findings(&runner, STR("We are Doorman.\n")).at[0].level, LEVEL_WARNING);
	config->brand.count = config->organisation.names.count = config->organisation.products.count = 0;
}

static void names_known_everywhere(void **state)
{
	static const struct rule_case cases[] = {
	    {"Pay with PayPal.\n", ""},       {"Pay with Paypal.\n", "Paypal"},
	    {"Pay with paypal.\n", "paypal"}, {"Pay with PAYPAL.\n", ""},
	    {"iPhone is fine.\n", ""},        {"IPhone is fine.\n", ""},
	    {"The IPhone is.\n", "IPhone"},   {"Write to paypal@c.example.\n", ""},
	};
	static const struct rule_case own[] = {{"Pay with Paypal.\n", ""}};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "Pay with paypal.\n", "'paypal' is written PayPal", "PayPal");
	assert_int_equal(rule_findings(&runner, STR("Pay with paypal.\n")).at[0].level, LEVEL_SUGGESTION);
	*vec_push(runner.rules_arena, &runner.config->brand) = STR("Paypal");
	RULE_CASES(&runner, own);
	runner.config->brand.count = 0;
}

static void any_bytes(void **state)
{
	(void)state;
	*vec_push(runner.rules_arena, &runner.config->brand) = STR("Ab C");
	*vec_push(runner.rules_arena, &runner.config->brand) = STR("- -");
	*vec_push(runner.rules_arena, &runner.config->brand) = STR("\xc3\xa4"
	                                                           "b");
	assert_any_text_in_bounds(&runner, "", "aAbBcC --.\n\xc3\xa4\xff\"");
	runner.config->brand.count = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_of_the_organisation),
	    cmocka_unit_test(names_known_everywhere),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, setup, teardown);
}
