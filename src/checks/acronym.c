/*
 * acronym: abbreviations in capitals that the customer may not know and that nobody spells out. With `max`: more
 * than so
 * many different ones, explained or not.
 */
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "lint/check.h"
#include "lint/ruleset.h"

#define LETTERS_MOST 6u
#define UNKNOWN_LETTERS_MOST 5u /* longer ones are rather names, when no list has them */
#define DISTINCT_MOST 200u      /* more of them in one mail are not looked at */
#define NAMES_MOST 500u

struct data {
	long max; /* 0: look for unexplained ones */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *max = node_get(source->node, "max");

	rule->data = data;
	return max == NULL || node_long(max, &data->max, source->err);
}

/* ---- what is no candidate ---- */

/* The token without a plural or possessive s: "RMAs", "RMA's". */
static struct str bare_token(struct str token)
{
	if (token.len > 3 && str_ends(token, STR("'s"))) {
		return str_sub(token, 0, token.len - 2);
	}
	if (token.len > 2 && token.at[token.len - 1] == 's' && token.at[token.len - 2] >= 'A' &&
	    token.at[token.len - 2] <= 'Z') {
		return str_sub(token, 0, token.len - 1);
	}
	return token;
}

static bool is_capitals(struct str token)
{
	for (size_t i = 0; i < token.len; i++) {
		if ((token.at[i] < 'A' || token.at[i] > 'Z') && token.at[i] != '&') {
			return false;
		}
	}
	return token.len >= 2 && token.len <= LETTERS_MOST;
}

static bool is_roman(struct str token)
{
	for (size_t i = 0; i < token.len; i++) {
		if (strchr("IVXLCDM", token.at[i]) == NULL) {
			return false;
		}
	}
	return true;
}

static bool in_list(const struct str_list *list, struct str token)
{
	for (size_t i = 0; i < list->count && i < NAMES_MOST; i++) {
		if (str_eq_nocase(list->at[i], token)) {
			return true;
		}
	}
	return false;
}

static bool is_known(const struct judge *judge, struct str token)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	return word_list_has(&lexicon->known_acronyms, token) || word_list_has(&lexicon->ambiguous, token) ||
	       word_list_has(&lexicon->units, token) || word_list_has(&lexicon->shouted, token) ||
	       word_list_has(&lexicon->function_words, token) || in_list(&judge->ruleset->known_terms, token) ||
	       in_list(&judge->ruleset->config->brand, token) || in_list(&judge->document->names, token);
}

/* The customer wrote it: then it needs no word. */
static bool customer_wrote(const struct judge *judge, struct str token)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		for (size_t k = 0; k < page->words.count; k++) {
			const struct word *word = &page->words.at[k];
			enum zone zone = page->blocks.at[page->sentences.at[word->sentence].block].zone;
			if ((ZONES_CUSTOMER >> zone & 1) != 0 && str_eq(bare_token(page_bytes(page, word->span)), token)) {
				return true;
			}
		}
	}
	return false;
}

static char byte_at(struct str s, size_t at)
{
	return at < s.len ? s.at[at] : '\0';
}

/* Part of a code, a number or a name: "XK-420", "PO 12", "AB 12345", "GTX 300", "Smith BSc". */
static bool is_part_of_code(const struct page *page, size_t index)
{
	const struct word *word = &page->words.at[index];
	struct str view = page->view->bytes;
	size_t end = word->span.at + word->span.len;
	char before = word->span.at > 0 ? view.at[word->span.at - 1] : ' ';
	char after = byte_at(view, end), next = byte_at(view, end + 1);

	if (strchr("-/_#.@:\\", before) != NULL && before != ' ' && !(before == ':' || before == '.')) {
		return true;
	}
	if (after == '-' || after == '/' || after == '_' || after == '@' || (after == '.' && ascii_alpha(next))) {
		return true;
	}
	return (after == ' ' && ascii_digit(next)) ||
	       (index > 0 && (page->words.at[index - 1].flags & WORD_DIGIT) != 0 && before == ' ');
}

/* Between capitals: a name in capitals, a label or shouting, which other rules judge. */
static bool stands_in_capitals(const struct judge *judge, const struct page *page, size_t index)
{
	size_t upper = 0;

	for (size_t i = index >= 2 ? index - 2 : 0; i <= index + 2 && i < page->words.count; i++) {
		bool same = page->words.at[i].sentence == page->words.at[index].sentence;
		struct str text = page_bytes(page, page->words.at[i].span);
		upper += i != index && same && (page->words.at[i].flags & WORD_UPPER) != 0 && text.len > 3 &&
		         word_list_has(&judge->ruleset->lexicon.words, text);
	}
	return upper >= 2;
}

/*
 * "Acme LLP", "Barlow BSc": behind a name the letters belong to it; so they do before one ("JP Morgan", "DC
 * Comics").
 */
static bool belongs_to_name(const struct judge *judge, const struct page *page, size_t index)
{
	const struct word_list *words = &judge->ruleset->lexicon.words;
	struct str view = page->view->bytes;
	size_t at = page->words.at[index].span.at, end = at + page->words.at[index].span.len;

	if (str_starts(str_from(view, end), STR(" & ")) || (at >= 3 && str_eq(str_sub(view, at - 3, 3), STR(" & ")))) {
		return true;
	}
	if (index + 1 < page->words.count) {
		const struct word *next = &page->words.at[index + 1];
		bool joined = next->sentence == page->words.at[index].sentence &&
		              next->span.at == page->words.at[index].span.at + page->words.at[index].span.len + 1 &&
		              view.at[next->span.at - 1] == ' ';
		if (joined && (next->flags & WORD_TITLE) != 0 && !word_list_has(words, page_bytes(page, next->span))) {
			return true;
		}
	}
	return false;
}

/* Elsewhere it stands in a code ("parcel number DPX 5501") or in a link (track.dpx.test): it is somebody's name. */
static bool is_name_elsewhere(const struct page *page, struct str token)
{
	for (size_t i = 0; i < page->words.count; i++) {
		if (str_eq(page_bytes(page, page->words.at[i].span), token) && is_part_of_code(page, i)) {
			return true;
		}
	}
	struct str view = page->view->bytes;
	for (size_t at = str_find_nocase(view, token, 0); at != STR_NONE; at = str_find_nocase(view, token, at + 1)) {
		size_t end = at + token.len;
		bool begins = at > 0 && strchr("./@-", view.at[at - 1]) != NULL;
		bool ends = byte_at(view, end) == '.' && ascii_lower(byte_at(view, end + 1)) >= 'a';
		if (begins && ends && !str_eq(str_sub(view, at, token.len), token)) {
			return true;
		}
	}
	return false;
}

/* "Text PAC to 85550": a word to send, not to understand. */
static bool is_to_be_sent(const struct page *page, size_t index)
{
	static const char *const verbs[] = {"text", "send", "type",  "reply", "enter",
	                                    "say",  "word", "quote", "press", "code"};

	for (size_t i = 0; index > 0 && i < sizeof verbs / sizeof verbs[0]; i++) {
		if (str_eq_nocase(page_bytes(page, page->words.at[index - 1].span), str_of(verbs[i]))) {
			return true;
		}
	}
	return false;
}

/* ---- definitions ---- */

/* "Long Form (ABC)", "ABC (long form)", "ABC, which is", "ABC stands for", "ABC means". */
static bool is_explained(const struct page *page, struct str token)
{
	static const char *const after[] = {
	    " (",     " - ",     ", which",  ", that is", ", short for", ", or ",    " means",   " stands for", " is short",
	    " is a ", " is an ", " is the ", " is our",   ": the",       ", a ",     ", an ",    ", the ",      ", our ",
	    " - the", ", your ", " is your", " is how",   " is what",    " are the", " is where"};
	struct str view = page->view->bytes;

	for (size_t at = str_find(view, token, 0); at != STR_NONE; at = str_find(view, token, at + 1)) {
		size_t end = at + token.len;
		if (at > 1 && view.at[at - 1] == '(' && (view.at[at - 2] == ' ' || view.at[at - 2] == '\n')) {
			return true;
		}
		if (byte_at(view, end) == ')' && at > 12 && str_find_char(str_sub(view, at - 12, 12), '(', 0) != STR_NONE) {
			return true;
		}
		struct str rest = str_from(view, end);
		for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
			if (str_starts(rest, str_of(after[i]))) {
				return true;
			}
		}
	}
	return false;
}

static bool has_title(const struct page *page, struct span where)
{
	for (size_t i = 0; i < page->marks.count; i++) {
		const struct mark *mark = &page->marks.at[i];
		if (mark->kind == MARK_ABBREVIATION && mark->value.len > 0 && where.at >= mark->span.at &&
		    where.at < mark->span.at + mark->span.len) {
			return true;
		}
	}
	return false;
}

static bool defined_anywhere(const struct judge *judge, struct str token)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		if (is_explained(&judge->document->pages.at[i], token)) {
			return true;
		}
	}
	return false;
}

/* ---- the check ---- */

/* Whether the word at index is an abbreviation outside the well-known ones. */
static bool is_candidate(const struct judge *judge, const struct rule *rule, const struct page *page, size_t index)
{
	const struct word *word = &page->words.at[index];
	struct str token = bare_token(page_bytes(page, word->span));
	const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];

	if ((word->flags & (WORD_MASKED | WORD_VALUE | WORD_DIGIT)) != 0 || !is_capitals(token) ||
	    !rule_covers(rule, page, block)) {
		return false;
	}
	if (block->zone == ZONE_GREETING || block->zone == ZONE_CLOSING || is_known(judge, token)) {
		return false;
	}
	bool sure = word_list_value(&judge->ruleset->lexicon.acronyms, token).len > 0;
	bool likely_name = token.len > UNKNOWN_LETTERS_MOST || word_list_has(&judge->ruleset->lexicon.proper, token);
	if (!sure &&
	    (likely_name || is_roman(token) || token.len == 2 || word_list_has(&judge->ruleset->lexicon.words, token) ||
	     word_list_has(&judge->ruleset->lexicon.given_names, token))) {
		return false;
	}
	return !is_part_of_code(page, index) && !is_to_be_sent(page, index) && !stands_in_capitals(judge, page, index) &&
	       (sure || !belongs_to_name(judge, page, index));
}

/* Asked once for each abbreviation, since it goes through the whole page. */
static bool is_name(const struct judge *judge, const struct page *page, struct str token)
{
	return word_list_value(&judge->ruleset->lexicon.acronyms, token).len == 0 && is_name_elsewhere(page, token);
}

/* Whether a glossary explains the word: then its meaning says more than its long form. */
static bool is_term(const struct judge *judge, struct str word)
{
	for (size_t i = 0; i < judge->ruleset->terms.count; i++) {
		const struct term *term = &judge->ruleset->terms.at[i];
		for (size_t k = 0; k <= term->variants.count; k++) {
			if (str_eq_nocase(k == 0 ? term->term : term->variants.at[k - 1], word)) {
				return true;
			}
		}
	}
	return false;
}

static void report_undefined(struct judge *judge, const struct rule *rule, const struct page *page,
                             const struct word *word)
{
	struct str text = page_bytes(page, word->span), token = bare_token(text);
	struct str expansion = word_list_value(&judge->ruleset->lexicon.acronyms, token);
	struct change change = {word->span,
	                        str_printf(judge->arena, STR_FMT " (" STR_FMT ")", STR_ARG(expansion), STR_ARG(token))};
	struct report report = {.subject = token, .changes = &change, .applicability = APPLY_UNSAFE};

	report.change_count = expansion.len > 0 && text.len == token.len && !is_term(judge, expansion) ? 1 : 0;
	report.description = expansion.len > 0 ? change.text : report.description;
	judge_report(judge, rule, page, word->span, &report);
}

static void look_for_undefined(const struct rule *rule, struct judge *judge, const struct page *page,
                               struct str_list *seen)
{
	for (size_t i = 0; i < page->words.count && seen->count < DISTINCT_MOST; i++) {
		const struct word *word = &page->words.at[i];
		if (!is_candidate(judge, rule, page, i)) {
			continue;
		}
		struct str token = bare_token(page_bytes(page, word->span));
		if (in_list(seen, token)) {
			continue;
		}
		*vec_push(judge->arena, seen) = token;
		if (!is_name(judge, page, token) && !has_title(page, word->span) && !defined_anywhere(judge, token) &&
		    !customer_wrote(judge, token)) {
			report_undefined(judge, rule, page, word);
		}
	}
}

static void look_for_overload(const struct rule *rule, struct judge *judge, const struct page *page, long max)
{
	struct str_list seen = {0};
	struct span last = {0, 0};
	size_t count = 0;

	for (size_t i = 0; i < page->words.count && seen.count < DISTINCT_MOST; i++) {
		struct str token = bare_token(page_bytes(page, page->words.at[i].span));
		if (!is_candidate(judge, rule, page, i) || in_list(&seen, token)) {
			continue;
		}
		*vec_push(judge->arena, &seen) = token;
		if (!is_name(judge, page, token)) {
			count++;
			last = page->words.at[i].span;
		}
	}
	if (count > (size_t)max) {
		struct report report = {.subject = str_printf(judge->arena, "%zu", count)};
		judge_report(judge, rule, page, last, &report);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	struct str_list seen = {0};

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->blocks.count == 0 || page->is_subject) {
			continue;
		}
		if (data->max > 0) {
			look_for_overload(rule, judge, page, data->max);
		} else {
			look_for_undefined(rule, judge, page, &seen);
		}
	}
}

const struct check check_acronym = {"acronym", (const char *const[]){"max", NULL}, load, run, NULL};
