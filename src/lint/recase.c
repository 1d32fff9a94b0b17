#include "lint/recase.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "lint/recase_place.h"
#include "lint/ruleset.h"

/* The new form of a word's stem, with the 's that stood behind it. */
static struct str with_ending(struct arena *arena, struct str form, struct str word, struct str stem)
{
	return str_printf(arena, STR_FMT "%s", STR_ARG(form), stem.len < word.len ? "'s" : "");
}

/* Whether both are the same but for case. */
static bool same_letters(struct str a, struct str b)
{
	if (a.len != b.len) {
		return false;
	}
	for (size_t at = 0; at < a.len;) {
		uint32_t x, y;
		size_t length = utf8_decode(a, at, &x);
		utf8_decode(b, at, &y);
		if (utf8_to_lower(x) != utf8_to_lower(y)) {
			return false;
		}
		at += length;
	}
	return true;
}

#define NAMES_MOST 500u

/* The word as the headers, the greeting or the signature write it, but for capitals there. */
static struct str known_name(struct judge *judge, struct str word)
{
	const struct str_list *names = &judge->document->names;

	for (size_t i = 0; i < names->count && i < NAMES_MOST; i++) {
		if (same_letters(names->at[i], word) && !str_eq(names->at[i], word)) {
			return names->at[i];
		}
	}
	return (struct str){NULL, 0};
}

static bool is_ordinary(const struct lexicon *lexicon, struct str word);

/* The word as the configuration writes its brands; of a brand of several words, those that mean nothing else. */
static struct str brand_form(struct judge *judge, struct str word)
{
	const struct str_list *brands = &judge->ruleset->config->brand;

	for (size_t i = 0; i < brands->count; i++) {
		struct str rest = brands->at[i], piece;
		while (str_split(&rest, ' ', &piece)) {
			bool whole = piece.len == brands->at[i].len;
			if (same_letters(piece, word) && (whole || !is_ordinary(&judge->ruleset->lexicon, word))) {
				return piece;
			}
		}
	}
	return (struct str){NULL, 0};
}

static bool is_ordinary(const struct lexicon *lexicon, struct str word)
{
	return word_list_has(&lexicon->words, word) || word_list_has(&lexicon->function_words, word);
}

/* A hyphenated word is ordinary when its pieces are. */
static bool pieces_ordinary(const struct lexicon *lexicon, struct str word)
{
	struct str piece;
	size_t count = 0;

	while (str_split(&word, '-', &piece)) {
		bool prefix = count++ == 0 && (str_eq_nocase(piece, STR("non")) || str_eq_nocase(piece, STR("pre")) ||
		                               str_eq_nocase(piece, STR("re")) || str_eq_nocase(piece, STR("e")));
		if (!prefix && !is_ordinary(lexicon, piece)) {
			return false;
		}
	}
	return count > 0;
}

/* An abbreviation that is a word, too: in a text of capitals it is taken for the abbreviation. */
static bool is_rather_acronym(const struct lexicon *lexicon, struct str word)
{
	return word_list_has(&lexicon->capitals, word) && word_list_has(&lexicon->known_acronyms, word);
}

/* A word in capitals as it is usually written; *known is cleared for a word that nothing tells. */
static struct str usual_form(struct judge *judge, struct str text, bool *known)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	struct str bare = recase_stem(text), brand = brand_form(judge, bare);
	struct str value = word_list_value(&lexicon->proper, bare);

	if (brand.at != NULL) {
		return with_ending(judge->arena, brand, text, bare);
	}
	bool ordinary = is_ordinary(lexicon, bare) || is_ordinary(lexicon, text) || pieces_ordinary(lexicon, bare);
	if (is_rather_acronym(lexicon, bare)) {
		return with_ending(judge->arena, bare, text, bare);
	}
	if (value.len > 0 && !ordinary) {
		return with_ending(judge->arena, value, text, bare);
	}
	bool acronym = word_list_has(&lexicon->known_acronyms, bare) || word_list_has(&lexicon->acronyms, bare);
	if (acronym && !ordinary) {
		return text;
	}
	if (ordinary) {
		return utf8_lower(judge->arena, text);
	}
	*known = false;
	if (word_list_has(&lexicon->given_names, bare)) {
		return recase_title(judge->arena, text);
	}
	return utf8_lower(judge->arena, text);
}

/* The word as the document itself writes it elsewhere, or as its place tells; {NULL, 0}: neither. */
static struct str told_form(struct judge *judge, const struct page *page, const struct word *word)
{
	struct str text = page_bytes(page, word->span), bare = recase_stem(text);
	struct str name = (word->flags & WORD_UPPER) != 0 ? known_name(judge, bare) : (struct str){NULL, 0};

	if (name.at != NULL && !word_list_has(&judge->ruleset->lexicon.function_words, bare)) {
		return with_ending(judge->arena, name, text, bare);
	}
	return recase_by_place(judge, page, word);
}

static struct str recase_word(struct judge *judge, const struct page *page, const struct word *word, bool *known)
{
	struct str text = page_bytes(page, word->span), usual = told_form(judge, page, word);
	bool article = str_eq(text, STR("A")), letters = (word->flags & (WORD_DIGIT | WORD_MASKED | WORD_VALUE)) == 0;

	if ((word->flags & (WORD_MASKED | WORD_VALUE)) != 0) {
		return text;
	}
	if (usual.at == NULL && (!letters || ((word->flags & WORD_UPPER) == 0 && !article))) {
		return text;
	}
	if (usual.at == NULL) {
		usual = article ? STR("a") : usual_form(judge, text, known);
	}
	return recase_begins(page, word) && str_eq(usual, utf8_lower(judge->arena, usual))
	           ? recase_title(judge->arena, usual)
	           : usual;
}

/* The first word that begins at or after at. */
static size_t first_word(const struct page *page, size_t at)
{
	size_t low = 0, high = page->words.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (page->words.at[middle].span.at < at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The words of span that are to be written otherwise, one change each. */
static struct changes changes_of(struct judge *judge, const struct page *page, struct span span, bool *all_known)
{
	struct changes list = {0};
	size_t end = span.at + span.len;

	*all_known = true;
	for (size_t i = first_word(page, span.at); i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		if (word->span.at + word->span.len > end) {
			break;
		}
		struct str text = recase_word(judge, page, word, all_known);
		if (!str_eq(text, page_bytes(page, word->span))) {
			*vec_push(judge->arena, &list) = (struct change){word->span, text};
		}
	}
	return list;
}

struct recased recase(struct judge *judge, const struct page *page, struct span span)
{
	struct recased recased;
	struct buf out;
	size_t at = span.at, end = span.at + span.len;

	recased.changes = changes_of(judge, page, span, &recased.all_known);
	buf_init(&out, judge->arena, span.len * 4 + 64);
	buf_expect(&out, span.len + 64);
	for (size_t i = 0; i < recased.changes.count; i++) {
		const struct change *change = &recased.changes.at[i];
		buf_add(&out, str_sub(page->view->bytes, at, change->where.at - at));
		buf_add(&out, change->text);
		at = change->where.at + change->where.len;
	}
	buf_add(&out, str_sub(page->view->bytes, at, end - at));
	recased.text = buf_str(&out);
	return recased;
}
