/*
 * pages: what document_read() makes of the files named on standard input (one a line), as one JSON object a line:
 *
 *   {"path", "sealed", "pages": [{"part", "view", "steps": [{"step", "at", "length", "charset"}, ...],
 *                                 "words": [[at, length, origin, origin_length], ...]}, ...]}
 *
 * steps: from the view down to the part of the file, which has at and length. Words: spans of the view and of the file,
 * in bytes. For the property tests, which decode the file's bytes by themselves and compare.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "document/document.h"
#include "mail/mailbox.h"

#define ROOM ((size_t)1 << 30)

static const char *step_name(enum text_step step)
{
	static const char *const names[] = {
	    [TEXT_SOURCE] = "source",     [TEXT_PART] = "part",         [TEXT_QUOTED_PRINTABLE] = "quoted-printable",
	    [TEXT_BASE64] = "base64",     [TEXT_UUENCODE] = "uuencode", [TEXT_EXCERPT] = "excerpt",
	    [TEXT_CHARSET] = "charset",   [TEXT_UNFOLDED] = "unfolded", [TEXT_ENCODED_WORD] = "encoded-word",
	    [TEXT_FLOWED] = "flowed",     [TEXT_HTML] = "html",         [TEXT_MARKDOWN] = "markdown",
	    [TEXT_TEMPLATE] = "template", [TEXT_VIEW] = "view",
	};
	return names[step];
}

static json_t *steps_json(const struct text *text)
{
	json_t *steps = json_array();

	for (; text->from != NULL; text = text->from) {
		json_t *step = json_pack("{s:s}", "step", step_name(text->step));
		if (text->charset != NULL) {
			json_object_set_new(step, "charset", json_string(text->charset));
		}
		if (text->step == TEXT_PART) {
			struct span back = text_back(text, (struct span){0, text->bytes.len});
			json_object_set_new(step, "at", json_integer((json_int_t)back.at));
			json_object_set_new(step, "length", json_integer((json_int_t)back.len));
		}
		json_array_append_new(steps, step);
	}
	return steps;
}

static json_t *words_json(const struct page *page)
{
	json_t *words = json_array();

	for (size_t i = 0; i < page->words.count; i++) {
		struct span span = page->words.at[i].span, origin = text_origin(page->view, span);
		json_array_append_new(words, json_pack("[I,I,I,I]", (json_int_t)span.at, (json_int_t)span.len,
		                                       (json_int_t)origin.at, (json_int_t)origin.len));
	}
	return words;
}

static json_t *pages_json(const struct document *document)
{
	json_t *pages = json_array();

	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		if (text_root(page->view) != document->source) {
			continue;
		}
		json_t *view = json_stringn(page->view->bytes.at, page->view->bytes.len);
		json_array_append_new(pages, json_pack("{s:s,s:o,s:o,s:o}", "part", page->part, "view", view, "steps",
		                                       steps_json(page->view), "words", words_json(page)));
	}
	return pages;
}

static void print_pages(const char *path)
{
	struct arena *arena = arena_new(ROOM);
	struct document_options options = {.name = path, .format = -1};
	struct err err = {""};
	struct str bytes;

	if (!file_read(arena, path, ROOM, &bytes, &err)) {
		fprintf(stderr, "%s\n", err.text);
	} else if (!mailbox_is_mbox(bytes)) {
		struct document *document = document_read(arena, bytes, &options);
		bool sealed = document->message != NULL && (document->message->is_signed || document->message->is_encrypted);
		json_t *object = json_pack("{s:s,s:b,s:o}", "path", path, "sealed", (int)sealed, "pages", pages_json(document));
		json_dumpf(object, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(object);
	}
	arena_free(arena);
}

int main(void)
{
	char path[4096];

	if (!utf8_locale()) {
		return 2;
	}
	while (fgets(path, sizeof path, stdin) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		print_pages(path);
	}
	return 0;
}
