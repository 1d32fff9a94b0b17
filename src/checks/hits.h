/* hits: what the lexical checks share: the matches of a rule on a page, reported with their replacement. */
#ifndef REPLYLINT_CHECKS_HITS_H
#define REPLYLINT_CHECKS_HITS_H

#include "lint/check.h"

enum hits_view { HITS_MASKED, HITS_WHOLE };

/* The matches of matcher on page, overlapping ones reduced to the earliest and longest. */
struct match_list hits_find(struct judge *judge, const struct matcher *matcher, const struct page *page,
                            enum hits_view view);

/* Of matches in order of place, overlapping ones are reduced to the earliest and longest. */
void hits_reduce(struct match_list *found);

/*
 * Reports match, to be replaced by text (NULL: no replacement). Text takes over a leading capital; the empty text
 * deletes
 * the words with the space before or behind them. Slots that stay open make the fix a placeholder.
 */
void hits_report(struct judge *judge, const struct rule *rule, const struct page *page, struct span where,
                 const struct str *text);

/* Reports that something is missing, with the rule's fix (or else its advice) to be inserted as a paragraph. */
void hits_report_missing(struct judge *judge, const struct rule *rule, enum insertion insertion, enum level level);

#endif
