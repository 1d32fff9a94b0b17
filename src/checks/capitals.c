/* Capitals: a whole message, a run of words, a single word. */
#include <string.h>

#include "base/utf8.h"
#include "checks/yelling.h"
#include "lint/ruleset.h"

#define MESSAGE_LETTERS_LEAST 20u
#define MESSAGE_WORDS_LEAST 5u
#define SUBJECT_LETTERS_LEAST 10u
#define SUBJECT_WORDS_LEAST 3u
#define SHARE_LEAST 70u /* per cent of the letters */
#define ADDRESS_LINE_MOST 40u
#define HEADING_LINE_MOST 200u
#define RUN_LEAST 4u
#define ORDINARY_LEAST 2u

struct letters {
	size_t letters, upper, words;
	size_t ordinary; /* counted up to ORDINARY_LEAST: looking words up takes time */
	struct span span;
};

static void count_letters(struct letters *count, struct str text)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c;
		at += utf8_decode(text, at, &c);
		bool upper = utf8_is_upper(c);
		count->letters += upper || utf8_is_lower(c);
		count->upper += upper;
	}
}

/* An ordinary English word, not an abbreviation, a name or a code. */
static bool is_ordinary(const struct judge *judge, const struct page *page, const struct word *word)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	struct str text = page_bytes(page, word->span);

	if (word_list_has(&lexicon->function_words, text)) {
		return true;
	}
	return text.len > 3 && word_list_has(&lexicon->words, text) && !word_list_has(&lexicon->known_acronyms, text);
}

/* A line with a number in it that is all in capitals: "12 ELM ROAD", "LEEDS LS1 4DY". */
static bool is_line_of_address(const struct page *page, const struct block *block)
{
	struct str text = str_trim(page_bytes(page, block->span));
	struct letters count = {0};
	bool digit = false;

	if (text.len >= ADDRESS_LINE_MOST || block->kind == BLOCK_HEADING) {
		return false;
	}
	for (size_t i = 0; i < text.len; i++) {
		digit |= ascii_digit(text.at[i]);
	}
	count_letters(&count, text);
	return digit && count.upper == count.letters && strchr(".!?", text.at[text.len - 1]) == NULL;
}

static void add_word(struct letters *count, const struct judge *judge, const struct page *page, const struct word *word)
{
	if (!yelling_is_plain_word(word)) {
		return;
	}
	if (count->words == 0) {
		count->span.at = word->span.at;
	}
	count->words++;
	count->span.len = word->span.at + word->span.len - count->span.at;
	if (count->ordinary < ORDINARY_LEAST) {
		count->ordinary += is_ordinary(judge, page, word);
	}
	count_letters(count, page_bytes(page, word->span));
}

/* "Re: " and "[list]" in front of a subject are not the author's. */
static bool is_prefix(const struct page *page, const struct word *word)
{
	struct str view = page->view->bytes, text = page_bytes(page, word->span);
	size_t end = word->span.at + word->span.len;
	bool colon = end < view.len && view.at[end] == ':';
	bool bracket = word->span.at > 0 && view.at[word->span.at - 1] == '[';

	return page->is_subject && (bracket || (colon && text.len <= 4));
}

void yelling_message(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct letters count = {0};
	size_t letters_least = page->is_subject ? SUBJECT_LETTERS_LEAST : MESSAGE_LETTERS_LEAST;
	size_t words_least = page->is_subject ? SUBJECT_WORDS_LEAST : MESSAGE_WORDS_LEAST;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = yelling_block(page, word);
		bool counts = page->is_subject ? !is_prefix(page, word) : !is_line_of_address(page, block);
		if (counts && rule_covers(rule, page, block)) {
			add_word(&count, judge, page, word);
		}
	}
	bool loud = count.upper * 100 >= count.letters * SHARE_LEAST && count.letters >= letters_least;
	if (loud && count.words >= words_least && count.ordinary >= ORDINARY_LEAST) {
		yelling_report_recased(judge, rule, page, count.span);
	}
}

/* Headings and table heads are often set in capitals, and so are lines of an address. */
static bool may_be_set_in_capitals(const struct page *page, const struct word *word)
{
	const struct block *block = yelling_block(page, word);

	return block->kind == BLOCK_HEADING || block->kind == BLOCK_TABLE_HEAD || is_line_of_address(page, block);
}

/* A line of at most four words that is nothing but capitals: a heading of a plain text mail ("OPENING HOURS"). */
static bool is_plain_heading(const struct page *page, const struct word *word)
{
	const struct block *block = yelling_block(page, word);
	struct str text = str_trim(page_bytes(page, block->span));
	struct letters count = {0};
	size_t words = 1;

	if (text.len > HEADING_LINE_MOST) {
		return false;
	}
	for (size_t i = 0; i < text.len; i++) {
		words += text.at[i] == ' ';
	}
	count_letters(&count, text);
	bool ends =
	    text.len > 0 && (text.at[text.len - 1] == '.' || text.at[text.len - 1] == '!' || text.at[text.len - 1] == '?');
	return words <= 5 && !ends && count.upper == count.letters;
}

static void end_run(const struct rule *rule, struct judge *judge, const struct page *page, struct letters *run)
{
	if (run->words >= RUN_LEAST && run->ordinary >= ORDINARY_LEAST) {
		yelling_report_recased(judge, rule, page, run->span);
	}
	*run = (struct letters){0};
}

void yelling_run(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct letters run = {0};
	size_t sentence = STR_NONE;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		bool upper = (word->flags & WORD_UPPER) != 0 ||
		             (word->span.len == 1 && run.words > 0 && ascii_alpha(page->view->bytes.at[word->span.at]) &&
		              page->view->bytes.at[word->span.at] < 'a');
		if (word->sentence != sentence || !upper || (word->flags & WORD_MASKED) != 0) {
			end_run(rule, judge, page, &run);
		}
		sentence = word->sentence;
		if (upper && yelling_is_plain_word(word) && !may_be_set_in_capitals(page, word) &&
		    !is_plain_heading(page, word)) {
			add_word(&run, judge, page, word);
		}
	}
	end_run(rule, judge, page, &run);
}

/* Between other words in capitals a word belongs to a name, a label or a run, and is not shouted alone. */
static bool stands_alone(const struct page *page, size_t index)
{
	bool before = index > 0 && page->words.at[index - 1].sentence == page->words.at[index].sentence &&
	              (page->words.at[index - 1].flags & WORD_UPPER) != 0;
	bool after = index + 1 < page->words.count &&
	             page->words.at[index + 1].sentence == page->words.at[index].sentence &&
	             (page->words.at[index + 1].flags & WORD_UPPER) != 0;

	return !before && !after;
}

static bool is_shouted_neighbour(const struct judge *judge, const struct page *page, size_t index)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	for (size_t i = index > 0 ? index - 1 : 0; i <= index + 1 && i < page->words.count; i++) {
		struct str text = page_bytes(page, page->words.at[i].span);
		bool upper = (page->words.at[i].flags & WORD_UPPER) != 0;
		if (i != index && upper && !word_list_has(&lexicon->shouted, text) &&
		    !is_ordinary(judge, page, &page->words.at[i])) {
			return false;
		}
	}
	return true;
}

/* "Press START", "the STOP button", "Reply YES": the label on a key or the word to send. */
static bool is_label(const struct page *page, size_t index)
{
	static const char *const before[] = {
	    "press",  "click", "tap",  "select", "choose",   "reply",   "text",   "type",  "say", "marked",
	    "button", "enter", "word", "menu",   "labelled", "labeled", "hit",    "then",  "set", "to",
	    "says",   "reads", "code", "key",    "called",   "turn",    "switch", "write", "send"};
	static const char *const after[] = {"button",  "key",       "menu", "switch", "tab",   "icon",    "light",
	                                    "program", "programme", "sign", "mode",   "label", "position"};

	if (index > 0) {
		struct str text = page_bytes(page, page->words.at[index - 1].span);
		for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
			if (str_eq_nocase(text, str_of(before[i]))) {
				return true;
			}
		}
	}
	if (index + 1 < page->words.count) {
		struct str text = page_bytes(page, page->words.at[index + 1].span);
		for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
			if (str_eq_nocase(text, str_of(after[i]))) {
				return true;
			}
		}
	}
	return false;
}

void yelling_word(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		struct str text = page_bytes(page, word->span);
		if ((word->flags & WORD_UPPER) == 0 || !yelling_is_plain_word(word) ||
		    !word_list_has(&lexicon->shouted, text)) {
			continue;
		}
		bool set = may_be_set_in_capitals(page, word) || is_plain_heading(page, word);
		if (!set && !is_label(page, i) && (stands_alone(page, i) || is_shouted_neighbour(judge, page, i))) {
			yelling_report_recased(judge, rule, page, word->span);
		}
	}
}
