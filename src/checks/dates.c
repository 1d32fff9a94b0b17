#include "checks/dates.h"

#include <string.h>

#define YEAR_LEAST 1900
#define YEAR_MOST 2199

static bool is_tight_mark(const struct token_list *tokens, size_t index, char mark)
{
	const struct token *token = token_at(tokens, index);

	return token->kind == TOKEN_MARK && token->tight && tokens->text.at[token->span.at] == mark;
}

static bool is_mark(const struct token_list *tokens, size_t index, char mark)
{
	const struct token *token = token_at(tokens, index);

	return token->kind == TOKEN_MARK && !token->first && tokens->text.at[token->span.at] == mark;
}

/* A number of that many digits. */
static bool is_digits(const struct token_list *tokens, size_t index, size_t least, size_t most)
{
	const struct token *token = token_at(tokens, index);

	return token->kind == TOKEN_NUMBER && token->span.len >= least && token->span.len <= most;
}

/* ---- where a date may begin and end ---- */

/* "12-14 May": the second day of a range begins behind a dash and a number. */
static bool begins_freely(const struct token_list *tokens, size_t index)
{
	if (!token_at(tokens, index)->tight) {
		return true;
	}
	struct str before = token_text(tokens, index - 1);
	bool bracket = before.len == 1 && strchr("([\"',;:|", before.at[0]) != NULL;
	bool range = str_eq(before, STR("-")) && is_digits(tokens, index - 2, 1, 2) && token_month(tokens, index + 1) != 0;

	return bracket || range;
}

/* Not "12/05/2026-A", "1.2.2026.4", "12.05%". */
static bool ends_freely(const struct token_list *tokens, size_t index)
{
	const struct token *next = token_at(tokens, index);
	const struct token *after = token_at(tokens, index + 1);

	if (next->kind == TOKEN_END || !next->tight) {
		return true;
	}
	char mark = tokens->text.at[next->span.at];
	bool goes_on = after->tight && after->kind != TOKEN_MARK;
	return next->kind == TOKEN_MARK && strchr("@%_+=#", mark) == NULL &&
	       !(goes_on && strchr("-/.:,'", mark) != NULL && !(mark == '-' && after->kind == TOKEN_WORD));
}

/* ---- years ---- */

static bool is_year(const struct token_list *tokens, size_t index)
{
	int number = token_at(tokens, index)->number;

	return is_digits(tokens, index, 4, 4) && number >= YEAR_LEAST && number <= YEAR_MOST &&
	       !token_at(tokens, index)->first && ends_freely(tokens, index + 1);
}

/* The tokens of a year at index, behind a comma, a dash or an apostrophe perhaps; 0: none. */
static size_t read_year(const struct token_list *tokens, size_t index, struct written_date *date)
{
	size_t skipped = is_mark(tokens, index, ',') || is_tight_mark(tokens, index, '-') ||
	                 is_tight_mark(tokens, index, '/') || is_tight_mark(tokens, index, '.');
	bool dash = skipped > 0 && is_tight_mark(tokens, index, '-');
	bool quote = is_mark(tokens, index, '\'') && token_at(tokens, index + 1)->tight;

	if (is_year(tokens, index + skipped)) {
		date->year = token_at(tokens, index + skipped)->number;
		return skipped + 1;
	}
	skipped = quote ? 1 : skipped;
	if ((quote || dash) && is_digits(tokens, index + skipped, 2, 2) && token_at(tokens, index + skipped)->tight) {
		date->year = 2000 + token_at(tokens, index + skipped)->number;
		date->short_year = true;
		return skipped + 1;
	}
	return 0;
}

/* ---- named months ---- */

static bool is_ordinal_end(const struct token_list *tokens, size_t index)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", NULL};

	return token_at(tokens, index)->tight && token_is_any(tokens, index, ends);
}

/* The tokens of a day: "14", "14th", "14."; 0: none. */
static size_t read_day(const struct token_list *tokens, size_t index, struct written_date *date)
{
	if (!is_digits(tokens, index, 1, 2)) {
		return 0;
	}
	date->day = token_at(tokens, index)->number;
	return 1u + is_ordinal_end(tokens, index + 1);
}

/* "14th of May, 2026", "14-May-26", "14. May" */
static size_t read_day_month(const struct token_list *tokens, size_t index, struct written_date *date)
{
	size_t used = read_day(tokens, index, date);

	if (used == 0) {
		return 0;
	}
	if (token_is(tokens, index + used, "of") || is_tight_mark(tokens, index + used, '-') ||
	    is_tight_mark(tokens, index + used, '.')) {
		used++;
	}
	date->month = token_month(tokens, index + used);
	if (date->month == 0 || token_at(tokens, index + used)->first) {
		return 0;
	}
	used++;
	bool dot = is_tight_mark(tokens, index + used, '.') && token_at(tokens, index + used - 1)->span.len <= 4;
	size_t year = read_year(tokens, index + used + dot, date);
	return used + (year > 0 ? dot + year : 0);
}

/* "May 14th, 2026", "Dec. 3", "May the 14th" */
static size_t read_month_day(const struct token_list *tokens, size_t index, struct written_date *date)
{
	size_t used = 1;

	date->month = token_month(tokens, index);
	date->month_first = true;
	if (date->month == 0) {
		return 0;
	}
	used += is_tight_mark(tokens, index + 1, '.');
	used += token_is(tokens, index + used, "the");
	if (token_at(tokens, index + used)->first) {
		return 0;
	}
	size_t day = read_day(tokens, index + used, date);
	used += day;
	return day > 0 ? used + read_year(tokens, index + used, date) : 0;
}

/* ---- numbers ---- */

static size_t read_iso(const struct token_list *tokens, size_t index, struct written_date *date)
{
	char mark = is_tight_mark(tokens, index + 1, '-') ? '-' : '/';
	int year = token_at(tokens, index)->number;

	if (!is_digits(tokens, index, 4, 4) || year < YEAR_LEAST || year > YEAR_MOST ||
	    !is_tight_mark(tokens, index + 1, mark) || !is_tight_mark(tokens, index + 3, mark)) {
		return 0;
	}
	for (size_t i = 2; i <= 4; i += 2) {
		if (!is_digits(tokens, index + i, 2, 2) || !token_at(tokens, index + i)->tight) {
			return 0;
		}
	}
	date->form = DATE_ISO;
	date->separator = mark;
	date->year = year;
	date->month = token_at(tokens, index + 2)->number;
	date->day = token_at(tokens, index + 4)->number;
	return 5;
}

/* "14/05/2026", "14.5.26", "14-05-2026"; of the last kind years of four digits only. */
static size_t read_numeric(const struct token_list *tokens, size_t index, struct written_date *date)
{
	struct str mark = token_text(tokens, index + 1);

	if (!is_digits(tokens, index, 1, 2) || mark.len != 1 || strchr("/.-", mark.at[0]) == NULL) {
		return 0;
	}
	size_t digits = token_at(tokens, index + 4)->span.len;
	bool tight = is_tight_mark(tokens, index + 1, mark.at[0]) && token_at(tokens, index + 2)->tight &&
	             is_tight_mark(tokens, index + 3, mark.at[0]) && token_at(tokens, index + 4)->tight;
	if (!tight || !is_digits(tokens, index + 2, 1, 2) || !is_digits(tokens, index + 4, 2, 4) || digits == 3) {
		return 0;
	}
	int year = token_at(tokens, index + 4)->number;
	date->form = DATE_NUMERIC;
	date->separator = mark.at[0];
	date->month = token_at(tokens, index)->number;
	date->day = token_at(tokens, index + 2)->number;
	date->short_year = digits == 2;
	date->year = digits == 2 ? 2000 + year : year;
	return digits == 4 ? (year >= YEAR_LEAST && year <= YEAR_MOST ? 5u : 0u) : mark.at[0] == '-' ? 0u : 5u;
}

/* "14/5", not "24/7" and not "1/2". */
static size_t read_short(const struct token_list *tokens, size_t index, struct written_date *date)
{
	bool tight = is_tight_mark(tokens, index + 1, '/') && token_at(tokens, index + 2)->tight;

	if (!tight || !is_digits(tokens, index, 1, 2) || !is_digits(tokens, index + 2, 1, 2)) {
		return 0;
	}
	date->form = DATE_SHORT;
	date->separator = '/';
	date->month = token_at(tokens, index)->number;
	date->day = token_at(tokens, index + 2)->number;
	bool fraction = date->month < date->day && date->day <= 4;
	return fraction || (date->month == 24 && date->day == 7) ? 0 : 3;
}

/* "the 14th", "14th" */
static size_t read_ordinal(const struct token_list *tokens, size_t index, struct written_date *date)
{
	date->form = DATE_ORDINAL;
	return read_day(tokens, index, date) == 2 ? 2 : 0;
}

/* ---- the weekday beside a date ---- */

static const char *const joints[] = {"to", "-", "through", "thru", "until", "till", "and", "or", "/", "&", ",", NULL};

/* "Mondays" */
static bool is_weekday_or_plural(const struct token_list *tokens, size_t index)
{
	struct str word = token_text(tokens, index);

	for (int day = 0; day < 7; day++) {
		if (str_starts_nocase(word, str_of(calendar_weekday_name(day)))) {
			return true;
		}
	}
	return token_weekday(tokens, index) >= 0;
}

/*
 * "Monday to Friday", "Tuesday or Friday": its last day does not belong to the date behind it alone; nor does
 * "every Friday". "The Vancouver Sun" is no day.
 */
static bool stands_alone(const struct token_list *tokens, size_t index)
{
	static const char *const each[] = {"every", "each", "any", "most", "all", NULL};
	const struct token *token = token_at(tokens, index);
	bool short_form = token->span.len < 6;

	if (token->first || index == 0) {
		return true;
	}
	struct str before = token_text(tokens, index - 1);
	bool named = before.len > 0 && before.at[0] >= 'A' && before.at[0] <= 'Z' && !token_at(tokens, index - 1)->first;
	if (token_is_any(tokens, index - 1, each) ||
	    (short_form && (named || token_is(tokens, index - 1, "the") || token->tight))) {
		return false;
	}
	return !(index >= 2 && token_is_any(tokens, index - 1, joints) && is_weekday_or_plural(tokens, index - 2));
}

static bool take_weekday(const struct token_list *tokens, size_t index, struct written_date *date)
{
	int weekday = token_weekday(tokens, index);

	if (weekday < 0 || !stands_alone(tokens, index)) {
		return false;
	}
	date->has_weekday = true;
	date->weekday = weekday;
	date->weekday_where = token_at(tokens, index)->span;
	return true;
}

#define WEEKDAY_REACH 4u

/* "Friday, ", "Friday the ", "Fri. ", "Friday morning (" before the date. */
static void find_weekday_before(const struct token_list *tokens, struct written_date *date)
{
	static const char *const between[] = {",",         "(",     "-",     "the",     "on", "morning",
	                                      "afternoon", "night", "early", "evening", ".",  NULL};
	size_t index = date->first_token;

	for (size_t i = 0; i < WEEKDAY_REACH && index > 0 && !token_at(tokens, index)->first; i++) {
		index--;
		if (token_weekday(tokens, index) >= 0) {
			take_weekday(tokens, index, date);
			return;
		}
		bool dot = token_is(tokens, index, ".") &&
		           !(token_at(tokens, index)->tight && index > 0 && token_at(tokens, index - 1)->span.len <= 5);
		if (!token_is_any(tokens, index, between) || dot) {
			return;
		}
	}
}

/* A weekday behind a date says something of it alone when nothing goes on behind it: no other date, no "to Friday". */
static bool ends_statement(const struct token_list *tokens, size_t index)
{
	const struct token *next = token_at(tokens, index);
	static const char *const enders[] = {".", ",", ")", ";", "!", "?", "at", "from", "between", NULL};

	return next->kind == TOKEN_END || next->first ||
	       (token_is_any(tokens, index, enders) && token_weekday(tokens, index + 1) < 0 &&
	        token_month(tokens, index + 1) == 0 &&
	        (token_is(tokens, index, "at") || !is_digits(tokens, index + 1, 1, 4)));
}

/* "12 May 2026 (Tuesday)", "12 May is a Tuesday", "12 May, Tuesday, at 9" */
static void find_weekday_behind(const struct token_list *tokens, struct written_date *date)
{
	static const char *const verbs[] = {"is", "was", "falls", "fell", "being", NULL};
	size_t index = date->first_token + date->tokens;
	bool bracket = is_mark(tokens, index, '('), comma = is_mark(tokens, index, ',');
	bool said = token_is_any(tokens, index, verbs);

	if ((!bracket && !comma && !said) || token_at(tokens, index)->first) {
		return;
	}
	index++;
	index += said && token_is(tokens, index, "on");
	bool article = token_is(tokens, index, "a");
	index += article;
	if ((said && !article) || token_at(tokens, index)->first || token_at(tokens, index)->span.len < 3) {
		return;
	}
	if (ends_statement(tokens, index + 1)) {
		take_weekday(tokens, index, date);
	}
}

/* ---- all of them ---- */

static size_t read_date(const struct token_list *tokens, size_t index, struct written_date *date)
{
	static size_t (*const forms[])(const struct token_list *, size_t, struct written_date *) = {
	    read_iso, read_day_month, read_month_day, read_numeric, read_short, read_ordinal};

	if (!begins_freely(tokens, index)) {
		return 0;
	}
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		*date = (struct written_date){.weekday = -1};
		size_t used = forms[i](tokens, index, date);
		if (used > 0 && ends_freely(tokens, index + used)) {
			return used;
		}
	}
	return 0;
}

static void place(const struct token_list *tokens, size_t index, size_t used, struct written_date *date)
{
	const struct token *last = token_at(tokens, index + used - 1);

	date->first_token = index;
	date->tokens = used;
	date->where.at = token_at(tokens, index)->span.at;
	date->where.len = last->span.at + last->span.len - date->where.at;
}

struct written_dates dates_find(struct arena *arena, const struct token_list *tokens)
{
	struct written_dates dates = {0};

	for (size_t index = 0; index < tokens->count;) {
		struct written_date date;
		size_t used = read_date(tokens, index, &date);
		if (used == 0) {
			index++;
			continue;
		}
		place(tokens, index, used, &date);
		find_weekday_before(tokens, &date);
		if (!date.has_weekday && date.form != DATE_SHORT && date.form != DATE_ORDINAL) {
			find_weekday_behind(tokens, &date);
		}
		if (date.has_weekday || (date.form != DATE_SHORT && date.form != DATE_ORDINAL)) {
			*vec_push(arena, &dates) = date;
		}
		index += used;
	}
	return dates;
}

/* ---- what they mean ---- */

static size_t add_reading(struct date date, size_t count, struct date readings[DATE_READINGS_MOST])
{
	if (!calendar_is_valid(date)) {
		return count;
	}
	readings[count] = date;
	return count + 1;
}

size_t date_readings(const struct written_date *date, int year, struct date readings[DATE_READINGS_MOST])
{
	year = date->year != 0 ? date->year : year;
	switch (date->form) {
	case DATE_NUMERIC:
	case DATE_SHORT: {
		size_t count = add_reading((struct date){year, date->day, date->month}, 0, readings);
		return date->day == date->month ? count
		                                : add_reading((struct date){year, date->month, date->day}, count, readings);
	}
	case DATE_ORDINAL:
		return 0;
	case DATE_NAMED:
	case DATE_ISO:
	default:
		return add_reading((struct date){year, date->month, date->day}, 0, readings);
	}
}

struct span date_whole(const struct written_date *date)
{
	struct span first = date->where, last = date->where;

	if (date->has_weekday && date->weekday_where.at < first.at) {
		first = date->weekday_where;
	} else if (date->has_weekday) {
		last = date->weekday_where;
	}
	return (struct span){first.at, last.at + last.len - first.at};
}
