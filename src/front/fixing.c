#include "front/fixing.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "front/culprits.h"

#define DESK_MAX ((size_t)4 << 30)
/* A message is judged again at most so often; a long one less often, so that it takes no longer than its size. */
#define TRIALS_MAX 24u
#define TRIALS_LEAST 2u
#define TRIALS_BYTES ((size_t)1024 * 1024)

/* A fix that seems to have spoilt a trial: its rule, and where its finding stands. */
struct suspect {
	size_t order, at;
	unsigned times; /* it was blamed: TIMES_MOST, and it is not tried again while other fixes are left */
	bool held;      /* back from the next trials */
	size_t alone;   /* how many fixes had been accepted when it was last refused alone; NEVER: it was not */
};
#define TIMES_MOST 2u
#define NEVER SIZE_MAX

struct repairing {
	const struct job *job;
	enum applicability least;
	struct repaired *repaired;
	struct suspects {
		struct suspect *at;
		size_t count, room;
	} suspects;      /* by rule and place */
	size_t *applied; /* of each rule: no more than are listed at most */
};

/* lint_message() under arena_try(). */
struct judging {
	struct arena *arena;
	const struct job *job;
	struct str bytes;
	const struct result *result;
};

bool desk_init(struct desk *desk)
{
	*desk = (struct desk){arena_new(DESK_MAX), arena_new(DESK_MAX), searcher_new()};
	return desk->now && desk->spare && desk->searcher;
}

void desk_release(struct desk *desk)
{
	arena_free(desk->now);
	arena_free(desk->spare);
	searcher_free(desk->searcher);
}

void desk_clear(struct desk *desk)
{
	arena_reset(desk->now);
	arena_reset(desk->spare);
}

static void judge(void *context)
{
	struct judging *judging = context;
	const struct job *job = judging->job;

	judging->result = lint_message(judging->arena, job->ruleset, job->searcher, judging->bytes, &job->options);
}

const struct result *job_judge(const struct job *job, struct desk *desk, struct str bytes)
{
	struct judging judging = {desk->now, job, bytes, NULL};
	return arena_try(desk->now, judge, &judging) ? judging.result : NULL;
}

/* ---- choosing ---- */

static int compare_suspects(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The suspect that is this finding's fix, among the first `count`; NULL: it is none. */
static struct suspect *suspect_of(const struct suspects *suspects, size_t count, const struct finding *finding)
{
	struct suspect wanted = {.order = finding->order, .at = finding->source.at};

	return count ? bsearch(&wanted, suspects->at, count, sizeof wanted, compare_suspects) : NULL;
}

static void sort_suspects(struct suspects *suspects)
{
	if (suspects->count > 1)
		qsort(suspects->at, suspects->count, sizeof *suspects->at, compare_suspects);
}

/* Holds back the culprits among those chosen (NULL: the only one, for good). */
static void hold_back(struct repairing *repairing, struct arena *notes, const struct finding_list *chosen,
                      const bool *culprits)
{
	struct suspects *suspects = &repairing->suspects;
	size_t known = suspects->count;

	for (size_t i = 0; i < chosen->count; i++) {
		if (culprits && !culprits[i])
			continue;
		struct suspect *suspect = suspect_of(suspects, known, &chosen->at[i]);
		if (!suspect) {
			suspect = vec_push(notes, suspects);
			*suspect = (struct suspect){.order = chosen->at[i].order, .at = chosen->at[i].source.at, .alone = NEVER};
		}
		suspect->times += culprits ? 1 : TIMES_MOST;
		suspect->held = true;
		if (chosen->count == 1)
			suspect->alone = repairing->repaired->applied;
	}
	sort_suspects(suspects);
}

/* Gives those that may be tried again another chance; whether there are any. */
static bool give_chance(struct suspects *suspects)
{
	bool any = false;

	for (size_t i = 0; i < suspects->count; i++) {
		struct suspect *suspect = &suspects->at[i];
		bool again = suspect->held && suspect->times < TIMES_MOST;
		suspect->held = suspect->held && !again;
		any = any || again;
	}
	return any;
}

/*
 * When nothing else is left: one that may have been blamed for others, or to which those that were accepted since
 * cleared the way, is tried alone. Whether there is one.
 */
static bool give_last_chance(struct suspects *suspects, size_t applied)
{
	for (size_t i = 0; i < suspects->count; i++) {
		struct suspect *suspect = &suspects->at[i];
		if (suspect->held && suspect->alone != applied) {
			suspect->held = false;
			return true;
		}
	}
	return false;
}

/* Where reach belongs among those chosen, which are in order and apart; STR_NONE when it touches one of them. */
static size_t place_among(const struct finding_list *chosen, struct span reach)
{
	size_t low = 0, high = chosen->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (culprits_reach(chosen->at[middle].fix).at <= reach.at)
			low = middle + 1;
		else
			high = middle;
	}
	struct span before = low ? culprits_reach(chosen->at[low - 1].fix) : (struct span){0, 0};
	struct span behind = low < chosen->count ? culprits_reach(chosen->at[low].fix) : (struct span){SIZE_MAX, 0};
	bool touches = low && (reach.at < before.at + before.len || reach.at == before.at);
	return touches || reach.at + reach.len > behind.at ? STR_NONE : low;
}

static void insert(struct arena *arena, struct finding_list *list, size_t place, const struct finding *finding)
{
	vec_push(arena, list);
	memmove(&list->at[place + 1], &list->at[place], (list->count - 1 - place) * sizeof *list->at);
	list->at[place] = *finding;
}

/* Up to `most` findings with fixes that do not touch each other, in order of place. */
static struct finding_list choose(struct arena *arena, const struct repairing *repairing, size_t most)
{
	const struct finding_list *all = &repairing->repaired->result->findings;
	struct finding_list chosen = {0};

	for (size_t i = 0; i < all->count && chosen.count < most; i++) {
		const struct finding *finding = &all->at[i];
		const struct suspect *suspect = suspect_of(&repairing->suspects, repairing->suspects.count, finding);
		if (!finding->fix || !finding->fix->edit_count || finding->fix->applicability < repairing->least ||
		    (suspect && suspect->held) || repairing->applied[finding->order] >= LIMIT_VALUE(findings))
			continue;
		size_t place = place_among(&chosen, culprits_reach(finding->fix));
		if (place != STR_NONE)
			insert(arena, &chosen, place, finding);
	}
	return chosen;
}

/* ---- trying ---- */

/* Whether every chosen finding is gone and none has come: told by how often each rule found something. */
static bool is_better(struct arena *arena, const struct repairing *repairing, const struct finding_list *chosen,
                      const struct result *after)
{
	const struct result *before = repairing->repaired->result;
	size_t rules = repairing->job->ruleset->rules.count;
	long *allowed = ARENA_ARRAY(arena, rules + 1, long);

	for (size_t i = 0; i < before->findings.count; i++)
		allowed[before->findings.at[i].rule->order]++;
	for (size_t i = 0; i < before->more.count; i++)
		allowed[before->more.at[i].rule->order] += (long)before->more.at[i].count;
	for (size_t i = 0; i < chosen->count; i++)
		allowed[chosen->at[i].rule->order]--;
	for (size_t i = 0; i < after->findings.count; i++)
		if (after->findings.at[i].level > LEVEL_PRAISE && --allowed[after->findings.at[i].rule->order] < 0)
			return false;
	for (size_t i = 0; i < after->more.count; i++)
		if ((allowed[after->more.at[i].rule->order] -= (long)after->more.at[i].count) < 0)
			return false;
	return true;
}

static struct desk turned(const struct desk *desk)
{
	return (struct desk){desk->spare, desk->now, desk->searcher};
}

/* What a trial needs while memory may run out. */
struct trial {
	struct desk *desk;
	struct repairing *repairing;
	const struct finding_list *chosen;
	struct repaired outcome;
	bool accepted;
	const bool *culprits; /* of those chosen, where some of them are not to blame; else NULL */
	struct moves moves;   /* where the edits moved what stands behind them */
};

static bool holds_both(const bool *flags, size_t count)
{
	bool any = false, all = true;

	for (size_t i = 0; i < count; i++) {
		any = any || flags[i];
		all = all && flags[i];
	}
	return any && !all;
}

static void try_fixes(void *context)
{
	struct trial *trial = context;
	const struct repairing *repairing = trial->repairing;
	struct arena *arena = trial->desk->spare;
	struct fix_outcome applied = fix_apply(arena, repairing->repaired->bytes, trial->chosen, repairing->least);

	if (applied.applied != trial->chosen->count)
		return;
	trial->outcome.bytes = applied.bytes;
	trial->outcome.result =
	    lint_message(arena, repairing->job->ruleset, repairing->job->searcher, applied.bytes, &repairing->job->options);
	trial->outcome.applied = repairing->repaired->applied + applied.applied;
	trial->accepted = is_better(arena, repairing, trial->chosen, trial->outcome.result);
	trial->moves = moves_of(arena, trial->chosen);
	if (trial->accepted)
		return;
	struct findings_around around = {&repairing->repaired->result->findings, &trial->outcome.result->findings};
	const bool *culprits = culprits_find(arena, &around, trial->chosen, &trial->moves);
	trial->culprits = holds_both(culprits, trial->chosen->count) ? culprits : NULL;
}

/* The fixes that were accepted move the suspects, and what was in their way may be no more. */
static void settle(struct suspects *suspects, const struct moves *moves)
{
	for (size_t i = 0; i < suspects->count; i++)
		suspects->at[i].at = moves_place(moves, suspects->at[i].at);
	sort_suspects(suspects);
	give_chance(suspects);
}

/* One trial; false when there is nothing left to try or no memory for it. *most: how many fixes to try at a time. */
static bool repair_round(struct repairing *repairing, struct desk *desk, struct arena *notes, size_t *most)
{
	struct suspects *suspects = &repairing->suspects;
	struct finding_list chosen = choose(desk->now, repairing, *most);
	struct trial trial = {.desk = desk, .repairing = repairing, .chosen = &chosen};

	while (!chosen.count && (give_chance(suspects) || give_last_chance(suspects, repairing->repaired->applied)))
		chosen = choose(desk->now, repairing, *most);
	if (!chosen.count)
		return false;
	arena_reset(desk->spare);
	if (!arena_try(desk->spare, try_fixes, &trial))
		return false;
	if (trial.accepted) {
		settle(suspects, &trial.moves);
		for (size_t i = 0; i < chosen.count; i++)
			repairing->applied[chosen.at[i].order]++;
		*repairing->repaired = trial.outcome;
		*desk = turned(desk);
	} else if (chosen.count == 1 || trial.culprits) {
		hold_back(repairing, notes, &chosen, trial.culprits);
	}
	*most = trial.accepted || chosen.count == 1 || trial.culprits ? SIZE_MAX : chosen.count / 2;
	return true;
}

/* How often the message may be judged again: its text counts, and a little what must be read to find it. */
static size_t trials_for(const struct repaired *repaired)
{
	size_t bytes = repaired->result->document->text_bytes + repaired->bytes.len / 8;
	size_t trials = TRIALS_BYTES / (bytes + 1);

	return trials < TRIALS_LEAST ? TRIALS_LEAST : trials > TRIALS_MAX ? TRIALS_MAX : trials;
}

bool job_repair(const struct job *job, struct desk *desk, struct str bytes, enum applicability least,
                struct repaired *repaired)
{
	struct job same_kind = *job;
	struct repairing repairing = {.job = &same_kind, .least = least, .repaired = repaired};
	struct arena *notes = arena_new(DESK_MAX);
	size_t most = SIZE_MAX;

	same_kind.options.lists_all = true;
	*repaired = (struct repaired){.bytes = bytes, .result = notes ? job_judge(&same_kind, desk, bytes) : NULL};
	if (repaired->result) {
		repairing.applied = ARENA_ARRAY(notes, job->ruleset->rules.count + 1, size_t);
		/* New words must not make it another kind of message, with other rules. */
		struct kind_told told = repaired->result->told;
		told.evidence = str_copy(notes, told.evidence);
		same_kind.options.as_before = &told;
		for (size_t trials = trials_for(repaired); trials > 0; trials--)
			if (!repair_round(&repairing, desk, notes, &most))
				break;
		struct result *shown = ARENA_NEW(desk->now, struct result);
		*shown = *repaired->result;
		result_shorten(desk->now, shown);
		repaired->result = shown;
	}
	arena_free(notes);
	return repaired->result != NULL;
}
