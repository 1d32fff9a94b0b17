/*
 * letter: the courtesies at both ends of a letter: a greeting, with a name where it is known; a closing in the same
 * tone; and who wrote it. `what` says which. Where no person is expected to have written, all is silent.
 */
#include "checks/letter.h"

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "checks/names.h"
#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"
#include "lint/ruleset.h"

static const struct kind_entry {
	const char *name;
	letter_kind *run;
} entries[] = {
    {"greeting", letter_greeting}, {"generic", letter_generic}, {"signoff", letter_signoff},
    {"sender", letter_sender},     {"tone", letter_tone},
};

struct data {
	const struct kind_entry *entry;
	struct letter_rule letter;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct node *roles = node_get(source->node, "roles");
	struct data *data = ARENA_NEW(source->arena, struct data);
	struct letter_rule *letter = &data->letter;

	data->entry = RULE_WHAT(source, entries);
	if (data->entry == NULL || !rule_matcher(source, "present", &letter->present) ||
	    !rule_matcher(source, "phrases", &letter->phrases) || !rule_matcher(source, "casual", &letter->casual) ||
	    !rule_matcher(source, "formal", &letter->formal) ||
	    (roles != NULL && !node_str_list(source->arena, roles, &letter->roles, source->err))) {
		return false;
	}
	rule->data = data;
	return true;
}

const struct letter_rule *letter_of(const struct rule *rule)
{
	return &((const struct data *)rule->data)->letter;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct document *document = judge->document;
	const struct page *page = judge_main_page(document);

	if (page != NULL && page->blocks.count > 0 && !document->is_cut && !structure_is_automatic(document)) {
		((const struct data *)rule->data)->entry->run(rule, judge, page);
	}
}

const struct check check_letter = {
    "letter", (const char *const[]){"what", "present", "phrases", "casual", "formal", "roles", NULL}, load, run, NULL};

/* ---- shared ---- */

bool letter_has_zone(const struct page *page, enum zone zone)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == zone) {
			return true;
		}
	}
	return false;
}

const struct address *letter_recipient(const struct document *document)
{
	const struct address *to = document->to.count == 1 ? &document->to.at[0] : NULL;

	return to != NULL && to->name.len > 0 && str_find_char(to->name, '@', 0) == STR_NONE ? to : NULL;
}

struct str letter_first_name(const struct judge *judge, struct str name)
{
	struct str word;

	if (!names_is_person(judge->arena, &judge->ruleset->lexicon, name)) {
		return STR("");
	}
	while (str_split(&name, ' ', &word)) {
		if (word_list_has(&judge->ruleset->lexicon.given_names, word)) {
			return word;
		}
	}
	return STR("");
}

#define FOOT_LINES 8u
#define FOOT_LENGTH 80u
#define INITIAL_LENGTH 20u /* of a first name with the initial of the last */

static bool ends_sentence(struct str line)
{
	return strchr(".?!:", line.at[line.len - 1]) != NULL;
}

/* "Kimberly S." */
static bool ends_in_initial(struct str line)
{
	const char *end = line.at + line.len;

	return line.len > 4 && line.len < INITIAL_LENGTH && end[-1] == '.' && end[-2] >= 'A' && end[-2] <= 'Z' &&
	       end[-3] == ' ' && str_find_char(line, ' ', 0) == line.len - 3;
}

bool letter_is_foot(struct str line)
{
	uint32_t first = 0;

	if (line.len == 0 || line.len > FOOT_LENGTH || (ends_sentence(line) && !ends_in_initial(line))) {
		return false;
	}
	utf8_decode(line, 0, &first);
	return !utf8_is_lower(first) || str_starts(line, STR("x"));
}

size_t letter_foot(const struct page *page)
{
	size_t foot = page->blocks.count, lines = 0;

	for (size_t i = page->blocks.count; i > 0 && lines < FOOT_LINES; i--) {
		unsigned zone = ZONE_BIT(page->blocks.at[i - 1].zone);
		if ((zone & (ZONES_CUSTOMER | ZONE_BIT(ZONE_DISCLAIMER))) != 0) {
			continue;
		}
		if ((zone & ZONES_OWN) == 0 || !letter_is_foot(zones_line(page, i - 1))) {
			break;
		}
		foot = i - 1;
		lines++;
	}
	return foot;
}

/* ---- where none is needed ---- */

#define CHAT_WORDS 30u
#define RUNNING_WORDS 60u
#define RUNNING_TURNS 3u

/* How many mails came before, as the header tells. */
static size_t turns(const struct document *document)
{
	struct str references = document->message != NULL ? message_value(document->message, "References") : STR("");
	size_t count = 0;

	for (size_t i = 0; i < references.len; i++) {
		count += references.at[i] == '<';
	}
	return count;
}

/* A quotation in the quotation: both have written before. */
static bool is_nested(const struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		struct str line = str_trim(page_bytes(page, page->blocks.at[i].span));
		if (page->blocks.at[i].zone == ZONE_QUOTE && (str_starts(line, STR("> >")) || str_starts(line, STR(">>")))) {
			return true;
		}
	}
	return false;
}

/* A line like "Kind regards,"; a name alone closes chats, too. */
static bool is_formally_closed(const struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == ZONE_CLOSING && line_is_closing(zones_line(page, i))) {
			return true;
		}
	}
	return false;
}

/* Nothing but the answer to a quoted letter: no greeting, no name below it. */
static bool is_bare(const struct page *page)
{
	return letter_has_zone(page, ZONE_QUOTE) && !letter_has_zone(page, ZONE_GREETING) &&
	       !letter_has_zone(page, ZONE_CLOSING) && !letter_has_zone(page, ZONE_SIGNATURE);
}

bool letter_is_informal(const struct judge *judge, const struct page *page)
{
	const struct document *document = judge->document;
	size_t words = structure_words(document);
	bool closed = letter_has_zone(page, ZONE_CLOSING), greeted = letter_has_zone(page, ZONE_GREETING);
	bool whole = document->format == FORMAT_MAIL || closed || greeted;
	bool running = (turns(document) >= RUNNING_TURNS || is_nested(page)) && words <= RUNNING_WORDS;

	bool chat = structure_is_reply(document) && !is_formally_closed(page) && words <= CHAT_WORDS;

	return !whole || running || (chat && !is_bare(page));
}
