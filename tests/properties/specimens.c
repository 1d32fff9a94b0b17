/*
 * specimens: every example of every rule as a file: `specimens RULES FOLDER [CASES]...` writes
 * FOLDER/KIND/RULE-NUMBER.eml (.txt, .html). RULES is the folder of the shipped rules; CASES are files that only add
 * examples to a rule.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "checks/checks.h"
#include "front/examples.h"
#include "lint/yaml.h"

#define ROOM ((size_t)1 << 30)

struct writing {
	struct arena *arena;
	const struct ruleset *ruleset;
	const char *folder;
	size_t count;
	struct err err;
};

static bool put(struct writing *writing, const char *path, struct str bytes)
{
	FILE *file = fopen(path, "wb");
	bool written = file != NULL && fwrite(bytes.at, 1, bytes.len, file) == bytes.len;

	if (file != NULL && fclose(file) != 0) {
		written = false;
	}
	return written || err_set(&writing->err, "%s: cannot be written", path);
}

static bool write_example(struct writing *writing, const struct rule *rule, const struct example *example)
{
	struct specimen specimen;

	if (!example_specimen(writing->arena, writing->ruleset, rule, example, &specimen, &writing->err)) {
		return false;
	}
	const char *folder =
	    str_cstr(writing->arena, str_printf(writing->arena, "%s/%s", writing->folder, specimen.options.kind));
	const char *name = specimen.options.document.name, *extension = name + sizeof "example" - 1;
	struct str path =
	    str_printf(writing->arena, "%s/" STR_FMT "-%zu%s", folder, STR_ARG(rule->id), writing->count++, extension);
	if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
		return err_set(&writing->err, "%s: cannot be made", folder);
	}
	return put(writing, str_cstr(writing->arena, path), specimen.bytes);
}

static bool write_rules(struct writing *writing)
{
	for (size_t i = 0; i < writing->ruleset->rules.count; i++) {
		const struct rule *rule = writing->ruleset->rules.at[i];
		for (size_t k = 0; k < rule->examples.count; k++) {
			if (!write_example(writing, rule, &rule->examples.at[k])) {
				return false;
			}
		}
	}
	return true;
}

static bool write_cases(struct writing *writing, const char *path)
{
	const struct node *file = yaml_load(writing->arena, path, &writing->err);
	struct example_list examples = {0};
	struct str id;

	if (file == NULL || !node_str(node_get(file, "rule"), &id, &writing->err) ||
	    !examples_read(writing->arena, file, &examples, &writing->err)) {
		return false;
	}
	const struct rule *rule = ruleset_find(writing->ruleset, id);
	if (rule == NULL) {
		return err_set(&writing->err, "%s: there is no such rule", path);
	}
	for (size_t i = 0; i < examples.count; i++) {
		if (!write_example(writing, rule, &examples.at[i])) {
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	struct writing writing = {.arena = arena_new(ROOM)};
	struct config config;

	if (argc < 3 || !utf8_locale()) {
		return 2;
	}
	config_init(&config);
	struct ruleset_options options = {
	    .rules_directory = argv[1], .checks = checks_table, .config = &config, .keep_examples = true};
	writing.folder = argv[2];
	writing.ruleset = ruleset_load(writing.arena, &options, &writing.err);
	bool fine = writing.ruleset != NULL && write_rules(&writing);
	for (int i = 3; i < argc && fine; i++) {
		fine = write_cases(&writing, argv[i]);
	}
	if (!fine) {
		fprintf(stderr, "%s\n", writing.err.text);
	}
	arena_free(writing.arena);
	return fine ? 0 : 2;
}
