#include "mail/header.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/lines.h"

static bool is_field_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		if (c <= ' ' || c == 0x7f) {
			return false;
		}
	}
	return name.len > 0;
}

/*
 * Length of the name of the field line at s[at], or 0 when it is none. RFC 5322 4.5.1 allows blanks before the
 * colon.
 */
static size_t name_length(struct str s, size_t at, size_t end)
{
	size_t colon = at;

	while (colon < end && s.at[colon] != ':' && colon - at < 1000) {
		colon++;
	}
	if (colon >= end || s.at[colon] != ':') {
		return 0;
	}
	struct str name = str_trim(str_sub(s, at, colon - at));
	return is_field_name(name) ? name.len : 0;
}

/*
 * The lines that continue the field at at: those that begin with a blank. Returns the end of the last, without
 * its end.
 */
static size_t value_end(struct str s, size_t at, size_t end)
{
	size_t line_end = lines_end(s, at);

	for (;;) {
		size_t next = line_end + lines_end_length(s, line_end);
		if (next >= end || (s.at[next] != ' ' && s.at[next] != '\t')) {
			return line_end < end ? line_end : end;
		}
		line_end = lines_end(s, next);
	}
}

static void add_field(struct message *message, struct header *header, struct span name, struct span value)
{
	struct str s = message->source->bytes;
	struct field *field = vec_push(message->arena, &header->fields);

	field->name = str_span(s, name);
	field->name_span = name;
	field->value_span = value;
}

/* Whether the line at at is one that mbox writers put before a header. */
static bool is_envelope_line(struct str s, size_t at)
{
	return str_starts(str_from(s, at), STR("From ")) || str_starts(str_from(s, at), STR(">From "));
}

struct header header_parse(struct message *message, size_t at, size_t end)
{
	struct str s = str_sub(message->source->bytes, 0, end);
	struct header header = {0};
	size_t start = at;

	while (at < end) {
		size_t line_end = lines_end(s, at), next = line_end + lines_end_length(s, line_end);
		if (line_end == at) {
			at = next;
			break;
		}
		if (at - start > LIMIT_VALUE(header_bytes) || header.fields.count >= LIMIT_VALUE(header_count)) {
			message_defect(message,
			               header.fields.count >= LIMIT_VALUE(header_count) ? DEFECT_LIMIT_HEADER_COUNT
			                                                                : DEFECT_LIMIT_HEADER_BYTES,
			               (struct span){at, 0});
			while (at < end && lines_end(s, at) != at) {
				at = lines_next(s, at);
			}
			at = at < end ? lines_next(s, at) : end;
			break;
		}
		size_t name = name_length(s, at, line_end);
		if (name == 0 && header.fields.count == 0 && is_envelope_line(s, at)) {
			at = next;
			continue;
		}
		if (name == 0) {
			message_defect(message, header.fields.count == 0 ? DEFECT_NO_HEADER : DEFECT_BAD_HEADER_LINE,
			               (struct span){at, line_end - at});
			break;
		}
		size_t colon = str_find_char(s, ':', at);
		size_t value = value_end(s, colon + 1, end);
		add_field(message, &header, (struct span){at, name}, (struct span){colon + 1, value - colon - 1});
		at = value + lines_end_length(s, value);
	}
	header.end = at < end ? at : end;
	return header;
}

static const struct text *unfold(struct arena *arena, const struct text *raw)
{
	struct text_builder out;
	struct str s = raw->bytes;

	text_begin(&out, arena, s.len + 1);
	for (size_t at = 0; at < s.len;) {
		size_t end = lines_end(s, at);
		text_add_copy(&out, str_sub(s, at, end - at), at);
		at = end + lines_end_length(s, end);
	}
	return text_build(&out, TEXT_UNFOLDED, raw);
}

static const struct text *trimmed(struct arena *arena, const struct text *text)
{
	struct str inner = str_trim(text->bytes);
	size_t start = inner.len > 0 ? (size_t)(inner.at - text->bytes.at) : 0;

	return text_part(arena, text, (struct span){start, inner.len});
}

const struct text *field_text(struct message *message, const struct field *field)
{
	struct arena *arena = message->arena;
	const struct text *text = unfold(arena, text_part(arena, message->source, field->value_span));
	bool bad = false;

	if (!utf8_valid(text->bytes)) {
		message_defect(message, DEFECT_RAW_8BIT_HEADER, field->value_span);
		text = charset_decode(arena, text, (struct str){NULL, 0}, LIMIT_VALUE(header_bytes) * 4).text;
	}
	text = header_decode_words(arena, text, &bad);
	if (bad) {
		message_defect(message, DEFECT_BAD_ENCODED_WORD, field->value_span);
	}
	return trimmed(arena, text);
}

struct str message_value(struct message *message, const char *name)
{
	const struct field *field = message_field(message, name);

	return field != NULL ? field_text(message, field)->bytes : (struct str){"", 0};
}
