/*
 * attachment: the files of a mail against its words. `what` says which: missing (announced by `phrases`, or more
 * announced than there are), unmentioned, named (under a name that does not fit). Silent where attachments are not
 * known (a draft). `nouns` are words for files; a link in the same sentence or the next counts as a file.
 */
#include "checks/attachment.h"

#include <string.h>

#include "base/err.h"

static const struct attachment_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge);
} kinds[] = {{"missing", attachment_missing}, {"unmentioned", attachment_unmentioned}, {"named", attachment_named}};

static bool load_list(const struct rule_source *source, const char *key, struct str_list *list)
{
	const struct node *node = node_get(source->node, key);

	return node == NULL || node_str_list(source->arena, node, list, source->err);
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct attachment_data *data = ARENA_NEW(source->arena, struct attachment_data);
	const struct attachment_kind *kind = node_get(source->node, "what") != NULL ? RULE_WHAT(source, kinds) : kinds;

	rule->data = data;
	if (kind == NULL || !rule_matcher(source, "phrases", &data->phrases) || !load_list(source, "nouns", &data->nouns) ||
	    !load_list(source, "drafts", &data->drafts)) {
		return false;
	}
	data->run = kind->run;
	return data->phrases != NULL ||
	       node_err(source->node, source->err, "a rule of type attachment needs the key 'phrases'");
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct attachment_data *data = rule->data;

	if (judge->document->attachments_known) {
		data->run(rule, judge);
	}
}

const struct check check_attachment = {"attachment", (const char *const[]){"what", "phrases", "nouns", "drafts", NULL},
                                       load, run, NULL};

/* ---- missing ---- */

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

static bool is_noun(const struct attachment_data *data, struct str word)
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
static size_t announced_number(const struct attachment_data *data, const struct page *page,
                               const struct sentence *sentence)
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

/* In the sentence, or in the next one of its paragraph: "I have attached the plan:" and the link below. */
static bool has_link(const struct page *page, const struct sentence *sentence)
{
	const struct sentence *last = page->sentences.at + page->sentences.count - 1;
	const struct block *blocks = page->blocks.at;
	bool goes_on = sentence < last && blocks[sentence[1].block].paragraph <= blocks[sentence->block].paragraph + 1;
	size_t end = goes_on ? sentence[1].span.at + sentence[1].span.len : sentence->span.at + sentence->span.len;

	for (size_t i = 0; i < page->links.count; i++) {
		size_t at = page->links.at[i].span.at;
		if (at >= sentence->span.at && at < end) {
			return true;
		}
	}
	return str_find(str_sub(page->view->bytes, sentence->span.at, end - sentence->span.at), STR("://"), 0) != STR_NONE;
}

size_t attachment_files(const struct document *document)
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
	size_t attached = attachment_files(judge->document), announced = announced_number(rule->data, page, sentence);

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

void attachment_missing(const struct rule *rule, struct judge *judge)
{
	const struct attachment_data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->phrases, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			judge_announcement(judge, rule, page, found.at[k].where);
		}
	}
}
