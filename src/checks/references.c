#include "checks/references.h"

#include <string.h>

static const struct {
	const char *word;
	enum reference_thing thing;
} words[] = {
    {"order", REFERENCE_ORDER},         {"po", REFERENCE_ORDER},
    {"case", REFERENCE_CASE},           {"ticket", REFERENCE_CASE},
    {"incident", REFERENCE_CASE},       {"request", REFERENCE_CASE},
    {"enquiry", REFERENCE_CASE},        {"inquiry", REFERENCE_CASE},
    {"complaint", REFERENCE_CASE},      {"invoice", REFERENCE_INVOICE},
    {"inv", REFERENCE_INVOICE},         {"bill", REFERENCE_INVOICE},
    {"booking", REFERENCE_BOOKING},     {"reservation", REFERENCE_BOOKING},
    {"appointment", REFERENCE_BOOKING}, {"claim", REFERENCE_CLAIM},
    {"quote", REFERENCE_QUOTE},         {"quotation", REFERENCE_QUOTE},
    {"estimate", REFERENCE_QUOTE},      {"offer", REFERENCE_QUOTE},
    {"policy", REFERENCE_POLICY},       {"contract", REFERENCE_CONTRACT},
    {"parcel", REFERENCE_PARCEL},       {"shipment", REFERENCE_PARCEL},
    {"consignment", REFERENCE_PARCEL},  {"tracking", REFERENCE_PARCEL},
    {"return", REFERENCE_RETURN},       {"rma", REFERENCE_RETURN},
    {"refund", REFERENCE_REFUND},       {"reference", REFERENCE_OTHER},
    {"ref", REFERENCE_OTHER},
};

enum reference_thing reference_thing_of(struct str word)
{
	char first = word.len > 0 ? ascii_lower(word.at[0]) : '\0';

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (words[i].word[0] != first) {
			continue;
		}
		struct str known = str_of(words[i].word);
		bool plural = word.len == known.len + 1 && ascii_lower(word.at[known.len]) == 's';
		if (str_eq_nocase(plural ? str_sub(word, 0, known.len) : word, known)) {
			return words[i].thing;
		}
	}
	return REFERENCE_COUNT;
}

/* Reads bytes of a text up to its end. */
struct reader {
	struct str text;
	size_t at, end;
};

static char peek(const struct reader *reader)
{
	return reader->at < reader->end ? reader->text.at[reader->at] : '\n';
}

static struct str take_word(struct reader *reader)
{
	size_t start = reader->at;

	while (ascii_alpha(peek(reader))) {
		reader->at++;
	}
	return str_sub(reader->text, start, reader->at - start);
}

/* "no.", "number is", "#", ":" between the word and its number. */
static void skip_label(struct reader *reader)
{
	static const char *const between[] = {"number", "no", "nr", "num", "ref", "reference", "id", "is", "was", "code"};

	for (;;) {
		while (peek(reader) != '\n' && strchr(" #:.(", peek(reader)) != NULL) {
			reader->at++;
		}
		size_t before = reader->at;
		struct str word = take_word(reader);
		bool known = false;
		for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
			known |= str_eq_nocase(word, str_of(between[i]));
		}
		if (!known) {
			reader->at = before;
			return;
		}
	}
}

#define NUMBER_LEAST 4u
#define DIGITS_LEAST 3u

/* Capitals, digits, and single dashes or strokes between. */
static size_t number_end(const struct reader *reader)
{
	size_t at = reader->at;
	struct str text = reader->text;

	while (at < reader->end) {
		char c = text.at[at];
		bool sign = ascii_digit(c) || (c >= 'A' && c <= 'Z');
		bool joint = (c == '-' || c == '/' || c == '_') && at > reader->at && at + 1 < reader->end &&
		             (ascii_digit(text.at[at + 1]) || (text.at[at + 1] >= 'A' && text.at[at + 1] <= 'Z'));
		if (!sign && !joint) {
			break;
		}
		at++;
	}
	return at;
}

/* A date (12/05/2026) or a year. */
static bool is_calendar(struct str number)
{
	size_t strokes = 0, digits = 0;

	for (size_t i = 0; i < number.len; i++) {
		strokes += number.at[i] == '/' || number.at[i] == '-';
		digits += ascii_digit(number.at[i]);
	}
	bool date = strokes == 2 && digits + 2 == number.len && digits >= 4 && digits <= 8;
	return date || (number.len == 4 && digits == 4 && (str_starts(number, STR("19")) || str_starts(number, STR("20"))));
}

/* The number where the reader is; its length is 0 when there is none. */
static struct str take_number(struct reader *reader)
{
	size_t end = number_end(reader), digits = 0;
	struct str number = str_sub(reader->text, reader->at, end - reader->at);
	char next = end < reader->end ? reader->text.at[end] : '\n';
	bool amount = (next == '.' || next == ',') && end + 1 < reader->end && ascii_digit(reader->text.at[end + 1]);

	for (size_t i = 0; i < number.len; i++) {
		digits += ascii_digit(number.at[i]);
	}
	if (number.len < NUMBER_LEAST || digits < DIGITS_LEAST || is_calendar(number) || amount || ascii_alnum(next) ||
	    (unsigned char)next >= 0x80 || next == '%') {
		return STR("");
	}
	reader->at = end;
	return number;
}

/* " and ", ", " before a further number. */
static bool take_joint(struct reader *reader)
{
	static const char *const joints[] = {" and ", ", ", " & ", " or ", "/"};
	struct str rest = str_sub(reader->text, reader->at, reader->end - reader->at);

	for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
		if (str_starts(rest, str_of(joints[i]))) {
			reader->at += strlen(joints[i]);
			return true;
		}
	}
	return false;
}

static void take_numbers(struct arena *arena, struct reader *reader, enum reference_thing thing,
                         struct reference_numbers *numbers)
{
	skip_label(reader);
	do {
		size_t at = reader->at;
		struct str number = take_number(reader);
		if (number.len == 0) {
			return;
		}
		*vec_push(arena, numbers) = (struct reference_number){thing, number, {at, number.len}};
	} while (take_joint(reader));
}

void references_find(struct arena *arena, struct str text, struct span span, struct reference_numbers *numbers)
{
	struct reader reader = {text, span.at, span.at + span.len};

	while (reader.at < reader.end && numbers->count < REFERENCES_MOST) {
		bool inside = reader.at > span.at && (ascii_alnum(text.at[reader.at - 1]) || text.at[reader.at - 1] == '/');
		struct str word = take_word(&reader);
		enum reference_thing thing = inside ? REFERENCE_COUNT : reference_thing_of(word);
		if (thing != REFERENCE_COUNT) {
			take_numbers(arena, &reader, thing, numbers);
		} else if (word.len == 0) {
			reader.at++;
		}
	}
}

static int shape_of(char c)
{
	return ascii_digit(c) ? '0' : ascii_alpha(c) ? 'A' : c;
}

bool references_same_shape(struct str a, struct str b)
{
	if (a.len != b.len) {
		return false;
	}
	for (size_t i = 0; i < a.len; i++) {
		if (shape_of(a.at[i]) != shape_of(b.at[i])) {
			return false;
		}
	}
	return true;
}
