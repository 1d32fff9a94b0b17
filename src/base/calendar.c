#include "base/calendar.h"

#include <stddef.h>

#define DAYS_OF_400_YEARS 146097L
#define DAYS_TO_1970 719468L /* from 1 March of the year 0 */

int calendar_month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12) {
		return 0;
	}
	return days[month - 1] + (month == 2 && leap);
}

bool calendar_is_valid(struct date date)
{
	return date.year >= 1 && date.year <= CALENDAR_YEAR_MOST && date.day >= 1 &&
	       date.day <= calendar_month_days(date.year, date.month);
}

long calendar_number(struct date date)
{
	long year = date.month > 2 ? date.year : date.year - 1L;
	long era = year / 400, of_era = year - era * 400;
	long month = date.month > 2 ? date.month - 3L : date.month + 9L;
	long of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * DAYS_OF_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

struct date calendar_date(long number)
{
	long days = number + DAYS_TO_1970, era = days / DAYS_OF_400_YEARS, rest = days - era * DAYS_OF_400_YEARS;
	long of_era = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	long of_year = rest - (365 * of_era + of_era / 4 - of_era / 100);
	long month = (5 * of_year + 2) / 153;
	struct date date = {.day = (int)(of_year - (153 * month + 2) / 5 + 1)};

	date.month = (int)(month < 10 ? month + 3 : month - 9);
	date.year = (int)(of_era + era * 400 + (date.month <= 2));
	return date;
}

int calendar_weekday(long number)
{
	return (int)(((number + 3) % 7 + 7) % 7); /* 1 January 1970 was a Thursday */
}

const char *calendar_weekday_name(int weekday)
{
	static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

	return weekday >= 0 && weekday < 7 ? names[weekday] : NULL;
}

const char *calendar_month_name(int month)
{
	static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
	                                    "July",    "August",   "September", "October", "November", "December"};

	return month >= 1 && month <= 12 ? names[month - 1] : NULL;
}
