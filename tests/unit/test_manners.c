/*
 * The checks of manners: words in numbers, words that come late, answers that miss or are too short, nobody's "I",
 * titles that are guesses.
 */
#include "rule_test.h"

#define HEAD "message: m\nlevel: error\nimpression: offend\n"
#define QUOTE "\n\nOn 4 May 2026 at 10:12, Ana <ana@c.example> wrote:\n"

static void words_in_numbers(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: tally\n" HEAD "least: 3\nshort: 8\nleast-in-short: 2\nphrases: ['sorry']\n";
	const char *shared = "extends: tally\n" HEAD "least: 2\nshare: 50\nphrases: ['you must']\n";

	assert_int_equal(rule_finds(arena, rule, "Sorry. So sorry.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "Sorry. So sorry. The lamp comes on Friday at nine.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "Sorry. So sorry. The lamp comes on Friday at nine. Sorry.\n", "a.txt"),
	                 1);
	assert_int_equal(rule_finds(arena, rule, "Sorry.\n" QUOTE "> sorry, sorry\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, shared, "You must go. You must stay. It rains. It pours.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, shared, "You must go. You must stay. It rains. It pours. Hm.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, shared, "1. You must go.\n2. You must stay.\nBye then.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, shared, "", "a.txt"), 0);
}

static void words_that_come_late(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: late\n" HEAD "behind: 50\nphrases: ['sorry']\n";

	assert_int_equal(rule_finds(arena, rule, "It broke. It leaked. It burned. Sorry.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It broke. Sorry. It burned. Sorry.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "It broke. It leaked. Sorry.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "It broke. It leaked. It burned. Bye.\n", "a.txt"), 0);
}

static void answers_that_miss(void **state)
{
	struct arena *arena = *state;
	const char *rule =
	    "extends: response\n" HEAD "advice: a\nstrong: ['furious', 'had enough']\nweak: ['waiting', 'refund']\n"
	    "ignore: ['not furious']\npresent: ['sorry']\nalready: ['we apologise']\nfirst: 50\n";

	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> I am furious.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> I am not furious.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "Sorry. It is booked." QUOTE "> I am furious.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "It is booked. Yes. So sorry." QUOTE "> I am furious.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> Waiting, waiting.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> Waiting for my refund.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> We apologise.\n> > I am furious.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> We really have had\n> enough.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It is booked." QUOTE "> That is what he had\n>\n> Enough.\n", "a.txt"),
	                 0);
	assert_int_equal(rule_finds(arena, rule, "I am furious.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "Subject: Re: furious\n\nIt is booked.\n", "a.eml"), 1);
	assert_int_equal(rule_finds(arena, rule, "Subject: furious\n\nIt is booked.\n", "a.eml"), 0);
	assert_int_equal(
	    rule_finds(arena, rule, "Subject: Re: furious\nAuto-Submitted: auto-replied\n\nIt is booked.\n", "a.eml"), 0);
}

static void what_is_always_due(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: response\n" HEAD "advice: a\npresent: ['thanks']\n";

	assert_int_equal(rule_finds(arena, rule, "It is booked.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "It is booked. Thanks.\n", "a.txt"), 0);
}

static void answers_too_short(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: curt\n" HEAD "asked-words: 20\nfew: 4\nwords: 8\nbare: 3\nasks: ['/\\?/']\n"
	                   "kind-words: ['thanks']\n";

	assert_int_equal(rule_finds(arena, rule, "See website.\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "See our website.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "Thanks.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule,
	                            "Friday at nine." QUOTE
	                            "> When can you come to us and mend the boiler that broke on Monday?\n",
	                            "a.txt"),
	                 1);
	assert_int_equal(rule_finds(arena, rule, "Friday at nine." QUOTE "> When can you?\n", "a.txt"), 0);
	assert_int_equal(
	    rule_finds(arena, rule,
	               "Friday at nine." QUOTE "> You can come to us and mend the boiler that broke on Monday.\n", "a.txt"),
	    0);
	assert_int_equal(rule_finds(arena, rule,
	                            "On Friday at nine with tools." QUOTE
	                            "> When can you come to us and mend the boiler that broke on Monday?\n",
	                            "a.txt"),
	                 1);
	assert_int_equal(rule_finds(arena, rule,
	                            "On Friday at nine, and thanks." QUOTE
	                            "> When can you come to us and mend the boiler that broke on Monday?\n",
	                            "a.txt"),
	                 0);
}

static void nobody_says_i(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: voice\n" HEAD "least: 2\nwords: 8\nphrases: ['{we|our}']\nwanted: ['{i|my}']\n"
	                   "not-a-person: ['team']\n";

	assert_int_equal(rule_finds(arena, rule,
	                            "Hello Ana,\n\nWe looked, and our fitter comes on Friday at nine.\n\n"
	                            "Kind regards,\nKeith Miller\n",
	                            "a.txt"),
	                 1);
	assert_int_equal(rule_finds(arena, rule,
	                            "Hello Ana,\n\nI looked, and we send our fitter on Friday at nine.\n\n"
	                            "Kind regards,\nKeith Miller\n",
	                            "a.txt"),
	                 0);
	assert_int_equal(rule_finds(arena, rule,
	                            "Hello Ana,\n\nWe looked, and our fitter comes on Friday at nine.\n\n"
	                            "Kind regards,\nThe Doorman Team\n",
	                            "a.txt"),
	                 0);
	assert_int_equal(
	    rule_finds(arena, rule, "Hello Ana,\n\nWe send our fitter.\n\nKind regards,\nKeith Miller\n", "a.txt"), 0);
}

static void titles_that_are_guesses(void **state)
{
	struct arena *arena = *state;
	const char *rule = "extends: title\n" HEAD "scope: greeting\neither: [sam]\n";

	assert_int_equal(rule_finds(arena, rule, "To: Sam Diaz <s@b.example>\n\nDear Mr Diaz,\n\nYes.\n", "a.eml"), 1);
	assert_int_equal(rule_finds(arena, rule, "To: Mr Sam Diaz <s@b.example>\n\nDear Mr Diaz,\n\nYes.\n", "a.eml"), 0);
	assert_int_equal(rule_finds(arena, rule, "To: \"Diaz, Sam\" <s@b.example>\n\nDear Mr Diaz,\n\nYes.\n", "a.eml"), 0);
	assert_int_equal(rule_finds(arena, rule, "To: Tom Diaz <s@b.example>\n\nDear Mr Diaz,\n\nYes.\n", "a.eml"), 0);
	assert_int_equal(rule_finds(arena, rule, "Dear Mr Diaz,\n\nYes.\n", "a.txt"), 0);
	assert_int_equal(rule_finds(arena, rule, "Dear Mrs Roy,\n\nYes." QUOTE "> Is it?\n> Ana Roy\n", "a.txt"), 1);
	assert_int_equal(rule_finds(arena, rule, "Dear Mrs Roy,\n\nYes." QUOTE "> Is it?\n> Mrs Ana Roy\n", "a.txt"), 0);
}

static void keys_that_are_wrong(void **state)
{
	struct arena *arena = *state;

	assert_rule_refused(arena, "extends: tally\n" HEAD "phrases: ['a b']\n", "needs the keys 'phrases' and 'least'");
	assert_rule_refused(arena, "extends: late\n" HEAD, "needs the key 'phrases'");
	assert_rule_refused(arena, "extends: response\n" HEAD "strong: ['a b']\n", "needs the key 'present'");
	assert_rule_refused(arena, "extends: curt\n" HEAD "asked-words: 1\nfew: 1\nwords: 1\n", "needs the key 'bare'");
	assert_rule_refused(arena, "extends: curt\n" HEAD "asked-words: 1\nfew: 1\nwords: 1\nbare: x\n",
	                    "a whole number is expected");
	assert_rule_refused(arena, "extends: curt\n" HEAD "asked-words: 1\nfew: 1\nwords: 1\nbare: 1\n",
	                    "needs the keys 'asks' and 'kind-words'");
	assert_rule_refused(arena, "extends: title\n" HEAD, "needs the key 'either'");
	assert_rule_refused(arena, "extends: voice\n" HEAD "phrases: ['we']\n", "needs the keys 'phrases' and 'wanted'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(words_in_numbers, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(words_that_come_late, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(answers_that_miss, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(what_is_always_due, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(answers_too_short, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(nobody_says_i, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(titles_that_are_guesses, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(keys_that_are_wrong, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
