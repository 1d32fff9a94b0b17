/*
 * phrase: the words of the author, in the phrase notation. `fix` replaces them; with `replaceable`, only where one of
 * those phrases is all that was found and its clause ends there, so that the sentence stays whole. With `most-words`
 * only messages are judged whose body has no more words: what is said beside the answer is no harm; in longer ones the
 * phrases of `in-longer` are looked for instead. `quoted`: what stands in quotation marks is searched, too. `guarded`:
 * groups of phrases, each with guards of its own beside those of the rule.
 */
#include "checks/guarded.h"

#include <string.h>

#include "base/err.h"
#include "checks/structure.h"

struct data {
	const struct matcher *phrases, *replaceable; /* replaceable: NULL: all are */
	const struct matcher *in_longer;             /* NULL: none */
	struct guarded guarded;
	bool quoted;
	long most_words; /* 0: any number */
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *most = node_get(source->node, "most-words"), *quoted = node_get(source->node, "quoted");

	rule->data = data;
	if (!rule_matcher(source, "phrases", &data->phrases) || !rule_matcher(source, "replaceable", &data->replaceable) ||
	    !rule_matcher(source, "in-longer", &data->in_longer) || !guarded_load(source, &data->guarded) ||
	    (most != NULL && !node_long(most, &data->most_words, source->err)) ||
	    (quoted != NULL && !node_bool(quoted, &data->quoted, source->err))) {
		return false;
	}
	return data->phrases != NULL ||
	       node_err(source->node, source->err, "a rule of type phrase needs the key 'phrases'");
}

static bool ends_clause(struct str view, size_t at)
{
	struct str rest = str_from(view, at);

	return rest.len == 0 || strchr(".,;:!?)\n", rest.at[0]) != NULL || str_starts(rest, STR(" and ")) ||
	       str_starts(rest, STR(" but "));
}

static bool is_replaceable(struct judge *judge, const struct data *data, const struct page *page, struct span where)
{
	if (data->replaceable == NULL) {
		return true;
	}
	struct match_list found =
	    matcher_find_all(data->replaceable, judge->searcher, judge->arena, &judge_index(judge, page)->view, where);
	bool whole = found.count > 0 && found.at[0].where.at == where.at && found.at[0].where.len == where.len;

	return whole && ends_clause(page->view->bytes, where.at + where.len);
}

static void report(const struct rule *rule, struct judge *judge, const struct page *page, struct span where)
{
	struct report advice = {.description = rule->fix};

	if (!rule->has_fix) {
		hits_report(judge, rule, page, where, NULL);
	} else if (is_replaceable(judge, rule->data, page, where)) {
		hits_report(judge, rule, page, where, &rule->fix);
	} else {
		judge_report(judge, rule, page, where, &advice);
	}
}

static void look_for(const struct rule *rule, struct judge *judge, const struct matcher *phrases)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		enum hits_view view = data->quoted ? HITS_WHOLE : HITS_MASKED;
		struct match_list found = hits_find(judge, phrases, page, view);
		if (phrases == data->phrases) {
			guarded_find(rule, judge, &data->guarded, page, view, &found);
		}
		for (size_t k = 0; k < found.count; k++) {
			report(rule, judge, page, found.at[k].where);
		}
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	bool long_one = data->most_words > 0 && structure_words(judge->document) > (size_t)data->most_words;

	if (!long_one) {
		look_for(rule, judge, data->phrases);
	} else if (data->in_longer != NULL) {
		look_for(rule, judge, data->in_longer);
	}
}

static const struct matcher *cues(const struct rule *rule)
{
	return ((const struct data *)rule->data)->phrases;
}

const struct check check_phrase = {
    "phrase", (const char *const[]){"phrases", "replaceable", "in-longer", "guarded", "most-words", "quoted", NULL},
    load, run, cues};
