#include "lint/recase_place.h"

#include "base/utf8.h"
#include "lint/ruleset.h"

#define STREET_WORDS_MOST 3 /* between the number and "Lane" */

struct str recase_title(struct arena *arena, struct str word)
{
	struct str lower = utf8_lower(arena, word);
	uint32_t first = 0;
	char upper[UTF8_MAX];

	if (lower.len == 0)
		return lower;
	size_t length = utf8_decode(lower, 0, &first);
	size_t made = utf8_encode(utf8_to_upper(first), upper);
	return str_printf(arena, "%.*s" STR_FMT, (int)made, upper, STR_ARG(str_from(lower, length)));
}

struct str recase_stem(struct str word)
{
	return str_ends_nocase(word, STR("'s")) ? str_sub(word, 0, word.len - 2) : word;
}

static bool is_any(struct str word, const char *const *names)
{
	while (*names && !str_eq_nocase(word, str_of(*names)))
		names++;
	return *names != NULL;
}

/* The word by places from this one, in its sentence; empty where there is none. */
static struct str neighbour(const struct page *page, const struct word *word, long by)
{
	long at = word - page->words.at + by;
	bool there = at >= 0 && (size_t)at < page->words.count && page->words.at[at].sentence == word->sentence;

	return there ? page_bytes(page, page->words.at[at].span) : (struct str){"", 0};
}

static char byte_at(const struct page *page, size_t at)
{
	return at < page->view->bytes.len ? page->view->bytes.at[at] : '\0';
}

static bool is_title(struct str word)
{
	static const char *const titles[] = {"mr", "mrs", "ms", "dr", "miss", "mx", "prof", "st", NULL};

	return is_any(word, titles);
}

static bool is_function_word(const struct judge *judge, struct str word)
{
	return word_list_has(&judge->ruleset->lexicon.function_words, word);
}

/* "MRS NYE", "SARAH CONNOR": a name, though nobody knows its capitals. */
static bool follows_name(const struct judge *judge, const struct page *page, const struct word *word)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	struct str bare = recase_stem(page_bytes(page, word->span)), before = neighbour(page, word, -1);
	bool beside = word > page->words.at && word[-1].span.at + word[-1].span.len + 1 == word->span.at;
	bool known = word_list_has(&lexicon->words, bare) || is_function_word(judge, bare);

	if (word > page->words.at && is_title(page_bytes(page, word[-1].span)) && !is_function_word(judge, bare))
		return word[-1].span.at + word[-1].span.len + 2 >= word->span.at;
	return beside && !known && word_list_has(&lexicon->given_names, before) && !word_list_has(&lexicon->words, before);
}

/* "5 MAY", "MAY 5", "5 KWH": no more than a space between. */
static bool is_beside_number(const struct page *page, const struct word *word)
{
	const struct word *first = page->words.at, *end = first + page->words.count;
	bool behind = word > first && (word[-1].flags & WORD_DIGIT) != 0 && word[-1].sentence == word->sentence &&
	              word[-1].span.at + word[-1].span.len + 1 >= word->span.at;
	bool before = word + 1 < end && (word[1].flags & WORD_DIGIT) != 0 && word[1].sentence == word->sentence &&
	              word->span.at + word->span.len + 1 >= word[1].span.at;

	return behind || before;
}

static struct str form_beside_number(struct judge *judge, const struct page *page, const struct word *word)
{
	static const char *const months[] = {"may", "march", "august", NULL};
	struct str text = page_bytes(page, word->span), bare = recase_stem(text);

	if (!is_beside_number(page, word))
		return (struct str){NULL, 0};
	if (is_any(bare, months))
		return recase_title(judge->arena, text);
	struct str unit = word_list_value(&judge->ruleset->lexicon.units, bare);
	return unit.len > 0 ? unit : (struct str){NULL, 0};
}

/* The letters of "7 A.M." */
static bool is_half_of_day(const struct page *page, const struct word *word)
{
	size_t at = word->span.at;
	char letter = ascii_lower(byte_at(page, at));
	bool first = (letter == 'a' || letter == 'p') && byte_at(page, at + 1) == '.' &&
	             ascii_lower(byte_at(page, at + 2)) == 'm' && !ascii_alnum(byte_at(page, at + 3));
	bool second = letter == 'm' && at > 2 && byte_at(page, at - 1) == '.' && !ascii_alnum(byte_at(page, at - 3)) &&
	              (ascii_lower(byte_at(page, at - 2)) == 'a' || ascii_lower(byte_at(page, at - 2)) == 'p');

	return word->span.len == 1 && (first || second);
}

/* "77 BAYOU LANE": the words between a number and a kind of street, and that one. */
static bool is_in_street(const struct judge *judge, const struct page *page, const struct word *word)
{
	static const char *const kinds[] = {"street",   "lane",    "road",    "avenue", "drive", "boulevard",
	                                    "crescent", "terrace", "parkway", "close",  "court", "ave",
	                                    "blvd",     "rd",      "ln",      NULL};
	long ahead = 0, behind = 1;
	struct str other = page_bytes(page, word->span);

	while (ahead < STREET_WORDS_MOST && other.len > 0 && !is_any(other, kinds)) {
		if (is_function_word(judge, other))
			return false;
		other = neighbour(page, word, ++ahead);
	}
	bool named = ahead < STREET_WORDS_MOST && other.len > 0;
	for (; named && behind <= STREET_WORDS_MOST; behind++) {
		other = neighbour(page, word, -behind);
		if (other.len == 0 || ascii_digit(other.at[0]) || is_function_word(judge, other))
			return other.len > 0 && ascii_digit(other.at[0]);
	}
	return false;
}

/* "NEW ORLEANS": what stands before a place's name. */
static bool leads_place(const struct judge *judge, const struct page *page, const struct word *word)
{
	static const char *const leads[] = {"new",  "san",   "los",   "las",  "santa", "fort",  "port", "mount",
	                                    "lake", "north", "south", "east", "west",  "saint", NULL};
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	struct str next = neighbour(page, word, 1);

	return is_any(page_bytes(page, word->span), leads) && next.len > 0 &&
	       word_list_value(&lexicon->proper, next).len > 0 && !word_list_has(&lexicon->words, next);
}

/* "LA 70112": a state of the USA before its code. */
static bool is_state(const struct page *page, const struct word *word)
{
	struct str next = neighbour(page, word, 1);
	size_t digits = 0;

	while (digits < next.len && ascii_digit(next.at[digits]))
		digits++;
	return word->span.len == 2 && digits == 5;
}

/* "3RD" */
static bool is_ordinal(struct str word)
{
	static const char *const endings[] = {"st", "nd", "rd", "th", NULL};

	return word.len > 2 && ascii_digit(word.at[0]) && ascii_digit(word.at[word.len - 3]) &&
	       is_any(str_from(word, word.len - 2), endings);
}

struct str recase_by_place(struct judge *judge, const struct page *page, const struct word *word)
{
	struct str text = page_bytes(page, word->span), bare = recase_stem(text);

	if (is_half_of_day(page, word) || is_ordinal(text))
		return utf8_lower(judge->arena, text);
	if ((word->flags & WORD_UPPER) == 0)
		return (struct str){NULL, 0};
	if (str_eq(bare, STR("I")) || str_starts(text, STR("I'")))
		return str_printf(judge->arena, "I" STR_FMT, STR_ARG(utf8_lower(judge->arena, str_from(text, 1))));
	if (is_state(page, word))
		return text;
	if (is_title(bare) || follows_name(judge, page, word) || leads_place(judge, page, word) ||
	    is_in_street(judge, page, word))
		return recase_title(judge->arena, text);
	return form_beside_number(judge, page, word);
}

bool recase_begins(const struct page *page, const struct word *word)
{
	static const char *const goes_on[] = {"to", "and",  "until",   "till",  "or", "on",
	                                      "at", "from", "through", "daily", NULL};
	static const char *const prefixes[] = {"re", "fw", "fwd", "aw", "wg", NULL};
	bool after_hours = word > page->words.at && is_half_of_day(page, &word[-1]);
	bool after_prefix = page->is_subject && word == page->words.at + 1 &&
	                    is_any(page_bytes(page, word[-1].span), prefixes) &&
	                    byte_at(page, word[-1].span.at + word[-1].span.len) == ':';

	if (after_hours && is_any(page_bytes(page, word->span), goes_on))
		return false;
	return after_prefix || (word->flags & WORD_FIRST) != 0;
}
