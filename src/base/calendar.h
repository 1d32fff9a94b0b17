/*
 * calendar: days of the Gregorian calendar as numbers. No clock and no time zone: whoever asks brings the day.
 * The conversions are those of civil years that begin in March, so that the leap day comes last.
 */
#ifndef REPLYLINT_BASE_CALENDAR_H
#define REPLYLINT_BASE_CALENDAR_H

#include <stdbool.h>

#define CALENDAR_YEAR_MOST 9999

struct date {
	int year, month, day; /* month and day count from 1 */
};

/* 31 for January; 0 for a month that is none. */
int calendar_month_days(int year, int month);

/* Whether there is such a day, in the years 1 to CALENDAR_YEAR_MOST. */
bool calendar_is_valid(struct date date);

/* Days from 1 January 1970, and back. date must be valid. */
long calendar_number(struct date date);
struct date calendar_date(long number);

/* 0: Monday ... 6: Sunday. */
int calendar_weekday(long number);

/* "Monday", "May"; NULL out of range. Months count from 1. */
const char *calendar_weekday_name(int weekday);
const char *calendar_month_name(int month);

#endif
