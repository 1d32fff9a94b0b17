/*
 * structure: walls of text, mails too long for their kind, paragraphs and signatures that stand there twice, mails of
 * colleagues below a customer's, questions in a heap, steps without numbers, answers that come late. `what` says which.
 */
#include "checks/structure.h"

#include "base/err.h"
#include "lint/ruleset.h"

static const struct kind_entry {
	const char *name;
	structure_kind *run;
} entries[] = {
    {"walls", structure_walls},           {"length", structure_length},     {"repeats", structure_repeats},
    {"signatures", structure_signatures}, {"internal", structure_internal}, {"asks", structure_asks},
    {"steps", structure_steps},           {"buried", structure_buried},
};

struct data {
	const struct kind_entry *entry;
	struct structure structure;
};

/* A number for all kinds, or one for each: {answer: 250}. */
static bool load_words(const struct rule_source *source, struct structure *structure)
{
	const struct node *node = node_get(source->node, "most-words");
	long all = 0;

	if (node == NULL) {
		return true;
	}
	if (node->kind != NODE_MAPPING) {
		if (!node_long(node, &all, source->err)) {
			return false;
		}
		for (size_t i = 0; i < KINDS_MAX; i++) {
			structure->words[i] = all;
		}
		return true;
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		long kind = ruleset_kind(source->ruleset, entry->key->scalar);
		if (kind < 0) {
			return node_err(entry->key, source->err, "there is no kind \"" STR_FMT "\"", STR_ARG(entry->key->scalar));
		}
		if (!node_long(entry, &structure->words[kind], source->err)) {
			return false;
		}
	}
	return true;
}

static bool load_number(const struct rule_source *source, const char *key, long *number)
{
	const struct node *node = node_get(source->node, key);

	return node == NULL || node_long(node, number, source->err);
}

static bool load_list(const struct rule_source *source, const char *key, struct str_list *list)
{
	const struct node *node = node_get(source->node, key);

	return node == NULL || node_str_list(source->arena, node, list, source->err);
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	struct structure *structure = &data->structure;

	data->entry = RULE_WHAT(source, entries);
	if (data->entry == NULL || !load_words(source, structure) ||
	    !load_number(source, "most-sentences", &structure->sentences) ||
	    !load_number(source, "error-words", &structure->error_words) ||
	    !load_number(source, "most-asks", &structure->asks) ||
	    !rule_matcher(source, "requests", &structure->requests) ||
	    !rule_matcher(source, "exempt", &structure->exempt) || !rule_matcher(source, "answers", &structure->answers) ||
	    !load_list(source, "verbs", &structure->verbs) || !load_list(source, "connectors", &structure->connectors)) {
		return false;
	}
	rule->data = data;
	return true;
}

const struct structure *structure_of(const struct rule *rule)
{
	return &((const struct data *)rule->data)->structure;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct page *page = judge_main_page(judge->document);

	if (page != NULL && page->blocks.count > 0) {
		((const struct data *)rule->data)->entry->run(rule, judge, page);
	}
}

const struct check check_structure = {"structure",
                                      (const char *const[]){"what", "most-words", "most-sentences", "error-words",
                                                            "most-asks", "requests", "exempt", "answers", "verbs",
                                                            "connectors", NULL},
                                      load, run, NULL};
