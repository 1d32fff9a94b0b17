#include "lint/lists.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#define KEY_MAX 128

bool word_list_open(struct arena *arena, const char *path, struct word_list *list, struct err *err)
{
	return file_map(arena, path, &list->bytes, err);
}

/* The line that holds offset. */
static struct str line_at(struct str bytes, size_t offset)
{
	size_t start = offset;
	while (start > 0 && bytes.at[start - 1] != '\n')
		start--;
	size_t end = str_find_char(bytes, '\n', start);
	return str_sub(bytes, start, (end == STR_NONE ? bytes.len : end) - start);
}

static struct str key_of(struct str line)
{
	size_t tab = str_find_char(line, '\t', 0);
	return tab == STR_NONE ? line : str_sub(line, 0, tab);
}

/* word in lower case, in room of KEY_MAX bytes; empty when it is too long to be in a list. */
static struct str fold(struct str word, char room[KEY_MAX])
{
	size_t len = 0;

	for (size_t at = 0; at < word.len;) {
		uint32_t code_point;
		at += utf8_decode(word, at, &code_point);
		if (len + UTF8_MAX > KEY_MAX)
			return (struct str){room, 0};
		len += utf8_encode(utf8_to_lower(code_point), room + len);
	}
	return (struct str){room, len};
}

/* The line whose key is word; .at is NULL when there is none. */
static struct str find(const struct word_list *list, struct str word)
{
	char room[KEY_MAX];
	struct str key = fold(word, room);
	size_t low = 0, high = list->bytes.len;

	while (key.len && low < high) {
		struct str line = line_at(list->bytes, low + (high - low) / 2);
		int order = str_compare(key, key_of(line));
		if (order == 0)
			return line;
		if (order < 0)
			high = (size_t)(line.at - list->bytes.at);
		else
			low = (size_t)(line.at - list->bytes.at) + line.len + 1;
	}
	return (struct str){NULL, 0};
}

bool word_list_has(const struct word_list *list, struct str word)
{
	return find(list, word).at != NULL;
}

struct str word_list_value(const struct word_list *list, struct str word)
{
	struct str line = find(list, word);
	struct str key = key_of(line);

	return key.len < line.len ? str_from(line, key.len + 1) : (struct str){"", 0};
}
