/* Where the answer stands: after how many sentences the reply comes to what was asked. */
#include "checks/known.h"
#include "checks/stem.h"
#include "checks/structure.h"
#include "lint/ruleset.h"

#define KEYS_MOST 32u
#define KEY_LENGTH 4u       /* letters; shorter words say little */
#define SHARED_LEAST 2u     /* words of the question that make a sentence its answer */
#define SENTENCES_BEFORE 4u /* so many may stand before it */
#define SHARE_PERCENT 40u   /* of the words, too */

/* The words of a question that say what it is about. */
struct keys {
	struct str at[KEYS_MOST];
	size_t count;
};

static struct keys keys_of(struct judge *judge, const struct page *page, const struct sentence *question)
{
	const struct word_list *function_words = &judge->ruleset->lexicon.function_words;
	struct keys keys = {0};

	for (size_t i = 0; i < question->word_count && keys.count < KEYS_MOST; i++) {
		struct str word = page_bytes(page, page->words.at[question->first_word + i].span);
		if (word.len >= KEY_LENGTH && !word_list_has(function_words, word)) {
			keys.at[keys.count++] = stem_of(judge->arena, word);
		}
	}
	return keys;
}

/* The only question of the customer's message, or NULL. */
static const struct sentence *only_question(const struct document *document, const struct page *page)
{
	struct known_range message = known_message(document, page);
	const struct sentence *question = NULL;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		bool inside = sentence->block >= message.from && sentence->block < message.to;
		if (inside && str_ends(page_bytes(page, sentence->span), STR("?"))) {
			if (question != NULL) {
				return NULL;
			}
			question = sentence;
		}
	}
	return question;
}

static size_t shared(struct judge *judge, const struct page *page, const struct sentence *sentence,
                     const struct keys *keys)
{
	bool seen[KEYS_MOST] = {false};
	size_t count = 0;

	for (size_t i = 0; i < sentence->word_count; i++) {
		struct str word = page_bytes(page, page->words.at[sentence->first_word + i].span);
		struct str stem = word.len >= KEY_LENGTH ? stem_of(judge->arena, word) : STR("");
		for (size_t k = 0; k < keys->count; k++) {
			bool same = !seen[k] && str_eq(stem, keys->at[k]);
			seen[k] |= same;
			count += same;
		}
	}
	return count;
}

/* Whether the sentence answers: it says so (the rule's `answers`), or has enough of the question's words. */
static bool is_answer(struct judge *judge, const struct structure *structure, const struct page *page,
                      const struct sentence *sentence, const struct keys *keys)
{
	const struct haystack *view = &judge_index(judge, page)->view;
	bool says =
	    structure->answers != NULL && matcher_matches(structure->answers, judge->searcher, view, sentence->span);

	return says || shared(judge, page, sentence, keys) >= SHARED_LEAST;
}

void structure_buried(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct sentence *question = only_question(judge->document, page);
	size_t before = 0, words = 0, all = structure_words(judge->document);

	if (question == NULL) {
		return;
	}
	struct keys keys = keys_of(judge, page, question);
	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (page->blocks.at[sentence->block].zone != ZONE_BODY) {
			continue;
		}
		if (is_answer(judge, structure_of(rule), page, sentence, &keys)) {
			if (before >= SENTENCES_BEFORE && words * 100 > all * SHARE_PERCENT) {
				judge_report(judge, rule, page, sentence->span, NULL);
			}
			return;
		}
		before++;
		words += sentence->word_count;
	}
}
