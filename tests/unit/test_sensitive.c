/* The check "sensitive" over whole texts: where numbers begin and end, and whose they are. */
#include "rule_test.h"

#define RULE                                                                                                           \
	"extends: sensitive\nmessage: '%s'\nlevel: error\nimpression: offend\nscope: [subject, own]\n"                     \
	"phrases:\n  - '/\\b(?:password|pin) is:? \\S+/'\n"                                                                \
	"harmless: [guests]\ncards: [card]\nreferences: [tracking]\npeople: ['{ssn|nino|tfn|aadhaar}']\n"                  \
	"owner: ['your account']\n"

static struct rule_runner runner;

static int setup(void **state)
{
	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	runner.options.document.name = "a.txt";
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rule_runner_release(&runner);
	return 0;
}

static void cards_as_they_are_written(void **state)
{
	static const struct rule_case cases[] = {
	    {"It was 4111111111111111.\n", "4111111111111111"},
	    {"It was 4111 1111 1111 1111, right?\n", "4111 1111 1111 1111"},
	    {"It was 4111-1111-1111-1111.\n", "4111-1111-1111-1111"},
	    {"It was 3782 822463 10005.\n", "3782 822463 10005"},
	    {"It was 3056 930902 5904.\n", "3056 930902 5904"},
	    {"It was 4111 1111 1111 1111 12 27.\n", "4111 1111 1111 1111"},
	    {"It was 4111 1111 1111 1112.\n", ""},
	    {"It was 41 11 11 11 11 11 11 11.\n", ""},
	    {"It was 41111111 11111111.\n", ""},
	    {"It was 411 1111 1111 1111 1.\n", ""},
	    {"It was 4111 1111  1111 1111.\n", "4111 1111 1111 1111"}, /* white space counts once */
	    {"It was 4111,1111,1111,1111.\n", ""},
	    {"It was A4111111111111111.\n", ""},
	    {"It was 4111111111111111A.\n", ""},
	    {"It was 4111111111111111_.\n", ""},
	    {"It was #4111111111111111.\n", ""},
	    {"It was $4111111111111111.\n", ""},
	    {"It was 41111111111111110000000000.\n", ""},
	    {"It was é4111111111111111.\n", ""},
	    {"4111111111111111", "4111111111111111"},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "It was 4111 1111 1111 1111.\n", "a whole card number (Visa) in a mail", "ending 1111");
}

/* 490154203237518, the example of an IMEI, is no card; a tracking number may look like one. */
static void references_are_no_cards(void **state)
{
	static const struct rule_case cases[] = {
	    {"The tracking number is 4111111111111111.\n", ""},
	    {"The tracking number of your card is 4111111111111111.\n", "4111111111111111"},
	    {"The tracking is on. It was 4111111111111111.\n", "4111111111111111"},
	    {"The IMEI is 490154203237518.\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
}

static void people_where_the_words_say_so(void **state)
{
	static const struct rule_case cases[] = {
	    {"Your SSN is 219-09-9999.\n", "219-09-9999"},
	    {"Your SSN is 219099999.\n", "219099999"},
	    {"Your SSN is 21-909-9999.\n", ""},
	    {"Your SSN is 666-09-9999.\n", ""},
	    {"It is 219-09-9999.\n", ""},
	    {"Your TFN is 123 456 782.\n", "123 456 782"},
	    {"Your TFN is 123 456 789.\n", ""},
	    {"Your TFN is 123 456 78 2.\n", ""},
	    {"Your aadhaar is 9999 4105 7058.\n", "9999 4105 7058"},
	    {"Your aadhaar is 9999 4105 7059.\n", ""},
	    {"Your aadhaar is 999 941 057 058.\n", ""},
	    {"Your nino is AB123456C.\n", "AB123456C"},
	    {"Your nino is AB 12 34 56 C.\n", "AB 12 34 56 C"},
	    {"Your nino is AB 12 34 56 E.\n", ""},
	    {"Your nino is DB123456C.\n", ""},
	    {"Your nino is AB123456CX.\n", ""},
	    {"Your nino is XAB123456C.\n", ""},
	    {"Your nino is AB12345\n", ""},
	    {"It is AB123456C.\n", ""},
	    {"Your nino is AB123456C", "AB123456C"},
	};

	(void)state;
	RULE_CASES(&runner, cases);
}

static void accounts(void **state)
{
	static const struct rule_case cases[] = {
	    {"On your account DE89370400440532013000.\n", "DE89370400440532013000"},
	    {"On your account DE89 3704 0044 0532 0130 00.\n", "DE89 3704 0044 0532 0130 00"},
	    {"On your account DE89 3704 0044 0532 0130 01.\n", ""},
	    {"On your account DE89 3704 0044 0532 0130 0.\n", ""},
	    {"On your account DE89 3704 0044 0532 0130 00X.\n", ""},
	    {"On your account XDE89370400440532013000.\n", ""},
	    {"On your account GB29 NWBK 6016 1331 9268 19.\n", "GB29 NWBK 6016 1331 9268 19"},
	    {"On your account NO93 8601 1117 947\n", "NO93 8601 1117 947"},
	    {"On your account MT84 MALT 0110 0001 2345 MTLC AST0 01S.\n", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"},
	    {"On your account DE89-3704-0044-0532-0130-00.\n", ""},
	    {"Please pay to DE89370400440532013000.\n", ""},
	};
	static const struct rule_case told[] = {
	    {"Please pay to DE89 3704 0044 0532 0130 00.\n", ""},
	    {"On your account DE89370400440532013000.\n", ""},
	    {"Please pay to GB29NWBK60161331926819.\n", "GB29NWBK60161331926819"},
	};
	struct str_list *own = &runner.config->organisation.own_payment_details;

	(void)state;
	RULE_CASES(&runner, cases);
	*vec_push(runner.rules_arena, own) = STR("DE89 3704 0044 0532 0130 00");
	RULE_CASES(&runner, told);
	own->count = 0;
}

static void secrets(void **state)
{
	static const struct rule_case cases[] = {
	    {"The password is Sommer_26.\n", "password is Sommer_26."},
	    {"The password is kx9\n", "password is kx9"},
	    {"The password is k9\n", ""},
	    {"The password is case-sensitive.\n", ""},
	    {"The password is \"Sommer\" here.\n", "password is \"Sommer\""},
	    {"The password is “Sommer” here.\n", "password is \"Sommer\""},
	    {"The password is ********.\n", ""},
	    {"The password is 24-hour only.\n", ""},
	    {"The password is 8h.\n", ""},
	    {"The password is Lamp!Post\n", "password is Lamp!Post"},
	    {"The password is and/or\n", ""},
	    {"The password is https://a.example/x1\n", ""},
	    {"The password is www.a1.example\n", ""},
	    {"The password is größe26\n", ""},
	    {"For guests the password is Sommer_26.\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
}

/* The customer's own words and other people's are not ours to keep back. */
static void whose_words(void **state)
{
	static const struct rule_case cases[] = {
	    {"Thanks.\n\nOn 4 May 2026 at 10:12, Ana <ana@c.example> wrote:\n> 4111 1111 1111 1111\n", ""},
	    {"", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
}

static void any_bytes(void **state)
{
	(void)state;
	assert_any_text_in_bounds(&runner, "", "41111 -5AB\"DE89\n.\xc3\xa9\xff_");
	assert_any_text_in_bounds(&runner, "your account DE89", "370400440532013000 ");
	assert_any_text_in_bounds(&runner, "The password is ", "k1 9!\".\xe2\x80\x9c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cards_as_they_are_written),
	    cmocka_unit_test(references_are_no_cards),
	    cmocka_unit_test(people_where_the_words_say_so),
	    cmocka_unit_test(accounts),
	    cmocka_unit_test(secrets),
	    cmocka_unit_test(whose_words),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, setup, teardown);
}
