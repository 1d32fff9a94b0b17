#include "front/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/front.h"

#define FILES_BEFORE 50    /* shown from this file on, */
#define SECONDS_BEFORE 1.0 /* or after this time, */
#define SECONDS_BETWEEN 0.1
#define PATH_COLUMNS 56

static double seconds_since(const struct timespec *then)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

/* As much of the path's end as fits into a line. */
static struct str end_of(struct str path)
{
	size_t columns = 0, at = path.len;

	while (at > 0) {
		uint32_t code_point;
		size_t len = utf8_decode_before(path, at, &code_point);
		columns += utf8_width(code_point);
		if (columns > PATH_COLUMNS)
			break;
		at -= len;
	}
	return str_from(path, at);
}

void progress_begin(struct progress *progress, bool wanted)
{
	*progress = (struct progress){.on = wanted && isatty(STDERR_FILENO)};
	clock_gettime(CLOCK_MONOTONIC, &progress->begun);
	progress->shown = progress->begun;
}

void progress_file(struct progress *progress, const char *path)
{
	progress->files++;
	if (!progress->on || (progress->files < FILES_BEFORE && seconds_since(&progress->begun) < SECONDS_BEFORE) ||
	    seconds_since(&progress->shown) < SECONDS_BETWEEN)
		return;
	clock_gettime(CLOCK_MONOTONIC, &progress->shown);
	fprintf(stderr, "\r\033[K%zu files  ", progress->files);
	front_print(stderr, end_of(str_of(path)));
	fflush(stderr);
	progress->visible = true;
}

void progress_clear(struct progress *progress)
{
	if (progress->visible)
		fputs("\r\033[K", stderr);
	progress->visible = false;
}
