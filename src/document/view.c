#include "document/view.h"

#include <string.h>

#include "base/utf8.h"
#include "document/lines_told.h"

/* What a character becomes; NULL for itself, "" for nothing. */
static const char *fold(uint32_t c)
{
	switch (c) {
	case 0x00A0: /* no-break space and other spaces */
	case 0x1680:
	case 0x202F:
	case 0x205F:
	case 0x3000:
		return " ";
	case 0x2010: /* hyphens */
	case 0x2011:
	case 0x2043:
	case 0x2212:
		return "-";
	case 0x2018: /* single quotation marks, apostrophes */
	case 0x2019:
	case 0x201A:
	case 0x201B:
	case 0x02BC:
	case 0x2032:
	case 0x00B4:
	case 0x0060:
		return "'";
	case 0x201C: /* double quotation marks */
	case 0x201D:
	case 0x201E:
	case 0x201F:
	case 0x2033:
	case 0x00AB:
	case 0x00BB:
		return "\"";
	case 0x00AD: /* soft hyphen, zero-width characters, direction marks */
	case 0x034F:
	case 0x061C:
	case 0x180E:
	case 0xFEFF:
		return "";
	case 0x0085:
	case 0x2028:
	case 0x2029:
		return "\n";
	default:
		break;
	}
	if (c >= 0x2000 && c <= 0x200A) {
		return " ";
	}
	if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F)) {
		return "";
	}
	return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x0c ? "" : NULL;
}

struct builder {
	struct str s;
	enum line_breaks breaks;
	size_t width; /* of the longest line, in bytes: where a writer's program wraps */
	struct text_builder out;
	/* White space seen and not written yet: where it began, and how many line ends it holds. */
	size_t blank_at, blank_len, line_ends;
};

#define WRAP_LEAST 45u
#define WRAP_WIDTH_LEAST 60u
#define WRAP_WIDTH_MOST 110u

size_t view_longest_line(struct str s)
{
	size_t longest = 0;

	for (size_t at = 0; at < s.len;) {
		const char *end = memchr(s.at + at, '\n', s.len - at);
		size_t next = end != NULL ? (size_t)(end - s.at) : s.len;
		struct str line = str_sub(s, at, next - at);
		line.len -= str_ends(line, STR("\r")); /* no part of the line in a mail as it came */
		bool counts = line.len > longest && line.at[0] != '>' && str_find(line, STR("://"), 0) == STR_NONE;
		longest = counts ? line.len : longest;
		at = next + 1;
	}
	return longest;
}

size_t view_wrap_width(size_t longest)
{
	return longest > WRAP_WIDTH_MOST ? 0 : longest < WRAP_WIDTH_LEAST ? WRAP_WIDTH_LEAST : longest;
}

static size_t word_length(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && !ascii_space(s.at[end])) {
		end++;
	}
	return end - at;
}

static size_t line_start(struct str s, size_t at)
{
	while (at > 0 && s.at[at - 1] != '\n' && s.at[at - 1] != '\r') {
		at--;
	}
	return at;
}

/* "- x", "* x", "• x", "1. x", "a) x", "> x": lines that stand for themselves. */
static bool begins_item(struct str s, size_t at)
{
	struct str rest = str_from(s, at);
	size_t digits = 0;

	if (rest.len > 1 && strchr(">|", rest.at[0]) != NULL) {
		return true;
	}
	if (rest.len > 1 && strchr("-*+", rest.at[0]) != NULL && (rest.at[1] == ' ' || rest.at[1] == rest.at[0])) {
		return true;
	}
	if (str_starts(rest, STR("\xe2\x80\xa2"))) {
		return true;
	}
	while (digits < 3 && digits < rest.len && ascii_digit(rest.at[digits])) {
		digits++;
	}
	return digits > 0 && digits + 1 < rest.len && strchr(".)", rest.at[digits]) != NULL && rest.at[digits + 1] == ' ';
}

/* Two fields of a mail header, or a line that ticket systems draw ("##- ... -##", "-- ... --") and its neighbour. */
static bool part_lines(struct str s, size_t first, size_t second)
{
	struct str above = str_from(s, first), below = str_from(s, second);

	return str_starts(above, STR("--")) || str_starts(above, STR("##")) || str_starts(below, STR("##")) ||
	       (line_header(above) != HEADER_NONE && line_header(below) != HEADER_NONE);
}

/*
 * Whether the single line end before the text at `at` is a wrap: the line before is long, and its writer's program
 * could not have put the next word on it.
 */
static bool is_wrap(const struct builder *builder, size_t at)
{
	size_t end = builder->blank_at, start = line_start(builder->s, end);

	if (builder->breaks == BREAKS_HARD || begins_item(builder->s, at) || part_lines(builder->s, start, at)) {
		return false;
	}
	if (builder->breaks == BREAKS_SOFT) {
		return true;
	}
	size_t length = end - start, width = view_wrap_width(builder->width);
	return width > 0 && builder->s.at[start] != '>' && length >= WRAP_LEAST &&
	       length + 1 + word_length(builder->s, at) > width - width / 10;
}

/* Writes the gathered white space as one space, a line break or a blank line; none at the start of the text. */
static void flush_blank(struct builder *builder, size_t at)
{
	const char *text = " ";

	if (builder->blank_len == 0) {
		return;
	}
	if (builder->line_ends > 1) {
		text = "\n\n";
	} else if (builder->line_ends == 1 && !is_wrap(builder, at)) {
		text = "\n";
	}
	if (builder->out.bytes.len > 0) {
		struct str source = str_sub(builder->s, builder->blank_at, builder->blank_len);
		if (str_eq(source, str_of(text))) {
			text_add_copy(&builder->out, source, builder->blank_at);
		} else {
			text_add_atom(&builder->out, str_of(text), builder->blank_at, builder->blank_len);
		}
	}
	builder->blank_len = 0;
	builder->line_ends = 0;
}

static void gather_blank(struct builder *builder, size_t at, size_t length, bool line_end)
{
	if (builder->blank_len == 0) {
		builder->blank_at = at;
	}
	builder->blank_len = at + length - builder->blank_at;
	builder->line_ends += line_end;
}

static bool is_plain(char c)
{
	return (unsigned char)c < 0x80 && (unsigned char)c > ' ' && c != '`';
}

/* One character that is not plain; returns its length. */
static size_t add_character(struct builder *builder, size_t at)
{
	struct str s = builder->s;
	uint32_t code_point;
	size_t length = utf8_decode(s, at, &code_point);
	const char *folded = fold(code_point);
	bool line_end = code_point == '\n' || code_point == '\r' || (folded != NULL && folded[0] == '\n');
	bool blank = code_point == ' ' || code_point == '\t' || code_point == 0x0c || (folded != NULL && folded[0] == ' ');

	if (code_point == '\r' && at + 1 < s.len && s.at[at + 1] == '\n') {
		length = 2;
	}
	if (line_end || blank) {
		gather_blank(builder, at, length, line_end);
		return length;
	}
	if (folded == NULL || folded[0] != '\0') {
		flush_blank(builder, at);
	}
	if (folded == NULL) {
		text_add_copy(&builder->out, str_sub(s, at, length), at);
	} else {
		text_add_atom(&builder->out, str_of(folded), at, length);
	}
	return length;
}

const struct text *view_build(struct arena *arena, const struct reading *reading, size_t most, size_t *end)
{
	struct str s = reading->text->bytes;
	struct builder builder = {.s = s, .breaks = reading->breaks, .width = view_longest_line(s)};
	size_t at = 0;

	text_begin(&builder.out, arena, s.len * 2 + 16);
	while (at < s.len && builder.out.bytes.len < most) {
		size_t start = at, last = s.len - at < most ? s.len : at + most;
		while (at < last && is_plain(s.at[at])) {
			at++;
		}
		if (at > start) {
			flush_blank(&builder, start);
			text_add_copy(&builder.out, str_sub(s, start, at - start), start);
		} else {
			at += add_character(&builder, at);
		}
	}
	*end = at;
	return text_build(&builder.out, TEXT_VIEW, reading->text);
}

/* The first byte of the view that came from there or later. */
static size_t forward(const struct text *view, size_t there)
{
	size_t low = 0, high = view->run_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct run *run = &view->runs[middle];
		size_t end = run->kind == RUN_COPY ? run->there + run->span : run->there + (run->span > 0 ? run->span : 1);
		if (end <= there) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == view->run_count) {
		return view->bytes.len;
	}
	const struct run *run = &view->runs[low];
	return there <= run->there || run->kind != RUN_COPY ? run->here : run->here + (there - run->there);
}

struct span view_forward(const struct text *view, struct span span)
{
	size_t start = forward(view, span.at), end = forward(view, span.at + span.len);

	return (struct span){start, end > start ? end - start : 0};
}
