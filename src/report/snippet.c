#include "report/snippet.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/utf8.h"

/* A longer line is cut this many bytes before and after the place that matters. */
#define BEFORE 2048u
#define AFTER 4096u
#define TAB_STOP 8u
#define GUTTER 5u /* of "  14 | " besides the digits */

/* What is shown, and where the finding stands in it. */
struct shown {
	struct str bytes;
	struct span mark;
	const struct text *text; /* the decoded text; NULL: the source */
};

/* One line of it. */
struct cut {
	struct span line, mark;
	bool left, right; /* the line goes on there */
};

/* A line laid out in columns. */
struct layout {
	struct buf text;
	size_t columns, mark_from, mark_to;
};

static bool has_step(const struct text *text, enum text_step step)
{
	for (; text; text = text->from)
		if (text->step == step)
			return true;
	return false;
}

static bool has_8bit(struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.at[i] >= 0x80)
			return true;
	return false;
}

/* The start of the line that holds at, but not more than BEFORE bytes back. */
static size_t line_start(struct str bytes, size_t at, bool *cut)
{
	size_t start = at;

	while (start > 0 && bytes.at[start - 1] != '\n' && at - start < BEFORE)
		start--;
	*cut = start > 0 && bytes.at[start - 1] != '\n';
	while (*cut && start < at && ((unsigned char)bytes.at[start] & 0xC0) == 0x80)
		start++;
	return start;
}

static size_t line_end(struct str bytes, size_t at, bool *cut)
{
	struct str ahead = str_sub(bytes, at, AFTER);
	size_t end = str_find_char(ahead, '\n', 0);

	*cut = end == STR_NONE && at + ahead.len < bytes.len;
	end = at + (end == STR_NONE ? ahead.len : end);
	while (*cut && end > at && ((unsigned char)bytes.at[end] & 0xC0) == 0x80)
		end--;
	if (end > at && bytes.at[end - 1] == '\r')
		end--;
	return end;
}

/* Whether the source near span is not what the reader sees, letter for letter. */
static bool is_encoded(const struct text *view, struct str source, struct span span)
{
	bool cut;

	if (has_step(view, TEXT_BASE64) || has_step(view, TEXT_UUENCODE))
		return true;
	size_t start = line_start(source, span.at, &cut);
	size_t end = line_end(source, span.at + (span.len < AFTER ? span.len : AFTER), &cut);
	struct str near = str_sub(source, start, end > start ? end - start : 0);
	return (has_step(view, TEXT_QUOTED_PRINTABLE) && str_find_char(near, '=', 0) != STR_NONE) ||
	       (has_step(view, TEXT_CHARSET) && has_8bit(near)) ||
	       (has_step(view, TEXT_ENCODED_WORD) && str_find(near, STR("=?"), 0) != STR_NONE);
}

static struct shown choose(const struct reported *reported, const struct finding *finding)
{
	struct str source = reported->result->document->source->bytes;
	const struct text *view = finding->page ? finding->page->view : NULL;

	if (!view || !is_encoded(view, source, finding->source))
		return (struct shown){.bytes = source, .mark = finding->source};
	if (view->step != TEXT_VIEW || !view->from)
		return (struct shown){.bytes = view->bytes, .mark = finding->view, .text = view};
	return (struct shown){.bytes = view->from->bytes, .mark = text_back(view, finding->view), .text = view->from};
}

/* The line of the part of the mark that begins at `at`, and what of it is marked (not its leading white space). */
static struct cut cut_line(const struct shown *shown, size_t at)
{
	struct cut cut;
	size_t end = shown->mark.at + shown->mark.len;

	cut.line.at = line_start(shown->bytes, at, &cut.left);
	size_t line_stop = line_end(shown->bytes, at, &cut.right);
	cut.line.len = line_stop > cut.line.at ? line_stop - cut.line.at : 0;
	if (end > line_stop)
		end = line_stop > at ? line_stop : at;
	while (at < end && ascii_space(shown->bytes.at[at]))
		at++;
	cut.mark = (struct span){at, end - at};
	return cut;
}

static void layout_char(struct layout *layout, uint32_t code_point)
{
	if (code_point == '\t') {
		do {
			buf_char(&layout->text, ' ');
			layout->columns++;
		} while (layout->columns % TAB_STOP);
		return;
	}
	code_point = report_clean_char(code_point);
	buf_code_point(&layout->text, code_point);
	layout->columns += utf8_width(code_point);
}

static struct layout lay_out(struct arena *arena, const struct shown *shown, const struct cut *cut)
{
	struct layout layout = {.mark_from = STR_NONE, .mark_to = STR_NONE};
	size_t end = cut->line.at + cut->line.len, mark_end = cut->mark.at + cut->mark.len;

	buf_init(&layout.text, arena, SIZE_MAX);
	for (size_t at = cut->line.at; at < end;) {
		uint32_t code_point;
		size_t len = utf8_decode(shown->bytes, at, &code_point);
		if (layout.mark_from == STR_NONE && at >= cut->mark.at)
			layout.mark_from = layout.columns;
		if (layout.mark_to == STR_NONE && at >= mark_end)
			layout.mark_to = layout.columns;
		layout_char(&layout, code_point);
		at += len;
	}
	if (layout.mark_from == STR_NONE)
		layout.mark_from = layout.columns;
	if (layout.mark_to == STR_NONE)
		layout.mark_to = layout.columns;
	return layout;
}

/* Columns from to from + room of text. */
static void add_columns(struct buf *out, struct str text, size_t from, size_t room)
{
	size_t column = 0;

	for (size_t at = 0; at < text.len;) {
		uint32_t code_point;
		size_t len = utf8_decode(text, at, &code_point), width = utf8_width(code_point);
		if (column < from && column + width > from)
			buf_char(out, ' '); /* half of a wide character */
		else if (column >= from && column + width <= from + room)
			buf_add(out, str_sub(text, at, len));
		column += width;
		at += len;
	}
}

/* The first column of a window of that width from which the marks are best seen. */
static size_t window_start(const struct layout *layout, const struct cut *cut, size_t width, size_t dots)
{
	size_t lead = layout->mark_from < width / 4 ? layout->mark_from : width / 4;
	size_t from = layout->mark_from - lead;

	if (!cut->left && layout->mark_to + dots <= width)
		return 0;
	if (layout->mark_to + dots > from + width) {
		size_t shown_whole = layout->mark_to + dots - width;
		size_t most = layout->mark_from > dots ? layout->mark_from - dots : 0;
		from = shown_whole < most ? shown_whole : most;
	}
	if (!cut->right && layout->columns < from + width)
		from = layout->columns > width ? layout->columns - width : 0;
	return from;
}

static struct shown_line clip(struct arena *arena, const struct layout *layout, const struct cut *cut,
                              const struct reporting *reporting, size_t width)
{
	struct str dots = reporting->utf8 ? STR("\u2026") : STR("...");
	struct shown_line line = {.text = buf_str(&layout->text), .mark = layout->mark_from};
	size_t dots_width = utf8_columns(dots), mark_to = layout->mark_to;

	if (layout->columns > width || cut->left || cut->right) {
		struct buf out;
		size_t from = window_start(layout, cut, width, dots_width);
		bool left = from > 0 || cut->left, right = layout->columns > from + width || cut->right;
		size_t skipped = left ? dots_width : 0, room = width - skipped - (right ? dots_width : 0);
		buf_init(&out, arena, SIZE_MAX);
		buf_add(&out, left ? dots : STR(""));
		add_columns(&out, line.text, from + skipped, room);
		buf_add(&out, right ? dots : STR(""));
		line.text = buf_str(&out);
		line.mark = layout->mark_from - from;
		mark_to = (mark_to < from + width ? mark_to : from + width) - from;
	}
	line.marks = mark_to > line.mark ? mark_to - line.mark : 1;
	return line;
}

static unsigned digits_of(size_t number)
{
	unsigned digits = 1;

	for (; number >= 10; number /= 10)
		digits++;
	return digits;
}

static size_t number_of(const struct reported *reported, const struct shown *shown, size_t at)
{
	if (shown->text)
		at = text_origin(shown->text, (struct span){at, at < shown->bytes.len}).at;
	return locator_place(reported->locator, at).line;
}

struct snippet snippet_make(const struct reporting *reporting, const struct reported *reported,
                            const struct finding *finding)
{
	struct arena *arena = reported->result->document->arena;
	struct shown shown = choose(reported, finding);
	size_t last = reported_end(reported, finding).line, end = shown.mark.at + shown.mark.len;
	struct snippet snippet = {.digits = digits_of(last)};
	size_t width = reporting->width > GUTTER + snippet.digits + 20 ? reporting->width - GUTTER - snippet.digits : 20;

	for (size_t at = shown.mark.at; snippet.count < SNIPPET_LINES;) {
		struct cut cut = cut_line(&shown, at);
		if (cut.mark.len || snippet.count == 0) {
			struct layout layout = lay_out(arena, &shown, &cut);
			struct shown_line line = clip(arena, &layout, &cut, reporting, width);
			line.number = number_of(reported, &shown, cut.mark.at);
			snippet.line[snippet.count++] = line;
		}
		at = cut.line.at + cut.line.len;
		while (!cut.right && at < end && ascii_space(shown.bytes.at[at]))
			at++;
		if (cut.right || at >= end)
			return snippet;
	}
	size_t seen = snippet.line[snippet.count - 1].number;
	snippet.left_out = last > seen ? last - seen : 1;
	return snippet;
}
