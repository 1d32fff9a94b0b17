/* progress: on a terminal, how many files of a long run are done; one line on standard error, gone when it ends. */
#ifndef REPLYLINT_FRONT_PROGRESS_H
#define REPLYLINT_FRONT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
	bool on;      /* standard error is a terminal */
	bool visible; /* a line stands there */
	size_t files;
	struct timespec begun, shown;
};

void progress_begin(struct progress *progress, bool wanted);

/* A file is about to be judged. */
void progress_file(struct progress *progress, const char *path);

/* Takes the line away: before anything else is written to the terminal, and at the end. */
void progress_clear(struct progress *progress);

#endif
