#include "mail/transfer.h"

#include <string.h>

#include "base/buf.h"
#include "mail/lines.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void note_damage(struct transfer_result *result, size_t at)
{
	if (!result->damaged) {
		result->damaged = true;
		result->damaged_at = at;
	}
}

/* A copy of which as much as fits is kept: one long line must not be lost as a whole. */
static void add_clipped(struct text_builder *out, struct str bytes, size_t there)
{
	size_t room = out->bytes.max - out->bytes.len;

	if (bytes.len > room) {
		out->bytes.full = true;
		bytes.len = room;
	}
	text_add_copy(out, bytes, there);
}

/* ---- quoted-printable ---- */

/* One '=' at s[at]: an escape, a soft line break, or neither (damage: kept). Returns the bytes it takes. */
static size_t decode_escape(struct text_builder *out, struct str s, size_t at, struct transfer_result *result)
{
	int high = at + 1 < s.len ? hex_value(s.at[at + 1]) : -1, low = at + 2 < s.len ? hex_value(s.at[at + 2]) : -1;

	if (high >= 0 && low >= 0) {
		char byte = (char)(high * 16 + low);
		text_add_atom(out, (struct str){&byte, 1}, at, 3);
		return 3;
	}
	size_t end = at + 1;
	while (end < s.len && (s.at[end] == ' ' || s.at[end] == '\t')) {
		end++;
	}
	if (end == s.len || lines_end_length(s, end) > 0) {
		return end + lines_end_length(s, end) - at;
	}
	note_damage(result, at);
	text_add_copy(out, str_sub(s, at, 1), at);
	return 1;
}

struct transfer_result transfer_decode_quoted_printable(struct arena *arena, const struct text *from, size_t max)
{
	struct transfer_result result = {0};
	struct str s = from->bytes;
	struct text_builder out;

	text_begin(&out, arena, max);
	for (size_t at = 0; at < s.len && !out.bytes.full;) {
		size_t start = at;
		while (at < s.len && s.at[at] != '=' && s.at[at] != '\n' && s.at[at] != '\r') {
			at++;
		}
		size_t end = at;
		bool line_ends = at == s.len || s.at[at] != '=';
		while (line_ends && end > start && (s.at[end - 1] == ' ' || s.at[end - 1] == '\t')) {
			end--; /* RFC 2045 6.7 (3): white space at the end of a line is not the author's */
		}
		add_clipped(&out, str_sub(s, start, end - start), start);
		if (at < s.len && s.at[at] == '=') {
			at += decode_escape(&out, s, at, &result);
		} else {
			size_t length = lines_end_length(s, at);
			text_add_copy(&out, str_sub(s, at, length), at);
			at += length;
		}
	}
	result.full = out.bytes.full;
	result.text = text_build(&out, TEXT_QUOTED_PRINTABLE, from);
	return result;
}

/* ---- base64 ---- */

/* URL-safe base64 (RFC 4648 5) is taken too. */
static int base64_value(char c)
{
	static const signed char values[0x60] = {
	    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62, -1, 62, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59,
	    60, 61, -1, -1, -1, -1, -1, -1, -1, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,
	    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, 63, -1, 26, 27, 28, 29, 30, 31, 32,
	    33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
	};
	unsigned at = (unsigned char)c - 0x20u;

	return at < sizeof values ? values[at] : -1;
}

/* The four characters being gathered: their value and where the first and the last stand. */
struct quad {
	unsigned value, count;
	size_t first, last;
	size_t end; /* behind the last that is no padding */
};

struct base64 {
	struct str s;
	struct text_builder out;
	struct quad quad;
	struct transfer_result result;
	bool padded;     /* the last character was padding: what follows is no longer sure to be base64 */
	bool pads_run;   /* and it belongs to the last run */
	size_t sure_end; /* up to here it is: no line is looked through twice */
};

/* Of characters that stand side by side, four for every three bytes: the run before grows where they continue it. */
static void add_quads(struct text_builder *out, struct str bytes, size_t there)
{
	struct run *last = out->runs.count > 0 ? &out->runs.at[out->runs.count - 1] : NULL;
	size_t before = out->bytes.len, span = bytes.len / 3 * 4;

	if (last != NULL && last->kind == RUN_BASE64 && last->there + last->span == there) {
		buf_add(&out->bytes, bytes);
		last->span += out->bytes.len > before ? (uint32_t)span : 0;
	} else {
		text_add_base64(out, bytes, there, span);
	}
}

/* Whole quads at at, as many as stand side by side and there is room for: the way of nearly all of it. */
static size_t take_quads(struct base64 *base64, size_t at)
{
	char bytes[768];
	size_t made = 0, start = at, room = base64->out.bytes.max - base64->out.bytes.len;
	struct str s = base64->s;

	room = room < sizeof bytes ? room : sizeof bytes;
	for (; made + 3 <= room && s.len - at >= 4; at += 4, made += 3) {
		int a = base64_value(s.at[at]), b = base64_value(s.at[at + 1]);
		int c = base64_value(s.at[at + 2]), d = base64_value(s.at[at + 3]);
		if ((a | b | c | d) < 0) {
			break;
		}
		bytes[made] = (char)(a << 2 | b >> 4);
		bytes[made + 1] = (char)(b << 4 | c >> 2);
		bytes[made + 2] = (char)(c << 6 | d);
	}
	if (made > 0) {
		add_quads(&base64->out, (struct str){bytes, made}, start);
	}
	return at - start;
}

/* The bytes of 2 to 4 characters; one that is left over stands for nothing. */
static void flush_quad(struct base64 *base64)
{
	struct quad *quad = &base64->quad;
	size_t length = quad->count > 1 ? quad->count - 1 : 0, span = quad->last + 1 - quad->first;
	unsigned value = quad->value << 6 * (4 - quad->count);
	char bytes[3] = {(char)(value >> 16), (char)(value >> 8), (char)value};

	if (length == 3 && span == 4) {
		add_quads(&base64->out, (struct str){bytes, 3}, quad->first);
	} else if (length == 2 && quad->end == quad->first + 3) {
		text_add_base64_pair(&base64->out, (struct str){bytes, 2}, quad->first, span);
	} else if (length > 0) {
		text_add_atom(&base64->out, (struct str){bytes, length}, quad->first, span);
	}
	*quad = (struct quad){0};
}

static void add_sextet(struct base64 *base64, unsigned value, size_t at)
{
	struct quad *quad = &base64->quad;

	quad->first = quad->count == 0 ? at : quad->first;
	quad->value = quad->value << 6 | value;
	quad->last = at;
	quad->end = at + 1;
	if (++quad->count == 4) {
		flush_quad(base64);
	}
}

/* Padding belongs to the last quad, however it is spread over lines. */
static void add_padding(struct base64 *base64, size_t at)
{
	struct quad *quad = &base64->quad;

	if (quad->count == 1) {
		note_damage(&base64->result, quad->first);
	}
	if (quad->count > 0) {
		quad->last = at;
		base64->pads_run = quad->count > 1;
		flush_quad(base64);
	} else if (base64->padded && base64->pads_run && base64->out.runs.count > 0) {
		struct run *last = &base64->out.runs.at[base64->out.runs.count - 1];
		last->span = (uint32_t)(at + 1 - last->there);
	} else {
		base64->pads_run = false;
	}
	base64->padded = true;
}

/* Whether base64 goes on at at, after padding: more of it may be joined on, or a mailing list's footer follows. */
static bool goes_on(struct base64 *base64, size_t at)
{
	if (at < base64->sure_end) {
		return true;
	}
	struct str line = str_trim(str_sub(base64->s, at, lines_end(base64->s, at) - at));
	for (size_t i = 0; i < line.len; i++) {
		if (base64_value(line.at[i]) < 0 && line.at[i] != '=') {
			return false;
		}
	}
	base64->sure_end = at + line.len;
	return line.len % 4 == 0;
}

/* The character at at; false where the base64 has ended and something else follows. */
static bool read_char(struct base64 *base64, size_t at)
{
	char c = base64->s.at[at];
	int value = base64_value(c);

	if (c == '=') {
		add_padding(base64, at);
		return true;
	}
	if (ascii_space(c)) {
		return true;
	}
	if (value < 0 || base64->padded) {
		note_damage(&base64->result, at);
	}
	if (base64->padded && !goes_on(base64, at)) {
		return false;
	}
	base64->padded = false;
	if (value >= 0) {
		add_sextet(base64, (unsigned)value, at);
	}
	return true;
}

struct transfer_result transfer_decode_base64(struct arena *arena, const struct text *from, size_t max)
{
	struct base64 base64 = {.s = from->bytes};
	size_t at = 0;

	text_begin(&base64.out, arena, max);
	while (at < from->bytes.len && !base64.out.bytes.full) {
		bool sure = base64.quad.count == 0 && !base64.padded;
		size_t taken = sure ? take_quads(&base64, at) : 0;
		if (taken == 0 && !read_char(&base64, at)) {
			break;
		}
		at += taken > 0 ? taken : 1;
	}
	if (base64.quad.count > 0) {
		note_damage(&base64.result, base64.quad.first);
		flush_quad(&base64);
	}
	base64.result.full = base64.out.bytes.full;
	base64.result.text = text_build(&base64.out, TEXT_BASE64, from);
	return base64.result;
}

/* ---- uuencode ---- */

/* Both a space and a backquote stand for 0. */
static unsigned uu_value(char c)
{
	return ((unsigned char)c - 0x20u) & 63u;
}

static void decode_uu_line(struct text_builder *out, struct str line, size_t at, struct transfer_result *result)
{
	size_t length = uu_value(line.at[0]), made = 0;

	for (size_t i = 1; made < length; i += 4) {
		if (i + 1 >= line.len) {
			note_damage(result, at);
			return;
		}
		unsigned c[4] = {0};
		for (size_t k = 0; k < 4 && i + k < line.len; k++) {
			c[k] = uu_value(line.at[i + k]);
		}
		char bytes[3] = {(char)(c[0] << 2 | c[1] >> 4), (char)(c[1] << 4 | c[2] >> 2), (char)(c[2] << 6 | c[3])};
		size_t count = length - made < 3 ? length - made : 3;
		size_t span = line.len - i < 4 ? line.len - i : 4;
		text_add_atom(out, (struct str){bytes, count}, at + i, span);
		made += count;
	}
}

struct transfer_result transfer_decode_uuencode(struct arena *arena, const struct text *from, size_t max)
{
	struct transfer_result result = {0};
	struct str s = from->bytes;
	struct text_builder out;
	bool inside = false, ended = false;

	text_begin(&out, arena, max);
	for (size_t at = 0; at < s.len && !ended && !out.bytes.full;) {
		size_t end = lines_end(s, at);
		struct str line = str_sub(s, at, end - at);
		if (!inside) {
			inside = str_starts(line, STR("begin "));
		} else if (str_eq(str_trim(line), STR("end"))) {
			ended = true;
		} else if (line.len > 0) {
			decode_uu_line(&out, line, at, &result);
		}
		at = end + lines_end_length(s, end);
	}
	if (!ended) {
		note_damage(&result, s.len);
	}
	result.full = out.bytes.full;
	result.text = text_build(&out, TEXT_UUENCODE, from);
	return result;
}

/* ---- encoding ---- */

struct str transfer_encode_quoted_printable(struct arena *arena, struct str bytes)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf out;

	buf_init(&out, arena, bytes.len * 3 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		bool blank_at_end = (c == ' ' || c == '\t') && lines_end_length(bytes, i + 1) > 0;
		bool is_line_end = c == '\n' || (c == '\r' && i + 1 < bytes.len && bytes.at[i + 1] == '\n');
		if (is_line_end || (c >= ' ' && c < 0x7f && c != '=' && !blank_at_end) || (c == '\t' && !blank_at_end)) {
			buf_char(&out, (char)c);
		} else {
			char escape[3] = {'=', digits[c >> 4], digits[c & 15]};
			buf_add(&out, (struct str){escape, 3});
		}
	}
	return buf_str(&out);
}

void transfer_encode_quad(struct str bytes, char quad[4])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char c[3] = {0};

	memcpy(c, bytes.at, bytes.len < sizeof c ? bytes.len : sizeof c);
	quad[0] = alphabet[c[0] >> 2];
	quad[1] = alphabet[(c[0] & 3) << 4 | c[1] >> 4];
	quad[2] = '=';
	quad[3] = '=';
	if (bytes.len > 1)
		quad[2] = alphabet[(c[1] & 15) << 2 | c[2] >> 6];
	if (bytes.len > 2)
		quad[3] = alphabet[c[2] & 63];
}

struct str transfer_encode_base64(struct arena *arena, struct str bytes, const char *line_end)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 2 + 16);
	for (size_t i = 0; i < bytes.len; i += 3) {
		char quad[4];
		transfer_encode_quad(str_sub(bytes, i, 3), quad);
		buf_add(&out, (struct str){quad, 4});
		if (i % 57 == 54 || i + 3 >= bytes.len) {
			buf_add(&out, str_of(line_end));
		}
	}
	return buf_str(&out);
}
