/*
 * known: the author asks for what the customer has given already. `asks` are the ways to ask; each of `fields` has what
 * is asked for and what it looks like where it is given: in the customer's last message or in the subject. Silent where
 * several values were given, and where the author's text has the value itself: then something else is meant. What the
 * author says himself, that it was given and is asked for again, is found whatever is quoted: by `guarded`, and where
 * words that `admits` it stand before the name of what is asked for later.
 */
#include "checks/known.h"

#include <string.h>

#include "base/err.h"
#include "checks/guarded.h"
#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"

struct known_field {
	struct str name;
	const struct matcher *asked, *given; /* given: NULL: known from the author's words only */
};

struct data {
	const struct matcher *asks, *admits; /* admits: NULL: not looked for */
	struct guarded guarded;
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
	if (node->kind != NODE_MAPPING || asked == NULL) {
		return node_err(node, source->err, "a field needs the key 'asked'");
	}
	return rule_matcher_of(source, asked, &field->asked) &&
	       (given == NULL || rule_matcher_of(source, given, &field->given));
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *fields = node_get(source->node, "fields");

	rule->data = data;
	if (!rule_matcher(source, "asks", &data->asks) || !rule_matcher(source, "admits", &data->admits) ||
	    !guarded_load(source, &data->guarded)) {
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
	bool admitted;           /* by the author, in a sentence before */
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

static struct match_list matches_in(const struct known_asking *asking, const struct matcher *matcher, struct span where)
{
	return matcher_find_all(matcher, asking->judge->searcher, asking->judge->arena,
	                        &judge_index(asking->judge, asking->page)->view, where);
}

static void judge_field(const struct known_asking *asking, const struct known_field *field, struct given *given,
                        struct span rest)
{
	struct judge *judge = asking->judge;
	struct match_list asked = matches_in(asking, field->asked, rest);

	if (asked.count > 0 && given->admitted) {
		hits_report(judge, asking->rule, asking->page, asked.at[0].where, NULL);
		return;
	}
	if (asked.count > 0 && field->given != NULL && !given->is_read && structure_is_reply(judge->document)) {
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

/* Notes which fields the author has, by his own words between two places. */
static void note_admitted(const struct known_asking *asking, size_t from, size_t to)
{
	const struct data *data = asking->rule->data;
	struct match_list admits = {0};

	if (data->admits != NULL) {
		admits = matches_in(asking, data->admits, (struct span){from, to - from});
	}
	for (size_t i = 0; i < data->fields.count && admits.count > 0; i++) {
		struct span rest = {admits.at[0].where.at, to - admits.at[0].where.at};
		asking->given[i].admitted |= matches_in(asking, data->fields.at[i].asked, rest).count > 0;
	}
}

static void judge_sentence(const struct known_asking *asking, const struct sentence *sentence)
{
	const struct data *data = asking->rule->data;
	struct match_list asks = matches_in(asking, data->asks, sentence->span);
	size_t end = sentence->span.at + sentence->span.len, at = asks.count > 0 ? asks.at[0].where.at : end;

	note_admitted(asking, sentence->span.at, at);
	if (asks.count == 0) {
		return;
	}
	struct span rest = {at, end - at};
	for (size_t i = 0; i < data->fields.count; i++) {
		judge_field(asking, &data->fields.at[i], &asking->given[i], rest);
	}
}

static void report_admitted(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct data *data = rule->data;
	struct match_list found = {0};

	guarded_find(rule, judge, &data->guarded, page, HITS_MASKED, &found);
	for (size_t i = 0; i < found.count; i++) {
		hits_report(judge, rule, page, found.at[i].where, NULL);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct page *page = judge_main_page(judge->document);
	const struct data *data = rule->data;
	struct known_asking asking = {rule, judge, page, ARENA_ARRAY(judge->arena, data->fields.count + 1, struct given)};

	if (page == NULL) {
		return;
	}
	report_admitted(rule, judge, page);
	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (page->blocks.at[sentence->block].zone == ZONE_BODY) {
			judge_sentence(&asking, sentence);
		}
	}
}

const struct check check_known = {"known", (const char *const[]){"asks", "fields", "guarded", "admits", NULL}, load,
                                  run, NULL};
