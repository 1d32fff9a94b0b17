#include "document/html_look.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "document/html_colour.h"

static unsigned set(unsigned flags, unsigned flag, bool on)
{
	return on ? flags | flag : flags & ~flag;
}

/* <font color= size=> */
static unsigned font(const struct html_tag *tag, unsigned flags, struct html_said *said)
{
	static const long sizes[] = {1000, 1000, 1300, 1600, 1800, 2400, 3200, 4800, 4800, 4800}; /* as html_said's */
	struct str colour = str_trim(html_attribute(tag, STR("color"))), size = str_trim(html_attribute(tag, STR("size")));

	if (colour.len > 0) {
		said->colour = colour;
		flags = set(flags & ~(unsigned)HTML_FADED, HTML_RED, html_colour_is_red(colour));
	}
	if (size.len == 1 && ascii_digit(size.at[0])) {
		said->size = sizes[size.at[0] - '0'];
		flags = set(flags & ~(unsigned)HTML_TINY, HTML_BIG, size.at[0] >= '5');
	}
	return flags;
}

static unsigned of_traits(unsigned traits)
{
	return (traits & TRAIT_DROPPED ? HTML_DROPPED : 0u) | (traits & TRAIT_HEAD ? HTML_HEAD : 0u) |
	       (traits & TRAIT_PRE ? HTML_PRE : 0u) | (traits & TRAIT_TITLE ? HTML_IN_TITLE : 0u) |
	       (traits & TRAIT_LIST ? HTML_IN_LIST : 0u) | (traits & TRAIT_UNDERLINED ? HTML_UNDERLINE : 0u);
}

unsigned html_look(const struct html_tag *tag, const struct html_element *element, unsigned inherited,
                   struct html_said *said)
{
	unsigned flags = (inherited & ~(unsigned)HTML_OWN) | of_traits(element->traits);
	struct str style = html_attribute(tag, STR("style"));

	if (element->traits & TRAIT_TABLE) {
		bool layout = html_attribute_is(tag, STR("role"), STR("presentation")) ||
		              html_attribute_is(tag, STR("role"), STR("none"));
		flags = set(flags, HTML_LAYOUT, layout);
	}
	if (str_eq(element->name, STR("font"))) {
		flags = font(tag, flags, said);
	} else if (element->group == GROUP_A && html_attribute_find(tag, STR("href")) != NULL) {
		flags |= HTML_IN_LINK;
	}
	bool pictured = html_attribute_find(tag, STR("background")) != NULL;
	said->background = html_attribute(tag, STR("bgcolor"));
	said->has_picture = pictured;
	if (style.len > 0) {
		flags = html_style(style, flags, said);
	}
	said->has_picture |= pictured;
	bool hidden = html_attribute_find(tag, STR("hidden")) != NULL && !(flags & HTML_DISPLAY);
	return hidden ? flags | HTML_GONE : flags;
}

static bool has_letter(struct str s)
{
	uint32_t c = 0;

	for (size_t at = 0; at < s.len;) {
		at += utf8_decode(s, at, &c);
		if (utf8_is_digit(c) || utf8_is_letter(c)) {
			return true;
		}
	}
	return false;
}

bool html_stands_apart(const struct html_tag *tag, const struct html_element *element, unsigned flags)
{
	if (!(element->traits & TRAIT_APART) || (flags & HTML_AS_BLOCK)) {
		return (flags & HTML_AS_APART) != 0;
	}
	struct str alt = html_attribute(tag, STR("alt"));
	return alt.len == 0 || has_letter(alt);
}

#define NUMBER_MOST 1000000

long html_attribute_number(const struct html_tag *tag, struct str name, long otherwise)
{
	struct str s = str_trim(html_attribute(tag, name));
	bool negative = s.len > 0 && s.at[0] == '-';
	size_t start = negative ? 1 : 0, at = start;
	long number = 0;

	for (; at < s.len && ascii_digit(s.at[at]); at++) {
		number = number > NUMBER_MOST ? number : number * 10 + (s.at[at] - '0');
	}
	return at == start ? otherwise : negative ? -number : number;
}

/* a, b ... z, aa, ab ... */
static void add_letters(struct buf *buf, long number, char first)
{
	if (number > 26) {
		add_letters(buf, (number - 1) / 26, first);
	}
	buf_char(buf, (char)(first + (number - 1) % 26));
}

static void add_roman(struct buf *buf, long number, bool capital)
{
	static const struct {
		long value;
		const char *capital, *small;
	} signs[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
	             {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
	             {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"}};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		for (; number >= signs[i].value; number -= signs[i].value) {
			buf_add(buf, str_of(capital ? signs[i].capital : signs[i].small));
		}
	}
}

#define MARKER_BYTES_MOST 32
#define ROMAN_BELOW 4000

struct str html_item_marker(struct arena *arena, struct str type, long number)
{
	char kind = type.len == 1 ? type.at[0] : '1';
	struct buf buf;

	buf_init(&buf, arena, MARKER_BYTES_MOST);
	if ((kind == 'a' || kind == 'A') && number > 0) {
		add_letters(&buf, number, kind);
	} else if ((kind == 'i' || kind == 'I') && number > 0 && number < ROMAN_BELOW) {
		add_roman(&buf, number, kind == 'I');
	} else {
		buf_printf(&buf, "%ld", number);
	}
	buf_char(&buf, '.');
	return buf_str(&buf);
}
