#include "document/html_style.h"

/* ---- values ---- */

#define RED_DISTANCE 40

static int hex_digit(char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb or #rrggbb. */
static bool read_hex(struct str s, int rgb[3])
{
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
	return true;
}

/* rgb(255, 0, 0), rgb(255 0 0), rgba(...). */
static bool read_rgb(struct str s, int rgb[3])
{
	size_t at = str_find_char(s, '(', 0), count = 0;

	if (!str_starts_nocase(s, STR("rgb")) || at == STR_NONE) {
		return false;
	}
	while (at < s.len && count < 3) {
		int value = 0;
		if (!ascii_digit(s.at[at])) {
			at++;
			continue;
		}
		for (; at < s.len && ascii_digit(s.at[at]); at++) {
			value = value > 255 ? value : value * 10 + (s.at[at] - '0');
		}
		rgb[count++] = value > 255 ? 255 : value;
	}
	return count == 3;
}

bool html_is_red(struct str colour)
{
	int rgb[3] = {0};

	if (str_eq_nocase(colour, STR("red"))) {
		return true;
	}
	if (!read_hex(colour, rgb) && !read_rgb(colour, rgb)) {
		return false;
	}
	int away = 255 - rgb[0];
	return away * away + rgb[1] * rgb[1] + rgb[2] * rgb[2] <= RED_DISTANCE * RED_DISTANCE;
}

/* A length in hundredths of a pixel; -1 when it is none, or relative. A zero needs no unit. */
static long read_length(struct str s)
{
	long value = 0, scale = 100;
	size_t at = 0;

	for (; at < s.len && ascii_digit(s.at[at]); at++) {
		value = value > 1000000 ? value : value * 10 + (s.at[at] - '0');
	}
	value *= 100;
	if (at < s.len && s.at[at] == '.') {
		for (at++; at < s.len && ascii_digit(s.at[at]); at++) {
			scale /= 10;
			value += (s.at[at] - '0') * scale;
		}
	}
	if (at == 0) {
		return -1;
	}
	struct str unit = str_from(s, at);
	if (value == 0 || str_starts_nocase(unit, STR("px"))) {
		return value;
	}
	return str_starts_nocase(unit, STR("pt")) ? value * 4 / 3 : -1;
}

/* ---- properties ---- */

static unsigned set(unsigned flags, unsigned flag, bool on)
{
	return on ? flags | flag : flags & ~flag;
}

static unsigned display(struct str value, unsigned flags)
{
	return str_starts_nocase(value, STR("none")) ? flags | HTML_GONE : flags;
}

static unsigned hide(struct str value, unsigned flags)
{
	return str_starts_nocase(value, STR("all")) ? flags | HTML_GONE : flags;
}

/* max-height, opacity */
static unsigned zero(struct str value, unsigned flags)
{
	return read_length(value) == 0 ? flags | HTML_GONE : flags;
}

static unsigned visibility(struct str value, unsigned flags)
{
	return set(flags, HTML_INVISIBLE, str_starts_nocase(value, STR("hidden")));
}

#define BIG_FROM 2400

static unsigned font_size(struct str value, unsigned flags)
{
	long size = read_length(value);
	bool big =
	    size >= BIG_FROM || str_starts_nocase(value, STR("x-large")) || str_starts_nocase(value, STR("xx-large"));

	if (size < 0 && !big) {
		return flags;
	}
	return set(set(flags, HTML_BIG, big), HTML_TINY, size == 0);
}

static unsigned transform(struct str value, unsigned flags)
{
	return set(flags, HTML_UPPERCASE, str_starts_nocase(value, STR("uppercase")));
}

static unsigned colour(struct str value, unsigned flags)
{
	return str_starts_nocase(value, STR("inherit")) ? flags : set(flags, HTML_RED, html_is_red(value));
}

static unsigned decoration(struct str value, unsigned flags)
{
	return set(flags, HTML_UNDERLINE, str_find_nocase(value, STR("underline"), 0) != STR_NONE);
}

static unsigned white_space(struct str value, unsigned flags)
{
	return set(flags, HTML_PRE, str_starts_nocase(value, STR("pre")) || str_starts_nocase(value, STR("break-spaces")));
}

static unsigned margin(struct str value, unsigned flags)
{
	struct str piece, top = STR("1em"), bottom = top;

	for (size_t count = 0; str_split(&value, ' ', &piece);) {
		if (piece.len == 0) {
			continue;
		}
		top = count == 0 ? piece : top;
		bottom = count == 0 || count == 2 ? piece : bottom;
		count++;
	}
	return set(set(flags, HTML_TIGHT_TOP, read_length(top) == 0), HTML_TIGHT_BOTTOM, read_length(bottom) == 0);
}

static unsigned margin_top(struct str value, unsigned flags)
{
	return set(flags, HTML_TIGHT_TOP, read_length(value) == 0);
}

static unsigned margin_bottom(struct str value, unsigned flags)
{
	return set(flags, HTML_TIGHT_BOTTOM, read_length(value) == 0);
}

static unsigned border(struct str value, unsigned flags)
{
	return set(flags, HTML_INDENT, str_starts_nocase(value, STR("none")));
}

static unsigned border_top(struct str value, unsigned flags)
{
	bool divider = str_starts_nocase(value, STR("solid #E1E1E1")) || str_starts_nocase(value, STR("solid #B5C4DF"));
	return divider ? flags | HTML_DIVIDER : flags;
}

static unsigned border_left(struct str value, unsigned flags)
{
	return str_starts_nocase(value, STR("none")) ? flags : flags & ~(unsigned)HTML_INDENT;
}

struct property {
	struct str name;
	unsigned (*apply)(struct str value, unsigned flags);
};

#define PROPERTY(name, apply)                                                                                          \
	{                                                                                                                  \
		{(name), sizeof(name) - 1}, (apply)                                                                            \
	}

static const struct property properties[] = {
    PROPERTY("display", display),
    PROPERTY("mso-hide", hide),
    PROPERTY("max-height", zero),
    PROPERTY("opacity", zero),
    PROPERTY("visibility", visibility),
    PROPERTY("font-size", font_size),
    PROPERTY("text-transform", transform),
    PROPERTY("color", colour),
    PROPERTY("text-decoration", decoration),
    PROPERTY("text-decoration-line", decoration),
    PROPERTY("white-space", white_space),
    PROPERTY("margin", margin),
    PROPERTY("margin-top", margin_top),
    PROPERTY("margin-bottom", margin_bottom),
    PROPERTY("border", border),
    PROPERTY("border-left", border_left),
    PROPERTY("border-top", border_top),
};

unsigned html_style(struct str style, unsigned flags)
{
	struct str declaration;

	while (str_split(&style, ';', &declaration)) {
		size_t colon = str_find_char(declaration, ':', 0);
		if (colon == STR_NONE) {
			continue;
		}
		struct str name = str_trim(str_sub(declaration, 0, colon));
		struct str value = str_from(declaration, colon + 1);
		value = str_trim(str_sub(value, 0, str_find_char(value, '!', 0))); /* without !important */
		for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
			if (str_eq_nocase(properties[i].name, name)) {
				flags = properties[i].apply(value, flags);
			}
		}
	}
	return flags;
}
