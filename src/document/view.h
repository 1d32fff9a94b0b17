/*
 * view: the matching view of a reading (see document.h), and its masked copy. The view's blocks are found while it is
 * built: one for each line that stays a line.
 */
#ifndef REPLYLINT_DOCUMENT_VIEW_H
#define REPLYLINT_DOCUMENT_VIEW_H

#include "document/document.h"
#include "document/reading.h"

/* The byte that masks. */
#define VIEW_MASK '\x1a'

/*
 * The view of the beginning of reading, a text over reading->text: some `most` bytes. *end: how many bytes of
 * reading->text it covers.
 */
const struct text *view_build(struct arena *arena, const struct reading *reading, size_t most, size_t *end);

/* How long the longest line of a plain text is, of those that tell at which width its writer's program wraps. */
size_t view_longest_line(struct str s);

/* That width; 0: lines so long are not wrapped at all. */
size_t view_wrap_width(size_t longest);

/* page->view's bytes with URLs, addresses, phone numbers, code and quotations masked (mask.c). */
struct str view_mask(struct arena *arena, const struct page *page);

/* A span of reading->text as a span of the view. */
struct span view_forward(const struct text *view, struct span span);

#endif
