/* The check "earlier": what we wrote before in the thread: said again, promised, waited for. */
#include "rule_test.h"

#define HEAD "message: '%s'\nlevel: error\nimpression: let-down\nextends: earlier\n"
#define TOP(date) "From: Jo Bell <jo@shop.example>\nTo: Ana Roy <ana@c.example>\nSubject: Re: x\nDate: " date "\n\n"
#define MAY_7 "Thu, 7 May 2026 10:00:00 +0100"
#define ANA(date) "\nOn " date " at 10:12, Ana Roy <ana@c.example> wrote:\n"
#define JO(date) "> On " date " at 09:00, Jo Bell <jo@shop.example> wrote:\n"

/* Fourteen words. */
#define WORDS_14 "We passed your question about the pump to our workshop where it waits today"

static void said_again(void **state)
{
	static const struct rule_case cases[] = {
	    {TOP(MAY_7) "Hello Ana,\n\n" WORDS_14
	                " again.\n" ANA("6 May 2026") "> Any news?\n>\n" JO("4 May 2026") "> > " WORDS_14 " again.\n",
	     WORDS_14 " again."},
	    /* fourteen words may be said twice */
	    {TOP(MAY_7) "Hello Ana,\n\n" WORDS_14
	                ".\n" ANA("6 May 2026") "> Any news?\n>\n" JO("4 May 2026") "> > " WORDS_14 ".\n",
	     ""},
	    /* fewer than forty words must be the same altogether */
	    {TOP(MAY_7) "Hello Ana,\n\n" WORDS_14 " again indeed.\n" ANA("6 May 2026") "> Any news?\n>\n" JO(
	         "4 May 2026") "> > " WORDS_14 " again.\n",
	     ""},
	    /* the customer's own words */
	    {TOP(MAY_7) "Hello Ana,\n\n" WORDS_14 " again.\n" ANA("6 May 2026") "> " WORDS_14 " again.\n", ""},
	    {TOP(MAY_7) "Hello Ana,\n\n" WORDS_14 " again.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: repeats\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

#define PROMISED(now, written, promise)                                                                                \
	TOP(now)                                                                                                           \
	"Hello Ana,\n\nIt rains here.\n" ANA("6 May 2026") "> Any news?\n>\n" JO(                                          \
	    written) "> > Hello Ana,\n> >\n> > " promise "\n"

static void promised_and_over(void **state)
{
	static const struct rule_case cases[] = {
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by 6 May 2026."), "()"},
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by 7 May 2026."), ""},
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by 6 May."), "()"},
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by Wednesday."), "()"}, /* the 6th */
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by Thursday."), ""},    /* today */
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by Monday."), ""},      /* the 11th */
	    {PROMISED(MAY_7, "6 May 2026", "I will call you tonight."), "()"},
	    {PROMISED(MAY_7, "6 May 2026", "I will call you tomorrow."), ""},
	    {PROMISED(MAY_7, "5 May 2026", "I will call you tomorrow."), "()"},
	    {PROMISED(MAY_7, "5 May 2026", "I will call you today or tomorrow."), ""},
	    {PROMISED(MAY_7, "5 May 2026", "I will call you soon."), ""},
	    {PROMISED(MAY_7, "5 May 2026", "I saw you on 4 May 2026."), ""},
	    {PROMISED("Tue, 4 Aug 2026 10:00:00 +0100", "4 May 2026", "I will call you by 6 May 2026."), "()"},
	    {PROMISED("Wed, 5 Aug 2026 10:00:00 +0100", "4 May 2026", "I will call you by 6 May 2026."), ""}, /* 91 days */
	    {PROMISED(MAY_7, "4 May 2026", "I will call you by 03/04/2026."), ""}, /* of two days? */
	    {PROMISED(MAY_7, "4 May 2026", "I will call you on 5 May or 6 May 2026."), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: promise\nphrases: ['i will call']\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "I will call you by 6 May 2026.", "");
	rule_runner_release(&runner);
}

static void kept_or_missed(void **state)
{
#define ASKED(asked, promise)                                                                                          \
	TOP(MAY_7)                                                                                                         \
	"Hello Ana,\n\nIt rains here.\n" ANA("6 May 2026") "> " asked "\n>\n" JO("4 May 2026") "> > " promise "\n"
	static const struct rule_case cases[] = {
	    {ASKED("So what?", "I will call you by 5 May 2026."), "()"},
	    {ASKED("Thanks for calling.", "I will call you by 5 May 2026."), ""},
	    {ASKED("So what?", "The lamp comes by 5 May 2026."), ""},
	    {ASKED("Still no lamp.", "The lamp comes by 5 May 2026."), "()"},
	    {ASKED("Still no lamp.", "The lamp comes by 9 May 2026."), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner,
	                 HEAD "what: promise\nphrases: ['i will call']\nthings: ['lamp comes']\nmissed: ['still no']\n"
	                      "kept: ['thanks for calling']\n",
	                 RULE_ALONE);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

static void waited_for(void **state)
{
#define WAITED(now, asked) TOP(now) "Hello Ana,\n\nIt rains here.\n" ANA(asked) "> Any news?\n"
	static const struct rule_case cases[] = {
	    {WAITED(MAY_7, "7 May 2026"), ""},
	    {WAITED(MAY_7, "5 May 2026"), ""}, /* two working days */
	    {WAITED(MAY_7, "4 May 2026"), "()"},
	    {WAITED(MAY_7, "8 May 2026"), ""},
	    {WAITED("Tue, 12 May 2026 10:00:00 +0100", "8 May 2026"), ""}, /* over a weekend */
	    {WAITED("Wed, 13 May 2026 10:00:00 +0100", "8 May 2026"), "()"},
	    {WAITED("Wed, 12 Aug 2026 10:00:00 +0100", "4 May 2026"), "()"}, /* 100 days */
	    {WAITED("Thu, 13 Aug 2026 10:00:00 +0100", "4 May 2026"), ""},
	    {WAITED(MAY_7, "some day"), ""},
	    {TOP(MAY_7) "Hello Ana,\n\nIt rains here.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: late\ndays: 2\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[2].text, "3", "");
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "what");
	assert_rule_refused(*state, HEAD "what: never\n", "never");
	assert_rule_refused(*state, HEAD "what: promise\n", "the key 'phrases' is needed");
	assert_rule_refused(*state, HEAD "what: late\ndays: x\n", "a whole number is expected");
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {HEAD "what: repeats\n", HEAD "what: promise\nphrases: ['by']\n",
	                                    HEAD "what: late\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		assert_any_text_in_bounds(&runner, TOP(MAY_7) "Yes.\n" ANA("6 May 2026") "> by ", "> by 5 May/\n\xc3\xff");
		assert_any_text_in_bounds(&runner, TOP(MAY_7) "Yes.\n\nOn ", "1May, 2026:@<>wrote\n");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(said_again),
	    cmocka_unit_test(promised_and_over),
	    cmocka_unit_test(kept_or_missed),
	    cmocka_unit_test(waited_for),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
