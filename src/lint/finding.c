#include "lint/finding.h"

const char *const level_names[LEVEL_COUNT + 1] = {"praise", "suggestion", "warning", "error", NULL};

const char *const impression_names[IMPRESSION_COUNT + 1] = {"", "offend", "let-down", "confuse", "wonder", NULL};

const char *const applicability_names[APPLY_COUNT + 1] = {"advice", "placeholder", "unsafe", "safe", NULL};
