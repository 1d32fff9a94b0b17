#include "mail/header.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/lines.h"

#define NAME_MAX_LENGTH 1000u

/* Length of the name of the field line at s[at], or 0 when it is none. RFC 5322 4.5 allows blanks before the colon. */
static size_t name_length(struct str s, size_t at)
{
	size_t end = at, colon;

	while (end < s.len && end - at < NAME_MAX_LENGTH && s.at[end] > ' ' && s.at[end] < 0x7f && s.at[end] != ':') {
		end++;
	}
	for (colon = end; colon < s.len && (s.at[colon] == ' ' || s.at[colon] == '\t'); colon++) {
	}
	return colon < s.len && s.at[colon] == ':' ? end - at : 0;
}

/* The end of the field at at: of the last line that continues it, which begin with a blank. */
static size_t value_end(struct str s, size_t at)
{
	size_t line_end = lines_end(s, at);

	for (;;) {
		size_t next = line_end + lines_end_length(s, line_end);
		if (next >= s.len || (s.at[next] != ' ' && s.at[next] != '\t')) {
			return line_end;
		}
		line_end = lines_end(s, next);
	}
}

/* Whether the line at at is one that mbox writers put before a header. */
static bool is_envelope_line(struct str s, size_t at)
{
	return str_starts(str_from(s, at), STR("From ")) || str_starts(str_from(s, at), STR(">From "));
}

size_t header_next(struct str s, size_t at, bool is_first)
{
	if (name_length(s, at) == 0) {
		return is_first && is_envelope_line(s, at) ? lines_next(s, at) : at;
	}
	size_t end = value_end(s, str_find_char(s, ':', at));
	return end + lines_end_length(s, end);
}

struct section {
	struct message *message;
	const struct header_stop *stop;
	struct str s; /* the source up to the end of what is read */
	size_t start, at;
	struct header header;
	bool done;
};

static bool at_boundary(const struct section *section)
{
	struct str s = section->s;

	if (!str_starts(str_from(s, section->at), STR("--"))) {
		return false;
	}
	struct str line = str_sub(s, section->at, lines_end(s, section->at) - section->at);
	return section->stop->is_boundary(section->stop->context, line);
}

/* Past everything up to the blank line. */
static void skip_rest(struct section *section, enum defect_id id)
{
	struct str s = section->s;

	message_defect(section->message, id, (struct span){section->at, 0});
	while (section->at < s.len && lines_end_length(s, section->at) == 0 && !at_boundary(section)) {
		section->at = lines_next(s, section->at);
	}
	section->at += lines_end_length(s, section->at);
	section->done = true;
}

static void read_field(struct section *section, size_t name)
{
	struct str s = section->s;
	size_t value = str_find_char(s, ':', section->at) + 1, end = value_end(s, value);
	size_t limit = section->start + LIMIT_VALUE(header_bytes), kept = end < limit ? end : limit;
	struct field *field = vec_push(section->message->arena, &section->header.fields);

	value = value < kept ? value : kept;
	field->name_span = (struct span){section->at, name};
	field->value_span = (struct span){value, kept - value};
	field->name = str_span(s, field->name_span);
	section->at = end + lines_end_length(s, end);
	if (kept < end) {
		section->at = kept;
		skip_rest(section, DEFECT_LIMIT_HEADER_BYTES);
	}
}

static void read_line(struct section *section)
{
	struct str s = section->s;
	size_t at = section->at, name = name_length(s, at);

	if (lines_end_length(s, at) > 0) {
		section->at += lines_end_length(s, at);
		section->done = true;
	} else if (at_boundary(section)) {
		section->done = true;
	} else if (section->header.fields.count >= LIMIT_VALUE(header_count)) {
		skip_rest(section, DEFECT_LIMIT_HEADER_COUNT);
	} else if (at - section->start >= LIMIT_VALUE(header_bytes)) {
		skip_rest(section, DEFECT_LIMIT_HEADER_BYTES);
	} else if (name > 0) {
		read_field(section, name);
	} else if (section->header.fields.count == 0 && is_envelope_line(s, at)) {
		section->at = lines_next(s, at);
	} else {
		message_defect(section->message, section->header.fields.count == 0 ? DEFECT_NO_HEADER : DEFECT_BAD_HEADER_LINE,
		               (struct span){at, lines_end(s, at) - at});
		section->done = true;
	}
}

struct header header_parse(struct message *message, struct span where, const struct header_stop *stop)
{
	struct section section = {.message = message,
	                          .stop = stop,
	                          .s = str_sub(message->source->bytes, 0, where.at + where.len),
	                          .start = where.at,
	                          .at = where.at};

	while (!section.done && section.at < section.s.len) {
		read_line(&section);
	}
	section.header.end = section.at;
	return section.header;
}

/* ---- what a value says ---- */

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
	}
	text = header_decode_words(arena, text, &bad);
	if (!utf8_valid(text->bytes)) {
		text = charset_decode(arena, text, (struct str){"", 0}, LIMIT_VALUE(header_bytes) * 4).text;
	}
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
