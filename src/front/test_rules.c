/*
 * test-rules: judges the examples of the shipped rules, or of the rule files in the folders named, each with its rule
 * alone. A file with `rule: ID` instead of `extends` adds examples to that rule.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "front/examples.h"
#include "front/files.h"
#include "front/fixing.h"
#include "front/front.h"
#include "front/options.h"
#include "front/rulesets.h"

#define SPECIMEN_MAX ((size_t)64 << 20)

struct testing {
	const struct front *front;
	const struct ruleset *ruleset;
	struct desk desk;
	struct arena *arena; /* of one example */
	size_t count, failed;
	enum status status;
	struct words rule_files, case_files; /* under the folders named */
};

static bool is_yaml(const char *name)
{
	return str_ends(str_of(name), STR(".yml")) || str_ends(str_of(name), STR(".yaml"));
}

/* ---- one example ---- */

static void fail(struct testing *testing, const struct rule *rule, const struct example *example, const char *what)
{
	const struct node *node = example->node;

	testing->failed++;
	printf("%s:%u: " STR_FMT ": %s\n  in: " STR_FMT "\n", node ? node->path : rule->path, node ? node->line : 1,
	       STR_ARG(rule->id), what, STR_ARG(example->text));
}

static void check_fixed(struct testing *testing, const struct rule *rule, const struct example *example,
                        const struct specimen *specimen)
{
	struct job job = {testing->ruleset, testing->desk.searcher, specimen->options};
	struct repaired repaired;
	struct str text;

	desk_clear(&testing->desk);
	if (!job_repair(&job, &testing->desk, specimen->bytes, APPLY_PLACEHOLDER, &repaired))
		return;
	text = str_sub(repaired.bytes, specimen->before, repaired.bytes.len - specimen->before - specimen->after);
	if (!str_eq(str_trim(text), str_trim(example->fixed))) {
		struct str what =
		    str_printf(testing->arena, "the fix makes of it\n  \"" STR_FMT "\"\n  instead of\n  \"" STR_FMT "\"",
		               STR_ARG(str_trim(text)), STR_ARG(str_trim(example->fixed)));
		fail(testing, rule, example, what.at);
	}
}

static bool test_example(struct testing *testing, const struct rule *rule, const struct example *example,
                         struct err *err)
{
	struct specimen specimen;

	arena_reset(testing->arena);
	desk_clear(&testing->desk);
	if (!example_specimen(testing->arena, testing->ruleset, rule, example, &specimen, err))
		return false;
	struct job job = {testing->ruleset, testing->desk.searcher, specimen.options};
	const struct result *result = job_judge(&job, &testing->desk, specimen.bytes);
	if (!result)
		return err_set(err, "%s: an example needs too much memory", rule->path);
	testing->count++;
	if (example->bad && !result->findings.count) {
		fail(testing, rule, example, str_printf(testing->arena, "nothing found (kind %s)", specimen.options.kind).at);
	} else if (!example->bad && result->findings.count) {
		const struct finding *first = &result->findings.at[0];
		fail(testing, rule, example,
		     str_printf(testing->arena, "found \"" STR_FMT "\" (kind %s): " STR_FMT, STR_ARG(first->text),
		                specimen.options.kind, STR_ARG(first->message))
		         .at);
	} else if (example->bad && example->fixed.len) {
		check_fixed(testing, rule, example, &specimen);
	}
	return true;
}

static void trouble(struct testing *testing, const struct err *err)
{
	fflush(stdout);
	testing->status = front_trouble(err);
}

static void test_rule(struct testing *testing, const struct rule *rule)
{
	struct err err = {""};

	for (size_t i = 0; i < rule->examples.count; i++)
		if (!test_example(testing, rule, &rule->examples.at[i], &err)) {
			trouble(testing, &err);
			return;
		}
}

/* ---- files that add examples ---- */

static bool test_case_file(struct testing *testing, const char *path, struct err *err)
{
	struct arena *arena = testing->front->arena;
	const struct node *file = yaml_load(arena, path, err);
	struct example_list examples = {0};
	struct str id;

	if (!file || !node_str(node_get(file, "rule"), &id, err))
		return false;
	for (const struct node *child = file->value; child; child = child->next)
		if (!str_eq(child->key->scalar, STR("rule")) && !str_eq(child->key->scalar, STR("examples")))
			return node_err(child->key, err, "unknown key \"" STR_FMT "\"; allowed: rule examples",
			                STR_ARG(child->key->scalar));
	const struct rule *rule = ruleset_find(testing->ruleset, id);
	if (!rule)
		return node_err(node_get(file, "rule"), err, "there is no rule \"" STR_FMT "\"", STR_ARG(id));
	if (!examples_read(arena, file, &examples, err))
		return false;
	for (size_t i = 0; i < examples.count; i++)
		if (!test_example(testing, rule, &examples.at[i], err))
			return false;
	return true;
}

/* ---- folders ---- */

/* Sorts the YAML files under a folder into those of rules and those that add examples. */
static void sort_files(struct testing *testing, const char *const *folders)
{
	struct arena *arena = testing->front->arena;
	struct file_walk *walk = file_walk_new(arena, folders, is_yaml);
	const char *path;
	struct err err = {""};

	for (; file_walk_next(walk, &path, &err); err.text[0] = '\0') {
		const struct node *file = path ? yaml_load(arena, path, &err) : NULL;
		if (!file)
			trouble(testing, &err);
		else if (node_get(file, "rule"))
			words_add(arena, &testing->case_files, str_cstr(arena, str_of(path)));
		else if (node_get(file, "extends"))
			words_add(arena, &testing->rule_files, file_real_path(arena, path));
	}
}

/* Loads all rules, and those of a folder that holds rules which are not shipped. */
static bool load(struct testing *testing, struct options *options, struct err *err)
{
	struct arena *arena = testing->front->arena;
	const char *shipped = rulesets_shipped(testing->front, err);

	if (!shipped)
		return false;
	struct str inside = str_printf(arena, "%s/", file_real_path(arena, shipped));
	for (size_t i = 0; i < options->arguments.count; i++) {
		const char *folder = file_real_path(arena, options->arguments.at[i]);
		struct str prefix = str_printf(arena, "%s/", folder);
		bool wanted = false;
		for (size_t f = 0; f < testing->rule_files.count; f++) {
			struct str file = str_of(testing->rule_files.at[f]);
			wanted = wanted || (str_starts(file, prefix) && !str_starts(file, inside));
		}
		if (wanted)
			words_add(arena, &options->list[OPTION_rules], folder);
	}
	testing->ruleset = rulesets_all(testing->front, options, err);
	return testing->ruleset != NULL;
}

static bool is_listed(const struct testing *testing, const struct rule *rule)
{
	const char *path = file_real_path(testing->front->arena, rule->path);

	for (size_t i = 0; i < testing->rule_files.count; i++)
		if (strcmp(testing->rule_files.at[i], path) == 0)
			return true;
	return false;
}

static void test_all(struct testing *testing, bool named)
{
	for (size_t i = 0; i < testing->ruleset->rules.count; i++)
		if (!named || is_listed(testing, testing->ruleset->rules.at[i]))
			test_rule(testing, testing->ruleset->rules.at[i]);
	for (size_t i = 0; i < testing->case_files.count; i++) {
		struct err err = {""};
		if (!test_case_file(testing, testing->case_files.at[i], &err))
			trouble(testing, &err);
	}
	if (named && !testing->count && testing->status == STATUS_CLEAN) {
		struct err err = {""};
		err_set(&err, "no examples found");
		trouble(testing, &err);
	}
	printf("%zu example%s, %zu failed\n", testing->count, testing->count == 1 ? "" : "s", testing->failed);
}

enum status front_test_rules(const struct front *front, const struct options *given)
{
	struct testing testing = {.front = front, .arena = arena_new(SPECIMEN_MAX)};
	struct options options = *given;
	struct err err = {""};

	options.given[OPTION_isolated] = true;
	if (options.arguments.count)
		sort_files(&testing, options.arguments.at);
	if (!desk_init(&testing.desk) || !testing.arena)
		err_set(&err, "out of memory");
	else if (load(&testing, &options, &err))
		test_all(&testing, options.arguments.count > 0);
	desk_release(&testing.desk);
	arena_free(testing.arena);
	if (err_is_set(&err))
		return front_trouble(&err);
	if (testing.failed && testing.status == STATUS_CLEAN)
		testing.status = STATUS_FINDINGS;
	enum status closed = front_close(stdout, "standard output");
	return closed > testing.status ? closed : testing.status;
}
