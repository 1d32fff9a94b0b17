#include "lint/kind_words.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "lint/ruleset.h"

/* ---- the words of a message ---- */

static bool has_digit(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (ascii_digit(word.at[i])) {
			return true;
		}
	}
	return false;
}

/* Whether word number i of the page is the author's, at one of its places. */
static bool is_own(const struct page *page, const struct haystack *view, size_t i)
{
	for (uint32_t at = view->places[i]; at < view->places[i + 1]; at++) {
		if ((ZONES_OWN >> page_block_at(page, view->offset_of[at])->zone & 1) != 0) {
			return true;
		}
	}
	return false;
}

static void add_words(struct judge *judge, const struct page *page, struct str_list *words)
{
	const struct haystack *view = &judge_index(judge, page)->view;

	for (size_t i = 0; i < view->word_count && view->places != NULL; i++) {
		struct str word = view->words[i];
		uint32_t first;
		utf8_decode(word, 0, &first);
		if (!utf8_is_letter(first) || has_digit(word) || (!page->is_subject && !is_own(page, view, i))) {
			continue;
		}
		*vec_push(judge->arena, words) =
		    page->is_subject ? str_printf(judge->arena, "subject:" STR_FMT, STR_ARG(word)) : word;
	}
}

static int compare_words(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_compare(*x, *y);
}

struct str_list kind_words_of(struct judge *judge)
{
	const struct document *document = judge->document;
	struct str_list words = {0};
	size_t kept = 0;

	for (size_t i = 0; i < document->pages.count; i++) {
		if (!document->pages.at[i].is_alternative) {
			add_words(judge, &document->pages.at[i], &words);
		}
	}
	if (words.count > 0) {
		qsort(words.at, words.count, sizeof *words.at, compare_words);
	}
	for (size_t i = 0; i < words.count; i++) {
		if (kept == 0 || !str_eq(words.at[kept - 1], words.at[i])) {
			words.at[kept++] = words.at[i];
		}
	}
	words.count = kept;
	return words;
}

/* ---- what they say ---- */

/* "-42": digits with a sign or without. */
static long number_of(struct str text)
{
	bool negative = str_starts(text, STR("-"));
	long number = 0;

	for (size_t i = negative; i < text.len && number < LONG_MAX / 100; i++) {
		number = number * 10 + (text.at[i] - '0');
	}
	return negative ? -number : number;
}

static bool next_number(struct str *rest, long *number)
{
	struct str text;

	if (!str_split(rest, ' ', &text)) {
		return false;
	}
	*number = number_of(text);
	return true;
}

/* Adds what a word of the list says, so many times. Its kinds stand in the order of the rule set's. */
static void add_votes(const struct ruleset *ruleset, struct str votes, long times, long long *sums)
{
	struct str name;
	long weight;
	size_t from = 0;

	while (str_split(&votes, ' ', &name) && next_number(&votes, &weight)) {
		size_t kind = from;
		while (kind < ruleset->kinds.count && !str_eq(ruleset->kinds.at[kind].name, name)) {
			kind++;
		}
		if (kind < ruleset->kinds.count) {
			sums[kind] += (long long)times * weight;
			from = kind + 1;
		}
	}
}

static long long square_root(long long number)
{
	long long root = 0;

	for (long long bit = 1LL << 30; bit > 0; bit >>= 1) {
		if ((root + bit) * (root + bit) <= number) {
			root += bit;
		}
	}
	return root;
}

void kind_words_weigh(struct judge *judge, const struct str_list *words, long *points)
{
	const struct ruleset *ruleset = judge->ruleset;
	const struct word_list *list = &ruleset->lexicon.kind_words;
	long long sums[KINDS_MAX] = {0}, always[KINDS_MAX] = {0}, squares = 0;

	for (size_t i = 0; i < words->count; i++) {
		struct str votes = word_list_value(list, words->at[i]);
		long rarity;
		if (next_number(&votes, &rarity)) {
			squares += (long long)rarity * rarity;
			add_votes(ruleset, votes, rarity, sums);
		}
	}
	add_votes(ruleset, word_list_value(list, STR(KIND_WORDS_ALWAYS)), 1, always);
	long long length = square_root(squares);
	for (size_t kind = 0; kind < ruleset->kinds.count; kind++) {
		points[kind] = (long)(length > 0 ? always[kind] + sums[kind] / length : 0);
	}
}

/* What word says for the kind, times its rarity; 0 or less: nothing. */
static long long voice_of(const struct judge *judge, struct str word, size_t kind)
{
	struct str votes = word_list_value(&judge->ruleset->lexicon.kind_words, word);
	long long sums[KINDS_MAX] = {0};
	long rarity;

	if (next_number(&votes, &rarity)) {
		add_votes(judge->ruleset, votes, rarity, sums);
	}
	return sums[kind];
}

struct str kind_words_for(struct judge *judge, const struct str_list *words, size_t kind)
{
	struct {
		struct str word;
		long long voice;
	} best[KIND_WORDS_TOLD] = {{{"", 0}, 0}};
	struct buf told;

	for (size_t i = 0; i < words->count; i++) {
		long long voice = voice_of(judge, words->at[i], kind);
		size_t slot = KIND_WORDS_TOLD;
		while (slot > 0 && voice > best[slot - 1].voice) {
			slot--;
		}
		if (slot < KIND_WORDS_TOLD) {
			memmove(&best[slot + 1], &best[slot], (KIND_WORDS_TOLD - 1 - slot) * sizeof best[0]);
			best[slot].word = words->at[i];
			best[slot].voice = voice;
		}
	}
	buf_init(&told, judge->arena, SIZE_MAX);
	for (size_t i = 0; i < KIND_WORDS_TOLD && best[i].voice > 0; i++) {
		buf_printf(&told, "%s\"" STR_FMT "\"", i > 0 ? ", " : "", STR_ARG(best[i].word));
	}
	return buf_str(&told);
}
