#include "lint/lists.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#define KEY_MAX 128
#define LONG_LIST ((size_t)16 * 1024) /* bytes; whoever starts looks through all shorter ones */

/* The bit of a key. */
static unsigned bit_of(struct str key)
{
	unsigned first = (unsigned char)key.at[0], last = (unsigned char)key.at[key.len - 1],
	         middle = (unsigned char)key.at[key.len / 2];

	return (first * 0x9e37u + middle * 0x6a1bu + last * 0x3c6fu + (unsigned)key.len * 0x1b5u) / 7 % WORD_LIST_BITS;
}

static const uint64_t *read_bits(struct arena *arena, struct str bytes)
{
	uint64_t *bits = ARENA_ARRAY(arena, WORD_LIST_BITS / 64, uint64_t);
	struct str line, key;

	while (str_split(&bytes, '\n', &line)) {
		str_split(&line, '\t', &key);
		if (key.len) {
			unsigned bit = bit_of(key);
			bits[bit / 64] |= (uint64_t)1 << bit % 64;
		}
	}
	return bits;
}

bool word_list_open(struct arena *arena, const char *path, struct word_list *list, struct err *err)
{
	if (!file_map(arena, path, &list->bytes, err))
		return false;
	list->bits = list->bytes.len < LONG_LIST ? read_bits(arena, list->bytes) : NULL;
	return true;
}

/* False: key is not in the list. Most words are told apart by this. */
static bool may_have(const struct word_list *list, struct str key)
{
	unsigned bit = list->bits ? bit_of(key) : 0;

	return !list->bits || (list->bits[bit / 64] >> bit % 64 & 1) != 0;
}

static bool ends_key(struct str bytes, size_t at)
{
	return at == bytes.len || bytes.at[at] == '\n' || bytes.at[at] == '\t';
}

/* key against that of the line at start: below 0 before it, 0 the same. Called very often. */
static int compare(struct str key, struct str bytes, size_t start)
{
	size_t same = 0;

	while (same < key.len && !ends_key(bytes, start + same) && bytes.at[start + same] == key.at[same])
		same++;
	if (ends_key(bytes, start + same))
		return same < key.len;
	return same < key.len && (unsigned char)key.at[same] > (unsigned char)bytes.at[start + same] ? 1 : -1;
}

/* word in lower case, in room of KEY_MAX bytes; empty when it is too long to be in a list. */
static struct str fold(struct str word, char room[KEY_MAX])
{
	size_t len = 0;

	for (size_t at = 0; at < word.len;) {
		uint32_t code_point;
		if (len + UTF8_MAX > KEY_MAX)
			return (struct str){room, 0};
		if ((unsigned char)word.at[at] < 0x80) {
			room[len++] = ascii_lower(word.at[at++]);
			continue;
		}
		at += utf8_decode(word, at, &code_point);
		len += utf8_encode(utf8_to_lower(code_point), room + len);
	}
	return (struct str){room, len};
}

/* Where the line whose key is word begins; STR_NONE when there is none. */
static size_t find(const struct word_list *list, struct str word)
{
	char room[KEY_MAX];
	struct str key = fold(word, room), bytes = list->bytes;
	size_t low = 0, high = bytes.len; /* beginnings of lines, or the end */

	if (!key.len || !may_have(list, key))
		return STR_NONE;
	while (low < high) {
		size_t start = low + (high - low) / 2;
		while (start > low && bytes.at[start - 1] != '\n')
			start--;
		int order = compare(key, bytes, start);
		if (order == 0)
			return start;
		if (order < 0) {
			high = start;
		} else {
			size_t end = str_find_char(bytes, '\n', start);
			low = end == STR_NONE ? bytes.len : end + 1;
		}
	}
	return STR_NONE;
}

bool word_list_has(const struct word_list *list, struct str word)
{
	return find(list, word) != STR_NONE;
}

struct str word_list_value(const struct word_list *list, struct str word)
{
	size_t at = find(list, word);
	struct str rest = str_from(list->bytes, at == STR_NONE ? list->bytes.len : at), line, key;

	if (!str_split(&rest, '\n', &line) || !str_split(&line, '\t', &key) || line.at == NULL) {
		return STR("");
	}
	return line;
}
