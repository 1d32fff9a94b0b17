/*
 * phrase: the words of the author, in the phrase notation. `fix` replaces them; with `replaceable`, only where one of
 * those phrases is all that was found and its clause ends there, so that the sentence stays whole. With `most-words`
 * only messages are judged whose body has no more words: what is said beside the answer is no harm; in longer ones the
 * phrases of `in-longer` are looked for instead. `quoted`: what stands in quotation marks is searched, too. `guarded`:
 * groups of phrases, each with guards of its own beside those of the rule.
 */
#include "checks/hits.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "checks/structure.h"

struct group {
	const struct matcher *phrases;
	struct guards guards;
};

struct data {
	const struct matcher *phrases, *replaceable; /* replaceable: NULL: all are */
	const struct matcher *in_longer;             /* NULL: none */
	struct {
		struct group *at;
		size_t count, room;
	} guarded;
	bool quoted;
	long most_words; /* 0: any number */
};

static bool load_group(const struct rule_source *source, const struct node *node, struct data *data)
{
	static const char *const keys[] = {"phrases", "unless", "within"};
	struct group *group = vec_push(source->arena, &data->guarded);

	if (node->kind != NODE_MAPPING || node_get(node, "phrases") == NULL) {
		return node_err(node, source->err, "a mapping with the keys 'phrases', 'unless', 'within' is expected");
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		bool known = false;
		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
			known = known || str_eq(entry->key->scalar, str_of(keys[i]));
		}
		if (!known) {
			return node_err(entry->key, source->err, "unknown key; these are known: phrases, unless, within");
		}
	}
	return rule_matcher_of(source, node_get(node, "phrases"), &group->phrases) &&
	       rule_guards(source, node, &group->guards);
}

static bool load_guarded(const struct rule_source *source, struct data *data)
{
	const struct node *list = node_get(source->node, "guarded");

	if (list != NULL && list->kind != NODE_SEQUENCE) {
		return node_err(list, source->err, "a list of mappings is expected");
	}
	for (const struct node *node = list != NULL ? list->value : NULL; node != NULL; node = node->next) {
		if (!load_group(source, node, data)) {
			return false;
		}
	}
	return true;
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *most = node_get(source->node, "most-words"), *quoted = node_get(source->node, "quoted");

	rule->data = data;
	if (!rule_matcher(source, "phrases", &data->phrases) || !rule_matcher(source, "replaceable", &data->replaceable) ||
	    !rule_matcher(source, "in-longer", &data->in_longer) || !load_guarded(source, data) ||
	    (most != NULL && !node_long(most, &data->most_words, source->err)) ||
	    (quoted != NULL && !node_bool(quoted, &data->quoted, source->err))) {
		return false;
	}
	return data->phrases != NULL ||
	       node_err(source->node, source->err, "a rule of type phrase needs the key 'phrases'");
}

static bool ends_clause(struct str view, size_t at)
{
	struct str rest = str_from(view, at);

	return rest.len == 0 || strchr(".,;:!?)\n", rest.at[0]) != NULL || str_starts(rest, STR(" and ")) ||
	       str_starts(rest, STR(" but "));
}

static bool is_replaceable(struct judge *judge, const struct data *data, const struct page *page, struct span where)
{
	if (data->replaceable == NULL) {
		return true;
	}
	struct match_list found =
	    matcher_find_all(data->replaceable, judge->searcher, judge->arena, &judge_index(judge, page)->view, where);
	bool whole = found.count > 0 && found.at[0].where.at == where.at && found.at[0].where.len == where.len;

	return whole && ends_clause(page->view->bytes, where.at + where.len);
}

static void report(const struct rule *rule, struct judge *judge, const struct page *page, struct span where)
{
	struct report advice = {.description = rule->fix};

	if (!rule->has_fix) {
		hits_report(judge, rule, page, where, NULL);
	} else if (is_replaceable(judge, rule->data, page, where)) {
		hits_report(judge, rule, page, where, &rule->fix);
	} else {
		judge_report(judge, rule, page, where, &advice);
	}
}

static int compare_places(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	return x->where.at < y->where.at ? -1 : x->where.at > y->where.at;
}

/* Adds the matches of the groups that their guards allow. */
static void add_guarded(const struct rule *rule, struct judge *judge, const struct page *page, struct match_list *found)
{
	const struct data *data = rule->data;
	size_t before = found->count;

	for (size_t i = 0; i < data->guarded.count; i++) {
		const struct group *group = &data->guarded.at[i];
		struct match_list more = hits_find(judge, group->phrases, page, data->quoted ? HITS_WHOLE : HITS_MASKED);
		for (size_t k = 0; k < more.count; k++) {
			if (judge_guards_allow(judge, rule, &group->guards, page, more.at[k].where)) {
				*vec_push(judge->arena, found) = more.at[k];
			}
		}
	}
	if (found->count > before) {
		qsort(found->at, found->count, sizeof *found->at, compare_places);
		hits_reduce(found);
	}
}

static void look_for(const struct rule *rule, struct judge *judge, const struct matcher *phrases)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, phrases, page, data->quoted ? HITS_WHOLE : HITS_MASKED);
		if (phrases == data->phrases) {
			add_guarded(rule, judge, page, &found);
		}
		for (size_t k = 0; k < found.count; k++) {
			report(rule, judge, page, found.at[k].where);
		}
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	bool long_one = data->most_words > 0 && structure_words(judge->document) > (size_t)data->most_words;

	if (!long_one) {
		look_for(rule, judge, data->phrases);
	} else if (data->in_longer != NULL) {
		look_for(rule, judge, data->in_longer);
	}
}

static const struct matcher *cues(const struct rule *rule)
{
	return ((const struct data *)rule->data)->phrases;
}

const struct check check_phrase = {
    "phrase", (const char *const[]){"phrases", "replaceable", "in-longer", "guarded", "most-words", "quoted", NULL},
    load, run, cues};
