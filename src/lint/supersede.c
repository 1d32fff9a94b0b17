/*
 * Which findings fall away because another says it: told in one pass over the findings sorted by rule and place, so
 * that a mail with a million of them takes no longer than its size.
 */
#include <stdlib.h>

#include "lint/resolve.h"
#include "lint/ruleset.h"

/* Findings in order of rule, page, start; of equal starts the longest first, then the first that was made. */
struct sorted {
	const struct finding **at;
	size_t *reach; /* the furthest end of those of the same rule and page up to here */
	size_t count;
};

/* The findings of one rule in sorted. */
struct range {
	const struct rule *rule;
	size_t first, last;
	struct range_list {
		const struct range **at;
		size_t count, room;
	} above; /* of rules that supersede it */
};

struct ranges {
	struct range *at;
	size_t count, room;
};

static size_t end_of(const struct finding *finding)
{
	return finding->view.at + finding->view.len;
}

static int compare(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a, *y = *(const struct finding *const *)b;

	if (x->order != y->order) {
		return x->order < y->order ? -1 : 1;
	}
	if (x->page != y->page) {
		return x->page < y->page ? -1 : 1;
	}
	if (x->view.at != y->view.at) {
		return x->view.at < y->view.at ? -1 : 1;
	}
	if (x->view.len != y->view.len) {
		return x->view.len > y->view.len ? -1 : 1;
	}
	return x < y ? -1 : x > y;
}

static struct sorted sort(struct arena *arena, const struct finding_list *list)
{
	struct sorted sorted = {ARENA_ARRAY(arena, list->count + 1, const struct finding *),
	                        ARENA_ARRAY(arena, list->count + 1, size_t), list->count};

	for (size_t i = 0; i < list->count; i++) {
		sorted.at[i] = &list->at[i];
	}
	if (sorted.count > 1) {
		qsort(sorted.at, sorted.count, sizeof *sorted.at, compare);
	}
	for (size_t i = 0; i < sorted.count; i++) {
		const struct finding *before = i > 0 ? sorted.at[i - 1] : NULL, *here = sorted.at[i];
		bool same = before != NULL && before->order == here->order && before->page == here->page;
		sorted.reach[i] = same && sorted.reach[i - 1] > end_of(here) ? sorted.reach[i - 1] : end_of(here);
	}
	return sorted;
}

static bool is_listed(const struct str_list *ids, const struct rule *rule)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (str_eq(ids->at[i], rule->id) || str_eq(ids->at[i], rule->group)) {
			return true;
		}
	}
	return false;
}

static struct ranges find_ranges(struct arena *arena, const struct sorted *sorted)
{
	struct ranges ranges = {0};

	for (size_t i = 0; i < sorted->count; i++) {
		if (i == 0 || sorted->at[i]->order != sorted->at[i - 1]->order) {
			*vec_push(arena, &ranges) = (struct range){.rule = sorted->at[i]->rule, .first = i};
		}
		ranges.at[ranges.count - 1].last = i + 1;
	}
	for (size_t i = 0; i < ranges.count * ranges.count; i++) {
		struct range *loser = &ranges.at[i / ranges.count], *winner = &ranges.at[i % ranges.count];
		if (is_listed(&winner->rule->supersedes, loser->rule)) {
			*vec_push(arena, &loser->above) = winner;
		}
	}
	return ranges;
}

/* Whether a finding stands in the range's page and order at or before the place: the last such, or SIZE_MAX. */
static size_t last_before(const struct sorted *sorted, const struct range *range, const struct finding *finding)
{
	size_t low = range->first, high = range->last;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct finding *other = sorted->at[middle];
		bool before =
		    other->page < finding->page || (other->page == finding->page && other->view.at <= finding->view.at);
		if (before) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low > range->first && sorted->at[low - 1]->page == finding->page ? low - 1 : SIZE_MAX;
}

/* Whether the place of a finding of a rule that supersedes covers the one at index of sorted. */
static bool is_swallowed(const struct sorted *sorted, const struct range *range, size_t index)
{
	const struct finding *finding = sorted->at[index];

	for (size_t i = 0; i < range->above.count; i++) {
		size_t last = last_before(sorted, range->above.at[i], finding);
		if (range->above.at[i] == range) {
			last = index > range->first && sorted->at[index - 1]->page == finding->page ? index - 1 : SIZE_MAX;
		}
		if (last != SIZE_MAX && sorted->reach[last] >= end_of(finding)) {
			return true;
		}
	}
	return false;
}

/* ---- repeated ones ---- */

/* Without case: a line in capitals in one part is the same line. */
static int compare_texts(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a, *y = *(const struct finding *const *)b;

	size_t len = x->text.len < y->text.len ? x->text.len : y->text.len;

	for (size_t i = 0; i < len; i++) {
		unsigned char left = (unsigned char)ascii_lower(x->text.at[i]);
		unsigned char right = (unsigned char)ascii_lower(y->text.at[i]);
		if (left != right)
			return left < right ? -1 : 1;
	}
	return x->text.len < y->text.len ? -1 : x->text.len > y->text.len;
}

/* What a rule found outside the plain alternative, by its text. */
static struct sorted texts_of(struct arena *arena, const struct sorted *sorted, const struct range *range)
{
	struct sorted texts = {.at = ARENA_ARRAY(arena, range->last - range->first + 1, const struct finding *)};

	for (size_t i = range->first; i < range->last; i++) {
		const struct page *page = sorted->at[i]->page;
		if (page != NULL && !page->is_alternative && !page->is_subject) {
			texts.at[texts.count++] = sorted->at[i];
		}
	}
	if (texts.count > 1) {
		qsort(texts.at, texts.count, sizeof *texts.at, compare_texts);
	}
	return texts;
}

/* The same rule found the same words in the HTML, or something at the same place. */
static bool is_repeated(const struct sorted *sorted, const struct sorted *texts, const struct range *range,
                        size_t index)
{
	const struct finding *here = sorted->at[index], *before = index > range->first ? sorted->at[index - 1] : NULL;

	if (before != NULL && before->page == here->page && before->view.at == here->view.at &&
	    before->view.len == here->view.len && before->source.at == here->source.at) {
		return true;
	}
	return here->page != NULL && here->page->is_alternative && texts->count > 0 &&
	       bsearch(&here, texts->at, texts->count, sizeof *texts->at, compare_texts) != NULL;
}

void supersede_findings(struct judge *judge)
{
	struct finding_list *list = &judge->findings;
	size_t kept = 0;
	struct sorted sorted = sort(judge->arena, list);
	struct ranges ranges = find_ranges(judge->arena, &sorted);
	bool *dropped = ARENA_ARRAY(judge->arena, list->count + 1, bool);

	for (size_t r = 0; r < ranges.count; r++) {
		const struct range *range = &ranges.at[r];
		struct sorted texts = texts_of(judge->arena, &sorted, range);
		for (size_t i = range->first; i < range->last; i++) {
			dropped[sorted.at[i] - list->at] =
			    is_repeated(&sorted, &texts, range, i) || is_swallowed(&sorted, range, i);
		}
	}
	for (size_t i = 0; i < list->count; i++) {
		if (!dropped[i]) {
			list->at[kept++] = list->at[i];
		}
	}
	list->count = kept;
}
