#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lint/anchors.h"
#include "lint/pattern.h"

/* More words than this are indexed without their places. */
#define PLACES_MAX 2000000u
/* Beginnings of words are told apart by so many bytes of them. */
#define PREFIX_BYTES 3u
#define LONG_PREFIX_BYTES 5u

/* Words as they are met: distinct ones in a hash table, and one entry per place. */
struct indexer {
	struct arena *arena;
	uint32_t *table; /* number of a word + 1 */
	size_t table_size;
	struct str_list words; /* in order of appearance */
	struct {
		struct place {
			uint32_t word, line, at;
		} * at;
		size_t count, room;
	} places;
	bool too_many, has_other_digits;
	uint32_t line;
	uint32_t met[128]; /* the line in which a sign (0: a template's value, 1: a digit) was met last, + 1 */
};

static uint32_t hash_of(struct str word)
{
	uint32_t hash = 0x811c9dc5u;

	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ (unsigned char)word.at[i]) * 0x01000193u;
	return hash ^ hash >> 15;
}

uint16_t haystack_bit(struct str word, bool is_prefix)
{
	size_t bytes = word.len < LONG_PREFIX_BYTES ? PREFIX_BYTES : LONG_PREFIX_BYTES;
	uint32_t hash = hash_of(is_prefix ? str_sub(word, 0, bytes) : word);

	if (is_prefix && word.len < PREFIX_BYTES)
		return 0;
	return (uint16_t)((is_prefix ? hash * 0x9e3779b9u >> 7 : hash) % HAYSTACK_BITS);
}

static void enlarge(struct indexer *indexer)
{
	size_t size = indexer->table_size ? indexer->table_size * 4 : 1024;
	uint32_t *table = ARENA_ARRAY(indexer->arena, size, uint32_t);

	for (size_t i = 0; i < indexer->words.count; i++) {
		size_t slot = hash_of(indexer->words.at[i]) & (size - 1);
		while (table[slot])
			slot = (slot + 1) & (size - 1);
		table[slot] = (uint32_t)i + 1;
	}
	indexer->table = table;
	indexer->table_size = size;
}

/* The number of word, which is entered if it is new. original: the same bytes in the text, or .at == NULL. */
static uint32_t number_of(struct indexer *indexer, struct str word, struct str original)
{
	if (indexer->words.count * 2 >= indexer->table_size)
		enlarge(indexer);
	size_t slot = hash_of(word) & (indexer->table_size - 1);
	while (indexer->table[slot]) {
		uint32_t number = indexer->table[slot] - 1;
		if (str_eq(indexer->words.at[number], word))
			return number;
		slot = (slot + 1) & (indexer->table_size - 1);
	}
	uint32_t number = (uint32_t)indexer->words.count;
	indexer->table[slot] = number + 1;
	*vec_push(indexer->arena, &indexer->words) = original.at ? original : str_copy(indexer->arena, word);
	return number;
}

/* at: where it stands in the text. */
static void enter(struct indexer *indexer, struct str word, struct str original, size_t at)
{
	uint32_t number = number_of(indexer, word, original);

	if (indexer->places.count >= PLACES_MAX)
		indexer->too_many = true;
	else
		*vec_push(indexer->arena, &indexer->places) = (struct place){number, indexer->line, (uint32_t)at};
}

/* A sign, digit or template's value: entered once per line. */
static void enter_mark(struct indexer *indexer, unsigned char which, struct str mark)
{
	if (indexer->met[which] == indexer->line + 1)
		return;
	indexer->met[which] = indexer->line + 1;
	enter(indexer, mark, mark, 0);
}

/* Whether PCRE2's \d may match a character beyond ASCII: the ranges without decimal digits are told apart roughly. */
static bool may_be_digit(uint32_t code_point)
{
	return code_point >= 0x660 && (code_point < 0x1C5A || code_point >= 0xA620) &&
	       (code_point < 0xAC00 || code_point > 0xFEFF) && (code_point < 0x1F000 || code_point >= 0x1FBF0) &&
	       code_point != UTF8_REPLACEMENT && code_point != 0xFFFC;
}

/* A word of the text being read: in lower case, its beginning at least. */
struct taken {
	char lower[ANCHOR_BYTES_MAX];
	size_t len;
	bool has_others;                 /* letters beyond ASCII */
	bool is_changed;                 /* lower is not what stands in the text */
	bool has_digit, has_other_digit; /* a digit; one beyond ASCII */
};

/* Length of the letter or digit at offset at, 0 when there is none. */
static size_t letter_at(struct str bytes, size_t at, uint32_t *code_point)
{
	*code_point = (unsigned char)bytes.at[at];
	if (*code_point < 0x80)
		return ascii_alnum(bytes.at[at]) ? 1 : 0;
	size_t len = utf8_decode(bytes, at, code_point);
	return utf8_is_letter(*code_point) || utf8_is_digit(*code_point) ? len : 0;
}

static uint32_t fold(uint32_t code_point)
{
	return code_point == 0x17F ? 's' : utf8_to_lower(code_point);
}

static void take_letter(struct taken *taken, uint32_t code_point)
{
	uint32_t folded = fold(code_point);

	if (code_point >= 0x80)
		taken->has_others = true;
	if (code_point < 0x80 ? ascii_digit((char)code_point) : may_be_digit(code_point))
		taken->has_digit = true;
	if (code_point >= 0x80 && may_be_digit(code_point))
		taken->has_other_digit = true;
	if (taken->len + UTF8_MAX > sizeof taken->lower || folded != code_point)
		taken->is_changed = true;
	if (taken->len + UTF8_MAX <= sizeof taken->lower)
		taken->len += utf8_encode(folded, taken->lower + taken->len);
}

static void enter_run(struct indexer *indexer, struct taken *run, size_t at)
{
	if (run->len > 0)
		enter(indexer, (struct str){run->lower, run->len}, (struct str){NULL, 0}, at);
	run->len = 0;
}

/* A word with other letters than ASCII's is entered whole; so are its ASCII runs, in case only those are words. */
static void enter_runs(struct indexer *indexer, struct str bytes, struct span word)
{
	struct taken run = {.len = 0};
	size_t start = word.at, len;
	uint32_t code_point;

	for (size_t at = word.at; at < word.at + word.len; at += len) {
		len = letter_at(bytes, at, &code_point);
		if (fold(code_point) < 0x80) {
			take_letter(&run, code_point);
			continue;
		}
		enter_run(indexer, &run, start);
		start = at + len;
	}
	enter_run(indexer, &run, start);
}

/* Reads the word at offset at, if there is one, and enters it; the offset behind it. */
static size_t take_word(struct indexer *indexer, struct str bytes, size_t at)
{
	struct taken taken = {.len = 0};
	size_t start = at, len;
	uint32_t code_point;

	for (; at < bytes.len && (len = letter_at(bytes, at, &code_point)) > 0; at += len)
		take_letter(&taken, code_point);
	if (at == start)
		return at;
	struct str word = {taken.lower, taken.len};
	enter(indexer, word, taken.is_changed ? (struct str){NULL, 0} : str_sub(bytes, start, at - start), start);
	if (taken.has_others)
		enter_runs(indexer, bytes, (struct span){start, at - start});
	if (taken.has_digit)
		enter_mark(indexer, 1, STR(ANCHOR_DIGIT));
	indexer->has_other_digits = indexer->has_other_digits || taken.has_other_digit;
	return at;
}

/* What is no word at offset at; its length. */
static size_t take_other(struct indexer *indexer, struct str bytes, size_t at)
{
	char c = bytes.at[at];
	uint32_t code_point;

	if (c == '\n')
		indexer->line++;
	else if (anchors_is_sign(c))
		enter_mark(indexer, (unsigned char)c, str_sub(bytes, at, 1));
	if ((unsigned char)c < 0x80)
		return 1;
	size_t len = utf8_decode(bytes, at, &code_point);
	if (code_point == 0xFFFC) {
		enter_mark(indexer, 0, str_sub(bytes, at, len));
	} else if (may_be_digit(code_point)) {
		enter_mark(indexer, 1, STR(ANCHOR_DIGIT));
		indexer->has_other_digits = true;
	}
	return len;
}

static void index_lines(struct arena *arena, struct haystack *haystack)
{
	struct str bytes = haystack->bytes;
	size_t count = 1, at = 0;

	for (size_t found = 0; (found = str_find_char(bytes, '\n', found)) != STR_NONE; found++)
		count++;
	uint32_t *lines = ARENA_ARRAY(arena, count + 1, uint32_t);
	for (size_t i = 1; i < count; i++) {
		at = str_find_char(bytes, '\n', at) + 1;
		lines[i] = (uint32_t)at;
	}
	lines[count] = (uint32_t)bytes.len;
	haystack->lines = lines;
	haystack->line_count = count;
}

static void index_words(struct indexer *indexer, const struct haystack *haystack)
{
	struct str bytes = haystack->bytes;

	for (size_t at = 0; at < bytes.len;) {
		size_t end = take_word(indexer, bytes, at);
		at = end > at ? end : at + take_other(indexer, bytes, at);
	}
}

struct sorted_word {
	uint64_t beginning; /* the first bytes, which tell most words apart, the first one highest */
	struct str word;
	uint32_t number;
};

static uint64_t beginning_of(struct str word)
{
	uint64_t beginning = 0;

	for (size_t i = 0; i < sizeof beginning; i++)
		beginning = beginning << 8 | (i < word.len ? (unsigned char)word.at[i] : 0u);
	return beginning;
}

static int compare_words(const void *a, const void *b)
{
	const struct sorted_word *x = a, *y = b;

	if (x->beginning != y->beginning)
		return x->beginning < y->beginning ? -1 : 1;
	return str_compare(x->word, y->word);
}

static void set_bit(uint64_t *bits, uint16_t bit)
{
	bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* The words in order; rank[number] is where each went. */
static void sort_words(struct indexer *indexer, struct haystack *haystack, uint32_t *rank)
{
	size_t count = indexer->words.count;
	struct sorted_word *sorted = ARENA_ARRAY(indexer->arena, count + 1, struct sorted_word);
	uint64_t *bits = ARENA_ARRAY(indexer->arena, HAYSTACK_BITS / 64, uint64_t);

	bits[0] = 1; /* any short prefix may be there */
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct sorted_word){beginning_of(indexer->words.at[i]), indexer->words.at[i], (uint32_t)i};
	if (count > 1)
		qsort(sorted, count, sizeof *sorted, compare_words);
	for (size_t i = 0; i < count; i++) {
		struct str word = sorted[i].word;
		set_bit(bits, haystack_bit(word, false));
		set_bit(bits, haystack_bit(word, true));
		set_bit(bits, haystack_bit(str_sub(word, 0, PREFIX_BYTES), true));
		indexer->words.at[i] = sorted[i].word;
		rank[sorted[i].number] = (uint32_t)i;
	}
	for (size_t slot = 0; slot < indexer->table_size; slot++)
		if (indexer->table[slot])
			indexer->table[slot] = rank[indexer->table[slot] - 1] + 1;
	haystack->table = indexer->table;
	haystack->table_size = indexer->table_size;
	haystack->words = indexer->words.at;
	haystack->word_count = count;
	haystack->bits = bits;
}

/* Gathers the places of each word: they were met line by line, so each word's are in order. */
static void sort_places(struct indexer *indexer, struct haystack *haystack, const uint32_t *rank)
{
	size_t count = haystack->word_count;
	uint32_t *places = ARENA_ARRAY(indexer->arena, count + 2, uint32_t);
	uint32_t *line_of = ARENA_ARRAY(indexer->arena, indexer->places.count + 1, uint32_t);
	uint32_t *offset_of = ARENA_ARRAY(indexer->arena, indexer->places.count + 1, uint32_t);

	for (size_t i = 0; i < indexer->places.count; i++)
		places[rank[indexer->places.at[i].word] + 2]++;
	for (size_t i = 2; i < count + 2; i++)
		places[i] += places[i - 1];
	for (size_t i = 0; i < indexer->places.count; i++) {
		const struct place *place = &indexer->places.at[i];
		uint32_t at = places[rank[place->word] + 1]++;
		line_of[at] = place->line;
		offset_of[at] = place->at;
	}
	haystack->places = places;
	haystack->line_of = line_of;
	haystack->offset_of = offset_of;
}

struct haystack haystack_index(struct arena *arena, struct str bytes)
{
	struct haystack haystack = {.bytes = bytes};
	struct indexer indexer = {.arena = arena};

	index_lines(arena, &haystack);
	index_words(&indexer, &haystack);
	uint32_t *rank = ARENA_ARRAY(arena, indexer.words.count + 1, uint32_t);
	sort_words(&indexer, &haystack, rank);
	haystack.has_other_digits = indexer.has_other_digits;
	if (!indexer.too_many)
		sort_places(&indexer, &haystack, rank);
	return haystack;
}

/* Whole words are found by their hash. */
static struct word_range find_word(const struct haystack *haystack, struct str word)
{
	size_t slot = hash_of(word) & (haystack->table_size - 1);

	for (; haystack->table[slot]; slot = (slot + 1) & (haystack->table_size - 1)) {
		size_t number = haystack->table[slot] - 1;
		if (str_eq(haystack->words[number], word))
			return (struct word_range){number, number + 1};
	}
	return (struct word_range){0, 0};
}

size_t haystack_number(const struct haystack *haystack, struct str word)
{
	struct word_range found = haystack->table_size ? find_word(haystack, word) : (struct word_range){0, 0};

	return found.last > found.first ? found.first : STR_NONE;
}

/* The first word that is not before `word`. */
static size_t first_word(const struct haystack *haystack, struct str word)
{
	size_t low = 0, high = haystack->word_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(haystack->words[middle], word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct word_range find_prefix(const struct haystack *haystack, struct str prefix)
{
	size_t first = first_word(haystack, prefix), low = first, step = 1;

	/* Mostly there are few; of many the end is found in leaps. */
	while (low + step <= haystack->word_count && str_starts(haystack->words[low + step - 1], prefix)) {
		low += step;
		step *= 2;
	}
	for (; step; step /= 2)
		if (low + step <= haystack->word_count && str_starts(haystack->words[low + step - 1], prefix))
			low += step;
	return (struct word_range){first, low};
}

struct word_range haystack_find(const struct haystack *haystack, const struct traits *traits,
                                const struct anchor *anchor)
{
	if (!haystack->table_size || (haystack->bits[anchor->bit / 64] >> anchor->bit % 64 & 1) == 0)
		return (struct word_range){0, 0};
	struct str word = anchor_word(traits, anchor);
	return anchor->is_prefix ? find_prefix(haystack, word) : find_word(haystack, word);
}

struct word_range haystack_find_head(const struct haystack *haystack, const struct traits *traits,
                                     const struct anchor *head)
{
	if (!str_eq(anchor_word(traits, head), STR(ANCHOR_DIGIT)))
		return haystack_find(haystack, traits, head);
	return (struct word_range){first_word(haystack, STR("0")), first_word(haystack, STR(":"))};
}

size_t haystack_line_at(const struct haystack *haystack, size_t offset)
{
	size_t low = 0, high = haystack->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (haystack->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}
