/*
 * markup: what the tags of an HTML body say, for rules about markup. Gathered by the reader of the HTML as it reads
 * (html_markup.c); nothing is parsed a second time. What no reader sees (display: none, a preheader) is left out, and
 * of each list what is beyond MARKUP_MOST.
 *
 * Spans named `tag` are bytes of markup->html, `<` and `>` included; `at` and `text` are bytes of the page's view.
 */
#ifndef REPLYLINT_DOCUMENT_MARKUP_H
#define REPLYLINT_DOCUMENT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/text.h"
#include "document/html_colour.h"

#define MARKUP_MOST 10000u

#define MARKUP_LENGTH_UNKNOWN (-1L)

struct markup_image {
	struct span tag;
	struct span link;       /* the tag of the link that it stands in; length 0: none */
	struct str source, alt; /* decoded; at is NULL where there is no such attribute */
	long width, height;     /* in pixels, as its attributes say, or MARKUP_LENGTH_UNKNOWN */
	bool is_decoration;     /* role=presentation, aria-hidden */
	size_t at;              /* the text before it ends here */
};

struct markup_table {
	struct span tag;
	bool has_role;
	bool is_data; /* has headers, a caption, a summary or lines between its cells */
};

/* Text that is hard to read: small, or in a colour near that of its background. */
#define MARKUP_CONTRAST_LEAST 450u /* hundredths: WCAG 2.2, 1.4.3 */
#define MARKUP_SIZE_LEAST 1200L    /* hundredths of a pixel */

struct markup_text {
	struct span text;
	struct span colour_tag, size_tag; /* that say so; length 0: not said */
	struct html_colour colour, background;
	unsigned contrast; /* hundredths; 0: not known, or enough */
	long size;         /* hundredths of a pixel; 0: not known, or enough */
	bool is_large;     /* 24 pixels and more, a title */
	bool is_certain;   /* one tag says both colours: no style sheet changes them */
};

/* What many mail programs do not show, or take out. */
enum markup_oddity_kind {
	ODDITY_SCRIPT,
	ODDITY_FORM,
	ODDITY_FRAME,
	ODDITY_MEDIA,   /* video, audio, object, embed, canvas */
	ODDITY_SHEET,   /* a style sheet elsewhere; not of a font's */
	ODDITY_DRAWING, /* svg */
	ODDITY_GRID,
	ODDITY_FLEX,
	ODDITY_PLACED,   /* position: absolute, fixed */
	ODDITY_VARIABLE, /* var() */
	ODDITY_PICTURE,  /* behind text, and no colour for those who do not see it */
	ODDITY_COUNT
};

struct markup_oddity {
	enum markup_oddity_kind kind;
	struct span tag;
};

struct markup {
	const struct text *html;
	struct span root;       /* the tag of <html>, or else of <body>; length 0: a piece of a page */
	struct str lang, dir;   /* of these; at is NULL where there is none */
	bool has_base;          /* <base href> */
	bool is_of_program;     /* a mail program wrote it: MsoNormal, gmail_default ... */
	bool sheet_has_colours; /* a style sheet in it says colours */
	size_t sheet_bytes, comment_bytes;
	struct {
		struct markup_image *at;
		size_t count, room;
	} images;
	struct {
		struct markup_table *at;
		size_t count, room;
	} tables;
	struct {
		struct markup_text *at;
		size_t count, room;
	} texts;
	struct {
		struct markup_oddity *at;
		size_t count, room;
	} oddities; /* the first of each kind */
};

#endif
