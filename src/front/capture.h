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

/* Takes everything from descriptor. False and err: it cannot be read, or there is no room. */
bool capture_take(struct capture *capture, int descriptor, struct err *err);

/* The bytes, mapped until the arena is released. */
bool capture_bytes(struct arena *arena, const struct capture *capture, struct str *bytes, struct err *err);

/*
 * Leaves the header fields away whose name begins with "X-Replylint" (any case), and puts `added` (a field with its
 * line end, or nothing) on top. Changes nothing else.
 */
bool capture_relabel(struct arena *arena, struct capture *capture, struct str added, struct err *err);

#endif
