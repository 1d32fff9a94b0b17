/*
 * stopwatch: what judging a file costs, without the start of the program. Reads lines "RUNS REPAIR TEMPLATE PATH"
 * (REPAIR: 1 to repair it too; TEMPLATE: a language or "-") and answers each with the least processor time of so many
 * runs, in microseconds. A run reads the file's messages, judges or repairs each, and writes the reports for people and
 * for programs. RULES, the only argument, is the folder of the shipped rules.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/utf8.h"
#include "checks/checks.h"
#include "front/fixing.h"
#include "mail/mailbox.h"
#include "report/report.h"

#define ROOM ((size_t)1 << 30)

struct order {
	unsigned runs, repair;
	char template[32], path[4096];
};

struct stopwatch {
	struct arena *arena;
	const struct ruleset *ruleset;
	struct desk desk;
	FILE *reports;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void write_report(struct stopwatch *stopwatch, const char *format, const struct reported *reported)
{
	struct reporting reporting = {
	    .reporter = report_format(format), .out = stopwatch->reports, .utf8 = true, .color = true, .width = 80};

	report_begin(&reporting);
	report_message(&reporting, reported);
}

static void run_message(struct stopwatch *stopwatch, const struct order *order, struct str bytes)
{
	const char *template = strcmp(order->template, "-") != 0 ? order->template : NULL;
	struct job job = {.ruleset = stopwatch->ruleset,
	                  .searcher = stopwatch->desk.searcher,
	                  .options = {.document = {.name = order->path, .format = -1, .template = template}}};
	struct repaired repaired = {.bytes = bytes};

	desk_clear(&stopwatch->desk);
	if (!order->repair) {
		repaired.result = job_judge(&job, &stopwatch->desk, bytes);
	} else if (job_repair(&job, &stopwatch->desk, bytes, APPLY_UNSAFE, &repaired)) {
		fix_diff(stopwatch->desk.now, order->path, bytes, repaired.bytes);
	}
	assert(repaired.result);
	struct reported reported = {.path = order->path, .result = repaired.result, .ruleset = stopwatch->ruleset};
	reported.locator = locator_new(stopwatch->desk.now, repaired.result->document->source->bytes, 0, 1);
	write_report(stopwatch, "text", &reported);
	write_report(stopwatch, "jsonl", &reported);
}

static void run(struct stopwatch *stopwatch, const struct order *order, struct str bytes)
{
	struct mailbox mailbox;
	struct mailbox_entry entry;
	struct window window;

	if (!mailbox_is_mbox(bytes)) {
		run_message(stopwatch, order, bytes);
		return;
	}
	window_init_over(&window, bytes);
	mailbox_init(&mailbox, &window, bytes.len);
	while (mailbox_next(&mailbox, &entry)) {
		run_message(stopwatch, order, entry.mail);
	}
	window_release(&window);
}

static double least(struct stopwatch *stopwatch, const struct order *order)
{
	struct err err = {""};
	struct str bytes;
	double best = 0;

	arena_reset(stopwatch->arena);
	if (!file_read(stopwatch->arena, order->path, ROOM, &bytes, &err)) {
		fprintf(stderr, "stopwatch: %s\n", err.text);
		exit(2);
	}
	for (unsigned i = 0; i < order->runs; i++) {
		double begun = now();
		run(stopwatch, order, bytes);
		double taken = now() - begun;
		best = i > 0 && best < taken ? best : taken;
	}
	return best;
}

int main(int argc, char **argv)
{
	static struct config config;
	struct arena *arena = arena_new(ROOM);
	struct ruleset_options options = {.rules_directory = argc > 1 ? argv[1] : "rules", .checks = checks_table};
	struct stopwatch stopwatch = {.arena = arena_new(ROOM), .reports = fopen("/dev/null", "wb")};
	struct order order;
	struct err err = {""};

	utf8_locale();
	config_init(&config);
	options.config = &config;
	stopwatch.ruleset = ruleset_load(arena, &options, &err);
	if (!stopwatch.ruleset || !stopwatch.reports || !desk_init(&stopwatch.desk)) {
		fprintf(stderr, "stopwatch: %s\n", err.text);
		return 2;
	}
	while (scanf("%u %u %31s %4095[^\n]", &order.runs, &order.repair, order.template, order.path) == 4) {
		printf("%.0f\n", least(&stopwatch, &order));
		fflush(stdout);
	}
	desk_release(&stopwatch.desk);
	fclose(stopwatch.reports);
	arena_free(stopwatch.arena);
	arena_free(arena);
	return 0;
}
