#include "mail/content.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mail/charset.h"

#define PARAMETERS_MAX 200u

struct cursor {
	struct arena *arena;
	struct str s;
	size_t at;
};

static char peek(const struct cursor *cursor)
{
	return cursor->at < cursor->s.len ? cursor->s.at[cursor->at] : '\0';
}

static bool at_end(const struct cursor *cursor)
{
	return cursor->at >= cursor->s.len;
}

/* White space and comments, which nest. */
static void skip_blank(struct cursor *cursor)
{
	size_t depth = 0;

	for (; !at_end(cursor); cursor->at++) {
		char c = peek(cursor);
		if (c == '(') {
			depth++;
		} else if (depth > 0 && c == ')') {
			depth--;
		} else if (depth > 0 && c == '\\') {
			cursor->at++;
		} else if (depth == 0 && !ascii_space(c)) {
			return;
		}
	}
}

static struct str read_quoted(struct cursor *cursor)
{
	struct buf out;

	buf_init(&out, cursor->arena, LIMIT_VALUE(parameter_bytes) + 1);
	for (cursor->at++; !at_end(cursor) && peek(cursor) != '"'; cursor->at++) {
		char c = peek(cursor);
		if (c == '\\' && cursor->at + 1 < cursor->s.len) {
			c = cursor->s.at[++cursor->at];
		} else if (c == '\r' || c == '\n') {
			continue;
		}
		buf_char(&out, c);
	}
	cursor->at += at_end(cursor) ? 0 : 1;
	return buf_str(&out);
}

/* Up to one of the stops or, with until_blank, white space. */
static struct str read_until(struct cursor *cursor, struct str stops, bool until_blank)
{
	size_t start = cursor->at;

	while (!at_end(cursor) && str_find_char(stops, peek(cursor), 0) == STR_NONE &&
	       !(until_blank && ascii_space(peek(cursor)))) {
		cursor->at++;
	}
	return str_trim(str_sub(cursor->s, start, cursor->at - start));
}

/* ---- RFC 2231 ---- */

static int hex_value(char c)
{
	if (ascii_digit(c)) {
		return c - '0';
	}
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str percent_decode(struct arena *arena, struct str s)
{
	struct buf out;

	buf_init(&out, arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		int high = i + 2 < s.len ? hex_value(s.at[i + 1]) : -1, low = i + 2 < s.len ? hex_value(s.at[i + 2]) : -1;
		if (s.at[i] == '%' && high >= 0 && low >= 0) {
			buf_char(&out, (char)(high * 16 + low));
			i += 2;
		} else {
			buf_char(&out, s.at[i]);
		}
	}
	return buf_str(&out);
}

/* charset'language'text, percent-encoded, as UTF-8. */
static struct str decode_extended(struct arena *arena, struct str value)
{
	size_t first = str_find_char(value, '\'', 0);
	size_t second = first == STR_NONE ? STR_NONE : str_find_char(value, '\'', first + 1);
	struct str charset = {NULL, 0};

	if (second != STR_NONE) {
		charset = str_sub(value, 0, first);
		value = str_from(value, second + 1);
	}
	struct str bytes = percent_decode(arena, value);
	return charset_decode(arena, text_source(arena, bytes), charset, LIMIT_VALUE(parameter_bytes) * 4).text->bytes;
}

/* "name*1*" into its name; the number and the star say what comes of the value. */
struct section {
	struct str name;
	bool continued, extended;
};

static struct section section_of(struct arena *arena, struct str attribute)
{
	struct section section = {.name = str_lower(arena, attribute)};

	if (str_ends(section.name, STR("*"))) {
		section.extended = true;
		section.name.len--;
	}
	size_t star = str_find_char(section.name, '*', 0);
	if (star != STR_NONE) {
		section.continued = star + 1 < section.name.len && section.name.at[star + 1] != '0';
		section.name.len = star;
	}
	return section;
}

static void add_parameter(struct arena *arena, struct content *content, struct str attribute, struct str value)
{
	struct section section = section_of(arena, attribute);

	if (value.len > LIMIT_VALUE(parameter_bytes)) {
		content->too_long = true;
		value.len = LIMIT_VALUE(parameter_bytes);
	}
	if (section.continued) {
		struct parameter *last =
		    content->parameters.count > 0 ? &content->parameters.at[content->parameters.count - 1] : NULL;
		if (last == NULL || !str_eq(last->name, section.name)) {
			return;
		}
		if (last->value.len + value.len > LIMIT_VALUE(parameter_bytes)) {
			content->too_long = true;
			return;
		}
		value = section.extended ? percent_decode(arena, value) : value;
		last->value = str_printf(arena, STR_FMT STR_FMT, STR_ARG(last->value), STR_ARG(value));
		return;
	}
	if (content_parameter(content, str_cstr(arena, section.name)).at != NULL) {
		content->duplicate = true;
		return;
	}
	if (content->parameters.count < PARAMETERS_MAX) {
		value = section.extended ? decode_extended(arena, value) : value;
		*vec_push(arena, &content->parameters) = (struct parameter){section.name, value};
	}
}

struct content content_parse(struct arena *arena, struct str raw)
{
	struct cursor cursor = {arena, raw, 0};
	struct content content = {0};
	size_t seen = 0;

	skip_blank(&cursor);
	content.value = str_lower(arena, read_until(&cursor, STR(";("), true));
	while (!at_end(&cursor) && seen++ < PARAMETERS_MAX * 4) {
		read_until(&cursor, STR(";"), false);
		cursor.at++;
		skip_blank(&cursor);
		struct str attribute = read_until(&cursor, STR("=;"), false);
		if (peek(&cursor) != '=') {
			continue;
		}
		cursor.at++;
		skip_blank(&cursor);
		struct str value = peek(&cursor) == '"' ? read_quoted(&cursor) : read_until(&cursor, STR(";"), true);
		add_parameter(arena, &content, attribute, value);
	}
	return content;
}

struct str content_parameter(const struct content *content, const char *name)
{
	for (size_t i = 0; i < content->parameters.count; i++) {
		if (str_eq(content->parameters.at[i].name, str_of(name))) {
			return content->parameters.at[i].value;
		}
	}
	return (struct str){NULL, 0};
}
