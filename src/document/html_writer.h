/*
 * html_writer: the reader's text as it is gathered: white space collapsed, lines broken, marks put where the next text
 * begins and ended where the last text ended.
 */
#ifndef REPLYLINT_DOCUMENT_HTML_WRITER_H
#define REPLYLINT_DOCUMENT_HTML_WRITER_H

#include "document/reading.h"

#define HTML_STYLED_COUNT 5

struct html_writer {
	struct arena *arena;
	struct str source;
	struct text_builder out;
	struct mark_list marks;
	size_t unplaced; /* marks from here on begin with the next text */
	/* White space and line ends seen and not written yet, and the first piece of source they come from. */
	bool has_gap;
	unsigned lines;
	struct span gap;
	unsigned flags;                   /* html_flag of the text written last */
	size_t styled[HTML_STYLED_COUNT]; /* index + 1 of the open marks of that text's style */
	bool visible;                     /* something that is not hidden was written */
};

void html_writer_init(struct html_writer *writer, struct arena *arena, struct str source);

/* Text with those flags is not part of the reading; what is hidden is, as long as nothing visible stands before it. */
bool html_is_skipped(const struct html_writer *writer, unsigned flags);

/* A piece of the source, as text of an element with those flags. */
void html_write(struct html_writer *writer, struct span piece, unsigned flags);

/* Text that stands for a piece of the source. */
void html_write_atom(struct html_writer *writer, struct str text, struct span piece, unsigned flags);

/* White space, or nothing that is to part two words. */
void html_write_space(struct html_writer *writer, struct span piece);

/* One line end more. */
void html_write_line_end(struct html_writer *writer, struct span piece);

/* At least that many line ends. */
void html_write_break(struct html_writer *writer, unsigned lines, struct span piece);

/* A new mark that begins with the next text; valid until the next mark. */
struct mark *html_mark(struct html_writer *writer, enum mark_kind kind);

/* Ends a mark with the last text. */
void html_mark_end(struct html_writer *writer, size_t index);

/* Ends what is open, drops empty marks. */
void html_writer_end(struct html_writer *writer);

#endif
