/*
 * date: dates and times that cannot be right, or be read in two ways. `what` says which: weekday (does not go with the
 * date), impossible, past (`phrases` lead to a date that is still to come), order (day or month first), zone (a time
 * of day for a reader in another time zone). No clock is
 * looked at: the message's own Date is now, and without one nothing is said of dates without a year.
 */
#include "checks/date.h"

#include "base/err.h"
#include "lint/ruleset.h"

static const struct date_kind {
	const char *name;
	void (*run)(const struct date_page *on);
} kinds[] = {{"weekday", date_weekday},
             {"impossible", date_impossible},
             {"past", date_past},
             {"order", date_order},
             {"zone", date_zone}};

struct data {
	const struct date_kind *kind;
	const struct matcher *phrases;
	struct str_list lines; /* kinds in which a line that begins with a date is about what is to come */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *lines = node_get(source->node, "lines");

	rule->data = data;
	data->kind = RULE_WHAT(source, kinds);
	return data->kind != NULL && rule_matcher(source, "phrases", &data->phrases) &&
	       (lines == NULL || node_str_list(source->arena, lines, &data->lines, source->err));
}

const struct matcher *date_phrases(const struct rule *rule)
{
	return ((const struct data *)rule->data)->phrases;
}

bool date_lines_are_to_come(const struct rule *rule, const struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < data->lines.count; i++) {
		if (str_eq(data->lines.at[i], judge->ruleset->kinds.at[judge->kind].name)) {
			return true;
		}
	}
	return false;
}

const struct date_reading *date_read(struct judge *judge, const struct page *page)
{
	const void **known = judge_memory(judge, page, kinds);

	if (*known == NULL) {
		struct date_reading *reading = ARENA_NEW(judge->arena, struct date_reading);
		reading->tokens = tokens_read(judge->arena, page->view->bytes);
		reading->dates = dates_find(judge->arena, &reading->tokens);
		*known = reading;
	}
	return *known;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		const struct date_reading *read = date_read(judge, page);
		struct date_page on = {rule, judge, page, &read->tokens, &read->dates};
		data->kind->run(&on);
	}
}

const struct check check_date = {"date", (const char *const[]){"what", "phrases", "lines", NULL}, load, run, NULL};

/* ---- shared ---- */

/* A phone number is masked too, and a date may look like one; what else is masked goes on around it. */
bool date_is_cited(const struct date_page *on, const struct written_date *date)
{
	struct str masked = on->page->masked, view = on->page->view->bytes;
	struct span whole = date_whole(date);
	size_t before = whole.at > 0 ? whole.at - 1 : whole.at, end = whole.at + whole.len;

	for (size_t i = whole.at; i < end; i++) {
		if (ascii_alpha(view.at[i]) && masked.at[i] != view.at[i]) {
			return true;
		}
	}
	bool quoted = whole.at > 0 && view.at[before] == '"' && end < view.len && view.at[end] == '"';
	return quoted || masked.at[before] != view.at[before] || (end < view.len && masked.at[end] != view.at[end]);
}

#define NEIGHBOURS 8u /* dates to both sides whose year may hold for one without */
#define DAYS_BEFORE 200
#define DAYS_AFTER 300

struct candidates {
	struct date *at;
	size_t count;
};

static void add_year(struct candidates *list, const struct written_date *date, int year)
{
	if (list->count + DATE_READINGS_MOST <= DATE_CANDIDATES_MOST) {
		list->count += date_readings(date, year, list->at + list->count);
	}
}

/* Without a year: so that it is not far from the message's own date. */
static void add_near(struct candidates *list, const struct written_date *date, long now)
{
	int this_year = calendar_date(now).year;

	for (int year = this_year - 1; year <= this_year + 1; year++) {
		struct date readings[DATE_READINGS_MOST];
		size_t count = date_readings(date, year, readings);
		for (size_t i = 0; i < count && list->count < DATE_CANDIDATES_MOST; i++) {
			long distance = calendar_number(readings[i]) - now;
			if (distance >= -DAYS_BEFORE && distance <= DAYS_AFTER) {
				list->at[list->count++] = readings[i];
			}
		}
	}
}

/* "Friday the 14th": of the last month, this one or the next two. */
static void add_months(struct candidates *list, int day, long now)
{
	struct date today = calendar_date(now);

	for (int shift = -1; shift <= 2; shift++) {
		int month = today.month - 1 + shift;
		struct date date = {today.year + (month >= 12) - (month < 0), (month + 12) % 12 + 1, day};
		if (calendar_is_valid(date)) {
			list->at[list->count++] = date;
		}
	}
}

size_t date_candidates(const struct date_page *on, const struct written_date *date,
                       struct date candidates[DATE_CANDIDATES_MOST])
{
	struct candidates list = {.at = candidates};
	const struct mail_date *now = &on->judge->document->date;
	const struct sentence *sentence = page_sentence_at(on->page, date->where.at);

	if (date->year != 0) {
		add_year(&list, date, date->year);
		return list.count;
	}
	if (date->form == DATE_ORDINAL) {
		if (now->known) {
			add_months(&list, date->day, now->day);
		}
		return list.count;
	}
	if (now->known) {
		add_near(&list, date, now->day);
	}
	size_t index = (size_t)(date - on->dates->at), first = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
	for (size_t i = first; i < on->dates->count && i <= index + NEIGHBOURS; i++) {
		const struct written_date *other = &on->dates->at[i];
		if (other->year != 0 && page_sentence_at(on->page, other->where.at) == sentence) {
			add_year(&list, date, other->year);
		}
	}
	return list.count;
}
