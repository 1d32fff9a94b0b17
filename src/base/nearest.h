/* nearest: the name that was probably meant: the least edit distance (insert, delete, replace, swap), if small. */
#ifndef REPLYLINT_BASE_NEAREST_H
#define REPLYLINT_BASE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define NEAREST_FAR ((size_t)-1)

/* How many edits make a of b; case is ignored. NEAREST_FAR for what is too long to be a name. */
size_t nearest_edits(struct str a, struct str b);

/* Whether two neighbouring digits have changed places, over a point or hyphen between them, and nothing else. */
bool nearest_swapped_digits(struct str a, struct str b);

/* The one of count names that is nearest to a misspelt one; NULL when none is near. */
const char *nearest_name(struct str wrong, const char *const *names, size_t count);

#endif
