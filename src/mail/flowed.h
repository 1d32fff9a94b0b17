/* flowed: format=flowed text (RFC 3676) with its soft line breaks joined. */
#ifndef REPLYLINT_MAIL_FLOWED_H
#define REPLYLINT_MAIL_FLOWED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * Lines of one quote depth that end in a space go on in the next line; with delsp that space is dropped. Space-stuffing
 * is removed, but a quoted line keeps "> ". "-- " and blank lines stay lines of their own.
 */
const struct text *flowed_join(struct arena *arena, const struct text *text, bool delsp);

#endif
