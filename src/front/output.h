/*
 * output: where a report goes: standard output, standard error (when the repaired text takes standard output), or a
 * file that appears only when it is complete.
 */
#ifndef REPLYLINT_FRONT_OUTPUT_H
#define REPLYLINT_FRONT_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "front/front.h"
#include "front/options.h"

struct output {
	FILE *out;
	const char *name;   /* for error messages */
	const char *target; /* --output; NULL: a standard stream */
	bool is_special;    /* target is a pipe or a device, and written at once */
};

/* usual: the stream without --output. */
bool output_open(struct output *output, const char *path, FILE *usual, struct err *err);

/* Flushes and closes; a file appears now. STATUS_TROUBLE and a line when it cannot be written. */
enum status output_close(struct output *output, struct arena *arena);

/* Whether to write colours: --color, NO_COLOR, TERM and whether out is a terminal. */
bool output_color(const struct options *options, FILE *out);

/* Columns of the terminal behind out; 80 when it is none. */
size_t output_width(FILE *out);

#endif
