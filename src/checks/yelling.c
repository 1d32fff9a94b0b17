/*
 * yelling: capitals and marks that raise the voice. `what` says which: message, run, word, subject; stretch (sooo);
 * exclamations (too many of them); ellipsis (sentences that trail off); emoji; markup (red, huge, underlined text).
 */
#include "checks/yelling.h"

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "lint/recase.h"
#include "lint/ruleset.h"

static const struct yelling_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge, const struct page *page);
} kinds[] = {
    {"message", yelling_message},   {"run", yelling_run},         {"word", yelling_word},
    {"subject", yelling_message},   {"stretch", yelling_stretch}, {"exclamations", yelling_exclamations},
    {"ellipsis", yelling_ellipsis}, {"emoji", yelling_emoji},     {"markup", yelling_markup},
};

static bool load(const struct rule_source *source, struct rule *rule)
{

	rule->data = RULE_WHAT(source, kinds);
	return rule->data != NULL;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct yelling_kind *kind = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->blocks.count > 0) {
			kind->run(rule, judge, page);
		}
	}
}

const struct check check_yelling = {"yelling", (const char *const[]){"what", NULL}, load, run, NULL};

/* ---- shared ---- */

bool yelling_is_plain_word(const struct word *word)
{
	return (word->flags & (WORD_MASKED | WORD_VALUE | WORD_DIGIT)) == 0;
}

const struct block *yelling_block(const struct page *page, const struct word *word)
{
	return &page->blocks.at[page->sentences.at[word->sentence].block];
}

void yelling_report_recased(struct judge *judge, const struct rule *rule, const struct page *page, struct span span)
{
	if (!judge_lists(judge, rule)) {
		judge_report(judge, rule, page, span, NULL);
		return;
	}
	struct recased recased = recase(judge, page, span);
	struct report report = {.changes = recased.changes.at,
	                        .change_count = recased.changes.count,
	                        .applicability = recased.all_known ? APPLY_SAFE : APPLY_UNSAFE,
	                        .description = recased.text};

	judge_report(judge, rule, page, span, &report);
}
