#include "checks/date.h"

/* Behind these a number is a name, and no day. */
static const char *const labels[] = {
    "room",   "flat",    "unit",   "suite",   "apartment", "apt",       "order",    "page",    "pages", "no",
    "number", "nr",      "#",      "invoice", "ref",       "reference", "step",     "version", "build", "v",
    "model",  "release", "ticket", "case",    "plot",      "lot",       "firmware", "code",    "part",  "item",
    "policy", "id",      "claim",  "quote",   "article",   "po",        "gate",     "seat",    NULL};

/* Before these it is an address. */
static const char *const streets[] = {
    "street", "st", "road", "rd",    "avenue", "ave",  "lane", "ln",      "close",   "drive",    "dr",   "court", "ct",
    "place",  "pl", "way",  "grove", "square", "walk", "mews", "gardens", "terrace", "crescent", "hill", "house", NULL};

/* Behind these a time of day stands, or a date. */
static const char *const leads[] = {"at", "by",  "until", "till", "from",  "before",  "after", "around",  "about",
                                    "on", "due", "dated", "date", "since", "between", "to",    "expires", NULL};

static bool is_led(const struct token_list *tokens, size_t index)
{
	bool colon = index > 0 && token_is(tokens, index - 1, ":");

	return index > (size_t)colon && !token_at(tokens, index)->first && token_is_any(tokens, index - 1 - colon, leads);
}

bool date_is_labelled(const struct token_list *tokens, size_t index)
{
	while (index > 0 && !token_at(tokens, index)->first && token_at(tokens, index - 1)->kind == TOKEN_MARK &&
	       !token_is(tokens, index - 1, "#")) {
		index--;
	}
	return index > 0 && !token_at(tokens, index)->first && token_is_any(tokens, index - 1, labels);
}

/* ---- days ---- */

/* A day that a year could have, but this month has not. */
static bool is_beyond_month(int year, int month, int day)
{
	int most = year != 0 ? calendar_month_days(year, month) : month == 2 ? 29 : calendar_month_days(2001, month);

	return most > 0 && day > most;
}

static bool is_impossible_named(const struct date_page *on, const struct written_date *date)
{
	size_t next = date->first_token + date->tokens;
	const struct token *behind = token_at(on->tokens, next);
	bool goes_on = !behind->first && (behind->kind == TOKEN_NUMBER || token_is_any(on->tokens, next, streets) ||
	                                  token_is(on->tokens, next, "'"));
	bool long_form = (date->year != 0 && !date->short_year) || date->has_weekday;

	return is_beyond_month(date->year, date->month, date->day) && (date->day <= 31 || long_form) && !goes_on;
}

/* "31/06/2026" looks like a day in any case; "45/12/2026" does behind "on" only. */
static bool is_impossible_numeric(const struct date_page *on, const struct written_date *date)
{
	struct date readings[DATE_READINGS_MOST];
	bool like_day = (date->month <= 12 && date->day <= 31) || (date->day <= 12 && date->month <= 31);
	bool is_date = like_day && date->month != 0 && date->day != 0 && !date->short_year;

	return date_readings(date, 0, readings) == 0 &&
	       (is_date || date->has_weekday || is_led(on->tokens, date->first_token));
}

static bool is_impossible(const struct date_page *on, const struct written_date *date)
{
	if (date_is_cited(on, date) || date_is_labelled(on->tokens, date->first_token)) {
		return false;
	}
	switch (date->form) {
	case DATE_NAMED:
		return is_impossible_named(on, date);
	case DATE_ISO:
	case DATE_NUMERIC:
		return is_impossible_numeric(on, date);
	case DATE_SHORT:
	case DATE_ORDINAL:
	default:
		return false;
	}
}

/* "June has 30 days" and what is near, where the month is sure. */
static void report_day(const struct date_page *on, const struct written_date *date)
{
	struct arena *arena = on->judge->arena;
	struct report report = {0};
	int year = date->year != 0 ? date->year : 2001, days = calendar_month_days(year, date->month);

	if (date->form != DATE_NUMERIC && days > 0) {
		const char *month = calendar_month_name(date->month), *next = calendar_month_name(date->month % 12 + 1);
		struct str of = date->year != 0 ? str_printf(arena, "%s %d", month, date->year) : str_of(month);
		report.message = str_printf(arena, "'" STR_FMT "': " STR_FMT " has %d days",
		                            STR_ARG(page_bytes(on->page, date->where)), STR_ARG(of), days);
		report.description = str_printf(arena, "%d %s or 1 %s?", days, month, next);
	}
	judge_report(on->judge, on->rule, on->page, date->where, &report);
}

/* ---- times of day ---- */

struct clock {
	int hour, minute;  /* minute -1: not written */
	size_t tokens;     /* of all of it */
	bool has_meridiem; /* am, pm */
	char mark;         /* between hour and minute */
};

/* "am", "p.m.": its tokens; 0: none. "At 14:00 am I to wait?" has none. */
static size_t read_meridiem(const struct token_list *tokens, size_t index)
{
	static const char *const whole[] = {"am", "pm", NULL}, *const first[] = {"a", "p", NULL};

	if (token_at(tokens, index)->first) {
		return 0;
	}
	if (token_is_any(tokens, index, whole)) {
		return token_is(tokens, index + 1, "i") ? 0 : 1;
	}
	bool dotted = token_is_any(tokens, index, first) && token_is(tokens, index + 1, ".") &&
	              token_is(tokens, index + 2, "m") && token_at(tokens, index + 2)->tight;
	return dotted ? 3 : 0;
}

static bool read_clock(const struct token_list *tokens, size_t index, struct clock *clock)
{
	const struct token *hour = token_at(tokens, index), *mark = token_at(tokens, index + 1),
	                   *minute = token_at(tokens, index + 2);
	struct str before = hour->tight ? token_text(tokens, index - 1) : STR("(");
	bool free =
	    str_eq(before, STR("(")) || (str_eq(before, STR("-")) && index >= 2 && !token_at(tokens, index - 1)->tight);

	if (hour->kind != TOKEN_NUMBER || hour->span.len > 2 || !free) {
		return false;
	}
	*clock = (struct clock){.hour = hour->number, .minute = -1, .tokens = 1};
	bool dotted = token_is(tokens, index + 1, ":") || token_is(tokens, index + 1, ".");
	if (dotted && mark->tight && minute->tight && minute->kind == TOKEN_NUMBER && minute->span.len == 2) {
		clock->minute = minute->number;
		clock->mark = tokens->text.at[mark->span.at];
		clock->tokens = 3;
	}
	size_t meridiem = read_meridiem(tokens, index + clock->tokens);
	clock->has_meridiem = meridiem > 0;
	clock->tokens += meridiem;
	return clock->minute >= 0 || clock->has_meridiem;
}

/* "at 25:00 minutes into the film", "a 30:70 ratio", "at 12:75:10": other things than times of day. */
static bool is_measure(const struct token_list *tokens, size_t index)
{
	static const char *const units[] = {"min",  "mins",  "minutes", "sec",  "seconds", "s",     "m",     "mark",
	                                    "into", "ratio", "split",   "odds", "mix",     "blend", "scale", ":",
	                                    "-",    "/",     "%",       "x",    "rule",    NULL};

	return !token_at(tokens, index)->first && token_is_any(tokens, index, units);
}

/* 25:00 to 49:45, and minutes beyond 59: times of day only behind "at" and the like. */
static bool is_impossible_plain(const struct token_list *tokens, size_t index, const struct clock *clock)
{
	bool late = clock->hour > 24 && clock->hour < 50 && clock->minute % 15 == 0 && clock->minute < 60;
	bool full = clock->hour <= 24 && clock->minute >= 60;

	return clock->mark == ':' && (late || full) && is_led(tokens, index) && !is_measure(tokens, index + clock->tokens);
}

static bool is_impossible_time(const struct token_list *tokens, size_t index, const struct clock *clock)
{
	if (!clock->has_meridiem) {
		return is_impossible_plain(tokens, index, clock);
	}
	if (clock->minute >= 0) {
		return clock->hour <= 24 && (clock->hour > 12 || clock->minute >= 60);
	}
	return clock->hour > 12 && clock->hour <= 24 && is_led(tokens, index);
}

static void report_time(const struct date_page *on, size_t index, const struct clock *clock)
{
	const struct token *first = token_at(on->tokens, index), *last = token_at(on->tokens, index + clock->tokens - 1);
	struct span where = {first->span.at, last->span.at + last->span.len - first->span.at};
	struct report report = {.message = STR("there is no such time of day"),
	                        .description = STR("give the hour that is meant")};

	if (on->page->masked.at[where.at] == on->page->view->bytes.at[where.at]) {
		judge_report(on->judge, on->rule, on->page, where, &report);
	}
}

void date_impossible(const struct date_page *on)
{
	for (size_t i = 0; i < on->dates->count; i++) {
		if (is_impossible(on, &on->dates->at[i])) {
			report_day(on, &on->dates->at[i]);
		}
	}
	for (size_t i = 0; i < on->tokens->count; i++) {
		struct clock clock;
		if (read_clock(on->tokens, i, &clock) && is_impossible_time(on->tokens, i, &clock)) {
			report_time(on, i, &clock);
		}
	}
}
