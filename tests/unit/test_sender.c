/* The check "sender": a mail that cannot be answered, by its address or by its words. */
#include "rule_test.h"

#define RULE                                                                                                           \
	"extends: sender\nmessage: 'no answer to %s'\nlevel: error\nimpression: offend\nphrases: ['do not reply']\n"
#define MAIL(from, text) "From: " from "\nSubject: x\n\n" text "\n"

static void addresses(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("noreply@shop.example", "Yes."), "()"},
	    {MAIL("No-Reply@shop.example", "Yes."), "()"},
	    {MAIL("do_not.reply-7@shop.example", "Yes."), "()"},
	    {MAIL("shop.noreply+7@shop.example", "Yes."), "()"},
	    {MAIL("mailer-daemon@shop.example", "Yes."), "()"},
	    {MAIL("reply@shop.example", "Yes."), ""},
	    {MAIL("nora.eply@shop.example", "Yes."), ""},
	    {MAIL("jo@noreply.example", "Yes."), ""},
	    {MAIL("noreply <jo@shop.example>", "Yes."), ""},
	    {MAIL("noreply@shop.example\nReply-To: jo@shop.example", "Yes."), ""},
	    {MAIL("jo@shop.example\nReply-To: noreply@shop.example", "Yes."), "()"},
	    {"Subject: x\n\nYes.\n", ""},
	    {MAIL("noreply@shop.example", "Please do not reply."), "do not reply"}, /* said once */
	    {MAIL("jo@shop.example", "Please do not reply.\n\nDo not reply."), "do not reply|Do not reply"},
	    {MAIL("jo@shop.example", "Yes.\n\n> Do not reply!"), ""},
	    {MAIL("jo@shop.example", "You wrote \"do not reply\"."), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "no answer to noreply@shop.example", "");
	assert_any_text_in_bounds(&runner, "From: ", "noreply@<>,\" .\n\xc3\xff");
	rule_runner_release(&runner);
}

/* It weighs less where there is another way to a person, and in mail about an account's safety. */
static void ways_to_a_person(void **state)
{
	static const struct {
		const char *text, *kind;
		enum level level;
	} cases[] = {
	    {MAIL("noreply@shop.example", "Yes."), "answer", LEVEL_ERROR},
	    {MAIL("noreply@shop.example", "Yes."), "reset", LEVEL_SUGGESTION},
	    {MAIL("noreply@shop.example", "Write to jo@shop.example."), "answer", LEVEL_SUGGESTION},
	    {MAIL("noreply@shop.example", "Ring 01632 960 123."), "answer", LEVEL_SUGGESTION},
	    {MAIL("noreply@shop.example", "Yes.\n\n> I am ana@c.example."), "answer", LEVEL_ERROR},
	    {MAIL("jo@shop.example", "Do not reply."), "answer", LEVEL_ERROR},
	    {MAIL("jo@shop.example", "Do not reply. Write to jo@shop.example."), "answer", LEVEL_SUGGESTION},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, RULE, RULE_AMONG_SHIPPED);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		runner.options.kind = cases[i].kind;
		struct finding_list list = rule_findings(&runner, str_of(cases[i].text));
		assert_int_equal(list.count, 1);
		assert_int_equal(list.at[0].level, cases[i].level);
	}
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, "extends: sender\nmessage: m\nlevel: error\nimpression: offend\n",
	                    "needs the key 'phrases'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(ways_to_a_person),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
