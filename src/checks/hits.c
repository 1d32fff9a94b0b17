#include "checks/hits.h"

#include "base/utf8.h"

void hits_reduce(struct match_list *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		struct match *last = kept > 0 ? &found->at[kept - 1] : NULL;
		bool overlaps = last != NULL && found->at[i].where.at < last->where.at + last->where.len;
		if (!overlaps) {
			found->at[kept++] = found->at[i];
		} else if (found->at[i].where.at == last->where.at && found->at[i].where.len > last->where.len) {
			*last = found->at[i];
		}
	}
	found->count = kept;
}

struct match_list hits_find(struct judge *judge, const struct matcher *matcher, const struct page *page,
                            enum hits_view view)
{
	const struct page_index *index = judge_index(judge, page);
	const struct haystack *haystack = view == HITS_MASKED ? &index->masked : &index->view;
	struct match_list found =
	    matcher_find_all(matcher, judge->searcher, judge->arena, haystack, (struct span){0, haystack->bytes.len});

	hits_reduce(&found);
	return found;
}

/* "Pls" wants "Please"; "SKU" in the middle of a sentence wants "product number". */
static bool wants_capital(const struct page *page, struct span where)
{
	struct str text = page_bytes(page, where);
	uint32_t first = 0, second = 0;

	if (text.len == 0) {
		return false;
	}
	size_t length = utf8_decode(text, 0, &first);
	if (length < text.len) {
		utf8_decode(text, length, &second);
	}
	bool begins_sentence = page->sentences.count > 0 && page_sentence_at(page, where.at)->span.at == where.at;
	return utf8_is_upper(first) && (begins_sentence || utf8_is_lower(second));
}

static struct str capitalised(struct arena *arena, struct str text)
{
	uint32_t first;
	char upper[UTF8_MAX];

	if (text.len == 0) {
		return text;
	}
	size_t length = utf8_decode(text, 0, &first);
	size_t made = utf8_encode(utf8_to_upper(first), upper);
	return str_printf(arena, "%.*s" STR_FMT, (int)made, upper, STR_ARG(str_from(text, length)));
}

/* Where words vanish, one of the spaces around them goes too. */
static struct span with_space(struct str view, struct span where)
{
	size_t end = where.at + where.len;

	while (end < view.len && (view.at[end] == ',' || view.at[end] == ' ')) {
		where.len++;
		if (view.at[end++] == ' ') {
			return where;
		}
	}
	if (where.at > 0 && view.at[where.at - 1] == ' ') {
		where.at--;
		where.len++;
	}
	return where;
}

void hits_report(struct judge *judge, const struct rule *rule, const struct page *page, struct span where,
                 const struct str *text)
{
	struct change change = {.where = where};
	struct report report = {.applicability = rule->applicability};
	bool open = false;

	if (text != NULL) {
		change.text = judge_fill(judge, *text, &open);
		if (change.text.len == 0) {
			change.where = with_space(page->view->bytes, where);
			report.description = STR("leave it out");
		} else if (where.len > 1 && wants_capital(page, where)) {
			change.text = capitalised(judge->arena, change.text);
		}
		report.applicability = open ? APPLY_PLACEHOLDER : rule->applicability;
		report.changes = &change;
		report.change_count = 1;
	}
	judge_report(judge, rule, page, where, &report);
}

void hits_report_missing(struct judge *judge, const struct rule *rule, enum insertion insertion, enum level level)
{
	struct change change = {0};
	bool open = false;
	struct str sentence = judge_fill(judge, rule->fix, &open);
	const struct page *page = judge_insertion(judge, insertion, sentence, &change);
	struct report report = {.level = level,
	                        .has_level = true,
	                        .changes = &change,
	                        .change_count = sentence.len > 0 ? 1 : 0,
	                        .applicability =
	                            open || !rule->applicability_given ? APPLY_PLACEHOLDER : rule->applicability};

	if (page != NULL) {
		report.description = sentence.len > 0 ? sentence : rule->advice;
		judge_report(judge, rule, page, change.where, &report);
	}
}
