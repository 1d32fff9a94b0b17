#include "mail/mailbox.h"

#include "mail/lines.h"

#define FROM_LINE_MAX 1000u

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

/* The date is asctime()'s, with or without weekday, seconds and zone; the sender may be anything, blanks included. */
static bool is_from_line(struct str line)
{
	struct str rest = str_sub(line, 5, FROM_LINE_MAX), word, month = {"", 0}, day = {"", 0};

	if (!str_starts(line, STR("From "))) {
		return false;
	}
	while (next_word(&rest, &word)) {
		bool dated = is_one_of(month, STR("janfebmaraprmayjunjulaugsepoctnovdec")) && day.len > 0 && day.len <= 2 &&
		             ascii_digit(day.at[0]);
		if (dated && is_time(word)) {
			return true;
		}
		month = day;
		day = word;
	}
	return false;
}

static struct str line_at(struct str s, size_t at)
{
	return str_sub(s, at, lines_end(s, at) - at);
}

static bool starts_mail(struct str s, size_t at)
{
	return str_starts(str_from(s, at), STR("From ")) && is_from_line(line_at(s, at));
}

bool mailbox_is_mbox(struct str bytes)
{
	return starts_mail(bytes, 0);
}

void mailbox_init(struct mailbox *mailbox, struct str bytes)
{
	*mailbox = (struct mailbox){bytes, 0, 1};
}

/* ---- where a mail ends ---- */

static size_t read_number(struct str digits)
{
	size_t number = 0;

	digits = str_trim(digits);
	for (size_t i = 0; i < digits.len && i < 12 && ascii_digit(digits.at[i]); i++) {
		number = number * 10 + (size_t)(digits.at[i] - '0');
	}
	return digits.len > 0 && ascii_digit(digits.at[0]) ? number : STR_NONE;
}

/* The end of a body of that length, believed only where the file ends there or a blank line and a mail follow. */
static size_t end_by_length(struct str s, size_t body, size_t length)
{
	if (length == STR_NONE || length > s.len - body) {
		return STR_NONE;
	}
	size_t end = body + length, next = end + lines_end_length(s, end);
	return next == s.len || starts_mail(s, next) ? end : STR_NONE;
}

/* The blank line before the next "From " line at or after at, or the end. */
static size_t end_by_from(struct str s, size_t at)
{
	size_t blank_at = STR_NONE;

	for (size_t line = at; line < s.len; line = lines_next(s, line)) {
		if (blank_at != STR_NONE && starts_mail(s, line)) {
			return blank_at;
		}
		blank_at = lines_end_length(s, line) > 0 ? line : STR_NONE;
	}
	return s.len;
}

/* The end of the mail whose header begins at at; mboxcl2 has the length of its body in the header. */
static size_t mail_end(struct str s, size_t at)
{
	size_t length = STR_NONE, line = at;

	for (; line < s.len && lines_end_length(s, line) == 0; line = lines_next(s, line)) {
		if (str_starts_nocase(str_from(s, line), STR("Content-Length:"))) {
			length = read_number(str_from(line_at(s, line), 15));
		}
	}
	if (line >= s.len) {
		return s.len;
	}
	size_t end = end_by_length(s, lines_next(s, line), length);
	return end == STR_NONE ? end_by_from(s, line) : end;
}

static size_t count_lines(struct str s, size_t from, size_t to)
{
	size_t count = 0;

	for (size_t at = from; at < to; at = lines_next(s, at)) {
		count++;
	}
	return count;
}

bool mailbox_next(struct mailbox *mailbox, struct mailbox_entry *entry)
{
	struct str s = mailbox->bytes;
	size_t at = mailbox->at;

	while (at < s.len && lines_end_length(s, at) > 0) {
		at = lines_next(s, at);
	}
	if (at >= s.len) {
		return false;
	}
	size_t start = starts_mail(s, at) ? lines_next(s, at) : at, end = mail_end(s, start);
	mailbox->line += count_lines(s, mailbox->at, start);
	entry->mail = (struct span){start, end - start};
	entry->line = mailbox->line;
	mailbox->line += count_lines(s, start, end);
	mailbox->at = end;
	return true;
}
