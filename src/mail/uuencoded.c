#include "mail/uuencoded.h"

#include "mail/lines.h"

#define LINE_BYTES_MOST 45u /* that a line stands for */

static struct str line_at(struct str s, size_t at)
{
	return str_sub(s, at, lines_end(s, at) - at);
}

/* "begin 644 name": the name, or nothing. */
static struct str begun(struct str line)
{
	struct str rest = str_from(line, 6), mode = {"", 0};

	if (!str_starts(line, STR("begin ")) || !str_split(&rest, ' ', &mode) || mode.len < 3 || mode.len > 4) {
		return (struct str){"", 0};
	}
	for (size_t i = 0; i < mode.len; i++) {
		if (mode.at[i] < '0' || mode.at[i] > '7') {
			return (struct str){"", 0};
		}
	}
	return str_trim(rest);
}

/* Three bytes in four characters after the count; a checksum may follow, and blanks at the end may be lost. */
static bool is_data(struct str line)
{
	size_t bytes = line.len > 0 ? (size_t)(unsigned char)line.at[0] - ' ' : 0, wanted = (bytes + 2) / 3 * 4;

	if (bytes == 0 || bytes > LINE_BYTES_MOST || line.len > wanted + 2 ||
	    (line.len <= wanted && bytes < LINE_BYTES_MOST)) {
		return false;
	}
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] < ' ' || line.at[i] > '`') {
			return false;
		}
	}
	return true;
}

static bool is_last(struct str line)
{
	line = str_trim(line);
	return line.len == 0 || str_eq(line, STR("`"));
}

/* The end of the file whose first line is at at; at itself where what follows is none. One damaged line is passed. */
static size_t file_end(struct str s, size_t at)
{
	size_t line = lines_next(s, at), end = at;

	for (; line < s.len; line = lines_next(s, line)) {
		size_t next = lines_next(s, line);
		if (is_data(line_at(s, line))) {
			end = next;
		} else if (is_last(line_at(s, line)) && str_eq(str_trim(line_at(s, next)), STR("end"))) {
			return lines_next(s, next);
		} else if (end == at || end != line || !is_data(line_at(s, next))) {
			break;
		}
	}
	return str_eq(str_trim(line_at(s, end)), STR("end")) ? lines_next(s, end) : end;
}

const struct text *uuencoded_remove(struct arena *arena, const struct text *text, struct str_list *names)
{
	struct str s = text->bytes;
	struct text_builder out;
	size_t done = 0;

	text_begin(&out, arena, s.len + 1);
	for (size_t at = str_find(s, STR("begin "), 0); at != STR_NONE; at = str_find(s, STR("begin "), at + 1)) {
		bool begins = at == 0 || s.at[at - 1] == '\n' || s.at[at - 1] == '\r';
		struct str name = begins && at >= done ? begun(line_at(s, at)) : (struct str){"", 0};
		size_t end = name.len > 0 ? file_end(s, at) : at;
		if (end > at) {
			*vec_push(arena, names) = name;
			text_add_copy(&out, str_sub(s, done, at - done), done);
			done = end;
		}
	}
	text_add_copy(&out, str_from(s, done), done);
	return done > 0 ? text_build(&out, TEXT_EXCERPT, text) : text;
}
