/* The first line: a file name and, after a space, a template language; the rest: a template in that language. */
#include "fuzz.h"

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct str line = fuzz_line(&bytes), name = {"", 0};
	struct document_options options = {.format = -1};

	str_split(&line, ' ', &name);
	options.name = str_cstr(arena, name);
	options.template = str_cstr(arena, line);
	if (!template_known(options.template))
		options.template = "auto";
	template_detect(bytes, false);
	const struct document *document = document_read(arena, bytes, &options);
	fuzz_check_document(document);
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t at = str_find(page->view->bytes, STR("\xef\xbf\xbc"), 0); at != STR_NONE;
		     at = str_find(page->view->bytes, STR("\xef\xbf\xbc"), at + 1))
			assert(page_tag_at(page, at).len > 0);
	}
}
