/* A mail, a draft, HTML or Markdown (the first line says which): its zones, sentences and words. */
#include "fuzz.h"

#include <string.h>

void fuzz_one(struct arena *arena, struct str bytes)
{
	static const char *const names[] = {"mail.eml", "draft.txt", "page.html", "page.md"};
	struct str line = fuzz_line(&bytes);
	struct document_options options = {.format = -1};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_eq(line, str_of(names[i])))
			options.name = names[i];
	options.is_stdin = !options.name;
	fuzz_check_document(document_read(arena, bytes, &options));
}
