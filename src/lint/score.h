/* score: the ledger of the rule catalogue's section 5.1 and the face of 5.2, from a result's findings. */
#ifndef REPLYLINT_LINT_SCORE_H
#define REPLYLINT_LINT_SCORE_H

#include "lint/config.h"
#include "lint/lint.h"

/* Fills result->ledger, score, face, face_reason and count from its findings (those in `more` included). */
void score_result(struct arena *arena, const struct config *config, struct result *result);

#endif
