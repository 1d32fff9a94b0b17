/* Pieces written into HTML. */
#include "base/buf.h"
#include "lint/fix_pieces.h"

#define TAGS_MOST 20u
#define TAG_BYTES_MOST 2000u

/* In an attribute (an image's alt text) quotation marks would end the value. */
static struct str escape(struct arena *arena, struct str bytes, bool in_tag)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 6 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.at[i];
		if (c == '&') {
			buf_add(&out, STR("&amp;"));
		} else if (c == '<') {
			buf_add(&out, STR("&lt;"));
		} else if (c == '>') {
			buf_add(&out, STR("&gt;"));
		} else if (c == '"' && in_tag) {
			buf_add(&out, STR("&quot;"));
		} else if (c == '\'' && in_tag) {
			buf_add(&out, STR("&#39;"));
		} else if (c == '\n') {
			buf_add(&out, STR("<br>"));
		} else {
			buf_char(&out, c);
		}
	}
	return buf_str(&out);
}

static bool is_in_tag(struct str html, size_t at)
{
	size_t first = at > TAG_BYTES_MOST ? at - TAG_BYTES_MOST : 0;

	while (at > first && html.at[at - 1] != '<' && html.at[at - 1] != '>') {
		at--;
	}
	return at > first && html.at[at - 1] == '<';
}

/* ---- tags around a place ---- */

static bool is_inline(struct str name)
{
	static const char *const names[] = {"a", "b", "strong", "i", "em", "u", "span", "font", "small", "big", "mark"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (str_eq_nocase(name, str_of(names[i]))) {
			return true;
		}
	}
	return false;
}

/* The name in "<p class=x>" or "</p>". */
static struct str tag_name(struct str tag)
{
	size_t start = tag.len > 1 && tag.at[1] == '/' ? 2 : 1, end = start;

	while (end < tag.len && ascii_alnum(tag.at[end])) {
		end++;
	}
	return str_sub(tag, start, end - start);
}

/* The tag that begins at or after at behind nothing but white space and the ends of inline elements. */
static struct span tag_after(struct str html, size_t at)
{
	for (size_t tags = 0; tags < TAGS_MOST; tags++) {
		while (at < html.len && ascii_space(html.at[at])) {
			at++;
		}
		size_t end = at < html.len && html.at[at] == '<' ? str_find_char(html, '>', at) : STR_NONE;
		if (end == STR_NONE) {
			break;
		}
		struct str tag = str_sub(html, at, end + 1 - at);
		if (tag.at[1] != '/' || !is_inline(tag_name(tag))) {
			return (struct span){at, tag.len};
		}
		at = end + 1;
	}
	return (struct span){at, 0};
}

/* The tag that ends at or before at, before nothing but white space and the starts of inline elements. */
static struct span tag_before(struct str html, size_t at)
{
	for (size_t tags = 0; tags < TAGS_MOST; tags++) {
		while (at > 0 && ascii_space(html.at[at - 1])) {
			at--;
		}
		size_t start = at;
		while (start > 0 && at - start < TAG_BYTES_MOST && html.at[start - 1] != '<') {
			start--;
		}
		if (at == 0 || html.at[at - 1] != '>' || start == 0 || at - start >= TAG_BYTES_MOST) {
			break;
		}
		struct span tag = {start - 1, at - start + 1};
		if (!is_inline(tag_name(str_span(html, tag)))) {
			return tag;
		}
		at = start - 1;
	}
	return (struct span){at, 0};
}

/* A paragraph among paragraphs, lines among lines. */
static void place_paragraph(struct fixing *fixing, struct str html, struct piece *piece)
{
	struct str text = escape(fixing->arena, str_trim(piece->bytes), false);
	struct span tag = piece->behind ? tag_after(html, piece->where.at) : tag_before(html, piece->where.at);
	bool ends = tag.len > 1 && html.at[tag.at + 1] == '/';
	bool is_p = tag.len > 0 && str_eq_nocase(tag_name(str_span(html, tag)), STR("p"));

	if (is_p && ends == piece->behind) {
		piece->where.at = piece->behind ? tag.at + tag.len : tag.at;
		piece->bytes = str_printf(fixing->arena, "<p>" STR_FMT "</p>", STR_ARG(text));
	} else if (piece->behind) {
		piece->bytes = str_printf(fixing->arena, "<br><br>" STR_FMT, STR_ARG(text));
	} else {
		piece->bytes = str_printf(fixing->arena, STR_FMT "<br><br>", STR_ARG(text));
	}
}

bool fix_through_html(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	struct str html = text->from->bytes;

	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->at[i];
		struct span back;
		if (!fix_back(text, piece, &back) || str_find_char(str_span(html, back), '<', 0) != STR_NONE) {
			return false; /* markup in the span would be lost */
		}
		piece->where = back;
		bool in_tag = is_in_tag(html, back.at);
		if (piece->is_paragraph && in_tag) {
			return false;
		}
		if (piece->is_paragraph) {
			place_paragraph(fixing, html, piece);
		} else {
			piece->bytes = escape(fixing->arena, piece->bytes, in_tag);
		}
	}
	return true;
}
