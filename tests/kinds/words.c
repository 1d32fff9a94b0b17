/*
 * The words of mails as kind_words.h gives them, for learn.py: a line for each file, its path, then the words, with
 * tabs between.
 *
 * usage: words RULES FILE...
 */
#include <stdio.h>

#include "base/file.h"
#include "checks/checks.h"
#include "lint/lint.h"

#define MESSAGE_MAX ((size_t)64 << 20)

static void print_words(struct arena *arena, const struct ruleset *ruleset, struct searcher *searcher, const char *path)
{
	struct lint_options options = {.document = {.name = path, .format = -1}, .keeps_words = true};
	struct err err = {""};
	struct str bytes;

	if (!file_map(arena, path, &bytes, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return;
	}
	struct str_list words = lint_message(arena, ruleset, searcher, bytes, &options)->kind_words;
	printf("%s", path);
	for (size_t i = 0; i < words.count; i++) {
		printf("\t" STR_FMT, STR_ARG(words.at[i]));
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct arena *rules = arena_new(MESSAGE_MAX), *arena = arena_new(MESSAGE_MAX);
	struct config config;
	struct ruleset_options options = {
	    .rules_directory = argc > 1 ? argv[1] : "", .checks = checks_table, .config = &config};
	struct err err = {""};

	config_init(&config);
	const struct ruleset *ruleset = ruleset_load(rules, &options, &err);
	if (!ruleset) {
		fprintf(stderr, "words: %s\n", err.text);
		return 2;
	}
	struct searcher *searcher = searcher_new();
	for (int i = 2; i < argc; i++) {
		print_words(arena, ruleset, searcher, argv[i]);
		arena_reset(arena);
	}
	searcher_free(searcher);
	arena_free(arena);
	arena_free(rules);
	return 0;
}
