/*
 * title: a greeting whose title (Mr, Mrs, Miss) is a guess: neither the header nor what the customer wrote has it, and
 * the first name tells nothing (`either`), or the title tells of a marriage and the customer's letter is there without
 * one.
 */
#include "base/err.h"
#include "checks/recipient.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct str_list *either = ARENA_NEW(source->arena, struct str_list);
	const struct node *list = node_get(source->node, "either");

	rule->data = either;
	if (list == NULL) {
		return node_err(source->node, source->err, "a rule of type title needs the key 'either'");
	}
	return node_str_list(source->arena, list, either, source->err);
}

/* The title of a sex in the greeting, as written, empty: none, or one for all. */
static struct str title_in(const struct page *page, const struct block *greeting, struct span *where)
{
	static const char *const titles[] = {"mr", "mrs", "miss"};
	const struct sentence *sentences = &page->sentences.at[greeting->first_sentence];

	for (size_t i = 0; i < greeting->sentence_count; i++) {
		for (size_t k = 0; k < sentences[i].word_count; k++) {
			*where = page->words.at[sentences[i].first_word + k].span;
			struct str word = page_bytes(page, *where);
			for (size_t t = 0; t < sizeof titles / sizeof titles[0]; t++) {
				if (str_eq_nocase(word, str_of(titles[t]))) {
					return word;
				}
			}
		}
	}
	return STR("");
}

static const struct block *greeting_of(const struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == ZONE_GREETING) {
			return &page->blocks.at[i];
		}
	}
	return NULL;
}

/* Whether the customer's words on the page hold the title; *any: whether there are such words. */
static bool customer_writes(const struct page *page, struct str title, bool *any)
{
	*any = false;
	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if ((ZONES_CUSTOMER >> page->blocks.at[sentence->block].zone & 1) == 0) {
			continue;
		}
		*any = true;
		for (size_t k = 0; k < sentence->word_count; k++) {
			if (str_eq_nocase(page_bytes(page, page->words.at[sentence->first_word + k].span), title)) {
				return true;
			}
		}
	}
	return false;
}

static bool is_in(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq_nocase(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

/* The recipient's first name could be a man's or a woman's. */
static bool tells_nothing(const struct judge *judge, const struct str_list *either)
{
	const struct address_list *to = &judge->document->to;
	struct names names = {0};

	if (to->count != 1 || to->at[0].name.len == 0) {
		return false;
	}
	names_read(judge->arena, to->at[0].name, &names);
	return names.count >= 2 && str_find_char(to->at[0].name, ',', 0) == STR_NONE && is_in(either, names.at[0].folded);
}

static bool header_has(const struct judge *judge, struct str title)
{
	const struct address_list *to = &judge->document->to;

	return to->count > 0 && str_find_nocase(to->at[0].name, title, 0) != STR_NONE;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct page *page = recipient_page(judge);
	const struct block *greeting = page != NULL ? greeting_of(page) : NULL;
	struct span where;
	bool quoted;

	if (greeting == NULL || judge->document->is_template) {
		return;
	}
	struct str title = title_in(page, greeting, &where);
	if (title.len == 0 || header_has(judge, title) || customer_writes(page, title, &quoted)) {
		return;
	}
	if (tells_nothing(judge, rule->data) || (quoted && !str_eq_nocase(title, STR("mr")))) {
		judge_report(judge, rule, page, where, NULL);
	}
}

const struct check check_title = {"title", (const char *const[]){"either", NULL}, load, run, NULL};
