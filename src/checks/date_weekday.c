#include "checks/date.h"

#define FIX_DAYS 3 /* the weekday that is written is at most so far away */

/* The weekday's name, as long as the one that is written. */
static struct str named_alike(struct arena *arena, struct str written, int weekday)
{
	struct str name = str_of(calendar_weekday_name(weekday));
	bool upper = written.len > 1 && written.at[1] >= 'A' && written.at[1] <= 'Z';
	struct str text = str_copy(arena, written.len < 6 ? str_sub(name, 0, 3) : name);
	char *at = ARENA_ARRAY(arena, text.len + 1, char);

	for (size_t i = 0; i < text.len; i++) {
		bool lower = text.at[i] >= 'a' && text.at[i] <= 'z';
		at[i] = upper && lower ? (char)(text.at[i] - 'a' + 'A') : text.at[i];
	}
	return (struct str){at, text.len};
}

/* The nearest day with that weekday. */
static struct date nearest(struct date date, int weekday)
{
	long number = calendar_number(date);
	int shift = weekday - calendar_weekday(number);

	shift += shift > FIX_DAYS ? -7 : shift < -FIX_DAYS ? 7 : 0;
	return calendar_date(number + shift);
}

static struct str spelled(struct arena *arena, struct date date)
{
	return str_printf(arena, "%s %d %s %d", calendar_weekday_name(calendar_weekday(calendar_number(date))), date.day,
	                  calendar_month_name(date.month), date.year);
}

static void report(const struct date_page *on, const struct written_date *date, struct date meant)
{
	struct judge *judge = on->judge;
	int weekday = calendar_weekday(calendar_number(meant));
	struct str written = page_bytes(on->page, date->weekday_where);
	struct change change = {date->weekday_where, named_alike(judge->arena, written, weekday)};
	struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE};
	struct str other = spelled(judge->arena, nearest(meant, date->weekday));

	report.message = str_printf(judge->arena, "%d %s %d is a %s, not a %s", meant.day, calendar_month_name(meant.month),
	                            meant.year, calendar_weekday_name(weekday), calendar_weekday_name(date->weekday));
	report.description =
	    str_printf(judge->arena, STR_FMT ", or " STR_FMT, STR_ARG(spelled(judge->arena, meant)), STR_ARG(other));
	judge_report(judge, on->rule, on->page, date_whole(date), &report);
}

/* "Friday the 14th" may be the 14th of several months: nothing is corrected then. */
static void report_ordinal(const struct date_page *on, const struct written_date *date)
{
	struct report report = {0};

	report.message = str_printf(on->judge->arena, "the %d. is no %s, in this month or one near it", date->day,
	                            calendar_weekday_name(date->weekday));
	judge_report(on->judge, on->rule, on->page, date_whole(date), &report);
}

/* "May 12's invoice will be sent on Friday" and the like: the date belongs to the word behind it. */
static bool is_owner(const struct date_page *on, const struct written_date *date)
{
	size_t next = date->first_token + date->tokens;

	return token_is(on->tokens, next, "'") && token_at(on->tokens, next)->tight;
}

void date_weekday(const struct date_page *on)
{
	for (size_t i = 0; i < on->dates->count; i++) {
		const struct written_date *date = &on->dates->at[i];
		struct date candidates[DATE_CANDIDATES_MOST];
		if (!date->has_weekday || date_is_cited(on, date) || is_owner(on, date)) {
			continue;
		}
		size_t count = date_candidates(on, date, candidates);
		bool fits = count == 0;
		for (size_t k = 0; k < count; k++) {
			fits |= calendar_weekday(calendar_number(candidates[k])) == date->weekday;
		}
		if (!fits && date->form == DATE_ORDINAL) {
			report_ordinal(on, date);
		} else if (!fits) {
			report(on, date, candidates[0]);
		}
	}
}
