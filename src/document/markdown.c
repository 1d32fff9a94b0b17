/* markdown: the blocks of a Markdown text, line by line. Quotes and lists are told one level deep: enough for prose. */
#include "document/html_style.h"
#include "document/markdown_inline.h"

#include <string.h>

struct reader {
	struct str source;
	struct html_writer writer;
	struct markdown_definitions definitions;
	struct markdown_lines paragraph;
	size_t quote, item, fenced; /* index + 1 of the open mark */
	struct span fence;          /* its opening line's marker */
	bool after_blank;
};

/* A line, without what was taken off its start. */
struct line {
	struct span span;
	struct str text;
	size_t indent; /* columns before its first character that is none */
};

static void set_line(const struct reader *reader, struct line *line, struct span span)
{
	size_t width = 0, at = 0;

	line->span = span;
	line->text = str_span(reader->source, span);
	for (; at < line->text.len && (line->text.at[at] == ' ' || line->text.at[at] == '\t'); at++) {
		width += line->text.at[at] == '\t' ? 4 - width % 4 : 1;
	}
	line->indent = width;
}

static struct span span_from(struct span span, size_t from)
{
	from = from < span.len ? from : span.len;
	return (struct span){span.at + from, span.len - from};
}

/* Without white space on its left. */
static struct span trimmed_left(const struct line *line)
{
	size_t at = 0;

	while (at < line->text.len && (line->text.at[at] == ' ' || line->text.at[at] == '\t')) {
		at++;
	}
	return span_from(line->span, at);
}

static struct str content(const struct line *line)
{
	return str_trim(line->text);
}

static void end_mark(struct reader *reader, size_t *mark)
{
	if (*mark > 0) {
		html_mark_end(&reader->writer, *mark - 1);
	}
	*mark = 0;
}

static void begin_mark(struct reader *reader, enum mark_kind kind, size_t *mark)
{
	html_mark(&reader->writer, kind);
	*mark = reader->writer.marks.count;
}

static void blank_line(struct reader *reader, size_t at)
{
	html_write_break(&reader->writer, 2, (struct span){at, 0});
}

/* Writes the lines gathered, as one paragraph or heading. */
static void end_paragraph(struct reader *reader, bool heading)
{
	size_t mark = 0;

	if (reader->paragraph.count == 0) {
		return;
	}
	const struct span *last = &reader->paragraph.at[reader->paragraph.count - 1];
	if (heading) {
		begin_mark(reader, MARK_HEADING, &mark);
	}
	markdown_inline(&reader->writer, &reader->paragraph, &reader->definitions);
	end_mark(reader, &mark);
	blank_line(reader, last->at + last->len);
	reader->paragraph.count = 0;
}

static void add_line(struct reader *reader, struct span span)
{
	*vec_push(reader->writer.arena, &reader->paragraph) = span;
}

/* ---- what a line is ---- */

/* A line of nothing but three or more of c (and spaces, for rules). */
static bool is_line_of(struct str text, char c, size_t least)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == c) {
			count++;
		} else if (text.at[i] != ' ' && text.at[i] != '\t') {
			return false;
		}
	}
	return count >= least;
}

static bool is_rule(struct str text)
{
	return is_line_of(text, '*', 3) || is_line_of(text, '-', 3) || is_line_of(text, '_', 3);
}

/* |---|:--:| */
static bool is_table_rule(struct str text)
{
	size_t dashes = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (strchr("|-: ", text.at[i]) == NULL || text.at[i] == '\0') {
			return false;
		}
		dashes += text.at[i] == '-';
	}
	return dashes > 0 && str_find_char(text, '|', 0) != STR_NONE;
}

/* The number of bytes of "- ", "1. " and the like; 0 when there is none. */
static size_t item_marker(struct str text, bool in_paragraph)
{
	size_t at = 0;

	if (text.len > 0 && strchr("-+*", text.at[0]) != NULL) {
		at = 1;
	} else {
		while (at < 9 && at < text.len && ascii_digit(text.at[at])) {
			at++;
		}
		bool may = at > 0 && at < text.len && strchr(".)", text.at[at]) != NULL;
		if (!may || (in_paragraph && !(at == 1 && text.at[0] == '1'))) {
			return 0;
		}
		at++;
	}
	if (at == text.len) {
		return in_paragraph ? 0 : at;
	}
	return text.at[at] == ' ' || text.at[at] == '\t' ? at : 0;
}

/* The number of '#'; 0 when it is no heading. */
static size_t heading_level(struct str text)
{
	size_t level = 0;

	while (level < text.len && text.at[level] == '#') {
		level++;
	}
	return level <= 6 && (level == text.len || text.at[level] == ' ' || text.at[level] == '\t') ? level : 0;
}

/* The length of a run of ``` or ~~~ at the start; 0 when it opens nothing. */
static size_t fence_length(struct str text)
{
	size_t length = 0;

	if (text.len == 0 || (text.at[0] != '`' && text.at[0] != '~')) {
		return 0;
	}
	while (length < text.len && text.at[length] == text.at[0]) {
		length++;
	}
	bool code = text.at[0] == '`' && str_find_char(text, '`', length) != STR_NONE;
	return length >= 3 && !code ? length : 0;
}

/* ---- lines ---- */

static void write_heading(struct reader *reader, const struct line *line, size_t level)
{
	struct span span = span_from(trimmed_left(line), level);
	struct str text = str_span(reader->source, span);
	size_t end = text.len;

	while (end > 0 && ascii_space(text.at[end - 1])) {
		end--;
	}
	size_t hashes = end;
	while (hashes > 0 && text.at[hashes - 1] == '#') {
		hashes--;
	}
	end = hashes < end && (hashes == 0 || ascii_space(text.at[hashes - 1])) ? hashes : end;
	end_paragraph(reader, false);
	add_line(reader, (struct span){span.at, end});
	end_paragraph(reader, true);
}

/* A line of a code block: as it is. */
static void write_code(struct reader *reader, struct span span)
{
	html_write(&reader->writer, span, HTML_PRE);
	html_write_break(&reader->writer, 1, (struct span){span.at + span.len, 1});
}

static void read_fenced(struct reader *reader, const struct line *line)
{
	struct str text = content(line), fence = str_span(reader->source, reader->fence);

	if (is_line_of(text, fence.at[0], fence.len) && str_find_char(text, ' ', 0) == STR_NONE) {
		end_mark(reader, &reader->fenced);
		blank_line(reader, line->span.at);
	} else {
		write_code(reader, line->span);
	}
}

/* Takes "> " off; opens and closes the quote. */
static void take_quote(struct reader *reader, struct line *line)
{
	bool quoted = false;

	while (line->indent < 4) {
		struct span span = trimmed_left(line);
		struct str text = str_span(reader->source, span);
		if (text.len == 0 || text.at[0] != '>') {
			break;
		}
		quoted = true;
		set_line(reader, line, span_from(span, text.len > 1 && text.at[1] == ' ' ? 2 : 1));
	}
	if (quoted && reader->quote == 0) {
		end_paragraph(reader, false);
		end_mark(reader, &reader->item);
		begin_mark(reader, MARK_BLOCKQUOTE, &reader->quote);
	} else if (!quoted && reader->quote > 0 && (reader->paragraph.count == 0 || content(line).len == 0)) {
		end_paragraph(reader, false);
		end_mark(reader, &reader->item);
		end_mark(reader, &reader->quote);
	}
}

#define ITEMS_MOST 16

/* Takes item markers off ("- 1. x" has two); each begins an item. */
static void take_items(struct reader *reader, struct line *line)
{
	for (size_t taken = 0; taken < ITEMS_MOST; taken++) {
		struct span span = trimmed_left(line);
		struct str text = str_trim(str_span(reader->source, span));
		size_t marker = item_marker(text, reader->paragraph.count > 0 && reader->item == 0);
		bool code = line->indent >= 4 && reader->item == 0;
		if (marker == 0 || code || is_rule(text)) {
			return;
		}
		end_paragraph(reader, false);
		end_mark(reader, &reader->item);
		begin_mark(reader, MARK_LIST_ITEM, &reader->item);
		reader->after_blank = false;
		set_line(reader, line, span_from(span, marker));
	}
}

/* Lines that are no text: rules, definitions; underlines of headings. */
static bool take_line(struct reader *reader, const struct line *line)
{
	struct str text = content(line);
	struct markdown_definition ignored;
	bool underline = is_line_of(text, '=', 1) || is_line_of(text, '-', 1);

	if (reader->paragraph.count > 0 && underline && str_find_char(text, ' ', 0) == STR_NONE) {
		end_paragraph(reader, true);
		return true;
	}
	if (is_rule(text)) {
		end_paragraph(reader, false);
		end_mark(reader, &reader->item);
		blank_line(reader, line->span.at);
		return true;
	}
	return (reader->paragraph.count > 0 && is_table_rule(text)) ||
	       (reader->paragraph.count == 0 && markdown_define(text, &ignored));
}

static void read_text_line(struct reader *reader, const struct line *line)
{
	struct str text = content(line);
	size_t level = heading_level(text), fence = fence_length(text);

	if (fence > 0) {
		end_paragraph(reader, false);
		reader->fence = (struct span){trimmed_left(line).at, fence};
		begin_mark(reader, MARK_PREFORMATTED, &reader->fenced);
	} else if (level > 0) {
		write_heading(reader, line, level);
	} else if (line->indent >= 4 && reader->paragraph.count == 0 && reader->item == 0) {
		size_t mark;
		begin_mark(reader, MARK_PREFORMATTED, &mark);
		write_code(reader, line->span);
		end_mark(reader, &mark);
	} else {
		add_line(reader, trimmed_left(line));
	}
}

static void read_line(struct reader *reader, struct line *line)
{
	if (reader->fenced > 0) {
		read_fenced(reader, line);
		return;
	}
	take_quote(reader, line);
	struct str text = content(line);
	if (text.len == 0) {
		end_paragraph(reader, false);
		blank_line(reader, line->span.at);
		reader->after_blank = true;
		return;
	}
	bool is_item = item_marker(text, false) > 0;
	if (reader->item > 0 && !is_item && line->indent < 2 && (reader->after_blank || heading_level(text) > 0)) {
		end_paragraph(reader, false);
		end_mark(reader, &reader->item);
	}
	reader->after_blank = false;
	bool underlines = reader->paragraph.count > 0 && is_line_of(text, '-', 1);
	if (!underlines) {
		take_items(reader, line);
	}
	if (content(line).len > 0 && !take_line(reader, line)) {
		read_text_line(reader, line);
	}
}

/* A comment that begins a line, with all its lines; the place behind it, or `at`. */
static size_t take_comment(struct reader *reader, size_t at)
{
	struct str rest = str_from(reader->source, at);
	size_t close = str_starts(rest, STR("<!--")) ? str_find(rest, STR("-->"), 4) : STR_NONE;

	if (close == STR_NONE || reader->fenced > 0) {
		return at;
	}
	end_paragraph(reader, false);
	struct mark *mark = html_mark(&reader->writer, MARK_COMMENT);
	mark->value = str_trim(str_sub(rest, 4, close - 4));
	mark->source = (struct span){at, close + 3};
	return at + close + 3;
}

static size_t line_end(struct str s, size_t at)
{
	size_t end = str_find_char(s, '\n', at);

	return end == STR_NONE ? s.len : end;
}

static struct span line_span(struct str s, size_t at, size_t end)
{
	return (struct span){at, end - at - (end > at && s.at[end - 1] == '\r')};
}

static void find_definitions(struct reader *reader)
{
	struct str s = reader->source;
	struct markdown_definition definition;

	for (size_t at = 0; at < s.len;) {
		size_t end = line_end(s, at);
		if (markdown_define(str_sub(s, at, end - at), &definition)) {
			*vec_push(reader->writer.arena, &reader->definitions) = definition;
		}
		at = end + 1;
	}
}

struct reading markdown_read(struct arena *arena, const struct text *markdown)
{
	struct reader reader = {.source = markdown->bytes};
	struct reading reading = {.breaks = BREAKS_SOFT};
	bool may_be_comment = true; /* one without an end is searched for once */

	html_writer_init(&reader.writer, arena, markdown->bytes);
	find_definitions(&reader);
	for (size_t at = 0; at < reader.source.len;) {
		struct line line;
		if (may_be_comment && str_starts(str_from(reader.source, at), STR("<!--")) && reader.fenced == 0) {
			size_t behind = take_comment(&reader, at);
			may_be_comment = behind > at;
			at = behind;
		}
		size_t end = line_end(reader.source, at);
		set_line(&reader, &line, line_span(reader.source, at, end));
		read_line(&reader, &line);
		at = end + 1;
	}
	end_paragraph(&reader, false);
	end_mark(&reader, &reader.fenced);
	end_mark(&reader, &reader.item);
	end_mark(&reader, &reader.quote);
	html_writer_end(&reader.writer);
	reading.text = text_build(&reader.writer.out, TEXT_MARKDOWN, markdown);
	reading.marks = reader.writer.marks;
	return reading;
}
