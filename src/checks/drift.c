/*
 * drift: one thing under two names in one mail (`same`: lists of words for the same thing). The rarer name is reported;
 * the customer's own words and quotations are not counted.
 */
#include "base/err.h"
#include "base/utf8.h"
#include "lint/check.h"
#include "lint/ruleset.h"

struct data {
	struct {
		struct str_list *at;
		size_t count, room;
	} groups;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *same = node_get(source->node, "same");

	rule->data = data;
	if (same == NULL || same->kind != NODE_SEQUENCE) {
		return node_err(source->node, source->err, "a rule of type drift needs the key 'same', a list of lists");
	}
	for (const struct node *node = same->value; node != NULL; node = node->next) {
		struct str_list *group = vec_push(source->arena, &data->groups);
		if (!node_str_list(source->arena, node, group, source->err)) {
			return false;
		}
	}
	return true;
}

/* The name without a plural s. */
static bool is_name(struct str word, struct str name)
{
	return str_eq_nocase(word, name) ||
	       (word.len == name.len + 1 && str_starts_nocase(word, name) && word.at[name.len] == 's');
}

struct usage {
	size_t count;
	struct span last;
	bool customer; /* the customer's own word */
};

static struct usage count_name(const struct rule *rule, const struct judge *judge, const struct page *page,
                               struct str name)
{
	struct usage usage = {0};

	(void)judge;
	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];
		if (!is_name(page_bytes(page, word->span), name)) {
			continue;
		}
		if ((ZONES_CUSTOMER >> block->zone & 1) != 0) {
			usage.customer = true;
		} else if (rule_covers(rule, page, block) && (word->flags & WORD_MASKED) == 0) {
			usage.count++;
			usage.last = word->span;
		}
	}
	return usage;
}

static void judge_group(const struct rule *rule, struct judge *judge, const struct page *page,
                        const struct str_list *group)
{
	struct usage rarest = {0};
	size_t names = 0;
	bool customer = false;

	for (size_t i = 0; i < group->count; i++) {
		struct usage usage = count_name(rule, judge, page, group->at[i]);
		customer |= usage.customer;
		if (usage.count == 0) {
			continue;
		}
		names++;
		if (rarest.count == 0 || usage.count <= rarest.count) {
			rarest = usage;
		}
	}
	if (names > 1 && !customer) {
		judge_report(judge, rule, page, rarest.last, NULL);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		for (size_t k = 0; !page->is_subject && k < data->groups.count; k++) {
			judge_group(rule, judge, page, &data->groups.at[k]);
		}
	}
}

const struct check check_drift = {"drift", (const char *const[]){"same", NULL}, load, run, NULL};
