/*
 * listener: a socket that the mail server connects to. Its address is "unix:PATH", "inet:PORT@HOST" or
 * "inet6:PORT@HOST"; or it was opened by whoever started us (systemd: LISTEN_FDS).
 *
 * A socket in the file system is made beside its place and put there by renaming, so that there is no moment without
 * one: a program that starts takes the place over from one that still runs, which notices (listener_is_replaced()) and
 * serves those who had come to it. Nobody ever removes a socket: it might be another's by then.
 */
#ifndef REPLYLINT_MILTER_LISTENER_H
#define REPLYLINT_MILTER_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

#define LISTENERS_MAX 16

struct listener {
	int descriptor;   /* does not block */
	const char *path; /* in the file system, ours; NULL: not there, or not ours */
	dev_t device;     /* path's, when it was made */
	ino_t inode;
	bool is_network;
};

/* address must outlive the listener. False and err when there can be no such socket. */
bool listener_open(struct listener *listener, const char *address, struct err *err);

/* Whether listener_open() may be expected to work: the form of the address, the folder and its permissions. */
bool listener_check(const char *address, struct err *err);

/* Those that were opened for this process; their number, at most LISTENERS_MAX. */
size_t listeners_passed(struct listener listeners[LISTENERS_MAX]);

bool listener_is_replaced(const struct listener *listener);

#endif
