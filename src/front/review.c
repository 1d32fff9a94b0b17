#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "front/review.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "front/apart.h"
#include "front/output.h"
#include "lint/fix.h"
#include "report/report.h"

#define REPORT_NAME "mail"
#define REPAIR_MS 60000

bool review_init(struct review *review)
{
	void *shared = mmap(NULL, sizeof *review->outcome, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	review->outcome = shared == MAP_FAILED ? NULL : shared;
	return desk_init(&review->desk) && review->outcome;
}

void review_release(struct review *review)
{
	desk_release(&review->desk);
	if (review->outcome)
		munmap(review->outcome, sizeof *review->outcome);
}

/* What is done with a mail in the process apart. */
struct task {
	struct review *review;
	struct str bytes;
	int target; /* where the repaired mail goes */
};

static enum verdict_end do_apart(struct task *task, void (*work)(void *), long deadline)
{
	desk_clear(&task->review->desk);
	return apart_run(task->review->desk.now, work, task, deadline);
}

/* ---- judging ---- */

static size_t count_fixable(const struct result *result)
{
	size_t fixable = 0;

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct fix *fix = result->findings.at[i].fix;
		fixable += fix && fix->edit_count && fix->applicability >= APPLY_UNSAFE;
	}
	return fixable;
}

static void print_findings(const struct review *review, const struct result *result)
{
	struct reporting reporting = {.reporter = report_format("text"),
	                              .out = review->out,
	                              .least = LEVEL_SUGGESTION,
	                              .color = review->color,
	                              .utf8 = review->front->utf8,
	                              .width = output_width(review->out)};
	struct reported reported = {.path = REPORT_NAME, .result = result, .ruleset = review->ruleset};

	reported.locator = locator_new(result->document->arena, result->document->source->bytes, 0, 1);
	report_begin(&reporting);
	report_message(&reporting, &reported);
	fflush(review->out);
}

static void judge(void *context)
{
	const struct task *task = context;
	const struct review *review = task->review;
	struct arena *arena = review->desk.now;
	struct verdict *verdict = &review->outcome->verdict;
	struct judging judging = {.ruleset = review->ruleset,
	                          .searcher = review->desk.searcher,
	                          .envelope =
	                              submission_envelope(arena, review->submission, message_parse(arena, task->bytes)),
	                          .bytes = task->bytes,
	                          .arena = arena,
	                          .verdict = verdict,
	                          .trusts_header = true};

	verdict_misbehave_if_asked(task->bytes);
	verdict->pass = policy_of_envelope(&review->ruleset->config->milter, &judging.envelope);
	if (verdict->pass == PASS_NOT)
		verdict_reach(&judging);
	if (!judging.result || !verdict_stops(verdict))
		return;
	review->outcome->fixable = count_fixable(judging.result);
	print_findings(review, judging.result);
}

bool verdict_stops(const struct verdict *verdict)
{
	return verdict->action >= MAIL_HOLD;
}

const struct verdict *review_judge(struct review *review, struct str bytes)
{
	const struct config_milter *milter = &review->ruleset->config->milter;
	struct task task = {.review = review, .bytes = bytes};

	*review->outcome = (struct review_outcome){.fixable = 0};
	enum verdict_end end = do_apart(&task, judge, milter->deadline);
	if (end != VERDICT_DONE) {
		fprintf(review->out, "replylint: the mail could not be judged (%s)\n", verdict_end_names[end]);
		*review->outcome = (struct review_outcome){
		    .verdict = {.end = end, .action = milter->error_is_tempfail ? MAIL_TEMPFAIL : MAIL_LOG}};
	}
	return &review->outcome->verdict;
}

/* ---- repairing ---- */

static void print_difference(const struct review *review, struct str diff)
{
	struct str line;

	while (str_split(&diff, '\n', &line)) {
		front_print(review->out, line);
		putc('\n', review->out);
	}
	fflush(review->out);
}

static void repair(void *context)
{
	const struct task *task = context;
	const struct review *review = task->review;
	struct desk desk = review->desk;
	struct job job = {.ruleset = review->ruleset,
	                  .searcher = desk.searcher,
	                  .options = {.document = {.format = FORMAT_MAIL, .is_stdin = true}, .trust_header = true}};
	struct repaired repaired;

	if (!job_repair(&job, &desk, task->bytes, APPLY_UNSAFE, &repaired) || !repaired.applied ||
	    !file_write_all(task->target, repaired.bytes))
		return;
	print_difference(review, fix_diff(desk.now, REPORT_NAME, task->bytes, repaired.bytes));
	review->outcome->fixed = repaired.applied;
}

bool review_repair(struct review *review, struct str bytes, struct capture *repaired)
{
	struct err err = {""};
	struct task task = {.review = review, .bytes = bytes};

	if (!capture_begin(repaired, &err))
		return false;
	task.target = repaired->descriptor;
	review->outcome->fixed = 0;
	if (do_apart(&task, repair, REPAIR_MS) == VERDICT_DONE && review->outcome->fixed && capture_end(repaired, &err))
		return true;
	capture_drop(repaired);
	return false;
}
