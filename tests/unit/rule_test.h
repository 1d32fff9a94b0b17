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

/* The rule set of the one rule test.rule, or NULL and err; its kinds are answer and unknown. */
static inline struct ruleset *rule_load(struct arena *arena, const char *rule, struct err *err)
{
	char folder[] = "/tmp/replylint-rule-XXXXXX";
	struct config *config = ARENA_NEW(arena, struct config);

	assert_non_null(mkdtemp(folder));
	const char *group = str_printf(arena, "%s/test", folder).at;
	const char *path = str_printf(arena, "%s/rule.yml", group).at;
	assert_int_equal(mkdir(group, 0700), 0);
	assert_true(file_replace(path, str_of(rule), err));
	config_init(config);
	const char *paths[] = {folder, NULL};
	struct ruleset_options options = {.paths = paths, .checks = checks_table, .config = config};
	struct ruleset *ruleset = ruleset_load(arena, &options, err);
	unlink(path);
	rmdir(group);
	rmdir(folder);
	return ruleset;
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

#endif
