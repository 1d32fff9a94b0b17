#include "lint/resolve.h"

#include <stdlib.h>

static bool is_listed(const struct str_list *ids, const struct rule *rule)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (str_eq(ids->at[i], rule->id) || str_eq(ids->at[i], rule->group)) {
			return true;
		}
	}
	return false;
}

/* Whether winner's rule supersedes loser's, and its place covers loser's. */
static bool swallows(const struct finding *winner, const struct finding *loser)
{
	if (winner == loser || !is_listed(&winner->rule->supersedes, loser->rule) || winner->page != loser->page) {
		return false;
	}
	return loser->view.at >= winner->view.at && loser->view.at + loser->view.len <= winner->view.at + winner->view.len;
}

/* The same words found by the same rule in the other alternative (or twice at one place). */
static bool repeats(const struct finding *first, const struct finding *later)
{
	if (first->rule != later->rule) {
		return false;
	}
	bool same_place =
	    first->page == later->page && first->view.at == later->view.at && first->view.len == later->view.len;
	bool twin = later->page->is_alternative && !first->page->is_alternative && !first->page->is_subject &&
	            str_eq(first->text, later->text);
	return same_place || twin;
}

/*
 * Findings are few, but a hostile mail may make 10,000: each is held only against those of rules that supersede, and
 * against the same rule's.
 */
#define COMPARED_MOST 400u

static bool is_dropped(const struct finding_list *list, size_t index)
{
	const struct finding *finding = &list->at[index];

	for (size_t i = 0; i < list->count && i < COMPARED_MOST; i++) {
		if (swallows(&list->at[i], finding)) {
			return true;
		}
		if (i != index && repeats(&list->at[i], finding) && (i < index || finding->page->is_alternative)) {
			return true;
		}
	}
	return false;
}

static void drop(struct arena *arena, struct finding_list *list)
{
	struct finding_list kept = {0};

	for (size_t i = 0; i < list->count; i++) {
		if (!is_dropped(list, i)) {
			*vec_push(arena, &kept) = list->at[i];
		}
	}
	*list = kept;
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->source.at != y->source.at) {
		return x->source.at < y->source.at ? -1 : 1;
	}
	if (x->order != y->order) {
		return x->order < y->order ? -1 : 1;
	}
	return x->view.at < y->view.at ? -1 : x->view.at > y->view.at;
}

/* At most rule->limit of each rule are listed; the others are counted. */
static void limit(struct judge *judge, struct result *result)
{
	size_t *seen = ARENA_ARRAY(judge->arena, judge->ruleset->rules.count + 1, size_t);
	size_t *beyond = ARENA_ARRAY(judge->arena, judge->ruleset->rules.count + 1, size_t);

	for (size_t i = 0; i < judge->findings.count; i++) {
		const struct finding *finding = &judge->findings.at[i];
		size_t order = finding->order;
		if (finding->rule->limit == 0 || seen[order]++ < finding->rule->limit) {
			*vec_push(judge->arena, &result->findings) = *finding;
		} else if (beyond[order]++ == 0) {
			*vec_push(judge->arena, &result->more) = (struct result_more){finding->rule, 0};
		}
	}
	for (size_t i = 0; i < result->more.count; i++) {
		result->more.at[i].count = beyond[result->more.at[i].rule->order];
	}
}

void resolve_findings(struct judge *judge, const struct lint_options *options, struct result *result)
{
	drop(judge->arena, &judge->findings);
	if (!options->no_suppressions) {
		suppress_findings(judge);
	}
	if (judge->findings.count > 1) {
		qsort(judge->findings.at, judge->findings.count, sizeof *judge->findings.at, compare_findings);
	}
	limit(judge, result);
}
