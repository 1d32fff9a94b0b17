#include "document/document.h"

#include "base/utf8.h"
#include "document/view.h"

#define OBJECT_REPLACEMENT 0xFFFCu

static bool is_word_character(uint32_t c)
{
	return utf8_is_letter(c) || utf8_is_digit(c) || c == OBJECT_REPLACEMENT;
}

/* Apostrophe, hyphen, ampersand, underscore: part of a word between two of its characters. */
static bool joins(struct str s, size_t at, size_t end)
{
	uint32_t next;
	char c = s.at[at];

	if ((c != '\'' && c != '-' && c != '&' && c != '_') || at + 1 >= end) {
		return false;
	}
	utf8_decode(s, at + 1, &next);
	return is_word_character(next);
}

struct letters {
	unsigned count, upper;
	bool first_upper, seen;
};

static void note_character(struct letters *letters, struct word *word, uint32_t c)
{
	if (c == OBJECT_REPLACEMENT) {
		word->flags |= WORD_VALUE;
	} else if (utf8_is_digit(c)) {
		word->flags |= WORD_DIGIT;
	} else {
		bool upper = utf8_is_upper(c);
		letters->first_upper |= upper && !letters->seen;
		letters->seen = true;
		letters->count++;
		letters->upper += upper;
	}
}

static struct word read_word(struct str s, size_t start, size_t end)
{
	struct word word = {.span = {start, 0}};
	struct letters letters = {0};
	size_t at = start;

	while (at < end) {
		uint32_t c;
		size_t length = utf8_decode(s, at, &c);
		if (!is_word_character(c) && !joins(s, at, end)) {
			break;
		}
		if (is_word_character(c)) {
			note_character(&letters, &word, c);
		}
		at += length;
	}
	word.span.len = at - start;
	if (letters.count > 1 && letters.upper == letters.count) {
		word.flags |= WORD_UPPER;
	} else if (letters.first_upper) {
		word.flags |= WORD_TITLE;
	}
	return word;
}

static bool is_masked(const struct page *page, struct span span)
{
	for (size_t i = span.at; i < span.at + span.len; i++) {
		if (page->masked.at[i] == VIEW_MASK) {
			return true;
		}
	}
	return false;
}

void words_split(struct arena *arena, struct page *page, size_t sentence)
{
	struct str s = page->view->bytes;
	struct sentence *of = &page->sentences.at[sentence];
	size_t end = of->span.at + of->span.len;

	of->first_word = page->words.count;
	for (size_t at = of->span.at; at < end;) {
		uint32_t c;
		size_t length = utf8_decode(s, at, &c);
		if (!is_word_character(c)) {
			at += length;
			continue;
		}
		struct word word = read_word(s, at, end);
		word.sentence = sentence;
		word.flags |= of->word_count == 0 ? WORD_FIRST : 0u;
		word.flags |= is_masked(page, word.span) ? WORD_MASKED : 0u;
		at += word.span.len;
		*vec_push(arena, &page->words) = word;
		of->word_count++;
	}
}
