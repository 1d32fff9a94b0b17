/* What the customer is asked and told to do: too much at once, or in an order that only a list shows. */
#include <string.h>

#include "checks/structure.h"

/* ---- questions and requests ---- */

static bool is_question(const struct page *page, const struct sentence *sentence)
{
	struct str text = page_bytes(page, sentence->span);

	while (text.len > 0 && strchr("\"') ", text.at[text.len - 1]) != NULL) {
		text.len--;
	}
	return str_ends(text, STR("?"));
}

static bool is_ask(struct judge *judge, const struct structure *structure, const struct page *page,
                   const struct sentence *sentence)
{
	const struct haystack *view = &judge_index(judge, page)->view;
	bool asks =
	    is_question(page, sentence) ||
	    (structure->requests != NULL && matcher_matches(structure->requests, judge->searcher, view, sentence->span));

	return asks &&
	       (structure->exempt == NULL || !matcher_matches(structure->exempt, judge->searcher, view, sentence->span));
}

void structure_asks(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct structure *structure = structure_of(rule);
	struct report report = {0};
	struct span last = {0, 0};
	size_t asks = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		const struct block *block = &page->blocks.at[sentence->block];
		bool running = block->zone == ZONE_BODY && block->kind == BLOCK_PARAGRAPH && !structure_is_item(page, block);
		if (running && is_ask(judge, structure, page, sentence)) {
			last = sentence->span;
			asks++;
		}
	}
	if (asks > (size_t)structure->asks) {
		report.subject = str_printf(judge->arena, "%zu", asks);
		judge_report(judge, rule, page, last, &report);
	}
}

/* ---- steps ---- */

#define STEPS_LEAST 3u
#define CONNECTORS_LEAST 2u
#define STEPS_WITHOUT 6u /* so many need no "then" to be seen as steps */

static bool is_in(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].len == word.len && str_eq_nocase(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

/* Whether a clause may begin with the word: it is the sentence's first, or behind a comma, "and" or a connector. */
static bool begins_clause(const struct structure *structure, const struct page *page, const struct sentence *sentence,
                          size_t index)
{
	static const char *const before[] = {"and", "please", "that", "now", "just", "simply"};
	const struct word *word = &page->words.at[sentence->first_word + index];

	if (index == 0) {
		return true;
	}
	struct str above = page_bytes(page, word[-1].span);
	bool comma = str_find_char(page_bytes(page, (struct span){word[-1].span.at, word->span.at - word[-1].span.at}), ',',
	                           0) != STR_NONE;
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		comma |= str_eq_nocase(above, str_of(before[i]));
	}
	return comma || is_in(&structure->connectors, above);
}

void structure_steps(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct structure *structure = structure_of(rule);
	struct paragraph paragraph;

	for (size_t block = 0; structure_paragraph(page, block, &paragraph); block = paragraph.last + 1) {
		const struct block *first = &page->blocks.at[paragraph.first], *last = &page->blocks.at[paragraph.last];
		size_t steps = 0, connectors = 0;
		for (size_t i = first->first_sentence; i < last->first_sentence + last->sentence_count; i++) {
			const struct sentence *sentence = &page->sentences.at[i];
			for (size_t k = 0; k < sentence->word_count; k++) {
				struct str word = page_bytes(page, page->words.at[sentence->first_word + k].span);
				connectors += is_in(&structure->connectors, word);
				steps += is_in(&structure->verbs, word) && begins_clause(structure, page, sentence, k);
			}
		}
		bool told = (steps >= STEPS_LEAST && connectors >= CONNECTORS_LEAST) || steps >= STEPS_WITHOUT;
		if (paragraph.is_running && told) {
			judge_report(judge, rule, page, page_sentence_at(page, paragraph.span.at)->span, NULL);
		}
	}
}
