/*
 * workers: processes that serve connections, one at a time each and one after another, since a process that has judged
 * before is faster. Whoever owns them takes the connections and hands them over; a worker whose owner is gone ends with
 * the connection that it serves.
 */
#ifndef REPLYLINT_MILTER_WORKERS_H
#define REPLYLINT_MILTER_WORKERS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct worker {
	pid_t pid;
	int channel; /* connections go there, a byte comes back for each that is over; -1: it gets no more */
	bool is_busy;
	size_t served;   /* connections */
	long idle_since; /* milliseconds, where it is not busy */
};

struct workers {
	struct worker *at; /* room for max */
	size_t count, max;
	void *context;
	void (*enter)(void *context);                 /* in a new process, first of all */
	void (*serve)(void *context, int descriptor); /* in a worker; closes the connection */
};

bool workers_init(struct workers *workers, size_t max); /* false: no memory */
void workers_release(struct workers *workers);          /* and lets all of them go */

/* Connections that are being served. */
size_t workers_busy(const struct workers *workers);

/* Whether there is one without a connection, or may be one more. */
bool workers_can(const struct workers *workers);

/* Hands a connection over and closes it here. False and errno: no process can be had, the connection is still open. */
bool workers_give(struct workers *workers, int descriptor);

/* Lets them all go: the idle ones at once, the others with their connection. */
void workers_dismiss(struct workers *workers);

/* Lets those go that have had nothing to do for long. */
void workers_dismiss_idle(struct workers *workers);

/* What to wait for, written to awaited, and its number; then what has come of it. */
size_t workers_await(const struct workers *workers, struct pollfd *awaited);
void workers_hear(struct workers *workers, const struct pollfd *awaited);

/* A process has ended; false: it was none of them. */
bool workers_forget(struct workers *workers, pid_t pid);

#endif
