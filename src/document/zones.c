/*
 * Which line is whose. First what is the customer's is set apart (zones_customer.c), then the author's own lines are
 * read from both ends: greeting at the top; signature, disclaimer and closing at the bottom.
 */
#include "document/zones.h"

#include <string.h>

#include "document/lines_told.h"

const char *zone_name(enum zone zone)
{
	static const char *const names[ZONE_COUNT] = {"subject",   "preheader",  "greeting", "body",      "closing",
	                                              "signature", "disclaimer", "quote",    "forwarded", "form"};
	return names[zone];
}

struct str zones_line(const struct page *page, size_t block)
{
	return str_trim(page_bytes(page, page->blocks.at[block].span));
}

void zones_set(struct page *page, size_t from, size_t to, enum zone zone)
{
	for (size_t i = from; i < to && i < page->blocks.count; i++) {
		page->blocks.at[i].zone = zone;
	}
}

bool zones_is_own(const struct page *page, size_t block)
{
	return page->blocks.at[block].zone == ZONE_BODY;
}

/* The last own block before `end`, or STR_NONE. */
static size_t own_before(const struct page *page, size_t end)
{
	while (end > 0) {
		if (zones_is_own(page, --end)) {
			return end;
		}
	}
	return STR_NONE;
}

static size_t own_after(const struct page *page, size_t block, size_t end)
{
	for (size_t i = block + 1; i < end; i++) {
		if (zones_is_own(page, i)) {
			return i;
		}
	}
	return STR_NONE;
}

static bool ends_with_any(struct str line, const char *characters)
{
	return line.len > 0 && strchr(characters, line.at[line.len - 1]) != NULL;
}

static bool is_sentence(struct str line)
{
	size_t words = 0;

	for (size_t i = 0; i < line.len; i++) {
		words += ascii_space(line.at[i]);
	}
	return words >= 8;
}

/* Whether block begins something new after `above`: another paragraph, or a line below the end of a sentence. */
static bool is_apart(const struct page *page, size_t above, size_t block)
{
	return page->blocks.at[above].paragraph != page->blocks.at[block].paragraph ||
	       ends_with_any(zones_line(page, above), ".!?");
}

/* "Kind regards," or any short line with a comma, above a name or at the very end. */
static bool closes(const struct page *page, size_t block, size_t end)
{
	struct str line = zones_line(page, block);
	size_t next = own_after(page, block, end);
	bool above_name = next != STR_NONE && line_is_name(zones_line(page, next));
	bool comma = str_ends(line, STR(",")) && line.len < 60 && !is_sentence(line);

	if (line_is_closing(line)) {
		return above_name || comma || next == STR_NONE;
	}
	return above_name && comma;
}

/* A name alone under a sentence: how short letters end. */
static bool is_signed_off(const struct page *page, size_t block)
{
	return block > 0 && zones_is_own(page, block - 1) && line_is_name(zones_line(page, block)) &&
	       is_apart(page, block - 1, block) && ends_with_any(zones_line(page, block - 1), ".!?");
}

#define LOOKED_ABOVE 60u

bool zones_is_closed(const struct page *page, size_t block)
{
	size_t stop = block > LOOKED_ABOVE ? block - LOOKED_ABOVE : 0;
	bool lowest = true;

	for (size_t i = block; i > stop; i--) {
		struct str line = zones_line(page, i - 1);
		if (!zones_is_own(page, i - 1)) {
			continue;
		}
		bool name = lowest && is_signed_off(page, i - 1);
		if (name || page->blocks.at[i - 1].is_signed || str_eq(line, STR("--")) ||
		    (line_is_closing(line) && closes(page, i - 1, block))) {
			return true;
		}
		lowest = false;
	}
	return false;
}

/* ---- top ---- */

/* The greeting: one of the first own lines. A short line with a comma before a paragraph ("Ana,") is one too. */
static void find_greeting(struct page *page)
{
	size_t seen = 0;

	for (size_t i = 0; i < page->blocks.count && seen < 6; i++) {
		struct str line = zones_line(page, i);
		if (!zones_is_own(page, i)) {
			continue;
		}
		seen++;
		bool name_only =
		    seen <= 2 && str_ends(line, STR(",")) && line.len < 40 && line_is_name(line) && !line_is_closing(line);
		if (line_is_greeting(line) || name_only) {
			page->blocks.at[i].zone = ZONE_GREETING;
			return;
		}
	}
}

/* ---- bottom ---- */

/* The lowest closing line above a name, or 0. */
static size_t last_closed(const struct page *page)
{
	size_t below = STR_NONE;

	for (size_t i = own_before(page, page->blocks.count); i != STR_NONE; below = i, i = own_before(page, i)) {
		if (below != STR_NONE && line_is_closing(zones_line(page, i)) && line_is_name(zones_line(page, below))) {
			return i;
		}
	}
	return 0;
}

/* "--" between two parts of the letter is no signature's: the letter is closed below it. */
static bool cuts(const struct page *page, size_t block, size_t closed)
{
	return str_eq(zones_line(page, block), STR("--")) && closed <= block;
}

/*
 * "-- ": everything below is signature. A signature that the markup tells need not be the last: text may stand below
 * it. Returns where the author's text ends.
 */
static size_t cut_signature(struct page *page)
{
	size_t end = page->blocks.count, closed = last_closed(page);

	for (size_t i = 0; i < page->blocks.count; i++) {
		if (!zones_is_own(page, i)) {
			continue;
		}
		bool cut = i >= end || (cuts(page, i, closed) && own_before(page, i) != STR_NONE);
		if (cut || page->blocks.at[i].is_signed) {
			page->blocks.at[i].zone = ZONE_SIGNATURE;
		}
		end = cut && i < end ? i : end;
	}
	return end;
}

/* A mail program's signature may begin with the closing. */
static void find_signed_closing(struct page *page)
{
	size_t first = 0;

	while (first < page->blocks.count && page->blocks.at[first].zone != ZONE_SIGNATURE) {
		first++;
	}
	if (first + 1 < page->blocks.count && page->blocks.at[first + 1].zone == ZONE_SIGNATURE &&
	    line_is_closing(zones_line(page, first)) && line_is_name(zones_line(page, first + 1))) {
		zones_set(page, first, first + 2, ZONE_CLOSING);
	}
}

/* Below a closing: the name, then the contact block; long lines are a postscript or a footer. */
static void tell_below_closing(struct page *page, size_t closing, size_t end)
{
	size_t names = 0, postscript = STR_NONE;
	bool footer = false;

	page->blocks.at[closing].zone = ZONE_CLOSING;
	for (size_t i = own_after(page, closing, end); i != STR_NONE; i = own_after(page, i, end)) {
		struct str line = zones_line(page, i);
		struct block *block = &page->blocks.at[i];
		postscript = line_is_postscript(line) ? block->paragraph : postscript;
		if (block->paragraph == postscript) {
			continue;
		}
		footer |= is_sentence(line) || line_is_disclaimer(line);
		if (footer) {
			block->zone = ZONE_DISCLAIMER;
		} else if (names < 1 && line_is_name(line) && !line_is_mobile(line)) {
			names++;
			block->zone = ZONE_CLOSING;
		} else {
			block->zone = ZONE_SIGNATURE;
		}
	}
}

#define BOTTOM_LINES 16u

/* The lowest closing line among the last own lines, or STR_NONE. */
static size_t find_closing(const struct page *page, size_t end)
{
	size_t seen = 0;

	for (size_t i = own_before(page, end); i != STR_NONE && seen < BOTTOM_LINES; i = own_before(page, i)) {
		seen++;
		if (closes(page, i, end)) {
			return i;
		}
	}
	return STR_NONE;
}

/* A line of a contact block: a short line that is no sentence. */
static bool is_contact_line(const struct page *page, size_t block)
{
	enum block_kind kind = page->blocks.at[block].kind;
	struct str line = zones_line(page, block);

	return (kind == BLOCK_PARAGRAPH || kind == BLOCK_PREFORMATTED || kind == BLOCK_ALT) && !is_sentence(line) &&
	       !ends_with_any(line, ".?!:;");
}

#define CONTACT_LINES 10u
#define FOOT_LINES 3u
#define PHONE_DIGITS 7u

/*
 * Where a contact block of at most two paragraphs begins: with a name, and an address or number below it. STR_NONE:
 * there is none.
 */
static size_t contact_start(const struct page *page, size_t last)
{
	size_t start = STR_NONE, paragraphs = 0, lines = 0;
	bool contact = false;

	for (size_t i = last; i != STR_NONE && lines < CONTACT_LINES && is_contact_line(page, i); lines++) {
		struct str line = zones_line(page, i);
		size_t above = own_before(page, i);
		bool begins = above == STR_NONE || is_apart(page, above, i);
		contact |= line_is_contact(line);
		bool named = paragraphs == 0 ? line_is_name(line) : line_is_person(line) || (line_is_name(line) && lines < 2);
		start = contact && begins && named && above != STR_NONE ? i : start;
		paragraphs += begins;
		if (paragraphs == 2) {
			break;
		}
		i = above;
	}
	return start;
}

/* "Carol, 01632 960371": a name and a number on one line. */
static bool is_name_and_number(struct str line)
{
	size_t comma = str_find_char(line, ',', 0), digits = 0;

	for (size_t i = comma == STR_NONE ? line.len : comma; i < line.len; i++) {
		digits += ascii_digit(line.at[i]);
	}
	return digits >= PHONE_DIGITS && line_is_name(str_sub(line, 0, comma));
}

/* The block whose paragraph the last own lines share. */
static size_t paragraph_start(const struct page *page, size_t last)
{
	while (last > 0 && zones_is_own(page, last - 1) &&
	       page->blocks.at[last - 1].paragraph == page->blocks.at[last].paragraph) {
		last--;
	}
	return last;
}

/*
 * A name and a company below a letter, in a paragraph of their own: "Iain Sproat / Pebble Mobile", or one line with a
 * name and a number. Returns the name's block; STR_NONE: there is none.
 */
static size_t named_foot(const struct page *page, size_t last)
{
	size_t start = paragraph_start(page, last), above = own_before(page, start);

	if (is_name_and_number(zones_line(page, last)) && last > 0 && zones_is_own(page, last - 1) &&
	    is_apart(page, last - 1, last)) {
		return last;
	}
	if (above == STR_NONE || start == last || last - start >= FOOT_LINES) {
		return STR_NONE;
	}
	for (size_t i = start; i <= last; i++) {
		if (!is_contact_line(page, i)) {
			return STR_NONE;
		}
	}
	bool led = ends_with_any(zones_line(page, above), ",") && line_is_name(zones_line(page, start));
	return led || line_is_person(zones_line(page, start)) ? start : STR_NONE;
}

/* Without a closing line: legal footers at the bottom, a contact block, or a name alone on the last line. */
static void tell_bottom(struct page *page, size_t end)
{
	size_t last = own_before(page, end);

	while (last != STR_NONE && line_is_disclaimer(zones_line(page, last))) {
		page->blocks.at[last].zone = ZONE_DISCLAIMER;
		last = own_before(page, last);
	}
	while (last != STR_NONE && line_is_mobile(zones_line(page, last))) {
		page->blocks.at[last].zone = ZONE_SIGNATURE;
		last = own_before(page, last);
	}
	size_t start = last != STR_NONE ? contact_start(page, last) : STR_NONE;
	start = start == STR_NONE && last != STR_NONE ? named_foot(page, last) : start;
	size_t above = last != STR_NONE ? own_before(page, last) : STR_NONE;
	if (start != STR_NONE) {
		page->blocks.at[start].zone = ZONE_CLOSING;
		for (size_t i = own_after(page, start, last + 1); i != STR_NONE; i = own_after(page, i, last + 1)) {
			page->blocks.at[i].zone = ZONE_SIGNATURE;
		}
	} else if (above != STR_NONE && is_apart(page, above, last) && line_is_name(zones_line(page, last)) &&
	           is_contact_line(page, last)) {
		page->blocks.at[last].zone = ZONE_CLOSING;
	}
}

static void tell_signature_footers(struct page *page)
{
	bool footer = false;

	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == ZONE_SIGNATURE) {
			footer |= line_is_disclaimer(zones_line(page, i));
			page->blocks.at[i].zone = footer ? ZONE_DISCLAIMER : ZONE_SIGNATURE;
		}
	}
}

void zones_tell(struct document *document, struct page *page)
{
	(void)document;
	if (page->is_subject) {
		zones_set(page, 0, page->blocks.count, ZONE_SUBJECT);
		return;
	}
	zones_find_customer(page);
	find_greeting(page);
	size_t end = cut_signature(page);
	find_signed_closing(page);
	size_t closing = find_closing(page, end);
	if (closing != STR_NONE) {
		tell_below_closing(page, closing, end);
	} else {
		tell_bottom(page, end);
	}
	tell_signature_footers(page);
}
