#include "checks/guarded.h"

#include <stdlib.h>

#include "base/err.h"

static bool load_group(const struct rule_source *source, const struct node *node, struct guarded *guarded)
{
	static const char *const keys[] = {"phrases", "unless", "within"};
	struct guarded_group *group = vec_push(source->arena, guarded);

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

bool guarded_load(const struct rule_source *source, struct guarded *guarded)
{
	const struct node *list = node_get(source->node, "guarded");

	if (list != NULL && list->kind != NODE_SEQUENCE) {
		return node_err(list, source->err, "a list of mappings is expected");
	}
	for (const struct node *node = list != NULL ? list->value : NULL; node != NULL; node = node->next) {
		if (!load_group(source, node, guarded)) {
			return false;
		}
	}
	return true;
}

static int compare_places(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	return x->where.at < y->where.at ? -1 : x->where.at > y->where.at;
}

void guarded_find(const struct rule *rule, struct judge *judge, const struct guarded *guarded, const struct page *page,
                  enum hits_view view, struct match_list *found)
{
	size_t before = found->count;

	for (size_t i = 0; i < guarded->count; i++) {
		const struct guarded_group *group = &guarded->at[i];
		struct match_list more = hits_find(judge, group->phrases, page, view);
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
