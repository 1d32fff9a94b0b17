/* A file of HTML: its tokens, then the document that its reader sees. */
#include "fuzz.h"

#include "document/html_token.h"
#include "mail/charset.h"

static void check_token(const struct html_token *token, struct str source)
{
	assert(token->source.len > 0 && fuzz_inside(token->source, source.len));
	assert(fuzz_inside(token->name, source.len) && fuzz_inside(token->content, source.len));
	assert(token->reference.len <= sizeof token->reference.bytes);
	for (size_t i = 0; i < token->attribute_count; i++) {
		const struct html_attribute *attribute = &token->attributes[i];
		assert(fuzz_inside(attribute->name, source.len) && fuzz_inside(attribute->value, source.len));
		assert(attribute->name.at >= token->source.at && attribute->name.len > 0);
		assert(attribute->name.at + attribute->name.len <= token->source.at + token->source.len);
	}
}

static void read_tokens(struct arena *arena, struct str source)
{
	struct html_tokenizer tokenizer;
	struct html_token token;
	size_t end = 0;

	html_tokenizer_init(&tokenizer, arena, source);
	while (html_token_next(&tokenizer, &token)) {
		check_token(&token, source);
		assert(token.source.at >= end);
		end = token.source.at + token.source.len;
		for (size_t i = 0; i < token.attribute_count; i++)
			html_decode_value(arena, str_span(source, token.attributes[i].value));
	}
	assert(token.kind == HTML_END && token.source.at == source.len);
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	static const struct document_options options = {.name = "page.html", .format = FORMAT_HTML};

	read_tokens(arena, bytes);
	fuzz_check_document(document_read(arena, bytes, &options));
}
