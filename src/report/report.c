#include "report/report.h"

#include <string.h>

#define FORMAT(name) extern const struct reporter report_##name;
#include "report/formats.def"
#undef FORMAT

const struct reporter *const report_formats[] = {
#define FORMAT(name) &report_##name,
#include "report/formats.def"
#undef FORMAT
    NULL};

const struct reporter *report_format(const char *name)
{
	for (size_t i = 0; report_formats[i]; i++)
		if (strcmp(report_formats[i]->name, name) == 0)
			return report_formats[i];
	return NULL;
}

void report_begin(struct reporting *reporting)
{
	if (reporting->reporter->begin)
		reporting->reporter->begin(reporting);
}

void report_message(struct reporting *reporting, const struct reported *reported)
{
	reporting->reporter->message(reporting, reported);
	reporting->messages++;
}

void report_end(struct reporting *reporting, const struct totals *totals)
{
	if (reporting->reporter->end)
		reporting->reporter->end(reporting, totals);
}

/* The tally of a rule, put in its place in the order of ids when it is the rule's first. */
static struct tally *tally_of(struct arena *arena, struct totals *totals, const struct rule *rule)
{
	size_t low = 0, high = totals->rules.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(totals->rules.at[middle].rule, rule->id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < totals->rules.count && str_eq(totals->rules.at[low].rule, rule->id))
		return &totals->rules.at[low];
	vec_push(arena, &totals->rules);
	memmove(&totals->rules.at[low + 1], &totals->rules.at[low],
	        (totals->rules.count - 1 - low) * sizeof *totals->rules.at);
	totals->rules.at[low] = (struct tally){.rule = str_copy(arena, rule->id), .level = rule->level};
	return &totals->rules.at[low];
}

void totals_add(struct arena *arena, struct totals *totals, const struct reported *reported, enum level least)
{
	const struct result *result = reported->result;

	totals->messages++;
	totals->fixed += reported->fixed;
	totals->face[result->face]++;
	for (size_t level = least; level < LEVEL_COUNT; level++)
		totals->count[level] += result->count[level];
	for (size_t i = 0; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		if (finding->level < least)
			continue;
		struct tally *tally = tally_of(arena, totals, finding->rule);
		tally->count++;
		tally->level = finding->level;
		if (finding->fix)
			totals->fixable[finding->fix->applicability]++;
	}
	for (size_t i = 0; i < result->more.count; i++)
		if (result->more.at[i].rule->level >= least)
			tally_of(arena, totals, result->more.at[i].rule)->count += result->more.at[i].count;
}

void report_statistics(FILE *out, const struct totals *totals)
{
	for (size_t i = 0; i < totals->rules.count; i++) {
		const struct tally *tally = &totals->rules.at[i];
		fprintf(out, "%6zu  %-10s  " STR_FMT "\n", tally->count, level_names[tally->level], STR_ARG(tally->rule));
	}
}
