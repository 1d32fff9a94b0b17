/*
 * checking: one file of a check run: read, its messages judged, repaired if asked for, and reported.
 */
#ifndef REPLYLINT_FRONT_CHECKING_H
#define REPLYLINT_FRONT_CHECKING_H

#include <stdbool.h>

#include "base/err.h"
#include "front/crew.h"
#include "front/fixing.h"
#include "front/front.h"
#include "front/options.h"
#include "front/output.h"
#include "front/progress.h"
#include "front/rulesets.h"
#include "report/report.h"

/* Where repaired text goes. */
enum repair { REPAIR_NOTHING, REPAIR_FILE, REPAIR_PRINT, REPAIR_DIFF };

struct checking {
	const struct front *front;
	const struct options *options;
	struct rulesets *rulesets;
	struct desk desk;
	size_t jobs;       /* messages judged at the same time */
	struct crew *crew; /* judges ahead from the second message on, if there is more than one job */
	bool crew_wanted;  /* a message has been judged */
	struct output output;
	struct reporting reporting;
	struct totals totals;
	struct progress progress;
	enum repair repair;
	enum applicability least; /* of the fixes applied */
	bool silent;              /* no report at all */
	bool stop;                /* nobody reads any more */
	enum status status;
};

/* Judges the file at path ("-": standard input). */
void checking_path(struct checking *run, const char *path);

/* Reports what is still being judged ahead. */
void checking_settle(struct checking *run);

/* Prints an error; the run goes on but ends with STATUS_TROUBLE. */
void checking_trouble(struct checking *run, const struct err *err);

/* The larger status wins. */
void checking_status(struct checking *run, enum status status);

#endif
