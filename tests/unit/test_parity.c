/* The check "parity": the plain part beside the HTML: missing, hollow, or telling something else. */
#include "rule_test.h"

#define HEAD "extends: parity\nmessage: '%s'\nlevel: error\nimpression: confuse\n"
#define TOP "From: jo@shop.example\nSubject: x\nMIME-Version: 1.0\n"
#define HTML_PART "Content-Type: text/html; charset=utf-8\n\n"
#define BOTH(plain, html)                                                                                              \
	TOP "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n" plain    \
	    "\n--b\n" HTML_PART html "\n--b--\n"
#define HTML(html) TOP HTML_PART html "\n"

static void plain_parts_that_are_missing(void **state)
{
	static const struct rule_case cases[] = {
	    {HTML("<p>Your lamp leaves us on Friday.</p>"), "()"},
	    {BOTH("Your lamp leaves us on Friday.", "<p>Your lamp leaves us on Friday.</p>"), ""},
	    {BOTH("-", "<p>abcdefghij klmnopqrst</p>"), "()"},
	    {BOTH("-", "<p>abcdefghij klmnopqrs</p>"), ""}, /* 19 letters: nothing is lost */
	    {BOTH("abcdefghij klmnopqrs", "<p>abcdefghij klmnopqrst</p>"), "()"},
	    {BOTH("abcdefghij klmnopqrst", "<p>abcdefghij klmnopqrst</p>"), ""},
	    {BOTH("Please open the web version.", "<p>abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz</p>"), "()"},
	    {BOTH("Please open the web version.", "<p>abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrst</p>"), ""},
	    {TOP "\nYour lamp leaves us on Friday.\n", ""},
	    {TOP "In-Reply-To: <1@c.example>\n" HTML_PART "<p>Your lamp leaves us on Friday.</p>\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: missing\nphrases: ['web version']\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

#define TEN "a b c d e f g h i j"
#define NEXT_TEN "k l m n o p q r s t"

static void other_words(void **state)
{
	static const struct rule_case cases[] = {
	    {BOTH(TEN " " NEXT_TEN " u", "<p>" TEN " " NEXT_TEN " u</p>"), ""},
	    {BOTH(TEN, "<p>" TEN " " NEXT_TEN " u</p>"), "()"},          /* 10 of 21 */
	    {BOTH(TEN " k", "<p>" TEN " " NEXT_TEN " u</p>"), ""},       /* 11 of 21 */
	    {BOTH(TEN " k", "<p>" TEN " " NEXT_TEN " u v</p>"), ""},     /* 11 of 22: half */
	    {BOTH(TEN " k", "<p>" TEN " " NEXT_TEN " u v w</p>"), "()"}, /* 11 of 23 */
	    {BOTH(TEN, "<p>" NEXT_TEN "</p>"), ""},                      /* too few to tell */
	    {BOTH("A B C D E F G H I J K L", "<p>" TEN " " NEXT_TEN " u</p>"), ""},
	    {HTML("<p>" TEN " " NEXT_TEN " u</p>"), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: differ\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[1].text, "the plain part and the HTML of this mail say different things", "");
	rule_runner_release(&runner);
}

static void other_facts(void **state)
{
	static const struct rule_case cases[] = {
	    {BOTH("We come on 15 May 2026.", "<p>We come on 15 May 2026.</p>"), ""},
	    {BOTH("We come on 16 May 2026.", "<p>We come on 15 May 2026.</p>"), "15 May"},
	    {BOTH("It costs $120 now.", "<p>It costs $120.00 now.</p>"), ""},
	    {BOTH("It costs $1200.00 now.", "<p>It costs $1,200 now.</p>"), ""},
	    {BOTH("It costs $102.", "<p>It costs $120.</p>"), "$120"},
	    {BOTH("It costs $120 or $130 now.", "<p>It costs $120 now.</p>"), "$130"},
	    {BOTH("It costs $120 now.", "<p>It costs $120.50 now.</p>"), "$120.50"},
	    {BOTH("We come on 1 May with 50 doors.", "<p>We come on 15 May with 50 doors.</p>"), "15 May"},
	    {BOTH("Ring 01632960123 now.", "<p>Ring 01632 960 123 now.</p>"), ""},
	    {BOTH("It costs nothing.", "<p>It costs nothing.</p>"), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: differ\n", RULE_AMONG_SHIPPED);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[4].text, "'$120' is not in the plain part", "");
	assert_rule_says(&runner, cases[5].text, "'$130' of the plain part is not in the HTML", "");
	rule_runner_release(&runner);
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {HEAD "what: missing\nphrases: ['a b']\n", HEAD "what: differ\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		assert_any_text_in_bounds(&runner, BOTH("1 b", "<p>a 1") "\n--b\n" HTML_PART, "<p>ab12., \n-\xc3\xff");
		assert_any_text_in_bounds(&runner, TOP "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n",
		                          "--b\n1,.$ \xff");
		rule_runner_release(&runner);
	}
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "what");
	assert_rule_refused(*state, HEAD "what: other\n", "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_parts_that_are_missing),
	    cmocka_unit_test(other_words),
	    cmocka_unit_test(other_facts),
	    cmocka_unit_test(any_bytes),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
