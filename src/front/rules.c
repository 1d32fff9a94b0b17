/* rules: all rules, or all kinds of message and what each must contain, as text, JSON or Markdown. */
#include <jansson.h>
#include <string.h>

#include "front/front.h"
#include "front/options.h"
#include "front/rulesets.h"

/* One way to list. */
struct listing {
	const char *format;
	void (*rules)(const struct ruleset *ruleset);
	void (*kinds)(const struct ruleset *ruleset);
};

static int id_width(const struct ruleset *ruleset)
{
	size_t width = 0;

	for (size_t i = 0; i < ruleset->rules.count; i++)
		if (ruleset->rules.at[i]->id.len > width)
			width = ruleset->rules.at[i]->id.len;
	return (int)width;
}

static void text_rules(const struct ruleset *ruleset)
{
	int width = id_width(ruleset);

	for (size_t i = 0; i < ruleset->rules.count; i++) {
		const struct rule *rule = ruleset->rules.at[i];
		struct str message = rulesets_message(ruleset->arena, rule);
		printf("%-*.*s  %-10s  %-8s  " STR_FMT "\n", width, STR_ARG(rule->id), level_names[rule->level],
		       impression_names[rule->impression], STR_ARG(message));
	}
}

static void text_kinds(const struct ruleset *ruleset)
{
	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		const struct kind *kind = &ruleset->kinds.at[i];
		printf("%-16.*s  " STR_FMT "\n", STR_ARG(kind->name), STR_ARG(kind->description));
		for (size_t r = 0; r < kind->requires.count; r++) {
			const struct requirement *required = &kind->requires.at[r];
			printf("%16s  %-10s  " STR_FMT "%s\n", "", level_names[required->level], STR_ARG(required->element),
			       required->when ? " (in some)" : "");
		}
	}
}

static json_t *text_json(struct str text)
{
	return json_stringn(text.len ? text.at : "", text.len);
}

static json_t *rule_json(const struct ruleset *ruleset, const struct rule *rule)
{
	json_t *object = json_object(), *kinds = json_array();

	json_object_set_new(object, "rule", text_json(rule->id));
	json_object_set_new(object, "group", text_json(rule->group));
	json_object_set_new(object, "level", json_string(level_names[rule->level]));
	json_object_set_new(object, "impression",
	                    rule->impression ? json_string(impression_names[rule->impression]) : json_null());
	json_object_set_new(object, "message", text_json(rule->message));
	json_object_set_new(object, "why", text_json(rule->why));
	json_object_set_new(object, "advice", text_json(rule->advice));
	json_object_set_new(object, "source", text_json(rule->source));
	json_object_set_new(object, "gate", json_boolean(rule->gate));
	for (size_t i = 0; i < ruleset->kinds.count; i++)
		if (rule->kinds >> i & 1u)
			json_array_append_new(kinds, text_json(ruleset->kinds.at[i].name));
	json_object_set_new(object, "kinds", kinds);
	json_object_set_new(object, "url", rule->link.len ? text_json(rule->link) : json_null());
	return object;
}

static json_t *kind_json(const struct kind *kind)
{
	json_t *object = json_object(), *required = json_array();

	json_object_set_new(object, "kind", text_json(kind->name));
	json_object_set_new(object, "description", text_json(kind->description));
	for (size_t i = 0; i < kind->requires.count; i++) {
		json_t *element = json_object();
		json_object_set_new(element, "element", text_json(kind->requires.at[i].element));
		json_object_set_new(element, "level", json_string(level_names[kind->requires.at[i].level]));
		json_object_set_new(element, "always", json_boolean(!kind->requires.at[i].when));
		json_array_append_new(required, element);
	}
	json_object_set_new(object, "requires", required);
	return object;
}

static void print_json(const char *key, json_t *list)
{
	json_t *object = json_object();

	json_object_set_new(object, "version", json_integer(1));
	json_object_set_new(object, key, list);
	json_dumpf(object, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(object);
}

static void json_rules(const struct ruleset *ruleset)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ruleset->rules.count; i++)
		json_array_append_new(list, rule_json(ruleset, ruleset->rules.at[i]));
	print_json("rules", list);
}

static void json_kinds(const struct ruleset *ruleset)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ruleset->kinds.count; i++)
		json_array_append_new(list, kind_json(&ruleset->kinds.at[i]));
	print_json("kinds", list);
}

/* Text for a cell of a Markdown table. */
static void print_cell(struct str text)
{
	fputs(" ", stdout);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("|*_`<\\", text.at[i]))
			putchar('\\');
		putchar(text.at[i] == '\n' ? ' ' : text.at[i]);
	}
	fputs(" |", stdout);
}

static void markdown_rules(const struct ruleset *ruleset)
{
	fputs("| Rule | Level | Impression | Message |\n|---|---|---|---|\n", stdout);
	for (size_t i = 0; i < ruleset->rules.count; i++) {
		const struct rule *rule = ruleset->rules.at[i];
		printf("| `" STR_FMT "` | %s | %s |", STR_ARG(rule->id), level_names[rule->level],
		       impression_names[rule->impression]);
		print_cell(rulesets_message(ruleset->arena, rule));
		putchar('\n');
	}
}

static void markdown_kinds(const struct ruleset *ruleset)
{
	fputs("| Kind | What it is | Must contain |\n|---|---|---|\n", stdout);
	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		const struct kind *kind = &ruleset->kinds.at[i];
		printf("| `" STR_FMT "` |", STR_ARG(kind->name));
		print_cell(kind->description);
		for (size_t r = 0; r < kind->requires.count; r++)
			printf("%s" STR_FMT " (%s)", r ? ", " : " ", STR_ARG(kind->requires.at[r].element),
			       level_names[kind->requires.at[r].level]);
		fputs(" |\n", stdout);
	}
}

static const struct listing listings[] = {
    {"text", text_rules, text_kinds}, {"json", json_rules, json_kinds}, {"markdown", markdown_rules, markdown_kinds}};

enum status front_rules(const struct front *front, const struct options *options)
{
	struct err err = {""};
	const struct listing *listing = &listings[options->choice[OPTION_list_format]];

	if (options->arguments.count) {
		err_set(&err, "rules takes no argument; replylint explain %s says more about a rule", options->arguments.at[0]);
		return front_trouble(&err);
	}
	struct rulesets *rulesets = rulesets_new(front, options, &err);
	struct settings settings;
	if (!rulesets || !rulesets_for(rulesets, NULL, &settings, &err))
		return front_trouble(&err);
	(options->given[OPTION_kinds] ? listing->kinds : listing->rules)(settings.ruleset);
	return front_close(stdout, "standard output");
}
