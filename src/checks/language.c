/*
 * language: the customer wrote in another language than the reply. `languages`: the `name` of each, and its commonest
 * `words`, none of which is English; `english`: those of English. Told only where the letter is long enough and most
 * of the words of this kind are of one language.
 */
#include "base/err.h"
#include "checks/thread.h"

struct language {
	struct str name;
	struct str_list words;
};

struct data {
	struct {
		struct language *at;
		size_t count, room;
	} languages;
	struct str_list english;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *languages = node_get(source->node, "languages"), *english = node_get(source->node, "english");

	rule->data = data;
	if (languages == NULL || english == NULL) {
		return node_err(source->node, source->err, "a rule of type language needs the keys 'languages' and 'english'");
	}
	for (const struct node *node = languages->value; node != NULL; node = node->next) {
		struct language *language = vec_push(source->arena, &data->languages);
		const struct node *name = node_get(node, "name"), *words = node_get(node, "words");
		if (name == NULL || words == NULL) {
			return node_err(node, source->err, "a language needs the keys 'name' and 'words'");
		}
		if (!node_str(name, &language->name, source->err) ||
		    !node_str_list(source->arena, words, &language->words, source->err)) {
			return false;
		}
	}
	return node_str_list(source->arena, english, &data->english, source->err);
}

#define WORDS_LEAST 20u
#define WORDS_MOST 2000u

struct count {
	size_t words, listed;
};

static bool has(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].len == word.len && str_eq_nocase(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

/* The author's words on page, and how many of them are on the list. */
static struct count count_words(const struct page *page, const struct str_list *list)
{
	struct count count = {0};

	for (size_t i = 0; i < page->words.count && count.words < WORDS_MOST; i++) {
		const struct word *word = &page->words.at[i];
		if ((ZONES_REP >> page->blocks.at[page->sentences.at[word->sentence].block].zone & 1) != 0) {
			count.words++;
			count.listed += has(list, page_bytes(page, word->span));
		}
	}
	return count;
}

/* One word in seven is one of its commonest, and they are four times as many as the English ones. */
static bool is_in(const struct page *page, const struct str_list *words, const struct str_list *others)
{
	struct count own = count_words(page, words);

	return own.words >= WORDS_LEAST && own.listed * 7 >= own.words &&
	       own.listed >= count_words(page, others).listed * 4;
}

static const struct sentence *first_sentence(const struct page *page)
{
	for (size_t i = 0; i < page->sentences.count; i++) {
		if (page->blocks.at[page->sentences.at[i].block].zone == ZONE_BODY) {
			return &page->sentences.at[i];
		}
	}
	return NULL;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct thread thread = thread_read(judge);
	const struct letter *letter = thread_asked(&thread);
	const struct page *page = judge_main_page(judge->document);
	const struct sentence *first = letter != NULL ? first_sentence(page) : NULL;

	for (size_t i = 0; first != NULL && i < data->languages.count; i++) {
		const struct language *language = &data->languages.at[i];
		if (is_in(&letter->page, &language->words, &data->english) && count_words(page, &language->words).listed == 0) {
			struct report report = {.subject = language->name};
			judge_report(judge, rule, page, first->span, &report);
			return;
		}
	}
}

const struct check check_language = {"language", (const char *const[]){"languages", "english", NULL}, load, run, NULL};
