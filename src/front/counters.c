#include "front/counters.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "front/capture.h"

#define ALIVE_MS 5000 /* the supervisor turns every second */

/* The steps' upper ends in milliseconds; the last has none. */
static const unsigned long step_ends[COUNTERS_STEPS - 1] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000};

struct counters *counters_of(int descriptor)
{
	void *at = mmap(NULL, sizeof(struct counters), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);

	return at == MAP_FAILED ? NULL : at;
}

struct counters *counters_new(int *descriptor, struct err *err)
{
	struct counters *counters = NULL;

	*descriptor = capture_nameless();
	if (*descriptor >= 0 && ftruncate(*descriptor, sizeof *counters) == 0)
		counters = counters_of(*descriptor);
	if (counters) {
		atomic_store(&counters->started, (long)time(NULL));
		counters_turn(counters);
		return counters;
	}
	err_set(err, "the counters: %s", strerror(errno));
	if (*descriptor >= 0)
		close(*descriptor);
	return NULL;
}

/* ---- counting ---- */

static void count(atomic_ulong *counter, unsigned long more)
{
	atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

void counters_message(struct counters *counters, const struct verdict *verdict)
{
	unsigned long milliseconds = verdict->milliseconds > 0 ? (unsigned long)verdict->milliseconds : 0;
	size_t step = 0;

	if (verdict->pass != PASS_NOT) {
		count(&counters->passed[verdict->pass], 1);
		return;
	}
	while (step < COUNTERS_STEPS - 1 && milliseconds > step_ends[step])
		step++;
	count(&counters->actions[verdict->action], 1);
	count(&counters->steps[step], 1);
	count(&counters->milliseconds, milliseconds);
	count(&counters->overridden, verdict->overridden);
	if (verdict->end != VERDICT_DONE)
		count(&counters->failed[verdict->end], 1);
}

void counters_connection(struct counters *counters)
{
	count(&counters->connections, 1);
}

void counters_reload(struct counters *counters, size_t rules)
{
	count(rules ? &counters->reloads : &counters->wrong_reloads, 1);
	if (rules)
		atomic_store(&counters->rules, rules);
}

void counters_turn(struct counters *counters)
{
	atomic_store(&counters->turned, clock_ms());
}

bool counters_are_alive(const struct counters *counters)
{
	return clock_ms() - atomic_load(&counters->turned) < ALIVE_MS;
}

bool counters_are_ready(const struct counters *counters)
{
	return counters_are_alive(counters) && atomic_load(&counters->is_ready);
}

/* ---- as text ---- */

static void print_head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP replylint_%s %s\n# TYPE replylint_%s %s\n", name, help, name, type);
}

static void print_single(struct buf *out, const char *name, const char *help, long value)
{
	struct str ending = STR("_total");

	print_head(out, name, str_ends(str_of(name), ending) ? "counter" : "gauge", help);
	buf_printf(out, "replylint_%s %ld\n", name, value);
}

/* One line for each of count labels but the first `skipped`. */
static void print_labelled(struct buf *out, const char *label, const char *const *names, const atomic_ulong *values,
                           struct span which)
{
	for (size_t i = which.at; i < which.at + which.len; i++)
		buf_printf(out, "replylint_%s=\"%s\"} %lu\n", label, names[i], atomic_load(&values[i]));
}

static void print_duration(const struct counters *counters, struct buf *out)
{
	unsigned long sum = 0;

	print_head(out, "judging_seconds", "histogram", "How long messages took that were to be judged.");
	for (size_t i = 0; i < COUNTERS_STEPS; i++) {
		sum += atomic_load(&counters->steps[i]);
		if (i < COUNTERS_STEPS - 1)
			buf_printf(out, "replylint_judging_seconds_bucket{le=\"%lu.%03lu\"} %lu\n", step_ends[i] / 1000,
			           step_ends[i] % 1000, sum);
	}
	unsigned long milliseconds = atomic_load(&counters->milliseconds);
	buf_printf(out,
	           "replylint_judging_seconds_bucket{le=\"+Inf\"} %lu\nreplylint_judging_seconds_sum %lu.%03lu\n"
	           "replylint_judging_seconds_count %lu\n",
	           sum, milliseconds / 1000, milliseconds % 1000, sum);
}

void counters_print(const struct counters *counters, struct buf *out)
{
	print_head(out, "messages_total", "counter", "Messages that were to be judged, by what became of them.");
	print_labelled(out, "messages_total{action", mail_action_names, counters->actions,
	               (struct span){0, MAIL_ACTION_COUNT});
	print_head(out, "passed_total", "counter", "Messages that were not to be judged, by the reason.");
	print_labelled(out, "passed_total{why", pass_names, counters->passed, (struct span){PASS_NOT + 1, PASS_COUNT - 1});
	print_head(out, "failed_total", "counter", "Messages that could not be judged, by the reason.");
	print_labelled(out, "failed_total{end", verdict_end_names, counters->failed,
	               (struct span){VERDICT_DONE + 1, VERDICT_END_COUNT - 1});
	print_single(out, "overridden_total", "Messages whose sender has overridden the judgement.",
	             (long)atomic_load(&counters->overridden));
	print_duration(counters, out);
	print_single(out, "connections_total", "Connections of mail servers.", (long)atomic_load(&counters->connections));
	print_head(out, "reloads_total", "counter", "Times that the configuration was loaded again, or stayed.");
	buf_printf(out, "replylint_reloads_total{result=\"done\"} %lu\nreplylint_reloads_total{result=\"wrong\"} %lu\n",
	           atomic_load(&counters->reloads), atomic_load(&counters->wrong_reloads));
	print_single(out, "rules", "Rules that new connections are judged by.", (long)atomic_load(&counters->rules));
	print_single(out, "start_time_seconds", "When this milter began, in seconds since 1970.",
	             atomic_load(&counters->started));
	print_head(out, "build_info", "gauge", "Which replylint this is.");
	buf_printf(out, "replylint_build_info{version=\"%s\"} 1\n", REPLYLINT_VERSION);
}
