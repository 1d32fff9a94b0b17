#include "checks/date.h"

#include <string.h>

#define LEAD_MOST 300u   /* bytes before a date in which its phrase stands */
#define YEARLESS_DAYS 90 /* without a year, what lies farther back is probably next year's */

/* The last day that may still be spoken of as to come: where the zone says nothing of the place, yesterday. */
static long first_day(const struct mail_date *now)
{
	return now->zone_known && now->zone != 0 ? now->day : now->day - 1;
}

bool date_is_over(const struct date_page *on, const struct written_date *date, struct date *latest)
{
	struct date candidates[DATE_CANDIDATES_MOST];
	const struct mail_date *now = &on->judge->document->date;
	size_t count = date->form == DATE_ORDINAL ? 0 : date_candidates(on, date, candidates);
	bool over = false;

	for (size_t i = 0; i < count; i++) {
		long number = calendar_number(candidates[i]);
		bool next_years = date->year == 0 && number - now->day >= 365 - YEARLESS_DAYS;
		if (number >= first_day(now) && !next_years) {
			return false;
		}
		bool near = date->year != 0 || now->day - number <= YEARLESS_DAYS;
		if (near && number < first_day(now)) {
			*latest = candidates[i];
			over = true;
		}
	}
	return over;
}

/* Whether one of the rule's phrases ends right before the date: nothing but "the", a comma or the like between. */
static bool is_led_to(const struct date_page *on, const struct written_date *date)
{
	const struct sentence *sentence = page_sentence_at(on->page, date->where.at);
	size_t end = date_whole(date).at;
	const struct haystack *haystack = &judge_index(on->judge, on->page)->view;

	if (sentence->span.at >= end) {
		return false;
	}
	while (end > sentence->span.at && strchr(" ,:(", on->page->view->bytes.at[end - 1]) != NULL) {
		end--;
	}
	if (end >= 4 && str_eq_nocase(str_sub(on->page->view->bytes, end - 4, 4), STR(" the"))) {
		end -= 4;
	}
	size_t start = end > sentence->span.at + LEAD_MOST ? end - LEAD_MOST : sentence->span.at;
	struct span before = {start, end > start ? end - start : 0};
	struct match_list found =
	    matcher_find_all(date_phrases(on->rule), on->judge->searcher, on->judge->arena, haystack, before);
	for (size_t i = 0; i < found.count; i++) {
		if (found.at[i].where.at + found.at[i].where.len == end) {
			return true;
		}
	}
	return false;
}

static bool begins_line(const struct date_page *on, const struct written_date *date)
{
	size_t at = date_whole(date).at;

	return page_block_at(on->page, at)->span.at == at && !on->page->is_subject;
}

static void report(const struct date_page *on, const struct written_date *date, struct date day)
{
	struct arena *arena = on->judge->arena;
	struct date today = calendar_date(on->judge->document->date.day);
	struct report report = {0};

	report.message =
	    str_printf(arena, "%d %s %d is over: the mail is of %d %s %d", day.day, calendar_month_name(day.month),
	               day.year, today.day, calendar_month_name(today.month), today.year);
	judge_report(on->judge, on->rule, on->page, date_whole(date), &report);
}

void date_past(const struct date_page *on)
{
	for (size_t i = 0; on->judge->document->date.known && date_phrases(on->rule) != NULL && i < on->dates->count; i++) {
		const struct written_date *date = &on->dates->at[i];
		struct date latest;
		bool is_told = begins_line(on, date) && date_lines_are_to_come(on->rule, on->judge);
		if (judge_lists(on->judge, on->rule) && date_is_over(on, date, &latest) && !date_is_cited(on, date) &&
		    (is_told || is_led_to(on, date))) {
			report(on, date, latest);
		}
	}
}
