#include "document/html_colour.h"

#define RED_DISTANCE 40
#define SAME_DISTANCE 4

static int hex_digit(char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb or #rrggbb. */
static bool read_hex(struct str s, struct html_colour *colour)
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
	*colour = (struct html_colour){rgb[0], rgb[1], rgb[2], false, false};
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
static bool read_rgb(struct str s, struct html_colour *colour)
{
	size_t at = 0;

	if (!str_starts_nocase(s, STR("rgb"))) {
		return false;
	}
	if (!take_number(s, &at, &colour->red) || !take_number(s, &at, &colour->green) ||
	    !take_number(s, &at, &colour->blue)) {
		return false;
	}
	struct str opacity = str_from(s, at);
	colour->none = is_no_opacity(opacity);
	colour->mixed = str_find_char(opacity, '.', 0) != STR_NONE || str_find_char(opacity, '%', 0) != STR_NONE;
	return true;
}

static bool read_name(struct str s, struct html_colour *colour)
{
	static const struct {
		struct str name;
		struct html_colour colour;
	} names[] = {
#define COLOUR(name, red, green, blue) {{(name), sizeof(name) - 1}, {(red), (green), (blue), false, false}},
#include "document/html_colour.def"
#undef COLOUR
	};

	if (str_eq_nocase(s, STR("transparent"))) {
		*colour = (struct html_colour){.none = true};
		return true;
	}
	for (size_t i = 0; s.len > 0 && i < sizeof names / sizeof *names; i++) {
		if (names[i].name.len == s.len && str_eq_nocase(s, names[i].name)) {
			*colour = names[i].colour;
			return true;
		}
	}
	return false;
}

static bool read_colour(struct str s, struct html_colour *colour)
{
	return read_hex(s, colour) || read_rgb(s, colour) || read_name(s, colour);
}

static int distance(const struct html_colour *a, const struct html_colour *b)
{
	int red = a->red - b->red, green = a->green - b->green, blue = a->blue - b->blue;

	return red * red + green * green + blue * blue;
}

bool html_colour_is_red(struct str colour)
{
	static const struct html_colour red = {255, 0, 0, false, false};
	struct html_colour read;

	return read_colour(colour, &read) && distance(&read, &red) <= RED_DISTANCE * RED_DISTANCE;
}

bool html_colour_is_none(struct str colour)
{
	struct html_colour read;

	return read_colour(colour, &read) && read.none;
}

bool html_colour_read(struct str s, struct html_colour *colour)
{
	struct str piece;
	bool found = read_colour(s, colour);

	while (!found && str_split(&s, ' ', &piece)) {
		found = read_colour(piece, colour);
	}
	return found;
}

bool html_colour_same(struct str colour, struct str background)
{
	struct html_colour front, back;

	return html_colour_read(background, &back) && !back.none && read_colour(colour, &front) &&
	       distance(&front, &back) <= SAME_DISTANCE * SAME_DISTANCE;
}

/* ---- contrast ---- */

/* The fifth root, by Newton's method. */
static double root5(double x)
{
	double y = 1;

	for (int i = 0; i < 40; i++) {
		y = (4 * y + x / (y * y * y * y)) / 5;
	}
	return y;
}

/* A channel of sRGB made linear: ((c + 0.055) / 1.055) to the power of 2.4. */
static double linear(int channel)
{
	double c = channel / 255.0, base = (c + 0.055) / 1.055;

	return c <= 0.04045 ? c / 12.92 : base * base * root5(base * base);
}

static double luminance(const struct html_colour *colour)
{
	return 0.2126 * linear(colour->red) + 0.7152 * linear(colour->green) + 0.0722 * linear(colour->blue);
}

unsigned html_colour_contrast(const struct html_colour *a, const struct html_colour *b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return (unsigned)(100 * (x > y ? x / y : y / x));
}

static int towards(int from, int to, int step, int steps)
{
	return from + (to - from) * step / steps;
}

struct html_colour html_colour_readable(const struct html_colour *colour, const struct html_colour *background,
                                        unsigned least)
{
	static const struct html_colour black = {0, 0, 0, false, false}, white = {255, 255, 255, false, false};
	const struct html_colour *end =
	    html_colour_contrast(&black, background) >= html_colour_contrast(&white, background) ? &black : &white;
	struct html_colour made = *colour;

	for (int step = 1; step <= 255 && html_colour_contrast(&made, background) < least; step++) {
		made.red = towards(colour->red, end->red, step, 255);
		made.green = towards(colour->green, end->green, step, 255);
		made.blue = towards(colour->blue, end->blue, step, 255);
	}
	return made;
}
