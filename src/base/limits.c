#include "base/limits.h"

const struct limit_info limit_table[LIMIT_COUNT] = {
#define LIMIT(name, value, unit, beyond) {#name, value, unit, beyond},
#include "base/limits.def"
#undef LIMIT
};
