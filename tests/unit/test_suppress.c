/* Comments that switch rules off: where they begin and end to hold, for whom, and which of them are of no use. */
#include "rule_test.h"

#define RULE "extends: existence\nmessage: '%s'\nlevel: error\nimpression: offend\ntokens: [bad]\n"
#define NEXT "<!-- replylint-disable-next-line"
#define OFF "<!-- replylint-disable"
#define ON "<!-- replylint-enable -->"

static void cases_of(const char *rule, const struct rule_case *cases, size_t count)
{
	struct rule_runner runner;

	rule_runner_init(&runner, rule, RULE_ALONE);
	runner.options.document.name = "a.html";
	assert_rule_cases(&runner, cases, count);
	rule_runner_release(&runner);
}

#define CASES(rule, cases) cases_of((rule), (cases), sizeof(cases) / sizeof *(cases))

static void the_next_line(void **state)
{
	static const struct rule_case cases[] = {
	    {"<p>bad</p>\n", "bad"},
	    {NEXT " test.rule -->\n<p>bad</p>\n", ""},
	    {NEXT " test -->\n<p>bad</p>\n", ""},
	    {NEXT " -->\n<p>bad</p>\n", ""},
	    {NEXT "-->\n<p>bad</p>\n", ""},
	    {NEXT " test.rule -->\n<p>bad</p>\n<p>bad</p>\n", "bad"},
	    {NEXT " test.rule --><p>bad</p>\n", ""}, /* behind it, on its own line */
	    {"<p>bad</p>" NEXT " test.rule -->\n<p>bad</p>\n", "bad"},
	    {NEXT " test.rule -->\n\n<p>bad</p>\n", "()|bad"},
	    {NEXT " test.other -->\n<p>bad</p>\n", "()|bad"},
	    {NEXT " test.rul -->\n<p>bad</p>\n", "()|bad"},
	    {NEXT " a.b, test.rule -->\n<p>bad</p>\n", ""},
	    {NEXT " a.b,test.rule -->\n<p>bad</p>\n", ""},
	    {NEXT " a.b test.rule -->\n<p>bad</p>\n", ""},
	    {NEXT " test.rule -- is quoted -->\n<p>bad</p>\n", ""},
	    {NEXT " -- test.other is quoted -->\n<p>bad</p>\n", ""},
	    {NEXT " a.b -- test.rule -->\n<p>bad</p>\n", "()|bad"},
	    {NEXT "s test.rule -->\n<p>bad</p>\n", "bad"},
	    {"<p>bad</p>\n" NEXT " test.rule -->", "bad|()"},
	    {NEXT " test.rule -->\nbad\nbad\n", "bad"},
	    {NEXT " test.rule -->" ON "\n<p>bad</p>\n", ""}, /* the last line */
	    {NEXT " test.rule -->" ON "\n<p>bad</p>\n\n", ""},
	    {NEXT " test.rule -->\n" NEXT " test.rule -->\n<p>bad</p>\n", "()"},
	};

	(void)state;
	CASES(RULE, cases);
}

static void from_here_on(void **state)
{
	static const struct rule_case cases[] = {
	    {OFF " test.rule -->\n<p>bad</p>\n\n<p>bad</p>\n", ""},
	    {"<p>bad</p>\n" OFF " test.rule -->\n<p>bad</p>\n", "bad"},
	    {OFF " test.rule -->\n<p>bad</p>\n" ON "\n<p>bad</p>\n", "bad"},
	    {OFF " test.rule -->\n" ON "\n<p>bad</p>\n", "()|bad"},
	    {ON "\n<p>bad</p>\n", "bad"},
	    {OFF " -->\n<p>bad</p>\n" ON "<p>bad</p>" OFF " -->\n<p>bad</p>\n", "bad"},
	    {OFF " test -->" OFF " test.rule -->\n<p>bad</p>\n" ON "\n<p>bad</p>\n", "bad"},
	    {OFF " test.rule -->\n" NEXT " test.rule -->\ngood\nbad\n", "()"},
	    {OFF " a.b -->" OFF " test.rule -->\n<p>bad</p>\n", "()"},
	    {OFF " test.rule -->\n" NEXT " test.rule -->\n<p>bad</p>\n<p>bad</p>\n", ""},
	};

	(void)state;
	CASES(RULE, cases);
}

static void rules_that_stay_on(void **state)
{
	static const struct rule_case cases[] = {
	    {NEXT " test.rule -->\n<p>bad</p>\n", "()|bad"},
	    {OFF " -->\n<p>bad</p>\n", "()|bad"},
	};

	(void)state;
	CASES(RULE "suppressible: false\n", cases);
}

/* Of a comment without use is told where it stands; in a file that heeds none, nothing is. */
static void comments_of_no_use(void **state)
{
	struct rule_runner runner;
	const char *text = "<p>good</p>\n" OFF " test.rule -->\n";

	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	runner.options.document.name = "a.html";
	assert_rule_says(&runner, text, "this comment switches off nothing", "");
	struct finding_list list = rule_findings(&runner, str_of(text));
	assert_str(str_span(str_of(text), list.at[0].source), OFF " test.rule -->");
	runner.options.no_suppressions = true;
	assert_int_equal(rule_findings(&runner, str_of(text)).count, 0);
	assert_int_equal(rule_findings(&runner, STR(OFF " -->\n<p>bad</p>\n")).count, 1);
	rule_runner_release(&runner);
}

static void any_bytes(void **state)
{
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, RULE, RULE_ALONE);
	runner.options.document.name = "a.html";
	assert_any_text_in_bounds(&runner, OFF " ", "tesrul,. ->!<bad\n\xff");
	assert_any_text_in_bounds(&runner, "<p>bad</p>\n" NEXT, " -->bad<p\n\xc3");
	rule_runner_release(&runner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_next_line),      cmocka_unit_test(from_here_on), cmocka_unit_test(rules_that_stay_on),
	    cmocka_unit_test(comments_of_no_use), cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
