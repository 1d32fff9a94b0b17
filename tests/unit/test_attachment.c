/* The check "attachment": files that are announced, unmentioned, or there under another name. */
#include "rule_test.h"

#define HEAD "extends: attachment\nmessage: '%s'\nlevel: error\nimpression: confuse\n"

/* What is found in text when it goes with those files (NULL: nobody knows which). */
struct file_case {
	const char *text;
	const char *const *files;
	const char *found;
};

#define FILES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_FILES ((const char *const[]){NULL})

static void faults_of(const char *rule, const struct file_case *cases, size_t count)
{
	struct rule_runner runner;
	size_t wrong = 0;

	rule_runner_init(&runner, rule, RULE_ALONE);
	runner.options.document.name = "a.txt";
	for (size_t i = 0; i < count; i++) {
		runner.options.document.attachment_names = cases[i].files;
		wrong += !is_rule_case(&runner, &(struct rule_case){cases[i].text, cases[i].found});
	}
	assert_int_equal(wrong, 0);
	rule_runner_release(&runner);
}

#define FAULTS(rule, cases) faults_of((rule), (cases), sizeof(cases) / sizeof *(cases))
#define MISSING HEAD "phrases: ['i attach']\nnouns: [quotes, files]\n"

static void announced_and_not_there(void **state)
{
	const struct file_case cases[] = {
	    {"I attach the lease.\n", NO_FILES, "I attach"},
	    {"I attach the lease.\n", FILES("lease.pdf"), ""},
	    {"I attach the lease.\n", NULL, ""},
	    {"I attach the lease: https://shop.example/lease.\n", NO_FILES, ""},
	    {"I attach the lease here. See https://shop.example/lease.\n", NO_FILES, ""},
	    {"I attach the lease here.\n\nSee https://shop.example/lease.\n", NO_FILES, ""},
	    {"I attach the lease here.\n\nIt is late.\n\nSee https://shop.example/lease.\n", NO_FILES, "I attach"},
	    {"I attach the lease. It is late. See https://shop.example/lease.\n", NO_FILES, "I attach"},
	    {"I attach both quotes.\n", FILES("a.pdf"), "I attach"},
	    {"I attach both quotes.\n", FILES("a.pdf", "b.pdf"), ""},
	    {"I attach three long signed new quotes.\n", FILES("a.pdf", "b.pdf"), "I attach"},
	    {"I attach three long and signed new quotes.\n", FILES("a.pdf", "b.pdf"), ""}, /* too far away */
	    {"I attach three quotes.\n", FILES("a.pdf", "b.pdf", "c.pdf"), ""},
	    {"I attach 9 files.\n", FILES("a.pdf"), "I attach"},
	    {"I attach 12 files.\n", FILES("a.pdf"), ""},
	    {"I attach one of the files.\n", FILES("a.pdf"), ""},
	    {"I attach ten files.\n", FILES("a.pdf"), "I attach"},
	    {"It is dry.\n\n> I attach a photo.\n", NO_FILES, ""},
	    {"You wrote \"I attach a photo\".\n", NO_FILES, ""},
	};
	struct rule_runner runner;

	(void)state;
	FAULTS(MISSING, cases);
	rule_runner_init(&runner, MISSING, RULE_ALONE);
	runner.options.document = (struct document_options){.name = "a.txt", .format = -1};
	runner.options.document.attachment_names = FILES("a.pdf");
	assert_rule_says(&runner, "I attach 3 files.\n", "3 files are announced, 1 attached", "");
	assert_int_equal(rule_findings(&runner, STR("I attach 3 files.\n")).at[0].level, LEVEL_WARNING);
	rule_runner_release(&runner);
}

#define MIXED(type, headers)                                                                                           \
	"From: jo@shop.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nI attach the "      \
	"lease.\n--b\nContent-Type: " type "\n" headers "\n\nx\n--b--\n"

static void files_of_a_mail(void **state)
{
	static const struct rule_case cases[] = {
	    {MIXED("application/pdf; name=a.pdf", "Content-Disposition: attachment"), ""},
	    {MIXED("text/plain", "X-Nothing: x"), "I attach"},
	    {"From: jo@shop.example\n\nI attach the lease.\n", "I attach"},
	};
	struct rule_runner runner;

	(void)state;
	rule_runner_init(&runner, MISSING, RULE_ALONE);
	RULE_CASES(&runner, cases);
	rule_runner_release(&runner);
}

static void never_spoken_of(void **state)
{
	const struct file_case cases[] = {
	    {"It all went well today.\n", FILES("dent.jpg"), "()"},
	    {"It all went well today.\n", NO_FILES, ""},
	    {"It all went well today.\n", NULL, ""},
	    {"The dent went well today.\n", FILES("dent.jpg"), ""},
	    {"The den is fine today.\n", FILES("den.jpg"), "()"}, /* three letters tell nothing */
	    {"The DENTS are fine today.\n", FILES("2026-dent_3.jpg"), ""},
	    {"Here is a photo for you.\n", FILES("dent.jpg"), ""},
	    {"All well.\n", FILES("dent.jpg"), ""}, /* two words are no letter */
	    {"All is well.\n", FILES("dent.jpg"), "()"},
	    {"It all went well today.\n\n> A photo of the dent?\n", FILES("dent.jpg"), "()"},
	    {"It all went well today.\n", FILES("visit.ICS"), ""},
	    {"It all went well today.\n", FILES("image001.png"), ""},
	    {"It all went well today.\n", FILES("Logo.png"), ""},
	    {"It all went well today.\n", FILES("visit.ics", "dent.jpg"), "()"},
	    {"It all went well today.\n", FILES("a.jpg", "b.jpg"), "()"}, /* said once */
	    {"It all went well today.\n", FILES(""), ""},
	};

	(void)state;
	FAULTS(HEAD "what: unmentioned\nphrases: [photo]\n", cases);
}

#define NAMED HEAD "what: named\nphrases: ['/attach \\S+\\.pdf\\b/']\ndrafts: [draft]\n"

static void names_that_do_not_fit(void **state)
{
	const struct file_case cases[] = {
	    {"Here is quote 4482.\n", FILES("quote_4482.pdf"), ""},
	    {"Here is quote 4482.\n", FILES("quote_4471.pdf"), "()"},
	    {"Here is quote 4482.\n", FILES("terms_4471.pdf"), ""},
	    {"Here is quote 4482.\n", FILES("quote_44711.pdf"), ""},
	    {"Here is quote 4482.\n", FILES("quote_471.pdf"), "()"}, /* against 482 */
	    {"Here is quote 4482.\n", FILES("quote_71.pdf"), ""},
	    {"Here is quote 4482.\n", FILES("quote_2026.pdf"), ""},
	    {"Here is quote 4482.\n", FILES("4471.pdf"), ""},
	    {"Here is invoice 4482.\n", FILES("quote_4471.pdf"), ""},
	    {"Quote 4482 replaces 4471.\n", FILES("quote_4471.pdf"), ""},
	    {"Here is the lease.\n", FILES("lease-DRAFT.pdf"), "()"},
	    {"Here is the lease.\n", FILES("lease-drafty.pdf"), ""},
	    {"Here is the draft lease.\n", FILES("lease-draft.pdf"), ""},
	    {"Here is the lease.\n", FILES("Copy of lease.pdf"), "()"},
	    {"Here is a copy for you.\n", FILES("Copy of lease.pdf"), ""},
	    {"I attach terms.pdf here.\n", FILES("prices.pdf"), "attach terms.pdf"},
	    {"I attach terms.pdf here.\n", FILES("Terms.PDF"), ""},
	    {"I attach terms.pdf here.\n", FILES("prices.pdf", "terms.pdf"), ""},
	    {"I attach terms.pdf here.\n", NO_FILES, ""},
	    {"I attach terms.pdf here.\n", NULL, ""},
	};

	(void)state;
	FAULTS(NAMED, cases);
}

static void wrong_rules(void **state)
{
	assert_rule_refused(*state, HEAD, "needs the key 'phrases'");
	assert_rule_refused(*state, HEAD "what: other\nphrases: ['a b']\n", "other");
}

/* Names of files are bytes of a stranger's, too. */
static void any_bytes(void **state)
{
	static const char *const rules[] = {MISSING, HEAD "what: unmentioned\nphrases: [photo]\n", NAMED};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct rule_runner runner;
		rule_runner_init(&runner, rules[i], RULE_ALONE);
		assert_any_text_in_bounds(&runner,
		                          "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nQuote 123: I "
		                          "attach two files, more.\n--b\nContent-Disposition: attachment; filename=",
		                          "\"quote123._ -draft\xc3\xff%\n");
		rule_runner_release(&runner);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(announced_and_not_there),
	    cmocka_unit_test(files_of_a_mail),
	    cmocka_unit_test(never_spoken_of),
	    cmocka_unit_test(names_that_do_not_fit),
	    cmocka_unit_test_setup_teardown(wrong_rules, arena_setup, arena_teardown),
	    cmocka_unit_test(any_bytes),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
