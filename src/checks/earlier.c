/*
 * earlier: what this mail says against what we wrote before in its thread. `what`:
 * - repeats: most of the letter stood in an earlier one of ours (five words in a row at a time);
 * - promise: we promised something by a day (`phrases`, where the customer does not say that we did it: `kept`;
 *   `things`, where the customer says that they did not come: `missed`), the day is over, and nothing here is about
 *   it (`unless`);
 * - late: the customer has waited longer than `days` working days, and nothing here is about it (`unless`).
 * A date is heeded only where it can mean one day.
 */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/err.h"
#include "checks/dates.h"
#include "checks/foreign_months.h"
#include "checks/keys.h"
#include "checks/thread.h"

enum what { WHAT_REPEATS, WHAT_PROMISE, WHAT_LATE };

struct data {
	enum what what;
	const struct matcher *phrases, *things, *missed, *kept;
	long days;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	static const char *const names[] = {"repeats", "promise", "late"};
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *days = node_get(source->node, "days");

	rule->data = data;
	data->days = 1;
	const char *const *what = RULE_WHAT(source, names);
	if (what == NULL || (days != NULL && !node_long(days, &data->days, source->err)) ||
	    !rule_matcher(source, "phrases", &data->phrases) || !rule_matcher(source, "things", &data->things) ||
	    !rule_matcher(source, "missed", &data->missed) || !rule_matcher(source, "kept", &data->kept)) {
		return false;
	}
	data->what = (enum what)(what - names);
	return data->what != WHAT_PROMISE || data->phrases != NULL ||
	       node_err(source->node, source->err, "with 'what: promise' the key 'phrases' is needed");
}

/* ---- repeats ---- */

#define RUN_WORDS 5u
#define REPEATED_LEAST 40u /* words */
#define REPEATED_WHOLE 15u /* words, where all of them are repeated */
#define REPEATED_PERCENT 60u

/* The stems of the body's words, in order. */
static struct str_list body_words(const struct judge *judge, const struct page *page)
{
	struct str_list words = {0};

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		if (page->blocks.at[page->sentences.at[word->sentence].block].zone == ZONE_BODY) {
			*vec_push(judge->arena, &words) = str_lower(judge->arena, page_bytes(page, word->span));
		}
	}
	return words;
}

static struct str_list runs_of(const struct judge *judge, const struct str_list *words)
{
	struct str_list runs = {0};

	for (size_t i = 0; i + RUN_WORDS <= words->count; i++) {
		const struct str *at = &words->at[i];
		*vec_push(judge->arena, &runs) =
		    str_printf(judge->arena, STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(at[0]),
		               STR_ARG(at[1]), STR_ARG(at[2]), STR_ARG(at[3]), STR_ARG(at[4]));
	}
	return runs;
}

static int compare(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool repeats(const struct judge *judge, const struct str_list *own, const struct page *earlier)
{
	struct str_list words = body_words(judge, earlier), runs = runs_of(judge, &words), now = runs_of(judge, own);
	size_t same = 0;

	if (runs.count == 0 || own->count < REPEATED_WHOLE) {
		return false;
	}
	qsort(runs.at, runs.count, sizeof *runs.at, compare);
	for (size_t i = 0; i < now.count; i++) {
		same += bsearch(&now.at[i], runs.at, runs.count, sizeof *runs.at, compare) != NULL;
	}
	return same * 100 >= now.count * (own->count < REPEATED_LEAST ? 100 : REPEATED_PERCENT);
}

static const struct sentence *first_sentence(const struct page *page)
{
	for (size_t i = 0; i < page->sentences.count; i++) {
		if (page->blocks.at[page->sentences.at[i].block].zone == ZONE_BODY) {
			return &page->sentences.at[i];
		}
	}
	return NULL;
}

/* A letter of the customer lies between: nobody repeats what was never answered without reason. */
static void judge_repetition(struct judge *judge, const struct rule *rule, const struct thread *thread)
{
	const struct page *page = judge_main_page(judge->document);
	const struct sentence *first = first_sentence(page);
	struct str_list own = body_words(judge, page);

	for (size_t i = 1; first != NULL && i < thread->count; i++) {
		if (thread->at[i].writer == WRITER_US && repeats(judge, &own, &thread->at[i].page)) {
			judge_report(judge, rule, page, first->span, NULL);
			return;
		}
	}
}

/* ---- days ---- */

/* The one day that stands in text, with or without a year; false: none, or it may be more than one. */
static bool single_day(const struct judge *judge, struct str text, long *day)
{
	struct token_list tokens = tokens_read(judge->arena, text);
	struct written_dates dates = dates_find(judge->arena, &tokens);
	struct date readings[DATE_READINGS_MOST];
	int year = calendar_date(judge->document->date.day).year;

	if (dates.count != 1 || dates.at[0].form == DATE_ORDINAL) {
		return false;
	}
	year = dates.at[0].year != 0 ? dates.at[0].year : year;
	if (date_readings(&dates.at[0], year, readings) != 1) {
		return false;
	}
	*day = calendar_number(readings[0]);
	return true;
}

static bool written_on(const struct judge *judge, const struct letter *letter, long *day)
{
	return single_day(judge, months_in_english(judge->arena, letter->head), day);
}

/* Where a finding about the whole letter points to. */
static void report_start(struct judge *judge, const struct rule *rule, struct str subject)
{
	struct change change = {0};
	bool open = false;
	struct str sentence = judge_fill(judge, rule->fix, &open);
	const struct page *page = judge_insertion(judge, INSERT_AFTER_GREETING, sentence, &change);
	struct report report = {.subject = subject,
	                        .changes = &change,
	                        .change_count = sentence.len > 0 ? 1 : 0,
	                        .applicability = APPLY_PLACEHOLDER,
	                        .description = sentence};

	if (judge_allows(judge, rule, page, change.where)) {
		judge_report(judge, rule, page, change.where, &report);
	}
}

/* ---- promises ---- */

/* "by Friday": the next one after the day on which the letter was written. */
static bool weekday_after(const struct judge *judge, const struct letter *letter, struct str text, long *day)
{
	struct token_list tokens = tokens_read(judge->arena, text);
	int weekday = -1, found = 0;
	long written;

	for (size_t i = 0; i < tokens.count; i++) {
		if (token_weekday(&tokens, i) >= 0) {
			weekday = token_weekday(&tokens, i);
			found++;
		}
	}
	if (found != 1 || dates_find(judge->arena, &tokens).count > 0 || !written_on(judge, letter, &written)) {
		return false;
	}
	*day = written + 1;
	while (calendar_weekday(*day) != weekday) {
		++*day;
	}
	return true;
}

/* "by tonight", "tomorrow": counted from the day on which the letter was written. */
static bool day_told_from(const struct judge *judge, const struct letter *letter, struct str text, long *day)
{
	struct token_list tokens = tokens_read(judge->arena, text);
	int after = -1, found = 0;
	long written;

	for (size_t i = 0; i < tokens.count; i++) {
		bool tomorrow = token_is(&tokens, i, "tomorrow");
		if (tomorrow || token_is(&tokens, i, "tonight") || token_is(&tokens, i, "today")) {
			after = tomorrow;
			found++;
		}
		found += token_weekday(&tokens, i) >= 0;
	}
	if (found != 1 || after < 0 || dates_find(judge->arena, &tokens).count > 0 ||
	    !written_on(judge, letter, &written)) {
		return false;
	}
	*day = written + after;
	return true;
}

#define PROMISE_AGE_MOST 90 /* days */

static bool is_broken(struct judge *judge, const struct letter *letter, const struct sentence *sentence)
{
	struct str text = page_bytes(&letter->page, sentence->span);
	long now = judge->document->date.day, day;
	bool dated = single_day(judge, text, &day) || weekday_after(judge, letter, text, &day) ||
	             day_told_from(judge, letter, text, &day);

	return letter->page.blocks.at[sentence->block].zone == ZONE_BODY && dated && day < now &&
	       day >= now - PROMISE_AGE_MOST;
}

/* Whether the mail has a word of the promise. */
static bool is_touched(const struct judge *judge, const struct page *page, const struct key_list *keys)
{
	struct told_words told = {0};

	for (size_t i = 0; i < page->sentences.count; i++) {
		if ((ZONES_REP >> page->blocks.at[page->sentences.at[i].block].zone & 1) != 0) {
			told_add(judge, &told, page, &page->sentences.at[i]);
		}
	}
	told_sort(&told);
	for (size_t i = 0; i < keys->count; i++) {
		if (told_has_stem(&told, keys->at[i].stem) || told_has_topic(&told, keys->at[i].topics)) {
			return true;
		}
	}
	return false;
}

static bool says(struct judge *judge, const struct letter *letter, const struct matcher *matcher, struct span span)
{
	return matcher != NULL && matcher_matches(matcher, judge->searcher, &letter->view, span);
}

/* Whether the customer wrote one of the phrases after our letter. */
static bool customer_says(struct judge *judge, const struct matcher *matcher, const struct thread *thread, size_t ours)
{
	for (size_t i = 0; i < ours; i++) {
		const struct letter *letter = &thread->at[i];
		struct span all = {0, letter->view.bytes.len};
		if (letter->writer == WRITER_CUSTOMER && says(judge, letter, matcher, all)) {
			return true;
		}
	}
	return false;
}

static void judge_promises(struct judge *judge, const struct rule *rule, const struct thread *thread, size_t ours)
{
	const struct data *data = rule->data;
	const struct letter *letter = &thread->at[ours];
	const struct page *page = judge_main_page(judge->document);
	bool missed = customer_says(judge, data->missed, thread, ours);
	bool kept = customer_says(judge, data->kept, thread, ours);

	for (size_t i = 0; i < letter->page.sentences.count; i++) {
		const struct sentence *sentence = &letter->page.sentences.at[i];
		struct key_list keys = keys_of(judge, &letter->page, sentence);
		bool thing = missed && says(judge, letter, data->things, sentence->span);
		bool act = !kept && says(judge, letter, data->phrases, sentence->span) && !is_touched(judge, page, &keys);
		if ((thing || act) && is_broken(judge, letter, sentence)) {
			report_start(judge, rule, page_bytes(&letter->page, sentence->span));
			return;
		}
	}
}

/* ---- late ---- */

/* Working days after `from` up to `to`. */
static long working_days(long from, long to)
{
	long days = 0;

	for (long day = from + 1; day <= to; day++) {
		days += calendar_weekday(day) < 5;
	}
	return days;
}

#define LATE_MOST 100 /* days: older ones are other matters */

static void judge_delay(struct judge *judge, const struct rule *rule, const struct letter *letter)
{
	const struct data *data = rule->data;
	long now = judge->document->date.day, day;

	if (letter != NULL && written_on(judge, letter, &day) && day <= now && now - day <= LATE_MOST &&
	    working_days(day, now) > data->days) {
		report_start(judge, rule, str_printf(judge->arena, "%ld", working_days(day, now)));
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct thread thread = thread_read(judge);

	if (thread.count == 0 || (data->what != WHAT_REPEATS && !judge->document->date.known)) {
		return;
	}
	if (data->what == WHAT_REPEATS) {
		judge_repetition(judge, rule, &thread);
	} else if (data->what == WHAT_LATE) {
		judge_delay(judge, rule, thread_asked(&thread));
	}
	for (size_t i = 0; data->what == WHAT_PROMISE && i < thread.count; i++) {
		if (thread.at[i].writer == WRITER_US) {
			judge_promises(judge, rule, &thread, i);
			return;
		}
	}
}

const struct check check_earlier = {
    "earlier", (const char *const[]){"what", "phrases", "things", "missed", "kept", "days", NULL}, load, run, NULL};
