#include "lint/choices.h"

#include <string.h>

/* Fewer alternatives are as quick one by one. */
#define COUNT_MIN 4u

struct arranged {
	struct buf *regex;
	struct str *rest; /* the alternatives; .at == NULL: written */
	size_t count;
};

/* The letter with which every match of the alternative begins; '\0' when there is none. */
static char letter_of(struct str alternative)
{
	bool is_sure = alternative.len > 0 && (alternative.len == 1 || !memchr("?*+{", alternative.at[1], 4));

	return is_sure && ascii_alpha(alternative.at[0]) ? alternative.at[0] : '\0';
}

/* How many alternatives from `first` on begin with the letter, up to the first that begins with none. */
static size_t count_of(const struct arranged *arranged, size_t first, char letter)
{
	size_t count = 0;

	for (size_t i = first; i < arranged->count; i++) {
		if (!arranged->rest[i].at)
			continue;
		char other = letter_of(arranged->rest[i]);
		if (other == '\0')
			break;
		count += other == letter;
	}
	return count;
}

static void write_together(struct arranged *arranged, size_t first, char letter, size_t count)
{
	buf_char(arranged->regex, letter);
	for (size_t i = first, written = 0; written < count; i++) {
		struct str *rest = &arranged->rest[i];
		if (!rest->at || letter_of(*rest) != letter)
			continue;
		buf_add(arranged->regex, written++ ? STR("|") : STR("(?:"));
		buf_add(arranged->regex, str_from(*rest, 1));
		rest->at = NULL;
	}
	buf_char(arranged->regex, ')');
}

static void write_all(struct arranged *arranged)
{
	for (size_t i = 0; i < arranged->count; i++) {
		struct str alternative = arranged->rest[i];
		if (!alternative.at)
			continue;
		if (i > 0)
			buf_char(arranged->regex, '|');
		char letter = letter_of(alternative);
		size_t count = letter ? count_of(arranged, i, letter) : 1;
		if (count == 1)
			buf_add(arranged->regex, alternative);
		else
			write_together(arranged, i, letter, count);
	}
}

void choices_arrange(struct buf *regex, const struct choices *choices)
{
	if (choices->count < COUNT_MIN || regex->full)
		return;
	struct arranged arranged = {.regex = regex, .count = choices->count};
	size_t from = choices->at[0];
	struct str bytes = str_copy(regex->arena, str_from(buf_str(regex), from));
	arranged.rest = ARENA_ARRAY(regex->arena, choices->count, struct str);
	for (size_t i = 0; i < choices->count; i++) {
		size_t end = i + 1 < choices->count ? choices->at[i + 1] - 1 : from + bytes.len;
		arranged.rest[i] = str_sub(bytes, choices->at[i] - from, end - choices->at[i]);
	}
	regex->len = from;
	write_all(&arranged);
}
