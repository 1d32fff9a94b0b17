#include "document/lines_told.h"

#include <string.h>

#include "base/utf8.h"
#include "document/wording.h"

static size_t word_count(struct str line)
{
	size_t count = 0;

	for (size_t i = 0; i < line.len; i++) {
		count += !ascii_space(line.at[i]) && (i == 0 || ascii_space(line.at[i - 1]));
	}
	return count;
}

static bool ends_with_any(struct str line, const char *characters)
{
	return line.len > 0 && strchr(characters, line.at[line.len - 1]) != NULL;
}

static bool has_digit(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (ascii_digit(line.at[i])) {
			return true;
		}
	}
	return false;
}

static bool has_char(struct str line, char c)
{
	return str_find_char(line, c, 0) != STR_NONE;
}

/* Without those characters at both ends. */
static struct str strip(struct str line, const char *characters)
{
	while (line.len > 0 && strchr(characters, line.at[0]) != NULL) {
		line = str_from(line, 1);
	}
	while (ends_with_any(line, characters)) {
		line.len--;
	}
	return line;
}

/* ---- the author's ---- */

bool line_is_greeting(struct str line)
{
	return line.len > 0 && line.len <= 90 && word_count(line) <= 8 && wording_starts(WORDING_GREETING, line);
}

bool line_is_closing(struct str line)
{
	if (line.len == 0 || line.len > 60 || word_count(line) > 7 || ends_with_any(line, "?:")) {
		return false;
	}
	return wording_starts(WORDING_CLOSING, line) && !(ends_with_any(line, ".") && word_count(line) > 4);
}

bool line_is_name(struct str line)
{
	uint32_t first;

	if (line.len == 0 || line.len > 50 || word_count(line) > 6 || ends_with_any(line, ".?!:;") || has_digit(line) ||
	    has_char(line, '@') || str_find(line, STR("://"), 0) != STR_NONE ||
	    str_find(line, STR("www."), 0) != STR_NONE) {
		return false;
	}
	utf8_decode(line, 0, &first);
	return utf8_is_upper(first) || first == 0xFFFC;
}

bool line_is_person(struct str line)
{
	size_t words = word_count(line);
	struct str word;

	if (!line_is_name(line) || words < 2 || words > 4 || has_char(line, ',')) {
		return false;
	}
	while (str_split(&line, ' ', &word)) {
		uint32_t first = 0;
		if (word.len > 0) {
			utf8_decode(word, 0, &first);
		}
		if (!utf8_is_upper(first)) {
			return false;
		}
	}
	return true;
}

bool line_is_postscript(struct str line)
{
	return wording_starts(WORDING_POSTSCRIPT, line);
}

/* A footer may be one line of any length; what makes it one stands near its start. */
#define DISCLAIMER_LOOKED_AT 4000u

bool line_is_disclaimer(struct str line)
{
	return wording_contains(WORDING_DISCLAIMER, str_sub(line, 0, DISCLAIMER_LOOKED_AT));
}

bool line_is_mobile(struct str line)
{
	return line.len <= 120 && word_count(line) <= 14 && wording_starts(WORDING_SENT_FROM, line) &&
	       wording_has(WORDING_DEVICE, line);
}

static size_t digit_count(struct str line)
{
	size_t digits = 0;

	for (size_t i = 0; i < line.len; i++) {
		digits += ascii_digit(line.at[i]);
	}
	return digits;
}

bool line_is_contact(struct str line)
{
	bool web = has_char(line, '@') || str_find(line, STR("://"), 0) != STR_NONE ||
	           str_find_nocase(line, STR("www."), 0) != STR_NONE;
	bool phone = digit_count(line) >= 6 && (strchr("+(0", line.at[0]) != NULL || wording_starts(WORDING_PHONE, line));
	bool postal = has_digit(line) && has_char(line, ',') && word_count(line) <= 10;

	return line.len > 0 && line.len <= 100 && (web || phone || postal);
}

bool line_is_rule(struct str line)
{
	static const char *const strokes[] = {"-",           "_", "=", "*", "#", "~", " ", "\xe2\x80\x94", "\xe2\x80\x93",
	                                      "\xe2\x94\x80"};
	size_t at = 0, count = 0;

	while (at < line.len) {
		size_t before = at;
		for (size_t i = 0; i < sizeof strokes / sizeof *strokes && at == before; i++) {
			at += str_starts(str_from(line, at), str_of(strokes[i])) ? strlen(strokes[i]) : 0;
		}
		if (at == before) {
			return false;
		}
		count++;
	}
	return count >= 3;
}

/* ---- quotes ---- */

bool line_is_quoted(struct str line)
{
	size_t initials = 0;

	while (initials < 3 && initials < line.len && line.at[initials] >= 'A' && line.at[initials] <= 'Z') {
		initials++;
	}
	if (initials >= line.len || line.at[initials] != '>') {
		return false;
	}
	return initials == 0 || initials + 1 == line.len || line.at[initials + 1] == ' ';
}

bool line_is_comparison(struct str line)
{
	size_t at = 1;

	if (!str_starts(line, STR(">"))) {
		return false;
	}
	while (at < line.len && strchr("= $", line.at[at]) != NULL) {
		at++;
	}
	return at < line.len && ascii_digit(line.at[at]);
}

/* ---- attribution lines ---- */

#define ATTRIBUTION_MOST 400u

/* Whether the full stop at i stands in "09.03", not in a date or a larger number. */
static bool is_clock(struct str line, size_t i)
{
	size_t start = i > 1 && ascii_digit(line.at[i - 2]) ? i - 2 : i - 1;
	bool before = start > 0 && line.at[start - 1] != ' ';
	bool after = i + 3 < line.len && strchr(" ,:", line.at[i + 3]) == NULL;

	return !before && !after;
}

/* "9:03", "09.03" */
static bool has_time(struct str line)
{
	for (size_t i = 1; i + 2 < line.len; i++) {
		bool digits = ascii_digit(line.at[i - 1]) && ascii_digit(line.at[i + 1]) && ascii_digit(line.at[i + 2]);
		if (digits && (line.at[i] == ':' || (line.at[i] == '.' && is_clock(line, i)))) {
			return true;
		}
	}
	return false;
}

/* "wrote:" or "schrieb Ana Falk <ana@example.org>:"; in the author's own sentence neither. */
static bool has_verb(struct str line)
{
	return wording_has(WORDING_WROTE, line) && !wording_has(WORDING_OWN_WROTE, line);
}

static bool ends_in_verb(struct str line)
{
	struct str rest = strip(line, " :*");
	size_t words = word_count(rest);

	for (size_t at = 0, seen = 0; at < rest.len && words > 0; at++) {
		seen += !ascii_space(rest.at[at]) && (at == 0 || ascii_space(rest.at[at - 1]));
		bool begins = at == 0 || ascii_space(rest.at[at - 1]);
		if (begins && seen + 2 >= words && wording_is(WORDING_WROTE, str_from(rest, at))) {
			return true;
		}
	}
	return false;
}

enum attribution line_attribution(struct str line)
{
	line = strip(line, " *");
	if (line.len > ATTRIBUTION_MOST || !ends_with_any(line, ":")) {
		return ATTRIBUTION_NONE;
	}
	bool address = has_char(line, '@'), verb = has_verb(line);
	bool when = has_time(line) && has_digit(line);
	if (verb && (address || when)) {
		return ATTRIBUTION_SURE;
	}
	if (address && (wording_starts(WORDING_QUOTING, line) || (when && ascii_digit(line.at[0])) ||
	                (when && str_ends(line, STR("]:"))))) {
		return ATTRIBUTION_SURE;
	}
	return verb && ends_in_verb(line) && word_count(line) <= 12 ? ATTRIBUTION_LIKELY : ATTRIBUTION_NONE;
}

bool line_begins_attribution(struct str line)
{
	bool year = str_find(line, STR("20"), 0) != STR_NONE;

	return line.len < ATTRIBUTION_MOST && has_digit(line) && (year || has_time(line)) && !ends_with_any(line, ".!?:");
}

bool line_is_original_message(struct str line)
{
	struct str inner = strip(line, " -=_*");

	if (str_starts(strip(line, "*"), STR("--"))) {
		return wording_starts(WORDING_ORIGINAL, inner) || str_eq_nocase(inner, STR("original")) ||
		       (ends_with_any(line, "-") && ends_with_any(inner, ":") && has_verb(inner));
	}
	return false;
}

bool line_is_forwarded(struct str line)
{
	if (str_starts(strip(line, "*"), STR("--"))) {
		return wording_starts(WORDING_FORWARDED, strip(line, " -=_*"));
	}
	return line.len < 80 && ends_with_any(line, ":") && wording_starts(WORDING_FORWARDED_BEGINS, line);
}

bool line_is_reply_separator(struct str line)
{
	if (line.len > 160 || word_count(line) > 20) {
		return false;
	}
	bool marked = line.len > 0 && strchr("#-=*", line.at[0]) != NULL;
	return wording_contains(WORDING_REPLY_ABOVE, line) || (marked && wording_contains(WORDING_ABOVE_LINE, line));
}

/* What stands before the colon, without the stars that stand for bold; empty when there is none. */
static struct str label_of(struct str line, size_t most)
{
	size_t colon = str_find_char(str_sub(line, 0, most), ':', 0);

	return colon == STR_NONE ? (struct str){"", 0} : strip(str_sub(line, 0, colon), " *");
}

#define LABEL_MOST 40u

enum header_field line_header(struct str line)
{
	static const enum wording lists[HEADER_COUNT] = {
	    [HEADER_FROM] = WORDING_FIELD_FROM,       [HEADER_SENT] = WORDING_FIELD_SENT,
	    [HEADER_DATE] = WORDING_FIELD_DATE,       [HEADER_TO] = WORDING_FIELD_TO,
	    [HEADER_SUBJECT] = WORDING_FIELD_SUBJECT,
	};
	struct str label = label_of(line, LABEL_MOST);

	for (enum header_field field = HEADER_FROM; label.len > 0 && field < HEADER_COUNT; field++) {
		if (wording_is(lists[field], label)) {
			return field;
		}
	}
	return HEADER_NONE;
}

bool line_is_labelled(struct str line)
{
	struct str label = label_of(line, LABEL_MOST);

	return label.len > 0 && word_count(label) <= 2;
}

enum form_part line_form_part(struct str line, bool whole)
{
	struct str label = whole ? strip(line, " :*") : label_of(line, LABEL_MOST);

	if (label.len == 0) {
		return FORM_NONE;
	}
	return wording_is(WORDING_FORM_MESSAGE, label) ? FORM_MESSAGE
	       : wording_is(WORDING_FORM_LABEL, label) ? FORM_LABEL
	                                               : FORM_NONE;
}
