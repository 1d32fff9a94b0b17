/*
 * mangle: mails as they arrive broken. Each FILE is cut at every byte, and has bytes flipped some thousand times from
 * a fixed seed; every such mail is judged, repaired every so often, and reported, in one process. That it ends, and
 * what the headers of src/ promise (tests/fuzz/promises.c), is the test. Usage: mangle RULES FLIPS FILE...
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../fuzz/fuzz.h"
#include "base/file.h"
#include "base/utf8.h"
#include "checks/checks.h"
#include "front/fixing.h"
#include "report/report.h"

#define ROOM ((size_t)1 << 30)
#define REPAIRED_EVERY 64u
#define FLIPS_MOST 8u /* bytes of one mail */

struct mangling {
	const struct ruleset *ruleset;
	struct desk desk;
	FILE *reports;
	const char *path;
	size_t judged;
};

static void report(struct mangling *mangling, const struct result *result)
{
	struct reported reported = {.path = mangling->path, .result = result, .ruleset = mangling->ruleset};

	reported.locator = locator_new(mangling->desk.now, result->document->source->bytes, 0, 1);
	for (size_t i = 0; report_formats[i]; i++) {
		struct reporting reporting = {
		    .reporter = report_formats[i], .out = mangling->reports, .utf8 = true, .color = true, .width = 80};
		report_begin(&reporting);
		report_message(&reporting, &reported);
	}
}

/* The bytes are handed over in memory of their very size, so that a sanitizer sees a read beyond them. */
static void judge(struct mangling *mangling, struct str bytes)
{
	struct job job = {.ruleset = mangling->ruleset,
	                  .searcher = mangling->desk.searcher,
	                  .options = {.document = {.name = mangling->path, .format = -1}}};
	char *copy = malloc(bytes.len + !bytes.len);
	struct repaired repaired;

	assert(copy);
	memcpy(copy, bytes.at, bytes.len);
	struct str own = {copy, bytes.len};
	desk_clear(&mangling->desk);
	if (mangling->judged++ % REPAIRED_EVERY == 0) {
		bool done = job_repair(&job, &mangling->desk, own, APPLY_UNSAFE, &repaired);
		assert(done);
	} else {
		repaired.result = job_judge(&job, &mangling->desk, own);
	}
	assert(repaired.result);
	fuzz_check_document(repaired.result->document);
	report(mangling, repaired.result);
	free(copy);
}

static void truncate_everywhere(struct mangling *mangling, struct str bytes)
{
	for (size_t len = 0; len <= bytes.len; len++)
		judge(mangling, str_sub(bytes, 0, len));
}

/* The same numbers everywhere: xorshift64. */
static size_t draw(uint64_t *state, size_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state % below);
}

static void flip(struct mangling *mangling, struct str bytes, unsigned times)
{
	uint64_t state = 88172645463325252u;
	char *copy = malloc(bytes.len + !bytes.len);

	assert(copy);
	for (unsigned i = 0; i < times && bytes.len; i++) {
		memcpy(copy, bytes.at, bytes.len);
		for (size_t k = draw(&state, FLIPS_MOST) + 1; k > 0; k--) {
			char *at = &copy[draw(&state, bytes.len)];
			*at = (char)(draw(&state, 2) ? draw(&state, 256) : (unsigned char)*at ^ 1u << draw(&state, 8));
		}
		judge(mangling, (struct str){copy, bytes.len});
	}
	free(copy);
}

static bool mangle(struct mangling *mangling, struct arena *arena, unsigned flips)
{
	struct err err = {""};
	struct str bytes;

	if (!file_read(arena, mangling->path, ROOM, &bytes, &err)) {
		fprintf(stderr, "mangle: %s\n", err.text);
		return false;
	}
	truncate_everywhere(mangling, bytes);
	flip(mangling, bytes, flips);
	return true;
}

int main(int argc, char **argv)
{
	static struct config config;
	struct arena *arena = arena_new(ROOM);
	struct ruleset_options options = {.rules_directory = argc > 3 ? argv[1] : "rules", .checks = checks_table};
	struct mangling mangling = {.reports = fopen("/dev/null", "wb")};
	struct err err = {""};
	bool fine = true;

	utf8_locale();
	config_init(&config);
	options.config = &config;
	mangling.ruleset = ruleset_load(arena, &options, &err);
	if (argc < 4 || !mangling.ruleset || !mangling.reports || !desk_init(&mangling.desk)) {
		fprintf(stderr, "usage: mangle RULES FLIPS FILE...\n%s\n", err.text);
		return 2;
	}
	for (int i = 3; i < argc && fine; i++) {
		mangling.path = argv[i];
		fine = mangle(&mangling, arena, (unsigned)strtoul(argv[2], NULL, 10));
	}
	printf("mangle: %zu broken mails judged\n", mangling.judged);
	desk_release(&mangling.desk);
	fclose(mangling.reports);
	arena_free(arena);
	return fine ? 0 : 2;
}
