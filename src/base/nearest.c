#include "base/nearest.h"

#define NAME_MAX_LEN 63u

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment; case is ignored. Both at most NAME_MAX_LEN long. */
static size_t distance(struct str a, struct str b)
{
	size_t rows[3][NAME_MAX_LEN + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			char x = ascii_lower(a.at[i - 1]), y = ascii_lower(b.at[j - 1]);
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == ascii_lower(b.at[j - 2]) && y == ascii_lower(a.at[i - 2]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

size_t nearest_edits(struct str a, struct str b)
{
	return a.len > NAME_MAX_LEN || b.len > NAME_MAX_LEN ? NEAREST_FAR : distance(a, b);
}

const char *nearest_name(struct str given, const char *const *names, size_t count)
{
	const char *best = NULL;
	size_t best_distance = given.len / 3 + 2; /* farther is a guess that does not help */

	if (given.len > NAME_MAX_LEN)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		struct str name = str_of(names[i]);
		if (name.len > NAME_MAX_LEN)
			continue;
		size_t d = distance(given, name);
		/* The end of an id alone, or a part of it, is as good as a slip of the finger. */
		if (given.len >= 4 && str_find_nocase(name, given, 0) != STR_NONE)
			d = 1;
		if (d < best_distance) {
			best = names[i];
			best_distance = d;
		}
	}
	return best;
}

bool nearest_swapped_digits(struct str a, struct str b)
{
	size_t first = 0;

	if (a.len != b.len || a.len < 3) {
		return false;
	}
	while (first < a.len && a.at[first] == b.at[first]) {
		first++;
	}
	if (first + 1 >= a.len || !ascii_digit(a.at[first])) {
		return false;
	}
	size_t second = first + 1;
	second += !ascii_digit(a.at[second]) && second + 1 < a.len; /* the point between them */
	return a.at[first] == b.at[second] && a.at[second] == b.at[first] &&
	       str_eq(str_from(a, second + 1), str_from(b, second + 1));
}
