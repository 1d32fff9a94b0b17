/* A header section: its fields, their text for a reader, and their structure (RFC 5322, 2045, 2047, 2231). */
#include "fuzz.h"

#include "base/utf8.h"
#include "mail/content.h"
#include "mail/header.h"

static void read_content(struct arena *arena, struct str raw)
{
	struct content content = content_parse(arena, raw);

	for (size_t i = 0; i < content.parameters.count && i < 100; i++) {
		struct parameter *parameter = &content.parameters.at[i];
		struct str value = content_parameter(arena, &content, str_cstr(arena, parameter->name));
		assert(value.at || content_count(&content, str_cstr(arena, parameter->name)) == 0);
	}
}

static void read_words(struct str raw)
{
	for (size_t at = str_find(raw, STR("=?"), 0); at != STR_NONE; at = str_find(raw, STR("=?"), at + 1)) {
		struct encoded_word word;
		if (!header_read_word(raw, at, &word))
			continue;
		assert(word.whole.at == at && word.whole.len > 0 && fuzz_inside(word.whole, raw.len));
		assert(word.payload.at > at && word.payload.at + word.payload.len <= at + word.whole.len);
		assert(word.encoding == 'b' || word.encoding == 'q');
	}
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct message *message = message_parse(arena, bytes);

	for (size_t i = 0; i < message->root->field_count; i++) {
		const struct field *field = &message->root->fields[i];
		const struct text *text = field_text(message, field);
		struct str raw = str_span(bytes, field->value_span);
		assert(utf8_valid(text->bytes));
		fuzz_check_text(text);
		read_content(arena, raw);
		read_words(raw);
		assert(part_field(message->root, str_cstr(arena, field->name)));
	}
	fuzz_check_message(message);
}
