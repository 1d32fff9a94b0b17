/* phrase: the words of the author, in the phrase notation. `fix` replaces them. */
#include "checks/hits.h"

#include "base/err.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct matcher *matcher;

	if (!rule_matcher(source, "phrases", &matcher)) {
		return false;
	}
	rule->data = matcher;
	return matcher != NULL || node_err(source->node, source->err, "a rule of type phrase needs the key 'phrases'");
}

static void run(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, rule->data, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			hits_report(judge, rule, page, found.at[k].where, rule->has_fix ? &rule->fix : NULL);
		}
	}
}

static const struct matcher *cues(const struct rule *rule)
{
	return rule->data;
}

const struct check check_phrase = {"phrase", (const char *const[]){"phrases", NULL}, load, run, cues};
