/*
 * grade: the Flesch-Kincaid grade level (Kincaid and others, 1975): 0.39 * words / sentences + 11.8 * syllables / words
 * - 15.59, over the author's running text without names, numbers, addresses and codes.
 */
#include "checks/readability.h"

#define WORDS_TO_TELL 30u

static bool is_vowel(char c)
{
	c = ascii_lower(c);
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The ending is written with a vowel that is not spoken: "make", "changed", "boxes" keeps its own. */
static bool has_mute_end(struct str word)
{
	size_t len = word.len;
	char last = ascii_lower(word.at[len - 1]), before = len > 1 ? ascii_lower(word.at[len - 2]) : ' ';
	char third = len > 2 ? ascii_lower(word.at[len - 3]) : ' ';

	if (last == 'e') {
		return before != 'l' || is_vowel(third); /* "table" is spoken with two */
	}
	if (last == 'd' && before == 'e') {
		return third != 't' && third != 'd';
	}
	return last == 's' && before == 'e' && third != 's' && third != 'x' && third != 'z' && third != 'c' &&
	       third != 'g' && third != 'h' && third != 'i';
}

size_t readability_syllables(struct str word)
{
	size_t count = 0;
	bool in_vowels = false;

	for (size_t i = 0; i < word.len; i++) {
		bool vowel = is_vowel(word.at[i]);
		char here = ascii_lower(word.at[i]), before = i > 0 ? ascii_lower(word.at[i - 1]) : ' ';
		char after = i + 1 < word.len ? ascii_lower(word.at[i + 1]) : ' ';
		bool hiatus = (before == 'i' && (here == 'a' || here == 'o') && after != 'n') ||
		              (before == 'e' && here == 'o') || (before == 'u' && here == 'a' && after == 'l') ||
		              (before == 'e' && here == 'a' && after == ' ' && count > 1); /* "idea", not "sea" */
		bool parted = in_vowels && hiatus;
		count += (vowel && !in_vowels) || (vowel && parted);
		in_vowels = vowel;
	}
	count -= count > 1 && has_mute_end(word);
	return count > 0 ? count : 1;
}

struct measured {
	size_t words, sentences, syllables;
};

/* Names and numbers are known to the reader, or hard for everybody. */
static bool is_measured(const struct word *word)
{
	bool name = (word->flags & (WORD_TITLE | WORD_UPPER)) != 0 && (word->flags & WORD_FIRST) == 0;

	return !name && (word->flags & (WORD_MASKED | WORD_VALUE | WORD_DIGIT)) == 0;
}

static void measure(const struct page *page, const struct sentence *sentence, struct measured *measured)
{
	size_t before = measured->words;

	for (size_t i = 0; i < sentence->word_count; i++) {
		const struct word *word = &page->words.at[sentence->first_word + i];
		if (is_measured(word)) {
			measured->words++;
			measured->syllables += readability_syllables(page_bytes(page, word->span));
		}
	}
	measured->sentences += measured->words > before;
}

/* In hundredths. */
static long grade_of(const struct measured *measured)
{
	long words = (long)measured->words, sentences = (long)measured->sentences, syllables = (long)measured->syllables;

	return words == 0 ? 0 : 39 * words / sentences + 1180 * syllables / words - 1559;
}

void readability_grade(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct sentence *worst = NULL;
	struct measured all = {0};
	long most = READABILITY_RULE(rule)->most * 100, worst_grade = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		struct measured alone = {0};
		if (!readability_counts(rule, page, sentence)) {
			continue;
		}
		measure(page, sentence, &all);
		measure(page, sentence, &alone);
		if (worst == NULL || grade_of(&alone) > worst_grade) {
			worst = sentence;
			worst_grade = grade_of(&alone);
		}
	}
	if (all.words >= WORDS_TO_TELL && grade_of(&all) > most) {
		struct report report = {.subject = str_printf(judge->arena, "%ld", grade_of(&all) / 100)};
		judge_report(judge, rule, page, worst->span, &report);
	}
}
