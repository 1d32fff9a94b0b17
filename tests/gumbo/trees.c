/*
 * HTML as our reader and as gumbo sees it, for a test program: for each HTML file, and each HTML part of each mail
 * named on the command line, a line {"name", "text", "roads", "tree"}. text: the reading; roads: its characters that
 * the HTML writes otherwise, each with what the HTML has; tree: gumbo's, an element as [name, {attributes}, child
 * ...], text as a string.
 */
#include <gumbo.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "document/reading.h"
#include "mail/charset.h"
#include "mail/message.h"

#define ROOM ((size_t)1 << 30)

/* ---- gumbo ---- */

static json_t *name_of(const GumboElement *element)
{
	GumboStringPiece piece = element->original_tag;

	if (element->tag != GUMBO_TAG_UNKNOWN) {
		return json_string(gumbo_normalized_tagname(element->tag));
	}
	gumbo_tag_from_original_text(&piece);
	return json_stringn(piece.data != NULL ? piece.data : "", piece.length);
}

static json_t *node_of(const GumboNode *node);

static json_t *element_of(const GumboElement *element)
{
	json_t *attributes = json_object(), *list = json_pack("[oo]", name_of(element), attributes);

	for (unsigned i = 0; i < element->attributes.length; i++) {
		const GumboAttribute *attribute = element->attributes.data[i];
		json_object_set_new(attributes, attribute->name, json_string(attribute->value));
	}
	for (unsigned i = 0; i < element->children.length; i++) {
		json_t *child = node_of(element->children.data[i]);
		if (child != NULL) {
			json_array_append_new(list, child);
		}
	}
	return list;
}

/* NULL for a comment. */
static json_t *node_of(const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return element_of(&node->v.element);
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		return json_string(node->v.text.text);
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_DOCUMENT:
	default:
		return NULL;
	}
}

/* ---- ours ---- */

/* The characters of the reading, but for white space, that the HTML writes otherwise, each with what it has. */
static json_t *roads_of(const struct reading *reading)
{
	struct str s = reading->text->bytes, html = reading->text->from->bytes;
	json_t *roads = json_array();
	uint32_t ignored;

	for (size_t at = 0, length; at < s.len; at += length) {
		length = utf8_decode(s, at, &ignored);
		struct str from = str_span(html, text_back(reading->text, (struct span){at, length}));
		if (!ascii_space(s.at[at]) && !str_eq(from, str_sub(s, at, length))) {
			json_array_append_new(roads, json_pack("[s%s%]", s.at + at, length, from.len > 0 ? from.at : "", from.len));
		}
	}
	return roads;
}

static void compare(struct arena *arena, const char *name, const struct text *html)
{
	GumboOptions options = kGumboDefaultOptions;
	struct reading reading = html_read(arena, html);
	GumboOutput *output = gumbo_parse_with_options(&options, html->bytes.at, html->bytes.len);
	json_t *text = json_stringn(reading.text->bytes.len > 0 ? reading.text->bytes.at : "", reading.text->bytes.len);
	json_t *line = json_pack("{ssso*soso}", "name", name, "text", text, "roads", roads_of(&reading), "tree",
	                         element_of(&output->root->v.element));

	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
	gumbo_destroy_output(&options, output);
}

static void read_mail(struct arena *arena, const char *path, struct str bytes)
{
	struct message *message = message_parse(arena, bytes);

	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		bool html = str_eq(part->type, STR("text")) && str_eq(part->subtype, STR("html"));
		if (html && part->child == NULL) {
			struct str name = str_printf(arena, "%s part %s", path, part->path);
			compare(arena, str_cstr(arena, name), part_text(message, part));
		}
	}
}

static void read_path(const char *path)
{
	struct arena *arena = arena_new(ROOM);
	struct str bytes;
	struct err err = {0};

	if (!file_read(arena, path, ROOM / 8, &bytes, &err)) {
		fprintf(stderr, "%s: cannot be read\n", path);
		exit(2);
	}
	if (str_ends(str_of(path), STR(".html")) || str_ends(str_of(path), STR(".tpl"))) {
		const struct text *source = text_source(arena, bytes);
		compare(arena, path, charset_decode(arena, source, (struct str){"", 0}, ROOM / 8).text);
	} else {
		read_mail(arena, path, bytes);
	}
	arena_free(arena);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		read_path(argv[i]);
	}
	return 0;
}
