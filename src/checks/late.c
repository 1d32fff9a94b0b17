/*
 * late: what should come first comes last: the first of the phrases stands behind `behind` per cent of the sentences
 * of the author's words. Silent where none stands.
 */
#include "base/err.h"
#include "checks/hits.h"

#define SENTENCES_LEAST 4u /* of fewer, none is late */

struct data {
	const struct matcher *phrases;
	long behind; /* per cent */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *behind = node_get(source->node, "behind");

	rule->data = data;
	data->behind = 50;
	if (!rule_matcher(source, "phrases", &data->phrases) ||
	    (behind != NULL && !node_long(behind, &data->behind, source->err))) {
		return false;
	}
	return data->phrases != NULL || node_err(source->node, source->err, "a rule of type late needs the key 'phrases'");
}

/* Sentences of the body up to offset. */
static size_t sentences_before(const struct page *page, size_t offset)
{
	size_t count = 0;

	for (size_t i = 0; i < page->sentences.count && page->sentences.at[i].span.at < offset; i++) {
		count += page->blocks.at[page->sentences.at[i].block].zone == ZONE_BODY ? 1 : 0;
	}
	return count;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct page *page = judge_main_page(judge->document);

	if (page == NULL || page->blocks.count == 0) {
		return;
	}
	size_t all = sentences_before(page, page->view->bytes.len);
	struct match_list found = hits_find(judge, data->phrases, page, HITS_MASKED);
	for (size_t i = 0; i < found.count; i++) {
		struct span where = found.at[i].where;
		if (rule_covers(rule, page, page_block_at(page, where.at)) && judge_allows(judge, rule, page, where)) {
			size_t before = sentences_before(page, page_sentence_at(page, where.at)->span.at);
			if (all >= SENTENCES_LEAST && before * 100 >= (size_t)data->behind * all) {
				judge_report(judge, rule, page, where, NULL);
			}
			return;
		}
	}
}

const struct check check_late = {"late", (const char *const[]){"phrases", "behind", NULL}, load, run, NULL};
