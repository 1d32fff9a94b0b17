/*
 * counters: what the milter's processes have done so far, in memory that they all share, and as text for Prometheus.
 * Anyone may count at any time; a process that is killed leaves them whole.
 */
#ifndef REPLYLINT_FRONT_COUNTERS_H
#define REPLYLINT_FRONT_COUNTERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "front/verdict.h"

#define COUNTERS_STEPS 12 /* of how long judging takes */

struct counters {
	atomic_ulong actions[MAIL_ACTION_COUNT]; /* messages that were judged, or could not be */
	atomic_ulong passed[PASS_COUNT];         /* that were not to be judged */
	atomic_ulong failed[VERDICT_END_COUNT];
	atomic_ulong overridden;
	atomic_ulong steps[COUNTERS_STEPS], milliseconds; /* of the messages that were to be judged */
	atomic_ulong connections, reloads, wrong_reloads;
	atomic_ulong rules;
	atomic_long started; /* seconds since 1970 */
	atomic_long turned;  /* when the supervisor was last seen at work: milliseconds of the monotonic clock */
	atomic_bool is_ready;
};

/* New counters in a file without a name, *descriptor, that a program started later can map. NULL and err: no memory. */
struct counters *counters_new(int *descriptor, struct err *err);

/* Those of a program that has started us; NULL: they are not there. */
struct counters *counters_of(int descriptor);

void counters_message(struct counters *counters, const struct verdict *verdict);

void counters_connection(struct counters *counters);

/* The configuration was loaded again, with so many rules; 0: it was wrong. */
void counters_reload(struct counters *counters, size_t rules);

/* The supervisor is at work. */
void counters_turn(struct counters *counters);

/* Whether it was within the last seconds; and whether it takes connections, too. */
bool counters_are_alive(const struct counters *counters);
bool counters_are_ready(const struct counters *counters);

/* Prometheus' text format, version 0.0.4. */
void counters_print(const struct counters *counters, struct buf *out);

#endif
