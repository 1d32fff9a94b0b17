#include "lint/check.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lint/fix.h"
#include "lint/ruleset.h"

/* So many findings of a rule are kept with their places; the others are only counted, switched off or not. */
#define KEPT_MOST 100000u

const struct page_index *judge_index(const struct judge *judge, const struct page *page)
{
	return &judge->index[page - judge->document->pages.at];
}

const void **judge_memory(struct judge *judge, const struct page *page, const void *key)
{
	struct memories *memories = &judge->index[page - judge->document->pages.at].memories;

	for (size_t i = 0; i < memories->count; i++) {
		if (memories->at[i].key == key) {
			return &memories->at[i].value;
		}
	}
	struct memory *memory = vec_push(judge->arena, memories);
	memory->key = key;
	return &memory->value;
}

enum level judge_level(const struct judge *judge, const struct rule *rule)
{
	return rule->kind_level[judge->kind];
}

bool rule_covers(const struct rule *rule, const struct page *page, const struct block *block)
{
	return !page->is_answered && (rule->zones >> block->zone & 1) != 0 && (rule->block_kinds >> block->kind & 1) != 0;
}

static struct span join(struct span a, struct span b)
{
	return (struct span){a.at, b.at + b.len - a.at};
}

bool judge_page_matches(struct judge *judge, const struct matcher *matcher, const struct page *page, unsigned zones)
{
	const struct block *blocks = page->blocks.at;
	size_t first, end = 0, count = page->blocks.count;

	while (end < count) {
		for (first = end; end < count && (zones >> blocks[end].zone & 1) != 0;) {
			end++;
		}
		if (end > first && matcher_matches(matcher, judge->searcher, &judge_index(judge, page)->view,
		                                   join(blocks[first].span, blocks[end - 1].span))) {
			return true;
		}
		end += end == first;
	}
	return false;
}

bool judge_zones_match(struct judge *judge, const struct matcher *matcher, unsigned zones)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		if (judge_page_matches(judge, matcher, &judge->document->pages.at[i], zones)) {
			return true;
		}
	}
	return false;
}

bool judge_requires(struct judge *judge, struct str element, enum level *level)
{
	size_t kinds[2] = {judge->kind, judge->second_kind};

	for (size_t i = 0; i < 2; i++) {
		const struct requirement *requirement = kind_requires(&judge->ruleset->kinds.at[kinds[i]], element);
		bool lower = i == 1;
		if (requirement == NULL || (lower && kinds[1] == kinds[0])) {
			continue;
		}
		if (requirement->when != NULL && !judge_zones_match(judge, requirement->when, ZONES_REP)) {
			continue;
		}
		enum level most = lower ? LEVEL_SUGGESTION : judge->missing_most;
		*level = requirement->level < most ? requirement->level : most;
		return true;
	}
	return false;
}

/* ---- guards ---- */

/* The first block of a paragraph, or of the first one after it. */
static size_t first_block_of(const struct page *page, size_t paragraph)
{
	size_t low = 0, high = page->blocks.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (page->blocks.at[middle].paragraph < paragraph) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The paragraph around block. */
static struct span paragraph_span(const struct page *page, const struct block *block)
{
	size_t first = first_block_of(page, block->paragraph), end = first_block_of(page, block->paragraph + 1);

	return join(page->blocks.at[first].span, page->blocks.at[end - 1].span);
}

static struct span reach_span(const struct page *page, struct span span, enum reach reach)
{
	const struct block *block = page_block_at(page, span.at);
	size_t count = page->sentences.count, before = reach == REACH_NEAR ? 1 : 0,
	       after = reach == REACH_NEAR   ? 2
	               : reach == REACH_NEXT ? 1
	                                     : 0;

	if (reach == REACH_PARAGRAPH || count == 0) {
		return paragraph_span(page, block);
	}
	size_t index = (size_t)(page_sentence_at(page, span.at) - page->sentences.at);
	size_t last_of_match =
	    span.len > 0 ? (size_t)(page_sentence_at(page, span.at + span.len - 1) - page->sentences.at) : index;
	size_t first = index >= before ? index - before : 0, last = last_of_match + after;
	return join(page->sentences.at[first].span, page->sentences.at[last < count ? last : count - 1].span);
}

static bool same_place(const struct guard_memory *a, const struct guard_memory *b)
{
	return a->guard == b->guard && a->page == b->page && a->span.at == b->span.at && a->span.len == b->span.len;
}

/* Whether the guard in looking, which is not looked for again where it was looked for last, stands there. */
static bool guard_matches(struct judge *judge, const struct rule *rule, const struct guard_memory *looking,
                          struct guard_memory *last)
{
	const struct page *page = looking->page;

	if (!same_place(looking, last)) {
		*last = *looking;
		last->matches = page == NULL ? judge_zones_match(judge, looking->guard, rule->zones | ZONES_REP)
		                             : matcher_matches(looking->guard, judge->searcher, &judge_index(judge, page)->view,
		                                               looking->span);
	}
	return last->matches;
}

bool judge_guards_allow(struct judge *judge, const struct rule *rule, const struct guards *guards,
                        const struct page *page, struct span span)
{
	for (enum reach reach = 0; reach < REACH_COUNT; reach++) {
		struct guard_memory unless = {.guard = guards->unless[reach]}, within = {.guard = guards->within[reach]};
		if (unless.guard == NULL && within.guard == NULL) {
			continue;
		}
		if (reach != REACH_MESSAGE) {
			unless.page = within.page = page;
			unless.span = within.span = reach_span(page, span, reach);
		}
		if (unless.guard != NULL && guard_matches(judge, rule, &unless, &judge->unless[reach])) {
			return false;
		}
		if (within.guard != NULL && !guard_matches(judge, rule, &within, &judge->within[reach])) {
			return false;
		}
	}
	return true;
}

bool judge_allows(struct judge *judge, const struct rule *rule, const struct page *page, struct span span)
{
	return judge_guards_allow(judge, rule, &rule->guards, page, span);
}

/* ---- reporting ---- */

/* message with each %s replaced by subject, %% by a percent sign. */
static struct str format_message(struct arena *arena, struct str message, struct str subject)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	for (size_t i = 0; i < message.len; i++) {
		bool percent = message.at[i] == '%' && i + 1 < message.len;
		if (percent && message.at[i + 1] == 's') {
			buf_add(&out, subject);
			i++;
		} else {
			buf_char(&out, message.at[i]);
			i += percent && message.at[i + 1] == '%' ? 1 : 0;
		}
	}
	return buf_str(&out);
}

static struct str fold_white(struct arena *arena, struct str text)
{
	struct buf out;

	buf_init(&out, arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		bool white = ascii_space(text.at[i]);
		if (!white) {
			buf_char(&out, text.at[i]);
		} else if (out.len > 0 && out.at[out.len - 1] != ' ') {
			buf_char(&out, ' ');
		}
	}
	return str_trim(buf_str(&out));
}

static struct fix *make_fix(struct judge *judge, const struct rule *rule, const struct page *page,
                            const struct report *report)
{
	struct fix *fix = ARENA_NEW(judge->arena, struct fix);

	if (report->change_count > 0) {
		fix->edits =
		    report->markup.len > 0
		        ? fix_encode_markup(judge->document, page, report->changes, report->change_count, &fix->edit_count)
		        : fix_encode(judge->document, page, report->changes, report->change_count, &fix->edit_count);
		fix->applicability = fix->edits != NULL ? report->applicability : APPLY_ADVICE;
		fix->description = report->description.len > 0 ? report->description : str_trim(report->changes[0].text);
		if (fix->edits != NULL || fix->description.len > 0) {
			return fix;
		}
	}
	fix->applicability = APPLY_ADVICE;
	fix->description = report->description.len > 0 ? report->description : rule->advice;
	return fix->description.len > 0 ? fix : NULL;
}

size_t judge_beyond(const struct judge *judge, const struct rule *rule)
{
	size_t made = judge->made[rule->order];

	return made > KEPT_MOST ? made - KEPT_MOST : 0;
}

bool judge_lists(const struct judge *judge, const struct rule *rule)
{
	return judge->made[rule->order] < LIMIT_VALUE(findings);
}

/* The text in which the finding stands, and where. */
static const struct text *place_of(const struct page *page, const struct report *report, struct span *span)
{
	if (report->markup.len == 0) {
		return page->view;
	}
	*span = report->markup;
	return page->markup->html;
}

void judge_report(struct judge *judge, const struct rule *rule, const struct page *page, struct span span,
                  const struct report *report)
{
	static const struct report nothing;
	bool in_source = text_root(page->view) == judge->document->source;

	report = report != NULL ? report : &nothing;
	if (span.len > 0 && page->blocks.count > 0 &&
	    (!rule_covers(rule, page, page_block_at(page, span.at)) || !judge_allows(judge, rule, page, span))) {
		return;
	}
	if (judge->made[rule->order] >= KEPT_MOST) {
		judge->made[rule->order]++;
		return;
	}
	struct finding *finding = vec_push(judge->arena, &judge->findings);
	finding->rule = rule;
	finding->level = report->has_level ? report->level : judge_level(judge, rule);
	finding->page = page;
	finding->view = span;
	finding->zone = page->blocks.count > 0 ? page_block_at(page, span.at)->zone : ZONE_BODY;
	finding->order = rule->order;
	const struct text *text = place_of(page, report, &span);
	finding->source = in_source ? text_origin(text, span) : (struct span){0, 0};
	bool listed = judge_lists(judge, rule);
	judge->made[rule->order]++;
	if (!listed) {
		finding->text = str_span(text->bytes, span); /* judge_word() does the rest */
		document_defect(judge->document, DEFECT_LIMIT_FINDINGS, finding->source);
		return;
	}
	finding->text = fold_white(judge->arena, str_span(text->bytes, span));
	finding->message = format_message(judge->arena, report->message.len > 0 ? report->message : rule->message,
	                                  report->subject.len > 0 ? report->subject : finding->text);
	finding->fix = make_fix(judge, rule, page, report);
}

void judge_word(struct judge *judge, struct finding *finding)
{
	if (finding->message.at == NULL) {
		finding->text = fold_white(judge->arena, finding->text);
		finding->message = format_message(judge->arena, finding->rule->message, finding->text);
	}
}

/* ---- insertion ---- */

const struct page *judge_main_page(const struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		if (!page->is_subject && !page->is_alternative) {
			return page;
		}
	}
	return document->pages.count > 0 ? &document->pages.at[document->pages.count - 1] : NULL;
}

static const struct block *last_block(const struct page *page, unsigned zones)
{
	for (size_t i = page->blocks.count; i > 0; i--) {
		if ((zones >> page->blocks.at[i - 1].zone & 1) != 0) {
			return &page->blocks.at[i - 1];
		}
	}
	return NULL;
}

static const struct block *first_block(const struct page *page, unsigned zones)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		if ((zones >> page->blocks.at[i].zone & 1) != 0) {
			return &page->blocks.at[i];
		}
	}
	return NULL;
}

/* A preheader is hidden: nobody would see what stands in it. */
#define ZONES_SEEN (ZONES_REP & ~ZONE_BIT(ZONE_PREHEADER))

const struct page *judge_insertion(const struct judge *judge, enum insertion where, struct str sentence,
                                   struct change *change)
{
	const struct page *page = judge_main_page(judge->document);
	const struct block *before = NULL, *behind = NULL;

	if (page == NULL) {
		return NULL;
	}
	if (where == INSERT_AFTER_GREETING) {
		behind = last_block(page, ZONE_BIT(ZONE_GREETING));
		before = behind == NULL ? first_block(page, ZONES_SEEN) : NULL;
	} else {
		before = first_block(page, ZONE_BIT(ZONE_CLOSING));
		behind = before == NULL ? last_block(page, ZONES_SEEN) : NULL;
	}
	if (behind != NULL) {
		change->where = (struct span){behind->span.at + behind->span.len, 0};
		change->text = str_printf(judge->arena, "\n\n" STR_FMT, STR_ARG(sentence));
	} else {
		change->where = (struct span){before != NULL ? before->span.at : 0, 0};
		change->text = str_printf(judge->arena, STR_FMT "\n\n", STR_ARG(sentence));
	}
	return page;
}

/* ---- slots ---- */

static struct str topic_of(const struct judge *judge)
{
	const struct document *document = judge->document;
	static const char *const prefixes[] = {"re:", "fwd:", "fw:", "aw:", "wg:", "sv:", "antw:"};
	struct str subject = {"", 0};

	if (document->pages.count > 0 && document->pages.at[0].is_subject) {
		subject = str_trim(document->pages.at[0].view->bytes);
	}
	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		if (str_starts_nocase(subject, str_of(prefixes[i]))) {
			subject = str_trim(str_from(subject, strlen(prefixes[i])));
			return subject.len >= 6 && subject.len <= 60 ? subject : (struct str){"", 0};
		}
	}
	return (struct str){"", 0}; /* only an answer's subject is in the customer's words */
}

/* What is known for a slot; empty: nothing. */
static struct str slot_value(const struct judge *judge, struct str slot)
{
	const struct config *config = judge->ruleset->config;
	const struct {
		const char *name;
		struct str value;
	} known[] = {
	    {"phone", config->organisation.contact},
	    {"hours", config->organisation.hours},
	    {"company", config->organisation.names.count > 0 ? config->organisation.names.at[0] : (struct str){"", 0}},
	    {"mailbox",
	     config->organisation.mailboxes.count > 0 ? config->organisation.mailboxes.at[0] : (struct str){"", 0}},
	    {"topic", topic_of(judge)},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_eq(slot, str_of(known[i].name))) {
			return known[i].value;
		}
	}
	return (struct str){"", 0};
}

struct str judge_fill(struct judge *judge, struct str text, bool *open)
{
	struct buf out;

	*open = false;
	buf_init(&out, judge->arena, text.len + 1000);
	for (size_t at = 0; at < text.len;) {
		size_t start = str_find_char(text, '{', at);
		size_t end = start == STR_NONE ? STR_NONE : str_find_char(text, '}', start);
		if (end == STR_NONE) {
			buf_add(&out, str_from(text, at));
			break;
		}
		struct str value = slot_value(judge, str_sub(text, start + 1, end - start - 1));
		buf_add(&out, str_sub(text, at, start - at));
		*open = *open || value.len == 0;
		buf_add(&out, value.len > 0 ? value : str_sub(text, start, end + 1 - start));
		at = end + 1;
	}
	return buf_str(&out);
}
