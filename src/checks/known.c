/*
 * known: the author asks for what the customer has given already. `asks` are the ways to ask; each of `fields` has what
 * is asked for and what it looks like where it is given: in the customer's last message or in the subject. Silent where
 * several values were given, and where the author's text has the value itself: then something else is meant.
 */
#include "checks/known.h"

#include <string.h>

#include "base/err.h"
#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"

struct known_field {
	struct str name;
	const struct matcher *asked, *given;
};

struct data {
	const struct matcher *asks;
	struct {
		struct known_field *at;
		size_t count, room;
	} fields;
};

static bool load_field(const struct rule_source *source, const struct node *node, struct data *data)
{
	struct known_field *field = vec_push(source->arena, &data->fields);
	const struct node *asked = node_get(node, "asked"), *given = node_get(node, "given");

	field->name = node->key->scalar;
	if (node->kind != NODE_MAPPING || asked == NULL || given == NULL) {
		return node_err(node, source->err, "a field needs the keys 'asked' and 'given'");
	}
	return rule_matcher_of(source, asked, &field->asked) && rule_matcher_of(source, given, &field->given);
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *fields = node_get(source->node, "fields");

	rule->data = data;
	if (!rule_matcher(source, "asks", &data->asks)) {
		return false;
	}
	if (data->asks == NULL || fields == NULL || fields->kind != NODE_MAPPING) {
		return node_err(source->node, source->err, "a rule of type known needs the keys 'asks' and 'fields'");
	}
	for (const struct node *node = fields->value; node != NULL; node = node->next) {
		if (!load_field(source, node, data)) {
			return false;
		}
	}
	return true;
}

/* ---- what the customer gave ---- */

static bool is_header_of_mail(struct str line)
{
	return line_header(line) == HEADER_FROM || line_attribution(line) != ATTRIBUTION_NONE;
}

static bool is_own_mail(const struct document *document, struct str line)
{
	const struct address *from = document->from.count > 0 ? &document->from.at[0] : NULL;

	return from != NULL && from->domain.len > 0 && str_find_nocase(line, from->domain, 0) != STR_NONE;
}

static bool is_nested(struct str line)
{
	return str_starts(line, STR(">>")) || str_starts(line, STR("> >"));
}

struct known_range known_message(const struct document *document, const struct page *page)
{
	struct known_range range = {0, 0};
	size_t headers = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		struct str line = zones_line(page, i);
		if ((ZONES_CUSTOMER >> page->blocks.at[i].zone & 1) == 0) {
			if (range.to > range.from) {
				break;
			}
			continue;
		}
		bool header = is_header_of_mail(line);
		if (is_nested(line) || (header && headers > 0) || (header && is_own_mail(document, line))) {
			break;
		}
		headers += header;
		range.from = range.to == 0 ? i : range.from;
		range.to = i + 1;
	}
	return range;
}

static bool is_value_char(char c)
{
	return ascii_alnum(c) || strchr("-/@.+_", c) != NULL || (unsigned char)c >= 0x80;
}

struct str known_value(struct str match)
{
	size_t end = match.len, start;
	bool digit = false;

	while (end > 0 && !digit) {
		while (end > 0 && (!is_value_char(match.at[end - 1]) || match.at[end - 1] == '.')) {
			end--;
		}
		for (start = end; start > 0 && is_value_char(match.at[start - 1]); start--) {
			digit |= ascii_digit(match.at[start - 1]);
		}
		if (digit) {
			return str_sub(match, start, end - start);
		}
		end = start;
	}
	return match;
}

/* What the customer gave for a field; read when it is first asked for. */
struct given {
	bool is_read, is_usable; /* usable: one value, which the author has not */
	bool several;
	struct str value;
};

static void find_given(struct judge *judge, const struct matcher *given, const struct page *page, struct span where,
                       struct given *found)
{
	struct match_list list =
	    matcher_find_all(given, judge->searcher, judge->arena, &judge_index(judge, page)->view, where);

	for (size_t i = 0; i < list.count; i++) {
		struct str value = known_value(page_bytes(page, list.at[i].where));
		found->several |= found->value.len > 0 && !str_eq_nocase(found->value, value);
		found->value = value;
	}
}

static bool author_has(const struct page *page, struct str value)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		bool own = (ZONES_OWN >> page->blocks.at[i].zone & 1) != 0;
		if (own && str_find_nocase(page_bytes(page, page->blocks.at[i].span), value, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

static void read_given(struct judge *judge, const struct known_field *field, const struct page *page,
                       struct given *found)
{
	const struct document *document = judge->document;
	struct known_range range = known_message(document, page);

	found->is_read = true;
	for (size_t i = range.from; i < range.to; i++) {
		find_given(judge, field->given, page, page->blocks.at[i].span, found);
	}
	if (range.to > range.from && document->pages.at[0].is_subject) {
		const struct page *subject = &document->pages.at[0];
		find_given(judge, field->given, subject, (struct span){0, subject->view->bytes.len}, found);
	}
	found->is_usable = found->value.len > 0 && !found->several && !author_has(page, found->value);
}

/* ---- what the author asks ---- */

/* A message being judged: what was given for each of the fields. */
struct known_asking {
	const struct rule *rule;
	struct judge *judge;
	const struct page *page;
	struct given *given;
};

static void judge_field(const struct known_asking *asking, const struct known_field *field, struct given *given,
                        struct span rest)
{
	struct judge *judge = asking->judge;
	struct match_list asked =
	    matcher_find_all(field->asked, judge->searcher, judge->arena, &judge_index(judge, asking->page)->view, rest);

	if (asked.count > 0 && !given->is_read) {
		read_given(judge, field, asking->page, given);
	}
	if (asked.count == 0 || !given->is_usable) {
		return;
	}
	struct report report = {.subject = given->value};
	report.description = str_printf(judge->arena, "I have your " STR_FMT ": " STR_FMT ". Is that still right?",
	                                STR_ARG(field->name), STR_ARG(given->value));
	judge_report(judge, asking->rule, asking->page, asked.at[0].where, &report);
}

static void judge_sentence(const struct known_asking *asking, const struct sentence *sentence)
{
	const struct data *data = asking->rule->data;
	struct judge *judge = asking->judge;
	struct match_list asks = matcher_find_all(data->asks, judge->searcher, judge->arena,
	                                          &judge_index(judge, asking->page)->view, sentence->span);

	if (asks.count == 0) {
		return;
	}
	size_t at = asks.at[0].where.at;
	struct span rest = {at, sentence->span.at + sentence->span.len - at};
	for (size_t i = 0; i < data->fields.count; i++) {
		judge_field(asking, &data->fields.at[i], &asking->given[i], rest);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct page *page = judge_main_page(judge->document);
	const struct data *data = rule->data;
	struct known_asking asking = {rule, judge, page, ARENA_ARRAY(judge->arena, data->fields.count + 1, struct given)};

	if (page == NULL || !structure_is_reply(judge->document)) {
		return;
	}
	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (page->blocks.at[sentence->block].zone == ZONE_BODY) {
			judge_sentence(&asking, sentence);
		}
	}
}

const struct check check_known = {"known", (const char *const[]){"asks", "fields", NULL}, load, run, NULL};
