/*
 * resolve: the findings as the rules made them, to those that are shown: superseded ones swallowed, those that stand in
 * both alternatives once, suppressions of the file applied (suppress.c), limits, order of place.
 */
#ifndef REPLYLINT_LINT_RESOLVE_H
#define REPLYLINT_LINT_RESOLVE_H

#include "lint/check.h"
#include "lint/lint.h"

/* resolve.c */
void resolve_findings(struct judge *judge, const struct lint_options *options, struct result *result);

/* Drops findings that others of judge->findings say already (supersede.c). */
void supersede_findings(struct judge *judge);

/*
 * Drops the findings that comments in the file switch off (replylint-disable, -enable, -disable-next-line), and reports
 * comments that switch off nothing.
 */
void suppress_findings(struct judge *judge);

#endif
