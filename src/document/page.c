#include "document/document.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "document/view.h"

/* ---- blocks ---- */

static bool covers(struct span outer, struct span inner)
{
	return outer.at <= inner.at && inner.at + inner.len <= outer.at + outer.len;
}

/* What the marks say of a block. */
static void apply_mark(struct block *block, const struct mark *mark)
{
	static const struct {
		enum mark_kind mark;
		enum block_kind block;
	} kinds[] = {
	    {MARK_HEADING, BLOCK_HEADING},       {MARK_LIST_ITEM, BLOCK_LIST_ITEM},       {MARK_CELL, BLOCK_CELL},
	    {MARK_TABLE_HEAD, BLOCK_TABLE_HEAD}, {MARK_PREFORMATTED, BLOCK_PREFORMATTED}, {MARK_ALT, BLOCK_ALT},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (mark->kind == kinds[i].mark) {
			block->kind = kinds[i].block;
		}
	}
	block->is_quoted |= mark->kind == MARK_QUOTE || mark->kind == MARK_BLOCKQUOTE;
	block->is_in_thread |= mark->kind == MARK_THREAD;
	block->is_divided |= mark->kind == MARK_DIVIDER;
	block->is_signed |= mark->kind == MARK_SIGNATURE;
	if (mark->kind == MARK_PREHEADER) {
		block->zone = ZONE_PREHEADER;
	}
}

/* Marks are in the order of their start; a block is told by those that cover it. Open ones wait in a short list. */
#define OPEN_MAX 64u

static void mark_blocks(struct page *page)
{
	const struct mark *open[OPEN_MAX];
	size_t open_count = 0, next = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		struct block *block = &page->blocks.at[i];
		for (; next < page->marks.count && page->marks.at[next].span.at <= block->span.at; next++) {
			if (open_count < OPEN_MAX) {
				open[open_count++] = &page->marks.at[next];
			}
		}
		size_t kept = 0;
		for (size_t k = 0; k < open_count; k++) {
			if (open[k]->span.at + open[k]->span.len <= block->span.at) {
				continue;
			}
			open[kept++] = open[k];
			if (covers(open[k]->span, block->span)) {
				apply_mark(block, open[k]);
			}
		}
		open_count = kept;
	}
}

static void find_blocks(struct arena *arena, struct page *page)
{
	struct str s = page->view->bytes;
	size_t paragraph = 0;

	for (size_t at = 0; at < s.len;) {
		const char *found = memchr(s.at + at, '\n', s.len - at);
		size_t end = found != NULL ? (size_t)(found - s.at) : s.len;
		if (end > at) {
			struct block *block = vec_push(arena, &page->blocks);
			block->span = (struct span){at, end - at};
			block->zone = ZONE_BODY;
			block->paragraph = paragraph;
		} else {
			paragraph++;
		}
		at = end + 1;
	}
}

/* ---- links ---- */

static void find_links(struct arena *arena, struct page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < page->marks.count; i++) {
		count += page->marks.at[i].kind == MARK_LINK;
	}
	page->links.at = ARENA_ARRAY(arena, count, struct link);
	page->links.room = count;
	for (size_t i = 0; i < page->marks.count; i++) {
		const struct mark *mark = &page->marks.at[i];
		if (mark->kind == MARK_LINK) {
			*vec_push(arena, &page->links) = (struct link){mark->span, mark->value, mark->source, mark->is_button};
		}
	}
}

static void take_marks(struct arena *arena, struct page *page, const struct reading *reading)
{
	page->marks.at = ARENA_ARRAY(arena, reading->marks.count, struct mark);
	page->marks.room = reading->marks.count;
	for (size_t i = 0; i < reading->marks.count; i++) {
		struct mark *mark = vec_push(arena, &page->marks);
		*mark = reading->marks.at[i];
		mark->span = view_forward(page->view, mark->span);
	}
}

static void take_markup(struct page *page, const struct reading *reading)
{
	struct markup *markup = reading->markup;

	page->markup = markup;
	for (size_t i = 0; markup != NULL && i < markup->images.count; i++) {
		markup->images.at[i].at = view_forward(page->view, (struct span){markup->images.at[i].at, 0}).at;
	}
	for (size_t i = 0; markup != NULL && i < markup->texts.count; i++) {
		markup->texts.at[i].text = view_forward(page->view, markup->texts.at[i].text);
	}
}

/* The view of as much as may still be judged of the message. */
static void build_view(struct document *document, struct page *page, const struct reading *reading)
{
	size_t end, most = LIMIT_VALUE(text_bytes) - document->text_bytes;

	page->view = view_build(document->arena, reading, most, &end);
	page->longest_line = view_longest_line(reading->text->bytes);
	document->text_bytes += page->view->bytes.len < most ? page->view->bytes.len : most;
	if (end < reading->text->bytes.len || reading->goes_on) {
		document->is_cut = true;
		document_defect(document, DEFECT_LIMIT_TEXT_BYTES, text_origin(reading->text, (struct span){end, 0}));
	}
}

void page_build(struct document *document, struct page *page, const struct reading *reading)
{
	struct arena *arena = document->arena;

	build_view(document, page, reading);
	take_marks(arena, page, reading);
	take_markup(page, reading);
	find_blocks(arena, page);
	mark_blocks(page);
	find_links(arena, page);
	page->masked = view_mask(arena, page);
	zones_tell(document, page);
	for (size_t i = 0; i < page->blocks.count; i++) {
		sentences_split(arena, page, i);
	}
	for (size_t i = 0; i < page->sentences.count; i++) {
		words_split(arena, page, i);
	}
}

/* ---- looking things up ---- */

const struct sentence *page_sentence_at(const struct page *page, size_t offset)
{
	size_t low = 0, high = page->sentences.count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (page->sentences.at[middle].span.at <= offset) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return &page->sentences.at[low];
}

const struct block *page_block_at(const struct page *page, size_t offset)
{
	size_t low = 0, high = page->blocks.count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (page->blocks.at[middle].span.at <= offset) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return &page->blocks.at[low];
}

struct str page_bytes(const struct page *page, struct span span)
{
	return str_span(page->view->bytes, span);
}

struct str page_tag_at(const struct page *page, size_t offset)
{
	struct span span = {offset, 3};
	const struct text *text = page->view;

	if (!str_eq(page_bytes(page, span), STR("\xef\xbf\xbc"))) {
		return (struct str){"", 0};
	}
	return str_span(text_root(text)->bytes, text_origin(text, span));
}
