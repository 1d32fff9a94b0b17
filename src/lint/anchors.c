#include "lint/anchors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define PREFIX_MIN 3u
/* A choice that most lines have tells nothing. */
#define SECOND_COST_MAX 900u

/* Words that stand in most English mail, sorted: useless for telling texts apart. */
static const char common_words[][8] = {
    "about", "after", "again",  "all",  "also",  "and",   "any",   "are",  "back",   "been",    "but",  "call",
    "can",   "could", "day",    "days", "dear",  "email", "for",   "from", "get",    "has",     "have", "hello",
    "help",  "here",  "how",    "if",   "just",  "kind",  "know",  "let",  "like",   "may",     "more", "need",
    "new",   "not",   "now",    "one",  "order", "other", "our",   "out",  "please", "regards", "send", "so",
    "team",  "thank", "thanks", "that", "the",   "then",  "there", "they", "this",   "time",    "was",  "were",
    "what",  "when",  "which",  "will", "with",  "would", "you",   "your",
};

static int compare_common(const void *key, const void *entry)
{
	return strcmp(key, entry);
}

static bool is_common(struct str word)
{
	char lower[sizeof common_words[0]];

	if (word.len >= sizeof lower)
		return false;
	for (size_t i = 0; i < word.len; i++)
		lower[i] = ascii_lower(word.at[i]);
	lower[word.len] = '\0';
	return bsearch(lower, common_words, sizeof common_words / sizeof *common_words, sizeof *common_words,
	               compare_common) != NULL;
}

bool anchors_is_sign(char c)
{
	static const char signs[] = "@#%$&{}[]<>_/\\|=*!?+~^";

	return c != '\0' && c < 0x7f && strchr(signs, c);
}

/* How likely a line has the word, in parts of a thousand or so. */
static unsigned cost_of(struct str word)
{
	static const unsigned by_length[] = {300, 300, 150, 20, 8, 4, 3};

	if (word.at[0] == ANCHOR_DIGIT[0])
		return 200;
	if (anchors_is_sign(word.at[0]))
		return 10;
	if (is_common(word))
		return 300;
	return word.len < sizeof by_length / sizeof *by_length ? by_length[word.len] : 2;
}

static size_t cost(const struct anchors *anchors, size_t from, size_t to)
{
	size_t sum = from < to ? 0 : SIZE_MAX;

	for (size_t i = from; i < to; i++)
		sum += anchors->at[i].is_prefix ? anchors->at[i].cost * 2 : anchors->at[i].cost;
	return sum;
}

void anchors_add(struct anchors *anchors, struct anchor_word word)
{
	if (word.text.len > 0 && word.text.len < ANCHOR_BYTES_MAX && anchors->count < ANCHORS_MAX &&
	    (!word.is_prefix || word.text.len >= PREFIX_MIN)) {
		word.cost = cost_of(word.text);
		anchors->at[anchors->count++] = word;
	}
}

bool anchors_add_head(struct anchors *heads, struct anchor_word word)
{
	for (size_t i = 0; i < heads->count; i++)
		if (heads->at[i].is_prefix == word.is_prefix && heads->at[i].is_open == word.is_open &&
		    str_eq_nocase(heads->at[i].text, word.text))
			return true;
	if (word.text.len >= ANCHOR_BYTES_MAX || heads->count == ANCHORS_MAX)
		return false;
	heads->at[heads->count++] = word;
	return true;
}

void anchors_init(struct anchors *anchors, struct anchors *second)
{
	anchors->count = 0;
	anchors->second = second;
	if (second)
		anchors_init(second, NULL);
}

/* Remembers the choice [from, to), which is not the rarest, if it is rarer than what is remembered. */
static void keep_second(struct anchors *anchors, size_t from, size_t to)
{
	struct anchors *second = anchors->second;

	if (!second || from == to || cost(anchors, from, to) > SECOND_COST_MAX ||
	    cost(anchors, from, to) >= cost(second, 0, second->count))
		return;
	memcpy(second->at, &anchors->at[from], (to - from) * sizeof *second->at);
	second->count = to - from;
}

void anchors_keep_rarer(struct anchors *anchors, size_t from, size_t mark)
{
	size_t added = anchors->count - mark;

	if (cost(anchors, mark, anchors->count) >= cost(anchors, from, mark)) {
		keep_second(anchors, mark, anchors->count);
		anchors->count = mark;
		return;
	}
	keep_second(anchors, from, mark);
	memmove(&anchors->at[from], &anchors->at[mark], added * sizeof *anchors->at);
	anchors->count = from + added;
}

void anchors_close(struct anchors *anchors, size_t mark, bool edge)
{
	for (size_t i = mark; i < anchors->count; i++) {
		struct anchor_word *word = &anchors->at[i];
		if (word->is_open && !edge)
			word->is_prefix = true;
		word->is_open = false;
		if (word->is_prefix && word->text.len < PREFIX_MIN)
			anchors->count = mark; /* one alternative without an anchor: none */
	}
}

void anchors_close_heads(struct anchors *heads, size_t mark, bool edge)
{
	for (size_t i = mark; heads && i < heads->count; i++) {
		heads->at[i].is_prefix = heads->at[i].is_prefix || (heads->at[i].is_open && !edge);
		heads->at[i].is_open = false;
	}
}

static struct str lower(struct arena *arena, struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((unsigned char)word.at[i] >= 0x80 || ascii_lower(word.at[i]) != word.at[i])
			return utf8_lower(arena, word);
	return word;
}

struct str_list anchors_list(const struct anchors *anchors, struct arena *arena)
{
	struct str_list list = {.at = ARENA_ARRAY(arena, anchors->count ? anchors->count : 1, struct str)};

	list.room = anchors->count;
	for (; list.count < anchors->count; list.count++) {
		const struct anchor_word *word = &anchors->at[list.count];
		struct str text = lower(arena, word->text);
		list.at[list.count] = word->is_prefix ? str_printf(arena, STR_FMT "*", STR_ARG(text)) : text;
	}
	return list;
}
