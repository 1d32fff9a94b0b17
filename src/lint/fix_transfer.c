/* Pieces written into quoted-printable and base64. */
#include <string.h>

#include "base/buf.h"
#include "lint/fix_pieces.h"
#include "mail/transfer.h"

/* ---- quoted-printable ---- */

#define WIDTH 76u
#define LINE_MOST 2000u

/* Where the line begins, but no further back than LINE_MOST. */
static size_t line_start(struct str s, size_t at)
{
	size_t least = at > LINE_MOST ? at - LINE_MOST : 0;

	while (at > least && s.at[at - 1] != '\n') {
		at--;
	}
	return at;
}

static size_t line_rest(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && end - at < LINE_MOST && s.at[end] != '\n' && s.at[end] != '\r') {
		end++;
	}
	return end - at;
}

/* Escaped, with soft line breaks where a line would grow beyond 76 characters; *column is where it begins and ends. */
static struct str escape(struct arena *arena, struct str bytes, const char *line_end, size_t *column, size_t rest)
{
	struct str escaped = transfer_encode_quoted_printable(arena, bytes);
	struct buf out;

	buf_init(&out, arena, escaped.len * 4 + 16);
	for (size_t i = 0; i < escaped.len;) {
		size_t unit = escaped.at[i] == '=' ? 3 : 1;
		bool is_line_end = escaped.at[i] == '\r' || escaped.at[i] == '\n';
		if (*column + unit >= WIDTH && !is_line_end) {
			buf_printf(&out, "=%s", line_end);
			*column = 0;
		}
		bool last_blank = i + 1 == escaped.len && escaped.at[i] == ' ' && rest == 0;
		buf_add(&out, last_blank ? STR("=20") : str_sub(escaped, i, unit));
		*column = escaped.at[i] == '\n' ? 0 : *column + unit;
		i += unit;
	}
	if (*column + rest > WIDTH && rest > 1) {
		buf_printf(&out, "=%s", line_end);
		*column = 0;
	}
	return buf_str(&out);
}

bool fix_through_quoted_printable(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	struct str lines = text->from->bytes;
	const char *line_end = fix_line_end(lines);
	size_t last_line = STR_NONE, shift = 0; /* of the line that the piece before ended in */

	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->at[i];
		struct span back;
		if (!fix_back(text, piece, &back)) {
			return false;
		}
		size_t start = line_start(lines, back.at), end = back.at + back.len, column = back.at - start;
		column += start == last_line ? shift : 0;
		piece->bytes = escape(fixing->arena, piece->bytes, line_end, &column, line_rest(lines, end));
		piece->where = back;
		last_line = line_start(lines, end);
		shift = column - (end - last_line);
	}
	return true;
}

/* ---- base64 ---- */

static bool is_digit(char c)
{
	return ascii_alnum(c) || strchr("+/-_=", c) != NULL;
}

/* The decoded bytes of that span with the pieces, which lie in it. */
static struct str rewritten(struct arena *arena, struct str bytes, const struct pieces *pieces, struct span where)
{
	struct buf out;
	size_t room = where.len + 1, at = where.at;

	for (size_t i = 0; i < pieces->count; i++) {
		room += pieces->at[i].bytes.len;
	}
	buf_init(&out, arena, room);
	buf_expect(&out, room);
	for (size_t i = 0; i < pieces->count; i++) {
		buf_add(&out, str_sub(bytes, at, pieces->at[i].where.at - at));
		buf_add(&out, pieces->at[i].bytes);
		at = pieces->at[i].where.at + pieces->at[i].where.len;
	}
	buf_add(&out, str_sub(bytes, at, where.at + where.len - at));
	return buf_str(&out);
}

/* Bytes that are encoded together, and the characters that stand for them. */
struct group {
	struct span here, there;
};

/* The run that holds at: groups of three count from its start. */
static const struct run *run_at(const struct text *text, size_t at)
{
	size_t low = 0, high = text->run_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (text->runs[middle].here <= at) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return &text->runs[low];
}

static struct group whole_group(const struct text *text, size_t at)
{
	const struct run *run = run_at(text, at);
	size_t end = run + 1 < text->runs + text->run_count ? run[1].here : text->bytes.len;

	if (run->kind != RUN_BASE64) {
		return (struct group){{run->here, end - run->here}, {run->there, run->span}};
	}
	size_t index = (at - run->here) / 3;
	return (struct group){{run->here + index * 3, 3}, {run->there + index * 4, 4}};
}

/* The group's characters for new bytes: line ends between them stay where they are. */
static void encode_group(struct buf *out, struct str characters, struct str bytes)
{
	char quad[4];
	size_t next = 0;

	transfer_encode_quad(bytes, quad);
	for (size_t i = 0; i < characters.len; i++) {
		buf_char(out, is_digit(characters.at[i]) && next < sizeof quad ? quad[next++] : characters.at[i]);
	}
}

/* Groups side by side become one piece; what is gathered is closed where the next one is elsewhere. */
struct gathering {
	struct pieces *groups;
	struct buf bytes;
	struct span where;
};

static void close_gathering(struct arena *arena, struct gathering *gathering)
{
	if (gathering->where.len > 0) {
		struct str bytes = str_copy(arena, buf_str(&gathering->bytes));
		*vec_push(arena, gathering->groups) = (struct piece){.where = gathering->where, .bytes = bytes};
	}
	gathering->where.len = 0;
	gathering->bytes.len = 0;
}

/* Begins the group whose characters stand there. */
static void gather(struct arena *arena, struct gathering *gathering, struct span there)
{
	if (gathering->where.at + gathering->where.len != there.at) {
		close_gathering(arena, gathering);
	}
	if (gathering->where.len == 0) {
		gathering->where.at = there.at;
	}
	gathering->where.len += there.len;
}

/* Pieces as long as what they replace: only the groups of four characters that they touch are written anew. */
static void replace_in_place(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	const struct piece *last = &pieces->at[pieces->count - 1];
	size_t from = whole_group(text, pieces->at[0].where.at).here.at;
	struct span end = whole_group(text, last->where.at + last->where.len - (last->where.len > 0)).here;
	struct str bytes = rewritten(fixing->arena, text->bytes, pieces, (struct span){from, end.at + end.len - from});
	struct pieces groups = {0};
	struct gathering gathering = {.groups = &groups};
	size_t done = 0;

	buf_init(&gathering.bytes, fixing->arena, text->from->bytes.len + 1);
	for (size_t i = 0; i < pieces->count; i++) {
		struct span where = pieces->at[i].where;
		for (size_t at = where.at > done ? where.at : done; at < where.at + where.len; at = done) {
			struct group group = whole_group(text, at);
			struct str characters = str_span(text->from->bytes, group.there);
			gather(fixing->arena, &gathering, group.there);
			encode_group(&gathering.bytes, characters, str_sub(bytes, group.here.at - from, group.here.len));
			done = group.here.at + group.here.len;
		}
	}
	close_gathering(fixing->arena, &gathering);
	*pieces = groups;
}

/* Whether the line up to at holds nothing but whole groups; *bytes: how many bytes they stand for. */
static bool is_full_line(struct str s, size_t start, size_t at, size_t *bytes)
{
	for (size_t i = start; i < at; i++) {
		if (!is_digit(s.at[i]) || s.at[i] == '=') {
			return false;
		}
	}
	*bytes = (at - start) / 4 * 3;
	return (at - start) % 4 == 0;
}

/* From the line of the first piece to the end of the part. */
static void rewrite_rest(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	struct str s = text->from->bytes;
	struct span old = {0, s.len};
	size_t first = pieces->at[0].where.at, from = 0, bytes = 0;
	const char *line_end = fix_line_end(s);

	if (first < text->bytes.len) {
		struct group group = whole_group(text, first);
		size_t start = line_start(s, group.there.at);
		bool is_start = start == 0 || s.at[start - 1] == '\n';
		if (is_start && is_full_line(s, start, group.there.at, &bytes) && bytes <= group.here.at) {
			from = group.here.at - bytes;
			old = (struct span){start, s.len - start};
		}
	}
	while (old.len > 0 && ascii_space(s.at[old.at + old.len - 1])) {
		old.len--;
	}
	struct str rest = rewritten(fixing->arena, text->bytes, pieces, (struct span){from, text->bytes.len - from});
	struct str encoded = transfer_encode_base64(fixing->arena, rest, line_end);
	encoded.len -= encoded.len >= strlen(line_end) ? strlen(line_end) : 0;
	pieces->count = 1;
	pieces->at[0] = (struct piece){.where = old, .bytes = encoded};
}

bool fix_through_base64(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	bool in_place = true;

	for (size_t i = 0; i < pieces->count; i++) {
		in_place &= pieces->at[i].where.len == pieces->at[i].bytes.len;
	}
	if (pieces->count > 0 && in_place) {
		replace_in_place(fixing, text, pieces);
	} else if (pieces->count > 0) {
		rewrite_rest(fixing, text, pieces);
	}
	return true;
}
