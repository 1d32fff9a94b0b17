/* markup_text: text that is hard to read: too faint (WCAG 2.2, 1.4.3) or too small. Each look is reported once. */
#include "checks/markup.h"

#define CONTRAST_LARGE 300u
#define SIZE_FOOTER 1000L /* enough for a legal footer */
#define CHARACTERS_LEAST 40u

static unsigned key_of(const struct html_colour *colour)
{
	return (unsigned)(colour->red << 16 | colour->green << 8 | colour->blue);
}

static bool same_look(const struct markup_text *a, const struct markup_text *b)
{
	return key_of(&a->colour) == key_of(&b->colour) && key_of(&a->background) == key_of(&b->background) &&
	       a->size == b->size;
}

#define LOOKS_MOST 20u

/* The looks that were reported. */
struct looks {
	const struct markup_text *at[LOOKS_MOST];
	size_t count;
};

/* Whether this look is new; notes it. */
static bool is_new(struct looks *looks, const struct markup_text *text)
{
	for (size_t i = 0; i < looks->count; i++) {
		if (same_look(looks->at[i], text)) {
			return false;
		}
	}
	if (looks->count == LOOKS_MOST) {
		return false;
	}
	looks->at[looks->count++] = text;
	return true;
}

/* ---- contrast ---- */

static bool has_letters(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (ascii_alnum(text.at[i]) || (unsigned char)text.at[i] >= 0xc3) {
			return true;
		}
	}
	return false;
}

static bool is_faint(const struct page *page, const struct markup_text *text)
{
	bool certain = text->is_certain || !page->markup->sheet_has_colours;

	return certain && text->contrast > 0 && has_letters(page_bytes(page, text->text)) &&
	       !(text->contrast >= CONTRAST_LARGE && text->is_large);
}

static void report_faint(const struct rule *rule, struct judge *judge, const struct page *page,
                         const struct markup_text *text)
{
	unsigned least = text->is_large ? CONTRAST_LARGE : MARKUP_CONTRAST_LEAST;
	struct html_colour better = html_colour_readable(&text->colour, &text->background, least);
	struct html_colour behind = html_colour_readable(&text->background, &text->colour, least);
	struct report report = {0};

	report.subject = str_printf(judge->arena, "%u.%u", text->contrast / 100, text->contrast / 10 % 10);
	report.description = str_printf(judge->arena, "#%06x on #%06x, or #%06x on #%06x", key_of(&better),
	                                key_of(&text->background), key_of(&text->colour), key_of(&behind));
	markup_report(judge, rule, page, &report, text->colour_tag);
}

void markup_contrast(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct looks looks = {.count = 0};

	for (size_t i = 0; i < page->markup->texts.count; i++) {
		const struct markup_text *text = &page->markup->texts.at[i];
		if (is_faint(page, text) && markup_covers(rule, page, text->text.at) && is_new(&looks, text)) {
			report_faint(rule, judge, page, text);
		}
	}
}

/* ---- size ---- */

/* How much of the text on the page is of that size. */
static size_t length_of(const struct page *page, long size)
{
	size_t length = 0;

	for (size_t i = 0; i < page->markup->texts.count; i++) {
		const struct markup_text *text = &page->markup->texts.at[i];
		length += text->size == size ? text->text.len : 0;
	}
	return length;
}

static bool is_tiny(const struct page *page, const struct markup_text *text)
{
	bool footer = page->blocks.count > 0 && page_block_at(page, text->text.at)->zone >= ZONE_SIGNATURE;

	return text->size > 0 && text->size < (footer ? SIZE_FOOTER : MARKUP_SIZE_LEAST);
}

void markup_font_size(const struct rule *rule, struct judge *judge, const struct page *page)
{
	long reported[LOOKS_MOST] = {0};
	size_t count = 0;

	for (size_t i = 0; i < page->markup->texts.count; i++) {
		const struct markup_text *text = &page->markup->texts.at[i];
		bool known = false;
		for (size_t k = 0; k < count; k++) {
			known |= reported[k] == text->size;
		}
		if (known || count == LOOKS_MOST || !is_tiny(page, text) || !markup_covers(rule, page, text->text.at)) {
			continue;
		}
		reported[count++] = text->size;
		if (length_of(page, text->size) >= CHARACTERS_LEAST) {
			struct report report = {.subject = str_printf(judge->arena, "%ld", text->size / 100)};
			markup_report(judge, rule, page, &report, text->size_tag);
		}
	}
}
