/* The greeting against those whom the mail goes to. */
#include <string.h>

#include "base/nearest.h"
#include "base/utf8.h"
#include "checks/recipient.h"

/* ---- whom it names ---- */

static bool is_salutation(struct str word)
{
	static const char *const words[] = {
	    "dear",      "dearest",  "hi",          "hello",     "hey",     "hiya",    "good",      "morning",  "day",
	    "afternoon", "evening",  "greetings",   "namaste",   "welcome", "back",    "howdy",     "again",    "respected",
	    "my",        "hallo",    "salutations", "happy",     "monday",  "tuesday", "wednesday", "thursday", "friday",
	    "new",       "year",     "easter",      "christmas", "valued",  "to",      "oh",        "ok",       "g'day",
	    "and",       "a",        "very",        "warm",      "thanks",  "thank",   "you",       "many",     "sorry",
	    "esteemed",  "vanakkam", "namaskar",    NULL};

	for (size_t i = 0; words[i] != NULL; i++) {
		if (str_eq_nocase(word, str_of(words[i]))) {
			return true;
		}
	}
	return false;
}

static bool is_letter(char c)
{
	return ascii_alpha(c) || (unsigned char)c >= 0x80 || c == '\'';
}

/* What is read of a greeting, word by word. */
struct reader {
	const struct lexicon *lexicon;
	struct arena *arena;
	struct greeting *greeting;
	bool greeted; /* a word of greeting was read */
	bool general; /* it names a role or everybody, or is in another language */
	bool done;
};

/* With a capital; or, in a letter without any, a given name that is no other word. */
static bool is_written_as_name(const struct reader *reader, struct str word)
{
	uint32_t first;

	utf8_decode(word, 0, &first);
	return utf8_is_upper(first) ||
	       (name_is_given(reader->lexicon, word) && !word_list_has(&reader->lexicon->words, word));
}

static void add_name(struct reader *reader, struct str word, size_t at)
{
	const struct lexicon *lexicon = reader->lexicon;
	struct names *names = &reader->greeting->names;
	size_t before = names->count;

	names_read(reader->arena, word, names);
	for (size_t i = before; i < names->count; i++) {
		struct str name = names->at[i].folded;
		bool given = name_is_given(lexicon, name);
		names->at[i].where.at += at;
		reader->general |= word_list_has(&lexicon->not_names, name) ||
		                   (!given && !reader->greeting->titled && word_list_has(&lexicon->words, name));
	}
}

static void take_word(struct reader *reader, struct str word, size_t at)
{
	struct greeting *greeting = reader->greeting;

	if (name_is_title(word)) {
		greeting->titled = true;
	} else if (greeting->names.count == 0 && is_salutation(word)) {
		reader->greeted = true;
	} else if (is_written_as_name(reader, word)) {
		reader->general |= !reader->greeted && !name_is_given(reader->lexicon, word);
		add_name(reader, word, at);
	} else if (str_eq_nocase(word, STR("and")) || str_eq_nocase(word, STR("or")) || name_is_particle(word)) {
		return;
	} else {
		reader->general |= greeting->names.count == 0;
		reader->done = true;
	}
}

/* Up to the comma behind the names. */
static void read_names(struct reader *reader, struct span span)
{
	struct str view = reader->greeting->page->view->bytes;

	for (size_t at = span.at; at < span.at + span.len && !reader->done && !reader->general;) {
		if (!is_letter(view.at[at])) {
			bool stops = strchr(",!:;.?\n(", view.at[at]) != NULL;
			bool initial = view.at[at] == '.' && at > span.at && at < span.at + span.len - 1;
			reader->done = stops && !initial && (reader->greeting->names.count > 0 || reader->greeting->titled);
			at++;
			continue;
		}
		size_t end = at;
		while (end < span.at + span.len && is_letter(view.at[end])) {
			end++;
		}
		take_word(reader, str_sub(view, at, end - at), at);
		at = end;
	}
}

struct greeting recipient_greeting(const struct judge *judge)
{
	struct greeting greeting = {.page = recipient_page(judge)};
	struct reader reader = {&judge->ruleset->lexicon, judge->arena, &greeting, false, false, false};

	for (size_t i = 0; greeting.page != NULL && i < greeting.page->blocks.count; i++) {
		if (greeting.page->blocks.at[i].zone == ZONE_GREETING) {
			read_names(&reader, greeting.page->blocks.at[i].span);
			break;
		}
	}
	if (reader.general || greeting.names.foreign) {
		greeting.names.count = 0;
	}
	return greeting;
}

/* ---- as it should be ---- */

/* The name as one writes it: "DIAZ" and "ana" as Diaz and Ana. */
static struct str properly(struct arena *arena, struct str written)
{
	bool upper = written.len > 2, lower = true;

	for (size_t i = 0; i < written.len; i++) {
		upper &= written.at[i] >= 'A' && written.at[i] <= 'Z';
		lower &= written.at[i] >= 'a' && written.at[i] <= 'z';
	}
	if ((!upper && !lower) || written.len == 0) {
		return written;
	}
	struct str rest = str_lower(arena, str_from(written, 1));
	char first = lower ? (char)(written.at[0] - 'a' + 'A') : written.at[0];
	return str_printf(arena, "%c" STR_FMT, first, STR_ARG(rest));
}

/* The part to greet by: the last behind a title, else the first, which of "Diaz, Ana" stands behind the comma. */
static struct str part_to_greet(const struct reference *reference, bool titled)
{
	const struct names *names = &reference->names;
	size_t comma = str_find_char(reference->written, ',', 0);

	if (comma == STR_NONE) {
		return names->at[titled ? names->count - 1 : 0].written;
	}
	for (size_t i = 0; i < names->count; i++) {
		if (!titled && names->at[i].where.at > comma) {
			return names->at[i].written;
		}
	}
	return names->at[0].written;
}

static struct span names_span(const struct greeting *greeting)
{
	const struct name *first = &greeting->names.at[0], *last = &greeting->names.at[greeting->names.count - 1];

	return (struct span){first->where.at, last->where.at + last->where.len - first->where.at};
}

/* ---- the rules ---- */

/* "AJ", "JP": letters that names of theirs begin with. */
static bool are_initials(const struct name *name, const struct names *names)
{
	size_t found = 0;

	if (name->written.len > 3) {
		return false;
	}
	for (size_t i = 0; i < names->count && found < name->folded.len; i++) {
		found += names->at[i].folded.at[0] == name->folded.at[found];
	}
	return found == name->folded.len;
}

/* Too near to be somebody else, and perhaps too short for a misspelling. */
static bool is_like(const struct lexicon *lexicon, const struct name *name, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		struct str other = names->at[i].folded;
		bool part = str_find(other, name->folded, 0) != STR_NONE || str_find(name->folded, other, 0) != STR_NONE;
		if (part || names_alike(lexicon, name->folded, other) || nearest_edits(name->folded, other) <= 1 ||
		    names_near(name->folded, other)) {
			return true;
		}
	}
	return are_initials(name, names);
}

static bool is_recipient(const struct judge *judge, const struct name *name, const struct references *references)
{
	for (size_t i = 0; i < references->count; i++) {
		if (is_like(&judge->ruleset->lexicon, name, &references->at[i].names)) {
			return true;
		}
	}
	return recipient_is_mentioned(judge, name->folded);
}

void recipient_name(const struct rule *rule, struct judge *judge)
{
	struct greeting greeting = recipient_greeting(judge);
	struct references references = recipient_references(judge);
	struct report report = {.applicability = APPLY_UNSAFE};

	if (greeting.names.count == 0 || references.count == 0 || !references.complete || references.foreign) {
		return;
	}
	for (size_t i = 0; i < greeting.names.count; i++) {
		if (is_recipient(judge, &greeting.names.at[i], &references)) {
			return;
		}
	}
	const struct reference *meant = &references.at[0];
	struct span where = names_span(&greeting);
	struct change change = {where, properly(judge->arena, part_to_greet(meant, greeting.titled))};
	bool one = judge->document->to.count == 1 && !(greeting.titled && meant->names.count < 2);
	report.message = str_printf(judge->arena, "the greeting is to '" STR_FMT "', the mail to " STR_FMT,
	                            STR_ARG(page_bytes(greeting.page, where)), STR_ARG(meant->written));
	report.changes = &change;
	report.change_count = one ? 1 : 0;
	judge_report(judge, rule, greeting.page, where, &report);
}

#define SHORT_NAME 3u

/* "Dear Mr Eve" to Obinna Eze: a letter of the last name is another. First names that short have forms of all kinds. */
static bool is_short_slip(const struct name *name, const struct names *names, size_t part)
{
	struct str other = names->at[part].folded;

	return part > 0 && part + 1 == names->count && name->folded.len == SHORT_NAME && other.len == SHORT_NAME &&
	       nearest_edits(name->folded, other) == 1;
}

/* Behind a title, the short last name that the name is a slip of, or NULL. */
static const struct name *find_short(const struct name *name, const struct references *references)
{
	for (size_t i = 0; i < references->count; i++) {
		const struct names *names = &references->at[i].names;
		for (size_t k = 0; k < names->count; k++) {
			if (is_short_slip(name, names, k)) {
				return &names->at[k];
			}
		}
	}
	return NULL;
}

/* The part of a reference that the name is a misspelling of, or NULL; *known: it is right as it is. */
static const struct name *find_near(const struct judge *judge, const struct name *name,
                                    const struct references *references, bool *known)
{
	const struct name *near = NULL;

	for (size_t i = 0; i < references->count; i++) {
		const struct names *names = &references->at[i].names;
		for (size_t k = 0; k < names->count; k++) {
			*known |= names_alike(&judge->ruleset->lexicon, name->folded, names->at[k].folded);
			if (near == NULL && names_near(name->folded, names->at[k].folded)) {
				near = &names->at[k];
			}
		}
	}
	return near;
}

static bool greets(const struct greeting *greeting, struct str folded)
{
	for (size_t i = 0; i < greeting->names.count; i++) {
		if (str_eq(greeting->names.at[i].folded, folded)) {
			return true;
		}
	}
	return false;
}

void recipient_spelling(const struct rule *rule, struct judge *judge)
{
	struct greeting greeting = recipient_greeting(judge);
	struct references references = recipient_references(judge);

	for (size_t i = 0; i < greeting.names.count && !references.foreign; i++) {
		const struct name *name = &greeting.names.at[i];
		bool known = false;
		const struct name *meant = find_near(judge, name, &references, &known);
		meant = meant == NULL && greeting.titled ? find_short(name, &references) : meant;
		if (known || meant == NULL || greets(&greeting, meant->folded) || recipient_is_mentioned(judge, name->folded)) {
			continue;
		}
		struct change change = {name->where, properly(judge->arena, meant->written)};
		struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE};
		report.message =
		    str_printf(judge->arena, "'" STR_FMT "' is called " STR_FMT, STR_ARG(name->written), STR_ARG(change.text));
		judge_report(judge, rule, greeting.page, name->where, &report);
	}
}
