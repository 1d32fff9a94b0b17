#include "lint/score.h"

#include <stdlib.h>

#define FULL_SCORE 1000 /* tenths */
#define SMILEY_LEAST 800
#define ANGRY_OFFENCE 240

/* A rule's hits at the level of its worst one. */
struct sum {
	const struct rule *rule;
	enum level level;
	size_t hits;
};

static const long *points_of(const struct config *config, enum level level)
{
	switch (level) {
	case LEVEL_ERROR:
		return config->score.error;
	case LEVEL_WARNING:
		return config->score.warning;
	case LEVEL_SUGGESTION:
		return config->score.suggestion;
	case LEVEL_PRAISE:
	case LEVEL_COUNT:
	default:
		return NULL;
	}
}

/* First hit, second, each further, and the most that a rule can cost. */
static long cost(const struct config *config, const struct sum *sum)
{
	const long *points = points_of(config, sum->level);

	if (points == NULL || sum->hits == 0) {
		return 0;
	}
	long total = points[0] + (sum->hits > 1 ? points[1] : 0);
	total += sum->hits > 2 ? points[2] * (long)(sum->hits - 2 < 1000 ? sum->hits - 2 : 1000) : 0;
	return total < points[3] ? total : points[3];
}

static struct sum *sum_of(struct arena *arena, struct sum **sums, size_t *count, size_t *room, const struct rule *rule)
{
	for (size_t i = 0; i < *count; i++) {
		if ((*sums)[i].rule == rule) {
			return &(*sums)[i];
		}
	}
	*sums = vec_reserve(arena, *sums, *count, room, sizeof **sums);
	struct sum *sum = &(*sums)[(*count)++];
	sum->rule = rule;
	return sum;
}

struct totals {
	long by_impression[IMPRESSION_COUNT], all, suggestions;
	bool offend_error, error, gate;
};

static void add_entry(struct arena *arena, struct result *result, const struct sum *sum, long points)
{
	if (points > 0) {
		*vec_push(arena, &result->ledger) = (struct ledger_entry){sum->rule, -points, sum->hits};
	}
}

static int compare_entries(const void *a, const void *b)
{
	const struct ledger_entry *x = a, *y = b;

	if (x->points != y->points) {
		return x->points < y->points ? -1 : 1;
	}
	return x->rule->order < y->rule->order ? -1 : x->rule->order > y->rule->order;
}

/* The impression with the most points; ties go to the earlier: offend, let-down, confuse, wonder. */
static enum impression worst_impression(const struct totals *totals)
{
	enum impression worst = IMPRESSION_OFFEND;

	for (enum impression i = IMPRESSION_OFFEND; i < IMPRESSION_COUNT; i++) {
		if (totals->by_impression[i] > totals->by_impression[worst]) {
			worst = i;
		}
	}
	return worst;
}

static enum face tell_face(const struct totals *totals, long score)
{
	if (totals->offend_error || totals->by_impression[IMPRESSION_OFFEND] >= ANGRY_OFFENCE) {
		return FACE_ANGRY;
	}
	if (score >= SMILEY_LEAST && !totals->error) {
		return FACE_SMILEY;
	}
	switch (worst_impression(totals)) {
	case IMPRESSION_CONFUSE:
		return FACE_CONFUSED;
	case IMPRESSION_WONDER:
		return FACE_THINKING;
	case IMPRESSION_NONE:
	case IMPRESSION_OFFEND:
	case IMPRESSION_LET_DOWN:
	case IMPRESSION_COUNT:
	default:
		return FACE_FROWNY;
	}
}

static struct str points_text(struct arena *arena, long tenths)
{
	return tenths % 10 == 0 ? str_printf(arena, "%ld", tenths / 10)
	                        : str_printf(arena, "%ld.%ld", tenths / 10, tenths % 10);
}

/* "16 of 50 points from jargon.undefined-term, jargon.choice-without-explanation" */
static struct str tell_reason(struct arena *arena, const struct result *result, const struct totals *totals)
{
	enum impression worst = result->face == FACE_ANGRY ? IMPRESSION_OFFEND : worst_impression(totals);
	struct str names = {"", 0};

	if (result->ledger.count == 0) {
		return STR("nothing to mend");
	}
	if (result->face == FACE_SMILEY) {
		return str_printf(arena, STR_FMT " points for small things",
		                  STR_ARG(points_text(arena, FULL_SCORE - result->score)));
	}
	for (size_t i = 0; i < result->ledger.count; i++) {
		const struct rule *rule = result->ledger.at[i].rule;
		if (rule->impression == worst) {
			names =
			    str_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(names), names.len > 0 ? ", " : "", STR_ARG(rule->id));
		}
	}
	return str_printf(arena, STR_FMT " of " STR_FMT " points from " STR_FMT,
	                  STR_ARG(points_text(arena, totals->by_impression[worst])),
	                  STR_ARG(points_text(arena, totals->all)), STR_ARG(names));
}

static void add_sum(struct totals *totals, const struct sum *sum, long points)
{
	totals->all += points;
	totals->by_impression[sum->rule->impression] += points;
	totals->suggestions += sum->level == LEVEL_SUGGESTION ? points : 0;
	totals->error |= sum->level == LEVEL_ERROR;
	totals->offend_error |= sum->level == LEVEL_ERROR && sum->rule->impression == IMPRESSION_OFFEND;
	totals->gate |= sum->rule->gate && sum->level >= LEVEL_WARNING;
}

void score_result(struct arena *arena, const struct config *config, struct result *result)
{
	struct sum *sums = NULL;
	size_t count = 0, room = 0;
	struct totals totals = {0};

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		struct sum *sum = sum_of(arena, &sums, &count, &room, finding->rule);
		sum->hits++;
		sum->level = finding->level > sum->level ? finding->level : sum->level;
		result->count[finding->level]++;
	}
	for (size_t i = 0; i < result->more.count; i++) {
		struct sum *sum = sum_of(arena, &sums, &count, &room, result->more.at[i].rule);
		sum->hits += result->more.at[i].count;
		result->count[sum->level] += result->more.at[i].count;
	}
	for (size_t i = 0; i < count; i++) {
		long points = cost(config, &sums[i]);
		long left = config->score.suggestions_cap - totals.suggestions;
		if (sums[i].level == LEVEL_SUGGESTION && points > left) {
			points = left;
		}
		add_sum(&totals, &sums[i], points);
		add_entry(arena, result, &sums[i], points);
	}
	if (result->ledger.count > 1) {
		qsort(result->ledger.at, result->ledger.count, sizeof *result->ledger.at, compare_entries);
	}
	result->score = totals.all < FULL_SCORE ? FULL_SCORE - totals.all : 0;
	if (totals.gate && result->score > config->score.gate_cap) {
		result->score = config->score.gate_cap;
	}
	result->face = tell_face(&totals, result->score);
	result->face_reason = tell_reason(arena, result, &totals);
}
