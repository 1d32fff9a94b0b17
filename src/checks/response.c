/*
 * response: what the customer wrote asks for a word that the answer lacks. The customer wrote one of `strong`, or
 * `weak-least` different ones of `weak` (in the quotation, the contact form, or the subject that is answered), outside
 * the spans of `ignore`; and none of `present` stands within the first `first` per cent of the author's sentences, nor
 * one of `already` in what is quoted: there it was said before.
 * With neither strong nor weak, the word is due whatever the customer wrote. Machines' mail owes nobody a kind word.
 */
#include "base/buf.h"
#include "base/err.h"
#include "checks/hits.h"
#include "checks/structure.h"

struct data {
	const struct matcher *strong, *weak, *ignore, *present, *already;
	long weak_least, first;
	enum insertion insertion;
};

static bool load_numbers(const struct rule_source *source, struct data *data)
{
	static const char *const places[] = {"after-greeting", "before-closing", NULL};
	const struct node *least = node_get(source->node, "weak-least"), *first = node_get(source->node, "first");
	const struct node *insert = node_get(source->node, "insert");
	size_t place = INSERT_AFTER_GREETING;
	bool good = (least == NULL || node_long(least, &data->weak_least, source->err)) &&
	            (first == NULL || node_long(first, &data->first, source->err)) &&
	            (insert == NULL || node_choice(insert, places, &place, source->err));

	data->insertion = (enum insertion)place;
	return good;
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);

	rule->data = data;
	data->weak_least = 2;
	data->first = 100;
	if (!load_numbers(source, data) || !rule_matcher(source, "strong", &data->strong) ||
	    !rule_matcher(source, "weak", &data->weak) || !rule_matcher(source, "ignore", &data->ignore) ||
	    !rule_matcher(source, "present", &data->present) || !rule_matcher(source, "already", &data->already)) {
		return false;
	}
	return data->present != NULL ||
	       node_err(source->node, source->err, "a rule of type response needs the key 'present'");
}

/* ---- what the customer wrote ---- */

static bool overlaps(const struct match_list *list, struct span span)
{
	for (size_t i = 0; i < list->count; i++) {
		struct span where = list->at[i].where;
		if (span.at < where.at + where.len && where.at < span.at + span.len) {
			return true;
		}
	}
	return false;
}

/* A quoted line without its marks. */
static struct str unmarked(struct str line)
{
	while (line.len > 0 && (line.at[0] == '>' || line.at[0] == ' ')) {
		line = str_from(line, 1);
	}
	return line;
}

static bool is_customers(const struct document *document, const struct page *page, const struct block *block)
{
	return page->is_subject ? structure_is_reply(document) : (ZONES_CUSTOMER >> block->zone & 1) != 0;
}

/* The customer's words, with sentences that quoting broke over lines put together again. */
static struct haystack customers_words(struct judge *judge)
{
	const struct document *document = judge->document;
	struct buf words;

	buf_init(&words, judge->arena, document->text_bytes * 3 + 1);
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count && !page->is_alternative; k++) {
			if (is_customers(document, page, &page->blocks.at[k])) {
				struct str line = unmarked(page_bytes(page, page->blocks.at[k].span));
				buf_add(&words, line);
				buf_add(&words, line.len > 0 ? STR(" ") : STR("\n\n"));
			}
		}
	}
	return haystack_index(judge->arena, buf_str(&words));
}

/* How many different entries of matcher the words hold, outside of what is ignored. */
static size_t count_of(struct judge *judge, const struct haystack *words, const struct matcher *matcher,
                       const struct matcher *ignore)
{
	struct span all = {0, words->bytes.len};
	struct match_list found = {0}, ignored = {0};
	uint64_t seen = 0;
	size_t count = 0;

	if (matcher != NULL) {
		found = matcher_find_all(matcher, judge->searcher, judge->arena, words, all);
	}
	if (found.count > 0 && ignore != NULL) {
		ignored = matcher_find_all(ignore, judge->searcher, judge->arena, words, all);
	}
	for (size_t i = 0; i < found.count; i++) {
		uint64_t entry = (uint64_t)1 << found.at[i].order % 64;
		if ((seen & entry) == 0 && !overlaps(&ignored, found.at[i].where)) {
			seen |= entry;
			count++;
		}
	}
	return count;
}

static bool is_due(struct judge *judge, const struct data *data)
{
	if (data->strong == NULL && data->weak == NULL) {
		return true;
	}
	struct haystack words = customers_words(judge);
	bool asks = count_of(judge, &words, data->strong, data->ignore) > 0 ||
	            count_of(judge, &words, data->weak, data->ignore) >= (size_t)data->weak_least;
	return asks && count_of(judge, &words, data->already, NULL) == 0;
}

/* ---- what the answer says ---- */

static bool is_own(const struct page *page, size_t sentence)
{
	return (ZONES_REP >> page->blocks.at[page->sentences.at[sentence].block].zone & 1) != 0;
}

/* Where the part of the author's words ends in which the word must stand. */
static size_t end_of_first(const struct page *page, long percent)
{
	size_t own = 0, seen = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		own += is_own(page, i) ? 1 : 0;
	}
	for (size_t i = 0; i < page->sentences.count; i++) {
		seen += is_own(page, i) ? 1 : 0;
		if (seen * 100 >= own * (size_t)percent && seen > 0) {
			return page->sentences.at[i].span.at + page->sentences.at[i].span.len;
		}
	}
	return page->view->bytes.len;
}

static bool is_said(struct judge *judge, const struct data *data, const struct page *page)
{
	const struct haystack *view = &judge_index(judge, page)->view;
	struct span all = {0, end_of_first(page, data->first)};
	struct match_list found = matcher_find_all(data->present, judge->searcher, judge->arena, view, all);

	for (size_t i = 0; i < found.count; i++) {
		if ((ZONES_REP >> page_block_at(page, found.at[i].where.at)->zone & 1) != 0) {
			return true;
		}
	}
	return false;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct document *document = judge->document;
	const struct page *page = judge_main_page(document);
	bool unseen = document->is_cut || (document->message != NULL && document->message->is_encrypted);

	if (page == NULL || page->blocks.count == 0 || unseen || structure_is_automatic(document)) {
		return;
	}
	if (is_due(judge, data) && !is_said(judge, data, page)) {
		hits_report_missing(judge, rule, data->insertion, judge_level(judge, rule));
	}
}

const struct check check_response = {
    "response",
    (const char *const[]){"strong", "weak", "weak-least", "ignore", "present", "already", "first", "insert", NULL},
    load, run, NULL};
