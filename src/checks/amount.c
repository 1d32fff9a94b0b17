/*
 * amount: sums of money that cannot be right. `what` says which: sum (the lines above a total do not add up to it; an
 * amount is one of the customer's with two digits swapped), currency (figures behind one of `phrases` without one).
 * `phrases` of a sum are words for totals, `perhaps` those for lines that are added, taken off or told only, `apart`
 * for lines of which nobody knows.
 */
#include "checks/amount.h"

#include <string.h>

#include "base/err.h"

static const struct amount_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge);
} kinds[] = {{"sum", amount_sum}, {"currency", amount_missing_currency}};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct amount_data *data = ARENA_NEW(source->arena, struct amount_data);
	const struct amount_kind *kind = RULE_WHAT(source, kinds);

	rule->data = data;
	if (kind == NULL || !rule_matcher(source, "phrases", &data->phrases) ||
	    !rule_matcher(source, "apart", &data->apart) || !rule_matcher(source, "perhaps", &data->perhaps)) {
		return false;
	}
	data->run = kind->run;
	return data->phrases != NULL ||
	       node_err(source->node, source->err, "a rule of type amount needs the key 'phrases'");
}

static void run(const struct rule *rule, struct judge *judge)
{
	((const struct amount_data *)rule->data)->run(rule, judge);
}

const struct check check_amount = {"amount", (const char *const[]){"what", "phrases", "apart", "perhaps", NULL}, load,
                                   run, NULL};

/* ---- currency ---- */

/* What may follow figures that are money; a word for what they count makes them something else. */
static bool is_counted(struct str rest)
{
	static const char *const harmless[] = {
	    "and", "or", "for", "in",    "to",   "on",        "by",    "per",       "plus",      "which",     "with",
	    "as",  "is", "was", "if",    "but",  "so",        "from",  "at",        "until",     "will",      "has",
	    "due", "we", "you", "i",     "when", "including", "incl",  "inclusive", "excluding", "excl",      "this",
	    "the", "a",  "net", "gross", "each", "instead",   "today", "now",       "all",       "altogether"};
	size_t at = 0, end;

	while (at < rest.len && rest.at[at] == ' ') {
		at++;
	}
	for (end = at; end < rest.len && (ascii_alpha(rest.at[end]) || (unsigned char)rest.at[end] >= 0x80);) {
		end++;
	}
	struct str word = str_sub(rest, at, end - at);
	for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
		if (str_eq_nocase(word, str_of(harmless[i]))) {
			return false;
		}
	}
	return word.len > 0 || (at < rest.len && strchr("%/*x-:+^\"'", rest.at[at]) != NULL);
}

/* With two decimals, or groups of thousands: "1,480.00", "12.50", "1,480". */
static bool is_money_shaped(struct str figures)
{
	size_t points = 0, commas = 0;

	for (size_t i = 0; i < figures.len; i++) {
		points += figures.at[i] == '.';
		commas += figures.at[i] == ',';
	}
	bool decimals = points == 1 && figures.len > 3 && figures.at[figures.len - 3] == '.';
	bool groups = commas > 0 && points == 0 && figures.len > 4 && figures.at[figures.len - 4] == ',';
	return decimals || groups;
}

static void judge_figures(const struct rule *rule, struct judge *judge, const struct page *page, size_t at)
{
	struct str view = page->view->bytes;
	long long cents;

	while (at < view.len && strchr(" :=", view.at[at]) != NULL && at + 1 < view.len) {
		at++;
	}
	size_t length = at < view.len && ascii_digit(view.at[at]) ? amount_figures(str_from(view, at), &cents) : 0;
	struct str rest = str_from(view, at + length);
	struct str behind = str_from(rest, rest.len > 0 && rest.at[0] == ' ');
	struct report report = {0};

	if (length > 0 && is_money_shaped(str_sub(view, at, length)) && amount_currency(behind) == 0 && !is_counted(rest)) {
		judge_report(judge, rule, page, (struct span){at, length}, &report);
	}
}

void amount_missing_currency(const struct rule *rule, struct judge *judge)
{
	const struct amount_data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->phrases, page, HITS_WHOLE);
		for (size_t k = 0; k < found.count; k++) {
			judge_figures(rule, judge, page, found.at[k].where.at + found.at[k].where.len);
		}
	}
}
