/*
 * attachment: a file is announced and not there, or more files are announced than are there. Silent where
 * attachments are
 * not known (a draft). `phrases` announce; `nouns` are words for files; a link in the same sentence counts as a file.
 */
#include <string.h>

#include "base/err.h"
#include "checks/hits.h"

struct data {
	const struct matcher *announce;
	struct str_list nouns;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *nouns = node_get(source->node, "nouns");

	rule->data = data;
	if (!rule_matcher(source, "phrases", &data->announce) ||
	    (nouns != NULL && !node_str_list(source->arena, nouns, &data->nouns, source->err))) {
		return false;
	}
	return data->announce != NULL ||
	       node_err(source->node, source->err, "a rule of type attachment needs the key 'phrases'");
}

static size_t number_of(struct str word)
{
	static const char *const numbers[] = {"one", "two",   "three", "four", "five",
	                                      "six", "seven", "eight", "nine", "ten"};

	if (str_eq_nocase(word, STR("both"))) {
		return 2;
	}
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		if (str_eq_nocase(word, str_of(numbers[i]))) {
			return i + 1;
		}
	}
	return word.len == 1 && ascii_digit(word.at[0]) ? (size_t)(word.at[0] - '0') : 0;
}

static bool is_noun(const struct data *data, struct str word)
{
	for (size_t i = 0; i < data->nouns.count; i++) {
		if (str_eq_nocase(word, data->nouns.at[i])) {
			return true;
		}
	}
	return false;
}

#define NOUN_REACH 4u

/* "both quotes", "two signed copies": the number before a word for files, in the sentence; 0: none. */
static size_t announced_number(const struct data *data, const struct page *page, const struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->word_count; i++) {
		size_t number = number_of(page_bytes(page, page->words.at[sentence->first_word + i].span));
		for (size_t k = 1; number > 1 && k <= NOUN_REACH && i + k < sentence->word_count; k++) {
			if (is_noun(data, page_bytes(page, page->words.at[sentence->first_word + i + k].span))) {
				return number;
			}
		}
	}
	return 0;
}

static bool has_link(const struct page *page, const struct sentence *sentence)
{
	struct str text = page_bytes(page, sentence->span);

	for (size_t i = 0; i < page->links.count; i++) {
		size_t at = page->links.at[i].span.at;
		if (at >= sentence->span.at && at < sentence->span.at + sentence->span.len) {
			return true;
		}
	}
	return str_find(text, STR("://"), 0) != STR_NONE;
}

static size_t files(const struct document *document)
{
	size_t count = 0;

	for (size_t i = 0; i < document->attachments.count; i++) {
		count += !document->attachments.at[i].is_inline;
	}
	return count;
}

static void judge_announcement(struct judge *judge, const struct rule *rule, const struct page *page, struct span where)
{
	const struct sentence *sentence = page_sentence_at(page, where.at);
	size_t attached = files(judge->document), announced = announced_number(rule->data, page, sentence);

	if (has_link(page, sentence)) {
		return;
	}
	if (attached == 0) {
		judge_report(judge, rule, page, where, NULL);
	} else if (announced > attached) {
		struct report report = {.level = LEVEL_WARNING, .has_level = true};
		report.message = str_printf(judge->arena, "%zu files are announced, %zu attached", announced, attached);
		judge_report(judge, rule, page, where, &report);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	if (!judge->document->attachments_known) {
		return;
	}
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->announce, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			judge_announcement(judge, rule, page, found.at[k].where);
		}
	}
}

const struct check check_attachment = {"attachment", (const char *const[]){"phrases", "nouns", NULL}, load, run, NULL};
