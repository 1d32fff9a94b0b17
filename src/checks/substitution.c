/* substitution: Vale's check of that name: these words are better said in those. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "checks/blame.h"
#include "checks/hits.h"

struct swap {
	struct str old_pattern, replacement;
	const struct node *node; /* while the rule is loaded */
};

struct data {
	const struct matcher *matcher; /* tags index swaps */
	const struct matcher *exceptions;
	const struct swap *swaps;
};

static int compare_swaps(const void *a, const void *b)
{
	const struct swap *x = a, *y = b;

	if (x->old_pattern.len != y->old_pattern.len) {
		return x->old_pattern.len > y->old_pattern.len ? -1 : 1; /* longest first, as Vale does */
	}
	return str_compare(x->old_pattern, y->old_pattern);
}

static bool flag(const struct rule_source *source, const char *key, bool *value)
{
	const struct node *node = node_get(source->node, key);

	*value = false;
	return node == NULL || node_bool(node, value, source->err);
}

static bool read_swaps(const struct rule_source *source, struct swap **swaps, size_t *count)
{
	const struct node *mapping = node_get(source->node, "swap");

	*count = 0;
	if (mapping == NULL || mapping->kind != NODE_MAPPING) {
		return node_err(source->node, source->err, "a rule of type substitution needs the mapping 'swap'");
	}
	*count = node_count(mapping);
	*swaps = ARENA_ARRAY(source->arena, *count + 1, struct swap);
	size_t i = 0;
	for (const struct node *node = mapping->value; node != NULL; node = node->next, i++) {
		(*swaps)[i].old_pattern = node->key->scalar;
		(*swaps)[i].node = node->key;
		if (!node_str(node, &(*swaps)[i].replacement, source->err)) {
			return false;
		}
	}
	qsort(*swaps, *count, sizeof **swaps, compare_swaps);
	return true;
}

static bool load_exceptions(const struct rule_source *source, struct data *data)
{
	const struct node *list = node_get(source->node, "exceptions");
	struct str_list words = {0};

	if (list == NULL) {
		return true;
	}
	struct matcher *matcher = rule_new_matcher(source, 0);
	if (!node_str_list(source->arena, list, &words, source->err)) {
		return false;
	}
	for (size_t i = 0; i < words.count; i++) {
		struct err inner = {{0}};
		if (!rule_add_word(source, matcher, words.at[i], i, &inner)) {
			return blame_patterns(source, list, &inner);
		}
	}
	data->exceptions = matcher;
	return true;
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	struct swap *swaps = NULL;
	size_t count = 0;
	bool nonword = false, ignore_case = true;

	rule->data = data;
	if (!flag(source, "nonword", &nonword) || !flag(source, "ignorecase", &ignore_case) ||
	    !read_swaps(source, &swaps, &count) || !load_exceptions(source, data)) {
		return false;
	}
	struct matcher *matcher = rule_new_matcher(source, ignore_case ? 0 : MATCH_CASE);
	matcher_reserve(matcher, count);
	for (size_t i = 0; i < count; i++) {
		struct err inner = {{0}};
		struct str regex = swaps[i].old_pattern;
		bool good =
		    nonword ? matcher_add_regex(matcher, regex, i, &inner) : rule_add_word(source, matcher, regex, i, &inner);
		if (!good) {
			return blame_patterns(source, swaps[i].node, &inner);
		}
	}
	data->matcher = matcher;
	data->swaps = swaps;
	if (!rule->applicability_given) {
		rule->applicability = APPLY_SAFE;
	}
	return true;
}

static bool is_excepted(struct judge *judge, const struct data *data, const struct page *page, struct span where)
{
	return data->exceptions != NULL &&
	       matcher_matches(data->exceptions, judge->searcher, &judge_index(judge, page)->view, where);
}

/*
 * What is said and not written: "a|b" leaves the choice to the author, "(say when)" is advice; nothing may go without
 * a word.
 */
static bool is_advice(struct str replacement)
{
	bool in_brackets = str_starts(replacement, STR("(")) && str_ends(replacement, STR(")"));

	return replacement.len == 0 || in_brackets || str_find_char(replacement, '|', 0) != STR_NONE;
}

/* "a|b|c" as "a, b or c". */
static struct str choices_text(struct arena *arena, struct str choices)
{
	struct buf out;
	struct str choice;

	buf_init(&out, arena, SIZE_MAX);
	while (str_split(&choices, '|', &choice)) {
		buf_add(&out, out.len == 0 ? STR("") : choices.len > 0 ? STR(", ") : STR(" or "));
		buf_add(&out, str_trim(choice));
	}
	return buf_str(&out);
}

static struct str advice_text(struct arena *arena, struct str replacement)
{
	if (replacement.len == 0) {
		return STR("leave it out");
	}
	return str_starts(replacement, STR("(")) && str_ends(replacement, STR(")"))
	           ? str_sub(replacement, 1, replacement.len - 2)
	           : choices_text(arena, replacement);
}

static void report(const struct rule *rule, struct judge *judge, const struct page *page, const struct match *match)
{
	const struct swap *swap = &((const struct data *)rule->data)->swaps[match->tag];
	struct str matched = page_bytes(page, match->where);

	if (str_eq(matched, swap->replacement)) {
		return;
	}
	if (is_advice(swap->replacement)) {
		struct report advice = {.description = advice_text(judge->arena, swap->replacement)};
		judge_report(judge, rule, page, match->where, &advice);
		return;
	}
	hits_report(judge, rule, page, match->where, &swap->replacement);
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->matcher, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			if (!is_excepted(judge, data, page, found.at[k].where)) {
				report(rule, judge, page, &found.at[k]);
			}
		}
	}
}

const struct check check_substitution = {
    "substitution", (const char *const[]){"swap", "ignorecase", "nonword", "exceptions", "vocab", "capitalize", NULL},
    load, run, NULL};
