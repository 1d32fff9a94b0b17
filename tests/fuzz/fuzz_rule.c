/* A YAML file of rules/: read as a rule, which then judges its own examples, as a kind, a set, and a glossary. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "checks/checks.h"
#include "lint/lint.h"
#include "lint/load.h"

#define EXAMPLES_JUDGED 8u

/* A rule set of this input's own, which knows the shipped kinds, sets and lists. */
static struct ruleset *own_ruleset(struct arena *arena)
{
	const struct ruleset *shipped = fuzz_ruleset();
	struct ruleset *own = ARENA_NEW(arena, struct ruleset);

	*own = *shipped;
	own->arena = arena;
	own->kinds.at = ARENA_ARRAY(arena, shipped->kinds.count + 1, struct kind);
	memcpy(own->kinds.at, shipped->kinds.at, shipped->kinds.count * sizeof *own->kinds.at);
	own->kinds.room = shipped->kinds.count;
	memset(&own->rules, 0, sizeof own->rules);
	memset(&own->terms, 0, sizeof own->terms);
	return own;
}

static void judge_example(struct arena *arena, const struct ruleset *ruleset, const struct example *example)
{
	struct lint_options options = {.document = {.format = example->is_html ? FORMAT_HTML : FORMAT_TEXT}};
	struct result *result = lint_message(arena, ruleset, fuzz_searcher(), example->text, &options);

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		assert(fuzz_inside(finding->source, example->text.len));
		assert(utf8_valid(finding->message) && utf8_valid(finding->text));
	}
}

static void load_and_judge(const struct loader *loader, const char *path)
{
	struct ruleset *ruleset = loader->ruleset;
	struct rule *rule = load_rule(loader, path, STR("group"), STR("name"));

	assert(!rule == err_is_set(loader->err));
	if (!rule)
		return;
	*vec_push(loader->arena, &ruleset->rules) = rule;
	for (size_t i = 0; i < rule->examples.count && i < EXAMPLES_JUDGED; i++)
		judge_example(loader->arena, ruleset, &rule->examples.at[i]);
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct ruleset_options options = {.checks = checks_table, .config = fuzz_ruleset()->config, .keep_examples = true};
	struct err errs[4] = {{""}};
	struct loader loader = {
	    .arena = arena, .ruleset = own_ruleset(arena), .options = &options, .strict = true, .err = &errs[0]};
	const char *path = fuzz_file(bytes);

	load_and_judge(&loader, path);
	loader.err = &errs[1];
	assert(load_kind(&loader, path, STR("own")) == !err_is_set(&errs[1]));
	loader.err = &errs[2];
	assert(load_glossary(&loader, path) == !err_is_set(&errs[2]));
	memset(&loader.ruleset->sets, 0, sizeof loader.ruleset->sets);
	loader.err = &errs[3];
	assert(load_set(&loader, path, STR("own")) == !err_is_set(&errs[3]));
	for (size_t i = 0; i < sizeof errs / sizeof errs[0]; i++)
		assert(utf8_valid(str_of(errs[i].text)) && !strchr(errs[i].text, '\n'));
}
