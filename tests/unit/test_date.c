/* The check "date": each of its five faults on both sides of its limits. No clock is looked at: the mail has a Date. */
#include "rule_test.h"

#define HEAD "message: '%s'\nlevel: error\nimpression: confuse\nscope: [subject, rep]\nextends: date\n"
#define MAIL(date, text) "From: jo@shop.example\nSubject: x\nDate: " date "\n\n" text "\n"
#define MAY_7 "Thu, 7 May 2026 10:00:00 +0100" /* a Thursday */

static void weekdays(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL(MAY_7, "Jim comes on Thursday, 13 May 2026."), "Thursday, 13 May 2026"},
	    {MAIL(MAY_7, "Jim comes on Wednesday, 13 May 2026."), ""},
	    {MAIL(MAY_7, "Jim comes on 05/14/2026 (Tuesday)."), "05/14/2026 (Tuesday"},
	    {MAIL(MAY_7, "Jim comes on 05/14/2026 (Thursday)."), ""},
	    {MAIL(MAY_7, "Jim comes on Tuesday 03/04/2026."), "Tuesday 03/04/2026"}, /* a Wednesday or a Friday */
	    {MAIL(MAY_7, "Jim comes on Wednesday 03/04/2026."), ""},
	    {MAIL(MAY_7, "Jim comes on Friday 03/04/2026."), ""},
	    {MAIL(MAY_7, "Jim comes on Friday 15 May."), ""},
	    {MAIL(MAY_7, "Jim comes on Saturday 15 May."), "Saturday 15 May"},
	    {"From: jo@shop.example\nSubject: x\n\nJim comes on Saturday 15 May.\n", ""}, /* of which year? */
	    {MAIL(MAY_7, "Jim comes on Monday the 14th."), "Monday the 14th"}, /* April to July 2026: Tue, Thu, Sun, Tue */
	    {MAIL(MAY_7, "Jim comes on Sunday the 14th."), ""},
	    {MAIL(MAY_7, "Jim comes on Tuesday the 14th."), ""},
	    {MAIL("Thu, 31 Dec 2026 10:00:00 +0100", "Jim comes on Thursday the 14th."), ""}, /* January 2027 */
	    {MAIL("Fri, 1 Jan 2027 10:00:00 +0100", "Jim came on Monday the 14th."), ""},     /* December 2026 */
	    {MAIL("Fri, 1 Jan 2027 10:00:00 +0100", "Jim comes on Thursday the 14th."), ""},
	    {MAIL("Sat, 7 Mar 2026 10:00:00 +0100", "Jim comes on Thursday the 14th."), ""},              /* May */
	    {MAIL("Sat, 7 Mar 2026 10:00:00 +0100", "Jim comes on Sunday the 14th."), "Sunday the 14th"}, /* June */
	    {MAIL(MAY_7, "You wrote \"Thursday, 13 May 2026\" there."), ""},
	    {MAIL(MAY_7, "Jim comes.\n\n> On Thursday, 13 May 2026?"), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: weekday\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "13 May 2026 is a Wednesday, not a Thursday", "Wednesday");
	assert_rule_says(&runner, MAIL(MAY_7, "It is SAT 15 May."), "15 May 2026 is a Friday, not a Saturday", "FRI");
	assert_rule_says(&runner, MAIL(MAY_7, "It is on Monday the 14th."),
	                 "the 14. is no Monday, in this month or one near it", "");
	assert_str(rule_findings(&runner, str_of(cases[0].text)).at[0].fix->description,
	           "Wednesday 13 May 2026, or Thursday 14 May 2026");
	assert_str(rule_findings(&runner, STR(MAIL(MAY_7, "Until Saturday, 4 May 2026."))).at[0].fix->description,
	           "Monday 4 May 2026, or Saturday 2 May 2026");
	rule_runner_release(&runner);
}

static void days_that_are_none(void **state)
{
	static const struct rule_case cases[] = {
	    {"By 30 April.\n", ""},
	    {"By 31 April.\n", "31 April"},
	    {"By 31 May.\n", ""},
	    {"By 29 February.\n", ""},
	    {"By 30 February.\n", "30 February"},
	    {"By 29 February 2027.\n", "29 February 2027"},
	    {"By 29 February 2028.\n", ""},
	    {"By 29 February 2100.\n", "29 February 2100"},
	    {"By 29 February 2000.\n", ""},
	    {"By 2027-02-28.\n", ""},
	    {"By 2027-02-29.\n", "2027-02-29"},
	    {"By 30/06/2026.\n", ""},
	    {"By 31/06/2026.\n", "31/06/2026"},
	    {"By 06/31/2026.\n", "06/31/2026"},
	    {"It is 45/12/2026.\n", ""},
	    {"By 45/12/2026.\n", "45/12/2026"},
	    {"Invoice no. 31/06/2026.\n", ""},
	    {"At 31 June Street.\n", ""},
	    {"Room 31 April.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: impossible\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "By 31 April.\n", "'31 April': April has 30 days", "");
	assert_rule_says(&runner, "By 29 February 2027.\n", "'29 February 2027': February 2027 has 28 days", "");
	rule_runner_release(&runner);
}

static void times_that_are_none(void **state)
{
	static const struct rule_case cases[] = {
	    {"We meet at 14:59.\n", ""},      {"We meet at 14:60.\n", "14:60"},
	    {"We meet 14:60 there.\n", ""},   {"We meet at 24:00.\n", ""},
	    {"We meet at 25:00.\n", "25:00"}, {"We meet at 25:10.\n", ""},
	    {"We meet at 49:45.\n", "49:45"}, {"We meet at 50:00.\n", ""},
	    {"We meet at 14.60.\n", ""},      {"Seen at 25:00 minutes.\n", ""},
	    {"Mixed at 30:70 ratio.\n", ""},  {"At 12.30 pm.\n", ""},
	    {"At 13.30 pm.\n", "13.30 pm"},   {"At 13:30 p.m. sharp.\n", "13:30 p.m"},
	    {"At 24:30 pm.\n", "24:30 pm"},   {"At 25:30 pm.\n", ""},
	    {"At 11:60 am.\n", "11:60 am"},   {"By 12 pm.\n", ""},
	    {"By 13 pm.\n", "13 pm"},         {"The 13 pm team.\n", ""},
	    {"At 14:00 am I to wait?\n", ""}, {"At x14:60.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: impossible\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "At 13 pm.\n", "there is no such time of day", "");
	rule_runner_release(&runner);
}

static void days_that_are_over(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL(MAY_7, "It arrives on 5 May 2026."), "5 May 2026"},
	    {MAIL(MAY_7, "It arrives on 6 May 2026."), "6 May 2026"}, /* +0100 is told: today is the 7th there */
	    {MAIL(MAY_7, "It arrives on 7 May 2026."), ""},
	    {MAIL("Thu, 7 May 2026 10:00:00 +0000", "It arrives on 6 May 2026."), ""}, /* of any zone */
	    {MAIL("Thu, 7 May 2026 10:00:00 +0000", "It arrives on 5 May 2026."), "5 May 2026"},
	    {MAIL(MAY_7, "It arrives on Tuesday, 5 May."), "Tuesday, 5 May"},
	    {MAIL(MAY_7, "It arrives on the 5 May 2026."), "5 May 2026"},
	    {MAIL(MAY_7, "It arrives about 5 May 2026."), ""},
	    {MAIL(MAY_7, "It arrives on 6 February."), "6 February"}, /* 90 days ago */
	    {MAIL(MAY_7, "It arrives on 5 February."), ""},           /* 91: next year's */
	    {MAIL(MAY_7, "It arrives on 05/04/2026."), "05/04/2026"}, /* over in either order */
	    {MAIL(MAY_7, "It arrives on 05/06/2026."), ""},           /* 6 May or 5 June */
	    {MAIL(MAY_7, "It arrives on Tuesday the 5th."), ""},
	    {MAIL(MAY_7, "5 May 2026: the visit."), ""}, /* tells only in kinds that are named */
	    {"From: jo@shop.example\nSubject: x\n\nIt arrives on 5 May 2020.\n", ""},
	    {MAIL(MAY_7, "It rains.\n\n> It arrives on 5 May 2026."), ""},
	};
	static const struct rule_case lines[] = {
	    {MAIL(MAY_7, "5 May 2026: the visit."), "5 May 2026"},
	    {MAIL(MAY_7, "The 5 May 2026 is the visit."), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: past\nphrases: ['arrives on']\n", RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "5 May 2026 is over: the mail is of 7 May 2026", "");
	rule_runner_release(&runner);
	rule_runner_init(&runner, HEAD "what: past\nphrases: ['arrives on']\nlines: [unknown, answer]\n", RULE_ALONE);
	RULE_CASES(&runner, lines);
	rule_runner_release(&runner);
}

static void day_or_month_first(void **state)
{
	static const struct rule_case cases[] = {
	    {"We come on 03/04/2026.\n", "03/04/2026"},
	    {"We come on 12/11/2026.\n", "12/11/2026"},
	    {"We come on 13/04/2026.\n", ""},
	    {"We come on 04/13/2026.\n", ""},
	    {"We come on 04/04/2026.\n", ""},
	    {"We come on 03.04.2026.\n", ""},
	    {"We come on 2026-04-03.\n", ""},
	    {"We come on Friday 03/04/2026.\n", ""},           /* 3 April */
	    {"We come on Monday 03/04/2026.\n", "03/04/2026"}, /* neither */
	    {"We come on 03/04/2026 and 14/04/2026.\n", ""},
	    {"We come on 03/04/2026, that is 3 April 2026.\n", ""},
	    {"We come on 03/04/2026, not on 5 May 2026.\n", "03/04/2026"},
	    {"Order no. 03/04/2026.\n", ""},
	    {"You wrote \"03/04/2026\" there.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: order\n", RULE_ALONE);
	runner.options.document.name = "a.txt";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "03/04/2026", "");
	runner.config->locale = STR("en-GB");
	assert_rule_says(&runner, cases[0].text, "03/04/2026", "3 April 2026");
	runner.config->locale = STR("en-US");
	assert_rule_says(&runner, cases[0].text, "03/04/2026", "March 4, 2026");
	rule_runner_release(&runner);
}

#define ASKED(zone) "\n\nOn Wed, 6 May 2026 at 10:12 " zone ", Ana <ana@c.example> wrote:\n> When?"

static void clocks_apart(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("-0500")), "9:30"},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+0200")), "9:30"}, /* an hour apart */
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+0159")), ""},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+0100")), ""},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+0000")), "9:30"},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+1400")), "9:30"},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("+1430")), ""}, /* no zone */
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("-0560")), ""},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("-05000")), ""},
	    {MAIL(MAY_7, "Ring me at 9:30." ASKED("")), ""},
	    {MAIL(MAY_7, "Ring me soon." ASKED("-0500")), ""},
	    {MAIL(MAY_7, "Ring me at 9:30."), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: zone\n", RULE_AMONG_SHIPPED);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "what");
	assert_rule_refused(*state, HEAD "what: year\n", "year");
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {HEAD "what: weekday\n", HEAD "what: impossible\n", HEAD "what: order\n",
	                                    HEAD "what: past\nphrases: ['on']\nlines: [unknown]\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		assert_any_text_in_bounds(&runner, "Date: " MAY_7 "\n\non ", "0123/-:.,Mayth ()\n\xc3\xff");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(weekdays),
	    cmocka_unit_test(days_that_are_none),
	    cmocka_unit_test(times_that_are_none),
	    cmocka_unit_test(days_that_are_over),
	    cmocka_unit_test(day_or_month_first),
	    cmocka_unit_test(clocks_apart),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
