/* nearest: the name that was probably meant: the least edit distance (insert, delete, replace, swap), if small. */
#ifndef REPLYLINT_BASE_NEAREST_H
#define REPLYLINT_BASE_NEAREST_H

#include <stddef.h>

#include "base/str.h"

/* The one of count names that is nearest to a misspelt one; NULL when none is near. */
const char *nearest_name(struct str wrong, const char *const *names, size_t count);

#endif
