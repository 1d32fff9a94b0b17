/*
 * fixing: a message judged, and repaired until nothing more can be. After each round the result is judged again: fixes
 * that leave their finding there or bring a new one are not applied.
 */
#ifndef REPLYLINT_FRONT_FIXING_H
#define REPLYLINT_FRONT_FIXING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "lint/fix.h"
#include "lint/lint.h"

/* How a message is judged. */
struct job {
	const struct ruleset *ruleset;
	struct searcher *searcher;
	struct lint_options options;
};

/* Memory for one message after another. */
struct desk {
	struct arena *now, *spare; /* the result and the trial */
	struct searcher *searcher;
};

bool desk_init(struct desk *desk); /* false: no memory */
void desk_release(struct desk *desk);
void desk_clear(struct desk *desk); /* results made on it are gone */

/* The result, on desk->now; NULL when memory or its limit ran out. */
const struct result *job_judge(const struct job *job, struct desk *desk, struct str bytes);

struct repaired {
	struct str bytes;            /* the new source; the old one where nothing was applied */
	const struct result *result; /* of these bytes */
	size_t applied;              /* fixes */
};

/* Applies fixes at or above least. False when memory or its limit ran out. All on the desk. */
bool job_repair(const struct job *job, struct desk *desk, struct str bytes, enum applicability least,
                struct repaired *repaired);

#endif
