/*
 * supervisor: takes connections off listeners and has each served by a process that serves no other meanwhile, so that
 * what happens to one harms no other. It never judges, and holds nothing that cannot be lost.
 *
 * SIGHUP: reload. SIGTERM, or another program that has taken the place of its socket: it serves those who are already
 * there, leaves the listeners, waits some seconds for its connections, and ends; a connection that lasts longer goes on
 * without it, since a mail server that loses one gives up on all further mails of that SMTP session. A second SIGTERM,
 * and SIGINT: it ends at once.
 */
#ifndef REPLYLINT_MILTER_SUPERVISOR_H
#define REPLYLINT_MILTER_SUPERVISOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "milter/listener.h"
#include "milter/log.h"

struct supervisor {
	struct listener listeners[LISTENERS_MAX];
	size_t listener_count;
	size_t connections_max; /* at the same time; more wait */
	const struct log *log;
	void *context;
	void (*begin)(void *context);                 /* once signals are heeded and connections taken */
	void (*enter)(void *context);                 /* in a new process that will serve connections */
	void (*serve)(void *context, int descriptor); /* in such a process, one connection; closes it */
	void (*turn)(void *context);                  /* at least once a second, while all is well */
	bool (*reload)(void *context);                /* false: all is as before */
	void (*leave)(void *context);                 /* no more connections are taken */
};

/* Returns when it is over. False and err: it could not begin. */
bool supervisor_run(const struct supervisor *supervisor, struct err *err);

#endif
