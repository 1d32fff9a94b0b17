#include "lint/resolve.h"

#include <stdlib.h>

#include "base/limits.h"

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

/* How many findings of rule are listed: no more than were made with all that belongs to them. */
static size_t limit_of(const struct rule *rule)
{
	return rule->limit > 0 && rule->limit < LIMIT_VALUE(findings) ? rule->limit : LIMIT_VALUE(findings);
}

static size_t *beyond_of(struct arena *arena, struct result *result, const struct rule *rule)
{
	for (size_t i = 0; i < result->more.count; i++) {
		if (result->more.at[i].rule == rule) {
			return &result->more.at[i].count;
		}
	}
	struct result_more *more = vec_push(arena, &result->more);
	more->rule = rule;
	return &more->count;
}

/* At most so many of each rule are listed; the others are counted. */
static void limit(struct judge *judge, bool lists_all, struct result *result)
{
	size_t *seen = ARENA_ARRAY(judge->arena, judge->ruleset->rules.count + 1, size_t);

	for (size_t i = 0; i < judge->findings.count; i++) {
		const struct finding *finding = &judge->findings.at[i];
		if (seen[finding->order]++ < (lists_all ? LIMIT_VALUE(findings) : limit_of(finding->rule))) {
			struct finding *listed = vec_push(judge->arena, &result->findings);
			*listed = *finding;
			judge_word(judge, listed);
		} else {
			++*beyond_of(judge->arena, result, finding->rule);
		}
	}
	for (size_t i = 0; i < judge->ruleset->rules.count; i++) {
		const struct rule *rule = judge->ruleset->rules.at[i];
		if (judge_beyond(judge, rule) > 0) {
			*beyond_of(judge->arena, result, rule) += judge_beyond(judge, rule);
		}
	}
}

void result_shorten(struct arena *arena, struct result *result)
{
	struct finding_list all = result->findings;
	size_t orders = 0;

	for (size_t i = 0; i < all.count; i++) {
		orders = all.at[i].order >= orders ? all.at[i].order + 1 : orders;
	}
	size_t *seen = ARENA_ARRAY(arena, orders + 1, size_t);
	result->findings = (struct finding_list){0};
	for (size_t i = 0; i < all.count; i++) {
		if (seen[all.at[i].order]++ < limit_of(all.at[i].rule)) {
			*vec_push(arena, &result->findings) = all.at[i];
		} else {
			++*beyond_of(arena, result, all.at[i].rule);
		}
	}
}

void resolve_findings(struct judge *judge, const struct lint_options *options, struct result *result)
{
	supersede_findings(judge);
	if (!options->no_suppressions) {
		suppress_findings(judge);
	}
	if (judge->findings.count > 1) {
		qsort(judge->findings.at, judge->findings.count, sizeof *judge->findings.at, compare_findings);
	}
	limit(judge, options->lists_all, result);
}
