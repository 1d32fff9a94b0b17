/* wrap: paragraphs for a page of text, at most 79 columns wide. */
#ifndef REPLYLINT_FRONT_WRAP_H
#define REPLYLINT_FRONT_WRAP_H

#include <stddef.h>
#include <stdio.h>

#include "base/str.h"

/* text from the column where out stands on, further lines indented to it, and a line end. White space folds. */
void wrap_print(FILE *out, size_t column, struct str text);

/* A line of its own: indent, label, text wrapped behind the label. Nothing when text is empty. */
void wrap_labelled(FILE *out, size_t indent, const char *label, struct str text);

#endif
