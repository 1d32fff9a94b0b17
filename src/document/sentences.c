#include "document/document.h"

#include <string.h>

#include "base/utf8.h"

/* Abbreviations that a full stop belongs to (lower case, without it). A sentence seldom ends with one of these. */
static const char *const abbreviations[] = {
    "mr",   "mrs",  "ms",   "dr",     "prof", "st",  "no",  "nos", "e.g",  "i.e",  "vs",   "approx", "ca",  "cf",
    "fig",  "jan",  "feb",  "mar",    "apr",  "jun", "jul", "aug", "sep",  "sept", "oct",  "nov",    "dec", "mon",
    "tue",  "wed",  "thu",  "fri",    "sat",  "sun", "ave", "rd",  "blvd", "dept", "ext",  "tel",    "min", "max",
    "incl", "excl", "inc",  "ltd",    "corp", "co",  "sr",  "jr",  "rev",  "hon",  "capt", "sgt",    "col", "gen",
    "vol",  "pp",   "ed",   "est",    "ref",  "a.m", "p.m", "u.s", "u.k",  "p.o",  "c.o",  "nr",     "art", "sec",
    "mt",   "ft",   "rs",   "messrs", "esq",  "viz", "inv", "qty", "hrs",  "mins", "www",  "etc",    "al",  "gov",
    "sen",  "rep",  "supt", "pvt",    "bros", "ph",  "wk",  "yr",  "mgr",  "asst", "govt",
};

/* After these a new sentence does begin when a capital follows. */
static const char *const may_end[] = {"etc",  "a.m", "p.m", "inc", "ltd", "co",   "u.s", "u.k", "al",
                                      "corp", "min", "max", "no",  "hrs", "mins", "st",  "rd"};

static bool in_list(const char *const *list, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq_nocase(word, str_of(list[i]))) {
			return true;
		}
	}
	return false;
}

/* The word that ends before at, inner full stops included. */
static struct str word_before(struct str s, size_t start, size_t at)
{
	size_t begin = at;

	while (begin > start && !ascii_space(s.at[begin - 1]) && strchr("(\"'[,;:!?/", s.at[begin - 1]) == NULL) {
		begin--;
	}
	return str_sub(s, begin, at - begin);
}

static bool follows_capital(struct str s, size_t at, size_t end)
{
	uint32_t code_point;

	while (at < end && strchr(" \"'([*", s.at[at]) != NULL) {
		at++;
	}
	if (at >= end) {
		return true;
	}
	utf8_decode(s, at, &code_point);
	return utf8_is_upper(code_point);
}

/* Whether the full stop at s[at] ends a sentence; next is what follows it and its closing marks. */
static bool stop_ends(struct str s, struct span block, size_t at, size_t next)
{
	size_t end = block.at + block.len;
	struct str word = word_before(s, block.at, at);
	bool capital = follows_capital(s, next, end);

	if (at + 1 < end && s.at[at + 1] == '.') {
		return false;
	}
	if (at > block.at && s.at[at - 1] == '.') {
		return capital; /* an ellipsis */
	}
	if (word.len == 1 && ascii_alpha(word.at[0]) && word.at[0] != 'I') {
		return false; /* an initial */
	}
	if (in_list(abbreviations, sizeof abbreviations / sizeof abbreviations[0], word)) {
		return capital && in_list(may_end, sizeof may_end / sizeof may_end[0], word) && !str_eq(word, STR("No"));
	}
	bool list_number = word.len > 0 && word.len <= 2 && ascii_digit(word.at[0]) && word.at == s.at + block.at;
	return !list_number && word.len > 0;
}

/* Closing quotation marks and brackets belong to the sentence that they close. */
static size_t skip_closers(struct str s, size_t at, size_t end)
{
	while (at < end && strchr(".!?\"')]", s.at[at]) != NULL) {
		at++;
	}
	return at;
}

static void add_sentence(struct arena *arena, struct page *page, size_t block, struct span span)
{
	struct str s = page->view->bytes;

	while (span.len > 0 && s.at[span.at] == ' ') {
		span.at++;
		span.len--;
	}
	while (span.len > 0 && s.at[span.at + span.len - 1] == ' ') {
		span.len--;
	}
	if (span.len > 0) {
		*vec_push(arena, &page->sentences) = (struct sentence){.span = span, .block = block};
		page->blocks.at[block].sentence_count++;
	}
}

/* U+2026 at s[at]. */
static bool is_ellipsis(struct str s, size_t at)
{
	return str_starts(str_from(s, at), STR("\xe2\x80\xa6"));
}

void sentences_split(struct arena *arena, struct page *page, size_t block)
{
	struct str s = page->view->bytes;
	struct span span = page->blocks.at[block].span;
	size_t start = span.at, end = span.at + span.len;

	page->blocks.at[block].first_sentence = page->sentences.count;
	for (size_t at = span.at; at < end; at++) {
		bool stop = s.at[at] == '.', mark = s.at[at] == '!' || s.at[at] == '?';
		if (!stop && !mark && !is_ellipsis(s, at)) {
			continue;
		}
		size_t next = skip_closers(s, at + (stop || mark ? 1 : 3), end);
		if (next < end && s.at[next] != ' ') {
			continue;
		}
		bool ends = mark || (stop ? stop_ends(s, span, at, next) : follows_capital(s, next, end));
		if (ends) {
			add_sentence(arena, page, block, (struct span){start, next - start});
			start = next;
			at = next > at ? next - 1 : at;
		}
	}
	add_sentence(arena, page, block, (struct span){start, end - start});
}
