/*
 * sensitive: what must not stand in a mail: numbers of payment cards, a customer's IBAN, numbers that identify a
 * person, passwords and card codes in clear. `phrases` end with a secret; `harmless` in its sentence says that it is
 * meant to be shared (the guests' Wi-Fi). `cards`, `people` and `owner` are what such numbers are called; `references`
 * are other long numbers. The organisation's own accounts are in the configuration (own-payment-details).
 */
#include <string.h>

#include "base/err.h"
#include "checks/hits.h"
#include "checks/identifiers.h"
#include "lint/ruleset.h"

struct data {
	const struct matcher *secrets, *harmless, *cards, *people, *owner, *references;
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct {
		const char *key;
		const struct matcher **matcher;
	} keys[] = {{"phrases", &data->secrets}, {"harmless", &data->harmless}, {"cards", &data->cards},
	            {"people", &data->people},   {"owner", &data->owner},       {"references", &data->references}};

	rule->data = data;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (!rule_matcher(source, keys[i].key, keys[i].matcher)) {
			return false;
		}
	}
	return true;
}

struct on {
	const struct rule *rule;
	struct judge *judge;
	const struct page *page;
	struct str view;
};

#define NEAR 300u /* bytes: longer sentences are lists */

static bool in_sentence(const struct on *on, const struct matcher *matcher, size_t at)
{
	struct span sentence = page_sentence_at(on->page, at)->span;
	size_t start = at > sentence.at + NEAR ? at - NEAR : sentence.at, end = sentence.at + sentence.len;
	struct span near = {start, (end > at + NEAR ? at + NEAR : end) - start};

	return matcher != NULL &&
	       matcher_matches(matcher, on->judge->searcher, &judge_index(on->judge, on->page)->view, near);
}

/* ---- runs of digits ---- */

#define DIGITS_MOST 24u
#define GROUPS_MOST 8u

/* Digits with single spaces or dashes between groups. */
struct number_run {
	char digits[DIGITS_MOST];
	size_t group_count;
	struct {
		size_t digits, end; /* the digits up to its end, and where that is in the view */
	} groups[GROUPS_MOST];
	size_t at;
};

static bool begins_run(struct str view, size_t at)
{
	return ascii_digit(view.at[at]) &&
	       (at == 0 || (!ascii_alnum(view.at[at - 1]) && (unsigned char)view.at[at - 1] < 0x80 &&
	                    strchr("-./_#$+@", view.at[at - 1]) == NULL));
}

static struct number_run read_run(struct str view, size_t at)
{
	struct number_run run = {.at = at};
	size_t digits = 0;

	while (run.group_count < GROUPS_MOST) {
		while (at < view.len && ascii_digit(view.at[at]) && digits < DIGITS_MOST) {
			run.digits[digits++] = view.at[at++];
		}
		run.groups[run.group_count].digits = digits;
		run.groups[run.group_count++].end = at;
		bool goes_on = at + 1 < view.len && (view.at[at] == ' ' || view.at[at] == '-') && ascii_digit(view.at[at + 1]);
		if (!goes_on || digits == DIGITS_MOST) {
			break;
		}
		at++;
	}
	return run;
}

static size_t group_length(const struct number_run *run, size_t group)
{
	return run->groups[group].digits - (group > 0 ? run->groups[group - 1].digits : 0);
}

static struct str run_digits(const struct number_run *run, size_t groups)
{
	return (struct str){run->digits, run->groups[groups - 1].digits};
}

/* Not followed by more of the same word or number. */
static bool ends_word(struct str view, size_t at)
{
	return at >= view.len || (!ascii_alnum(view.at[at]) && view.at[at] != '_');
}

/* ---- reporting ---- */

#define SHOWN 4u

/* The last characters, without the spaces between them. */
static struct str tail_of(struct arena *arena, struct str text)
{
	char *tail = ARENA_ARRAY(arena, SHOWN, char);
	size_t count = 0;

	for (size_t i = text.len; i > 0 && count < SHOWN; i--) {
		if (ascii_alnum(text.at[i - 1])) {
			tail[SHOWN - ++count] = text.at[i - 1];
		}
	}
	return (struct str){tail + SHOWN - count, count};
}

static void report(const struct on *on, struct span where, struct str message)
{
	struct arena *arena = on->judge->arena;
	struct str tail = tail_of(arena, page_bytes(on->page, where));
	struct change change = {where, str_printf(arena, "ending " STR_FMT, STR_ARG(tail))};
	struct report made = {.changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE, .message = message};

	judge_report(on->judge, on->rule, on->page, where, &made);
}

/* ---- cards ---- */

/* One group, groups of four, or 4-6-5 and 4-6-4: as cards are written. */
static bool is_card_layout(const struct number_run *run, size_t groups)
{
	bool long_middle =
	    groups == 3 && group_length(run, 0) == 4 && group_length(run, 1) == 6 && group_length(run, 2) >= 4;

	for (size_t i = 0; i < groups; i++) {
		size_t length = group_length(run, i);
		if (groups > 1 && (length > 4 || (length < 4 && i + 1 < groups)) && !long_middle) {
			return false;
		}
	}
	return true;
}

static bool judge_card(const struct on *on, const struct number_run *run)
{
	const struct data *data = on->rule->data;

	for (size_t groups = run->group_count; groups > 0; groups--) {
		size_t end = run->groups[groups - 1].end;
		const char *scheme = is_card_layout(run, groups) ? identifier_card(run_digits(run, groups)) : NULL;
		if (scheme == NULL || !ends_word(on->view, end)) {
			continue;
		}
		if (!in_sentence(on, data->cards, run->at) && in_sentence(on, data->references, run->at)) {
			return false;
		}
		report(on, (struct span){run->at, end - run->at},
		       str_printf(on->judge->arena, "a whole card number (%s) in a mail", scheme));
		return true;
	}
	return false;
}

/* ---- people ---- */

static bool is_person_layout(const struct number_run *run)
{
	struct str digits = run_digits(run, run->group_count);
	bool ssn = run->group_count == 3 && group_length(run, 0) == 3 && group_length(run, 1) == 2;
	bool triple = run->group_count == 3 && group_length(run, 0) == 3 && group_length(run, 1) == 3;
	bool quads = run->group_count == 3 && group_length(run, 0) == 4 && group_length(run, 1) == 4;
	bool whole = run->group_count == 1;

	return ((ssn || whole) && identifier_us_ssn(digits)) || ((triple || whole) && identifier_au_tfn(digits)) ||
	       ((quads || whole) && identifier_in_aadhaar(digits));
}

static void judge_person(const struct on *on, const struct number_run *run)
{
	const struct data *data = on->rule->data;
	size_t end = run->groups[run->group_count - 1].end;

	if (is_person_layout(run) && ends_word(on->view, end) && in_sentence(on, data->people, run->at)) {
		report(on, (struct span){run->at, end - run->at}, STR("a number that identifies a person, in a mail"));
	}
}

#define NINO_LENGTH 9u

/* "AB 12 34 56 C"; its end in the view, or 0. */
static size_t read_nino(struct str view, size_t at, char nino[NINO_LENGTH])
{
	size_t count = 0;

	for (; at < view.len && count < NINO_LENGTH; at++) {
		if (view.at[at] != ' ') {
			nino[count++] = view.at[at];
		} else if (count == 0 || view.at[at - 1] == ' ') {
			return 0;
		}
	}
	return count == NINO_LENGTH && ends_word(view, at) ? at : 0;
}

/* ---- accounts ---- */

#define IBAN_MOST 34u

/* Letters and digits from at, without single spaces, up to the length of the country's IBAN; its end, or 0. */
static size_t read_iban(struct str view, size_t at, char iban[IBAN_MOST], size_t *length)
{
	size_t wanted = identifier_iban_length(str_sub(view, at, 2)), count = 0;

	for (; wanted > 0 && at < view.len && count < wanted; at++) {
		if (ascii_alnum(view.at[at])) {
			iban[count++] = view.at[at];
		} else if (view.at[at] != ' ' || view.at[at - 1] == ' ') {
			return 0;
		}
	}
	*length = wanted;
	return wanted > 0 && count == wanted && ends_word(view, at) ? at : 0;
}

static bool is_own(const struct on *on, struct str iban)
{
	const struct str_list *own = &on->judge->ruleset->config->organisation.own_payment_details;

	for (size_t i = 0; i < own->count; i++) {
		char bare[IBAN_MOST];
		size_t count = 0;
		for (size_t k = 0; k < own->at[i].len && count < IBAN_MOST; k++) {
			if (own->at[i].at[k] != ' ') {
				bare[count++] = own->at[i].at[k];
			}
		}
		if (str_eq((struct str){bare, count}, iban)) {
			return true;
		}
	}
	return false;
}

/* Whose it is, is told by the configuration, else by words only: an organisation's own is there to be paid to. */
static void judge_iban(const struct on *on, struct span where, struct str iban)
{
	const struct data *data = on->rule->data;
	bool told = on->judge->ruleset->config->organisation.own_payment_details.count > 0;

	if (!is_own(on, iban) && (told || in_sentence(on, data->owner, where.at))) {
		report(on, where, STR("somebody's whole IBAN in a mail"));
	}
}

/* Where what begins with letters ends, if it is an IBAN, or at. */
static size_t judge_letters(const struct on *on, size_t at)
{
	const struct data *data = on->rule->data;
	char iban[IBAN_MOST], nino[NINO_LENGTH];
	size_t length, end = read_iban(on->view, at, iban, &length);

	if (end > 0 && identifier_iban((struct str){iban, length})) {
		judge_iban(on, (struct span){at, end - at}, (struct str){iban, length});
		return end;
	}
	end = read_nino(on->view, at, nino);
	if (end > 0 && identifier_uk_nino((struct str){nino, NINO_LENGTH}) && in_sentence(on, data->people, at)) {
		report(on, (struct span){at, end - at}, STR("a number that identifies a person, in a mail"));
	}
	return at;
}

/* ---- secrets ---- */

static bool is_symbol(char c)
{
	return strchr("!@#$%^&*?+=~<>|\\/", c) != NULL;
}

/* "24-hour", "8-digit", "100%": a figure and what it counts. */
static bool is_measure(struct str token)
{
	size_t digits = 0;

	while (digits < token.len && ascii_digit(token.at[digits])) {
		digits++;
	}
	return digits > 0 && digits < token.len &&
	       (strchr("-%+", token.at[digits]) != NULL || str_eq(str_from(token, digits), STR("h")));
}

/* Only letters are a word ("case-sensitive") unless they stand in quotation marks; dots make a tail ("****"). */
static bool is_secret(struct str token)
{
	bool quoted = token.len > 2 && token.at[0] == '"';
	bool digit = false, letter = false, symbol = false;

	while (token.len > 0 && strchr(".,;:!\"')", token.at[token.len - 1]) != NULL &&
	       !ascii_alnum(token.at[token.len - 1])) {
		token.len--;
	}
	token = str_from(token, token.len > 0 && token.at[0] == '"');
	for (size_t i = 0; i < token.len; i++) {
		if ((unsigned char)token.at[i] >= 0x80) {
			return false;
		}
		digit |= ascii_digit(token.at[i]);
		letter |= ascii_alpha(token.at[i]);
		symbol |= is_symbol(token.at[i]);
	}
	bool link = str_find(token, STR("://"), 0) != STR_NONE || str_starts(token, STR("www."));
	bool masked = !digit && !letter;
	return token.len >= 3 && !link && !masked && !is_measure(token) &&
	       (quoted || digit || (symbol && str_find_char(token, '/', 0) == STR_NONE));
}

static void judge_secrets(const struct on *on)
{
	const struct data *data = on->rule->data;

	if (data->secrets == NULL) {
		return;
	}
	struct match_list found = hits_find(on->judge, data->secrets, on->page, HITS_WHOLE);
	for (size_t i = 0; i < found.count; i++) {
		struct str text = page_bytes(on->page, found.at[i].where);
		size_t start = text.len;
		while (start > 0 && !ascii_space(text.at[start - 1])) {
			start--;
		}
		if (is_secret(str_from(text, start)) && !in_sentence(on, data->harmless, found.at[i].where.at)) {
			judge_report(on->judge, on->rule, on->page, found.at[i].where, NULL);
		}
	}
}

/* ---- a page ---- */

static void judge_numbers(const struct on *on)
{
	for (size_t at = 0; at < on->view.len; at++) {
		bool word = at == 0 || (!ascii_alnum(on->view.at[at - 1]) && on->view.at[at - 1] != '_');
		if (begins_run(on->view, at)) {
			struct number_run run = read_run(on->view, at);
			if (!judge_card(on, &run)) {
				judge_person(on, &run);
			}
			at = run.groups[run.group_count - 1].end - 1;
		} else if (word && on->view.at[at] >= 'A' && on->view.at[at] <= 'Z') {
			size_t end = judge_letters(on, at);
			at = end > at ? end - 1 : at;
		}
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct on on = {rule, judge, page, page->view->bytes};
		if (page->sentences.count > 0) {
			judge_numbers(&on);
			judge_secrets(&on);
		}
	}
}

const struct check check_sensitive = {
    "sensitive", (const char *const[]){"phrases", "harmless", "cards", "people", "owner", "references", NULL}, load,
    run, NULL};
