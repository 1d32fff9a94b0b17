/* Groups of phrases with guards of their own: they hold for the group's phrases, the rule's guards for all. */
#include "rule_test.h"

static const char rule[] = "extends: phrase\n"
                           "message: \"'%s'\"\n"
                           "phrases: ['never mind']\n"
                           "unless: ['if you like']\n"
                           "guarded:\n"
                           "  - phrases: ['{our|the} shop']\n"
                           "    unless: ['welcome']\n"
                           "  - phrases: ['mind the shop', 'gap']\n"
                           "    unless: {paragraph: ['please']}\n"
                           "    within: ['late']\n";

static void test_each_group_heeds_its_own_guards(void **state)
{
	static const struct {
		const char *text;
		size_t found;
	} cases[] = {
	    {"Never mind.\n", 1},
	    {"Never mind, welcome.\n", 1}, /* a guard of a group is none of the others */
	    {"Never mind, if you like.\n", 0},
	    {"It is in our shop.\n", 1},
	    {"You are welcome in our shop.\n", 0},
	    {"You are welcome. It is in our shop.\n", 1}, /* another sentence */
	    {"It is in our shop, if you like.\n", 0},     /* the rule's guard holds for the groups, too */
	    {"The gap is known.\n", 0},                   /* `within` is not there */
	    {"The gap is known too late.\n", 1},
	    {"Please wait. The gap is known too late.\n", 0},
	    {"Late, we mind the shop.\n", 1}, /* two groups find it: told once */
	    {"Never mind. It is late: mind the shop and the gap.\n", 3},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t found = rule_finds(*state, rule, cases[i].text, "draft.txt");
		if (found != cases[i].found) {
			fail_msg("%s: %zu", cases[i].text, found);
		}
	}
}

static void test_what_is_no_group_is_told(void **state)
{
	static const struct {
		const char *guarded, *told;
	} cases[] = {
	    {"guarded: 'gap'\n", "rule.yml:4:10: a list of mappings is expected"},
	    {"guarded: ['gap']\n", "rule.yml:4:11: a mapping with the keys 'phrases', 'unless', 'within' is expected"},
	    {"guarded: [{unless: ['gap']}]\n",
	     "rule.yml:4:11: a mapping with the keys 'phrases', 'unless', 'within' is expected"},
	    {"guarded: [{phrases: ['gap'], but: ['gap']}]\n",
	     "rule.yml:4:30: unknown key; these are known: phrases, unless, within"},
	    {"guarded: [{phrases: ['{gap']}]\n", "rule.yml:4:22: "},
	    {"guarded: [{phrases: ['gap'], unless: {far: ['gap']}}]\n", "rule.yml:4:"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = {""};
		struct str text =
		    str_printf(*state, "extends: phrase\nmessage: \"'%%s'\"\nphrases: ['shop']\n%s", cases[i].guarded);
		assert_null(rule_load(*state, text.at, &err));
		if (strstr(err.text, cases[i].told) == NULL) {
			fail_msg("%s: %s", cases[i].guarded, err.text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_group_heeds_its_own_guards),
	    cmocka_unit_test(test_what_is_no_group_is_told),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
