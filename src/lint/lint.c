#include "lint/lint.h"

#include "lint/check.h"
#include "lint/kind.h"
#include "lint/resolve.h"
#include "lint/score.h"

static unsigned format_bit(const struct document *document)
{
	if (document->is_template) {
		return RULE_TEMPLATE;
	}
	return document->format == FORMAT_MAIL ? RULE_MAIL : RULE_DRAFT;
}

static void index_pages(struct judge *judge)
{
	const struct document *document = judge->document;

	judge->index = ARENA_ARRAY(judge->arena, document->pages.count + 1, struct page_index);
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		judge->index[i].view = haystack_index(judge->arena, page->view->bytes);
		judge->index[i].masked =
		    str_eq(page->masked, page->view->bytes) ? judge->index[i].view : haystack_index(judge->arena, page->masked);
	}
}

static void run_rules(struct judge *judge, const struct lint_options *options, struct result *result)
{
	unsigned format = format_bit(judge->document);

	for (size_t i = 0; i < judge->ruleset->rules.count; i++) {
		const struct rule *rule = judge->ruleset->rules.at[i];
		if (options->only != NULL && rule != options->only) {
			continue;
		}
		if (((rule->kinds >> judge->kind | rule->kinds >> judge->second_kind) & 1) == 0) {
			result->rules_not_run++;
		} else if ((rule->formats & format) != 0) {
			rule->check->run(rule, judge);
		}
	}
}

struct result *lint_message(struct arena *arena, const struct ruleset *ruleset, struct searcher *searcher,
                            struct str bytes, const struct lint_options *options)
{
	struct result *result = ARENA_NEW(arena, struct result);
	struct judge judge = {.arena = arena, .ruleset = ruleset, .searcher = searcher};

	judge.document = result->document = document_read(arena, bytes, &options->document);
	judge.made = ARENA_ARRAY(arena, ruleset->rules.count + 1, size_t);
	index_pages(&judge);
	if (options->as_before != NULL) {
		result->told = *options->as_before;
		result->told.evidence = str_copy(arena, result->told.evidence);
		judge.kind = result->told.kind;
		judge.second_kind = result->told.second_kind;
		judge.missing_most = result->told.missing_most;
	} else {
		struct str evidence = kind_tell(&judge, options);
		result->told = (struct kind_told){judge.kind, judge.second_kind, judge.missing_most, evidence};
	}
	if (options->keeps_words) {
		result->kind_words = kind_words(&judge);
	}
	result->kind_evidence = result->told.evidence;
	result->kind = judge.kind;
	run_rules(&judge, options, result);
	resolve_findings(&judge, options, result);
	score_result(arena, ruleset->config, result);
	result->overrun = searcher_overrun(searcher);
	return result;
}
