#include "checks/checks.h"

const struct check *const checks_table[] = {
#define CHECK(name) &check_##name,
#include "checks/checks.def"
#undef CHECK
    NULL,
};
