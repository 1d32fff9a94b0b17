/* How a letter ends, and whether its end fits its beginning. */
#include <string.h>

#include "base/utf8.h"
#include "checks/letter.h"
#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"
#include "lint/ruleset.h"

#define LAST_LINES 8u

/* A short line without an end of sentence near the end: some kind of closing, though none that is known. */
static bool trails_off(const struct page *page)
{
	size_t lines = 0;

	for (size_t i = page->blocks.count; i > 0 && lines < LAST_LINES; i--) {
		bool body = page->blocks.at[i - 1].zone == ZONE_BODY;
		if (body && letter_is_foot(zones_line(page, i - 1))) {
			return true;
		}
		lines += body;
	}
	return false;
}

void letter_signoff(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct change change = {0};
	bool ends = letter_has_zone(page, ZONE_CLOSING) || letter_has_zone(page, ZONE_SIGNATURE) || trails_off(page);

	if (ends || !letter_has_zone(page, ZONE_BODY) || !judge->document->closing_known ||
	    letter_is_informal(judge, page)) {
		return;
	}
	judge_insertion(judge, INSERT_BEFORE_CLOSING, rule->fix, &change);
	struct report report = {
	    .changes = &change, .change_count = rule->fix.len > 0, .description = rule->fix, .applicability = APPLY_UNSAFE};
	judge_report(judge, rule, page, change.where, &report);
}

/* ---- who wrote it ---- */

static bool is_in(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq_nocase(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

/* Whether one of the words of a name is a team's or a company's: "Customer Service Team", "Miller Doors Ltd". */
static bool is_role(struct judge *judge, const struct letter_rule *letter, struct str name)
{
	struct str word;

	if (is_in(&judge->ruleset->config->organisation.names, name) || str_starts_nocase(name, STR("the "))) {
		return true;
	}
	while (str_split(&name, ' ', &word)) {
		while (word.len > 0 && strchr(",.;:()\"", word.at[word.len - 1]) != NULL) {
			word.len--;
		}
		if (is_in(&letter->roles, word) || str_find_char(word, '&', 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* Two words in front that are no words of the language: "Dafydd Rees Loch & Vale Broadband". */
static bool begins_with_name(struct judge *judge, struct str name)
{
	const struct word_list *words = &judge->ruleset->lexicon.words;
	struct str first, second;

	return str_split(&name, ' ', &first) && str_split(&name, ' ', &second) && name.len > 0 && line_is_name(second) &&
	       !word_list_has(words, first) && !word_list_has(words, second);
}

static bool is_person(struct judge *judge, const struct letter_rule *letter, struct str name)
{
	if (begins_with_name(judge, name)) {
		return true;
	}
	return name.len > 0 && line_is_name(name) && !is_role(judge, letter, name);
}

/* A first name anywhere in it: "Ravi (Support Team)", "Ana from the support team", "Jo & the crew". */
static bool has_first_name(const struct judge *judge, struct str line)
{
	struct str word;

	while (str_split(&line, ' ', &word)) {
		while (word.len > 0 && strchr("(\"'@", word.at[0]) != NULL) {
			word = str_from(word, 1);
		}
		while (word.len > 0 && strchr(",.;:)\"'", word.at[word.len - 1]) != NULL) {
			word.len--;
		}
		bool capital = word.len > 0 && word.at[0] >= 'A' && word.at[0] <= 'Z';
		if (capital && word_list_has(&judge->ruleset->lexicon.given_names, word)) {
			return true;
		}
	}
	return false;
}

/* One of the parts of a line is a person: "Priya Raman | Support Team", "Keith Miller, Managing Director". */
static bool has_person(struct judge *judge, const struct letter_rule *letter, struct str line)
{
	while (line.len > 0) {
		size_t end = 0;
		while (end < line.len && strchr("|,(:", line.at[end]) == NULL) {
			end++;
		}
		if (is_person(judge, letter, str_trim(str_sub(line, 0, end)))) {
			return true;
		}
		line = str_from(line, end + 1 < line.len ? end + 1 : line.len);
	}
	return false;
}

/* A closing with the name on its own line: "Cheers, Keith". */
static bool names_behind(struct judge *judge, const struct letter_rule *letter, struct str line)
{
	size_t comma = str_find_char(line, ',', 0);
	size_t space = line.len;

	if (comma != STR_NONE) {
		return is_person(judge, letter, str_trim(str_from(line, comma + 1)));
	}
	while (space > 0 && line.at[space - 1] != ' ') {
		space--;
	}
	struct str last = str_from(line, space);
	return space > 0 && word_list_has(&judge->ruleset->lexicon.given_names, last) && is_person(judge, letter, last);
}

struct ending {
	bool person, role;
};

/* What the lines below the letter tell of its author. */
static struct ending read_ending(struct judge *judge, const struct letter_rule *letter, const struct page *page)
{
	struct ending ending = {0};
	size_t foot = letter_foot(page);

	for (size_t i = 0; i < page->blocks.count; i++) {
		enum zone zone = page->blocks.at[i].zone;
		struct str line = zones_line(page, i);
		bool own = (ZONES_OWN >> zone & 1) != 0;
		if (zone != ZONE_CLOSING && zone != ZONE_SIGNATURE && !(own && i >= foot)) {
			continue;
		}
		if (line_is_closing(line)) {
			ending.person |= names_behind(judge, letter, line);
		} else if (has_person(judge, letter, line) || has_first_name(judge, line)) {
			ending.person = true;
		} else {
			ending.role |= line_is_name(line);
		}
	}
	return ending;
}

/* The sender's header has a person's name, or an address that is one. */
static bool is_from_person(struct judge *judge, const struct letter_rule *letter)
{
	const struct address_list *from = &judge->document->from;

	if (from->count == 0) {
		return false;
	}
	struct str local = from->at[0].local, part;
	if (is_person(judge, letter, from->at[0].name)) {
		return true;
	}
	while (str_split(&local, '.', &part)) {
		if (word_list_has(&judge->ruleset->lexicon.given_names, part)) {
			return true;
		}
	}
	return false;
}

void letter_sender(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct letter_rule *letter = letter_of(rule);
	struct ending ending = read_ending(judge, letter, page);
	bool said = letter->present != NULL && judge_page_matches(judge, letter->present, page, ZONES_OWN);
	bool nobody = !ending.role && judge->document->from.count > 0 && judge->document->closing_known;
	struct change change = {0};
	bool open = false;

	if (ending.person || said || is_from_person(judge, letter) || !(ending.role || nobody) ||
	    !letter_has_zone(page, ZONE_BODY) || letter_is_informal(judge, page)) {
		return;
	}
	judge_insertion(judge, INSERT_BEFORE_CLOSING, judge_fill(judge, rule->fix, &open), &change);
	struct report report = {.description = judge_fill(judge, rule->fix, &open)};
	judge_report(judge, rule, page, change.where, &report);
}

/* ---- tone ---- */

static bool has(struct judge *judge, const struct matcher *matcher, const struct page *page, enum zone zone)
{
	return matcher != NULL && judge_page_matches(judge, matcher, page, ZONE_BIT(zone));
}

void letter_tone(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct letter_rule *letter = letter_of(rule);
	bool up = has(judge, letter->casual, page, ZONE_GREETING) && has(judge, letter->formal, page, ZONE_CLOSING);
	bool down = has(judge, letter->formal, page, ZONE_GREETING) && has(judge, letter->casual, page, ZONE_CLOSING);

	for (size_t i = 0; (up || down) && i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == ZONE_CLOSING) {
			judge_report(judge, rule, page, page->blocks.at[i].span, NULL);
			return;
		}
	}
}
