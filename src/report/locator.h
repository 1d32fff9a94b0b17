/*
 * locator: byte offsets of a message to lines and columns, made at the last moment and only where asked for. Lines and
 * columns start at 1; a column counts characters (an invalid byte is one); a line ends with LF. Linear over all calls.
 */
#ifndef REPLYLINT_REPORT_LOCATOR_H
#define REPLYLINT_REPORT_LOCATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct locator;

struct place {
	size_t line, column;
	size_t offset; /* in the file */
};

/* Of a mail that begins at byte offset (from 0) and line (from 1) of its file: 0 and 1 unless it lies in a mailbox. */
struct locator *locator_new(struct arena *arena, struct str bytes, size_t offset, size_t line);

/* The place of bytes.at[at]; at may be bytes.len. */
struct place locator_place(struct locator *locator, size_t at);

#endif
