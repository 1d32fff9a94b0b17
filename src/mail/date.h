/*
 * date: a Date field (RFC 5322 3.3, obsolete forms of 4.3 included): the day it names where its writer was, and how far
 * that place was from Greenwich. "-0000" and letters of military zones say nothing about the place.
 */
#ifndef REPLYLINT_MAIL_DATE_H
#define REPLYLINT_MAIL_DATE_H

#include <stdbool.h>

#include "base/str.h"

struct mail_date {
	bool known;
	long day;    /* calendar_number() of the writer's day */
	int minutes; /* of that day, from 0 */
	bool zone_known;
	int zone; /* minutes east of Greenwich */
};

/* value: unfolded. What cannot be read is not known. */
struct mail_date mail_date_parse(struct str value);

#endif
