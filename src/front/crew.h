/*
 * crew: threads that judge messages ahead of the one that reads and reports. Messages come back judged in the order in
 * which they were sent.
 */
#ifndef REPLYLINT_FRONT_CREW_H
#define REPLYLINT_FRONT_CREW_H

#include <stddef.h>

#include "front/fixing.h"

/* A message and its judgement, both on the desk: the bytes, too, and what the context points to. */
struct errand {
	struct desk desk;
	struct job job;
	struct str bytes;
	void *context;               /* the sender's own */
	const struct result *result; /* NULL: memory ran out */
};

struct crew;

/* NULL: memory or threads cannot be had. */
struct crew *crew_new(size_t members);

/* Waits until every member has ended what it was at. crew may be NULL. */
void crew_release(struct crew *crew);

/* The errand to be sent next, with a clear desk. NULL: all are out; one must be met first. */
struct errand *crew_prepare(struct crew *crew);
void crew_send(struct crew *crew);

/* Waits for the errand that has been out longest; it lives until the next crew_prepare(). NULL: none is out. */
struct errand *crew_meet(struct crew *crew);

#endif
