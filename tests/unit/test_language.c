/* The check "language": how long the customer's letter must be, and how many of its words must tell. */
#include "rule_test.h"

#define RULE                                                                                                           \
	"extends: language\nmessage: 'the customer wrote in %s'\nlevel: error\nimpression: confuse\n"                      \
	"languages:\n  - {name: Dutch, words: [het, een]}\n  - {name: German, words: [und, ist]}\nenglish: [the, and]\n"
#define MAIL(reply, asked)                                                                                             \
	"From: Jo Bell <jo@shop.example>\nTo: Ana Roy <ana@c.example>\nSubject: Re: x\n\nHello Ana,\n\n" reply             \
	"\n\nOn 4 May 2026 at 10:12, Ana Roy <ana@c.example> wrote:\n> " asked "\n"
#define SEVENTEEN "lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp lamp "
#define SIX "lamp lamp lamp lamp lamp lamp "

static void letters_in_other_languages(void **state)
{
	static const struct rule_case cases[] = {
	    {MAIL("Yes, it fits.", SEVENTEEN "und ist und."), "Yes, it fits."},
	    {MAIL("Yes, it fits.", SEVENTEEN "und ist lamp."), ""},               /* two of twenty */
	    {MAIL("Yes, it fits.", SIX SIX SIX "und ist und."), "Yes, it fits."}, /* one in seven */
	    {MAIL("Yes, it fits.", SIX SIX SIX "lamp und ist und."), ""},
	    {MAIL("Yes, it fits.", SIX SIX "lamp lamp und ist und ist und."), ""}, /* nineteen words */
	    {MAIL("Yes, it fits.", SIX SIX "lamp lamp lamp und ist und ist the."), "Yes, it fits."},
	    {MAIL("Yes, it fits.", SIX SIX "lamp lamp lamp lamp und ist und the."), ""}, /* a fourth is English */
	    {MAIL("Yes, und it fits.", SEVENTEEN "und ist und."), ""},                   /* answered in it */
	    {MAIL("Yes, het fits.", SEVENTEEN "und ist und."), "Yes, het fits."},
	    {MAIL("Yes, it fits.", SEVENTEEN "UND IST UND."), "Yes, it fits."},
	    {MAIL("Yes, it fits.", SEVENTEEN "hund list hund."), ""},
	    {"From: jo@shop.example\nSubject: x\n\n" SEVENTEEN "und ist und.\n", ""},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	RULE_CASES(&runner, cases);
	assert_rule_says(&runner, cases[0].text, "the customer wrote in German", "");
	assert_rule_says(&runner, MAIL("Yes.", SEVENTEEN "het een het."), "the customer wrote in Dutch", "");
	assert_any_text_in_bounds(&runner, MAIL("Yes.", SEVENTEEN), "> und ist\n\xc3\xff");
	rule_runner_release(&runner);
}

static void wrong_rules(void **state)
{
#define HEAD "extends: language\nmessage: m\nlevel: error\nimpression: confuse\n"
	assert_rule_refused(*state, HEAD, "needs the keys 'languages' and 'english'");
	assert_rule_refused(*state, HEAD "languages: [{name: German, words: [und]}]\n", "needs the keys");
	assert_rule_refused(*state, HEAD "languages: [{name: German}]\nenglish: [the]\n", "the keys 'name' and 'words'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(letters_in_other_languages),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
