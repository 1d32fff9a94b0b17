#include "document/html_writer.h"

#include "document/html_style.h"
#include "document/html_token.h"

#define LINES_MOST 2

void html_writer_init(struct html_writer *writer, struct arena *arena, struct str source)
{
	*writer = (struct html_writer){.arena = arena, .source = source};
	text_begin(&writer->out, arena, source.len * 2 + 16);
}

bool html_is_skipped(const struct html_writer *writer, unsigned flags)
{
	return (flags & (HTML_HEAD | HTML_DROPPED)) || ((flags & HTML_HIDDEN) && writer->visible);
}

/* ---- marks ---- */

struct mark *html_mark(struct html_writer *writer, enum mark_kind kind)
{
	struct mark *mark = vec_push(writer->arena, &writer->marks);

	mark->kind = kind;
	return mark;
}

void html_mark_end(struct html_writer *writer, size_t index)
{
	struct mark *mark = &writer->marks.at[index];

	if (index < writer->unplaced) {
		mark->span.len = writer->out.bytes.len - mark->span.at;
	}
}

static void place_marks(struct html_writer *writer)
{
	for (; writer->unplaced < writer->marks.count; writer->unplaced++) {
		writer->marks.at[writer->unplaced].span.at = writer->out.bytes.len;
	}
}

static bool has_style(enum mark_kind kind, unsigned flags)
{
	if (kind == MARK_PREHEADER) {
		return (flags & HTML_HIDDEN) != 0;
	}
	if (kind == MARK_BIG) {
		return (flags & HTML_BIG) && !(flags & HTML_IN_TITLE);
	}
	if (kind == MARK_UNDERLINE) {
		return (flags & HTML_UNDERLINE) && !(flags & HTML_IN_LINK);
	}
	return (flags & (kind == MARK_RED ? HTML_RED : HTML_UPPERCASE)) != 0;
}

static const enum mark_kind styled_kinds[HTML_STYLED_COUNT] = {MARK_PREHEADER, MARK_UPPERCASE, MARK_RED, MARK_BIG,
                                                               MARK_UNDERLINE};

static void end_styles(struct html_writer *writer, unsigned flags)
{
	for (size_t i = 0; i < HTML_STYLED_COUNT; i++) {
		if (writer->styled[i] > 0 && !has_style(styled_kinds[i], flags)) {
			html_mark_end(writer, writer->styled[i] - 1);
			writer->styled[i] = 0;
		}
	}
}

static void begin_styles(struct html_writer *writer, unsigned flags)
{
	for (size_t i = 0; i < HTML_STYLED_COUNT; i++) {
		if (writer->styled[i] == 0 && has_style(styled_kinds[i], flags)) {
			html_mark(writer, styled_kinds[i]);
			writer->styled[i] = writer->marks.count;
		}
	}
}

void html_writer_end(struct html_writer *writer)
{
	size_t kept = 0;

	place_marks(writer);
	end_styles(writer, 0);
	for (size_t i = 0; i < writer->marks.count; i++) {
		const struct mark *mark = &writer->marks.at[i];
		bool may_be_empty = mark->kind == MARK_COMMENT || mark->kind == MARK_TITLE || mark->kind == MARK_LINK;
		if (mark->span.len > 0 || may_be_empty) {
			writer->marks.at[kept++] = *mark;
		}
	}
	writer->marks.count = kept;
}

/* ---- white space ---- */

void html_write_space(struct html_writer *writer, struct span piece)
{
	if (!writer->has_gap) {
		writer->has_gap = true;
		writer->gap = piece;
	} else if (writer->lines == 0 && writer->gap.at + writer->gap.len == piece.at) {
		writer->gap.len += piece.len;
	}
}

void html_write_break(struct html_writer *writer, unsigned lines, struct span piece)
{
	if (writer->lines == 0) {
		writer->gap = piece;
	}
	writer->has_gap = true;
	writer->lines = writer->lines < lines ? lines : writer->lines;
}

void html_write_line_end(struct html_writer *writer, struct span piece)
{
	html_write_break(writer, writer->lines < LINES_MOST ? writer->lines + 1 : LINES_MOST, piece);
}

static void flush_gap(struct html_writer *writer)
{
	struct str gap = writer->lines == 0 ? STR(" ") : writer->lines == 1 ? STR("\n") : STR("\n\n");

	if (writer->has_gap && writer->out.bytes.len > 0) {
		struct str source = str_span(writer->source, writer->gap);
		if (str_eq(source, gap)) {
			text_add_copy(&writer->out, source, writer->gap.at);
		} else {
			text_add_atom(&writer->out, gap, writer->gap.at, writer->gap.len);
		}
	}
	writer->has_gap = false;
	writer->lines = 0;
}

/* ---- text ---- */

/* Before text at `at` is written. */
static void begin_text(struct html_writer *writer, size_t at, unsigned flags)
{
	if (flags != writer->flags) {
		end_styles(writer, flags);
		if ((flags & HTML_HIDDEN) == 0 && (writer->flags & HTML_HIDDEN) != 0) {
			html_write_break(writer, LINES_MOST, (struct span){at, 0});
		}
	}
	flush_gap(writer);
	if (flags != writer->flags) {
		begin_styles(writer, flags);
	}
	place_marks(writer);
	writer->flags = flags;
}

static void write_word(struct html_writer *writer, struct span piece, unsigned flags)
{
	begin_text(writer, piece.at, flags);
	text_add_copy(&writer->out, str_span(writer->source, piece), piece.at);
	writer->visible |= (flags & HTML_HIDDEN) == 0;
}

void html_write_atom(struct html_writer *writer, struct str text, struct span piece, unsigned flags)
{
	static const char *const unseen[] = {"\xc2\xa0",     "\xc2\xad",     "\xcd\x8f",     "\xe2\x80\x87",
	                                     "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
	                                     "\xe2\x80\x8f", "\xef\xbb\xbf"};
	bool seen = (flags & HTML_HIDDEN) == 0;

	for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
		seen &= !str_eq(text, str_of(unseen[i]));
	}
	begin_text(writer, piece.at, flags);
	text_add_atom(&writer->out, text, piece.at, piece.len);
	writer->visible |= seen;
}

/* Where the characters of a class end: those that are white space here, or those that are none. */
static size_t class_end(struct str s, size_t at, bool space)
{
	while (at < s.len && html_is_space(s.at[at]) == space) {
		at++;
	}
	return at;
}

static void write_collapsed(struct html_writer *writer, struct span piece, unsigned flags)
{
	struct str s = str_sub(writer->source, 0, piece.at + piece.len);

	for (size_t at = piece.at; at < s.len;) {
		bool space = html_is_space(s.at[at]);
		size_t end = class_end(s, at, space);
		struct span run = {at, end - at};
		if (space) {
			html_write_space(writer, run);
		} else {
			write_word(writer, run, flags);
		}
		at = end;
	}
}

static void write_preformatted(struct html_writer *writer, struct span piece, unsigned flags)
{
	struct str s = str_sub(writer->source, 0, piece.at + piece.len);

	for (size_t at = piece.at, end; at < s.len; at = end) {
		end = at + 1;
		if (s.at[at] == '\n') {
			html_write_line_end(writer, (struct span){at, 1});
		} else if (s.at[at] != '\r') {
			while (end < s.len && s.at[end] != '\n' && s.at[end] != '\r') {
				end++;
			}
			bool blank = class_end(s, at, true) >= end;
			if (blank) {
				html_write_space(writer, (struct span){at, end - at});
			} else {
				write_word(writer, (struct span){at, end - at}, flags);
			}
		}
	}
}

void html_write(struct html_writer *writer, struct span piece, unsigned flags)
{
	if (flags & HTML_PRE) {
		write_preformatted(writer, piece, flags);
	} else {
		write_collapsed(writer, piece, flags);
	}
}
