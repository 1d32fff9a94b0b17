/*
 * A message through all of the program: judged by the shipped rules, every fix tried alone, then as --fix and
 * --unsafe-fixes do it, and the reports for people and for programs.
 */
#include "fuzz.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "front/fixing.h"
#include "lint/fix.h"
#include "report/report.h"

#define REPAIRED_MOST 1500u /* longer inputs are judged, and not repaired round by round: that takes long */

/* ---- fixes ---- */

/* One fix: the bytes outside its edits are the same, those inside are the edits' own. */
static void check_fix(struct arena *arena, struct str source, struct finding *finding)
{
	struct finding_list alone = {.at = finding, .count = 1};
	struct fix_outcome outcome = fix_apply(arena, source, &alone, APPLY_PLACEHOLDER);
	struct str made = outcome.bytes;
	size_t at = 0;

	assert(outcome.applied <= 1);
	for (size_t i = 0; outcome.applied && i < finding->fix->edit_count; i++) {
		const struct edit *edit = &finding->fix->edits[i];
		assert(fuzz_inside(edit->where, source.len) && edit->where.at >= at);
		struct str kept = str_sub(source, at, edit->where.at - at);
		assert(str_starts(made, kept) && str_starts(str_from(made, kept.len), edit->text));
		made = str_from(made, kept.len + edit->text.len);
		at = edit->where.at + edit->where.len;
	}
	assert(str_eq(made, str_from(source, at)));
}

/* The same parts of the same types in the same places. */
static void check_structure(const struct document *before, const struct document *after)
{
	const struct part *old = before->message ? before->message->root : NULL;
	const struct part *new = after->message ? after->message->root : NULL;

	assert(before->format == after->format);
	for (; old && new; old = part_after(old), new = part_after(new)) {
		assert(strcmp(old->path, new->path) == 0 && old->field_count == new->field_count);
		assert(str_eq(old->type, new->type) && str_eq(old->subtype, new->subtype));
	}
	assert(!old && !new);
}

static void check_fixes(struct arena *arena, const struct job *job, const struct result *result, struct str source)
{
	const struct document *document = result->document;
	bool untouchable = document->message && (document->message->is_signed || document->message->is_encrypted);

	for (size_t i = 0; i < result->findings.count; i++) {
		struct finding *finding = &result->findings.at[i];
		assert(!untouchable || !finding->fix || finding->fix->edit_count == 0);
		if (finding->fix && finding->fix->edit_count > 0)
			check_fix(arena, source, finding);
	}
	struct fix_outcome all = fix_apply(arena, source, &result->findings, APPLY_UNSAFE);
	if (all.applied > 0) {
		fix_diff(arena, "mail.eml", source, all.bytes);
		check_structure(document, document_read(arena, all.bytes, &job->options.document));
	}
}

static void repair(const struct job *job, struct str source)
{
	struct desk desk;
	struct repaired repaired;

	if (source.len > REPAIRED_MOST)
		return;
	desk_init(&desk);
	if (job_repair(job, &desk, source, APPLY_UNSAFE, &repaired))
		assert(repaired.applied > 0 || str_eq(repaired.bytes, source));
	desk_release(&desk);
}

/* ---- findings ---- */

static void check_finding(const struct finding *finding, size_t length)
{
	assert(fuzz_inside(finding->source, length) && finding->level < LEVEL_COUNT && finding->zone < ZONE_COUNT);
	assert(utf8_valid(finding->message) && utf8_valid(finding->text));
	assert(!finding->page || fuzz_inside(finding->view, finding->page->view->bytes.len));
}

static void check_result(const struct result *result, const struct ruleset *ruleset, size_t length)
{
	assert(result->kind < ruleset->kinds.count && result->face < FACE_COUNT);
	assert(result->score >= 0 && result->score <= 1000);
	assert(!result->overrun);
	for (size_t i = 0; i < result->findings.count; i++) {
		check_finding(&result->findings.at[i], length);
		assert(i == 0 || result->findings.at[i - 1].source.at <= result->findings.at[i].source.at);
	}
}

/* ---- reports ---- */

/* A report being written, closed with the arena that it may run out of. */
struct sheet {
	FILE *out;
	char *written;
	size_t length;
};

static void sheet_release(void *object)
{
	struct sheet *sheet = object;

	if (sheet->out)
		fclose(sheet->out);
	free(sheet->written);
}

static void report(struct arena *arena, const struct result *result, const char *format)
{
	struct sheet *sheet = ARENA_NEW(arena, struct sheet);
	struct reporting reporting = {.reporter = report_format(format), .utf8 = true, .width = 80};
	struct reported reported = {.path = "mail.eml", .result = result, .ruleset = fuzz_ruleset()};

	reported.locator = locator_new(arena, result->document->source->bytes, 0, 1);
	arena_defer(arena, sheet_release, sheet);
	reporting.out = sheet->out = open_memstream(&sheet->written, &sheet->length);
	report_begin(&reporting);
	report_message(&reporting, &reported);
	fflush(sheet->out);
	assert(utf8_valid((struct str){sheet->written, sheet->length}));
	if (strcmp(format, "jsonl") == 0) {
		json_t *json = json_loadb(sheet->written, sheet->length, JSON_ALLOW_NUL, NULL);
		assert(json);
		json_decref(json);
	}
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct job job = {fuzz_ruleset(), fuzz_searcher(), {.document = {.format = -1}, .trust_header = true}};
	struct result *result = lint_message(arena, job.ruleset, job.searcher, bytes, &job.options);

	fuzz_check_document(result->document);
	check_result(result, job.ruleset, bytes.len);
	check_fixes(arena, &job, result, bytes);
	repair(&job, bytes);
	report(arena, result, "text");
	report(arena, result, "jsonl");
}
