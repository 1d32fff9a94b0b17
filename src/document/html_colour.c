#include "document/html_colour.h"

#define RED_DISTANCE 40
#define SAME_DISTANCE 4

struct colour {
	int red, green, blue;
	bool none; /* transparent */
};

static int hex_digit(char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb or #rrggbb. */
static bool read_hex(struct str s, struct colour *colour)
{
	int rgb[3];

	s = s.len > 0 && s.at[0] == '#' ? str_from(s, 1) : s;
	size_t width = s.len == 3 ? 1 : 2;
	if (s.len != 3 && s.len != 6) {
		return false;
	}
	for (size_t i = 0; i < 3; i++) {
		int high = hex_digit(s.at[i * width]), low = hex_digit(s.at[i * width + width - 1]);
		if (high < 0 || low < 0) {
			return false;
		}
		rgb[i] = high * 16 + low;
	}
	*colour = (struct colour){rgb[0], rgb[1], rgb[2], false};
	return true;
}

/* The next number at or after *at, without its fraction, at most 255; false when there is none. */
static bool take_number(struct str s, size_t *at, int *number)
{
	while (*at < s.len && !ascii_digit(s.at[*at])) {
		(*at)++;
	}
	bool found = *at < s.len;
	for (*number = 0; *at < s.len && ascii_digit(s.at[*at]); (*at)++) {
		*number = *number * 10 + (s.at[*at] - '0');
		*number = *number > 255 ? 255 : *number;
	}
	while (*at < s.len && (s.at[*at] == '.' || ascii_digit(s.at[*at]))) {
		(*at)++;
	}
	return found;
}

/* Whether what stands after the three numbers is an opacity of 0. */
static bool is_no_opacity(struct str s)
{
	bool digits = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] >= '1' && s.at[i] <= '9') {
			return false;
		}
		digits |= s.at[i] == '0';
	}
	return digits;
}

/* rgb(255, 0, 0), rgb(255 0 0), rgba(255, 0, 0, 0.5) */
static bool read_rgb(struct str s, struct colour *colour)
{
	size_t at = 0;

	if (!str_starts_nocase(s, STR("rgb"))) {
		return false;
	}
	if (!take_number(s, &at, &colour->red) || !take_number(s, &at, &colour->green) ||
	    !take_number(s, &at, &colour->blue)) {
		return false;
	}
	colour->none = is_no_opacity(str_from(s, at));
	return true;
}

static bool read_name(struct str s, struct colour *colour)
{
	static const struct {
		const char *name;
		struct colour colour;
	} names[] = {
	    {"white", {255, 255, 255, false}}, {"black", {0, 0, 0, false}},      {"red", {255, 0, 0, false}},
	    {"blue", {0, 0, 255, false}},      {"green", {0, 128, 0, false}},    {"yellow", {255, 255, 0, false}},
	    {"gray", {128, 128, 128, false}},  {"grey", {128, 128, 128, false}}, {"silver", {192, 192, 192, false}},
	    {"navy", {0, 0, 128, false}},      {"orange", {255, 165, 0, false}}, {"whitesmoke", {245, 245, 245, false}},
	    {"transparent", {0, 0, 0, true}},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_eq_nocase(s, str_of(names[i].name))) {
			*colour = names[i].colour;
			return true;
		}
	}
	return false;
}

static bool read_colour(struct str s, struct colour *colour)
{
	return read_name(s, colour) || read_hex(s, colour) || read_rgb(s, colour);
}

static int distance(const struct colour *a, const struct colour *b)
{
	int red = a->red - b->red, green = a->green - b->green, blue = a->blue - b->blue;

	return red * red + green * green + blue * blue;
}

bool html_colour_is_red(struct str colour)
{
	static const struct colour red = {255, 0, 0, false};
	struct colour read;

	return read_colour(colour, &read) && distance(&read, &red) <= RED_DISTANCE * RED_DISTANCE;
}

bool html_colour_is_none(struct str colour)
{
	struct colour read;

	return read_colour(colour, &read) && read.none;
}

bool html_colour_same(struct str colour, struct str background)
{
	struct colour front, back;
	struct str piece;
	bool found = read_colour(background, &back);

	while (!found && str_split(&background, ' ', &piece)) {
		found = read_colour(piece, &back);
	}
	return found && !back.none && read_colour(colour, &front) &&
	       distance(&front, &back) <= SAME_DISTANCE * SAME_DISTANCE;
}
