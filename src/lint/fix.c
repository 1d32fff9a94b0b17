#include "lint/fix.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lint/fix_pieces.h"
#include "mail/charset.h"

#define LINE_END_LOOKED_AT 65536u
#define MEMORY_MOST ((size_t)512 * 1024 * 1024) /* with more in use already, a hostile mail gets no more edits */

/* ---- shared by the steps ---- */

bool fix_is_ascii(struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.at[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

const char *fix_line_end(struct str bytes)
{
	size_t lf = str_find_char(str_sub(bytes, 0, LINE_END_LOOKED_AT), '\n', 0);

	return lf != STR_NONE && lf > 0 && bytes.at[lf - 1] == '\r' ? "\r\n" : "\n";
}

/* Whether the bytes on both sides of at stand for one thing. */
static bool is_inside_atom(const struct text *text, size_t at)
{
	if (at == 0 || at >= text->bytes.len) {
		return false;
	}
	struct span before = text_back(text, (struct span){at - 1, 1}), behind = text_back(text, (struct span){at, 1});
	return before.len > 0 && before.at == behind.at && before.len == behind.len;
}

bool fix_back(const struct text *text, const struct piece *piece, struct span *back)
{
	struct span where = piece->where;

	if (is_inside_atom(text, where.at) || is_inside_atom(text, where.at + where.len)) {
		return false;
	}
	*back = text_back(text, where);
	if (where.len == 0 && where.at > 0 && (piece->behind || where.at == text->bytes.len)) {
		struct span before = text_back(text, (struct span){where.at - 1, 1});
		*back = (struct span){before.at + before.len, 0};
	}
	return true;
}

/* ---- the steps ---- */

/* Spans are mapped, bytes stay as they are; exact: what is replaced must be the same there (no tag, no markup). */
static bool through_plainly(const struct text *text, struct pieces *pieces, bool exact)
{
	for (size_t i = 0; i < pieces->count; i++) {
		struct span back;
		if (!fix_back(text, &pieces->at[i], &back)) {
			return false;
		}
		struct str here = str_span(text->bytes, pieces->at[i].where), there = str_span(text->from->bytes, back);
		if (exact && !str_eq(here, there)) {
			return false;
		}
		pieces->at[i].where = back;
	}
	return true;
}

static bool through_charset(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->at[i];
		bool same = strcmp(text->charset, "UTF-8") == 0;
		if (!same && !charset_encode(fixing->arena, piece->bytes, text->charset, &piece->bytes)) {
			return false;
		}
	}
	return through_plainly(text, pieces, false);
}

/* What Markdown would read as markup is escaped. */
static bool through_markdown(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->at[i];
		struct buf out;
		buf_init(&out, fixing->arena, piece->bytes.len * 2 + 1);
		for (size_t k = 0; k < piece->bytes.len; k++) {
			if (piece->bytes.at[k] != '\0' && strchr("\\*_`[<", piece->bytes.at[k]) != NULL) {
				buf_char(&out, '\\');
			}
			buf_char(&out, piece->bytes.at[k]);
		}
		piece->bytes = buf_str(&out);
	}
	return through_plainly(text, pieces, true);
}

static bool step_down(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	switch (text->step) {
	case TEXT_VIEW:
		return fix_through_view(fixing, pieces);
	case TEXT_HTML:
		return fix_through_html(fixing, text, pieces);
	case TEXT_MARKDOWN:
		return through_markdown(fixing, text, pieces);
	case TEXT_TEMPLATE:
	case TEXT_EXCERPT:
		return through_plainly(text, pieces, true);
	case TEXT_CHARSET:
		return through_charset(fixing, text, pieces);
	case TEXT_QUOTED_PRINTABLE:
		return fix_through_quoted_printable(fixing, text, pieces);
	case TEXT_BASE64:
		return fix_through_base64(fixing, text, pieces);
	case TEXT_ENCODED_WORD:
		return fix_through_encoded_words(fixing, text, pieces);
	case TEXT_SOURCE:
	case TEXT_PART:
	case TEXT_UNFOLDED:
	case TEXT_FLOWED:
		return through_plainly(text, pieces, false);
	case TEXT_UUENCODE:
	default:
		return false;
	}
}

/* ---- encoding ---- */

static const struct part *part_of(const struct document *document, const struct page *page)
{
	const struct part *part = document->message != NULL ? document->message->root : NULL;

	while (part != NULL && strcmp(part->path, page->part) != 0) {
		part = part_after(part);
	}
	return part;
}

/*
 * Whether characters beyond ASCII can be written at all: into a charset that was decoded, beside others of UTF-8, or
 * where UTF-8 is declared and a transfer encoding keeps the bytes from view.
 */
static bool may_hold_utf8(const struct fixing *fixing)
{
	const struct part *part = fixing->part;

	if (fixing->document->message == NULL) {
		return true;
	}
	for (const struct text *text = fixing->page->view; text->from != NULL; text = text->from) {
		bool can_encode = text->step == TEXT_CHARSET || text->step == TEXT_ENCODED_WORD;
		bool as_sent = text->step == TEXT_PART || text->step == TEXT_QUOTED_PRINTABLE || text->step == TEXT_BASE64;
		if (can_encode || (as_sent && !fix_is_ascii(text->bytes))) {
			return true;
		}
	}
	bool hidden = part != NULL && (part->transfer == TRANSFER_QUOTED_PRINTABLE || part->transfer == TRANSFER_BASE64);
	return hidden && str_eq(part->charset, STR("utf-8"));
}

static bool may_change(const struct document *document, const struct page *page)
{
	bool sealed = document->message != NULL && (document->message->is_signed || document->message->is_encrypted);

	return !sealed && arena_used(document->arena) < MEMORY_MOST && text_root(page->view) == document->source;
}

static bool are_ordered(const struct pieces *pieces)
{
	for (size_t i = 1; i < pieces->count; i++) {
		if (pieces->at[i].where.at < pieces->at[i - 1].where.at + pieces->at[i - 1].where.len) {
			return false;
		}
	}
	return true;
}

/* Carries pieces of text to the source. */
static bool to_source(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	for (; text->from != NULL; text = text->from) {
		if (!step_down(fixing, text, pieces)) {
			return false;
		}
	}
	return are_ordered(pieces);
}

/* The changes of one page as pieces of the source. */
static bool encode_page(struct document *document, const struct page *page, const struct change *changes, size_t count,
                        struct pieces *pieces)
{
	struct fixing fixing = {document->arena, document, page, part_of(document, page)};
	bool ascii = true;

	for (size_t i = 0; i < count; i++) {
		if (!fix_split(&fixing, &changes[i], pieces)) {
			return false;
		}
	}
	for (size_t i = 0; i < pieces->count; i++) {
		ascii &= fix_is_ascii(pieces->at[i].bytes);
	}
	return are_ordered(pieces) && (ascii || may_hold_utf8(&fixing)) && to_source(&fixing, page->view, pieces);
}

static int compare_edits(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->where.at != y->where.at) {
		return x->where.at < y->where.at ? -1 : 1;
	}
	return x->where.len < y->where.len ? -1 : x->where.len > y->where.len;
}

static size_t add_edits(struct edit *edits, const struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		edits[i] = (struct edit){pieces->at[i].where, pieces->at[i].bytes};
	}
	return pieces->count;
}

struct edit *fix_encode(struct document *document, const struct page *page, const struct change *changes, size_t count,
                        size_t *edit_count)
{
	struct pieces pieces = {0}, twin_pieces = {0};
	struct change *twins = ARENA_ARRAY(document->arena, count + 1, struct change);
	size_t twin_count;

	*edit_count = 0;
	if (!may_change(document, page) || !encode_page(document, page, changes, count, &pieces) || pieces.count == 0) {
		return NULL;
	}
	const struct page *twin = fix_twin(document, page, changes, count, twins, &twin_count);
	if (twin != NULL && !encode_page(document, twin, twins, twin_count, &twin_pieces)) {
		twin_pieces.count = 0;
	}
	struct edit *edits = ARENA_ARRAY(document->arena, pieces.count + twin_pieces.count, struct edit);
	*edit_count = add_edits(edits, &pieces) + add_edits(edits + pieces.count, &twin_pieces);
	qsort(edits, *edit_count, sizeof *edits, compare_edits);
	return edits;
}

struct edit *fix_encode_markup(struct document *document, const struct page *page, const struct change *changes,
                               size_t count, size_t *edit_count)
{
	struct fixing fixing = {document->arena, document, page, part_of(document, page)};
	struct pieces pieces = {0};

	*edit_count = 0;
	for (size_t i = 0; i < count; i++) {
		*vec_push(document->arena, &pieces) = (struct piece){.where = changes[i].where, .bytes = changes[i].text};
		if (!fix_is_ascii(changes[i].text)) {
			return NULL;
		}
	}
	if (!may_change(document, page) || !are_ordered(&pieces) || !to_source(&fixing, page->markup->html, &pieces)) {
		return NULL;
	}
	struct edit *edits = ARENA_ARRAY(document->arena, pieces.count, struct edit);
	*edit_count = add_edits(edits, &pieces);
	return edits;
}

/* ---- applying ---- */

/* Edits of the fixes taken so far, ascending. */
struct edits {
	struct edit *at;
	size_t count, room;
};

/* Two insertions at one place, or spans that share a byte, are not applied together. */
static bool overlaps(const struct edit *a, const struct edit *b)
{
	size_t a_end = a->where.at + a->where.len, b_end = b->where.at + b->where.len;

	if (a->where.at == b->where.at) {
		return true;
	}
	return a->where.at < b_end && b->where.at < a_end;
}

/* The index of the first edit that does not lie before at. */
static size_t first_from(const struct edits *edits, size_t at)
{
	size_t low = 0, high = edits->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (edits->at[middle].where.at < at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool fits(const struct edits *chosen, const struct fix *fix)
{
	for (size_t i = 0; i < fix->edit_count; i++) {
		size_t next = first_from(chosen, fix->edits[i].where.at);
		for (size_t near = next > 0 ? next - 1 : 0; near <= next && near < chosen->count; near++) {
			if (overlaps(&fix->edits[i], &chosen->at[near])) {
				return false;
			}
		}
	}
	return true;
}

/* Merges the fix's edits in from behind: those of one place stay side by side. */
static void take(struct arena *arena, struct edits *chosen, const struct fix *fix)
{
	size_t old = chosen->count, added = fix->edit_count;

	for (size_t i = 0; i < added; i++) {
		vec_push(arena, chosen);
	}
	for (size_t to = old + added; added > 0; to--) {
		bool from_old = old > 0 && chosen->at[old - 1].where.at > fix->edits[added - 1].where.at;
		chosen->at[to - 1] = from_old ? chosen->at[--old] : fix->edits[--added];
	}
}

static struct str rewrite(struct arena *arena, struct str source, const struct edits *edits)
{
	struct buf out;
	size_t at = 0, room = source.len + 1;

	for (size_t i = 0; i < edits->count; i++) {
		room += edits->at[i].text.len;
	}
	buf_init(&out, arena, room);
	buf_expect(&out, room);
	for (size_t i = 0; i < edits->count; i++) {
		buf_add(&out, str_sub(source, at, edits->at[i].where.at - at));
		buf_add(&out, edits->at[i].text);
		at = edits->at[i].where.at + edits->at[i].where.len;
	}
	buf_add(&out, str_from(source, at));
	return buf_str(&out);
}

struct fix_outcome fix_apply(struct arena *arena, struct str source, const struct finding_list *findings,
                             enum applicability least)
{
	struct fix_outcome outcome = {source, 0, 0};
	struct edits chosen = {0};

	for (size_t i = 0; i < findings->count; i++) {
		const struct fix *fix = findings->at[i].fix;
		if (fix == NULL || fix->edit_count == 0 || fix->applicability < least) {
			continue;
		}
		if (fits(&chosen, fix)) {
			take(arena, &chosen, fix);
			outcome.applied++;
		} else {
			outcome.skipped++;
		}
	}
	if (chosen.count > 0) {
		outcome.bytes = rewrite(arena, source, &chosen);
	}
	return outcome;
}
