#include "front/culprits.h"

#include <stdlib.h>

/* A rule and where it found something, in the text after the edits. */
struct place {
	size_t order, at;
};

struct places {
	struct place *at;
	size_t count;
};

struct span culprits_reach(const struct fix *fix)
{
	const struct edit *last = &fix->edits[fix->edit_count - 1];
	size_t start = fix->edits[0].where.at;

	return (struct span){start, last->where.at + last->where.len - start};
}

/* ---- moves ---- */

static int compare_moves(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	return x->end < y->end ? -1 : x->end > y->end;
}

struct moves moves_of(struct arena *arena, const struct finding_list *chosen)
{
	struct moves moves = {0};

	for (size_t i = 0; i < chosen->count; i++) {
		const struct fix *fix = chosen->at[i].fix;
		for (size_t e = 0; e < fix->edit_count; e++) {
			struct span where = fix->edits[e].where;
			*vec_push(arena, &moves) = (struct move){where.at + where.len, fix->edits[e].text.len - where.len};
		}
	}
	if (moves.count > 1)
		qsort(moves.at, moves.count, sizeof *moves.at, compare_moves);
	for (size_t i = 1; i < moves.count; i++)
		moves.at[i].more += moves.at[i - 1].more;
	return moves;
}

size_t moves_place(const struct moves *moves, size_t at)
{
	size_t low = 0, high = moves->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (moves->at[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? at + moves->at[low - 1].more : at;
}

/* ---- what should not be there ---- */

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	struct place first = {x->order, x->source.at}, second = {y->order, y->source.at};

	return compare_places(&first, &second);
}

static bool is_chosen(const struct finding_list *sorted, const struct finding *finding)
{
	return sorted->count && bsearch(finding, sorted->at, sorted->count, sizeof *sorted->at, compare_findings);
}

static void sort(struct places *places)
{
	if (places->count > 1)
		qsort(places->at, places->count, sizeof *places->at, compare_places);
}

/* Where the findings that were not chosen must stand. */
static struct places expected_places(struct arena *arena, const struct finding_list *before,
                                     const struct finding_list *chosen, const struct moves *moves)
{
	struct finding_list sorted = {.at = ARENA_ARRAY(arena, chosen->count + 1, struct finding)};
	struct places places = {.at = ARENA_ARRAY(arena, before->count + 1, struct place)};

	for (size_t i = 0; i < chosen->count; i++)
		sorted.at[sorted.count++] = chosen->at[i];
	if (sorted.count > 1)
		qsort(sorted.at, sorted.count, sizeof *sorted.at, compare_findings);
	for (size_t i = 0; i < before->count; i++) {
		const struct finding *finding = &before->at[i];
		if (!is_chosen(&sorted, finding))
			places.at[places.count++] = (struct place){finding->order, moves_place(moves, finding->source.at)};
	}
	sort(&places);
	return places;
}

static struct places found_places(struct arena *arena, const struct finding_list *after)
{
	struct places places = {.at = ARENA_ARRAY(arena, after->count + 1, struct place)};

	for (size_t i = 0; i < after->count; i++)
		if (after->at[i].level > LEVEL_PRAISE)
			places.at[places.count++] = (struct place){after->at[i].order, after->at[i].source.at};
	sort(&places);
	return places;
}

/* ---- whose doing it is ---- */

static size_t distance(const struct finding *chosen, const struct moves *moves, size_t at)
{
	struct span reach = culprits_reach(chosen->fix);
	size_t start = moves_place(moves, reach.at), end = moves_place(moves, reach.at + reach.len);

	return at < start ? start - at : at > end ? at - end : 0;
}

/* The chosen fix that stands nearest to a place of the text after the edits. */
static size_t nearest(const struct finding_list *chosen, const struct moves *moves, size_t at)
{
	size_t low = 0, high = chosen->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (moves_place(moves, culprits_reach(chosen->at[middle].fix).at) <= at)
			low = middle;
		else
			high = middle;
	}
	bool next =
	    low + 1 < chosen->count && distance(&chosen->at[low + 1], moves, at) < distance(&chosen->at[low], moves, at);
	return next ? low + 1 : low;
}

bool *culprits_find(struct arena *arena, const struct findings_around *around, const struct finding_list *chosen,
                    const struct moves *moves)
{
	struct places expected = expected_places(arena, around->before, chosen, moves);
	struct places found = found_places(arena, around->after);
	bool *culprits = ARENA_ARRAY(arena, chosen->count + 1, bool);
	size_t next = 0;

	for (size_t i = 0; i < found.count && chosen->count; i++) {
		while (next < expected.count && compare_places(&expected.at[next], &found.at[i]) < 0)
			next++;
		if (next < expected.count && compare_places(&expected.at[next], &found.at[i]) == 0) {
			next++;
			continue;
		}
		culprits[nearest(chosen, moves, found.at[i].at)] = true;
	}
	return culprits;
}
