#include "checks/stem.h"

#define STEM_LEAST 3u

/* An ending, and the shortest word it is taken from. */
static const struct {
	const char *ending;
	size_t least;
} endings[] = {
    {"'s", 3},  {"'", 3},  {"ies", 5}, {"ation", 7}, {"ment", 6}, {"able", 7}, {"ible", 7}, {"ing", 6},
    {"ion", 6}, {"ed", 5}, {"er", 5},  {"ly", 6},    {"es", 5},   {"s", 4},    {"e", 4},    {"y", 4},
};

static bool is_plural_like(struct str word)
{
	return str_ends(word, STR("ss")) || str_ends(word, STR("us")) || str_ends(word, STR("is"));
}

static struct str without_ending(struct str word)
{
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		struct str ending = str_of(endings[i].ending);
		if (word.len < endings[i].least || !str_ends(word, ending) || word.len - ending.len < STEM_LEAST - 1) {
			continue;
		}
		if (ending.at[0] != 's' || !is_plural_like(word)) {
			return str_sub(word, 0, word.len - ending.len);
		}
	}
	return word;
}

/* "stopp" is "stop". */
static struct str without_double(struct str word)
{
	size_t end = word.len;

	return end > STEM_LEAST && word.at[end - 1] == word.at[end - 2] ? str_sub(word, 0, end - 1) : word;
}

struct str stem_of(struct arena *arena, struct str word)
{
	struct str stem = str_lower(arena, word);

	for (struct str shorter = without_ending(stem); shorter.len < stem.len && shorter.len >= STEM_LEAST;
	     shorter = without_ending(stem)) {
		stem = without_double(shorter);
	}
	return without_double(stem);
}
