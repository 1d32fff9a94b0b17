#include "lint/fix.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/charset.h"
#include "mail/transfer.h"

#define QUOTED_PRINTABLE_WIDTH 76u

/* A change on its way down to the source: new bytes for a span of text. */
struct descent {
	struct document *document;
	const struct text *text;
	struct span span;
	struct str bytes;
	const char *line_end;
	bool in_html;
};

static bool is_ascii(struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.at[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

static struct str replace_line_ends(struct arena *arena, struct str bytes, const char *line_end)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 5 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		buf_add(&out, bytes.at[i] == '\n' ? str_of(line_end) : str_sub(bytes, i, 1));
	}
	return buf_str(&out);
}

/* ---- the steps ---- */

static struct str escape_html(struct arena *arena, struct str bytes)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 6 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		switch (bytes.at[i]) {
		case '&':
			buf_add(&out, STR("&amp;"));
			break;
		case '<':
			buf_add(&out, STR("&lt;"));
			break;
		case '>':
			buf_add(&out, STR("&gt;"));
			break;
		case '\n':
			buf_add(&out, STR("<br>"));
			break;
		default:
			buf_char(&out, bytes.at[i]);
		}
	}
	return buf_str(&out);
}

/* Markup inside the span would be lost: no edit then. */
static bool through_html(struct descent *descent, struct span back)
{
	struct str source = str_span(descent->text->from->bytes, back);

	if (str_find_char(source, '<', 0) != STR_NONE || str_find_char(source, '>', 0) != STR_NONE) {
		return false;
	}
	descent->bytes = escape_html(descent->document->arena, descent->bytes);
	descent->in_html = true;
	return true;
}

/* A template's value inside the span is not ours to write. */
static bool through_template(const struct descent *descent, struct span back)
{
	return str_eq(str_span(descent->text->bytes, descent->span), str_span(descent->text->from->bytes, back));
}

static size_t column_of(struct str s, size_t at)
{
	size_t start = at;

	while (start > 0 && s.at[start - 1] != '\n') {
		start--;
	}
	return at - start;
}

static size_t length_to_line_end(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && s.at[end] != '\n' && s.at[end] != '\r') {
		end++;
	}
	return end - at;
}

/* Escaped, with soft line breaks where a line would grow beyond 76 characters. */
static void through_quoted_printable(struct descent *descent, struct span back)
{
	struct arena *arena = descent->document->arena;
	struct str lines = descent->text->from->bytes;
	struct str escaped = transfer_encode_quoted_printable(arena, descent->bytes);
	size_t column = column_of(lines, back.at), tail = length_to_line_end(lines, back.at + back.len);
	struct buf out;

	buf_init(&out, arena, escaped.len * 3 + 16);
	for (size_t i = 0; i < escaped.len;) {
		size_t unit = escaped.at[i] == '=' ? 3 : 1;
		if (column + unit >= QUOTED_PRINTABLE_WIDTH && escaped.at[i] != '\r' && escaped.at[i] != '\n') {
			buf_printf(&out, "=%s", descent->line_end);
			column = 0;
		}
		buf_add(&out, str_sub(escaped, i, unit));
		column = escaped.at[i] == '\n' ? 0 : column + unit;
		i += unit;
	}
	if (column + tail > QUOTED_PRINTABLE_WIDTH && tail > 1) {
		buf_printf(&out, "=%s", descent->line_end);
	}
	descent->bytes = buf_str(&out);
}

static bool through_charset(struct descent *descent)
{
	return charset_encode(descent->document->arena, descent->bytes, descent->text->charset, &descent->bytes);
}

/* One step towards the source; false when the change cannot be written there. */
static bool step_down(struct descent *descent)
{
	struct span back = text_back(descent->text, descent->span);

	switch (descent->text->step) {
	case TEXT_HTML:
		if (!through_html(descent, back)) {
			return false;
		}
		break;
	case TEXT_TEMPLATE:
	case TEXT_ENCODED_WORD:
		if (!through_template(descent, back)) {
			return false;
		}
		break;
	case TEXT_CHARSET:
		if (!through_charset(descent)) {
			return false;
		}
		break;
	case TEXT_QUOTED_PRINTABLE:
		through_quoted_printable(descent, back);
		break;
	case TEXT_UUENCODE:
		return false;
	case TEXT_MARKDOWN:
	case TEXT_SOURCE:
	case TEXT_PART:
	case TEXT_BASE64:
	case TEXT_UNFOLDED:
	case TEXT_FLOWED:
	case TEXT_VIEW:
	default:
		break;
	}
	descent->span = back;
	descent->text = descent->text->from;
	return true;
}

/* Down to the source, or to base64 text, which is written anew as a whole. */
static bool descend(struct descent *descent)
{
	bool line_ends_done = false;

	while (descent->text->from != NULL && descent->text->step != TEXT_BASE64) {
		bool below_view = descent->text->step != TEXT_VIEW && descent->text->step != TEXT_HTML;
		if (below_view && !line_ends_done) {
			descent->bytes = replace_line_ends(descent->document->arena, descent->bytes, descent->line_end);
			line_ends_done = true;
		}
		if (!step_down(descent)) {
			return false;
		}
	}
	return true;
}

/* ---- base64 ---- */

/* The whole part with the changes in it (ascending, all in `text`), encoded anew. */
static struct edit rewrite_base64(struct document *document, const struct text *text, const struct descent *changes,
                                  size_t count)
{
	struct buf decoded;
	size_t at = 0;

	buf_init(&decoded, document->arena, LIMIT_VALUE(decoded_bytes) * 2);
	for (size_t i = 0; i < count; i++) {
		buf_add(&decoded, str_sub(text->bytes, at, changes[i].span.at - at));
		buf_add(&decoded, changes[i].bytes);
		at = changes[i].span.at + changes[i].span.len;
	}
	buf_add(&decoded, str_from(text->bytes, at));
	struct span body = {0, text->from->bytes.len};
	while (body.len > 0 && ascii_space(text->from->bytes.at[body.len - 1])) {
		body.len--;
	}
	struct str encoded = transfer_encode_base64(document->arena, buf_str(&decoded), changes[0].line_end);
	encoded.len -= strlen(changes[0].line_end) < encoded.len ? strlen(changes[0].line_end) : encoded.len;
	return (struct edit){text_origin(text->from, body), encoded};
}

/* ---- encoding ---- */

static const struct part *part_of(const struct document *document, const struct page *page)
{
	const struct part *part = document->message != NULL ? document->message->root : NULL;

	while (part != NULL && strcmp(part->path, page->part) != 0) {
		part = part_after(part);
	}
	return part;
}

/* Characters beyond ASCII may stand raw only where the part declares UTF-8 (or a charset that they were encoded in). */
static bool may_hold(const struct document *document, const struct page *page, struct str utf8)
{
	const struct part *part = part_of(document, page);

	if (is_ascii(utf8) || document->message == NULL) {
		return true;
	}
	for (const struct text *text = page->view; text != NULL; text = text->from) {
		if (text->step == TEXT_CHARSET) {
			return true;
		}
	}
	return part != NULL && str_eq(part->charset, STR("utf-8")) && part->transfer != TRANSFER_IDENTITY;
}

static bool may_change(const struct document *document, const struct page *page)
{
	bool sealed = document->message != NULL && (document->message->is_signed || document->message->is_encrypted);

	return !sealed && text_root(page->view) == document->source;
}

static const char *line_end_of(const struct document *document)
{
	size_t lf = str_find_char(document->source->bytes, '\n', 0);

	return lf != STR_NONE && lf > 0 && document->source->bytes.at[lf - 1] == '\r' ? "\r\n" : "\n";
}

struct edit *fix_encode(struct document *document, const struct page *page, const struct change *changes, size_t count,
                        size_t *edit_count)
{
	struct descent *descents = ARENA_ARRAY(document->arena, count + 1, struct descent);
	struct edit *edits = ARENA_ARRAY(document->arena, count + 1, struct edit);

	*edit_count = 0;
	if (!may_change(document, page)) {
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		descents[i] =
		    (struct descent){document, page->view, changes[i].where, changes[i].text, line_end_of(document), false};
		if (!may_hold(document, page, changes[i].text) || !descend(&descents[i])) {
			return NULL;
		}
		if (descents[i].text->step != TEXT_BASE64) {
			edits[(*edit_count)++] = (struct edit){descents[i].span, descents[i].bytes};
		}
	}
	if (count > 0 && *edit_count == 0) {
		edits[(*edit_count)++] = rewrite_base64(document, descents[0].text, descents, count);
	}
	return *edit_count > 0 ? edits : NULL;
}

/* ---- applying ---- */

struct edits {
	struct edit *at;
	size_t count, room;
};

static int compare_edits(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->where.at < y->where.at ? -1 : x->where.at > y->where.at;
}

/* Two insertions at one place, or spans that share a byte, are not applied together. */
static bool overlaps(const struct edit *a, const struct edit *b)
{
	if (a->where.at == b->where.at) {
		return true;
	}
	return a->where.at < b->where.at + b->where.len && b->where.at < a->where.at + a->where.len;
}

static bool fits(const struct edits *chosen, const struct fix *fix)
{
	for (size_t i = 0; i < fix->edit_count; i++) {
		for (size_t k = 0; k < chosen->count; k++) {
			if (overlaps(&fix->edits[i], &chosen->at[k])) {
				return false;
			}
		}
	}
	return true;
}

struct fix_outcome fix_apply(struct arena *arena, struct str source, const struct finding_list *findings,
                             enum applicability least)
{
	struct fix_outcome outcome = {source, 0, 0};
	struct edits chosen = {0};
	struct buf out;
	size_t at = 0, grown = source.len;

	for (size_t i = 0; i < findings->count; i++) {
		const struct fix *fix = findings->at[i].fix;
		if (fix == NULL || fix->edit_count == 0 || fix->applicability < least) {
			continue;
		}
		if (!fits(&chosen, fix)) {
			outcome.skipped++;
			continue;
		}
		outcome.applied++;
		for (size_t k = 0; k < fix->edit_count; k++) {
			*vec_push(arena, &chosen) = fix->edits[k];
			grown += fix->edits[k].text.len;
		}
	}
	if (chosen.count == 0) {
		return outcome;
	}
	qsort(chosen.at, chosen.count, sizeof *chosen.at, compare_edits);
	buf_init(&out, arena, grown + 1);
	for (size_t i = 0; i < chosen.count; i++) {
		buf_add(&out, str_sub(source, at, chosen.at[i].where.at - at));
		buf_add(&out, chosen.at[i].text);
		at = chosen.at[i].where.at + chosen.at[i].where.len;
	}
	buf_add(&out, str_from(source, at));
	outcome.bytes = buf_str(&out);
	return outcome;
}
