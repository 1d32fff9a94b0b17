#include "lint/lists.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#define KEY_MAX 128

bool word_list_open(struct arena *arena, const char *path, struct word_list *list, struct err *err)
{
	return file_map(arena, path, &list->bytes, err);
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

	while (key.len && low < high) {
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

	str_split(&rest, '\n', &line);
	str_split(&line, '\t', &key);
	return line.at ? line : (struct str){"", 0};
}
