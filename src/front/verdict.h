/* verdict: what becomes of a message: plain data, so that it can lie in memory that two processes share. */
#ifndef REPLYLINT_FRONT_VERDICT_H
#define REPLYLINT_FRONT_VERDICT_H

#include <stdbool.h>

#include "base/str.h"
#include "front/envelope.h"
#include "front/policy.h"
#include "front/reply.h"
#include "lint/ruleset.h"

#define VERDICT_LOG_MAX 4096

/* How judging ended. */
enum verdict_end {
	VERDICT_DONE,
	VERDICT_DEADLINE, /* took longer than the configuration allows, and was ended */
	VERDICT_CRASH,    /* died */
	VERDICT_MEMORY,   /* the message needs more memory than is allowed */
	VERDICT_SYSTEM,   /* no process, no shared memory */
	VERDICT_END_COUNT
};

extern const char *const verdict_end_names[VERDICT_END_COUNT]; /* as in the log */

struct verdict {
	enum verdict_end end;
	enum mail_action action; /* MAIL_LOG where the judge failed and on-error says accept, else MAIL_TEMPFAIL */
	enum pass pass;          /* why it was not judged */
	bool header;             /* X-Replylint: is added, with header_value */
	bool notify;             /* the sender gets a notice */
	bool overridden;
	bool asked_again; /* the first judge died over it */
	long score;       /* tenths */
	long milliseconds;
	char kind[64], rules[1024]; /* ids of the rules at or above warning, apart by commas */
	char reason[200];           /* of an override */
	char header_value[512];
	char reply[REPLY_LINES_MAX * (REPLY_LINE_MAX + 1)]; /* lines apart by '\n'; with notify, too */
};

/* A message that is to be judged. */
struct judging {
	const struct ruleset *ruleset;
	struct searcher *searcher;
	struct envelope envelope;
	struct str bytes;
	struct arena *arena;
	struct verdict *verdict;     /* where it goes; cleared */
	bool trusts_header;          /* X-Replylint-Kind is heeded */
	const struct result *result; /* what the verdict comes from; NULL: the message passed without */
};

/*
 * For the tests of what a judge that dies does to others: REPLYLINT_TEST_ABORT and _HANG name words of a message that
 * end or stop the process.
 */
void verdict_misbehave_if_asked(struct str bytes);

/*
 * Judges: fills in the result, and the verdict all but end and milliseconds. For arena_try(): judging is a struct
 * judging.
 */
void verdict_reach(void *judging);

/*
 * One line for the log, without a line end: "queue=... kind=... score=... action=... rules=... ms=...". The sender only
 * where the configuration says so; never what stands in the mail.
 */
void verdict_log(const struct verdict *verdict, const struct config_milter *milter, const struct envelope *envelope,
                 char line[VERDICT_LOG_MAX]);

#endif
