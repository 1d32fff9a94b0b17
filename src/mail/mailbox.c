#include "mail/mailbox.h"

#include <string.h>

#include "mail/lines.h"

/* No more of a line is looked at: neither a "From " line nor a Content-Length: is longer. */
#define LOOKED_AT 1024u

/* ---- "From sender Sat Jan  3 01:05:34 1996" ---- */

static bool is_one_of(struct str word, struct str names)
{
	size_t at = word.len == 3 ? str_find_nocase(names, word, 0) : STR_NONE;

	return at != STR_NONE && at % 3 == 0;
}

/* "01:05" or "01:05:34" */
static bool is_time(struct str word)
{
	bool digits = word.len >= 4 && ascii_digit(word.at[0]) && ascii_digit(word.at[word.len - 1]);

	return digits && (word.at[1] == ':' || word.at[2] == ':');
}

static bool next_word(struct str *rest, struct str *word)
{
	do {
		if (!str_split(rest, ' ', word)) {
			return false;
		}
	} while (word->len == 0);
	return true;
}

static bool is_number(struct str word, size_t least, size_t most)
{
	bool digits = word.len >= least && word.len <= most;

	for (size_t i = 0; i < word.len && digits; i++) {
		digits = ascii_digit(word.at[i]);
	}
	return digits;
}

/* Behind the time, the zone may come before the year. */
static bool begins_with_year(struct str rest)
{
	struct str word;

	for (int words = 0; words < 2 && next_word(&rest, &word); words++) {
		if (is_number(word, 4, 4)) {
			return true;
		}
	}
	return false;
}

/* The date is asctime()'s, with or without weekday, seconds and zone; the sender may be anything, blanks included. */
static bool is_from_line(struct str line)
{
	struct str rest = str_from(line, 5), word, month = {"", 0}, day = {"", 0};

	if (!str_starts(line, STR("From "))) {
		return false;
	}
	while (next_word(&rest, &word)) {
		bool dated = is_one_of(month, STR("janfebmaraprmayjunjulaugsepoctnovdec")) && is_number(day, 1, 2);
		if (dated && is_time(word) && begins_with_year(rest)) {
			return true;
		}
		month = day;
		day = word;
	}
	return false;
}

static bool starts_mail(struct str s, size_t at)
{
	struct str line = str_sub(s, at, LOOKED_AT);

	return str_starts(line, STR("From ")) && is_from_line(str_sub(line, 0, lines_end(line, 0)));
}

bool mailbox_is_mbox(struct str bytes)
{
	return starts_mail(bytes, 0);
}

/* ---- the view, as far as it is needed ---- */

/* Whether the line end at s[end] is all there: a CR at the end of the view may have its LF behind it. */
static bool line_end_is_whole(const struct window *window, size_t end)
{
	struct str s = window->view;

	return window->ended || end + 1 < s.len || (end < s.len && s.at[end] == '\n');
}

/*
 * Reads until the view holds the line at `at` with its end, or as much of it as is looked at, or the file ends. False
 * where the view would have more than `most` bytes for it, or nothing can be read.
 */
static bool see_line(struct window *window, size_t at, size_t most)
{
	for (;;) {
		size_t seen = window->view.len - at, end = lines_end(str_sub(window->view, 0, at + LOOKED_AT), at);
		if (seen > LOOKED_AT || line_end_is_whole(window, end))
			return true;
		if (!window_more(window, most))
			return window->ended;
	}
}

bool mailbox_begins(struct window *window)
{
	return see_line(window, 0, LOOKED_AT + 2) && mailbox_is_mbox(window->view);
}

void mailbox_init(struct mailbox *mailbox, struct window *window, size_t longest)
{
	*mailbox = (struct mailbox){.window = window, .longest = longest, .line = 1};
}

static void drop(struct mailbox *mailbox, size_t count)
{
	struct str gone = str_sub(mailbox->window->view, 0, count);

	for (size_t at = 0; (at = str_find_char(gone, '\n', at)) != STR_NONE; at++) {
		mailbox->line++;
	}
	window_drop(mailbox->window, count);
}

/* ---- where a mail ends ---- */

/* All the view is ever for: the longest mail, and the lines behind it that end it. */
static size_t most_of(const struct mailbox *mailbox)
{
	return mailbox->longest + 2 * LOOKED_AT;
}

/* A mail, whose start is that of the view, being looked through. Offsets are in the view. */
struct search {
	struct mailbox *mailbox;
	size_t at;       /* the line looked at */
	size_t blank_at; /* the blank line before it, or STR_NONE */
	bool too_long;   /* the start has been dropped */
};

/* The view is full: what has been looked through goes. False where nothing more can be read. */
static bool give_up_start(struct search *search)
{
	size_t gone = search->blank_at == STR_NONE ? search->at : search->blank_at;

	if (search->mailbox->window->error) {
		return false;
	}
	search->too_long = true;
	search->at -= gone;
	search->blank_at = search->blank_at == STR_NONE ? STR_NONE : 0;
	drop(search->mailbox, gone);
	return true;
}

/* Has the line at search->at in view; it is empty only where the file ends. False where that cannot be read. */
static bool look(struct search *search)
{
	while (!see_line(search->mailbox->window, search->at, most_of(search->mailbox))) {
		if (!give_up_start(search)) {
			return false;
		}
	}
	return true;
}

static bool go_to_next_line(struct search *search)
{
	struct window *window = search->mailbox->window;

	for (;;) {
		search->at = lines_end(window->view, search->at);
		if (line_end_is_whole(window, search->at)) {
			search->at += lines_end_length(window->view, search->at);
			return true;
		}
		if (!window_more(window, most_of(search->mailbox)) && !window->ended && !give_up_start(search)) {
			return false;
		}
	}
}

static bool at_end(const struct search *search)
{
	return search->at == search->mailbox->window->view.len;
}

static size_t read_number(struct str digits)
{
	size_t number = 0;

	digits = str_trim(digits);
	for (size_t i = 0; i < digits.len && i < 12 && ascii_digit(digits.at[i]); i++) {
		number = number * 10 + (size_t)(digits.at[i] - '0');
	}
	return digits.len > 0 && ascii_digit(digits.at[0]) ? number : STR_NONE;
}

/* Goes to the blank line behind the header, or the end; mboxcl2 has the length of the body in it. */
static bool pass_header(struct search *search, size_t *length)
{
	const struct str *view = &search->mailbox->window->view;

	*length = STR_NONE;
	while (look(search)) {
		if (at_end(search) || lines_end_length(*view, search->at) > 0) {
			return true;
		}
		struct str line = str_sub(*view, search->at, LOOKED_AT);
		if (str_starts_nocase(line, STR("Content-Length:"))) {
			*length = read_number(str_sub(line, 15, lines_end(line, 0) - 15));
		}
		if (!go_to_next_line(search)) {
			return false;
		}
	}
	return false;
}

/* Whether the stream ends at `at`, or a mail begins there. */
static bool is_border(struct window *window, size_t at)
{
	while (window_more(window, at + LOOKED_AT)) {
	}
	size_t len = window->view.len;
	return at < len ? starts_mail(window->view, at) : at == len && window->ended;
}

/* Goes to the end of a body of that length, which is believed only where the file ends there or a mail follows. */
static bool pass_body(struct search *search, size_t length)
{
	struct window *window = search->mailbox->window;
	size_t longest = search->mailbox->longest, body = search->at + lines_end_length(window->view, search->at);

	if (search->too_long || at_end(search) || length > longest || body + length > longest) {
		return false;
	}
	size_t end = body + length;
	while (window_more(window, end + 2)) {
	}
	if (end > window->view.len || !is_border(window, end + lines_end_length(window->view, end))) {
		return false;
	}
	search->at = end;
	return true;
}

/* Goes to the blank line before the next "From " line, or the end. */
static bool find_from_line(struct search *search)
{
	const struct str *view = &search->mailbox->window->view;

	while (look(search) && !at_end(search)) {
		if (search->blank_at != STR_NONE && starts_mail(*view, search->at)) {
			search->at = search->blank_at;
			return true;
		}
		search->blank_at = lines_end_length(*view, search->at) > 0 ? search->at : STR_NONE;
		if (!go_to_next_line(search)) {
			break;
		}
	}
	return search->mailbox->window->error == 0;
}

/* ---- one mail after another ---- */

/* Drops blank lines and the "From " line before a mail; false where there is none. */
static bool begin_mail(struct mailbox *mailbox)
{
	const struct str *view = &mailbox->window->view;
	struct search line = {.mailbox = mailbox, .blank_at = STR_NONE};

	while (look(&line)) {
		size_t blank = lines_end_length(*view, 0);
		if (view->len == 0) {
			return false;
		}
		if (blank == 0) {
			bool goes_on = !starts_mail(*view, 0) || go_to_next_line(&line);
			drop(mailbox, line.at);
			return goes_on;
		}
		drop(mailbox, blank);
	}
	return false;
}

bool mailbox_next(struct mailbox *mailbox, struct mailbox_entry *entry)
{
	struct search search = {.mailbox = mailbox, .blank_at = STR_NONE};
	size_t length;

	drop(mailbox, mailbox->taken);
	mailbox->taken = 0;
	if (!begin_mail(mailbox)) {
		return false;
	}
	*entry = (struct mailbox_entry){.offset = mailbox->window->offset, .line = mailbox->line};
	if (!pass_header(&search, &length) || (!pass_body(&search, length) && !find_from_line(&search))) {
		return false;
	}
	mailbox->taken = search.at;
	entry->too_long = search.too_long || search.at > mailbox->longest;
	entry->mail = str_sub(mailbox->window->view, 0, entry->too_long ? 0 : search.at);
	return true;
}

/* ---- what mailboxes do to mails ---- */

/* Where the '>'s before s[at] begin, if the line begins with them, else at. */
static size_t quote_start(struct str s, size_t at)
{
	size_t start = at;

	while (start > 0 && s.at[start - 1] == '>') {
		start--;
	}
	return start == 0 || s.at[start - 1] == '\n' || s.at[start - 1] == '\r' ? start : at;
}

/* Whether the line is quoted, and not by a mailbox. */
static bool is_quote(struct str s, size_t line)
{
	size_t at = line;

	while (at < s.len && s.at[at] == '>') {
		at++;
	}
	return at > line && !str_starts(str_from(s, at), STR("From "));
}

/* Whether the line before or behind the one at `line` is quoted too. */
static bool is_among_quotes(struct str s, size_t line)
{
	size_t before = line > 0 ? line - 1 : 0;

	before -= before > 0 && s.at[before] == '\n' && s.at[before - 1] == '\r' ? 1 : 0;
	while (before > 0 && s.at[before - 1] != '\n' && s.at[before - 1] != '\r') {
		before--;
	}
	return (before < line && is_quote(s, before)) || is_quote(s, lines_next(s, line));
}

const struct text *mailbox_unquote(struct arena *arena, const struct text *text)
{
	struct str s = text->bytes;
	struct text_builder out;
	size_t done = 0;

	text_begin(&out, arena, s.len + 1);
	for (size_t at = str_find(s, STR(">From "), 0); at != STR_NONE; at = str_find(s, STR(">From "), at + 1)) {
		size_t start = quote_start(s, at + 1);
		if (start <= at && (start < at || !is_among_quotes(s, start))) {
			text_add_copy(&out, str_sub(s, done, start - done), done);
			done = start + 1;
		}
	}
	text_add_copy(&out, str_from(s, done), done);
	return done > 0 ? text_build(&out, TEXT_EXCERPT, text) : text;
}
