#include "document/document.h"

#include <string.h>

#define VALUE "\xef\xbf\xbc" /* U+FFFC */

enum tag_kind { TAG_VALUE, TAG_CONTROL, TAG_COMMENT };

/*
 * A template language's tags: what opens and closes them. `inner`: what may stand between, NULL for anything on up to
 * LINES_MOST lines. The first that fits counts, so longer openings come first.
 */
static const struct tag_syntax {
	const char *name, *open, *close, *inner;
	enum tag_kind kind;
} syntaxes[] = {
    {"handlebars", "{{!--", "--}}", NULL, TAG_COMMENT},
    {"handlebars", "{{!", "}}", NULL, TAG_COMMENT},
    {"handlebars", "{{{", "}}}", NULL, TAG_VALUE},
    {"handlebars", "{{#", "}}", NULL, TAG_CONTROL},
    {"handlebars", "{{/", "}}", NULL, TAG_CONTROL},
    {"handlebars", "{{^", "}}", NULL, TAG_CONTROL},
    {"handlebars", "{{else", "}}", NULL, TAG_CONTROL},
    {"jinja", "{#", "#}", NULL, TAG_COMMENT},
    {"jinja", "{{", "}}", NULL, TAG_VALUE},
    {"jinja", "{%", "%}", NULL, TAG_CONTROL},
    {"erb", "<%#", "%>", NULL, TAG_COMMENT},
    {"erb", "<%--", "--%>", NULL, TAG_COMMENT},
    {"erb", "<%=", "%>", NULL, TAG_VALUE},
    {"erb", "<%-", "%>", NULL, TAG_VALUE},
    {"erb", "<%", "%>", NULL, TAG_CONTROL},
    {"tt", "[%#", "%]", NULL, TAG_COMMENT},
    {"tt", "[%", "%]", NULL, TAG_VALUE},
    {"mailchimp", "*|IF:", "|*", NULL, TAG_CONTROL},
    {"mailchimp", "*|END:", "|*", NULL, TAG_CONTROL},
    {"mailchimp", "*|ELSE:", "|*", NULL, TAG_CONTROL},
    {"mailchimp", "*|", "|*", NULL, TAG_VALUE},
    {"shell", "${", "}", NULL, TAG_VALUE},
    {"ruby", "%{", "}", NULL, TAG_VALUE},
    {"smarty", "{*", "*}", NULL, TAG_COMMENT},
    {"smarty", "{$", "}", NULL, TAG_VALUE},
    {"smarty", "{if", "}", " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$_=!<>\"'&|.()->",
     TAG_CONTROL},
    {"smarty", "{/", "}", "abcdefghijklmnopqrstuvwxyz", TAG_CONTROL},
    {"smarty", "{else", "}", " abcdefghijklmnopqrstuvwxyz0123456789$_=!<>\"'&|.()->", TAG_CONTROL},
    {"smarty", "{foreach", "}", NULL, TAG_CONTROL},
    {"brackets", "[", "]", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ -", TAG_VALUE},
};

#define TAG_BYTES_MOST 2000u

/* Only a tag when something is inside; in brackets at least one letter and nothing that reads as a citation. */
static bool fits(const struct tag_syntax *syntax, struct str inside)
{
	bool letter = false;

	for (size_t i = 0; i < inside.len; i++) {
		letter |= ascii_alpha(inside.at[i]);
		if (syntax->inner != NULL && strchr(syntax->inner, inside.at[i]) == NULL) {
			return false;
		}
	}
	return letter || (syntax->inner == NULL && syntax->kind != TAG_VALUE) || strcmp(syntax->open, "{else") == 0;
}

/* The tag that begins at s[at] and its length, or NULL. */
static const struct tag_syntax *tag_at(struct str s, size_t at, const char *only, size_t *length)
{
	for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
		const struct tag_syntax *syntax = &syntaxes[i];
		struct str open = str_of(syntax->open), close = str_of(syntax->close);
		if (!str_starts(str_from(s, at), open) || (only != NULL && strcmp(only, syntax->name) != 0)) {
			continue;
		}
		size_t start = at + open.len;
		struct str within = str_sub(s, 0, start + TAG_BYTES_MOST);
		size_t end = str_find(within, close, start);
		if (end != STR_NONE && fits(syntax, str_sub(s, start, end - start))) {
			*length = end + close.len - at;
			return syntax;
		}
	}
	return NULL;
}

static bool may_open(char c)
{
	return c == '{' || c == '<' || c == '[' || c == '*' || c == '$' || c == '%';
}

static const char *only_syntax(const char *syntax)
{
	return syntax == NULL || strcmp(syntax, "auto") == 0 ? NULL : syntax;
}

bool template_detect(struct str bytes)
{
	size_t length;

	for (size_t at = 0; at < bytes.len; at++) {
		const struct tag_syntax *syntax = may_open(bytes.at[at]) ? tag_at(bytes, at, NULL, &length) : NULL;
		if (syntax != NULL && strcmp(syntax->name, "brackets") != 0) {
			return true;
		}
	}
	return false;
}

static void add_comment(struct document *document, const struct text *source, const struct tag_syntax *syntax,
                        struct span tag)
{
	size_t open = strlen(syntax->open), close = strlen(syntax->close);
	struct comment *comment = vec_push(document->arena, &document->comments);

	comment->text = str_trim(str_sub(source->bytes, tag.at + open, tag.len - open - close));
	comment->where = text_origin(source, tag);
}

const struct text *template_read(struct document *document, const struct text *source, const char *syntax)
{
	struct str s = source->bytes;
	const char *only = only_syntax(syntax);
	struct text_builder out;

	text_begin(&out, document->arena, s.len * 2 + 16);
	for (size_t at = 0; at < s.len;) {
		size_t start = at, length = 0;
		while (at < s.len && !may_open(s.at[at])) {
			at++;
		}
		text_add_copy(&out, str_sub(s, start, at - start), start);
		const struct tag_syntax *tag = at < s.len ? tag_at(s, at, only, &length) : NULL;
		if (tag == NULL) {
			length = at < s.len ? 1 : 0;
			text_add_copy(&out, str_sub(s, at, length), at);
		} else if (tag->kind == TAG_VALUE) {
			text_add_atom(&out, STR(VALUE), at, length);
		} else if (tag->kind == TAG_COMMENT) {
			add_comment(document, source, tag, (struct span){at, length});
		}
		at += length;
	}
	return text_build(&out, TEXT_TEMPLATE, source);
}
