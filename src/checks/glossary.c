/*
 * glossary: terms of the glossaries that the mail does not explain (`what: term`), and a choice between such terms, or
 * between the `options` that a rule names, without a word about the difference (`what: choice`); and, for praise, those
 * that it does explain (`what: explained`).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "checks/hits.h"
#include "lint/ruleset.h"

enum what { WHAT_TERM, WHAT_CHOICE, WHAT_EXPLAINED };

struct data {
	enum what what;
	const struct matcher *asks, *explains; /* choice: it asks; it says what the difference is */
	const struct matcher *options;         /* choice: "X or Y" that only the trade knows; NULL: none */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	static const char *const names[] = {"term", "choice", "explained", NULL};
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *what = node_get(source->node, "what");
	size_t index = WHAT_TERM;

	rule->data = data;
	if ((what != NULL && !node_choice(what, names, &index, source->err)) ||
	    !rule_matcher(source, "asks", &data->asks) || !rule_matcher(source, "explains", &data->explains) ||
	    !rule_matcher(source, "options", &data->options)) {
		return false;
	}
	data->what = (enum what)index;
	return index != WHAT_CHOICE || (data->asks != NULL && data->explains != NULL) ||
	       node_err(source->node, source->err, "with 'what: choice' the keys 'asks' and 'explains' are needed");
}

/* ---- finding terms ---- */

struct use {
	const struct term *term;
	struct span where;
};

struct uses {
	struct use *at;
	size_t count, room;
};

static char byte_at(struct str s, size_t at)
{
	return at < s.len ? s.at[at] : ' ';
}

static bool is_edge(char c, char beyond)
{
	bool letter = ascii_alnum(c) || (unsigned char)c >= 0x80;
	bool joined = (c == '-' || c == '\'') && ascii_alnum(beyond);

	return !letter && !joined;
}

static bool stands_as_word(struct str text, size_t at, size_t len)
{
	char before = at > 0 ? text.at[at - 1] : ' ', after = byte_at(text, at + len);

	return is_edge(before, at > 1 ? text.at[at - 2] : ' ') && is_edge(after, byte_at(text, at + len + 1));
}

/* A term in capitals (RCD) must stand in capitals. */
static bool same_case(struct str term, struct str text)
{
	for (size_t i = 0; i < term.len; i++) {
		if (term.at[i] >= 'a' && term.at[i] <= 'z') {
			return true;
		}
	}
	return term.len > 4 || str_eq(term, text);
}

/* A page whose terms are looked for. */
struct search {
	struct arena *arena;
	const struct page *page;
	const struct haystack *haystack;
	struct str lower; /* the page's text in lower case */
	struct uses uses;
};

/* A name of a term. */
struct wanted {
	const struct term *term;
	struct str name, lower;
};

static void find_within(struct search *search, const struct wanted *wanted, size_t from, size_t to)
{
	struct str text = str_sub(search->lower, 0, to), name = wanted->lower;

	for (size_t at = str_find(text, name, from); at != STR_NONE; at = str_find(text, name, at + name.len)) {
		struct span where = {at, name.len};
		if (stands_as_word(search->lower, at, name.len) && same_case(wanted->name, page_bytes(search->page, where))) {
			*vec_push(search->arena, &search->uses) = (struct use){wanted->term, where};
		}
	}
}

/* Looks in the lines that have the word, the first one of the name; number word_count: everywhere. */
static void find_name(struct search *search, const struct wanted *wanted, size_t word)
{
	const struct haystack *haystack = search->haystack;

	if (word == haystack->word_count || haystack->places == NULL) {
		find_within(search, wanted, 0, search->lower.len);
		return;
	}
	for (size_t i = haystack->places[word]; i < haystack->places[word + 1]; i++) {
		size_t line = haystack->line_of[i];
		if (i == haystack->places[word] || haystack->line_of[i - 1] != line) {
			find_within(search, wanted, haystack->lines[line], haystack->lines[line + 1]);
		}
	}
}

static int compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	if (x->where.at != y->where.at) {
		return x->where.at < y->where.at ? -1 : 1;
	}
	return x->where.len > y->where.len ? -1 : x->where.len < y->where.len;
}

/* For a first look: which letters (their low bits) come second in the words of a page, by the first one. */
struct beginnings {
	uint32_t second[128];
};

static struct beginnings beginnings_of(const struct haystack *haystack)
{
	struct beginnings all = {{0}};

	for (size_t i = 0; i < haystack->word_count; i++) {
		struct str word = haystack->words[i];
		if (word.len > 0) {
			all.second[(unsigned char)word.at[0] & 127] |= word.len > 1 ? 1u << (word.at[1] & 31) : 1u;
		}
	}
	return all;
}

static bool may_begin(const struct beginnings *all, struct str name)
{
	unsigned first = name.len > 0 ? (unsigned char)ascii_lower(name.at[0]) & 127 : 0;
	bool longer = name.len > 1 && ascii_alnum(name.at[1]);

	return name.len == 0 || !ascii_alnum(name.at[0]) ||
	       (all->second[first] >> (longer ? ascii_lower(name.at[1]) & 31 : 0) & 1) != 0;
}

/* The number of the first word of name among those of the page; word_count: there is none in it; STR_NONE: absent. */
static size_t first_word(const struct haystack *haystack, struct str name)
{
	size_t end = 0;
	char room[64];

	while (end < name.len && end < sizeof room && ascii_alnum(name.at[end])) {
		room[end] = ascii_lower(name.at[end]);
		end++;
	}
	return end == 0 ? haystack->word_count : haystack_number(haystack, (struct str){room, end});
}

static void keep_longest(struct uses *uses)
{
	size_t kept = 0;

	if (uses->count > 1) {
		qsort(uses->at, uses->count, sizeof *uses->at, compare_uses);
	}
	for (size_t i = 0; i < uses->count; i++) {
		bool inside = kept > 0 && uses->at[i].where.at < uses->at[kept - 1].where.at + uses->at[kept - 1].where.len;
		if (!inside) {
			uses->at[kept++] = uses->at[i];
		}
	}
	uses->count = kept;
}

/* All uses of all terms on the page, the longest at each place, without those inside another. */
static struct uses find_uses(struct judge *judge, const struct page *page)
{
	struct search search = {judge->arena, page, &judge_index(judge, page)->masked, {"", 0}, {0}};
	struct beginnings beginnings = beginnings_of(search.haystack);

	search.lower = str_lower(judge->arena, page->masked);
	for (size_t i = 0; i < judge->ruleset->terms.count; i++) {
		const struct term *term = &judge->ruleset->terms.at[i];
		for (size_t k = 0; k <= term->variants.count; k++) {
			struct str name = k == 0 ? term->term : term->variants.at[k - 1];
			size_t word = may_begin(&beginnings, name) ? first_word(search.haystack, name) : STR_NONE;
			if (word != STR_NONE) {
				find_name(&search, &(struct wanted){term, name, utf8_lower(judge->arena, name)}, word);
			}
		}
	}
	keep_longest(&search.uses);
	return search.uses;
}

/* What the uses of a page are kept under. */
static const char uses_key = 0;

/* The same, for all rules that ask. */
static const struct uses *uses_of(struct judge *judge, const struct page *page)
{
	const void **known = judge_memory(judge, page, &uses_key);

	if (*known == NULL) {
		struct uses *uses = ARENA_NEW(judge->arena, struct uses);
		*uses = find_uses(judge, page);
		*known = uses;
	}
	return *known;
}

/* ---- what needs no explanation ---- */

static bool lists_word(const struct judge *judge, const struct page *page, const struct str_list *words)
{
	const struct haystack *haystack = &judge_index(judge, page)->view;

	for (size_t i = 0; i < words->count; i++) {
		if (str_find_nocase(haystack->bytes, words->at[i], 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

static bool is_known(const struct judge *judge, const struct term *term)
{
	for (size_t i = 0; i < judge->ruleset->known_terms.count; i++) {
		if (str_eq_nocase(judge->ruleset->known_terms.at[i], term->term)) {
			return true;
		}
	}
	return false;
}

static bool names_term(struct str text, const struct term *term)
{
	for (size_t k = 0; k <= term->variants.count; k++) {
		struct str name = k == 0 ? term->term : term->variants.at[k - 1];
		if (str_find_nocase(text, name, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* The customer's own word, in the quote or the form below. */
static bool customer_wrote(const struct judge *judge, const struct term *term)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			const struct block *block = &page->blocks.at[k];
			if ((ZONES_CUSTOMER >> block->zone & 1) != 0 && names_term(page_bytes(page, block->span), term)) {
				return true;
			}
		}
	}
	return false;
}

#define LINK_REACH 160u
#define EXPLANATION_REACH 220u

/* Where the words that may explain a use by a link end: not beyond its paragraph. Links stand in order of place. */
static bool link_follows(const struct page *page, struct span where)
{
	const struct span *block = &page_block_at(page, where.at)->span;
	size_t from = where.at + where.len, end = block->at + block->len, low = 0, high = page->links.count;

	end = end < from + LINK_REACH ? end : from + LINK_REACH;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (page->links.at[middle].span.at + page->links.at[middle].span.len <= where.at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low < page->links.count && page->links.at[low].span.at < end) {
		return true;
	}
	struct str rest = str_sub(page->view->bytes, from, end > from ? end - from : 0);
	return str_find(rest, STR("://"), 0) != STR_NONE || str_find(rest, STR("www."), 0) != STR_NONE;
}

static bool has_cue(struct str text)
{
	static const char *const cues[] = {"(",      " - ",      "\xe2\x80\x93", "\xe2\x80\x94", ":",      "which",
	                                   "means",  " is a",    " is the",      "so that",      " that ", " it ",
	                                   ", a ",   ", the ",   "because",      " are ",        " is ",   "in other words",
	                                   "called", "known as", " one ",        " to ",         " so "};

	for (size_t i = 0; i < sizeof cues / sizeof cues[0]; i++) {
		if (str_find(text, str_of(cues[i]), 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* What stands in brackets right behind a use belongs to it; empty when nothing does. */
static struct span brackets_behind(struct str view, struct span where)
{
	size_t start = where.at + where.len;
	size_t end = str_starts(str_from(view, start), STR(" (")) ? str_find_char(view, ')', start) : STR_NONE;

	return end != STR_NONE && end - start < EXPLANATION_REACH ? (struct span){start, end - start}
	                                                          : (struct span){start, 0};
}

/* The view around a use, without the brackets that explain other terms: from `begin` on, in a copy. */
static struct str surroundings(struct judge *judge, const struct page *page, const struct uses *uses, size_t index,
                               size_t begin)
{
	const struct use *use = &uses->at[index];
	size_t end = use->where.at + use->where.len + EXPLANATION_REACH;
	struct str copy = str_copy(judge->arena, str_sub(page->view->bytes, begin, end - begin));
	char *bytes = (char *)(uintptr_t)copy.at;
	size_t first = index;

	while (first > 0 && uses->at[first - 1].where.at + EXPLANATION_REACH * 2 > begin) {
		first--;
	}
	for (size_t i = first; i < uses->count && uses->at[i].where.at < end; i++) {
		struct span inside = brackets_behind(page->view->bytes, uses->at[i].where);
		for (size_t at = inside.at; uses->at[i].term != use->term && at < inside.at + inside.len; at++) {
			if (at >= begin && at - begin < copy.len) {
				bytes[at - begin] = ' ';
			}
		}
	}
	return copy;
}

/* Whether a word of text begins with word: "fill" in "filled", but not "thin" in "within". */
static bool has_word(struct str text, struct str word)
{
	for (size_t at = str_find_nocase(text, word, 0); at != STR_NONE; at = str_find_nocase(text, word, at + 1)) {
		if (at == 0 || !ascii_alnum(text.at[at - 1])) {
			return true;
		}
	}
	return false;
}

/* A word of the explanation stands near, in a sentence that explains something. */
static bool is_explained(struct judge *judge, const struct page *page, const struct uses *uses, size_t index)
{
	const struct term *term = uses->at[index].term;
	struct span where = uses->at[index].where;
	size_t begin = where.at > EXPLANATION_REACH / 2 ? where.at - EXPLANATION_REACH / 2 : 0;
	struct str text = surroundings(judge, page, uses, index, begin);
	struct str before = str_sub(text, 0, where.at - begin), after = str_from(text, where.at - begin + where.len);

	for (size_t i = 0; i < term->explained_by.count; i++) {
		struct str word = term->explained_by.at[i];
		if ((has_word(after, word) && has_cue(after)) || (has_word(before, word) && has_cue(before))) {
			return true;
		}
	}
	return term->plain.len > 0 &&
	       (str_find_nocase(after, term->plain, 0) != STR_NONE || str_find_nocase(before, term->plain, 0) != STR_NONE);
}

static bool is_excused(struct judge *judge, const struct term *term, const struct page *page, struct span where)
{
	struct match_list found;

	if (term->unless == NULL) {
		return false;
	}
	const struct haystack *view = &judge_index(judge, page)->view;
	found = matcher_find_all(term->unless, judge->searcher, judge->arena, view, (struct span){0, view->bytes.len});
	for (size_t i = 0; i < found.count; i++) {
		if (where.at < found.at[i].where.at + found.at[i].where.len && found.at[i].where.at < where.at + where.len) {
			return true;
		}
	}
	return false;
}

/* Whether text is written as names are: "Booking", not "booking" or "BOOKING". */
static bool is_titled(struct str text)
{
	return text.len > 1 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= 'a' && text.at[1] <= 'z';
}

/* "Outpatient Booking Office", "the Tourism Mediator": part of a name. */
static bool is_in_name(const struct page *page, struct span where)
{
	struct str view = page->view->bytes, after = str_from(view, where.at + where.len);
	size_t start = where.at;

	if (!is_titled(str_from(view, where.at)))
		return false;
	if (start > 1 && view.at[start - 1] == ' ' && ascii_alnum(view.at[start - 2])) {
		for (start--; start > 0 && ascii_alnum(view.at[start - 1]);)
			start--;
	}
	bool follows = start < where.at && is_titled(str_from(view, start)) && start > 0 && view.at[start - 1] == ' ';
	return follows || (after.len > 1 && after.at[0] == ' ' && is_titled(str_from(after, 1)));
}

/* Whether the use is the author's, of a term that not everybody knows. */
/* "Lumen" in a letter from "Lumen+ Support". */
static bool is_senders_name(const struct judge *judge, struct str text)
{
	const struct address_list *from = &judge->document->from;

	return from->count > 0 && is_titled(text) && str_find(from->at[0].name, text, 0) != STR_NONE;
}

static bool is_term(struct judge *judge, const struct rule *rule, const struct page *page, const struct use *use)
{
	const struct term *term = use->term;

	if (!rule_covers(rule, page, page_block_at(page, use->where.at)) || is_known(judge, term) ||
	    is_in_name(page, use->where) || is_senders_name(judge, page_bytes(page, use->where))) {
		return false;
	}
	return term->context.count == 0 || lists_word(judge, page, &term->context);
}

/* Whether this use leaves the reader without an explanation. */
static bool is_open(struct judge *judge, const struct rule *rule, const struct page *page, const struct uses *uses,
                    size_t index)
{
	const struct use *use = &uses->at[index];

	return is_term(judge, rule, page, use) && !is_excused(judge, use->term, page, use->where) &&
	       !link_follows(page, use->where) && !is_explained(judge, page, uses, index) &&
	       !customer_wrote(judge, use->term);
}

/* ---- terms ---- */

static void report_term(struct judge *judge, const struct rule *rule, const struct page *page, const struct use *use)
{
	struct str meaning = str_printf(judge->arena, " (" STR_FMT ")", STR_ARG(use->term->meaning));
	struct change change = {{use->where.at + use->where.len, 0}, meaning};
	struct report report = {.changes = &change,
	                        .change_count = 1,
	                        .applicability = APPLY_UNSAFE,
	                        .description = str_printf(judge->arena, STR_FMT STR_FMT,
	                                                  STR_ARG(page_bytes(page, use->where)), STR_ARG(meaning))};

	judge_report(judge, rule, page, use->where, &report);
}

static void look_for_terms(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct uses *uses = uses_of(judge, page);
	bool *seen = ARENA_ARRAY(judge->arena, judge->ruleset->terms.count + 1, bool);

	for (size_t i = 0; i < uses->count; i++) {
		bool *known = &seen[uses->at[i].term - judge->ruleset->terms.at];
		if (!*known && is_open(judge, rule, page, uses, i)) {
			report_term(judge, rule, page, &uses->at[i]);
		}
		*known = true;
	}
}

/* The first term that the author explains. */
static void look_for_explained(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct uses *uses = uses_of(judge, page);

	for (size_t i = 0; i < uses->count; i++) {
		if (is_term(judge, rule, page, &uses->at[i]) && is_explained(judge, page, uses, i)) {
			judge_report(judge, rule, page, uses->at[i].where, NULL);
			return;
		}
	}
}

/* ---- choices ---- */

#define CHOICES_MOST 50u /* in one mail */

static struct span span_around(const struct page *page, const struct sentence *sentence)
{
	const struct sentence *first = page->sentences.at, *last = first + page->sentences.count - 1;
	const struct sentence *from = sentence > first ? sentence - 1 : first, *to = sentence < last ? sentence + 1 : last;

	return (struct span){from->span.at, to->span.at + to->span.len - from->span.at};
}

/* "or" stands between two uses in one sentence. */
static bool is_choice(const struct page *page, const struct use *a, const struct use *b)
{
	size_t end = a->where.at + a->where.len;
	struct str between = str_sub(page->masked, end, b->where.at - end);

	return b->where.at - end < 80 && str_find_nocase(between, STR(" or "), 0) != STR_NONE &&
	       page_sentence_at(page, a->where.at) == page_sentence_at(page, b->where.at);
}

static bool asks(struct judge *judge, const struct data *data, const struct page *page, struct span where)
{
	return str_find_char(page_bytes(page, where), '?', 0) != STR_NONE ||
	       matcher_matches(data->asks, judge->searcher, &judge_index(judge, page)->view, where);
}

static bool tells_difference(struct judge *judge, const struct data *data, const struct page *page,
                             const struct sentence *sentence)
{
	return matcher_matches(data->explains, judge->searcher, &judge_index(judge, page)->view,
	                       span_around(page, sentence));
}

/* The first choice between options that the rule names; what asks may stand before a list of them. */
static void look_for_options(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct data *data = rule->data;
	struct match_list found = hits_find(judge, data->options, page, HITS_MASKED);

	for (size_t i = 0; i < found.count && i < CHOICES_MOST; i++) {
		const struct sentence *sentence = page_sentence_at(page, found.at[i].where.at);
		if (asks(judge, data, page, span_around(page, sentence)) && !tells_difference(judge, data, page, sentence)) {
			judge_report(judge, rule, page, found.at[i].where, NULL);
			return;
		}
	}
}

static bool look_for_choices(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct data *data = rule->data;
	const struct uses *uses = uses_of(judge, page);
	size_t tried = 0;

	for (size_t i = 0; i + 1 < uses->count; i++) {
		const struct use *a = &uses->at[i], *b = &uses->at[i + 1];
		const struct sentence *sentence = page_sentence_at(page, a->where.at);
		if (!is_choice(page, a, b) || tried++ >= CHOICES_MOST || !asks(judge, data, page, sentence->span)) {
			continue;
		}
		if (!is_open(judge, rule, page, uses, i) && !is_open(judge, rule, page, uses, i + 1)) {
			continue;
		}
		if (!tells_difference(judge, data, page, sentence)) {
			struct span where = {a->where.at, b->where.at + b->where.len - a->where.at};
			struct report report = {0};
			report.description = str_printf(
			    judge->arena, "The difference: " STR_FMT " means " STR_FMT "; " STR_FMT " means " STR_FMT ".",
			    STR_ARG(a->term->term), STR_ARG(a->term->meaning), STR_ARG(b->term->term), STR_ARG(b->term->meaning));
			judge_report(judge, rule, page, where, &report);
			return true;
		}
	}
	return false;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->blocks.count == 0 || page->is_subject || page->sentences.count == 0) {
			continue;
		}
		if (data->what == WHAT_TERM) {
			look_for_terms(rule, judge, page);
		} else if (data->what == WHAT_EXPLAINED) {
			look_for_explained(rule, judge, page);
		} else if (!look_for_choices(rule, judge, page) && data->options != NULL) {
			look_for_options(rule, judge, page);
		}
	}
}

const struct check check_glossary = {"glossary", (const char *const[]){"what", "asks", "explains", "options", NULL},
                                     load, run, NULL};
