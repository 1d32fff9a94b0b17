/*
 * fix_pieces: the steps of fix_encode(). The pieces of a fix are carried from one text to the one before it, all
 * together, until they stand in the source. Each step maps their spans and encodes their bytes as it must.
 */
#ifndef REPLYLINT_LINT_FIX_PIECES_H
#define REPLYLINT_LINT_FIX_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include "document/document.h"
#include "lint/finding.h"

/* New bytes for a span of some text. */
struct piece {
	struct span where;
	struct str bytes;
	bool behind;       /* an insertion: it belongs to the byte before it, not to the one after */
	bool is_paragraph; /* an insertion that begins or ends with "\n\n": a block of its own */
};

/* Ascending, not overlapping. */
struct pieces {
	struct piece *at;
	size_t count, room;
};

struct fixing {
	struct arena *arena;
	struct document *document;
	const struct page *page;
	const struct part *part; /* NULL: the subject, or no mail */
};

/* "\r\n" or "\n": what the first line of bytes ends with. */
const char *fix_line_end(struct str bytes);

bool fix_is_ascii(struct str bytes);

/*
 * The span of text->from that piece replaces; false when it begins or ends inside something that stands for one
 * thing.
 */
bool fix_back(const struct text *text, const struct piece *piece, struct span *back);

/* change as the smallest pieces of the view (fix_split.c): words that stay, and what markup parts, are left alone. */
bool fix_split(struct fixing *fixing, const struct change *change, struct pieces *pieces);

/* From the view to the reading's text; lines of a wrapped plain text stay in their width (fix_wrap.c). */
bool fix_through_view(struct fixing *fixing, struct pieces *pieces);
bool fix_wrap(struct fixing *fixing, struct pieces *pieces, const size_t *blocks);

/* The other steps: from text to text->from. */
bool fix_through_html(struct fixing *fixing, const struct text *text, struct pieces *pieces);
bool fix_through_base64(struct fixing *fixing, const struct text *text, struct pieces *pieces);
bool fix_through_quoted_printable(struct fixing *fixing, const struct text *text, struct pieces *pieces);
bool fix_through_encoded_words(struct fixing *fixing, const struct text *text, struct pieces *pieces);

/* The changes as they would stand on the plain part beside page's HTML part (fix_twin.c); NULL: there is none. */
const struct page *fix_twin(const struct document *document, const struct page *page, const struct change *changes,
                            size_t count, struct change *twins, size_t *twin_count);

#endif
