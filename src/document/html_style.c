#include "document/html_style.h"

#include <stdint.h>

#include "document/html_colour.h"

/* What the declarations of one element say, each property's last word. */
struct sheet {
	unsigned flags; /* what was passed on, and what is */
	unsigned hides; /* enum hiding */
	bool placed;    /* position: absolute and the like: left and top move it */
	struct html_said *said;
};

enum hiding {
	HIDE_DISPLAY = 1u << 0,
	HIDE_OUTLOOK = 1u << 1,
	HIDE_OPACITY = 1u << 2,
	HIDE_CLIP = 1u << 3,
	HIDE_INDENT = 1u << 4,
	HIDE_ALONE = HIDE_DISPLAY | HIDE_OUTLOOK | HIDE_OPACITY | HIDE_CLIP | HIDE_INDENT,
	/* Where the position is its own: */
	HIDE_LEFT = 1u << 5,
	HIDE_TOP = 1u << 6,
	HIDE_RIGHT = 1u << 7,
	HIDE_PLACED = HIDE_LEFT | HIDE_TOP | HIDE_RIGHT,
	/* Where what overflows is cut: */
	HIDE_WIDTH = 1u << 8,
	HIDE_HEIGHT = 1u << 9,
	HIDE_MAX_WIDTH = 1u << 10,
	HIDE_MAX_HEIGHT = 1u << 11,
	HIDE_FLAT = HIDE_WIDTH | HIDE_HEIGHT | HIDE_MAX_WIDTH | HIDE_MAX_HEIGHT,
	HIDE_CUT = 1u << 12
};

/* ---- lengths ---- */

#define PIXEL 100L
#define NO_LENGTH (-1L)

/* So many units in hundredths of a pixel, or NO_LENGTH. */
static long to_pixels(long value, struct str unit)
{
	static const struct {
		struct str name;
		long times, over;
	} units[] = {{{"px", 2}, 1, 1}, {{"pt", 2}, 4, 3}, {{"rem", 3}, 16, 1}};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (str_starts_nocase(unit, units[i].name)) {
			return value * units[i].times / units[i].over;
		}
	}
	return value == 0 ? 0 : NO_LENGTH;
}

/* A length in hundredths of a pixel; NO_LENGTH when it is none, or relative. A zero needs no unit. */
static long read_length(struct str s)
{
	long value = 0, scale = 100;
	size_t at = 0;

	for (; at < s.len && ascii_digit(s.at[at]); at++) {
		value = value > 1000000 ? value : value * 10 + (s.at[at] - '0');
	}
	value *= 100;
	size_t digits = at;
	if (at < s.len && s.at[at] == '.') {
		for (at++; at < s.len && ascii_digit(s.at[at]); at++) {
			digits++;
			scale /= 10;
			value += (s.at[at] - '0') * scale;
		}
	}
	if (digits == 0) {
		return NO_LENGTH;
	}
	return to_pixels(value, str_from(s, at));
}

/* ---- properties ---- */

static unsigned set(unsigned flags, unsigned flag, bool on)
{
	return on ? flags | flag : flags & ~flag;
}

static void hide(struct sheet *sheet, enum hiding hiding, bool on)
{
	sheet->hides = set(sheet->hides, hiding, on);
}

static void display(struct sheet *sheet, struct str value)
{
	bool in_line = str_eq_nocase(value, STR("inline")) || str_eq_nocase(value, STR("contents"));
	bool apart = str_starts_nocase(value, STR("inline-"));
	bool none = str_starts_nocase(value, STR("none"));
	bool block = str_starts_nocase(value, STR("block")) || str_starts_nocase(value, STR("flex")) ||
	             str_starts_nocase(value, STR("grid")) || str_starts_nocase(value, STR("list-item")) ||
	             str_starts_nocase(value, STR("flow-root")) || str_starts_nocase(value, STR("table"));

	hide(sheet, HIDE_DISPLAY, none);
	sheet->flags = set(sheet->flags, HTML_AS_BLOCK, block);
	sheet->flags = set(sheet->flags, HTML_AS_INLINE, in_line);
	sheet->flags = set(sheet->flags, HTML_AS_APART, apart);
	sheet->said->is_flex = str_ends_nocase(value, STR("flex"));
	sheet->said->is_grid = str_ends_nocase(value, STR("grid"));
}

static void mso_hide(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_OUTLOOK, str_starts_nocase(value, STR("all")));
}

static void opacity(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_OPACITY, read_length(value) == 0);
}

/* clip: rect(0 0 0 0), rect(1px, 1px, 1px, 1px) */
static void clip(struct sheet *sheet, struct str value)
{
	bool rect = str_starts_nocase(value, STR("rect("));
	long top = read_length(str_trim(str_from(value, 5)));

	hide(sheet, HIDE_CLIP, rect && top >= 0 && top <= PIXEL && str_find_nocase(value, STR("auto"), 0) == STR_NONE);
}

/* Far beyond the edge of what is seen. */
static bool is_far(struct str value)
{
	bool negative = value.len > 0 && value.at[0] == '-';

	return negative && read_length(str_from(value, 1)) >= 999 * PIXEL;
}

static void text_indent(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_INDENT, is_far(value));
}

static void left(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_LEFT, is_far(value));
}

static void top(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_TOP, is_far(value));
}

static void right(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_RIGHT, is_far(value));
}

static void position(struct sheet *sheet, struct str value)
{
	sheet->placed = !str_starts_nocase(value, STR("static"));
	sheet->said->is_placed = str_eq_nocase(value, STR("absolute")) || str_eq_nocase(value, STR("fixed"));
}

static bool is_flat(struct str value)
{
	long length = read_length(value);

	return length >= 0 && length <= PIXEL;
}

static void width(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_WIDTH, is_flat(value));
}

static void height(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_HEIGHT, is_flat(value));
}

static void max_width(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_MAX_WIDTH, is_flat(value));
}

static void max_height(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_MAX_HEIGHT, is_flat(value));
}

static void overflow(struct sheet *sheet, struct str value)
{
	hide(sheet, HIDE_CUT, str_starts_nocase(value, STR("hidden")) || str_starts_nocase(value, STR("clip")));
}

static void visibility(struct sheet *sheet, struct str value)
{
	bool invisible = str_starts_nocase(value, STR("hidden")) || str_starts_nocase(value, STR("collapse"));

	sheet->flags = set(sheet->flags, HTML_INVISIBLE, invisible);
}

#define BIG_FROM (24 * PIXEL)

/* The size of that name in hundredths of a pixel, as browsers have it, or NO_LENGTH. */
static long named_size(struct str value)
{
	static const struct {
		struct str name;
		long size;
	} names[] = {{{"xx-small", 8}, 9 * PIXEL}, {{"x-small", 7}, 10 * PIXEL}, {{"small", 5}, 13 * PIXEL},
	             {{"medium", 6}, 16 * PIXEL},  {{"large", 5}, 18 * PIXEL},   {{"x-large", 7}, 24 * PIXEL},
	             {{"xx-large", 8}, 32 * PIXEL}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_eq_nocase(value, names[i].name)) {
			return names[i].size;
		}
	}
	return NO_LENGTH;
}

static void font_size(struct sheet *sheet, struct str value)
{
	long length = read_length(value), size = length >= 0 ? length : named_size(value);

	sheet->said->size = size > 0 ? size : HTML_SIZE_UNKNOWN;
	if (size >= 0) {
		sheet->flags = set(sheet->flags, HTML_BIG, size >= BIG_FROM);
		sheet->flags = set(sheet->flags, HTML_TINY, length >= 0 && length <= PIXEL);
	}
}

/* font: bold 14px/20px Arial, 0/0 a */
static void font(struct sheet *sheet, struct str value)
{
	struct str piece;

	while (str_split(&value, ' ', &piece)) {
		if (read_length(piece) >= 0) {
			font_size(sheet, piece);
			return;
		}
	}
}

static void text_transform(struct sheet *sheet, struct str value)
{
	sheet->flags = set(sheet->flags, HTML_UPPERCASE, str_starts_nocase(value, STR("uppercase")));
}

static void color(struct sheet *sheet, struct str value)
{
	if (!str_starts_nocase(value, STR("inherit"))) {
		sheet->flags = set(sheet->flags, HTML_RED, html_colour_is_red(value));
		sheet->said->colour = value;
	}
}

static void background_image(struct sheet *sheet, struct str value)
{
	sheet->said->has_picture = !str_starts_nocase(value, STR("none"));
}

static void background(struct sheet *sheet, struct str value)
{
	bool pictured =
	    str_find_nocase(value, STR("url("), 0) != STR_NONE || str_find_nocase(value, STR("gradient("), 0) != STR_NONE;

	sheet->said->has_picture = pictured;
	sheet->said->background = value;
}

static void background_color(struct sheet *sheet, struct str value)
{
	sheet->said->background = value;
}

/* Any that is not 0 all around. */
static void padding(struct sheet *sheet, struct str value)
{
	struct str piece;

	while (str_split(&value, ' ', &piece)) {
		sheet->said->is_padded |= read_length(piece) != 0 && piece.len > 0;
	}
}

static void text_decoration(struct sheet *sheet, struct str value)
{
	sheet->flags = set(sheet->flags, HTML_UNDERLINE, str_find_nocase(value, STR("underline"), 0) != STR_NONE);
}

static void white_space(struct sheet *sheet, struct str value)
{
	bool kept = str_starts_nocase(value, STR("pre")) || str_starts_nocase(value, STR("break-spaces"));

	sheet->flags = set(sheet->flags, HTML_PRE, kept);
}

static void margin_top(struct sheet *sheet, struct str value)
{
	sheet->flags = set(sheet->flags, HTML_TIGHT_TOP, read_length(value) == 0);
}

static void margin_bottom(struct sheet *sheet, struct str value)
{
	sheet->flags = set(sheet->flags, HTML_TIGHT_BOTTOM, read_length(value) == 0);
}

static void margin(struct sheet *sheet, struct str value)
{
	struct str piece, above = STR("1em"), below = above;

	for (size_t count = 0; str_split(&value, ' ', &piece);) {
		if (piece.len == 0) {
			continue;
		}
		above = count == 0 ? piece : above;
		below = count == 0 || count == 2 ? piece : below;
		count++;
	}
	margin_top(sheet, above);
	margin_bottom(sheet, below);
}

static void border(struct sheet *sheet, struct str value)
{
	sheet->flags = set(sheet->flags, HTML_INDENT, str_starts_nocase(value, STR("none")));
}

static void border_left(struct sheet *sheet, struct str value)
{
	if (!str_starts_nocase(value, STR("none"))) {
		sheet->flags &= ~(unsigned)HTML_INDENT;
	}
}

static void border_top(struct sheet *sheet, struct str value)
{
	bool divider = str_starts_nocase(value, STR("solid #E1E1E1")) || str_starts_nocase(value, STR("solid #B5C4DF"));

	sheet->flags = set(sheet->flags, HTML_DIVIDER, divider);
}

struct property {
	struct str name;
	void (*apply)(struct sheet *sheet, struct str value);
};

static const struct property properties[] = {
#define PROPERTY(name, apply) {{(name), sizeof(name) - 1}, (apply)},
#include "document/html_style.def"
#undef PROPERTY
};

#define PROPERTY_COUNT (sizeof properties / sizeof *properties)
_Static_assert(PROPERTY_COUNT <= 64, "a bit for each");

/* ---- declarations ---- */

/* Takes "!important" off the value. */
static bool take_important(struct str *value)
{
	size_t mark = str_find_char(*value, '!', 0);

	if (mark == STR_NONE) {
		return false;
	}
	*value = str_trim(str_sub(*value, 0, mark));
	return true;
}

static struct str without_comment(struct str s)
{
	size_t end = str_starts(s, STR("/*")) ? str_find(s, STR("*/"), 2) : STR_NONE;

	return end == STR_NONE ? s : str_trim(str_from(s, end + 2));
}

static void declare(struct sheet *sheet, uint64_t *important, struct str declaration)
{
	size_t colon = str_find_char(declaration, ':', 0);

	if (colon == STR_NONE) {
		return;
	}
	struct str name = without_comment(str_trim(str_sub(declaration, 0, colon)));
	struct str value = str_trim(str_from(declaration, colon + 1));
	bool is_important = take_important(&value);
	for (size_t i = 0; i < PROPERTY_COUNT; i++) {
		uint64_t bit = (uint64_t)1 << i;
		if (str_eq_nocase(properties[i].name, name) && (is_important || !(*important & bit))) {
			properties[i].apply(sheet, value);
			*important |= is_important ? bit : 0;
			return;
		}
	}
}

/* What the declarations come to. */
static unsigned settle(const struct sheet *sheet)
{
	unsigned hides = sheet->hides, flags = sheet->flags;
	bool cut = (hides & HIDE_CUT) && (hides & HIDE_FLAT), away = sheet->placed && (hides & HIDE_PLACED);

	const struct html_said *said = sheet->said;
	if (said->colour.len > 0 || said->background.len > 0) {
		bool same = !said->has_picture && html_colour_same(said->colour, said->background);
		flags = set(flags, HTML_FADED, same || html_colour_is_none(said->colour));
	}
	return (hides & HIDE_ALONE) || cut || away ? flags | HTML_GONE : flags;
}

unsigned html_style(struct str style, unsigned flags, struct html_said *said)
{
	struct sheet sheet = {.flags = flags, .said = said};
	struct str declaration;
	uint64_t important = 0;

	said->has_variable = str_find(style, STR("var("), 0) != STR_NONE;
	while (str_split(&style, ';', &declaration)) {
		declare(&sheet, &important, declaration);
	}
	return settle(&sheet);
}

unsigned html_style_normal(struct str sheet, unsigned tight)
{
	struct html_said said = {0};
	size_t name = str_find_nocase(sheet, STR(".MsoNormal"), 0);
	size_t open = name == STR_NONE ? name : str_find_char(sheet, '{', name);

	if (open == STR_NONE) {
		return tight;
	}
	size_t close = str_find_char(sheet, '}', open);
	struct str declarations = str_sub(sheet, open + 1, (close == STR_NONE ? sheet.len : close) - open - 1);
	return html_style(declarations, tight, &said) & (HTML_TIGHT_TOP | HTML_TIGHT_BOTTOM);
}
