#include "fuzz.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "checks/checks.h"

#define ROOM ((size_t)1 << 30)
#define LITTLE_ROOM ((size_t)1 << 18)

/* What is kept from input to input. */
static struct {
	const char *rules; /* folder of the shipped rules */
	const struct ruleset *ruleset;
	struct searcher *searcher;
	FILE *file;
	char file_path[32];
} kept;

const char *__lsan_default_suppressions(void);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libyaml 0.2.5 loses some bytes of a wrong plain scalar; it is asked for its own memory back in any case. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libyaml\nleak:yaml_parser_fetch_more_tokens\n";
}

/* Beside the target (OSS-Fuzz lays them there), else where REPLYLINT_RULES says. */
static const char *find_rules(const char *program)
{
	static char beside[4096];
	const char *named = getenv("REPLYLINT_RULES"), *slash = strrchr(program, '/');

	if (named || !slash)
		return named ? named : "rules";
	snprintf(beside, sizeof beside, "%.*s/rules", (int)(slash - program), program);
	return access(beside, F_OK) == 0 ? beside : "rules";
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	assert(*argc > 0);
	utf8_locale();
	kept.rules = find_rules((*argv)[0]);
	kept.searcher = searcher_new();
	return 0;
}

/* How much memory an input may use: told by its bytes, so that it always gets the same. */
static size_t room_for(struct str bytes)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < bytes.len; i++)
		hash = (hash ^ (unsigned char)bytes.at[i]) * 16777619u;
	return hash % 16 == 0 ? hash / 16 % LITTLE_ROOM : ROOM;
}

struct input {
	struct arena *arena;
	struct str bytes;
};

static void run(void *context)
{
	struct input *input = context;
	fuzz_one(input->arena, input->bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {size ? (const char *)data : "", size};
	struct input input = {arena_new(room_for(bytes)), bytes};

	assert(input.arena);
	arena_try(input.arena, run, &input);
	arena_free(input.arena);
	return 0;
}

struct str fuzz_line(struct str *bytes)
{
	struct str line = {"", 0};

	str_split(bytes, '\n', &line);
	return line;
}

const char *fuzz_file(struct str bytes)
{
	if (!kept.file) {
		kept.file = tmpfile();
		assert(kept.file);
		snprintf(kept.file_path, sizeof kept.file_path, "/dev/fd/%d", fileno(kept.file));
	}
	rewind(kept.file);
	size_t written = fwrite(bytes.at, 1, bytes.len, kept.file);
	int done = fflush(kept.file) || ftruncate(fileno(kept.file), (off_t)bytes.len);
	assert(written == bytes.len && !done);
	return kept.file_path;
}

const struct ruleset *fuzz_ruleset(void)
{
	static struct config config;
	struct err err = {""};

	if (!kept.ruleset) {
		struct ruleset_options options = {.rules_directory = kept.rules, .checks = checks_table, .config = &config};
		config_init(&config);
		kept.ruleset = ruleset_load(arena_new(ROOM), &options, &err);
	}
	if (!kept.ruleset) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	return kept.ruleset;
}

struct searcher *fuzz_searcher(void)
{
	searcher_begin(kept.searcher);
	return kept.searcher;
}
