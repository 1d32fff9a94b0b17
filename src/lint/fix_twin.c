/* The plain part beside an HTML part says the same: what is changed in one is changed in the other. */
#include "lint/fix_pieces.h"

#define MISSES_MOST 50u
#define CHANGES_MOST 5000u
#define CONTEXT_MOST 200u /* on either side */
#define NEARBY 16384u
#define LOOKED_AT ((size_t)128 * 1024)

static const struct page *plain_twin(const struct document *document, const struct page *page)
{
	if (page->is_subject || page->is_alternative || document->message == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < document->pages.count; i++) {
		if (document->pages.at[i].is_alternative && document->pages.at[i].blocks.count > 0) {
			return &document->pages.at[i];
		}
	}
	return NULL;
}

/* The sentences around where: what it is known by in the other part. */
static struct span context_of(const struct page *page, struct span where)
{
	size_t last = where.len > 0 ? where.at + where.len - 1 : where.at;
	size_t first = where.len == 0 && where.at > 0 ? where.at - 1 : where.at;
	struct span begin = page_sentence_at(page, first)->span, end = page_sentence_at(page, last)->span;
	size_t stop = end.at + end.len > where.at + where.len ? end.at + end.len : where.at + where.len;
	size_t start = begin.at < where.at ? begin.at : where.at;

	start = where.at - start > CONTEXT_MOST ? where.at - CONTEXT_MOST : start;
	stop = stop - (where.at + where.len) > CONTEXT_MOST ? where.at + where.len + CONTEXT_MOST : stop;
	return (struct span){start, stop - start};
}

/* text in view: about where it stands in the other part, else anywhere in a part that is not too long. */
static size_t find_text(struct str view, struct str text, size_t about)
{
	size_t start = about > NEARBY ? about - NEARBY : 0;
	size_t found = text.len > 0 ? str_find(str_sub(view, 0, about + text.len + NEARBY), text, start) : STR_NONE;

	return found == STR_NONE && text.len > 0 && view.len <= LOOKED_AT ? str_find(view, text, 0) : found;
}

const struct page *fix_twin(const struct document *document, const struct page *page, const struct change *changes,
                            size_t count, struct change *twins, size_t *twin_count)
{
	const struct page *twin = plain_twin(document, page);
	size_t misses = 0;

	*twin_count = 0;
	if (twin == NULL || page->sentences.count == 0 || count > CHANGES_MOST) {
		return NULL;
	}
	for (size_t i = 0; i < count && misses < MISSES_MOST; i++) {
		struct span context = context_of(page, changes[i].where);
		struct str text = page_bytes(page, context), view = twin->view->bytes;
		size_t found = find_text(view, text, context.at);
		size_t at = found != STR_NONE ? found + (changes[i].where.at - context.at) : 0;
		bool ascends = *twin_count == 0 || at >= twins[*twin_count - 1].where.at + twins[*twin_count - 1].where.len;
		if (found == STR_NONE || !ascends) {
			misses++;
			continue;
		}
		twins[(*twin_count)++] = (struct change){{at, changes[i].where.len}, changes[i].text};
	}
	return *twin_count > 0 ? twin : NULL;
}
