/*
 * tally: words that do no harm once and harm in numbers: `least` of the phrases in the author's running text, or
 * `least-in-short` in a message of fewer than `short` words; with `share`, only where that many per cent of the body's
 * sentences hold one. Items of lists are not counted: there orders are steps.
 */
#include "base/err.h"
#include "checks/hits.h"
#include "checks/structure.h"

struct data {
	const struct matcher *phrases;
	long least, share, short_words, least_in_short; /* 0: not given */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct {
		const char *key;
		long *value;
	} numbers[] = {{"least", &data->least},
	               {"share", &data->share},
	               {"short", &data->short_words},
	               {"least-in-short", &data->least_in_short}};

	rule->data = data;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		const struct node *node = node_get(source->node, numbers[i].key);
		if (node != NULL && !node_long(node, numbers[i].value, source->err)) {
			return false;
		}
	}
	if (!rule_matcher(source, "phrases", &data->phrases)) {
		return false;
	}
	return (data->phrases != NULL && data->least > 0) ||
	       node_err(source->node, source->err, "a rule of type tally needs the keys 'phrases' and 'least'");
}

/* A line of a list, by its markup or by the bullet or number in front of it. */
static bool is_item(const struct page *page, const struct block *block)
{
	struct str text = str_trim(page_bytes(page, block->span));
	char first = text.len > 0 ? text.at[0] : '\0';

	return block->kind != BLOCK_PARAGRAPH || ascii_digit(first) || first == '-' || first == '*';
}

static size_t running_sentences(const struct page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		count += block->zone == ZONE_BODY && !is_item(page, block) ? block->sentence_count : 0;
	}
	return count;
}

/* The hits that count come first; their number. */
static size_t counted(const struct rule *rule, struct judge *judge, const struct page *page, struct match_list *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		struct span where = found->at[i].where;
		const struct block *block = page_block_at(page, where.at);
		if (rule_covers(rule, page, block) && !is_item(page, block) && judge_allows(judge, rule, page, where)) {
			found->at[kept++] = found->at[i];
		}
	}
	return kept;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct page *page = judge_main_page(judge->document);

	if (page == NULL || page->blocks.count == 0) {
		return;
	}
	bool is_short = (long)structure_words(judge->document) < data->short_words;
	size_t least = (size_t)(is_short ? data->least_in_short : data->least);
	struct match_list found = hits_find(judge, data->phrases, page, HITS_MASKED);
	size_t count = counted(rule, judge, page, &found);

	if (count >= least && count * 100 >= (size_t)data->share * running_sentences(page)) {
		struct report report = {.subject = str_printf(judge->arena, "%zu", count)};
		judge_report(judge, rule, page, found.at[least - 1].where, &report);
	}
}

const struct check check_tally = {
    "tally", (const char *const[]){"phrases", "least", "share", "short", "least-in-short", NULL}, load, run, NULL};
