/* The check "contact": addresses, links and telephone numbers, on both sides of what leads somewhere. */
#include "rule_test.h"

#define RULE                                                                                                           \
	"extends: contact\nmessage: '''%s'' leads nowhere'\nlevel: error\nimpression: confuse\nscope: [subject, own]\n"    \
	"phrases: ['{call|ring}']\n"

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

static void mail_addresses(void **state)
{
	static const struct rule_case cases[] = {
	    {"Write to ana@hotmial.com.\n", "ana@hotmial.com"},
	    {"Write to ana@HOTMIAL.com.\n", "ana@HOTMIAL.com"},
	    {"Write to ana@hotmail.com.\n", ""},
	    {"Write to ana@shop.hotmial.com.\n", ""},
	    {"Write to ana@gmail.co.\n", "ana@gmail.co"},
	    {"Write to ana@gmail.co.uk.\n", ""},
	    {"Write to ana@shop.con, please.\n", "ana@shop.con"},
	    {"Write to ana@shop.connect.\n", ""},
	    {"Write to ana@shop.co.ku\n", "ana@shop.co.ku"},
	    {"Write to ana@shop.\n", "ana@shop"},
	    {"Write to ana@sh.\n", ""},
	    {"Write to a@shop.\n", ""},
	    {"Write to ana.m@the-shop!\n", "ana.m@the-shop"},
	    {"It is 3 pcs@500.\n", ""},
	    {"It is pcs@5 each.\n", ""},
	    {"Follow @hotmial.com and @shop.\n", ""},
	    {"Write to ana@shopé.\n", ""},
	    {"@", ""},
	    {"ana@", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "Write to ana@shop.cmo.\n", "'ana@shop.cmo' is hardly meant: mail to it goes nowhere",
	                 "shop.com");
	assert_rule_says(&runner, "Write to ana@shop.\n", "'ana@shop' leads nowhere", "");
}

static void machines_of_our_own(void **state)
{
	static const struct rule_case cases[] = {
	    {"See http://localhost:80/a.\n", "http://localhost"},
	    {"See http://localhosts.example/a.\n", ""},
	    {"See https://10.0.0.1/a.\n", "https://10.0.0.1"},
	    {"See https://10.0.0.1.\n", "https://10.0.0.1"},
	    {"See http://localhost.\n", "http://localhost"},
	    {"See http://wiki.local...\n", "http://wiki.local"},
	    {"See https://10.0.1/a.\n", ""},
	    {"See https://110.0.0.1/a.\n", ""},
	    {"See https://192.168.1.20/.\n", "https://192.168.1.20"},
	    {"See https://192.167.1.20/.\n", ""},
	    {"See https://172.16.0.1/.\n", "https://172.16.0.1"},
	    {"See https://172.31.255.1/.\n", "https://172.31.255.1"},
	    {"See https://172.15.0.1/.\n", ""},
	    {"See https://172.32.0.1/.\n", ""},
	    {"See https://127.0.0.1/.\n", "https://127.0.0.1"},
	    {"See https://10.shop.example.com/.\n", ""},
	    {"See https://dev.shop.example/.\n", "https://dev.shop.example"},
	    {"See https://dev.to/shop.\n", ""},
	    {"See https://STAGING.shop.example.\n", "https://STAGING.shop.example"},
	    {"See https://wiki.shop.local/x.\n", "https://wiki.shop.local"},
	    {"See https://shop.locals/x.\n", ""},
	    {"See ftp://localhost/a.\n", ""},
	    {"See ://localhost.\n", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "See http://localhost/.\n", "only colleagues reach 'localhost'", "");
}

static void links_that_show_another_address(void **state)
{
	static const struct rule_case cases[] = {
	    {"<p><a href='https://evil.example/'>www.shop.com</a></p>", "www.shop.com"},
	    {"<p><a href='https://pay.shop.com/'>www.shop.com</a></p>", ""},
	    {"<p><a href='https://shop.co.uk/'>https://www.shop.com</a></p>", ""},
	    {"<p><a href='https://other.co.uk/'>https://www.shop.co.uk</a></p>", "https://www.shop.co.uk"},
	    {"<p><a href='https://click.mailer.example/'>www.shop.com</a></p>", ""},
	    {"<p><a href='https://evil.example/'>our www.shop.com</a></p>", ""},
	    {"<p><a href='https://evil.example/'>shop.com</a></p>", ""},
	    {"<p><a href='https://localhost/'>our shop</a></p>", "our shop"},
	    {"<p><a href='mailto:ana@shop.com'>www.shop.com</a></p>", ""},
	    {"<p><a href=''>www.shop.com</a></p>", ""},
	};

	(void)state;
	runner.options.document.name = "a.html";
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "the link shows www.shop.com and leads to evil.example", "");
	runner.options.document.name = "a.txt";
}

static void telephones(void **state)
{
	static const struct rule_case cases[] = {
	    {"Call +44 1632 9604.\n", "+44 1632 9604"},
	    {"Call +44 1632 96041.\n", ""},
	    {"Call +44 1632 960418.\n", ""},
	    {"Call +44 (0)1632 960418.\n", ""},
	    {"Call +44 1632 9604181.\n", "+44 1632 9604181"},
	    {"Call +1 312 555 0164.\n", ""},
	    {"Call +1 312 555 016.\n", "+1 312 555 016"},
	    {"Call +1 312 555 01644.\n", "+1 312 555 01644"},
	    {"Call +49 12345.\n", "+49 12345"},
	    {"Call +49 123456.\n", ""},
	    {"Call +49 1234567890123.\n", ""},
	    {"Call +49 12345678901234.\n", "+49 12345678901234"},
	    {"Call +353 1 234567.\n", ""},
	    {"Call +353 1 23456.\n", "+353 1 23456"},
	    {"Call 01632 96.\n", "01632 96"},
	    {"Call 01632 960.\n", ""},
	    {"Call 016.\n", ""},
	    {"Call 0163.\n", "0163"},
	    {"Call 999.\n", ""},
	    {"Call 123456789012345.\n", ""},
	    {"Call 1234567890123456.\n", "1234567890123456"},
	    {"Call 503-555-01.\n", "503-555-01"},
	    {"Call 503-555-0107.\n", ""},
	    {"Call 503-555-010.\n", "503-555-010"},
	    {"Call 103-555-01.\n", ""},
	    {"Call 503-55-01.\n", ""},
	    {"Call 503.555.01.\n", ""},
	    {"Call: 01632 96.\n", "01632 96"},
	    {"Call now 01632 96.\n", ""},
	    {"Call 0163x.\n", ""},
	    {"Call 01632:96.\n", ""},
	    {"Call 0163 or 0164.\n", "0163"},
	    {"Call", ""},
	    {"Call +", ""},
	    {"Call (0)", ""},
	};

	(void)state;
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, "Call +49 12345.\n", "no telephone number has 7 digits there", "");
}

static void rules_without_phrases(void **state)
{
	assert_rule_refused(*state, "extends: contact\nmessage: m\nlevel: error\nimpression: confuse\n",
	                    "needs the key 'phrases'");
}

static void any_bytes(void **state)
{
	(void)state;
	assert_any_text_in_bounds(&runner, "", "ana@@..con-\xc3\xa9\xff_ \n");
	assert_any_text_in_bounds(&runner, "", "://http10.dev@ \n\xff");
	assert_any_text_in_bounds(&runner, "Call ", "0123(0)+-. /:*\xc3\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mail_addresses),
	    cmocka_unit_test(machines_of_our_own),
	    cmocka_unit_test(links_that_show_another_address),
	    cmocka_unit_test(telephones),
	    cmocka_unit_test_setup_teardown(rules_without_phrases, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, setup, teardown);
}
