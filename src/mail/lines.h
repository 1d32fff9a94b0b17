/* lines: line ends as mail has them: CR LF, LF, or a CR alone. Offsets are bytes of s. */
#ifndef REPLYLINT_MAIL_LINES_H
#define REPLYLINT_MAIL_LINES_H

#include <stddef.h>

#include "base/str.h"

/* Length of the line end at s[at]: 0, 1 or 2. */
size_t lines_end_length(struct str s, size_t at);

/* Offset of the line end (or the end of s) at or after at. */
size_t lines_end(struct str s, size_t at);

/* Offset of the next line: after the line end. */
size_t lines_next(struct str s, size_t at);

#endif
