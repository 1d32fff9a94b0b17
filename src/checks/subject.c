/*
 * subject: what is wrong with the line that decides whether a mail is opened. `what` says which: missing; vague (all of
 * it is one of the `phrases`); long (more than `most` characters); reply (Re: or Fwd: on a mail that answers nothing);
 * pressure (one of the `phrases` stands in it); reference (a number stands in the text and not in the subject); drift
 * (it promises what the text lacks: `phrases`). What stands behind Re: and Fwd: is the customer's wording, and is
 * judged only where it says nothing.
 */
#include "base/err.h"
#include "base/utf8.h"
#include "lint/check.h"
#include "lint/ruleset.h"

/* A subject without the prefixes and list tags before it. */
struct subject {
	const struct page *page;
	struct span rest;
	bool is_reply, is_forward;
};

struct data {
	const struct subject_kind *kind;
	const struct matcher *phrases; /* NULL: none */
	long most;
};

static const struct data *data_of(const struct rule *rule)
{
	return rule->data;
}

/* ---- prefixes ---- */

/* The length of "Re: ", "Fwd[2]: ", "[list] " at the start of text; 0: none. */
static size_t prefix(struct str text, struct subject *subject)
{
	static const struct {
		const char *text;
		bool forward;
	} prefixes[] = {{"re", false}, {"aw", false}, {"sv", false}, {"antw", false}, {"r", false},
	                {"fwd", true}, {"fw", true},  {"wg", true},  {"tr", true},    {"rv", true}};
	size_t close = text.len > 0 && text.at[0] == '[' ? str_find_char(text, ']', 0) : STR_NONE;

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		struct str word = str_of(prefixes[i].text);
		if (str_starts_nocase(text, word) && word.len < text.len && text.at[word.len] == ':') {
			subject->is_reply |= !prefixes[i].forward;
			subject->is_forward |= prefixes[i].forward;
			return word.len + 1;
		}
	}
	for (size_t i = 1; close != STR_NONE && i < close; i++) {
		if (ascii_digit(text.at[i])) {
			return 0; /* a number that somebody needs: [SD-9120] */
		}
	}
	return close == STR_NONE ? 0 : close + 1;
}

static struct subject read_subject(const struct page *page)
{
	struct subject subject = {.page = page};
	struct str view = page->view->bytes;
	size_t at = 0, length;

	do {
		while (at < view.len && ascii_space(view.at[at])) {
			at++;
		}
		length = prefix(str_from(view, at), &subject);
		at += length;
	} while (length > 0);
	subject.rest = (struct span){at, str_trim(str_from(view, at)).len};
	return subject;
}

static const struct page *subject_page(const struct document *document)
{
	return document->pages.count > 0 && document->pages.at[0].is_subject ? &document->pages.at[0] : NULL;
}

/* ---- the faults ---- */

static void missing(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	if (subject->rest.len == 0) {
		judge_report(judge, rule, subject->page, (struct span){0, 0}, NULL);
	}
}

static bool is_mark(char c)
{
	return ascii_space(c) || c == '.' || c == '!' || c == '?' || c == '-' || c == ':' || c == ',' || c == '*';
}

/* Whether nothing but marks stands around the match in the subject. */
static bool is_all(const struct subject *subject, struct span where)
{
	struct str view = subject->page->view->bytes;

	for (size_t at = subject->rest.at; at < view.len; at++) {
		bool inside = at >= where.at && at < where.at + where.len;
		if (!inside && !is_mark(view.at[at])) {
			return false;
		}
	}
	return true;
}

static struct match_list find(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	const struct haystack *view = &judge_index(judge, subject->page)->view;

	return matcher_find_all(data_of(rule)->phrases, judge->searcher, judge->arena, view, subject->rest);
}

static void vague(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	struct match_list found = find(rule, judge, subject);

	for (size_t i = 0; i < found.count; i++) {
		if (is_all(subject, found.at[i].where)) {
			judge_report(judge, rule, subject->page, subject->rest, NULL);
			return;
		}
	}
}

static void too_long(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	struct str text = page_bytes(subject->page, subject->rest);
	size_t most = (size_t)data_of(rule)->most, count = utf8_count(text);

	if (count > most && !subject->is_reply && !subject->is_forward) {
		struct report report = {.subject = str_printf(judge->arena, "%zu", count)};
		judge_report(judge, rule, subject->page, subject->rest, &report);
	}
}

static bool shows_quote(const struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			if ((ZONES_CUSTOMER >> page->blocks.at[k].zone & 1) != 0) {
				return true;
			}
		}
	}
	return false;
}

static bool has_attached_message(const struct document *document)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (str_starts(document->attachments.at[i].type, STR("message/"))) {
			return true;
		}
	}
	return false;
}

static void fake_reply(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	const struct document *document = judge->document;
	const struct message *message = document->message;

	if (message == NULL || !(subject->is_reply || subject->is_forward) ||
	    message_field(message, "In-Reply-To") != NULL || message_field(message, "References") != NULL ||
	    shows_quote(document) || has_attached_message(document)) {
		return;
	}
	struct span before = {0, subject->rest.at};
	struct report report = {.subject = str_trim(page_bytes(subject->page, before))};

	if (subject->rest.len > 0) {
		judge_report(judge, rule, subject->page, before, &report);
	}
}

static void pressure(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	struct match_list found = find(rule, judge, subject);

	if (found.count > 0 && !subject->is_reply && !subject->is_forward) {
		judge_report(judge, rule, subject->page, found.at[0].where, NULL);
	}
}

/* ---- subject and text ---- */

static bool text_matches(struct judge *judge, const struct matcher *matcher)
{
	return matcher != NULL && judge_zones_match(judge, matcher, ZONES_OWN);
}

/* Words of the author's, the subject aside. */
static size_t count_words(const struct document *document)
{
	size_t count = 0;

	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; !page->is_subject && k < page->sentences.count; k++) {
			bool own = (ZONES_REP >> page->blocks.at[page->sentences.at[k].block].zone & 1) != 0;
			count += own ? page->sentences.at[k].word_count : 0;
		}
	}
	return count;
}

static void without_reference(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	struct str text = page_bytes(subject->page, subject->rest);
	bool numbered = str_find(text, STR("\xef\xbf\xbc"), 0) != STR_NONE;

	for (size_t i = 0; i < text.len; i++) {
		numbered |= ascii_digit(text.at[i]);
	}
	bool known = text_matches(judge, judge->ruleset->facts.reference) || count_words(judge->document) == 0;
	if (!numbered && text.len > 0 && known) {
		judge_report(judge, rule, subject->page, subject->rest, NULL);
	}
}

#define STEM 5u /* letters that two forms of a word share */

/* Whether a word of the author's text begins as word does. */
static bool text_has(const struct document *document, struct str word)
{
	struct str stem = str_sub(word, 0, STEM);

	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; !page->is_subject && k < page->words.count; k++) {
			if (str_starts_nocase(page_bytes(page, page->words.at[k].span), stem)) {
				return true;
			}
		}
	}
	return false;
}

static bool has_file_or_link(const struct document *document)
{
	bool found = document->attachments.count > 0;

	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		found |= page->links.count > 0 || str_find(page->view->bytes, STR("://"), 0) != STR_NONE;
	}
	return found;
}

#define WORDS_TO_TELL 20u

/* A thing is promised, and neither it nor a word of the subject stands in the text. */
static void drift(const struct rule *rule, struct judge *judge, const struct subject *subject)
{
	const struct document *document = judge->document;
	struct match_list found = find(rule, judge, subject);
	const struct page *page = subject->page;

	if (found.count == 0 || subject->is_forward || has_file_or_link(document) || document->is_cut ||
	    count_words(document) < WORDS_TO_TELL || text_matches(judge, judge->ruleset->facts.money)) {
		return;
	}
	for (size_t i = 0; i < page->words.count; i++) {
		struct str word = page_bytes(page, page->words.at[i].span);
		bool content = word.len > 2 && !word_list_has(&judge->ruleset->lexicon.function_words, word);
		if (page->words.at[i].span.at >= subject->rest.at && content && text_has(document, word)) {
			return;
		}
	}
	judge_report(judge, rule, page, found.at[0].where, NULL);
}

/* ---- the check ---- */

static const struct subject_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge, const struct subject *subject);
	bool needs_phrases;
} kinds[] = {
    {"missing", missing, false},  {"vague", vague, true},       {"long", too_long, false},
    {"reply", fake_reply, false}, {"pressure", pressure, true}, {"reference", without_reference, false},
    {"drift", drift, true},
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *most = node_get(source->node, "most");

	rule->data = data;
	data->kind = RULE_WHAT(source, kinds);
	if (data->kind == NULL || (most != NULL && !node_long(most, &data->most, source->err)) ||
	    !rule_matcher(source, "phrases", &data->phrases)) {
		return false;
	}
	return !data->kind->needs_phrases || data->phrases != NULL ||
	       node_err(source->node, source->err, "with this 'what' the key 'phrases' is needed");
}

/* A mail without the field: it is missed where the text begins. */
static const struct page *stand_in(const struct document *document)
{
	return document->pages.count > 0 ? &document->pages.at[0] : NULL;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct data *data = rule->data;
	const struct page *page = subject_page(judge->document);

	if (page != NULL) {
		struct subject subject = read_subject(page);
		data->kind->run(rule, judge, &subject);
		return;
	}
	const struct page *first = stand_in(judge->document);
	if (data->kind->run == missing && judge->document->subject_known && first != NULL) {
		judge_report(judge, rule, first, (struct span){0, 0}, NULL);
	}
}

const struct check check_subject = {"subject", (const char *const[]){"what", "phrases", "most", NULL}, load, run, NULL};
