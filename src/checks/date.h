/* date: what the parts of the check `date` share; one function for each value of `what`. */
#ifndef REPLYLINT_CHECKS_DATE_H
#define REPLYLINT_CHECKS_DATE_H

#include "checks/dates.h"
#include "lint/check.h"

/* A page with what is written on it. */
struct date_page {
	const struct rule *rule;
	struct judge *judge;
	const struct page *page;
	const struct token_list *tokens;
	const struct written_dates *dates;
};

/* What is written on a page: read once for all rules. */
struct date_reading {
	struct token_list tokens;
	struct written_dates dates;
};
const struct date_reading *date_read(struct judge *judge, const struct page *page);

void date_weekday(const struct date_page *on);    /* the weekday does not go with the date */
void date_impossible(const struct date_page *on); /* there is no such day or time of day */
void date_past(const struct date_page *on);       /* what is to come has a date that is over */
void date_order(const struct date_page *on);      /* the fourth of March or the third of April */
void date_zone(const struct date_page *on);       /* a time without zone for a reader in another one */

#define DATE_CANDIDATES_MOST 12u

/* The days that a written date may mean; without a year, those near the message's own date or beside a written year. */
size_t date_candidates(const struct date_page *on, const struct written_date *date,
                       struct date candidates[DATE_CANDIDATES_MOST]);

/* Whether every reading of the date lies before the message's own; *latest: the last of them. */
bool date_is_over(const struct date_page *on, const struct written_date *date, struct date *latest);

/* Whether it stands in somebody else's words, an address or code. */
bool date_is_cited(const struct date_page *on, const struct written_date *date);

/* Whether a number at index is a name: "invoice no. 31", "Unit: 31". */
bool date_is_labelled(const struct token_list *tokens, size_t index);

/* Whether the rule says that lines which begin with a date tell, in this kind of message, what is to come. */
bool date_lines_are_to_come(const struct rule *rule, const struct judge *judge);

/* The rule's `phrases`; NULL: none. */
const struct matcher *date_phrases(const struct rule *rule);

#endif
