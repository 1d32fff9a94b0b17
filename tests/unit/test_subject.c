/* The check "subject": each of its faults, with the prefixes of replies and lists before the subject. */
#include "rule_test.h"

#define HEAD "extends: subject\nmessage: '%s'\nlevel: error\nimpression: confuse\nscope: [subject]\n"
#define MAIL(subject, text) "From: jo@shop.example\nSubject: " subject "\n\n" text "\n"

static void faults_of(const char *rule, const struct rule_case *cases, size_t count)
{
	struct rule_runner runner;

	rule_runner_init(&runner, rule, RULE_ALONE);
	assert_rule_cases(&runner, cases, count);
	rule_runner_release(&runner);
}

#define FAULTS(rule, cases) faults_of((rule), (cases), sizeof(cases) / sizeof *(cases))

static void missing(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Lamp", "Yes."), ""},
	    {MAIL("", "Yes."), "()"},
	    {MAIL("Re:", "Yes."), "()"},
	    {MAIL("Re: AW: Fwd:", "Yes."), "()"},
	    {MAIL("Re: Lamp", "Yes."), ""},
	    {MAIL("[shop-list]", "Yes."), "()"},
	    {MAIL("[SD-9120]", "Yes."), ""},
	    {MAIL("[", "Yes."), ""},
	    {MAIL("Res:", "Yes."), ""},
	    {MAIL("[a] re: [b] Lamp", "Yes."), ""},
	    {"From: jo@shop.example\n\nYes.\n", "()"},
	};

	(void)state;
	FAULTS(HEAD "what: missing\n", cases);
}

static void vague(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Update", "Yes."), "Update"},
	    {MAIL("Re: Update!", "Yes."), "Update!"},
	    {MAIL("*Update* ...", "Yes."), "*Update* ..."},
	    {MAIL("Update 5", "Yes."), ""},
	    {MAIL("Your update", "Yes."), ""},
	    {MAIL("", "Update."), ""},
	};

	(void)state;
	FAULTS(HEAD "what: vague\nphrases: [update]\n", cases);
}

static void too_long(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("1234567890", "Yes."), ""},
	    {MAIL("12345678901", "Yes."), "12345678901"},
	    {MAIL("äöüäöüäöüä", "Yes."), ""}, /* characters, no bytes */
	    {MAIL("äöüäöüäöüäö", "Yes."), "äöüäöüäöüäö"},
	    {MAIL("[list] 1234567890", "Yes."), ""},
	    {MAIL("Re: 12345678901", "Yes."), ""},
	    {MAIL("Fwd: 12345678901", "Yes."), ""},
	};
	struct rule_runner runner;

	(void)state;
	FAULTS(HEAD "what: long\nmost: 10\n", cases);
	rule_runner_init(&runner, HEAD "what: long\nmost: 10\n", RULE_ALONE);
	assert_rule_says(&runner, cases[1].text, "11", "");
	rule_runner_release(&runner);
}

static void replies_to_nothing(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Re: Lamp", "Yes."), "Re:"},
	    {MAIL("Fwd: Re: Lamp", "Yes."), "Fwd: Re:"},
	    {MAIL("Lamp", "Yes."), ""},
	    {MAIL("Re:", "Yes."), ""},
	    {MAIL("Re: Lamp\nIn-Reply-To: <1@c.example>", "Yes."), ""},
	    {MAIL("Re: Lamp\nReferences: <1@c.example>", "Yes."), ""},
	    {MAIL("Re: Lamp", "Yes.\n\n> Does it fit?"), ""},
	    {MAIL("Fwd: Lamp\nContent-Type: multipart/mixed; boundary=b",
	          "--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nSubject: Lamp\n\nYes.\n--b--"),
	     ""},
	};

	(void)state;
	FAULTS(HEAD "what: reply\n", cases);
}

static void pressure(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("URGENT: Your lamp", "Yes."), "URGENT"},
	    {MAIL("Urgent, urgent", "Yes."), "Urgent"},
	    {MAIL("Re: Urgent", "Yes."), ""},
	    {MAIL("WG: Urgent", "Yes."), ""},
	    {MAIL("Urgently wanted", "Yes."), ""},
	    {MAIL("Your lamp", "Urgent."), ""},
	};

	(void)state;
	FAULTS(HEAD "what: pressure\nphrases: [urgent]\n", cases);
}

static void numbers_of_the_text(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Your order", "Your order no. 88213 is here."), "Your order"},
	    {MAIL("Your order 88213", "Your order no. 88213 is here."), ""},
	    {MAIL("Your order", "Your order is here."), ""},
	    {MAIL("", "Your order no. 88213 is here."), ""},
	    {MAIL("Re: Your order", "Yes.\n\n> My order no. 88213?"), ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, HEAD "what: reference\n", RULE_AMONG_SHIPPED);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

#define NINETEEN "a b c d e f g h i j k l m n o p q r s"

static void promises_of_the_subject(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Your voucher", NINETEEN " t."), "voucher"},
	    {MAIL("Your voucher", NINETEEN "."), ""}, /* too short to tell */
	    {MAIL("Your voucher", NINETEEN " vouchers."), ""},
	    {MAIL("Your voucher", NINETEEN " vouc."), "voucher"},
	    {MAIL("Your voucher", NINETEEN " http://a.example/v."), ""},
	    {MAIL("Fwd: Your voucher", NINETEEN " t."), ""},
	    {MAIL("Your lamp", NINETEEN " t."), ""},
	};

	(void)state;
	FAULTS(HEAD "what: drift\nphrases: [voucher]\n", cases);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "what");
	assert_rule_refused(*state, HEAD "what: short\n", "short");
	assert_rule_refused(*state, HEAD "what: vague\n", "the key 'phrases' is needed");
	assert_rule_refused(*state, HEAD "what: long\nmost: x\n", "a whole number is expected");
}

static void any_bytes(void **state)
{
	static const char *const rules[] = {
	    HEAD "what: missing\n", HEAD "what: vague\nphrases: [re]\n",    HEAD "what: long\nmost: 3\n",
	    HEAD "what: reply\n",   HEAD "what: pressure\nphrases: [re]\n", HEAD "what: drift\nphrases: [re]\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		assert_any_text_in_bounds(&runner, "Subject: ", "Reefwd:[] 1.*\n\xc3\xa4\xff");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(missing),
	    cmocka_unit_test(vague),
	    cmocka_unit_test(too_long),
	    cmocka_unit_test(replies_to_nothing),
	    cmocka_unit_test(pressure),
	    cmocka_unit_test(numbers_of_the_text),
	    cmocka_unit_test(promises_of_the_subject),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
