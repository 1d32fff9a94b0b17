/*
 * uuencoded: files in the middle of a text, from "begin 644 name" to "end", as mail programs before MIME sent them (and
 * some still do).
 */
#ifndef REPLYLINT_MAIL_UUENCODED_H
#define REPLYLINT_MAIL_UUENCODED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

/* The text without such files (itself where there are none), whose names are added to the list. */
const struct text *uuencoded_remove(struct arena *arena, const struct text *text, struct str_list *names);

#endif
