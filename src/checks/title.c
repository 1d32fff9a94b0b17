/*
 * title: a greeting whose title (Mr, Mrs, Miss) is a guess: neither the header nor what the customer wrote has it, and
 * the first name tells nothing (`either`), or the title tells of a marriage and the customer's letter is there without
 * one. A warning where the header has a title of the other sex.
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

static bool title_is_known(struct str word)
{
	return str_eq_nocase(word, STR("mr")) || str_eq_nocase(word, STR("mrs")) || str_eq_nocase(word, STR("miss"));
}

/* The title of a sex in the greeting, as written, empty: none, or one for all. */
static struct str title_in(const struct page *page, const struct block *greeting, struct span *where)
{
	const struct sentence *sentences = &page->sentences.at[greeting->first_sentence];

	for (size_t i = 0; i < greeting->sentence_count; i++) {
		for (size_t k = 0; k < sentences[i].word_count; k++) {
			*where = page->words.at[sentences[i].first_word + k].span;
			struct str word = page_bytes(page, *where);
			if (title_is_known(word)) {
				return word;
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

/* The title before the name in the header ("Mrs Joan Poe"), as written; empty: none. */
static struct str header_title(const struct judge *judge)
{
	struct str name = judge->document->to.count == 1 ? str_trim(judge->document->to.at[0].name) : STR("");
	size_t blank = str_find_char(name, ' ', 0);
	struct str first = blank != STR_NONE ? str_sub(name, 0, blank) : STR("");
	struct str bare = str_ends(first, STR(".")) ? str_sub(first, 0, first.len - 1) : first;

	return title_is_known(bare) || str_eq_nocase(bare, STR("ms")) ? bare : STR("");
}

/* The header calls her Mrs, the greeting him Mr. Between Mrs, Miss and Ms the customer's own choice is not known. */
static bool contradicts(struct str title, struct str header)
{
	return header.len > 0 && str_eq_nocase(title, STR("mr")) != str_eq_nocase(header, STR("mr"));
}

static void report_other(struct judge *judge, const struct rule *rule, struct span where, struct str header)
{
	const struct page *page = recipient_page(judge);
	struct change change = {where, header};
	struct report report = {.changes = &change,
	                        .change_count = 1,
	                        .applicability = APPLY_UNSAFE,
	                        .level = LEVEL_WARNING,
	                        .has_level = true};

	report.message = str_printf(judge->arena, "'" STR_FMT "' is " STR_FMT " in the address",
	                            STR_ARG(page_bytes(page, where)), STR_ARG(header));
	judge_report(judge, rule, page, where, &report);
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
	if (title.len == 0 || customer_writes(page, title, &quoted)) {
		return;
	}
	struct str header = header_title(judge);
	if (contradicts(title, header)) {
		report_other(judge, rule, where, header);
	} else if (header.len > 0) {
		return;
	} else if (tells_nothing(judge, rule->data) || (quoted && !str_eq_nocase(title, STR("mr")))) {
		judge_report(judge, rule, page, where, NULL);
	}
}

const struct check check_title = {"title", (const char *const[]){"either", NULL}, load, run, NULL};
