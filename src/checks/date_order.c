#include "checks/date.h"
#include "lint/ruleset.h"

/* "03/04/2026": both numbers could be the month. */
static bool is_ambiguous(const struct written_date *date)
{
	return date->form == DATE_NUMERIC && date->separator == '/' && date->month != date->day && date->month >= 1 &&
	       date->month <= 12 && date->day >= 1 && date->day <= 12;
}

static bool same_day(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* The weekday beside it goes with one reading only. */
static bool weekday_tells(const struct written_date *date, const struct date readings[DATE_READINGS_MOST])
{
	int first = calendar_weekday(calendar_number(readings[0])), second = calendar_weekday(calendar_number(readings[1]));

	return date->has_weekday && (first == date->weekday) != (second == date->weekday);
}

/* A date like "13/04/2026" shows the order, and "3 April 2026" says which day is meant. */
static bool other_tells(const struct written_date *other, const struct date readings[DATE_READINGS_MOST])
{
	struct date read[DATE_READINGS_MOST];
	size_t count = date_readings(other, 0, read);

	if (count != 1) {
		return false;
	}
	bool order = other->form == DATE_NUMERIC && other->separator == '/' && other->month != other->day;
	bool named = other->form != DATE_NUMERIC && (same_day(read[0], readings[0]) || same_day(read[0], readings[1]));
	return order || named;
}

#define DATES_MOST 500u /* of a mail, that are compared with each other */

/* The dates of all pages. */
static struct written_dates mail_dates(const struct date_page *on)
{
	struct written_dates all = {0};

	for (size_t i = 0; i < on->judge->document->pages.count; i++) {
		const struct written_dates *dates = &date_read(on->judge, &on->judge->document->pages.at[i])->dates;
		for (size_t k = 0; k < dates->count && all.count < DATES_MOST; k++) {
			*vec_push(on->judge->arena, &all) = dates->at[k];
		}
	}
	return all;
}

static bool mail_tells(const struct written_dates *all, const struct date readings[DATE_READINGS_MOST])
{
	for (size_t i = 0; i < all->count; i++) {
		if (other_tells(&all->at[i], readings)) {
			return true;
		}
	}
	return false;
}

/* Only in America, and where its dates are used, does the month come first. */
static bool is_month_first(struct str locale)
{
	return str_ends_nocase(locale, STR("US")) || str_ends_nocase(locale, STR("PH"));
}

static struct str spelled(struct arena *arena, struct date date, bool month_first)
{
	const char *month = calendar_month_name(date.month);

	return month_first ? str_printf(arena, "%s %d, %d", month, date.day, date.year)
	                   : str_printf(arena, "%d %s %d", date.day, month, date.year);
}

static void report(const struct date_page *on, const struct written_date *date,
                   const struct date readings[DATE_READINGS_MOST])
{
	struct arena *arena = on->judge->arena;
	struct str locale = on->judge->ruleset->config->locale;
	bool month_first = is_month_first(locale);
	struct change change = {date->where, spelled(arena, readings[month_first], month_first)};
	struct report report = {.changes = &change, .change_count = locale.len > 0, .applicability = APPLY_UNSAFE};

	if (locale.len == 0) {
		report.description = str_printf(arena, STR_FMT ", or " STR_FMT, STR_ARG(spelled(arena, readings[0], false)),
		                                STR_ARG(spelled(arena, readings[1], false)));
	}
	judge_report(on->judge, on->rule, on->page, date->where, &report);
}

static bool is_judged(const struct date_page *on, const struct written_date *date)
{
	return is_ambiguous(date) && judge_lists(on->judge, on->rule) && !date_is_cited(on, date) &&
	       !date_is_labelled(on->tokens, date->first_token);
}

void date_order(const struct date_page *on)
{
	struct written_dates all = {0};

	for (size_t i = 0; i < on->dates->count && i < DATES_MOST; i++) {
		const struct written_date *date = &on->dates->at[i];
		struct date readings[DATE_READINGS_MOST];
		if (!is_judged(on, date) || date_readings(date, 0, readings) != 2) {
			continue;
		}
		all = all.count == 0 ? mail_dates(on) : all;
		if (!weekday_tells(date, readings) && !mail_tells(&all, readings)) {
			report(on, date, readings);
		}
	}
}
