/* The check "yelling": capitals, stretched words, marks and emoji, on both sides of how much is too much. */
#include "rule_test.h"

#define HEAD "extends: yelling\nmessage: '%s'\nlevel: warning\nimpression: offend\nscope: [subject, rep]\n"

static void faults_of(const char *rule, const struct rule_case *cases, size_t count)
{
	struct rule_runner runner;

	rule_runner_init(&runner, rule, RULE_AMONG_SHIPPED);
	runner.options.document.name = "a.txt";
	assert_rule_cases(&runner, cases, count);
	rule_runner_release(&runner);
}

#define FAULTS(rule, cases) faults_of((rule), (cases), sizeof(cases) / sizeof *(cases))

static void stretched_words(void **state)
{
	static const struct rule_case cases[] = {
	    {"It is so nice.\n", ""},        {"It is sooo nice.\n", "sooo"}, {"It is SOoO nice.\n", "SOoO"},
	    {"It is too nice.\n", ""},       {"Hmmm, it is.\n", ""},         {"Part viii is.\n", ""},
	    {"Size XXXL is.\n", ""},         {"Colour ffffff is.\n", ""},    {"Call 1000 now.\n", ""},
	    {"See www.shop.example.\n", ""}, {"You wrote \"sooo\".\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	FAULTS(HEAD "what: stretch\n", cases);
	rule_runner_init(&runner, HEAD "what: stretch\n", RULE_AMONG_SHIPPED);
	runner.options.document.name = "a.txt";
	assert_rule_says(&runner, "It is sooo nice.\n", "sooo", "so");
	assert_rule_says(&runner, "He will meeeet you.\n", "meeeet", ""); /* met, or meet? */
	assert_rule_says(&runner, "It is hellllo now.\n", "hellllo", "hello");
	rule_runner_release(&runner);
}

static void exclamation_marks(void **state)
{
	static const struct rule_case strict[] = {
	    {"It is here! It fits.\n", ""},
	    {"It is here! It fits! Bye.\n", "!"},
	    {"Hello Ana!\n\nIt is here! It fits.\n", ""}, /* a greeting may */
	};
	static const struct rule_case mild[] = {
	    {"It is here! It fits!\n", ""},
	    {"It is! It fits! It runs!\n", "!"},
	    {"A! B! C! One is. Two are. Three are. Four are. Five are.\n", "!"}, /* 3 of 8 */
	    {"A! B! C! One is. Two are. Three are. Four are. Five are. Six are.\n", ""},
	};

	(void)state;
	FAULTS(HEAD "what: exclamations\n", strict);
	FAULTS("extends: yelling\nwhat: exclamations\nmessage: m\nlevel: suggestion\nimpression: offend\n", mild);
}

static void dots(void **state)
{
	static const struct rule_case cases[] = {
	    {"It rains...\n", ""},
	    {"It rains... It pours...\n", "It pours..."},
	    {"It rains… It pours…\n", "It pours…"},
	    {"Please wait...\n", "Please wait..."},
	    {"Could you please wait...\n", "Could you please wait..."},
	    {"It rains... Well...\n", ""}, /* one word alone */
	    {"It rains.. It pours..\n", ""},
	};

	(void)state;
	FAULTS(HEAD "what: ellipsis\n", cases);
}

static void emoji(void **state)
{
	static const struct rule_case cases[] = {
	    {"It fits :-)\n", ":-)"}, {"It fits:-)\n", ""},        {"It fits :-)x\n", ""},
	    {"It fits :).\n", ":)"},  {"It fits 😀😀 now.\n", "😀😀"}, /* one finding */
	    {"It fits😀.\n", "😀"},     {"It fits.\n", ""},          {"You wrote \":-)\".\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	FAULTS(HEAD "what: emoji\n", cases);
	rule_runner_init(&runner, HEAD "what: emoji\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	assert_any_text_in_bounds(&runner, "", ":-)x \xf0\x9f\x98\x80\xef\xb8\x8f\xe2\x99\x80\n");
	rule_runner_release(&runner);
}

static void capitals(void **state)
{
	static const struct rule_case messages[] = {
	    {"WE CANNOT SEND YOUR DOOR TODAY.\n", "WE CANNOT SEND YOUR DOOR TODAY"},
	    {"We cannot send your door today.\n", ""},
	    {"WE SEND YOUR DOOR.\n", ""},                                /* four words */
	    {"WE CAN SEND A DOOR.\n", ""},                               /* fourteen letters */
	    {"WE CAN SEND DOORS ABROAD.\n", "WE CAN SEND DOORS ABROAD"}, /* twenty */
	    {"WE CAN SEND DOORS HOMES.\n", ""},                          /* nineteen */
	};
	static const struct rule_case runs[] = {
	    {"Yes, WE CANNOT SEND DOORS today.\n", "WE CANNOT SEND DOORS"},
	    {"Yes, WE CANNOT SEND doors today.\n", ""},
	    {"Yes, WE CANNOT. SEND DOORS today.\n", ""},
	};

	(void)state;
	FAULTS(HEAD "what: message\n", messages);
	FAULTS(HEAD "what: run\n", runs);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "what");
	assert_rule_refused(*state, HEAD "what: loud\n", "loud");
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {HEAD "what: message\n", HEAD "what: run\n",          HEAD "what: word\n",
	                                    HEAD "what: stretch\n", HEAD "what: exclamations\n", HEAD "what: ellipsis\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		runner.options.document.name = "a.txt";
		assert_any_text_in_bounds(&runner, "", "AAaa NO .!\n\"\xc3\x84\xff");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stretched_words),
	    cmocka_unit_test(exclamation_marks),
	    cmocka_unit_test(dots),
	    cmocka_unit_test(emoji),
	    cmocka_unit_test(capitals),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
