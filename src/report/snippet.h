/*
 * snippet: the lines of the message that a finding stands in, with carets under its very characters. What the reader
 * sees is shown where the source is encoded (base64, quoted-printable, encoded words ...), the source itself elsewhere;
 * line numbers are always the source's.
 */
#ifndef REPLYLINT_REPORT_SNIPPET_H
#define REPLYLINT_REPORT_SNIPPET_H

#include <stddef.h>

#include "report/report.h"

#define SNIPPET_LINES 3 /* most lines shown of one finding */

/* A line as it is shown: tabs expanded, controls replaced, clipped around the carets to fit. */
struct shown_line {
	size_t number;      /* in the file */
	struct str text;    /* UTF-8 */
	size_t mark, marks; /* columns before the first caret, and carets */
};

struct snippet {
	struct shown_line line[SNIPPET_LINES];
	size_t count;
	size_t left_out; /* lines of the finding after those */
	unsigned digits; /* of the largest number */
};

/* The finding's snippet, each line at most `width` columns of text wide. */
struct snippet snippet_make(const struct reporting *reporting, const struct reported *reported,
                            const struct finding *finding);

#endif
