/* yelling: the kinds of the yelling check, each judging one page: capitals in capitals.c, marks in marks.c. */
#ifndef REPLYLINT_CHECKS_YELLING_H
#define REPLYLINT_CHECKS_YELLING_H

#include <stdbool.h>

#include "lint/check.h"

void yelling_message(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_run(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_word(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_stretch(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_exclamations(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_ellipsis(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_emoji(const struct rule *rule, struct judge *judge, const struct page *page);
void yelling_markup(const struct rule *rule, struct judge *judge, const struct page *page);

/* Neither masked, nor a template's value, nor with a digit in it. */
bool yelling_is_plain_word(const struct word *word);

const struct block *yelling_block(const struct page *page, const struct word *word);

/* Reports span with its recasing as the fix. */
void yelling_report_recased(struct judge *judge, const struct rule *rule, const struct page *page, struct span span);

#endif
