/* limits: the names and values of limits.def as an enum, constants and a table. */
#ifndef REPLYLINT_BASE_LIMITS_H
#define REPLYLINT_BASE_LIMITS_H

#include <stddef.h>

enum limit {
#define LIMIT(name, value, unit, beyond) LIMIT_##name,
#include "base/limits.def"
#undef LIMIT
	LIMIT_COUNT
};

struct limit_info {
	const char *name; /* as in limits.def */
	size_t value;
	const char *unit, *beyond;
};

extern const struct limit_info limit_table[LIMIT_COUNT];

#define LIMIT_VALUE(name) (limit_table[LIMIT_##name].value)

#endif
