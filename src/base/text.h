/*
 * text: bytes and the road back to the source. Every decoding step (transfer encoding, charset, HTML, unfolding,
 * the matching view) makes a text that points to the text before it and records only its own runs, so any
 * span of what a reader sees can be traced to the exact bytes of the file, and an edit can be encoded back.
 *
 * Offsets and lengths are bytes, from 0. Texts are immutable once built and live in an arena.
 */
#ifndef REPLYLINT_BASE_TEXT_H
#define REPLYLINT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* What made a text from the one before. The fixer knows for each how an edit is encoded back. */
enum text_step {
	TEXT_SOURCE,           /* the file itself: from == NULL */
	TEXT_PART,             /* a part of it, copied as it is (a body, a header value, a draft) */
	TEXT_QUOTED_PRINTABLE, /* RFC 2045 6.7 */
	TEXT_BASE64,           /* RFC 2045 6.8 */
	TEXT_UUENCODE,
	TEXT_EXCERPT,      /* pieces of it: what is no text is left out */
	TEXT_CHARSET,      /* iconv to UTF-8; charset names the source's */
	TEXT_UNFOLDED,     /* RFC 5322 2.2.3 */
	TEXT_ENCODED_WORD, /* RFC 2047 */
	TEXT_FLOWED,       /* RFC 3676 */
	TEXT_HTML,         /* HTML to reader's text */
	TEXT_MARKDOWN,     /* Markdown to reader's text */
	TEXT_TEMPLATE,     /* template tags replaced by U+FFFC */
	TEXT_VIEW          /* the matching view: white space collapsed, quotes folded */
};

enum run_kind {
	RUN_COPY,       /* byte for byte */
	RUN_ATOM,       /* the bytes here stand as one for span bytes there (a character reference, =E9, a dropped tag) */
	RUN_BASE64,     /* every 3 bytes here stand for 4 bytes there */
	RUN_BASE64_PAIR /* 2 bytes here stand for 3 bytes there, and for the padding behind them */
};

/* A run covers the bytes from here up to the next run's here (or the end). */
struct run {
	uint32_t here, there;
	uint32_t span; /* bytes there */
	enum run_kind kind;
};

struct text {
	enum text_step step;
	struct str bytes;
	const struct text *from;
	const struct run *runs; /* ascending by here; the first has here == 0; none when bytes is empty */
	size_t run_count;
	const char *charset; /* TEXT_CHARSET: what it was decoded from; else NULL */
};

/* The largest text: 32-bit offsets. The readers' limits are far below. */
#define TEXT_MAX ((size_t)UINT32_MAX - 1)

/* A root text over bytes that outlive the arena. */
const struct text *text_source(struct arena *arena, struct str bytes);

/* The bytes span of from, unchanged, as a text of its own. */
const struct text *text_part(struct arena *arena, const struct text *from, struct span span);

/* The span of text->from that span of text came from: the smallest that covers it. An empty span maps to a place. */
struct span text_back(const struct text *text, struct span span);

/* The same, all the way to the source. */
struct span text_origin(const struct text *text, struct span span);

/* Whether span and its origin are the same bytes with no step between that changes any: an edit can be plain. */
bool text_is_verbatim(const struct text *text, struct span span);

const struct text *text_root(const struct text *text);

/*
 * Building: add pieces in order, then text_build(). `there` is the offset in the text before.
 * Neighbouring copies that continue each other become one run.
 */
struct text_builder {
	struct buf bytes;
	struct {
		struct run *at;
		size_t count, room;
	} runs;
};

void text_begin(struct text_builder *builder, struct arena *arena, size_t max);
void text_add_copy(struct text_builder *builder, struct str bytes, size_t there);
void text_add_atom(struct text_builder *builder, struct str bytes, size_t there, size_t span);
void text_add_base64(struct text_builder *builder, struct str bytes, size_t there, size_t span);
void text_add_base64_pair(struct text_builder *builder, struct str bytes, size_t there, size_t span);
const struct text *text_build(struct text_builder *builder, enum text_step step, const struct text *from);

#endif
