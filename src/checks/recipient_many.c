/* Several recipients, and none of those who should be. */
#include <string.h>

#include "base/utf8.h"
#include "checks/recipient.h"

/* ---- customers who see each other ---- */

static bool is_freemail(struct str domain)
{
	static const char *const providers[] = {
	    "gmail.",       "googlemail.", "yahoo.",      "ymail.",   "rocketmail.", "hotmail.", "outlook.",
	    "live.",        "msn.",        "icloud.",     "me.com",   "mac.com",     "aol.",     "gmx.",
	    "web.de",       "proton.",     "protonmail.", "zoho.com", "yandex.",     "mail.com", "btinternet.",
	    "rediffmail.",  "bigpond.",    "optusnet.",   "comcast.", "verizon.",    "att.net",  "sky.com",
	    "virginmedia.", "talktalk.",   "t-online.",   "orange.",  "freemail."};

	for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
		if (str_starts_nocase(domain, str_of(providers[i]))) {
			return true;
		}
	}
	return false;
}

#define LETTER_WORDS_MOST 2000u

#define FIRM_LEAST 5u

/* "Tilley's" of site@tilleyroofing.example: the letter names the firm. */
static bool names_firm(struct str word, struct str domain)
{
	word = str_ends_nocase(word, STR("'s")) ? str_sub(word, 0, word.len - 2) : word;
	return word.len >= FIRM_LEAST && word.at[0] >= 'A' && word.at[0] <= 'Z' && str_starts_nocase(domain, word) &&
	       !is_freemail(domain);
}

/* Whether the letter speaks of the one whom the address belongs to, or greets them. */
static bool letter_names(const struct judge *judge, const struct names *words, const struct address *address)
{
	struct names names = {0};

	names_read(judge->arena, address->name, &names);
	names_read(judge->arena, address->local, &names);
	for (size_t i = 0; i < words->count; i++) {
		if (names_firm(words->at[i].written, address->domain)) {
			return true;
		}
		for (size_t k = 0; k < names.count; k++) {
			if (names_alike(&judge->ruleset->lexicon, words->at[i].folded, names.at[k].folded)) {
				return true;
			}
		}
	}
	return false;
}

/* The words of the letter, to be compared with names: those of its first pages, which are enough. */
static struct names letter_words(const struct judge *judge, const struct page *page)
{
	struct names words = {0};

	for (size_t i = 0; i < page->blocks.count && words.count < LETTER_WORDS_MOST; i++) {
		if ((ZONES_REP >> page->blocks.at[i].zone & 1) != 0) {
			names_read(judge->arena, page_bytes(page, page->blocks.at[i].span), &words);
		}
	}
	words.count = words.count < LETTER_WORDS_MOST ? words.count : LETTER_WORDS_MOST;
	return words;
}

static bool share_part(const struct judge *judge, const struct address *a, const struct address *b)
{
	struct names first = {0}, second = {0};

	names_read(judge->arena, a->name, &first);
	names_read(judge->arena, a->local, &first);
	names_read(judge->arena, b->name, &second);
	names_read(judge->arena, b->local, &second);
	for (size_t i = 0; i < first.count; i++) {
		for (size_t k = 0; k < second.count; k++) {
			if (str_eq(first.at[i].folded, second.at[k].folded)) {
				return true;
			}
		}
	}
	return false;
}

#define OUTSIDERS_MOST 50u

struct outsiders {
	const struct address *at[OUTSIDERS_MOST];
	size_t count;
};

static void add_outsiders(const struct judge *judge, const struct address_list *list, struct outsiders *outsiders)
{
	for (size_t i = 0; i < list->count && outsiders->count < OUTSIDERS_MOST; i++) {
		if (list->at[i].domain.len > 0 && !recipient_is_inside(judge, list->at[i].domain)) {
			outsiders->at[outsiders->count++] = &list->at[i];
		}
	}
}

/* Colleagues share a domain of their own, families a name. */
static bool are_strangers(const struct judge *judge, const struct address *a, const struct address *b)
{
	bool same_domain = str_eq_nocase(a->domain, b->domain);

	return (!same_domain || is_freemail(a->domain)) && !str_eq_nocase(a->local, b->local) && !share_part(judge, a, b);
}

static bool is_answer(const struct document *document)
{
	const struct page *page = NULL;
	bool header = document->message != NULL && (message_field(document->message, "In-Reply-To") != NULL ||
	                                            message_field(document->message, "References") != NULL);

	for (size_t i = 0; i < document->pages.count && !header; i++) {
		page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			header |= (ZONES_CUSTOMER >> page->blocks.at[k].zone & 1) != 0;
		}
	}
	return header;
}

static void report_exposed(const struct rule *rule, struct judge *judge, size_t people)
{
	struct change change;
	struct report report = {0};
	const struct page *page = judge_insertion(judge, INSERT_AFTER_GREETING, STR(""), &change);

	report.message =
	    str_printf(judge->arena, "%zu people who do not belong together see each other's addresses", people);
	judge_report(judge, rule, page, change.where, &report);
}

/* In an answer they may all have been there before; where the letter names one, it brings them together on purpose. */
void recipient_exposed(const struct rule *rule, struct judge *judge)
{
	const struct page *page = recipient_page(judge);
	struct outsiders outsiders = {.count = 0};
	size_t strangers = 0;

	if (page == NULL || judge->document->from.count == 0 || is_answer(judge->document)) {
		return;
	}
	add_outsiders(judge, &judge->document->to, &outsiders);
	add_outsiders(judge, &judge->document->cc, &outsiders);
	for (size_t i = 1; i < outsiders.count; i++) {
		strangers += are_strangers(judge, outsiders.at[0], outsiders.at[i]);
	}
	if (strangers == 0) {
		return;
	}
	struct names words = letter_words(judge, page);
	for (size_t i = 1; i < outsiders.count; i++) {
		if (letter_names(judge, &words, outsiders.at[i])) {
			return;
		}
	}
	report_exposed(rule, judge, strangers + 1);
}

/* ---- whose letter is quoted ---- */

/* An address in the line, of the form a mail program writes: in < > or behind "mailto:". */
static bool read_address(struct str line, struct str *address)
{
	size_t at = str_find_char(line, '@', 0), start = at, end;

	if (at == STR_NONE || at == 0) {
		return false;
	}
	while (start > 0 && (ascii_alnum(line.at[start - 1]) || strchr("._%+-", line.at[start - 1]) != NULL)) {
		start--;
	}
	end = at + 1;
	while (end < line.len && (ascii_alnum(line.at[end]) || line.at[end] == '.' || line.at[end] == '-')) {
		end++;
	}
	while (end > at && line.at[end - 1] == '.') {
		end--;
	}
	*address = str_sub(line, start, end - start);
	return start < at && str_find_char(*address, '.', at - start) != STR_NONE;
}

/* The line that names the author of the quoted letter: "On ... wrote:" or "From: ...". */
static bool is_attribution(struct str line)
{
	bool from = str_starts_nocase(line, STR("from:"));

	return from || (line.len > 0 && line.at[line.len - 1] == ':' && str_find_nocase(line, STR("wrote"), 0) != STR_NONE);
}

static bool find_author(const struct page *page, struct str *address)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		struct str line = str_trim(page_bytes(page, block->span));
		if (block->zone == ZONE_QUOTE && is_attribution(line)) {
			return read_address(line, address);
		}
	}
	return false;
}

static bool goes_to(const struct judge *judge, const struct address_list *list, struct str address)
{
	size_t at = str_find_char(address, '@', 0);
	struct address author = {.local = str_sub(address, 0, at), .domain = str_from(address, at + 1)};

	for (size_t i = 0; i < list->count; i++) {
		const struct address *to = &list->at[i];
		bool same_house = str_eq_nocase(to->domain, author.domain) && !is_freemail(author.domain);
		if (same_house || str_eq_nocase(to->local, author.local) || share_part(judge, to, &author)) {
			return true;
		}
	}
	return false;
}

/* Whether the quoted letter speaks of somebody who gets this one. */
static bool quote_names(const struct page *page, const struct address_list *list)
{
	struct str view = page->view->bytes;

	for (size_t i = 0; i < list->count; i++) {
		struct str local = list->at[i].local, name = list->at[i].name;
		size_t space = str_find_char(name, ' ', 0);
		struct str first = str_sub(name, 0, space == STR_NONE ? name.len : space);
		if (str_find_nocase(view, local, 0) != STR_NONE ||
		    (first.len > 2 && str_find_nocase(view, first, 0) != STR_NONE)) {
			return true;
		}
	}
	return false;
}

void recipient_quoted(const struct rule *rule, struct judge *judge)
{
	const struct document *document = judge->document;
	const struct page *page = recipient_page(judge);
	struct str author;
	struct report report = {0};
	struct change change;

	if (page == NULL || document->to.count == 0 || !find_author(page, &author)) {
		return;
	}
	size_t at = str_find_char(author, '@', 0);
	if (recipient_is_inside(judge, str_from(author, at + 1)) || goes_to(judge, &document->to, author) ||
	    goes_to(judge, &document->cc, author) || goes_to(judge, &document->reply_to, author) ||
	    quote_names(page, &document->to)) {
		return;
	}
	const struct page *place = judge_insertion(judge, INSERT_AFTER_GREETING, STR(""), &change);
	report.message =
	    str_printf(judge->arena, "the quoted letter is by " STR_FMT ", who is not written to", STR_ARG(author));
	judge_report(judge, rule, place, change.where, &report);
}
