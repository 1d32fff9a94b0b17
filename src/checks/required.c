/*
 * required: an element that a message of this kind must contain. In which kinds, and at which level, is said by the
 * kinds' files. It is there when one of the `present` phrases stands in `scope`, outside the spans of `except` and,
 * where it is `to-come`, of dates that are over; in a template, also when the name of a value holds one of `values`
 * ("{{ order.total }}" holds "total").
 */
#include <string.h>

#include "base/err.h"
#include "checks/date.h"
#include "checks/hits.h"
#include "lint/check.h"
#include "lint/ruleset.h"

/* Facts that make an element present without words: `satisfied-by`. */
enum fact {
	FACT_HAS_ATTACHMENT,
	FACT_CALENDAR_PART,
	FACT_LINK,
	FACT_SENDER_ADDRESS,
	FACT_DATE_HEADER,
	FACT_CUSTOMER_QUOTE,
	FACT_TOPIC_SUBJECT,
	FACT_SHIPPING_REFERENCE,
	FACT_TEMPLATE_VALUE,
	FACT_DATE_AND_TIME,
	FACT_LAYOUT_ELSEWHERE,
	FACT_COUNT
};

static const char *const fact_names[] = {
    "has-attachment", "calendar-part",      "link",           "sender-address", "date-header",      "customer-quote",
    "topic-subject",  "shipping-reference", "template-value", "date-and-time",  "layout-elsewhere", NULL};

struct data {
	struct str element;
	const struct matcher *present, *except;
	struct str_list values; /* lower case */
	unsigned facts;
	bool to_come; /* a date before the message's own does not count */
	enum insertion insertion;
};

static bool load_facts(const struct rule_source *source, struct data *data)
{
	const struct node *list = node_get(source->node, "satisfied-by");

	for (const struct node *node = list != NULL ? list->value : NULL; node != NULL; node = node->next) {
		size_t fact;
		if (!node_choice(node, fact_names, &fact, source->err)) {
			return false;
		}
		data->facts |= 1u << fact;
	}
	return true;
}

/* The kinds that require the element: in others the rule is not judged. */
static uint32_t requiring_kinds(const struct ruleset *ruleset, struct str element)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		kinds |= kind_requires(&ruleset->kinds.at[i], element) != NULL ? (uint32_t)1 << i : 0;
	}
	return kinds;
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	static const char *const places[] = {"after-greeting", "before-closing", NULL};
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *element = node_get(source->node, "element"), *insert = node_get(source->node, "insert");
	const struct node *values = node_get(source->node, "values"), *to_come = node_get(source->node, "to-come");
	size_t place = INSERT_BEFORE_CLOSING;

	rule->data = data;
	data->element = str_starts(rule->name, STR("missing-")) ? str_from(rule->name, 8) : rule->name;
	if ((element != NULL && !node_str(element, &data->element, source->err)) ||
	    (insert != NULL && !node_choice(insert, places, &place, source->err)) || !load_facts(source, data) ||
	    (values != NULL && !node_str_list(source->arena, values, &data->values, source->err)) ||
	    (to_come != NULL && !node_bool(to_come, &data->to_come, source->err)) ||
	    !rule_matcher(source, "present", &data->present) || !rule_matcher(source, "except", &data->except)) {
		return false;
	}
	data->insertion = (enum insertion)place;
	rule->kinds &= requiring_kinds(source->ruleset, data->element);
	return data->present != NULL ||
	       node_err(source->node, source->err, "a rule of type required needs the key 'present'");
}

/* ---- facts ---- */

static bool has_files(const struct document *document)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (!document->attachments.at[i].is_inline) {
			return true;
		}
	}
	return false;
}

static bool has_calendar(const struct document *document)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (str_eq(document->attachments.at[i].type, STR("text/calendar"))) {
			return true;
		}
	}
	return false;
}

static bool has_link(const struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		if (document->pages.at[i].links.count > 0) {
			return true;
		}
	}
	return false;
}

/* What the customer wrote stands below: it shows by itself what the answer is about. */
static bool has_zone(const struct document *document, unsigned zones)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			if ((zones >> page->blocks.at[k].zone & 1) != 0) {
				return true;
			}
		}
	}
	return false;
}

static bool is_answered_subject(const struct page *page)
{
	return page->is_subject && str_starts_nocase(page->view->bytes, STR("re:"));
}

/* A subject of three words and more that is an answer's or names a thing. */
static bool has_topic(const struct document *document)
{
	const struct page *subject = document->pages.at;

	return document->pages.count > 0 && is_answered_subject(subject) && subject->words.count >= 3;
}

static bool has_value(const struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		if (str_find(document->pages.at[i].view->bytes, STR("\xef\xbf\xbc"), 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* A template that a layout is put around, whose footer may hold what is missing here. */
static bool is_inner(const struct document *document)
{
	static const char *const outer[] = {"<html", "<body", "<mjml", "<!doctype"};

	for (size_t i = 0; i < sizeof outer / sizeof outer[0]; i++) {
		if (str_find_nocase(document->source->bytes, str_of(outer[i]), 0) != STR_NONE) {
			return false;
		}
	}
	return document->is_template && document->format == FORMAT_HTML;
}

/* The author's own text, or the subject, holds what a set names. */
static bool says(struct judge *judge, const struct matcher *set)
{
	return set != NULL && judge_zones_match(judge, set, ZONES_REP | ZONE_BIT(ZONE_SUBJECT));
}

/* A parcel's number stands for what is in it; an order's does not. */
static bool is_shipping(const struct judge *judge)
{
	return str_eq(judge->ruleset->kinds.at[judge->kind].name, STR("shipping"));
}

static bool is_fact(struct judge *judge, enum fact fact)
{
	const struct document *document = judge->document;

	switch (fact) {
	case FACT_HAS_ATTACHMENT:
		return has_files(document);
	case FACT_CALENDAR_PART:
		return has_calendar(document);
	case FACT_LINK:
		return has_link(document);
	case FACT_SENDER_ADDRESS:
		return document->from.count > 0 && document->from.at[0].name.len > 0;
	case FACT_DATE_HEADER:
		return document->message != NULL && message_field(document->message, "Date") != NULL;
	case FACT_CUSTOMER_QUOTE:
		return has_zone(document, ZONES_CUSTOMER);
	case FACT_TOPIC_SUBJECT:
		return has_topic(document);
	case FACT_SHIPPING_REFERENCE:
		return is_shipping(judge) && says(judge, judge->ruleset->facts.reference);
	case FACT_TEMPLATE_VALUE:
		return document->is_template && has_value(document);
	case FACT_DATE_AND_TIME:
		return says(judge, judge->ruleset->facts.date) && says(judge, judge->ruleset->facts.clock);
	case FACT_LAYOUT_ELSEWHERE:
		return is_inner(document);
	case FACT_COUNT:
	default:
		return false;
	}
}

static bool satisfied(struct judge *judge, const struct data *data)
{
	for (enum fact fact = 0; fact < FACT_COUNT; fact++) {
		if ((data->facts >> fact & 1) != 0 && is_fact(judge, fact)) {
			return true;
		}
	}
	return false;
}

/* ---- wording ---- */

/* Matches in order of place, gone along with spans that are, too. */
struct exceptions {
	struct match_list list;
	size_t next; /* the first that begins behind the last span */
	size_t end;  /* the furthest end of those before it */
};

/* Whether one of the exceptions holds the span, which is not before the last one asked for. */
static bool lies_in(struct exceptions *exceptions, struct span span)
{
	for (; exceptions->next < exceptions->list.count; exceptions->next++) {
		struct span where = exceptions->list.at[exceptions->next].where;
		if (where.at > span.at) {
			break;
		}
		exceptions->end = where.at + where.len > exceptions->end ? where.at + where.len : exceptions->end;
	}
	return span.at + span.len <= exceptions->end;
}

/* Whether the span is of a date that lies before the message's own. */
static bool is_gone_by(struct judge *judge, const struct page *page, struct span span)
{
	const struct date_reading *read = date_read(judge, page);
	const struct date_page on = {.judge = judge, .page = page, .tokens = &read->tokens, .dates = &read->dates};
	struct date latest;

	for (size_t i = 0; judge->document->date.known && i < read->dates.count; i++) {
		struct span date = date_whole(&read->dates.at[i]);
		if (span.at < date.at + date.len && date.at < span.at + span.len) {
			return date_is_over(&on, &read->dates.at[i], &latest);
		}
	}
	return false;
}

static bool stands_on(struct judge *judge, const struct rule *rule, const struct page *page)
{
	const struct data *data = rule->data;
	const struct haystack *view = &judge_index(judge, page)->view;
	struct span all = {0, view->bytes.len};

	if (data->to_come && is_answered_subject(page)) {
		return false; /* "Re: DEAD on a Saturday night": the customer's day */
	}
	if (data->except == NULL && !data->to_come) {
		return judge_page_matches(judge, data->present, page, rule->zones);
	}
	struct match_list found = matcher_find_all(data->present, judge->searcher, judge->arena, view, all);
	struct exceptions except = {0};
	if (found.count > 0 && data->except != NULL) {
		except.list = matcher_find_all(data->except, judge->searcher, judge->arena, view, all);
	}
	for (size_t i = 0; i < found.count; i++) {
		struct span where = found.at[i].where;
		enum zone zone = page_block_at(page, where.at)->zone; /* words of the customer's subject count */
		if ((rule->zones >> zone & 1) != 0 && !lies_in(&except, where) &&
		    !(data->to_come && is_gone_by(judge, page, where))) {
			return true;
		}
	}
	return false;
}

static bool names_one(struct arena *arena, struct str tag, const struct str_list *values)
{
	struct str name = str_lower(arena, tag);

	for (size_t i = 0; i < values->count; i++) {
		if (str_find(name, values->at[i], 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* A template's value named after the element stands on the page. */
static bool has_named_value(struct judge *judge, const struct page *page, const struct str_list *values)
{
	struct str value = STR("\xef\xbf\xbc"), view = page->view->bytes;

	for (size_t at = str_find(view, value, 0); values->count > 0 && at != STR_NONE;
	     at = str_find(view, value, at + value.len)) {
		if (names_one(judge->arena, page_tag_at(page, at), values)) {
			return true;
		}
	}
	return false;
}

static bool is_present(struct judge *judge, const struct rule *rule)
{
	const struct data *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->blocks.count > 0 && (stands_on(judge, rule, page) || has_named_value(judge, page, &data->values))) {
			return true;
		}
	}
	return satisfied(judge, data);
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	enum level level;

	if (judge->document->is_cut || (judge->document->message != NULL && judge->document->message->is_encrypted)) {
		return; /* what is not seen is not known to be missing */
	}
	if (judge_requires(judge, data->element, &level) && !is_present(judge, rule)) {
		hits_report_missing(judge, rule, data->insertion, rule->level_is_configured ? rule->level : level);
	}
}

const struct check check_required = {
    "required",
    (const char *const[]){"element", "present", "except", "values", "satisfied-by", "to-come", "insert", NULL}, load,
    run, NULL};
