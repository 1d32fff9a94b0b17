/*
 * reading: what a reader of one body sees: its text in order, and marks on that text (headings, links, quotes ...).
 * Made by html.c, markdown.c and plain.c from decoded UTF-8 text; turned into a page by page.c.
 *
 * In the reading's text a line break is '\n', a blank line between blocks "\n\n"; other white space as written.
 * Marks are in the order of their start; offsets are bytes of reading->text.
 */
#ifndef REPLYLINT_DOCUMENT_READING_H
#define REPLYLINT_DOCUMENT_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "document/markup.h"

enum mark_kind {
	MARK_HEADING,    /* h1-h6, Markdown # */
	MARK_LIST_ITEM,  /* HTML, value: the number before it, as it is shown ("3.", "c."); empty for none */
	MARK_CELL,       /* td */
	MARK_TABLE_HEAD, /* th */
	MARK_PREFORMATTED,
	MARK_CODE,         /* code, kbd, samp, tt, Markdown ` */
	MARK_LINK,         /* value: the target */
	MARK_ALT,          /* the text is an image's alt text; value: its src */
	MARK_ABBREVIATION, /* value: the title of <abbr title> */
	MARK_BLOCKQUOTE,   /* blockquote */
	MARK_QUOTE,        /* a mail program's quote: moz-cite, Outlook's header block and all after it ... */
	MARK_THREAD,       /* gmail_quote: attribution line and blockquotes, and the answers between these */
	MARK_DIVIDER,      /* may stand above a quote: the line that Outlook draws over its header block */
	MARK_SIGNATURE,    /* a mail program's signature: gmail_signature, moz-signature ... */
	MARK_STRONG,       /* b, strong */
	MARK_UPPERCASE,    /* text-transform: uppercase */
	MARK_PREHEADER,    /* hidden text at the start of the body */
	MARK_RED,          /* text in (nearly) pure red */
	MARK_BIG,          /* font-size of 24px and more outside h1 and h2 */
	MARK_UNDERLINE,    /* underlined, and no link */
	MARK_TITLE,        /* the text of <title> (templates: the subject) */
	MARK_COMMENT       /* nothing visible: a comment of the format; length 0; value: its text */
};

struct mark {
	enum mark_kind kind;
	struct span span;   /* in reading->text */
	struct str value;   /* decoded; see the kinds */
	struct span source; /* MARK_COMMENT, MARK_LINK: where it stands in reading->text->from (markup included) */
	bool is_button;     /* MARK_LINK: it looks like one */
};

struct mark_list {
	struct mark *at;
	size_t count, room;
};

/* What a single '\n' in a reading's text is. */
enum line_breaks {
	BREAKS_HARD,    /* a line of its own (HTML) */
	BREAKS_WRAPPED, /* perhaps the wrap of a long line (plain text): told from the lines' lengths */
	BREAKS_SOFT     /* a space (Markdown) */
};

struct reading {
	const struct text *text;
	enum line_breaks breaks;
	struct mark_list marks;
	const struct text *title; /* of the first <title>, over what was read; NULL when there is none */
	struct markup *markup;    /* NULL: no HTML; `at` and `text` in it are bytes of text */
	bool truncated;           /* a limit was met */
	bool goes_on;             /* more text follows than is ever judged */
};

/* HTML (a whole file or a fragment) after the WHATWG tokenization states; never fails. */
struct reading html_read(struct arena *arena, const struct text *html);

/* A plain text body: the text as it is. */
struct reading plain_read(struct arena *arena, const struct text *text);

/* CommonMark as far as it matters for prose: headings, lists, emphasis, links, code, quotes, HTML comments. */
struct reading markdown_read(struct arena *arena, const struct text *markdown);

#endif
