/*
 * placeholder: text that a person or a program was to replace, in everything that is sent: the subject, the signature,
 * inside quotation marks and addresses too. Code is left alone; a template's own tags are no text any more.
 */
#include "checks/hits.h"

#include "base/err.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct matcher *matcher;

	if (!rule_matcher(source, "phrases", &matcher)) {
		return false;
	}
	rule->data = matcher;
	return matcher != NULL || node_err(source->node, source->err, "a rule of type placeholder needs the key 'phrases'");
}

static bool is_code(const struct page *page, struct span where)
{
	for (size_t i = 0; i < page->marks.count; i++) {
		const struct mark *mark = &page->marks.at[i];
		if (mark->kind == MARK_CODE && where.at >= mark->span.at && where.at < mark->span.at + mark->span.len) {
			return true;
		}
	}
	return false;
}

static void run(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, rule->data, page, HITS_WHOLE);
		for (size_t k = 0; k < found.count; k++) {
			if (!is_code(page, found.at[k].where)) {
				hits_report(judge, rule, page, found.at[k].where, NULL);
			}
		}
	}
}

const struct check check_placeholder = {"placeholder", (const char *const[]){"phrases", NULL}, load, run, NULL};
