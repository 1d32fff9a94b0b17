/*
 * html_token: HTML cut into tokens after the WHATWG tokenization states (13.2.5), each with the exact bytes it was cut
 * from. No tree, no recursion, linear time; nothing is an error. A pull interface:
 *
 *     html_tokenizer_init(&tokenizer, arena, bytes);
 *     while (html_token_next(&tokenizer, &token)) ...
 *
 * All spans are bytes of the source, which must outlive the tokens. Text comes in pieces: what is written as it is
 * (HTML_TEXT), and single character references (HTML_REFERENCE). CR LF is left to the caller.
 * A <![CDATA[ section is a bogus comment, as everywhere outside SVG and MathML.
 */
#ifndef REPLYLINT_DOCUMENT_HTML_TOKEN_H
#define REPLYLINT_DOCUMENT_HTML_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "document/html_entity.h"

enum html_kind {
	HTML_TEXT,
	HTML_REFERENCE, /* a character reference in text */
	HTML_START_TAG,
	HTML_END_TAG,
	HTML_COMMENT,
	HTML_BOGUS_COMMENT, /* <!x>, <?x>, </ x>, <![endif]> */
	HTML_DOCTYPE,
	HTML_END /* of the source */
};

/* What the content of the element that was opened last is read as. */
enum html_mode {
	HTML_DATA,
	HTML_RCDATA,  /* title, textarea: text and references up to its end tag */
	HTML_RAWTEXT, /* style, xmp, iframe, noembed, noframes: text up to its end tag */
	HTML_SCRIPT,
	HTML_PLAINTEXT
};

struct html_attribute {
	struct span name;  /* as written; the first of two with the same name counts */
	struct span value; /* without quotes, references as written; length 0 when there is none */
};

struct html_token {
	enum html_kind kind;
	struct span source;
	enum html_mode mode;                     /* the token was read in */
	struct span name;                        /* of tags and doctypes, as written */
	struct span content;                     /* of comments */
	const struct html_attribute *attributes; /* of tags; valid until the next token */
	size_t attribute_count;
	bool self_closing;               /* "/>" */
	struct html_reference reference; /* HTML_REFERENCE */
	bool quirks;                     /* HTML_DOCTYPE: malformed */
	struct str public_id, system_id; /* HTML_DOCTYPE; at is NULL when missing */
};

struct html_tokenizer {
	struct str source;
	size_t at;
	enum html_mode mode;
	bool keeps_mode;       /* start tags do not change the mode: for a caller that sets it */
	struct str last_start; /* name of the last start tag: only its end tag ends RCDATA, RAWTEXT and SCRIPT */
	struct arena *arena;
	struct {
		struct html_attribute *at;
		size_t count, room;
	} attributes;
};

void html_tokenizer_init(struct html_tokenizer *tokenizer, struct arena *arena, struct str source);

/* False at the end of the source (the token is HTML_END then). */
bool html_token_next(struct html_tokenizer *tokenizer, struct html_token *token);

/* Space, tab, LF, FF, CR: white space in HTML's sense (VT is none). */
bool html_is_space(char c);

/* Pieces of the tokenizer, for its own files: at tokenizer->at, which they move on. */

/* A tag, at its '<'. False when the source ends inside it: it is dropped. */
bool html_tag_read(struct html_tokenizer *tokenizer, struct html_token *token);

/* A doctype, after the word. */
void html_doctype_read(struct html_tokenizer *tokenizer, struct html_token *token);

/* Where text at tokenizer->at ends when only the end tag of last_start (or a reference, in RCDATA) ends it. */
size_t html_raw_end(const struct html_tokenizer *tokenizer);

#endif
