/* check: judges the files it is given, and repairs them when asked to. */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/nearest.h"
#include "front/checking.h"
#include "front/files.h"
#include "front/front.h"
#include "front/options.h"

#define USUAL_JOBS_MAX 4
#define JOBS_MAX ((size_t)64)

static enum repair repair_mode(const struct options *options)
{
	if (options->given[OPTION_diff])
		return REPAIR_DIFF;
	if (options->given[OPTION_stdout])
		return REPAIR_PRINT;
	return options->given[OPTION_fix] || options->given[OPTION_unsafe_fixes] ? REPAIR_FILE : REPAIR_NOTHING;
}

/* Whether repaired text will take standard output, so that the findings go elsewhere. */
static bool takes_stdout(const struct checking *run, const struct words *paths)
{
	bool takes = run->repair == REPAIR_PRINT || run->repair == REPAIR_DIFF;

	for (size_t i = 0; i < paths->count && run->repair == REPAIR_FILE; i++)
		takes = takes || strcmp(paths->at[i], "-") == 0;
	return takes;
}

static bool kind_is_right(const struct checking *run, const struct ruleset *ruleset, struct err *err)
{
	const char *kind = run->options->text[OPTION_kind];
	struct words names = {0};

	if (!kind || ruleset_kind(ruleset, str_of(kind)) >= 0)
		return true;
	for (size_t i = 0; i < ruleset->kinds.count; i++)
		words_add(run->front->arena, &names, str_cstr(run->front->arena, ruleset->kinds.at[i].name));
	const char *near = nearest_name(str_of(kind), names.at, names.count);
	if (near)
		return err_set(err, "--kind: there is no kind \"%s\"; did you mean %s?", kind, near);
	return err_set(err, "--kind: there is no kind \"%s\"; \"replylint rules --kinds\" lists them", kind);
}

/* Where the configuration of the first path is looked for: in a folder, in it. */
static const char *first_place(const struct checking *run, const struct words *paths)
{
	const char *path = paths->at[0];

	if (strcmp(path, "-") == 0)
		return run->options->text[OPTION_stdin_filename];
	return file_is_directory(path) ? str_printf(run->front->arena, "%s/", path).at : path;
}

static bool unknown_template(const struct checking *run, const char *wrong, struct err *err)
{
	struct str_list languages = template_languages(run->front->arena);
	struct words names = {0};
	struct buf all;

	buf_init(&all, run->front->arena, 4096);
	for (size_t i = 0; i < languages.count; i++) {
		words_add(run->front->arena, &names, languages.at[i].at);
		buf_printf(&all, ", %s", languages.at[i].at);
	}
	const char *near = nearest_name(str_of(wrong), names.at, names.count);
	if (near)
		return err_set(err, "--template: there is no template language \"%s\"; did you mean %s?", wrong, near);
	return err_set(err, "--template: there is no template language \"%s\"; there are auto, none" STR_FMT, wrong,
	               STR_ARG(buf_str(&all)));
}

/* Wrong use is said before anything is judged. */
static bool settings_are_right(const struct checking *run, const struct words *paths, struct err *err)
{
	const struct options *options = run->options;
	const char *template = options->text[OPTION_template];
	bool names_something = options->text[OPTION_kind] || options->text[OPTION_config] ||
	                       options->given[OPTION_select] || options->given[OPTION_ignore] ||
	                       options->given[OPTION_rules];
	struct settings settings;

	if (template && !template_known(template))
		return unknown_template(run, template, err);
	if (!names_something)
		return true;
	return rulesets_for(run->rulesets, first_place(run, paths), &settings, err) &&
	       kind_is_right(run, settings.ruleset, err);
}

/* As many as there are processors; each takes memory of its own, so a few. */
static size_t usual_jobs(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	return processors < 1 ? 1 : processors > USUAL_JOBS_MAX ? USUAL_JOBS_MAX : (size_t)processors;
}

static bool begin(struct checking *run, const struct words *paths, struct err *err)
{
	const struct options *options = run->options;
	bool aside = takes_stdout(run, paths);

	if (run->repair == REPAIR_PRINT && paths->count > 1)
		return err_set(err, "--stdout takes one file");
	run->jobs = usual_jobs();
	if (!options_number(options, OPTION_jobs, JOBS_MAX, &run->jobs, err))
		return false;
	run->rulesets = rulesets_new(run->front, options, err);
	if (!run->rulesets || !settings_are_right(run, paths, err) ||
	    !output_open(&run->output, options->text[OPTION_output], aside ? stderr : stdout, err))
		return false;
	FILE *out = run->output.out;
	run->silent = options->given[OPTION_quiet] && aside && !options->given[OPTION_output];
	run->reporting = (struct reporting){.reporter = report_format(options->text[OPTION_output_format]),
	                                    .out = out,
	                                    .least = (enum level)options->choice[OPTION_level],
	                                    .color = output_color(options, out),
	                                    .utf8 = run->front->utf8,
	                                    .repairing = run->repair != REPAIR_NOTHING && run->repair != REPAIR_DIFF,
	                                    .quiet = options->given[OPTION_quiet],
	                                    .statistics = options->given[OPTION_statistics],
	                                    .many = paths->count > 1,
	                                    .width = output_width(out)};
	progress_begin(&run->progress, !options->given[OPTION_quiet]);
	return true;
}

static void check_all(struct checking *run, const struct words *paths)
{
	struct file_walk *walk = file_walk_new(run->front->arena, paths->at, NULL);
	const char *path;

	if (!run->silent)
		report_begin(&run->reporting);
	for (;;) {
		struct err err = {""};
		if (run->stop || !file_walk_next(walk, &path, &err))
			break;
		if (!path) {
			checking_trouble(run, &err);
			run->totals.failed++;
			continue;
		}
		run->reporting.many = run->reporting.many || paths->count != 1 || strcmp(paths->at[0], path) != 0;
		checking_path(run, path);
	}
	checking_settle(run);
	progress_clear(&run->progress);
	if (!run->silent)
		report_end(&run->reporting, &run->totals);
	if (run->reporting.statistics && !run->silent && !run->reporting.reporter->has_statistics)
		report_statistics(stderr, &run->totals);
}

enum status front_check(const struct front *front, const struct options *options)
{
	struct checking run = {.front = front, .options = options, .repair = repair_mode(options)};
	struct words paths = options->arguments;
	struct err err = {""};

	run.least = options->given[OPTION_unsafe_fixes] ? APPLY_UNSAFE : APPLY_SAFE;
	if (!paths.count && isatty(STDIN_FILENO)) {
		err_set(&err, "nothing to judge: name a file or a folder, or - for standard input (replylint --help)");
		return front_trouble(&err);
	}
	if (!paths.count)
		words_add(front->arena, &paths, "-");
	if (!begin(&run, &paths, &err))
		return front_trouble(&err);
	if (desk_init(&run.desk))
		check_all(&run, &paths);
	else
		checking_status(&run, STATUS_TROUBLE);
	crew_release(run.crew);
	desk_release(&run.desk);
	bool aside = run.output.out != stdout;
	checking_status(&run, output_close(&run.output, front->arena));
	if (aside)
		checking_status(&run, front_close(stdout, "standard output"));
	return run.status;
}
