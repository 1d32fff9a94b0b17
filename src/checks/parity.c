/*
 * parity: the plain part beside the HTML of a mail. `what: missing`: there is none, or it says nothing (`phrases`);
 * `what: differ`: it says something else: a date, an amount, a number that the other lacks, or other words altogether.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "checks/markup.h"
#include "lint/ruleset.h"

enum what { WHAT_MISSING, WHAT_DIFFER };

struct data {
	enum what what;
	const struct matcher *phrases; /* NULL: none */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	static const char *const names[] = {"missing", "differ"};
	struct data *data = ARENA_NEW(source->arena, struct data);
	const char *const *what = RULE_WHAT(source, names);

	rule->data = data;
	if (what == NULL || !rule_matcher(source, "phrases", &data->phrases)) {
		return false;
	}
	data->what = (enum what)(what - names);
	return true;
}

/* ---- missing ---- */

#define LETTERS_ENOUGH 20u

static size_t count_letters(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		count += ascii_alnum(text.at[i]) || (unsigned char)text.at[i] >= 0xc0;
	}
	return count;
}

/* Says nothing, or only that the other part is the mail. */
static bool is_empty(const struct rule *rule, struct judge *judge, const struct page *plain, const struct page *html)
{
	const struct data *data = rule->data;
	const struct haystack *view = &judge_index(judge, plain)->view;
	size_t here = count_letters(view->bytes), there = count_letters(html->view->bytes);
	bool hollow = data->phrases != NULL && here * 2 < there &&
	              matcher_matches(data->phrases, judge->searcher, view, (struct span){0, view->bytes.len});

	return hollow || (here < LETTERS_ENOUGH && there >= LETTERS_ENOUGH);
}

static void judge_missing(const struct rule *rule, struct judge *judge, const struct page *plain,
                          const struct page *html)
{
	if (!markup_is_designed(judge) || (plain != NULL && !is_empty(rule, judge, plain, html))) {
		return;
	}
	judge_report(judge, rule, plain != NULL ? plain : html, (struct span){0, 0}, NULL);
}

/* ---- words ---- */

/* A sorted list of words without repetitions: the author's, in lower case. */
static int compare_words(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static struct str_list words_of(struct judge *judge, const struct page *page)
{
	struct str_list words = {ARENA_ARRAY(judge->arena, page->words.count + 1, struct str), 0, 0};
	size_t kept = 0;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];
		if ((ZONES_OWN >> block->zone & 1) != 0 && block->zone != ZONE_PREHEADER && !(word->flags & WORD_MASKED)) {
			words.at[words.count++] = str_lower(judge->arena, page_bytes(page, word->span));
		}
	}
	if (words.count > 1) {
		qsort(words.at, words.count, sizeof *words.at, compare_words);
	}
	for (size_t i = 0; i < words.count; i++) {
		if (kept == 0 || !str_eq(words.at[kept - 1], words.at[i])) {
			words.at[kept++] = words.at[i];
		}
	}
	words.count = kept;
	return words;
}

#define WORDS_TO_TELL 20u

/* Whether fewer than half of all words stand in both (Jaccard's coefficient below 0.5). */
static bool differ_in_words(const struct str_list *a, const struct str_list *b)
{
	size_t both = 0;

	for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
		int order = str_compare(a->at[i], b->at[k]);
		both += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	size_t all = a->count + b->count - both;
	return (a->count > WORDS_TO_TELL || b->count > WORDS_TO_TELL) && both * 2 < all;
}

/* ---- facts ---- */

/* The numbers of a page, each as its digits: "1,200.00" is 1200. */
struct numbers {
	struct str_list list; /* sorted */
	struct str digits;    /* of all of them, in order */
};

/* The end of the number that begins at `at`; its digits are added to out, without a fraction of zeros. */
static size_t take_number(struct str text, size_t at, struct buf *out)
{
	size_t start = out->len, dot = 0;

	while (at < text.len) {
		bool joint = (text.at[at] == '.' || text.at[at] == ',') && at + 1 < text.len && ascii_digit(text.at[at + 1]);
		if (ascii_digit(text.at[at])) {
			buf_char(out, text.at[at]);
		} else if (joint) {
			dot = out->len;
		} else {
			break;
		}
		at++;
	}
	bool zeros = dot > start && out->len == dot + 2 && out->at[dot] == '0' && out->at[dot + 1] == '0';
	out->len -= zeros ? 2 : 0;
	return at;
}

static struct numbers numbers_of(struct judge *judge, struct str text)
{
	struct numbers numbers = {{0}, {"", 0}};
	struct buf out;

	buf_init(&out, judge->arena, text.len + 1);
	for (size_t at = 0; at < text.len; at++) {
		if (ascii_digit(text.at[at])) {
			size_t start = out.len;
			at = take_number(text, at, &out);
			*vec_push(judge->arena, &numbers.list) =
			    str_copy(judge->arena, str_sub(buf_str(&out), start, out.len - start));
		}
	}
	if (numbers.list.count > 1) {
		qsort(numbers.list.at, numbers.list.count, sizeof *numbers.list.at, compare_words);
	}
	numbers.digits = buf_str(&out);
	return numbers;
}

#define FACTS_MOST 200u
#define LONG_LEAST 4u /* digits: may be grouped in another way elsewhere */

static bool has_number(const struct numbers *numbers, struct str number)
{
	return (number.len >= LONG_LEAST && str_find(numbers->digits, number, 0) != STR_NONE) ||
	       (numbers->list.count > 0 &&
	        bsearch(&number, numbers->list.at, numbers->list.count, sizeof number, compare_words) != NULL);
}

static bool has_all(struct judge *judge, const struct numbers *numbers, struct str fact)
{
	struct numbers wanted = numbers_of(judge, fact);

	if (wanted.digits.len >= LONG_LEAST && str_find(numbers->digits, wanted.digits, 0) != STR_NONE) {
		return true;
	}
	for (size_t i = 0; i < wanted.list.count; i++) {
		if (!has_number(numbers, wanted.list.at[i])) {
			return false;
		}
	}
	return true;
}

/* "800" of "1,800". */
static bool begins_inside_number(struct str text, size_t at)
{
	return at > 1 && ascii_digit(text.at[at]) && (text.at[at - 1] == ',' || text.at[at - 1] == '.') &&
	       ascii_digit(text.at[at - 2]);
}

/* Without the space or the sentence's full stop behind an amount. */
static struct span without_end(struct str text, struct span where)
{
	while (where.len > 0 && strchr(" .,", text.at[where.at + where.len - 1]) != NULL) {
		where.len--;
	}
	return where;
}

/* The first date, amount, time, phone number or reference of the author's on page that the other one lacks. */
static bool find_lacking(struct judge *judge, const struct page *page, const struct page *other, struct span *where)
{
	const struct ruleset *ruleset = judge->ruleset;
	const struct matcher *const facts[] = {ruleset->facts.date, ruleset->facts.money, ruleset->facts.clock,
	                                       ruleset->facts.phone, ruleset->facts.reference};
	const struct haystack *masked = &judge_index(judge, page)->masked;
	struct numbers numbers = numbers_of(judge, other->view->bytes);

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		struct match_list found = {0};
		if (facts[i] != NULL) {
			found =
			    matcher_find_all(facts[i], judge->searcher, judge->arena, masked, (struct span){0, masked->bytes.len});
		}
		for (size_t k = 0; k < found.count && k < FACTS_MOST; k++) {
			bool own = (ZONES_REP >> page_block_at(page, found.at[k].where.at)->zone & 1) != 0;
			bool whole = !begins_inside_number(masked->bytes, found.at[k].where.at);
			if (own && whole && !has_all(judge, &numbers, page_bytes(page, found.at[k].where))) {
				*where = without_end(page->view->bytes, found.at[k].where);
				return true;
			}
		}
	}
	return false;
}

static void judge_difference(const struct rule *rule, struct judge *judge, const struct page *plain,
                             const struct page *html)
{
	struct str_list here = words_of(judge, plain), there = words_of(judge, html);
	struct report report = {0};
	struct span where;

	if (differ_in_words(&here, &there)) {
		report.subject = STR("the plain part and the HTML of this mail say different things");
		judge_report(judge, rule, plain, (struct span){0, 0}, &report);
	} else if (find_lacking(judge, html, plain, &where)) {
		report.subject =
		    str_printf(judge->arena, "'" STR_FMT "' is not in the plain part", STR_ARG(page_bytes(html, where)));
		judge_report(judge, rule, html, where, &report);
	} else if (find_lacking(judge, plain, html, &where)) {
		report.subject = str_printf(judge->arena, "'" STR_FMT "' of the plain part is not in the HTML",
		                            STR_ARG(page_bytes(plain, where)));
		judge_report(judge, rule, plain, where, &report);
	}
}

/* ---- the check ---- */

static const struct page *find_page(const struct document *document, bool is_html)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		if (!page->is_subject && (is_html ? page->markup != NULL : page->is_alternative)) {
			return page;
		}
	}
	return NULL;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct document *document = judge->document;
	const struct page *html = find_page(document, true), *plain = find_page(document, false);

	if (document->message == NULL || document->message->is_encrypted || document->is_cut || html == NULL) {
		return;
	}
	if (data->what == WHAT_MISSING) {
		judge_missing(rule, judge, plain, html);
	} else if (plain != NULL && plain->blocks.count > 0 && html->blocks.count > 0) {
		judge_difference(rule, judge, plain, html);
	}
}

const struct check check_parity = {"parity", (const char *const[]){"what", "phrases", NULL}, load, run, NULL};
