/* A rule written in a test, and what it finds in a message. */
#ifndef REPLYLINT_TESTS_UNIT_RULE_TEST_H
#define REPLYLINT_TESTS_UNIT_RULE_TEST_H

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail_test.h"

#include "base/file.h"
#include "checks/checks.h"
#include "lint/lint.h"

/* The rule set of the rule test.rule and of `beside`; or NULL and err. */
static inline struct ruleset *rule_load_beside(struct arena *arena, const char *rule, struct ruleset_options *beside,
                                               struct err *err)
{
	char folder[] = "/tmp/replylint-rule-XXXXXX";

	assert_non_null(mkdtemp(folder));
	const char *group = str_printf(arena, "%s/test", folder).at;
	const char *path = str_printf(arena, "%s/rule.yml", group).at;
	assert_int_equal(mkdir(group, 0700), 0);
	assert_true(file_replace(path, str_of(rule), err));
	const char *paths[] = {folder, NULL};
	beside->paths = paths;
	beside->checks = checks_table;
	struct ruleset *ruleset = ruleset_load(arena, beside, err);
	beside->paths = NULL;
	unlink(path);
	rmdir(group);
	rmdir(folder);
	return ruleset;
}

/* The rule set of the one rule test.rule, or NULL and err; its kinds are answer and unknown. */
static inline struct ruleset *rule_load(struct arena *arena, const char *rule, struct err *err)
{
	struct config *config = ARENA_NEW(arena, struct config);
	struct ruleset_options alone = {.config = config};

	config_init(config);
	return rule_load_beside(arena, rule, &alone, err);
}

/* How often the rule is found in text, read as a file of that name. */
static inline size_t rule_finds(struct arena *arena, const char *rule, const char *text, const char *name)
{
	struct err err = {""};
	struct ruleset *ruleset = rule_load(arena, rule, &err);
	struct searcher *searcher = searcher_new();
	struct lint_options options = {.document = {.name = name, .format = -1}};

	if (ruleset == NULL) {
		fail_msg("%s", err.text);
	}
	size_t found = lint_message(arena, ruleset, searcher, str_of(text), &options)->findings.count;
	searcher_free(searcher);
	return found;
}

static inline void assert_rule_refused(struct arena *arena, const char *rule, const char *why)
{
	struct err err = {""};

	assert_null(rule_load(arena, rule, &err));
	if (strstr(err.text, why) == NULL) {
		fail_msg("\"%s\" does not say \"%s\"", err.text, why);
	}
}

/* ---- what exactly is found ---- */

/* The rule test.rule, run alone, in an arena that lasts longer than a message's. */
struct rule_runner {
	struct arena *rules_arena, *arena;
	struct config *config; /* may be filled before and after */
	const struct ruleset *ruleset;
	const struct rule *rule;
	struct searcher *searcher;
	struct lint_options options;
};

enum rule_company { RULE_ALONE, RULE_AMONG_SHIPPED }; /* with the shipped lists, sets and kinds */

static inline void rule_runner_init(struct rule_runner *runner, const char *rule, enum rule_company company)
{
	struct err err = {""};

	*runner = (struct rule_runner){.rules_arena = arena_new(ARENA_SIZE), .arena = arena_new(ARENA_SIZE)};
	runner->config = ARENA_NEW(runner->rules_arena, struct config);
	config_init(runner->config);
	struct ruleset_options options = {.rules_directory = company == RULE_AMONG_SHIPPED ? "rules" : NULL,
	                                  .config = runner->config};
	runner->ruleset = rule_load_beside(runner->rules_arena, rule, &options, &err);
	if (runner->ruleset == NULL) {
		fail_msg("%s", err.text);
	}
	runner->rule = ruleset_find(runner->ruleset, STR("test.rule"));
	runner->searcher = searcher_new();
	runner->options = (struct lint_options){.document = {.name = "a.eml", .format = -1}, .only = runner->rule};
}

static inline void rule_runner_release(struct rule_runner *runner)
{
	searcher_free(runner->searcher);
	arena_free(runner->arena);
	arena_free(runner->rules_arena);
}

/* Spans lie in the text and in the source, edits one behind the other in the source. */
static inline void assert_in_bounds(const struct finding *finding, struct str source)
{
	size_t end = 0;

	assert_true(finding->page == NULL || finding->view.at + finding->view.len <= finding->page->view->bytes.len);
	assert_true(finding->source.at + finding->source.len <= source.len);
	for (size_t i = 0; finding->fix != NULL && i < finding->fix->edit_count; i++) {
		const struct edit *edit = &finding->fix->edits[i];
		assert_true(edit->where.at >= end && edit->where.at + edit->where.len <= source.len);
		end = edit->where.at + edit->where.len;
	}
}

static inline struct finding_list rule_findings(struct rule_runner *runner, struct str text)
{
	struct result *result = lint_message(runner->arena, runner->ruleset, runner->searcher, text, &runner->options);

	for (size_t i = 0; i < result->findings.count; i++) {
		assert_in_bounds(&result->findings.at[i], text);
	}
	return result->findings;
}

/* In many short texts of the alphabet's letters, too; before: what stands before each. */
static inline void assert_any_text_in_bounds(struct rule_runner *runner, const char *before, const char *alphabet)
{
	unsigned seed = 11;

	for (int round = 0; round < 5000; round++) {
		char bytes[ANY_TEXT_MOST];
		struct str text = any_text(bytes, alphabet, &seed);
		rule_findings(runner, str_printf(runner->arena, "%s" STR_FMT, before, STR_ARG(text)));
		arena_reset(runner->arena);
	}
}

struct rule_case {
	const char *text, *found; /* found: the words of each finding, '|' between; "()" for something missing */
};

static inline bool is_rule_case(struct rule_runner *runner, const struct rule_case *expected)
{
	struct finding_list list = rule_findings(runner, str_of(expected->text));
	struct buf found;

	buf_init(&found, runner->arena, SIZE_MAX);
	for (size_t i = 0; i < list.count; i++) {
		struct str words = list.at[i].text.len > 0 ? list.at[i].text : STR("()");
		buf_printf(&found, "%s" STR_FMT, i > 0 ? "|" : "", STR_ARG(words));
	}
	bool as_expected = str_eq(buf_str(&found), str_of(expected->found));
	if (!as_expected) {
		print_error("in \"%s\" was found \"" STR_FMT "\", not \"%s\"\n", expected->text, STR_ARG(buf_str(&found)),
		            expected->found);
	}
	arena_reset(runner->arena);
	return as_expected;
}

static inline void assert_rule_cases(struct rule_runner *runner, const struct rule_case *cases, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		wrong += !is_rule_case(runner, &cases[i]);
	}
	assert_int_equal(wrong, 0);
}

#define RULE_CASES(runner, cases) assert_rule_cases((runner), (cases), sizeof(cases) / sizeof *(cases))

/* What the first finding says of itself, and the text that its fix puts in ("": no fix, or none that edits). */
static inline void assert_rule_says(struct rule_runner *runner, const char *text, const char *message, const char *fix)
{
	struct finding_list list = rule_findings(runner, str_of(text));

	if (list.count == 0) {
		fail_msg("nothing is found in \"%s\"", text);
	}
	const struct finding *first = &list.at[0];
	bool edits = first->fix != NULL && first->fix->edit_count > 0;
	assert_str(first->message, message);
	assert_str(edits ? first->fix->edits[0].text : STR(""), fix);
}

#endif
