/*
 * Which line is whose. First what is the customer's is set apart (quotes, forwarded mail, contact forms), then
 * the author's
 * own lines are read from both ends: greeting at the top; signature, disclaimer and closing at the bottom.
 */
#include "document/document.h"

#include "document/lines_told.h"

const char *zone_name(enum zone zone)
{
	static const char *const names[ZONE_COUNT] = {"subject",   "preheader",  "greeting", "body",      "closing",
	                                              "signature", "disclaimer", "quote",    "forwarded", "form"};
	return names[zone];
}

static struct str line_of(const struct page *page, size_t block)
{
	return str_trim(page_bytes(page, page->blocks.at[block].span));
}

static void set_zone(struct page *page, size_t from, size_t to, enum zone zone)
{
	for (size_t i = from; i < to && i < page->blocks.count; i++) {
		page->blocks.at[i].zone = zone;
	}
}

static bool is_own(const struct block *block)
{
	return block->zone == ZONE_BODY;
}

/* ---- quotes ---- */

static bool is_angle_quoted(struct str line)
{
	return line.len > 0 && line.at[0] == '>';
}

/* Outlook's header block: at least three of From, Sent, To, Subject on lines that follow each other, From first. */
static bool begins_header_block(const struct page *page, size_t block)
{
	size_t count = 0;

	if (!str_starts_nocase(line_of(page, block), STR("from:")) &&
	    !str_starts_nocase(line_of(page, block), STR("*from:*"))) {
		return false;
	}
	for (size_t i = block; i < page->blocks.count && i < block + 7; i++) {
		count += line_is_header(line_of(page, i));
	}
	return count >= 3;
}

/* Outlook draws a line of underscores above its header block. */
static bool is_rule_above_header(const struct page *page, size_t block)
{
	struct str line = line_of(page, block);

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] != '_') {
			return false;
		}
	}
	return line.len >= 8 && block + 1 < page->blocks.count && begins_header_block(page, block + 1);
}

/* Whether a `>` line follows soon: then only such lines are quoted, and other text is the author's (bottom posting). */
static bool angle_follows(const struct page *page, size_t block)
{
	for (size_t i = block; i < page->blocks.count && i < block + 3; i++) {
		if (is_angle_quoted(line_of(page, i))) {
			return true;
		}
	}
	return false;
}

/* The blocks that an attribution line takes (1, or 2 when it is wrapped), or 0. */
static size_t attribution_length(const struct page *page, size_t block)
{
	struct str line = line_of(page, block);

	if (line_is_attribution(line)) {
		return 1;
	}
	if (line_begins_attribution(line) && block + 1 < page->blocks.count) {
		struct str next = line_of(page, block + 1);
		return str_ends_nocase(next, STR("wrote:")) && next.len < 120 ? 2 : 0;
	}
	return 0;
}

static void find_quotes(struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		struct str line = line_of(page, i);
		size_t attribution = attribution_length(page, i);
		if (page->blocks.at[i].is_quoted || is_angle_quoted(line)) {
			page->blocks.at[i].zone = ZONE_QUOTE;
		} else if (attribution > 0) {
			set_zone(page, i, i + attribution, ZONE_QUOTE);
			i += attribution - 1;
			if (!angle_follows(page, i + 1)) {
				set_zone(page, i, page->blocks.count, ZONE_QUOTE);
				return;
			}
		} else if (line_is_forwarded(line)) {
			set_zone(page, i, page->blocks.count, ZONE_FORWARDED);
			return;
		} else if (line_is_original_message(line) || begins_header_block(page, i) || is_rule_above_header(page, i)) {
			set_zone(page, i, page->blocks.count, ZONE_QUOTE);
			return;
		} else if (line_is_reply_separator(line)) {
			page->blocks.at[i].zone = ZONE_DISCLAIMER;
		}
	}
}

/* ---- contact forms ---- */

struct form {
	size_t labels, end, message; /* end: after the last labelled line; message: after "Message:", 0: none */
};

static struct form read_form(const struct page *page, size_t block)
{
	struct form form = {.end = block};
	bool is_message = false;

	while (form.end < page->blocks.count && is_own(&page->blocks.at[form.end]) &&
	       line_is_form_label(line_of(page, form.end), &is_message)) {
		form.labels++;
		form.end++;
		form.message = is_message ? form.end : form.message;
	}
	return form;
}

/* A run of labelled lines is a form when it ends in a message; the message's paragraph belongs to it. */
static void find_forms(struct page *page)
{
	for (size_t i = 0; i < page->blocks.count;) {
		struct form form = read_form(page, i);
		if (form.labels >= 3 && form.message > 0) {
			size_t paragraph = page->blocks.at[form.message - 1].paragraph;
			while (form.end < page->blocks.count && is_own(&page->blocks.at[form.end]) &&
			       page->blocks.at[form.end].paragraph == paragraph) {
				form.end++;
			}
			set_zone(page, i, form.end, ZONE_FORM);
		}
		i = form.end > i ? form.end : i + 1;
	}
}

/* ---- the author's own lines ---- */

/* The greeting: one of the first own lines. A short line with a comma before a paragraph ("Ana,") is one too. */
static void find_greeting(struct page *page)
{
	size_t seen = 0;

	for (size_t i = 0; i < page->blocks.count && seen < 6; i++) {
		struct str line = line_of(page, i);
		if (!is_own(&page->blocks.at[i])) {
			continue;
		}
		seen++;
		bool name_only = seen <= 2 && str_ends(line, STR(",")) && line.len < 40 && line_is_name(line);
		if (line_is_greeting(line) || name_only) {
			page->blocks.at[i].zone = ZONE_GREETING;
			return;
		}
	}
}

/* The last own block before `end`, or STR_NONE. */
static size_t own_before(const struct page *page, size_t end)
{
	while (end > 0) {
		if (is_own(&page->blocks.at[--end])) {
			return end;
		}
	}
	return STR_NONE;
}

/* "-- ": everything below is signature, legal footers disclaimer. Returns where the author's text ends. */
static size_t cut_signature(struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		struct str line = line_of(page, i);
		if (!is_own(&page->blocks.at[i]) || (!str_eq(line, STR("--")) && !page->blocks.at[i].is_signed)) {
			continue;
		}
		for (size_t k = i; k < page->blocks.count; k++) {
			if (is_own(&page->blocks.at[k])) {
				page->blocks.at[k].zone = ZONE_SIGNATURE;
			}
		}
		return i;
	}
	return page->blocks.count;
}

static bool is_sentence(struct str line)
{
	size_t words = 0;

	for (size_t i = 0; i < line.len; i++) {
		words += ascii_space(line.at[i]);
	}
	return words >= 8;
}

static bool is_mobile_signature(struct str line)
{
	return str_starts_nocase(line, STR("sent from my")) || str_starts_nocase(line, STR("get outlook for"));
}

/* Below a closing: the name, then the contact block; long lines are a postscript or a footer. */
static void tell_below_closing(struct page *page, size_t closing, size_t end)
{
	size_t names = 0;
	bool footer = false;

	page->blocks.at[closing].zone = ZONE_CLOSING;
	for (size_t i = closing + 1; i < end; i++) {
		struct str line = line_of(page, i);
		struct block *block = &page->blocks.at[i];
		if (!is_own(block)) {
			continue;
		}
		if (line_is_postscript(line)) {
			return;
		}
		footer |= is_sentence(line) || line_is_disclaimer(line);
		if (footer) {
			block->zone = ZONE_DISCLAIMER;
		} else if (names < 1 && line_is_name(line) && !is_mobile_signature(line)) {
			names++;
			block->zone = ZONE_CLOSING;
		} else {
			block->zone = ZONE_SIGNATURE;
		}
	}
}

#define BOTTOM_LINES 16u

static size_t own_after(const struct page *page, size_t block, size_t end)
{
	for (size_t i = block + 1; i < end; i++) {
		if (is_own(&page->blocks.at[i])) {
			return i;
		}
	}
	return STR_NONE;
}

/* "Kind regards," or any short line with a comma, above a name or at the very end. */
static bool closes(const struct page *page, size_t block, size_t end)
{
	struct str line = line_of(page, block);
	size_t next = own_after(page, block, end);
	bool above_name = next != STR_NONE && line_is_name(line_of(page, next));
	bool comma = str_ends(line, STR(",")) && line.len < 60 && !is_sentence(line);

	if (line_is_closing(line)) {
		return above_name || comma || next == STR_NONE;
	}
	return above_name && comma;
}

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

/* Without a closing line: legal footers at the bottom, and a name alone on the last line. */
static void tell_bottom(struct page *page, size_t end)
{
	size_t last = own_before(page, end);

	while (last != STR_NONE && line_is_disclaimer(line_of(page, last))) {
		page->blocks.at[last].zone = ZONE_DISCLAIMER;
		last = own_before(page, last);
	}
	while (last != STR_NONE && is_mobile_signature(line_of(page, last))) {
		page->blocks.at[last].zone = ZONE_SIGNATURE;
		last = own_before(page, last);
	}
	size_t above = last != STR_NONE ? own_before(page, last) : STR_NONE;
	bool apart = above != STR_NONE && page->blocks.at[above].paragraph != page->blocks.at[last].paragraph;
	if (apart && line_is_name(line_of(page, last)) && page->blocks.at[last].kind == BLOCK_PARAGRAPH) {
		page->blocks.at[last].zone = ZONE_CLOSING;
	}
}

static void tell_signature_footers(struct page *page)
{
	bool footer = false;

	for (size_t i = 0; i < page->blocks.count; i++) {
		if (page->blocks.at[i].zone == ZONE_SIGNATURE) {
			footer |= line_is_disclaimer(line_of(page, i));
			page->blocks.at[i].zone = footer ? ZONE_DISCLAIMER : ZONE_SIGNATURE;
		}
	}
}

void zones_tell(struct document *document, struct page *page)
{
	(void)document;
	if (page->is_subject) {
		set_zone(page, 0, page->blocks.count, ZONE_SUBJECT);
		return;
	}
	find_quotes(page);
	find_forms(page);
	find_greeting(page);
	size_t end = cut_signature(page);
	size_t closing = find_closing(page, end);
	if (closing != STR_NONE) {
		tell_below_closing(page, closing, end);
	} else {
		tell_bottom(page, end);
	}
	tell_signature_footers(page);
}
