/*
 * What the customer wrote. Where it is doubtful whose words they are, they are the customer's when a mail program's
 * mark says so, and else the author's only when they stand inside the author's letter: praise for what the author never
 * wrote does less harm than blame.
 */
#include "document/lines_told.h"
#include "document/zones.h"

/* ---- header blocks ---- */

#define HEADER_LINES_MOST 14u
#define CONTINUATIONS_MOST 4u

struct header_block {
	size_t count; /* of lines that are fields */
	bool seen[HEADER_COUNT];
	bool sender_address;
	bool sent_in_year; /* "Sent: 22 January 2026": no depot writes that of a parcel */
};

static bool has_year(struct str line)
{
	size_t digits = 0;

	for (size_t i = 0; i < line.len && digits < 4; i++) {
		digits = ascii_digit(line.at[i]) ? digits + 1 : 0;
	}
	return digits == 4;
}

/* The fields on lines that follow each other; long values may go on on the next line of the same paragraph. */
static struct header_block read_header_block(const struct page *page, size_t block)
{
	struct header_block header = {0};
	size_t continued = 0, last = block;

	for (size_t i = block; i < page->blocks.count && i < block + HEADER_LINES_MOST; i++) {
		struct str line = zones_line(page, i);
		enum header_field field = line_header(line);
		if (field == HEADER_NONE) {
			bool goes_on = page->blocks.at[i].paragraph == page->blocks.at[last].paragraph;
			if (!goes_on || ++continued > CONTINUATIONS_MOST) {
				break;
			}
			continue;
		}
		header.count++;
		header.seen[field] = true;
		header.sender_address |= field == HEADER_FROM && str_find_char(line, '@', 0) != STR_NONE;
		header.sent_in_year |= field == HEADER_SENT && has_year(line);
		last = i;
	}
	return header;
}

/*
 * Outlook's header block. "From: Hamburg / To: Berlin / Date: ..." is the author's travel plan: it has neither a
 * subject nor an address.
 */
static bool begins_header_block(const struct page *page, size_t block)
{
	if (line_header(zones_line(page, block)) == HEADER_NONE) {
		return false;
	}
	struct header_block header = read_header_block(page, block);
	bool when = header.seen[HEADER_SENT] || header.seen[HEADER_DATE];
	bool whole = header.seen[HEADER_SUBJECT] && (when || header.seen[HEADER_TO]);
	bool sent = header.seen[HEADER_SENT] && header.seen[HEADER_TO];

	return header.seen[HEADER_FROM] &&
	       (header.sent_in_year || (header.count >= 3 && (whole || sent || header.sender_address)));
}

/* Under the line that Outlook draws, fields of any language will do. */
static bool begins_divided(const struct page *page, size_t block)
{
	size_t labels = 0;

	for (size_t i = block; i < page->blocks.count && i < block + 5; i++) {
		labels += line_is_labelled(zones_line(page, i));
	}
	return page->blocks.at[block].is_divided && labels >= 3;
}

/* ---- lines with a mark ---- */

/* A line quoted by its mark, in text ("> ") or by the markup. */
static bool is_marked(const struct page *page, size_t block)
{
	return page->blocks.at[block].is_quoted || line_is_quoted(zones_line(page, block));
}

/* Whether such a line follows soon: then only they are quoted, and other text is the author's (bottom posting). */
static bool mark_follows(const struct page *page, size_t block)
{
	for (size_t i = block; i < page->blocks.count && i < block + 3; i++) {
		if (is_marked(page, i)) {
			return true;
		}
	}
	return false;
}

static bool in_paragraph_of(const struct page *page, size_t block, size_t other)
{
	return block < page->blocks.count && page->blocks.at[block].paragraph == page->blocks.at[other].paragraph;
}

/* "for orders of\n> 5 pieces": the author's, when the sentence above goes on in it and no line is like a quote. */
static bool is_comparison(const struct page *page, size_t block)
{
	struct str above = block > 0 && in_paragraph_of(page, block - 1, block) ? zones_line(page, block - 1) : STR("");
	bool goes_on = above.len > 0 && (ascii_alnum(above.at[above.len - 1]) || line_is_comparison(above));

	return goes_on && zones_is_own(page, block - 1) && line_is_comparison(zones_line(page, block));
}

/* A quoted line that was wrapped on its way: its rest stands without mark between marked lines. */
#define WRAPPED_FROM 60u

static bool is_wrapped_rest(const struct page *page, size_t block)
{
	return block > 0 && page->blocks.at[block - 1].zone == ZONE_QUOTE && in_paragraph_of(page, block - 1, block) &&
	       in_paragraph_of(page, block + 1, block) && line_is_quoted(zones_line(page, block + 1)) &&
	       line_is_quoted(zones_line(page, block - 1)) && zones_line(page, block - 1).len >= WRAPPED_FROM;
}

/* ---- threads: Gmail puts attribution, blockquote, and the answers between blockquotes in one element ---- */

/* Blocks of a thread before its first blockquote, or of one without any, are quoted. Returns where it ends. */
static size_t find_thread(struct page *page, size_t block)
{
	size_t end = block, first = STR_NONE;

	for (; end < page->blocks.count && page->blocks.at[end].is_in_thread; end++) {
		first = first == STR_NONE && page->blocks.at[end].is_quoted ? end : first;
	}
	for (size_t i = block; i < end && i < first; i++) {
		page->blocks.at[i].is_quoted = true;
	}
	return end;
}

static void find_threads(struct page *page)
{
	for (size_t i = 0; i < page->blocks.count;) {
		i = page->blocks.at[i].is_in_thread ? find_thread(page, i) : i + 1;
	}
}

/* ---- attribution lines ---- */

#define ATTRIBUTION_LINES_MOST 3u

struct attributed {
	size_t lines; /* 0: none */
	enum attribution how;
};

/* An attribution line, perhaps wrapped. */
static struct attributed read_attribution(const struct page *page, size_t block)
{
	struct str line = zones_line(page, block);
	enum attribution how = line_attribution(line);

	if (how != ATTRIBUTION_NONE) {
		return (struct attributed){1, how};
	}
	if (!line_begins_attribution(line)) {
		return (struct attributed){0};
	}
	for (size_t lines = 2; lines <= ATTRIBUTION_LINES_MOST && in_paragraph_of(page, block + lines - 1, block);
	     lines++) {
		struct span first = page->blocks.at[block].span, last = page->blocks.at[block + lines - 1].span;
		struct str joined = page_bytes(page, (struct span){first.at, last.at + last.len - first.at});
		if (line_attribution(joined) == ATTRIBUTION_SURE) {
			return (struct attributed){lines, ATTRIBUTION_SURE};
		}
	}
	return (struct attributed){0};
}

/* The lines below an attribution that begin with "|". */
static size_t find_piped(struct page *page, size_t block)
{
	while (block < page->blocks.count && str_starts(zones_line(page, block), STR("|"))) {
		page->blocks.at[block++].zone = ZONE_QUOTE;
	}
	return block;
}

/* "Ana wrote:" above unmarked text: what stands in quotation marks is told by them, else the paragraph is hers. */
static size_t find_likely(struct page *page, size_t block)
{
	size_t next = block + 1, end = next;

	if (next >= page->blocks.count || str_starts(zones_line(page, next), STR("\""))) {
		return next;
	}
	while (in_paragraph_of(page, end, next)) {
		end++;
	}
	zones_set(page, block, end, ZONE_QUOTE);
	return end;
}

/* An attribution at block, and what it tells of the lines below it. Returns the next line to look at, or 0. */
static size_t find_attributed(struct page *page, size_t block)
{
	struct attributed found = read_attribution(page, block);
	size_t next = block + found.lines;

	if (found.lines == 0) {
		return 0;
	}
	size_t piped = find_piped(page, next);
	if (piped > next || mark_follows(page, next)) {
		zones_set(page, block, next, ZONE_QUOTE);
		return piped;
	}
	if (found.how == ATTRIBUTION_SURE || zones_is_closed(page, block)) {
		zones_set(page, block, page->blocks.count, ZONE_QUOTE);
		return page->blocks.count;
	}
	return find_likely(page, block);
}

/* ---- quotes ---- */

/* The line of dashes or underscores above block belongs to it. */
static void take_rule_above(struct page *page, size_t block)
{
	if (block > 0 && zones_is_own(page, block - 1) && line_is_rule(zones_line(page, block - 1))) {
		page->blocks.at[block - 1].zone = page->blocks.at[block].zone;
	}
}

#define WORDS_BEFORE_TICKET 8u
#define LINES_BEFORE_TICKET 200u

/* Whether the author wrote something above: then what stands below a ticket system's line is the ticket so far. */
static bool is_below_letter(const struct page *page, size_t block)
{
	size_t words = 0;

	for (size_t i = 0; i < block && i < LINES_BEFORE_TICKET && words < WORDS_BEFORE_TICKET; i++) {
		struct str line = zones_line(page, i);
		if (zones_is_own(page, i)) {
			for (size_t at = 0; at < line.len && words < WORDS_BEFORE_TICKET; at++) {
				words += at == 0 || line.at[at] == ' ';
			}
		}
	}
	return words >= WORDS_BEFORE_TICKET || zones_is_closed(page, block);
}

static size_t rest_is(struct page *page, size_t block, enum zone zone)
{
	zones_set(page, block, page->blocks.count, zone);
	take_rule_above(page, block);
	return page->blocks.count;
}

/* Tells the line at block; returns the next one to look at. */
static size_t find_quote(struct page *page, size_t block)
{
	struct str line = zones_line(page, block);

	bool below_quote = block > 0 && page->blocks.at[block - 1].zone == ZONE_QUOTE;

	if (line_is_forwarded(line) && !(page->blocks.at[block].is_quoted && below_quote)) {
		return rest_is(page, block, ZONE_FORWARDED);
	}
	if (is_marked(page, block) ? !is_comparison(page, block) : is_wrapped_rest(page, block)) {
		page->blocks.at[block].zone = ZONE_QUOTE;
		return block + 1;
	}
	size_t next = find_attributed(page, block);
	if (next > 0) {
		return next;
	}
	if (line_is_original_message(line) || begins_header_block(page, block) || begins_divided(page, block)) {
		return rest_is(page, block, ZONE_QUOTE);
	}
	if (line_is_reply_separator(line)) {
		if (is_below_letter(page, block)) {
			return rest_is(page, block, ZONE_QUOTE);
		}
		page->blocks.at[block].zone = ZONE_DISCLAIMER;
		take_rule_above(page, block);
	}
	return block + 1;
}

/* ---- contact forms ---- */

struct form {
	size_t labels, end, message; /* end: after the last labelled line; message: after "Message:", 0: none */
};

static bool is_cell(const struct page *page, size_t block)
{
	enum block_kind kind = page->blocks.at[block].kind;

	return kind == BLOCK_CELL || kind == BLOCK_TABLE_HEAD;
}

/* The label that a line is or begins with. A label alone (in a cell, or with nothing behind its colon) has its value
 * in the next block. */
static enum form_part read_label(const struct page *page, size_t block, bool *alone)
{
	struct str line = zones_line(page, block);
	enum form_part part = line_form_part(line, false);

	*alone = part == FORM_NONE || str_ends(line, STR(":"));
	return part == FORM_NONE && is_cell(page, block) ? line_form_part(line, true) : part;
}

static struct form read_form(const struct page *page, size_t block)
{
	struct form form = {.end = block};
	bool alone = false;

	while (form.end < page->blocks.count && zones_is_own(page, form.end)) {
		enum form_part part = read_label(page, form.end, &alone);
		if (part == FORM_NONE) {
			break;
		}
		form.labels++;
		form.end++;
		form.message = part == FORM_MESSAGE ? form.end : form.message;
		bool next = form.end < page->blocks.count && zones_is_own(page, form.end);
		if (alone && next && is_cell(page, form.end - 1) && is_cell(page, form.end)) {
			form.end++;
		}
	}
	return form;
}

/* Where the message ends: with its paragraph; below the author's closing with the author's page. */
static size_t form_end(const struct page *page, size_t block, const struct form *form)
{
	size_t paragraph = page->blocks.at[form->message - 1].paragraph, end = form->end;
	bool closed = zones_is_closed(page, block);

	while (end < page->blocks.count && zones_is_own(page, end) &&
	       (closed || page->blocks.at[end].paragraph == paragraph)) {
		end++;
	}
	return end;
}

/* "Your message to us:" above a form that stands below the closing. */
static size_t form_start(const struct page *page, size_t block)
{
	bool introduced = block > 0 && zones_is_own(page, block - 1) && zones_is_closed(page, block - 1) &&
	                  str_ends(zones_line(page, block - 1), STR(":"));

	return introduced ? block - 1 : block;
}

/* A run of labelled lines is a form when it holds a message. */
static void find_forms(struct page *page)
{
	for (size_t i = 0; i < page->blocks.count;) {
		struct form form = read_form(page, i);
		if (form.labels >= 3 && form.message > 0) {
			form.end = form_end(page, i, &form);
			zones_set(page, form_start(page, i), form.end, ZONE_FORM);
		}
		i = form.end > i ? form.end : i + 1;
	}
}

void zones_find_customer(struct page *page)
{
	find_threads(page);
	for (size_t i = 0; i < page->blocks.count;) {
		i = find_quote(page, i);
	}
	find_forms(page);
}
