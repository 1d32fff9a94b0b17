#include "mail/mailbox.h"

#include "mail/lines.h"

/* "From sender Sat Jan  3 01:05:34 1996": the line of an mbox that begins a mail ends with a year or a zone. */
static bool is_from_line(struct str line)
{
	if (!str_starts(line, STR("From "))) {
		return false;
	}
	for (size_t i = 5; i + 2 < line.len; i++) {
		if (line.at[i] == ':' && ascii_digit(line.at[i - 1]) && ascii_digit(line.at[i + 1]) &&
		    ascii_digit(line.at[i + 2])) {
			return true;
		}
	}
	return false;
}

static struct str line_at(struct str s, size_t at)
{
	return str_sub(s, at, lines_end(s, at) - at);
}

bool mailbox_is_mbox(struct str bytes)
{
	return is_from_line(line_at(bytes, 0));
}

void mailbox_init(struct mailbox *mailbox, struct str bytes)
{
	*mailbox = (struct mailbox){bytes, 0, 1};
}

/* "Content-Length: N" of an mboxcl2 mail at at, believed only where a mail or the end follows; else STR_NONE. */
static size_t end_by_length(struct str s, size_t at)
{
	size_t length = STR_NONE;

	for (size_t line = at; line < s.len; line = lines_next(s, line)) {
		struct str text = line_at(s, line);
		if (text.len == 0) {
			size_t body = lines_next(s, line);
			if (length == STR_NONE || length > s.len - body) {
				return STR_NONE;
			}
			size_t end = body + length, next = end;
			while (next < s.len && lines_end_length(s, next) > 0) {
				next += lines_end_length(s, next);
			}
			return next == s.len || is_from_line(line_at(s, next)) ? end : STR_NONE;
		}
		if (str_starts_nocase(text, STR("Content-Length:"))) {
			length = 0;
			struct str digits = str_trim(str_from(text, 15));
			for (size_t i = 0; i < digits.len && i < 12 && ascii_digit(digits.at[i]); i++) {
				length = length * 10 + (size_t)(digits.at[i] - '0');
			}
		}
	}
	return STR_NONE;
}

/* The end of the mail at at: the blank line before the next "From " line, or the end. */
static size_t end_by_from(struct str s, size_t at)
{
	bool blank = false;
	size_t blank_at = at;

	for (size_t line = at; line < s.len; line = lines_next(s, line)) {
		if (blank && is_from_line(line_at(s, line))) {
			return blank_at;
		}
		blank = lines_end_length(s, line) > 0;
		blank_at = blank ? line : blank_at;
	}
	return s.len;
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
	size_t start = is_from_line(line_at(s, at)) ? lines_next(s, at) : at;
	size_t end = end_by_length(s, start);
	end = end == STR_NONE ? end_by_from(s, start) : end;
	mailbox->line += count_lines(s, mailbox->at, start);
	entry->mail = (struct span){start, end - start};
	entry->line = mailbox->line;
	mailbox->line += count_lines(s, start, end);
	mailbox->at = end;
	return true;
}
