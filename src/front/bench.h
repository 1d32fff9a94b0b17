/*
 * bench: messages judged one after another in a process apart, the judge, so that whatever happens to it - a crash, a
 * hang, no memory - happens to it alone, and the caller is told. The judge stays for the next message, which it knows
 * better how to read; one that has failed is followed by another, which is asked the same once more when its
 * predecessor died. It is there from the first message on.
 */
#ifndef REPLYLINT_FRONT_BENCH_H
#define REPLYLINT_FRONT_BENCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "front/verdict.h"
#include "lint/ruleset.h"

struct bench {
	const struct ruleset *ruleset;
	struct searcher *searcher;
	bool is_branch;          /* the searcher is another's */
	struct verdict *verdict; /* shared with the judge; the last message's */
	struct arena *arena;     /* for what is said to the judge */
	pid_t judge;             /* 0: none yet */
	int channel;             /* to the judge */
	size_t judged;           /* messages by this judge */
};

bool bench_init(struct bench *bench, const struct ruleset *ruleset); /* false: no memory */
void bench_release(struct bench *bench);

/* A bench of its own for a process that was forked since bench_init(): what one judges, the other never sees. */
bool bench_branch(struct bench *branch, const struct bench *bench);

/* Compiles the patterns that mails need most, once for all judges to come. */
void bench_warm(struct bench *bench);

/* Judges bytes; always gives a verdict, in bench->verdict. */
const struct verdict *bench_judge(struct bench *bench, const struct envelope *envelope, struct str bytes);

/* The verdict on a message that could not be judged: end says why (not VERDICT_DONE). */
const struct verdict *bench_fail(struct bench *bench, enum verdict_end end);

/* Ends the judge, and waits for its end. */
void bench_dismiss(struct bench *bench);

#endif
