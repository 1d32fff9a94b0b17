/* checks: the table of all check types, handed to ruleset_load() by the front end. */
#ifndef REPLYLINT_CHECKS_CHECKS_H
#define REPLYLINT_CHECKS_CHECKS_H

#include "lint/check.h"

#define CHECK(name) extern const struct check check_##name;
#include "checks/checks.def"
#undef CHECK

/* NULL-terminated. */
extern const struct check *const checks_table[];

#endif
