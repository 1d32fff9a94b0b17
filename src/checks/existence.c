/* existence: Vale's check of that name: none of these words or patterns may occur. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "checks/blame.h"
#include "checks/hits.h"

#define PATTERN_MAX ((size_t)256 * 1024)

struct data {
	const struct matcher *matcher, *exceptions; /* exceptions: NULL: none */
};

static bool flag(const struct rule_source *source, const char *key, bool *value)
{
	const struct node *node = node_get(source->node, key);

	*value = false;
	return node == NULL || node_bool(node, value, source->err);
}

static bool strings(const struct rule_source *source, const char *key, struct str_list *list)
{
	const struct node *node = node_get(source->node, key);

	return node == NULL || node_str_list(source->arena, node, list, source->err);
}

static void add_alternatives(struct buf *out, const struct str_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (str_trim(list->at[i]).len > 0) {
			buf_add(out, count++ > 0 ? STR("|") : STR(""));
			buf_add(out, list->at[i]);
		}
	}
}

/* definition.go: makeRegexp. The word template counts only where there are tokens. */
static struct str build(struct arena *arena, const struct str_list *raw, const struct str_list *tokens, bool nonword)
{
	struct buf out;
	bool words = !nonword && tokens->count > 0;

	buf_init(&out, arena, PATTERN_MAX);
	for (size_t i = 0; i < raw->count; i++) {
		buf_add(&out, raw->at[i]);
	}
	if (tokens->count > 0) {
		buf_add(&out, words ? STR("\\b(?:") : STR("(?:"));
		add_alternatives(&out, tokens);
		buf_add(&out, words ? STR(")\\b") : STR(")"));
	}
	return buf_str(&out);
}

static bool make_matcher(const struct rule_source *source, const char *key, struct str regex, bool ignore_case,
                         const struct matcher **matcher)
{
	struct matcher *made = rule_new_matcher(source, ignore_case ? 0 : MATCH_CASE);
	const struct node *node = node_get(source->node, key);
	struct err inner = {{0}};

	*matcher = made;
	matcher_reserve(made, 1);
	return matcher_add_regex(made, regex, 0, &inner) ||
	       blame_patterns(source, node != NULL ? node : source->node, &inner);
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	struct str_list tokens = {0}, raw = {0}, exceptions = {0};
	bool nonword, ignore_case;

	rule->data = data;
	if (!strings(source, "tokens", &tokens) || !strings(source, "raw", &raw) ||
	    !strings(source, "exceptions", &exceptions) || !flag(source, "nonword", &nonword) ||
	    !flag(source, "ignorecase", &ignore_case)) {
		return false;
	}
	if (tokens.count == 0 && raw.count == 0) {
		return node_err(source->node, source->err, "a rule of type existence needs the key 'tokens' or 'raw'");
	}
	if (exceptions.count > 0) {
		struct str regex = build(source->arena, &(struct str_list){0}, &exceptions, false);
		if (!make_matcher(source, "exceptions", regex, false, &data->exceptions)) {
			return false;
		}
	}
	struct str regex = build(source->arena, &raw, &tokens, nonword);
	return make_matcher(source, tokens.count > 0 ? "tokens" : "raw", regex, ignore_case, &data->matcher);
}

static bool is_excepted(struct judge *judge, const struct data *data, const struct page *page, struct span where)
{
	return data->exceptions != NULL &&
	       matcher_matches(data->exceptions, judge->searcher, &judge_index(judge, page)->view, where);
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->matcher, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			if (!is_excepted(judge, data, page, found.at[k].where)) {
				hits_report(judge, rule, page, found.at[k].where, rule->has_fix ? &rule->fix : NULL);
			}
		}
	}
}

const struct check check_existence = {
    "existence", (const char *const[]){"tokens", "raw", "append", "ignorecase", "nonword", "exceptions", "vocab", NULL},
    load, run, NULL};
