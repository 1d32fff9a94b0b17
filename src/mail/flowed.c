#include "mail/flowed.h"

#include "mail/lines.h"

struct flowed {
	struct str s;
	struct text_builder out;
	bool delsp;
	bool open;          /* the line before ended with a space: it goes on, if this one is of its kind */
	size_t depth;       /* its quote depth */
	struct span ending; /* of an open line: what was held back, the space (with delsp) and the line end */
};

struct line {
	size_t at, text, end, next; /* its start, its text after quote marks and stuffing, its end, the next line */
	size_t depth;
	bool is_separator; /* "-- " before a signature */
};

static struct line line_at(struct str s, size_t at)
{
	struct line line = {.at = at, .end = lines_end(s, at)};

	line.next = line.end + lines_end_length(s, line.end);
	line.text = at;
	while (line.text < line.end && s.at[line.text] == '>') {
		line.text++;
	}
	line.depth = line.text - at;
	line.text += line.text < line.end && s.at[line.text] == ' ' ? 1 : 0;
	line.is_separator = str_eq(str_sub(s, line.text, line.end - line.text), STR("-- "));
	return line;
}

static void copy(struct flowed *flowed, size_t start, size_t end)
{
	text_add_copy(&flowed->out, str_sub(flowed->s, start, end - start), start);
}

static void add_line(struct flowed *flowed, const struct line *line)
{
	bool joins = flowed->open && line->depth == flowed->depth && !line->is_separator && line->text < line->end;
	bool ends_soft = line->end > line->text && flowed->s.at[line->end - 1] == ' ';

	if (flowed->open && !joins) {
		copy(flowed, flowed->ending.at, flowed->ending.at + flowed->ending.len);
	}
	if (!joins && line->depth > 0) {
		copy(flowed, line->at, line->text);
	}
	flowed->open = ends_soft && !line->is_separator && line->next > line->end;
	flowed->depth = line->depth;
	size_t kept = flowed->open ? line->end - (flowed->delsp ? 1 : 0) : line->next;
	copy(flowed, line->text, kept);
	flowed->ending = (struct span){kept, line->next - kept};
}

const struct text *flowed_join(struct arena *arena, const struct text *text, bool delsp)
{
	struct flowed flowed = {.s = text->bytes, .delsp = delsp};

	text_begin(&flowed.out, arena, text->bytes.len + 1);
	for (size_t at = 0; at < text->bytes.len;) {
		struct line line = line_at(text->bytes, at);
		add_line(&flowed, &line);
		at = line.next;
	}
	if (flowed.open) {
		copy(&flowed, flowed.ending.at, flowed.ending.at + flowed.ending.len);
	}
	return text_build(&flowed.out, TEXT_FLOWED, text);
}
