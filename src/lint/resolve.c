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

/* At most rule->limit of each rule are listed; the others are counted. */
static void limit(struct judge *judge, struct result *result)
{
	size_t *seen = ARENA_ARRAY(judge->arena, judge->ruleset->rules.count + 1, size_t);
	size_t *beyond = ARENA_ARRAY(judge->arena, judge->ruleset->rules.count + 1, size_t);

	for (size_t i = 0; i < judge->findings.count; i++) {
		const struct finding *finding = &judge->findings.at[i];
		size_t order = finding->order;
		if (seen[order]++ < limit_of(finding->rule)) {
			struct finding *listed = vec_push(judge->arena, &result->findings);
			*listed = *finding;
			judge_word(judge, listed);
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
	supersede_findings(judge);
	if (!options->no_suppressions) {
		suppress_findings(judge);
	}
	if (judge->findings.count > 1) {
		qsort(judge->findings.at, judge->findings.count, sizeof *judge->findings.at, compare_findings);
	}
	limit(judge, result);
}
