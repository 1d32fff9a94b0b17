/* How a letter begins. */
#include <string.h>

#include "base/utf8.h"
#include "checks/letter.h"
#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"
#include "lint/ruleset.h"

/* ---- whether someone is addressed ---- */

#define OPENING_SENTENCES 2u
#define ADDRESSED_WORDS 6u

static bool is_title(struct str word)
{
	static const char *const titles[] = {"mr",        "mrs",        "ms",         "miss",  "mx",    "dr",     "prof",
	                                     "professor", "rev",        "sir",        "madam", "ma'am", "lord",   "lady",
	                                     "cllr",      "councillor", "team",       "all",   "folks", "both",   "friend",
	                                     "everyone",  "everybody",  "colleagues", "mum",   "dad",   "doctor", "captain",
	                                     "sister",    "father",     "shri",       "smt"};

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		if (str_eq_nocase(word, str_of(titles[i]))) {
			return true;
		}
	}
	return false;
}

static bool is_capital(struct str word)
{
	uint32_t first = 0;

	if (word.len > 0) {
		utf8_decode(word, 0, &first);
	}
	return utf8_is_upper(first);
}

static bool is_name_of_document(const struct document *document, struct str word)
{
	for (size_t i = 0; i < document->names.count; i++) {
		if (str_eq(document->names.at[i], word)) {
			return true;
		}
	}
	return false;
}

/* What stands behind the word in its line: "Ana, your door" and "Ana - your door" speak to Ana. */
static bool is_set_off(const struct page *page, const struct word *word)
{
	struct str view = page->view->bytes, rest = str_from(view, word->span.at + word->span.len);

	while (str_starts(rest, STR(" "))) {
		rest = str_from(rest, 1);
	}
	return rest.len == 0 || strchr(",!:\n", rest.at[0]) != NULL || str_starts(rest, STR("- ")) ||
	       str_starts(rest, STR("-\n")) || str_starts(rest, STR("\xe2\x80\x93")) ||
	       str_starts(rest, STR("\xe2\x80\x94"));
}

/* A word that is somebody's name, for all we know, and set off as when one speaks to them. */
static bool addresses(const struct judge *judge, const struct page *page, const struct word *word)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	struct str text = page_bytes(page, word->span);

	if ((word->flags & WORD_VALUE) != 0 || is_title(text)) {
		return true;
	}
	bool name = is_name_of_document(judge->document, text) || word_list_has(&lexicon->given_names, text) ||
	            !word_list_has(&lexicon->words, text);
	return is_capital(text) && (word->flags & WORD_UPPER) == 0 && name && is_set_off(page, word);
}

static bool is_of_body(const struct page *page, const struct sentence *sentence)
{
	return sentence < page->sentences.at + page->sentences.count && page->blocks.at[sentence->block].zone == ZONE_BODY;
}

/* The first sentences of the body. */
static struct span opening(const struct page *page, size_t first)
{
	const struct sentence *start = page_sentence_at(page, page->blocks.at[first].span.at), *last = start;

	for (size_t i = 1; i < OPENING_SENTENCES && is_of_body(page, last + 1); i++) {
		last++;
	}
	return (struct span){start->span.at, last->span.at + last->span.len - start->span.at};
}

static bool speaks_to_someone(struct judge *judge, const struct rule *rule, const struct page *page, size_t first)
{
	const struct matcher *present = letter_of(rule)->present;
	struct span where = opening(page, first);
	size_t word = page_sentence_at(page, where.at)->first_word, end = where.at + where.len;

	for (size_t i = word; i < page->words.count && i < word + ADDRESSED_WORDS; i++) {
		if (page->words.at[i].span.at < end && addresses(judge, page, &page->words.at[i])) {
			return true;
		}
	}
	return present != NULL && matcher_matches(present, judge->searcher, &judge_index(judge, page)->view, where);
}

static size_t first_of_body(const struct page *page)
{
	size_t block = 0;

	while (block < page->blocks.count && page->blocks.at[block].zone != ZONE_BODY) {
		block++;
	}
	return block;
}

/* A heading, a picture or a table above all: a notice, not a letter. */
static bool is_letter(const struct page *page, size_t first)
{
	return first < page->blocks.count && page->blocks.at[first].kind == BLOCK_PARAGRAPH &&
	       page->blocks.at[first].sentence_count > 0;
}

#define FIRST_NAME " {first name}"

/* The rule's greeting with the name, or without where it is not known. */
static struct str greeting_for(struct judge *judge, struct str fix)
{
	const struct address *to = letter_recipient(judge->document);
	struct str name = to != NULL ? letter_first_name(judge, to->name) : STR("");
	size_t slot = str_find(fix, STR(FIRST_NAME), 0);

	if (slot == STR_NONE) {
		return fix;
	}
	return str_printf(judge->arena, STR_FMT "%s" STR_FMT STR_FMT, STR_ARG(str_sub(fix, 0, slot)),
	                  name.len > 0 ? " " : "", STR_ARG(name), STR_ARG(str_from(fix, slot + strlen(FIRST_NAME))));
}

#define LABEL_MOST 30u

/* "Current status: ...": a notice, which begins with what it is about. */
static bool is_notice(const struct page *page, size_t first)
{
	struct str line = page_bytes(page, page->blocks.at[first].span);
	size_t colon = str_find(line, STR(": "), 0), comma = str_find_char(line, ',', 0);

	return colon < LABEL_MOST && colon < comma && str_find_char(str_sub(line, 0, colon), ' ', 0) != STR_NONE;
}

void letter_greeting(const struct rule *rule, struct judge *judge, const struct page *page)
{
	size_t first = first_of_body(page);
	struct change change = {0};

	if (letter_has_zone(page, ZONE_GREETING) || letter_is_informal(judge, page) || !is_letter(page, first) ||
	    is_notice(page, first) || speaks_to_someone(judge, rule, page, first)) {
		return;
	}
	struct str text = greeting_for(judge, rule->fix);
	judge_insertion(judge, INSERT_AFTER_GREETING, text, &change);
	struct report report = {
	    .changes = &change, .change_count = text.len > 0, .description = text, .applicability = APPLY_UNSAFE};
	judge_report(judge, rule, page, change.where, &report);
}

/* ---- greetings that fit anyone ---- */

/* Nothing but marks stands behind what was found in its line. */
static bool ends_line(const struct page *page, const struct block *block, const struct match_list *found)
{
	size_t end = block->span.at;

	for (size_t i = 0; i < found->count; i++) {
		const struct span *where = &found->at[i].where;
		end = where->at + where->len > end ? where->at + where->len : end;
	}
	struct str rest = page_bytes(page, (struct span){end, block->span.at + block->span.len - end});

	while (rest.len > 0 && strchr(" ,.!:;-", rest.at[0]) != NULL) {
		rest = str_from(rest, 1);
	}
	return rest.len == 0;
}

void letter_generic(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct haystack *view = &judge_index(judge, page)->view;
	const struct matcher *phrases = letter_of(rule)->phrases;
	const struct address *to = letter_recipient(judge->document);
	struct str name = to != NULL ? letter_first_name(judge, to->name) : STR("");

	for (size_t i = 0; phrases != NULL && i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		if (block->zone != ZONE_GREETING) {
			continue;
		}
		struct match_list found = matcher_find_all(phrases, judge->searcher, judge->arena, view, block->span);
		struct str greeting = name.len > 0 ? greeting_for(judge, rule->fix) : STR("");
		struct report report = {.level = LEVEL_WARNING, .has_level = name.len > 0, .description = greeting};
		if (found.count > 0 && ends_line(page, block, &found)) {
			judge_report(judge, rule, page, found.at[0].where, &report);
		}
	}
}
