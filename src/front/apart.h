/* apart: work done in a process of its own, so that a crash, a hang or a lack of memory harms nothing else. */
#ifndef REPLYLINT_FRONT_APART_H
#define REPLYLINT_FRONT_APART_H

#include "base/arena.h"
#include "front/verdict.h"

/*
 * Calls work(context) in a child, under arena_try(arena), and waits until it is done, at most deadline milliseconds.
 * What the work leaves in memory that is shared, in files and in streams that it flushes itself is what comes of it.
 */
enum verdict_end apart_run(struct arena *arena, void (*work)(void *context), void *context, long deadline);

#endif
