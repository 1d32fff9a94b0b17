#include "front/checking.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "mail/mailbox.h"

#define STDIN_NAME "<stdin>"
#define SETTINGS_MAX ((size_t)1 << 20) /* what one file's settings take */
/* A longer message is judged where it was read, without another copy of it. */
#define AHEAD_BYTES_MAX ((size_t)1 << 20)

/* A file that is being judged. */
struct input {
	const char *path; /* as it is reported */
	bool is_stdin;
	struct window window; /* what is read of it */
	struct job job;
};

/* A message in it. */
struct item {
	struct str bytes;
	size_t offset, line, number; /* in its mailbox */
	enum repair repair;
};

void checking_status(struct checking *run, enum status status)
{
	if (status > run->status)
		run->status = status;
}

/* What is told to the reader stays in the order of the messages. */
static void tell_trouble(struct checking *run, const struct err *err)
{
	progress_clear(&run->progress);
	fflush(run->reporting.out);
	checking_status(run, front_trouble(err));
}

void checking_trouble(struct checking *run, const struct err *err)
{
	checking_settle(run);
	tell_trouble(run, err);
}

/* ---- one message ---- */

static void lacks_memory(struct checking *run, const struct input *input)
{
	struct err err = {""};

	err_set(&err, "%s: needs more memory than is allowed for one message", input->path);
	tell_trouble(run, &err);
}

struct showing {
	struct checking *run;
	const struct input *input;
	const struct item *item;
	const struct repaired *repaired;
};

static void show_judged(void *context)
{
	const struct showing *showing = context;
	struct checking *run = showing->run;
	const struct input *input = showing->input;
	const struct item *item = showing->item;
	const struct repaired *repaired = showing->repaired;
	const struct result *result = repaired->result;
	struct reported reported = {.path = input->path,
	                            .result = result,
	                            .ruleset = input->job.ruleset,
	                            .number = item->number,
	                            .fixed = repaired->applied};
	static const enum level fail_levels[] = {LEVEL_ERROR, LEVEL_WARNING, LEVEL_SUGGESTION};

	reported.locator = locator_new(result->document->arena, result->document->source->bytes, item->offset, item->line);
	totals_add(run->front->arena, &run->totals, &reported, run->reporting.least);
	for (size_t level = fail_levels[run->options->choice[OPTION_fail_level]]; level < LEVEL_COUNT; level++)
		if (result->count[level])
			checking_status(run, run->options->given[OPTION_exit_zero] ? STATUS_CLEAN : STATUS_FINDINGS);
	if (run->silent)
		return;
	progress_clear(&run->progress);
	report_message(&run->reporting, &reported);
	run->stop = run->stop || ferror(run->reporting.out);
}

static void show(struct checking *run, const struct input *input, const struct item *item,
                 const struct repaired *repaired)
{
	struct showing showing = {run, input, item, repaired};

	if (!arena_try(repaired->result->document->arena, show_judged, &showing))
		lacks_memory(run, input);
}

/* The message as it stands, after repairs that were not kept. */
static bool judge_again(struct checking *run, const struct input *input, const struct item *item,
                        struct repaired *repaired)
{
	desk_clear(&run->desk);
	*repaired = (struct repaired){.bytes = item->bytes, .result = job_judge(&input->job, &run->desk, item->bytes)};
	return repaired->result != NULL;
}

/* An absolute path in the working directory as one relative to it, for a diff that is applied there. */
static const char *below_here(struct arena *arena, const char *path)
{
	char here[4096];
	struct str folder = path[0] == '/' && getcwd(here, sizeof here) ? str_of(here) : (struct str){"", 0};

	if (folder.len && str_starts(str_of(path), str_printf(arena, STR_FMT "/", STR_ARG(folder))))
		return path + folder.len + 1;
	return path;
}

/* Puts the repaired text where it belongs. False when the old text stays and must be judged as it is. */
static bool deliver(struct checking *run, const struct input *input, const struct item *item,
                    const struct repaired *repaired)
{
	struct err err = {""};

	switch (item->repair) {
	case REPAIR_NOTHING:
		return true;
	case REPAIR_PRINT:
		fwrite(repaired->bytes.at, 1, repaired->bytes.len, stdout);
		return true;
	case REPAIR_DIFF: {
		struct str diff = fix_diff(run->desk.now, below_here(run->desk.now, input->path), item->bytes, repaired->bytes);
		fwrite(diff.at, 1, diff.len, stdout);
		return repaired->applied == 0;
	}
	case REPAIR_FILE:
		if (repaired->applied == 0 || file_replace(input->path, repaired->bytes, &err))
			return true;
		checking_trouble(run, &err);
		return false;
	}
	return true;
}

static void check_here(struct checking *run, const struct input *input, const struct item *item)
{
	struct repaired repaired;
	bool fine;

	desk_clear(&run->desk);
	if (item->repair == REPAIR_NOTHING)
		fine = judge_again(run, input, item, &repaired);
	else
		fine = job_repair(&input->job, &run->desk, item->bytes, run->least, &repaired);
	if (fine && !deliver(run, input, item, &repaired))
		fine = judge_again(run, input, item, &repaired);
	if (fine)
		show(run, input, item, &repaired);
	else
		lacks_memory(run, input);
}

/* ---- messages judged ahead ---- */

/* What becomes of a message that is judged ahead: what its report needs. */
struct ahead {
	struct input input;
	struct item item;
};

static void meet(struct checking *run, const struct errand *errand)
{
	const struct ahead *ahead = errand->context;
	struct repaired repaired = {.bytes = errand->bytes, .result = errand->result};

	if (run->stop)
		return;
	if (repaired.result)
		show(run, &ahead->input, &ahead->item, &repaired);
	else
		lacks_memory(run, &ahead->input);
}

void checking_settle(struct checking *run)
{
	const struct errand *errand;

	while (run->crew && (errand = crew_meet(run->crew)) != NULL)
		meet(run, errand);
}

/* Everything that the judgement needs is copied: the next message takes the place of this one. */
static void send_ahead(struct checking *run, const struct input *input, const struct item *item)
{
	struct errand *errand = crew_prepare(run->crew);

	if (!errand) {
		meet(run, crew_meet(run->crew));
		errand = crew_prepare(run->crew);
	}
	struct arena *arena = errand->desk.now;
	struct ahead *ahead = ARENA_NEW(arena, struct ahead);
	struct document_options *options = &errand->job.options.document;
	*ahead = (struct ahead){*input, *item};
	ahead->input.path = str_copy(arena, str_of(input->path)).at;
	errand->job = (struct job){input->job.ruleset, errand->desk.searcher, input->job.options};
	options->name = options->name ? ahead->input.path : NULL;
	options->template = options->template ? str_copy(arena, str_of(options->template)).at : NULL;
	errand->bytes = str_copy(arena, item->bytes);
	errand->context = ahead;
	crew_send(run->crew);
}

static void check_item(struct checking *run, const struct input *input, const struct item *item)
{
	/* A mailbox takes little memory unless more is asked for. */
	bool in_mailbox = item->number > 0, is_asked = run->options->text[OPTION_jobs] != NULL;
	bool may_wait = item->repair == REPAIR_NOTHING && item->bytes.len <= AHEAD_BYTES_MAX && (!in_mailbox || is_asked);

	if (!run->crew && run->crew_wanted && may_wait)
		run->crew = crew_new(run->jobs);
	run->crew_wanted = !run->crew && run->jobs > 1;
	if (run->crew && may_wait) {
		send_ahead(run, input, item);
		return;
	}
	checking_settle(run);
	check_here(run, input, item);
}

/* ---- one file ---- */

static void input_trouble(struct checking *run, const struct err *err)
{
	run->totals.failed++;
	checking_trouble(run, err);
}

/* Whether reading went well; else it is said why not. */
static bool was_read(struct checking *run, const struct input *input)
{
	struct err err = {""};

	if (input->window.error == 0)
		return true;
	err_set(&err, "%s: %s", input->path, strerror(input->window.error));
	input_trouble(run, &err);
	return false;
}

static void pass_over(struct checking *run, const struct input *input, const struct mailbox_entry *entry)
{
	struct err err = {""};

	err_set(&err, "%s:%zu: a mail longer than %zu bytes", input->path, entry->line, LIMIT_VALUE(source_bytes));
	input_trouble(run, &err);
}

static void check_mailbox(struct checking *run, struct input *input)
{
	struct mailbox mailbox;
	struct mailbox_entry entry;
	struct item item = {.number = 1, .repair = REPAIR_NOTHING};

	if (run->repair != REPAIR_NOTHING) {
		progress_clear(&run->progress);
		fprintf(stderr, "replylint: %s: a mailbox is judged but never rewritten\n", input->path);
	}
	if (run->repair == REPAIR_PRINT || (run->repair == REPAIR_FILE && input->is_stdin))
		window_copy_to(&input->window, stdout);
	run->reporting.many = true;
	input->job.options.document.in_mailbox = true;
	input->job.options.document.format = FORMAT_MAIL;
	mailbox_init(&mailbox, &input->window, LIMIT_VALUE(source_bytes));
	for (; !run->stop && mailbox_next(&mailbox, &entry); item.number++) {
		item.bytes = entry.mail;
		item.offset = entry.offset;
		item.line = entry.line;
		if (entry.too_long)
			pass_over(run, input, &entry);
		else
			check_item(run, input, &item);
	}
	was_read(run, input);
}

/* The file is one message. */
static void check_whole(struct checking *run, struct input *input)
{
	struct item item = {.line = 1, .repair = run->repair};
	struct err err = {""};

	if (input->is_stdin && item.repair == REPAIR_FILE)
		item.repair = REPAIR_PRINT;
	while (window_more(&input->window, LIMIT_VALUE(source_bytes) + 1)) {
	}
	if (!was_read(run, input))
		return;
	item.bytes = input->window.view;
	if (item.bytes.len <= LIMIT_VALUE(source_bytes)) {
		check_item(run, input, &item);
		return;
	}
	err_set(&err, "%s: longer than %zu bytes", input->path, LIMIT_VALUE(source_bytes));
	input_trouble(run, &err);
}

static void check_input(struct checking *run, struct input *input)
{
	int format = input->job.options.document.format;

	if ((format == -1 || format == FORMAT_MAIL) && mailbox_begins(&input->window))
		check_mailbox(run, input);
	else
		check_whole(run, input);
}

static struct lint_options lint_options(const struct checking *run, const struct input *input,
                                        const struct settings *settings, struct arena *arena)
{
	const struct options *options = run->options;
	struct lint_options lint = {.kind = options->text[OPTION_kind], .usual_kind = settings->kind, .trust_header = true};
	bool unnamed = input->is_stdin && !options->text[OPTION_stdin_filename];

	lint.document = (struct document_options){.name = unnamed ? NULL : input->path,
	                                          .format = (int)options->choice[OPTION_format] - 1,
	                                          .template = options->text[OPTION_template],
	                                          .is_stdin = input->is_stdin,
	                                          .attachment_names = options->list[OPTION_attachment].at,
	                                          .to = options->text[OPTION_to],
	                                          .from = options->text[OPTION_from],
	                                          .subject = options->text[OPTION_subject]};
	if (!lint.document.template && settings->template.len)
		lint.document.template = str_cstr(arena, settings->template);
	return lint;
}

static void read_and_check(struct checking *run, struct input *input)
{
	int descriptor = input->is_stdin ? STDIN_FILENO : open(input->path, O_RDONLY | O_CLOEXEC);
	struct err err = {""};

	if (descriptor < 0) {
		err_set(&err, "%s: %s", input->path, strerror(errno));
		input_trouble(run, &err);
		return;
	}
	window_init(&input->window, descriptor, WINDOW_STEP);
	check_input(run, input);
	window_release(&input->window);
	if (!input->is_stdin)
		close(descriptor);
}

void checking_path(struct checking *run, const char *path)
{
	struct input input = {.path = path, .is_stdin = strcmp(path, "-") == 0};
	struct arena *arena = arena_new(SETTINGS_MAX);
	const char *named = input.is_stdin ? run->options->text[OPTION_stdin_filename] : path;
	struct settings settings;
	struct err err = {""};

	input.path = named ? named : STDIN_NAME;
	progress_file(&run->progress, input.path);
	bool right = rulesets_for(run->rulesets, named, &settings, &err);
	if (!arena)
		err_set(&err, "%s: out of memory", input.path);
	if (arena && right) {
		input.job = (struct job){settings.ruleset, run->desk.searcher, lint_options(run, &input, &settings, arena)};
		read_and_check(run, &input);
	} else {
		run->totals.failed++;
		checking_status(run, STATUS_TROUBLE);
	}
	if (err_is_set(&err))
		checking_trouble(run, &err);
	arena_free(arena);
}
