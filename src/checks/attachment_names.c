/* Files that are there: whether the letter speaks of them, and whether their names fit it. */
#include <string.h>

#include "checks/attachment.h"
#include "checks/references.h"
#include "lint/ruleset.h"

#define FILES_MOST 50u /* whose names are looked at */

/* ---- names of files ---- */

static struct str stem_of(struct str name)
{
	size_t dot = name.len;

	for (size_t i = 0; i < name.len; i++) {
		dot = name.at[i] == '.' ? i : dot;
	}
	return str_sub(name, 0, dot);
}

/* Calendar entries, business cards, signatures and the pictures of mail programs need no word. */
static bool speaks_for_itself(const struct attachment *attachment)
{
	static const char *const ends[] = {".ics", ".vcf", ".p7s", ".p7m", ".asc", ".sig", ".pgp", ".dat", ".eml", NULL};
	static const char *const starts[] = {"image0", "logo", "signature", "smime", "att0", "outlook-", NULL};
	struct str name = attachment->name;

	for (size_t i = 0; ends[i] != NULL; i++) {
		if (str_ends_nocase(name, str_of(ends[i]))) {
			return true;
		}
	}
	for (size_t i = 0; starts[i] != NULL; i++) {
		if (str_starts_nocase(name, str_of(starts[i]))) {
			return true;
		}
	}
	return name.len == 0 || attachment->is_inline || str_starts(attachment->type, STR("message/"));
}

/* The next run of letters, or of digits, of a name; at moves behind it. */
static struct str take_part(struct str stem, size_t *at)
{
	while (*at < stem.len && !ascii_alnum(stem.at[*at])) {
		(*at)++;
	}
	size_t start = *at;
	bool digits = start < stem.len && ascii_digit(stem.at[start]);
	while (*at < stem.len && ascii_alnum(stem.at[*at]) && ascii_digit(stem.at[*at]) == digits) {
		(*at)++;
	}
	return str_sub(stem, start, *at - start);
}

/* ---- unmentioned ---- */

#define TELLING_LEAST 4u

/* Whether a word of the name stands in what the author wrote. */
static bool is_named(const struct judge *judge, struct str stem)
{
	for (size_t at = 0; at < stem.len;) {
		struct str part = take_part(stem, &at);
		for (size_t i = 0; part.len >= TELLING_LEAST && i < judge->document->pages.count; i++) {
			const struct page *page = &judge->document->pages.at[i];
			for (size_t k = 0; k < page->blocks.count; k++) {
				bool own = (ZONES_CUSTOMER >> page->blocks.at[k].zone & 1) == 0;
				if (own && str_find_nocase(page_bytes(page, page->blocks.at[k].span), part, 0) != STR_NONE) {
					return true;
				}
			}
		}
	}
	return false;
}

void attachment_unmentioned(const struct rule *rule, struct judge *judge)
{
	const struct attachment_data *data = rule->data;
	const struct document *document = judge->document;

	for (size_t i = 0; i < document->attachments.count && i < FILES_MOST; i++) {
		const struct attachment *attachment = &document->attachments.at[i];
		struct change change;
		if (speaks_for_itself(attachment) || is_named(judge, stem_of(attachment->name))) {
			continue;
		}
		if (judge_zones_match(judge, data->phrases, ZONES_OWN | ZONE_BIT(ZONE_SUBJECT))) {
			return;
		}
		struct str sentence =
		    str_printf(judge->arena, "I have attached " STR_FMT ": {what it is}.", STR_ARG(attachment->name));
		const struct page *page = judge_insertion(judge, INSERT_BEFORE_CLOSING, sentence, &change);
		struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_PLACEHOLDER};
		report.subject = attachment->name;
		if (page != NULL && !page->is_subject && page->words.count > 2) {
			judge_report(judge, rule, page, change.where, &report);
		}
		return;
	}
}

/* ---- named ---- */

static bool stands_in_letter(const struct judge *judge, struct str piece)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		if (str_find_nocase(judge->document->pages.at[i].view->bytes, piece, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* "draft", "internal" in the name and not in the letter; empty: none. */
static struct str draft_word(const struct judge *judge, const struct attachment_data *data, struct str stem)
{
	for (size_t at = 0; at < stem.len;) {
		struct str part = take_part(stem, &at);
		for (size_t i = 0; i < data->drafts.count; i++) {
			if (str_eq_nocase(part, data->drafts.at[i]) && !stands_in_letter(judge, part)) {
				return part;
			}
		}
	}
	return str_starts_nocase(stem, STR("copy of")) && !stands_in_letter(judge, STR("copy")) ? str_sub(stem, 0, 7)
	                                                                                        : STR("");
}

#define NUMBER_LEAST 3u

/* Not a year, nor a date without its dashes. */
static bool is_number(struct str part)
{
	bool year = part.len == 4 && (str_starts(part, STR("19")) || str_starts(part, STR("20")));
	bool date = (part.len == 8 || part.len == 6) && (str_starts(part, STR("19")) || str_starts(part, STR("20")));

	return part.len >= NUMBER_LEAST && ascii_digit(part.at[0]) && !year && !date;
}

/* A number of the letter for the same thing, of as many digits as the file's; empty: none. */
static struct str number_of(const struct judge *judge, enum reference_thing thing, size_t length)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		struct str view = judge->document->pages.at[i].view->bytes;
		struct reference_numbers numbers = {0};
		references_find(judge->arena, view, (struct span){0, view.len}, &numbers);
		for (size_t k = 0; k < numbers.count; k++) {
			struct str number = numbers.at[k].number;
			struct str tail = number.len > length ? str_from(number, number.len - length) : number;
			if (numbers.at[k].thing == thing && tail.len == length && is_number(tail)) {
				return tail;
			}
		}
	}
	return STR("");
}

/* "Quote_4471" where the letter is about quote 4482: the number in the letter; empty: they fit. */
static struct str other_number(const struct judge *judge, struct str stem)
{
	enum reference_thing thing = REFERENCE_COUNT;
	struct str number = STR("");

	for (size_t at = 0; at < stem.len;) {
		struct str part = take_part(stem, &at);
		thing = reference_thing_of(part) != REFERENCE_COUNT ? reference_thing_of(part) : thing;
		number = is_number(part) ? part : number;
	}
	bool told = thing != REFERENCE_COUNT && number.len > 0;
	return told && !stands_in_letter(judge, number) ? number_of(judge, thing, number.len) : STR("");
}

static bool is_attached(const struct document *document, struct str name)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (str_eq_nocase(document->attachments.at[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* The letter announces "terms.pdf", and no file of that name is there. */
static void judge_announced(const struct rule *rule, struct judge *judge)
{
	const struct attachment_data *data = rule->data;

	for (size_t i = 0; attachment_files(judge->document) > 0 && i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, data->phrases, page, HITS_WHOLE);
		for (size_t k = 0; k < found.count; k++) {
			struct str name = str_trim(page_bytes(page, found.at[k].where));
			size_t start = name.len;
			while (start > 0 && !ascii_space(name.at[start - 1])) {
				start--;
			}
			struct report report = {.message = str_printf(judge->arena, "'" STR_FMT "' is announced, and not attached",
			                                              STR_ARG(str_from(name, start)))};
			if (!is_attached(judge->document, str_from(name, start))) {
				judge_report(judge, rule, page, found.at[k].where, &report);
			}
		}
	}
}

static void judge_name(const struct rule *rule, struct judge *judge, const struct attachment *attachment)
{
	struct str stem = stem_of(attachment->name);
	struct str draft = draft_word(judge, rule->data, stem), number = other_number(judge, stem);
	struct report report = {0};
	struct change change;
	const struct page *page = judge_insertion(judge, INSERT_BEFORE_CLOSING, STR(""), &change);

	if (page == NULL || (draft.len == 0 && number.len == 0)) {
		return;
	}
	report.message = number.len > 0
	                     ? str_printf(judge->arena, "'" STR_FMT "' is attached, the letter is about " STR_FMT,
	                                  STR_ARG(attachment->name), STR_ARG(number))
	                     : str_printf(judge->arena, "'" STR_FMT "' is attached: is it the right version?",
	                                  STR_ARG(attachment->name));
	judge_report(judge, rule, page, change.where, &report);
}

void attachment_named(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->attachments.count && i < FILES_MOST; i++) {
		if (!speaks_for_itself(&judge->document->attachments.at[i])) {
			judge_name(rule, judge, &judge->document->attachments.at[i]);
		}
	}
	judge_announced(rule, judge);
}
