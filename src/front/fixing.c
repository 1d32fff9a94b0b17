#include "front/fixing.h"

#include <string.h>

#define DESK_MAX ((size_t)4 << 30)
/* A message is judged again at most so often; a long one less often, so that it takes no longer than its size. */
#define TRIALS_MAX 100u
#define TRIALS_LEAST 3u
#define TRIALS_BYTES ((size_t)4 * 1024 * 1024)

/* A fix that proved useless or harmful: its rule, and where its finding stands. */
struct dropped {
	const struct rule *rule;
	size_t at;
};

struct repairing {
	const struct job *job;
	enum applicability least;
	struct repaired *repaired;
	struct {
		struct dropped *at;
		size_t count, room;
	} dropped;
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

static bool is_dropped(const struct repairing *repairing, const struct finding *finding)
{
	for (size_t i = 0; i < repairing->dropped.count; i++)
		if (repairing->dropped.at[i].rule == finding->rule && repairing->dropped.at[i].at == finding->source.at)
			return true;
	return false;
}

static struct span reach_of(const struct fix *fix)
{
	const struct edit *last = &fix->edits[fix->edit_count - 1];
	size_t start = fix->edits[0].where.at;
	return (struct span){start, last->where.at + last->where.len - start};
}

/* Where reach belongs among those chosen, which are in order and apart; STR_NONE when it touches one of them. */
static size_t place_among(const struct finding_list *chosen, struct span reach)
{
	size_t low = 0, high = chosen->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (reach_of(chosen->at[middle].fix).at <= reach.at)
			low = middle + 1;
		else
			high = middle;
	}
	struct span before = low ? reach_of(chosen->at[low - 1].fix) : (struct span){0, 0};
	struct span behind = low < chosen->count ? reach_of(chosen->at[low].fix) : (struct span){SIZE_MAX, 0};
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
		if (!finding->fix || !finding->fix->edit_count || finding->fix->applicability < repairing->least ||
		    is_dropped(repairing, finding))
			continue;
		size_t place = place_among(&chosen, reach_of(finding->fix));
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

/* Where the dropped findings stand after the edits of the chosen ones. */
static void move_dropped(struct repairing *repairing, const struct finding_list *chosen)
{
	for (size_t d = 0; d < repairing->dropped.count; d++) {
		size_t was = repairing->dropped.at[d].at, now = was;
		for (size_t i = 0; i < chosen->count; i++) {
			const struct fix *fix = chosen->at[i].fix;
			for (size_t e = 0; e < fix->edit_count; e++)
				if (fix->edits[e].where.at + fix->edits[e].where.len <= was)
					now += fix->edits[e].text.len - fix->edits[e].where.len;
		}
		repairing->dropped.at[d].at = now;
	}
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
};

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
}

/* One trial; false when there is nothing left to try or no memory for it. *most: how many fixes to try at a time. */
static bool repair_round(struct repairing *repairing, struct desk *desk, struct arena *notes, size_t *most)
{
	struct finding_list chosen = choose(desk->now, repairing, *most);
	struct trial trial = {.desk = desk, .repairing = repairing, .chosen = &chosen};

	if (!chosen.count)
		return false;
	arena_reset(desk->spare);
	if (!arena_try(desk->spare, try_fixes, &trial))
		return false;
	if (trial.accepted) {
		move_dropped(repairing, &chosen);
		*repairing->repaired = trial.outcome;
		*desk = turned(desk);
		*most = SIZE_MAX;
	} else if (chosen.count == 1) {
		*vec_push(notes, &repairing->dropped) = (struct dropped){chosen.at[0].rule, chosen.at[0].source.at};
		*most = SIZE_MAX;
	} else {
		*most = chosen.count / 2;
	}
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

	*repaired = (struct repaired){.bytes = bytes, .result = notes ? job_judge(job, desk, bytes) : NULL};
	if (repaired->result) {
		/* New words must not make it another kind of message, with other rules. */
		struct kind_told told = repaired->result->told;
		told.evidence = str_copy(notes, told.evidence);
		same_kind.options.as_before = &told;
		for (size_t trials = trials_for(repaired); trials > 0; trials--)
			if (!repair_round(&repairing, desk, notes, &most))
				break;
	}
	arena_free(notes);
	return repaired->result != NULL;
}
