/*
 * voice: a letter signed by a person in which nobody says "I": at least `words` words, `least` of the phrases (we,
 * our) and none of `wanted` (I, my). Mail that no person signs is left alone.
 */
#include <string.h>

#include "base/err.h"
#include "checks/hits.h"
#include "checks/structure.h"

struct data {
	const struct matcher *phrases, *wanted, *not_a_person;
	long least, words;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *least = node_get(source->node, "least"), *words = node_get(source->node, "words");

	rule->data = data;
	data->least = 2;
	data->words = 60;
	if ((least != NULL && !node_long(least, &data->least, source->err)) ||
	    (words != NULL && !node_long(words, &data->words, source->err)) ||
	    !rule_matcher(source, "phrases", &data->phrases) || !rule_matcher(source, "wanted", &data->wanted) ||
	    !rule_matcher(source, "not-a-person", &data->not_a_person)) {
		return false;
	}
	return (data->phrases != NULL && data->wanted != NULL) ||
	       node_err(source->node, source->err, "a rule of type voice needs the keys 'phrases' and 'wanted'");
}

#define NAME_WORDS_MOST 3u

/* One to three words, each with a capital, none of which names a team or a firm. */
static bool is_name(struct judge *judge, const struct data *data, const struct page *page, const struct block *block)
{
	const struct sentence *sentence = &page->sentences.at[block->first_sentence];
	const struct haystack *view = &judge_index(judge, page)->view;

	if (block->sentence_count != 1 || sentence->word_count == 0 || sentence->word_count > NAME_WORDS_MOST) {
		return false;
	}
	for (size_t i = 0; i < sentence->word_count; i++) {
		if ((page->words.at[sentence->first_word + i].flags & WORD_TITLE) == 0) {
			return false;
		}
	}
	return data->not_a_person == NULL || !matcher_matches(data->not_a_person, judge->searcher, view, block->span);
}

/* The line below "Kind regards," is a person's name. */
static bool is_signed(struct judge *judge, const struct data *data, const struct page *page)
{
	for (size_t i = 0; i + 1 < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i], *below = block + 1;
		if (block->zone != ZONE_CLOSING) {
			continue;
		}
		if ((below->zone == ZONE_CLOSING || below->zone == ZONE_SIGNATURE) && below->sentence_count > 0) {
			return is_name(judge, data, page, below);
		}
	}
	return false;
}

static size_t count_hits(const struct rule *rule, struct judge *judge, const struct page *page, struct span *first)
{
	struct match_list found = hits_find(judge, ((const struct data *)rule->data)->phrases, page, HITS_MASKED);
	size_t count = 0;

	for (size_t i = 0; i < found.count; i++) {
		if (page_block_at(page, found.at[i].where.at)->zone == ZONE_BODY) {
			*first = count++ == 0 ? found.at[i].where : *first;
		}
	}
	return count;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct document *document = judge->document;
	const struct page *page = judge_main_page(document);
	struct span first = {0, 0};

	if (page == NULL || page->blocks.count == 0 || structure_is_automatic(document) ||
	    (long)structure_words(document) < data->words || !is_signed(judge, data, page)) {
		return;
	}
	if ((long)count_hits(rule, judge, page, &first) >= data->least &&
	    !judge_page_matches(judge, data->wanted, page, ZONES_REP)) {
		judge_report(judge, rule, page, first, NULL);
	}
}

const struct check check_voice = {
    "voice", (const char *const[]){"phrases", "wanted", "not-a-person", "least", "words", NULL}, load, run, NULL};
