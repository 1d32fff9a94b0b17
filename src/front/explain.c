/* explain: what a rule (or each of a group) looks for, why, in which kinds of message, and its examples. */
#include "front/front.h"
#include "front/options.h"
#include "front/output.h"
#include "front/rulesets.h"
#include "front/wrap.h"

static bool judged_everywhere(const struct ruleset *ruleset, const struct rule *rule)
{
	for (size_t i = 0; i < ruleset->kinds.count; i++)
		if (!(rule->kinds >> i & 1u))
			return false;
	return true;
}

static void print_kinds(FILE *out, const struct ruleset *ruleset, const struct rule *rule)
{
	struct buf kinds;

	buf_init(&kinds, ruleset->arena, 4096);
	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		if (!(rule->kinds >> i & 1u))
			continue;
		bool other_level = rule->kind_level[i] != rule->level;
		if (judged_everywhere(ruleset, rule) && !other_level)
			continue;
		buf_printf(&kinds, "%s" STR_FMT, kinds.len ? ", " : "", STR_ARG(ruleset->kinds.at[i].name));
		if (other_level)
			buf_printf(&kinds, " (%s)", level_names[rule->kind_level[i]]);
	}
	if (judged_everywhere(ruleset, rule))
		wrap_labelled(out, 2, "kinds:   ",
		              kinds.len ? str_printf(ruleset->arena, "all; " STR_FMT, STR_ARG(buf_str(&kinds))) : STR("all"));
	else
		wrap_labelled(out, 2, "kinds:   ", buf_str(&kinds));
}

static void print_examples(FILE *out, const struct rule *rule, bool bad)
{
	bool first = true;

	for (size_t i = 0; i < rule->examples.count; i++) {
		const struct example *example = &rule->examples.at[i];
		if (example->bad != bad)
			continue;
		if (first)
			fprintf(out, "\n  %s\n", bad ? "Found in:" : "Not found in:");
		first = false;
		wrap_labelled(out, 4, "- ", example->text);
		wrap_labelled(out, 6, "fixed: ", example->fixed);
	}
}

/* The names of the sources that a rule names by their short signs ("S2; PL"); others as they are. */
static struct str source_names(const struct ruleset *ruleset, struct str signs)
{
	struct buf names;
	struct str sign;

	buf_init(&names, ruleset->arena, 4096);
	while (str_split(&signs, ';', &sign)) {
		sign = str_trim(sign);
		struct str name = word_list_value(&ruleset->lexicon.sources, sign);
		buf_printf(&names, "%s" STR_FMT, names.len ? "; " : "", STR_ARG(name.len ? name : sign));
	}
	return buf_str(&names);
}

static void explain(FILE *out, const struct ruleset *ruleset, const struct rule *rule, bool color)
{
	static const char *const left[IMPRESSION_COUNT] = {[IMPRESSION_OFFEND] = "offended",
	                                                   [IMPRESSION_LET_DOWN] = "let down",
	                                                   [IMPRESSION_CONFUSE] = "confused",
	                                                   [IMPRESSION_WONDER] = "wondering"};

	fprintf(out, "%s" STR_FMT "%s  %s", color ? "\033[1m" : "", STR_ARG(rule->id), color ? "\033[m" : "",
	        level_names[rule->level]);
	if (rule->impression != IMPRESSION_NONE)
		fprintf(out, ", leaves the customer %s", left[rule->impression]);
	fprintf(out, "%s\n\n", rule->gate ? "; caps the score" : "");
	wrap_labelled(out, 2, "says:    ", rulesets_message(ruleset->arena, rule));
	wrap_labelled(out, 2, "about:   ", rule->description);
	wrap_labelled(out, 2, "why:     ", rule->why);
	wrap_labelled(out, 2, "instead: ", rule->advice);
	print_kinds(out, ruleset, rule);
	wrap_labelled(out, 2, "source:  ", source_names(ruleset, rule->source));
	wrap_labelled(out, 2, "link:    ", rule->link);
	wrap_labelled(out, 2, "file:    ", str_of(rule->path));
	print_examples(out, rule, true);
	print_examples(out, rule, false);
}

/* Explains the rule, or the rules of the group, of that id; false when there is neither. */
static bool explain_id(const struct ruleset *ruleset, struct str id, bool color)
{
	bool found = false;

	for (size_t i = 0; i < ruleset->rules.count; i++) {
		const struct rule *rule = ruleset->rules.at[i];
		if (!str_eq(rule->id, id) && !str_eq(rule->group, id))
			continue;
		fputs(found ? "\n" : "", stdout);
		explain(stdout, ruleset, rule, color);
		found = true;
	}
	return found;
}

static bool unknown_rule(const struct front *front, const struct ruleset *ruleset, struct str id, struct err *err)
{
	const char *near = ruleset_nearest(front->arena, ruleset, id);

	if (near)
		return err_set(err, "there is no rule or group \"%s\"; did you mean %s?", id.at, near);
	return err_set(err, "there is no rule or group \"%s\"; \"replylint rules\" lists them", id.at);
}

enum status front_explain(const struct front *front, const struct options *options)
{
	struct err err = {""};
	enum status status = STATUS_CLEAN;
	const struct ruleset *ruleset = rulesets_all(front, options, &err);

	if (ruleset && !options->arguments.count)
		err_set(&err, "explain what? replylint explain RULE...; \"replylint rules\" lists them");
	if (!ruleset || err_is_set(&err))
		return front_trouble(&err);
	for (size_t i = 0; i < options->arguments.count; i++) {
		struct str id = str_of(options->arguments.at[i]);
		struct err unknown = {""};
		fputs(i ? "\n" : "", stdout);
		if (explain_id(ruleset, id, output_color(options, stdout)))
			continue;
		unknown_rule(front, ruleset, id, &unknown);
		status = front_trouble(&unknown);
	}
	enum status closed = front_close(stdout, "standard output");
	return closed > status ? closed : status;
}
