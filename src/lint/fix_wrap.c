/*
 * From the view to the reading's text. Where a writer's program wrapped the lines of a plain text, they stay
 * wrapped.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "document/view.h"
#include "lint/fix_pieces.h"

#define NEAR_BLOCKS 10u
#define LINE_LEAST 45u
#define FAR ((size_t)512)
#define REFILLED_MOST ((size_t)16 * 1024) /* lines of a longer paragraph are not filled anew */
#define REREAD_MOST ((size_t)1024 * 1024) /* of one message, for all its fixes; those beyond stay advice */

/* ---- lines ---- */

/* From where a line's start is looked for at `at`: of a line so long, all that counts is that it is. */
static size_t back_from(size_t at)
{
	return at > FAR ? at - FAR : 0;
}

static size_t line_start(struct str s, size_t at, size_t least)
{
	while (at > least && s.at[at - 1] != '\n') {
		at--;
	}
	return at;
}

static struct span block_back(const struct page *page, const struct block *block)
{
	return text_back(page->view, block->span);
}

/* Whether a block near this one runs over several lines. */
static bool is_wrapped_near(const struct page *page, size_t block)
{
	size_t first = block > NEAR_BLOCKS ? block - NEAR_BLOCKS : 0;
	size_t end = block + NEAR_BLOCKS < page->blocks.count ? block + NEAR_BLOCKS + 1 : page->blocks.count;

	for (size_t i = first; i < end; i++) {
		struct span back = block_back(page, &page->blocks.at[i]);
		back.len = back.len < FAR ? back.len : FAR;
		if (str_find_char(str_span(page->view->from->bytes, back), '\n', 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* ---- filling lines ---- */

static size_t blank_end(struct str s, size_t at)
{
	while (at < s.len && ascii_space(s.at[at])) {
		at++;
	}
	return at;
}

static size_t word_end(struct str s, size_t at)
{
	while (at < s.len && !ascii_space(s.at[at])) {
		at++;
	}
	return at;
}

/* The blanks at the start of the second line. */
static struct str indent_of(struct str s)
{
	size_t start = str_find_char(s, '\n', 0), end = start == STR_NONE ? s.len : start + 1;

	start = end;
	while (end < s.len && (s.at[end] == ' ' || s.at[end] == '\t')) {
		end++;
	}
	return str_sub(s, start, end - start);
}

static size_t count_line_ends(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++) {
		count += s.at[i] == '\n';
	}
	return count;
}

/* s with its line ends where lines of at most width bytes end; empty lines stay. */
static struct str fill(struct arena *arena, struct str s, size_t width, const char *line_end)
{
	struct str indent = indent_of(s);
	struct buf out;
	size_t column = 0;

	buf_init(&out, arena, s.len * (3 + indent.len) + 16); /* each byte a line end and an indent at most */
	for (size_t at = 0; at < s.len;) {
		size_t start = blank_end(s, at), end = word_end(s, start);
		struct str blank = str_sub(s, at, start - at), word = str_sub(s, start, end - start);
		size_t ends = count_line_ends(blank), gap = ends > 0 ? 1 : blank.len;
		if (ends > 1) {
			for (size_t i = 0; i < ends; i++) {
				buf_add(&out, str_of(line_end));
			}
			column = 0;
		} else if (at > 0 && word.len > 0 && column + gap + word.len > width) {
			buf_printf(&out, "%s" STR_FMT, line_end, STR_ARG(indent));
			column = indent.len;
		} else {
			buf_add(&out, ends > 0 ? STR(" ") : blank);
			column += gap;
		}
		buf_add(&out, word);
		column += word.len;
		at = end;
	}
	return buf_str(&out);
}

/* Whether a reader would still take the line ends of s for wraps, and no line is longer than width. */
static bool is_well_wrapped(struct str s, size_t width)
{
	for (size_t at = 0; at < s.len;) {
		size_t end = str_find_char(s, '\n', at), next = end == STR_NONE ? s.len : end + 1;
		size_t length = (end == STR_NONE ? s.len : end) - at, word = word_end(s, blank_end(s, next)) - next;
		length -= length > 0 && s.at[at + length - 1] == '\r' ? 1 : 0;
		bool joins = length >= LINE_LEAST && length + 1 + word > width - width / 10;
		if (length > width || (next < s.len && !joins)) {
			return false;
		}
		at = next;
	}
	return true;
}

/* ---- pieces ---- */

struct wrapping {
	struct fixing *fixing;
	struct str s; /* the reading's text */
	const char *line_end;
	size_t width;
};

static struct str applied(const struct wrapping *wrapping, struct span region, const struct piece *pieces, size_t count)
{
	struct buf out;
	size_t at = region.at, room = region.len + 1;

	for (size_t i = 0; i < count; i++) {
		room += pieces[i].bytes.len;
	}
	buf_init(&out, wrapping->fixing->arena, room);
	for (size_t i = 0; i < count; i++) {
		buf_add(&out, str_sub(wrapping->s, at, pieces[i].where.at - at));
		buf_add(&out, pieces[i].bytes);
		at = pieces[i].where.at + pieces[i].where.len;
	}
	buf_add(&out, str_sub(wrapping->s, at, region.at + region.len - at));
	return buf_str(&out);
}

/* One piece for region, without the whole words that are alike at both ends. */
static struct piece trimmed(struct str s, struct span region, struct str bytes)
{
	struct str old_bytes = str_span(s, region);
	size_t before = 0, after = 0, start, end;

	while (before < old_bytes.len && before < bytes.len && old_bytes.at[before] == bytes.at[before]) {
		before++;
	}
	for (start = before; start > 0 && !ascii_space(old_bytes.at[start - 1]);) {
		start--;
	}
	size_t most = (old_bytes.len < bytes.len ? old_bytes.len : bytes.len) - start;
	while (after < most && old_bytes.at[old_bytes.len - 1 - after] == bytes.at[bytes.len - 1 - after]) {
		after++;
	}
	for (end = after; end > 0 && !ascii_space(old_bytes.at[old_bytes.len - end]);) {
		end--;
	}
	return (struct piece){.where = {region.at + start, old_bytes.len - start - end},
	                      .bytes = str_sub(bytes, start, bytes.len - start - end)};
}

/* The pieces of one block: as they are, or as one when its lines must be filled anew. */
static void wrap_block(const struct wrapping *wrapping, size_t block, const struct pieces *pieces, struct span group,
                       struct pieces *done)
{
	struct arena *arena = wrapping->fixing->arena;
	const struct piece *first = &pieces->at[group.at];
	struct span whole = block_back(wrapping->fixing->page, &wrapping->fixing->page->blocks.at[block]);
	size_t near = back_from(first->where.at), least = near > whole.at ? near : whole.at;
	size_t start = line_start(wrapping->s, first->where.at, least);
	const struct piece *last = first + group.len - 1;
	size_t end = whole.at + whole.len, last_end = last->where.at + last->where.len;

	start = start > least ? line_start(wrapping->s, start - 1, least) : start;
	end = end > last_end ? end : last_end;
	struct span region = {start, end - start};
	bool is_long = region.len > REFILLED_MOST;
	struct str bytes = is_long ? STR("") : applied(wrapping, region, first, group.len);
	bool in_line = start > 0 && wrapping->s.at[start - 1] != '\n';
	if (is_long || in_line || first->where.at < start || is_well_wrapped(bytes, wrapping->width)) {
		for (size_t i = 0; i < group.len; i++) {
			*vec_push(arena, done) = first[i];
		}
		return;
	}
	bytes = fill(arena, bytes, wrapping->width, wrapping->line_end);
	*vec_push(arena, done) = trimmed(wrapping->s, region, bytes);
}

static bool changes_length(const struct piece *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].where.len != pieces[i].bytes.len) {
			return true;
		}
	}
	return false;
}

static struct str wrapped_paragraph(const struct wrapping *wrapping, struct str bytes)
{
	struct str inner = str_trim(bytes);
	size_t before = (size_t)(inner.at - bytes.at), after = bytes.len - before - inner.len;
	struct str filled = fill(wrapping->fixing->arena, inner, wrapping->width, wrapping->line_end);

	return str_printf(wrapping->fixing->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(bytes, 0, before)),
	                  STR_ARG(filled), STR_ARG(str_sub(bytes, bytes.len - after, after)));
}

/* Where the run of pieces ends that begins at `first`: those within one block, or one new paragraph alone. */
static size_t run_end(const struct pieces *pieces, const size_t *blocks, size_t first)
{
	size_t end = first + 1;

	while (!pieces->at[first].is_paragraph && end < pieces->count && blocks[end] == blocks[first] &&
	       !pieces->at[end].is_paragraph) {
		end++;
	}
	return end;
}

bool fix_wrap(struct fixing *fixing, struct pieces *pieces, const size_t *blocks)
{
	struct str s = fixing->page->view->from->bytes;
	struct wrapping wrapping = {fixing, s, fix_line_end(s), view_wrap_width(fixing->page->longest_line)};
	struct pieces done = {0};

	if (wrapping.width == 0 || !changes_length(pieces->at, pieces->count)) {
		return true; /* nothing moves, or this writer's program does not wrap */
	}
	for (size_t i = 0, end; i < pieces->count; i = end) {
		end = run_end(pieces, blocks, i);
		bool wrapped = is_wrapped_near(fixing->page, blocks[i]);
		struct piece *piece = &pieces->at[i];
		if (piece->is_paragraph && wrapped) {
			piece->bytes = wrapped_paragraph(&wrapping, piece->bytes);
		}
		if (!piece->is_paragraph && wrapped && changes_length(piece, end - i)) {
			wrap_block(&wrapping, blocks[i], pieces, (struct span){i, end - i}, &done);
		} else {
			for (size_t k = i; k < end; k++) {
				*vec_push(fixing->arena, &done) = pieces->at[k];
			}
		}
	}
	*pieces = done;
	return true;
}

/* ---- lines elsewhere ---- */

/* Whether a line that was so long, and is so long now, may change the width by which a reader tells wraps. */
static bool may_move_width(const struct page *page, size_t old_length, size_t new_length)
{
	bool counts = old_length >= page->longest_line || new_length > page->longest_line;

	return counts && new_length != old_length && view_wrap_width(new_length) != view_wrap_width(page->longest_line);
}

static bool moves_width(const struct page *page, const struct pieces *pieces)
{
	struct str s = page->view->from->bytes;
	size_t next;

	for (size_t i = 0; i < pieces->count; i = next) {
		const struct piece *first = &pieces->at[i];
		size_t start = line_start(s, first->where.at, back_from(first->where.at)), stop = start, more = 0;
		for (next = i; next < pieces->count && (next == i || pieces->at[next].where.at <= stop); next++) {
			const struct piece *piece = &pieces->at[next];
			size_t end = piece->where.at + piece->where.len;
			if (next == i || end > stop) {
				struct str near = str_sub(s, 0, end + FAR);
				stop = str_find_char(near, '\n', end);
				stop = stop == STR_NONE ? near.len : stop;
			}
			more += piece->bytes.len - piece->where.len; /* modulo 2^N */
		}
		if (may_move_width(page, stop - start, stop - start + more)) {
			return true;
		}
	}
	return false;
}

/*
 * Whether the text with the pieces in it reads as the view with the changes in it: a line that grew beyond all others,
 * or was the longest, can make wraps of line ends, and line ends of wraps, anywhere in the text.
 */
static bool reads_as_meant(struct fixing *fixing, const struct pieces *changes, const struct pieces *pieces)
{
	struct arena *arena = fixing->arena;
	const struct text *view = fixing->page->view;
	struct str s = view->from->bytes;

	if (!moves_width(fixing->page, pieces)) {
		return true;
	}
	if ((fixing->document->reread_bytes += s.len) > REREAD_MOST) {
		return false;
	}
	struct wrapping before = {.fixing = fixing, .s = view->bytes}, after = {.fixing = fixing, .s = s};
	struct str meant = applied(&before, (struct span){0, view->bytes.len}, changes->at, changes->count);
	struct str written = applied(&after, (struct span){0, s.len}, pieces->at, pieces->count);
	struct reading reading = plain_read(arena, text_source(arena, written));
	size_t end;
	return str_eq(view_build(arena, &reading, SIZE_MAX, &end)->bytes, meant);
}

/* ---- the step ---- */

static struct str with_line_ends(struct arena *arena, struct str bytes, const char *line_end)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 2 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		buf_add(&out, bytes.at[i] == '\n' ? str_of(line_end) : str_sub(bytes, i, 1));
	}
	return buf_str(&out);
}

/* As the text's lines end; as those of the whole file where the text is one line. */
static const char *line_end_of(const struct fixing *fixing, struct str text)
{
	bool has_lines = str_find_char(text, '\n', 0) != STR_NONE;

	return fix_line_end(has_lines ? text : fixing->document->source->bytes);
}

bool fix_through_view(struct fixing *fixing, struct pieces *pieces)
{
	const struct page *page = fixing->page;
	const struct text *view = page->view, *from = view->from;
	bool is_html = from->step == TEXT_HTML, is_plain = !is_html && from->step != TEXT_MARKDOWN && !page->is_subject;
	size_t *blocks = ARENA_ARRAY(fixing->arena, pieces->count + 1, size_t);
	const char *line_end = line_end_of(fixing, from->bytes);
	struct pieces changes = {0};

	for (size_t i = 0; i < pieces->count; i++) {
		*vec_push(fixing->arena, &changes) = pieces->at[i];
	}
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->at[i];
		struct span back;
		if (!fix_back(view, piece, &back)) {
			return false;
		}
		size_t at = piece->behind && piece->where.at > 0 ? piece->where.at - 1 : piece->where.at;
		blocks[i] = page->blocks.count > 0 ? (size_t)(page_block_at(page, at) - page->blocks.at) : 0;
		piece->where = back;
		piece->bytes = is_html ? piece->bytes : with_line_ends(fixing->arena, piece->bytes, line_end);
	}
	if (!is_plain || page->blocks.count == 0) {
		return true;
	}
	return fix_wrap(fixing, pieces, blocks) && reads_as_meant(fixing, &changes, pieces);
}
