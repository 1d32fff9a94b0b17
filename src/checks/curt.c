/*
 * curt: an answer so short that it dismisses. To a mail of `asked-words` words or more that asks or complains (`asks`)
 * fewer than `few` words without both greeting and a kind word (`kind-words`), or fewer than `words` with neither;
 * where the mail is not quoted, fewer than `bare` words with neither.
 */
#include "base/err.h"
#include "checks/structure.h"

enum { ASKED_WORDS, FEW, WORDS, BARE, NUMBER_COUNT };

static const char *const number_keys[NUMBER_COUNT] = {"asked-words", "few", "words", "bare"};

struct data {
	const struct matcher *asks, *kind_words;
	long numbers[NUMBER_COUNT];
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);

	rule->data = data;
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		const struct node *node = node_get(source->node, number_keys[i]);
		if (node == NULL) {
			return node_err(source->node, source->err, "a rule of type curt needs the key '%s'", number_keys[i]);
		}
		if (!node_long(node, &data->numbers[i], source->err)) {
			return false;
		}
	}
	return rule_matcher(source, "asks", &data->asks) && rule_matcher(source, "kind-words", &data->kind_words) &&
	       ((data->asks != NULL && data->kind_words != NULL) ||
	        node_err(source->node, source->err, "a rule of type curt needs the keys 'asks' and 'kind-words'"));
}

static size_t words_in(const struct page *page, unsigned zones)
{
	size_t words = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		bool counts = (zones >> page->blocks.at[page->sentences.at[i].block].zone & 1) != 0;
		words += counts ? page->sentences.at[i].word_count : 0;
	}
	return words;
}

static bool has_zone(const struct page *page, enum zone zone)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == zone) {
			return true;
		}
	}
	return false;
}

static bool is_curt(struct judge *judge, const struct data *data, const struct page *page)
{
	const long *numbers = data->numbers;
	long said = (long)words_in(page, ZONES_REP), asked = (long)words_in(page, ZONES_CUSTOMER);
	bool greets = has_zone(page, ZONE_GREETING);
	bool kind = judge_page_matches(judge, data->kind_words, page, ZONES_REP);

	if (said == 0 || (greets && kind)) {
		return false;
	}
	if (asked == 0) {
		return said < numbers[BARE] && !greets && !kind;
	}
	return asked >= numbers[ASKED_WORDS] && (said < numbers[FEW] || (said < numbers[WORDS] && !greets && !kind)) &&
	       judge_page_matches(judge, data->asks, page, ZONES_CUSTOMER);
}

static bool has_files(const struct document *document)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (!document->attachments.at[i].is_inline) {
			return true;
		}
	}
	return false;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct document *document = judge->document;
	const struct page *page = judge_main_page(document);

	if (page == NULL || page->sentences.count == 0 || has_files(document) || structure_is_automatic(document)) {
		return;
	}
	if (is_curt(judge, rule->data, page)) {
		for (size_t i = 0; i < page->sentences.count; i++) {
			if (page->blocks.at[page->sentences.at[i].block].zone == ZONE_BODY) {
				judge_report(judge, rule, page, page->sentences.at[i].span, NULL);
				return;
			}
		}
	}
}

const struct check check_curt = {
    "curt", (const char *const[]){"asked-words", "few", "words", "bare", "asks", "kind-words", NULL}, load, run, NULL};
