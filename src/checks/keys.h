/*
 * keys: the words that tell what a sentence is about, and what of them another text holds. Two words are alike when
 * they have one stem, or a topic in common (rules/<lang>/lists/topics.txt).
 */
#ifndef REPLYLINT_CHECKS_KEYS_H
#define REPLYLINT_CHECKS_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "lint/check.h"

/* Whether the word is one of the list, which ends with NULL. */
bool word_is_one(struct str word, const char *const *list);

struct key {
	struct str stem;
	struct str topics; /* separated by blanks; empty: none */
};

struct key_list {
	struct key *at;
	size_t count, room;
};

/* The keys of a sentence: no function words, words of asking, names, numbers, addresses. */
struct key_list keys_of(const struct judge *judge, const struct page *page, const struct sentence *sentence);

bool keys_have_stem(const struct key_list *keys, struct str stem);

/* Whether a and b have a topic in common. */
bool topics_meet(struct str a, struct str b);

/* What a text tells: its stems, sorted, and its topics. */
struct told_words {
	struct str_list stems, topics;
};

/* Adds the words of the sentence, all but the names of those who write. */
void told_add(const struct judge *judge, struct told_words *told, const struct page *page,
              const struct sentence *sentence);
void told_sort(struct told_words *told);

/* How often the stem stands there. */
size_t told_count(const struct told_words *told, struct str stem);
bool told_has_stem(const struct told_words *told, struct str stem);
bool told_has_topic(const struct told_words *told, struct str topics);

#endif
