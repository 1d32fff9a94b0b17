/*
 * window: what a descriptor yields (a file of any size, a pipe, standard input), of which only a stretch is kept: the
 * view, which grows at its end and is dropped at its start. It takes as much memory as the longest view needs.
 */
#ifndef REPLYLINT_BASE_WINDOW_H
#define REPLYLINT_BASE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/str.h"

#define WINDOW_STEP ((size_t)64 * 1024) /* what to read at once, usually */

struct window {
	int descriptor;
	size_t step;     /* most bytes read at once */
	struct str view; /* valid until the next window_more() */
	size_t offset;   /* of the view's first byte in the file */
	bool ended;      /* nothing comes after the view */
	int error;       /* why no more could be read (errno), or 0 */
	FILE *copy;      /* gets all that is read, unless NULL */
	char *buffer;
	size_t room;
};

/* The descriptor stays the caller's. */
void window_init(struct window *window, int descriptor, size_t step);

/* A window over bytes that are all there already and outlive it. */
void window_init_over(struct window *window, struct str bytes);

void window_release(struct window *window);

/* Makes the view longer, unless it has `most` bytes, the file has ended, or it cannot be read: then false. */
bool window_more(struct window *window, size_t most);

/* Takes count bytes off the start of the view. */
void window_drop(struct window *window, size_t count);

/* The view, and all that is read after it, goes to out too. */
void window_copy_to(struct window *window, FILE *out);

#endif
