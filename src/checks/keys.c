#include "checks/keys.h"

#include <stdlib.h>
#include <string.h>

#include "checks/stem.h"
#include "lint/ruleset.h"

#define KEY_LEAST 3u
#define TOPIC_WORD_MOST 40u /* no longer word has topics */

/* The topics of a word in any of its forms. */
static struct str topics_of(const struct judge *judge, struct str word, struct str stem)
{
	const struct word_list *topics = &judge->ruleset->lexicon.topics;
	static const char *const endings[] = {"", "e", "y", "ing"};
	struct str found = word_list_value(topics, word);
	char form[TOPIC_WORD_MOST + sizeof "ing"];

	for (size_t i = 0; found.len == 0 && stem.len <= TOPIC_WORD_MOST && i < sizeof endings / sizeof endings[0]; i++) {
		size_t len = strlen(endings[i]);
		memcpy(form, stem.at, stem.len);
		memcpy(form + stem.len, endings[i], len);
		found = word_list_value(topics, (struct str){form, stem.len + len});
	}
	return found;
}

static bool is_name(const struct document *document, struct str word)
{
	for (size_t i = 0; i < document->names.count; i++) {
		if (str_eq_nocase(document->names.at[i], word)) {
			return true;
		}
	}
	return false;
}

static bool is_key(const struct judge *judge, const struct word *word, struct str text)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	return (word->flags & (WORD_MASKED | WORD_DIGIT | WORD_VALUE)) == 0 && text.len >= KEY_LEAST &&
	       !word_list_has(&lexicon->function_words, text) && !word_list_has(&lexicon->asking_words, text) &&
	       !is_name(judge->document, text);
}

bool word_is_one(struct str word, const char *const *list)
{
	for (; *list != NULL; list++) {
		if (str_eq_nocase(word, str_of(*list))) {
			return true;
		}
	}
	return false;
}

bool keys_have_stem(const struct key_list *keys, struct str stem)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (str_eq(keys->at[i].stem, stem)) {
			return true;
		}
	}
	return false;
}

struct key_list keys_of(const struct judge *judge, const struct page *page, const struct sentence *sentence)
{
	struct key_list keys = {0};

	for (size_t i = 0; i < sentence->word_count; i++) {
		const struct word *word = &page->words.at[sentence->first_word + i];
		struct str text = page_bytes(page, word->span);
		if (!is_key(judge, word, text)) {
			continue;
		}
		struct str stem = stem_of(judge->arena, text);
		if (!keys_have_stem(&keys, stem)) {
			*vec_push(judge->arena, &keys) = (struct key){stem, topics_of(judge, text, stem)};
		}
	}
	return keys;
}

/* ---- what is told ---- */

static bool list_has(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

bool topics_meet(struct str a, struct str b)
{
	struct str one, other;

	while (str_split(&a, ' ', &one)) {
		struct str rest = b;
		while (str_split(&rest, ' ', &other)) {
			if (one.len > 0 && str_eq(one, other)) {
				return true;
			}
		}
	}
	return false;
}

static void add_topics(struct arena *arena, struct str_list *list, struct str topics)
{
	struct str topic;

	while (str_split(&topics, ' ', &topic)) {
		if (topic.len > 0 && !list_has(list, topic)) {
			*vec_push(arena, list) = topic;
		}
	}
}

/* A word, and the parts of a word with hyphens. */
static void add_word(const struct judge *judge, struct told_words *told, struct str text)
{
	struct str stem = stem_of(judge->arena, text), part;

	*vec_push(judge->arena, &told->stems) = stem;
	add_topics(judge->arena, &told->topics, topics_of(judge, text, stem));
	if (str_find_char(text, '-', 0) != STR_NONE) {
		while (str_split(&text, '-', &part)) {
			*vec_push(judge->arena, &told->stems) = stem_of(judge->arena, part);
		}
	}
}

void told_add(const struct judge *judge, struct told_words *told, const struct page *page,
              const struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->word_count; i++) {
		struct str text = page_bytes(page, page->words.at[sentence->first_word + i].span);
		if (!is_name(judge->document, text)) {
			add_word(judge, told, text);
		}
	}
}

static int compare(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

void told_sort(struct told_words *told)
{
	if (told->stems.count > 1) {
		qsort(told->stems.at, told->stems.count, sizeof *told->stems.at, compare);
	}
}

size_t told_count(const struct told_words *told, struct str stem)
{
	size_t low = 0, high = told->stems.count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(told->stems.at[middle], stem) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (end = low; end < told->stems.count && str_eq(told->stems.at[end], stem); end++) {
	}
	return end - low;
}

bool told_has_stem(const struct told_words *told, struct str stem)
{
	return told_count(told, stem) > 0;
}

bool told_has_topic(const struct told_words *told, struct str topics)
{
	struct str topic;

	while (str_split(&topics, ' ', &topic)) {
		if (topic.len > 0 && list_has(&told->topics, topic)) {
			return true;
		}
	}
	return false;
}
