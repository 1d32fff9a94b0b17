/*
 * capture: a whole mail taken off a descriptor, in memory that a program started later reads as its standard input. It
 * has no name, and is gone with the last process that has it open.
 */
#ifndef REPLYLINT_FRONT_CAPTURE_H
#define REPLYLINT_FRONT_CAPTURE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct capture {
	int descriptor; /* at the start of the bytes; -1: none */
	size_t len;
	size_t queue_size; /* what Postfix counts as the size of these bytes in its queue file */
};

/* A file without a name, in memory where the system can; -1 and errno. Programs that are started have it, too. */
int capture_nameless(void);

/* Takes everything from descriptor. False and err: it cannot be read, or there is no room. */
bool capture_take(struct capture *capture, int descriptor, struct err *err);

/*
 * A capture that somebody else writes to, also another process: begun, written through its descriptor, and ended, which
 * is when its length is known. False and err: no room.
 */
bool capture_begin(struct capture *capture, struct err *err);
bool capture_end(struct capture *capture, struct err *err);
void capture_drop(struct capture *capture);

/* The bytes, mapped until the arena is released. */
bool capture_bytes(struct arena *arena, const struct capture *capture, struct str *bytes, struct err *err);

/* The value of the first Subject field as it stands in the header, without its last line end; .at NULL: none. */
struct str capture_subject(struct str bytes);

/* What changes in the header. */
struct relabelling {
	struct str added;   /* a field with its line end, put on top, or nothing */
	struct str subject; /* the new value of the first Subject field; .at NULL: it stays */
};

/*
 * Makes those changes, and leaves the header fields away whose name begins with "X-Replylint" (any case). Changes
 * nothing else.
 */
bool capture_relabel(struct arena *arena, struct capture *capture, const struct relabelling *wanted, struct err *err);

#endif
