#include "mail/content.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "mail/charset.h"

#define PARAMETERS_MAX 200u

struct cursor {
	struct arena *arena;
	struct str s;
	size_t at;
	bool too_long;
};

static bool at_end(const struct cursor *cursor)
{
	return cursor->at >= cursor->s.len;
}

static char peek(const struct cursor *cursor)
{
	return at_end(cursor) ? '\0' : cursor->s.at[cursor->at];
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

static bool is_attribute_char(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f && c != '=' && c != ';' && c != '"' && c != '(' && c != ',';
}

static struct str read_attribute(struct cursor *cursor)
{
	size_t start = cursor->at;

	while (!at_end(cursor) && is_attribute_char(peek(cursor))) {
		cursor->at++;
	}
	return str_sub(cursor->s, start, cursor->at - start);
}

static struct str read_quoted(struct cursor *cursor)
{
	struct buf out;

	buf_init(&out, cursor->arena, LIMIT_VALUE(parameter_bytes));
	for (cursor->at++; !at_end(cursor) && peek(cursor) != '"'; cursor->at++) {
		if (peek(cursor) == '\\' && cursor->at + 1 < cursor->s.len) {
			cursor->at++;
		}
		if (peek(cursor) != '\r' && peek(cursor) != '\n') {
			buf_char(&out, peek(cursor));
		}
	}
	cursor->at += at_end(cursor) ? 0 : 1;
	cursor->too_long |= out.full;
	return buf_str(&out);
}

/* Whether what begins here, after white space, is a comment or the next parameter, its semicolon forgotten. */
static bool begins_anew(const struct cursor *cursor)
{
	struct cursor ahead = *cursor;

	return at_end(cursor) || peek(cursor) == '(' || (read_attribute(&ahead).len > 0 && peek(&ahead) == '=');
}

/* A value without quotes: blanks in it are not allowed, and yet names of files have them. */
static struct str read_bare(struct cursor *cursor)
{
	size_t start = cursor->at, end = start;

	while (!at_end(cursor) && peek(cursor) != ';') {
		if (!ascii_space(peek(cursor))) {
			end = ++cursor->at;
			continue;
		}
		while (!at_end(cursor) && ascii_space(peek(cursor))) {
			cursor->at++;
		}
		if (begins_anew(cursor)) {
			break;
		}
	}
	struct str value = str_sub(cursor->s, start, end - start);
	if (value.len > LIMIT_VALUE(parameter_bytes)) {
		cursor->too_long = true;
		value.len = LIMIT_VALUE(parameter_bytes);
	}
	return value;
}

/* "name*1*": the number and the stars say what comes of the value. */
static struct parameter parameter_of(struct arena *arena, struct str attribute, struct str value)
{
	struct parameter parameter = {.name = str_lower(arena, attribute), .value = value};

	if (str_ends(parameter.name, STR("*"))) {
		parameter.is_extended = true;
		parameter.name.len--;
	}
	size_t star = str_find_char(parameter.name, '*', 0);
	if (star != STR_NONE) {
		parameter.is_piece = true;
		for (size_t i = star + 1; i < parameter.name.len && i < star + 5; i++) {
			char c = parameter.name.at[i];
			parameter.number = parameter.number * 10 + (ascii_digit(c) ? (unsigned)(c - '0') : PARAMETERS_MAX);
		}
		parameter.name.len = star;
	}
	return parameter;
}

struct content content_parse(struct arena *arena, struct str raw)
{
	struct cursor cursor = {.arena = arena, .s = raw};
	struct content content = {0};

	skip_blank(&cursor);
	size_t start = cursor.at;
	while (is_attribute_char(peek(&cursor)) || peek(&cursor) == '=') {
		cursor.at++;
	}
	content.value = str_lower(arena, str_sub(raw, start, cursor.at - start));
	while (!at_end(&cursor) && content.parameters.count < PARAMETERS_MAX) {
		skip_blank(&cursor);
		struct str attribute = read_attribute(&cursor);
		skip_blank(&cursor);
		if (peek(&cursor) != '=' || attribute.len == 0) {
			cursor.at += attribute.len == 0 ? 1 : 0;
			continue;
		}
		cursor.at++;
		skip_blank(&cursor);
		struct str value = peek(&cursor) == '"' ? read_quoted(&cursor) : read_bare(&cursor);
		*vec_push(arena, &content.parameters) = parameter_of(arena, attribute, value);
	}
	content.too_long = cursor.too_long;
	return content;
}

/* ---- reading a parameter ---- */

static int hex_value(char c)
{
	if (ascii_digit(c)) {
		return c - '0';
	}
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_decoded(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		int high = i + 2 < s.len ? hex_value(s.at[i + 1]) : -1, low = i + 2 < s.len ? hex_value(s.at[i + 2]) : -1;
		bool escaped = s.at[i] == '%' && high >= 0 && low >= 0;
		buf_char(out, escaped ? (char)(high * 16 + low) : s.at[i]);
		i += escaped ? 2 : 0;
	}
}

/* Takes charset'language' off an extended value. */
static struct str take_charset(struct str *value)
{
	size_t first = str_find_char(*value, '\'', 0);
	size_t second = first == STR_NONE ? STR_NONE : str_find_char(*value, '\'', first + 1);

	if (second == STR_NONE) {
		return (struct str){"", 0};
	}
	struct str charset = str_sub(*value, 0, first);
	*value = str_from(*value, second + 1);
	return charset;
}

/* pieces[0] up to the first that is missing, as one value. */
static struct str join(struct arena *arena, const struct parameter *const *pieces, size_t count)
{
	struct buf out;
	struct str charset = {"", 0};

	buf_init(&out, arena, LIMIT_VALUE(parameter_bytes));
	for (size_t i = 0; i < count && pieces[i] != NULL; i++) {
		struct str value = pieces[i]->value;
		if (i == 0 && pieces[i]->is_extended) {
			charset = take_charset(&value);
		}
		if (pieces[i]->is_extended) {
			add_decoded(&out, value);
		} else {
			buf_add(&out, value);
		}
	}
	if (!pieces[0]->is_extended) {
		return buf_str(&out);
	}
	const struct text *bytes = text_source(arena, buf_str(&out));
	return charset_decode(arena, bytes, charset, LIMIT_VALUE(parameter_bytes) * 4).text->bytes;
}

/* The pieces and whole values of one parameter; of each the first counts. */
struct found {
	const struct parameter *plain, *extended, *pieces[PARAMETERS_MAX];
};

static const struct parameter **place_of(struct found *found, const struct parameter *parameter)
{
	if (parameter->is_piece) {
		return parameter->number < PARAMETERS_MAX ? &found->pieces[parameter->number] : NULL;
	}
	return parameter->is_extended ? &found->extended : &found->plain;
}

struct str content_parameter(struct arena *arena, const struct content *content, const char *name)
{
	struct found found = {0};

	for (size_t i = 0; i < content->parameters.count; i++) {
		const struct parameter *parameter = &content->parameters.at[i];
		const struct parameter **place = str_eq(parameter->name, str_of(name)) ? place_of(&found, parameter) : NULL;
		if (place != NULL && *place == NULL) {
			*place = parameter;
		}
	}
	if (found.extended != NULL) {
		return join(arena, &found.extended, 1);
	}
	if (found.pieces[0] != NULL) {
		return join(arena, found.pieces, PARAMETERS_MAX);
	}
	return found.plain != NULL ? found.plain->value : (struct str){NULL, 0};
}

size_t content_count(const struct content *content, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < content->parameters.count; i++) {
		const struct parameter *parameter = &content->parameters.at[i];
		bool starts = !parameter->is_piece || parameter->number == 0;
		count += starts && str_eq(parameter->name, str_of(name));
	}
	return count;
}
