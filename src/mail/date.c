#include "mail/date.h"

#include "base/calendar.h"

#define NUMBER_DIGITS_MOST 6u

/* What is still to be read. */
struct scan {
	struct str rest;
};

/* White space and comments in parentheses. */
static void skip_blank(struct scan *scan)
{
	size_t at = 0, depth = 0;

	for (; at < scan->rest.len; at++) {
		char c = scan->rest.at[at];
		if (c == '(') {
			depth++;
		} else if (c == ')' && depth > 0) {
			depth--;
		} else if (depth == 0 && !ascii_space(c)) {
			break;
		}
	}
	scan->rest = str_from(scan->rest, at);
}

static bool take_char(struct scan *scan, char c)
{
	skip_blank(scan);
	if (scan->rest.len == 0 || scan->rest.at[0] != c) {
		return false;
	}
	scan->rest = str_from(scan->rest, 1);
	return true;
}

static struct str take_word(struct scan *scan)
{
	size_t len = 0;

	skip_blank(scan);
	while (len < scan->rest.len && ascii_alpha(scan->rest.at[len])) {
		len++;
	}
	struct str word = str_sub(scan->rest, 0, len);
	scan->rest = str_from(scan->rest, len);
	return word;
}

/* Returns its digits, 0 when there is no number. */
static size_t take_number(struct scan *scan, int *number)
{
	size_t len = 0;

	skip_blank(scan);
	*number = 0;
	while (len < scan->rest.len && len < NUMBER_DIGITS_MOST && ascii_digit(scan->rest.at[len])) {
		*number = *number * 10 + (scan->rest.at[len++] - '0');
	}
	scan->rest = str_from(scan->rest, len);
	return len;
}

/* Years of two digits and of three are of the last century or this one (RFC 5322 4.3). */
static int whole_year(int year, size_t digits)
{
	if (digits == 3 || (digits == 2 && year >= 50)) {
		return year + 1900;
	}
	return digits == 2 ? year + 2000 : year;
}

static bool take_date(struct scan *scan, struct date *date)
{
	struct scan tried = *scan;

	if (take_word(&tried).len > 0) { /* the weekday */
		take_char(&tried, ',');
		*scan = tried;
	}
	if (take_number(scan, &date->day) == 0) {
		return false;
	}
	struct str month = str_sub(take_word(scan), 0, 3);
	for (date->month = 1; calendar_month_name(date->month) != NULL; date->month++) {
		if (str_eq_nocase(month, str_sub(str_of(calendar_month_name(date->month)), 0, 3))) {
			break;
		}
	}
	size_t digits = take_number(scan, &date->year);
	date->year = whole_year(date->year, digits);
	return digits >= 2 && month.len == 3 && calendar_is_valid(*date);
}

static bool take_time(struct scan *scan, int *minutes)
{
	int hour, minute, second;

	if (take_number(scan, &hour) == 0 || !take_char(scan, ':') || take_number(scan, &minute) == 0) {
		return false;
	}
	if (take_char(scan, ':')) {
		take_number(scan, &second);
	}
	*minutes = hour * 60 + minute;
	return hour < 24 && minute < 60;
}

/* Those that RFC 822 names. */
static bool take_named_zone(struct scan *scan, int *zone)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = {{"UT", 0},   {"GMT", 0},  {"UTC", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
	             {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
	struct str name = take_word(scan);

	for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
		if (str_eq_nocase(name, str_of(zones[i].name))) {
			*zone = zones[i].hours * 60;
			return true;
		}
	}
	return false;
}

static bool take_zone(struct scan *scan, int *zone)
{
	bool west = take_char(scan, '-');
	int number;

	if (!west && !take_char(scan, '+')) {
		return take_named_zone(scan, zone);
	}
	if (take_number(scan, &number) != 4 || (west && number == 0)) {
		return false;
	}
	*zone = number / 100 * 60 + number % 100;
	*zone = west ? -*zone : *zone;
	return number % 100 < 60 && number <= 1400;
}

struct mail_date mail_date_parse(struct str value)
{
	struct scan scan = {value};
	struct mail_date result = {0};
	struct date date = {0};

	if (!take_date(&scan, &date)) {
		return result;
	}
	result.known = true;
	result.day = calendar_number(date);
	if (take_time(&scan, &result.minutes)) {
		result.zone_known = take_zone(&scan, &result.zone);
	} else {
		result.minutes = 0;
	}
	return result;
}
