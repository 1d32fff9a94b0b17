/* Pieces written into encoded words (RFC 2047): the words that they touch are encoded anew. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "lint/fix_pieces.h"
#include "mail/charset.h"
#include "mail/header.h"
#include "mail/transfer.h"

#define WORD_MOST 75u /* RFC 2047 2 */
#define UNIT_MOST 2000u
#define FIELD_MOST 16384u

/* Encoded words of one coding with nothing but blanks between them. */
struct unit {
	struct encoded_word word; /* the first */
	struct span there, here;  /* all of them, in the field and decoded */
};

static size_t skip_blanks(struct str s, size_t at)
{
	while (at < s.len && ascii_space(s.at[at])) {
		at++;
	}
	return at;
}

/* The unit that begins at or after *at in s. */
static bool next_unit(struct str s, size_t *at, struct unit *unit)
{
	struct encoded_word next;

	while (*at < s.len && !header_read_word(s, *at, &unit->word)) {
		*at += 1;
	}
	if (*at >= s.len) {
		return false;
	}
	unit->there = unit->word.whole;
	*at = unit->there.at + unit->there.len;
	for (size_t i = skip_blanks(s, *at); i < s.len && header_read_word(s, i, &next); i = skip_blanks(s, *at)) {
		if (next.encoding != unit->word.encoding || !str_eq_nocase(next.charset, unit->word.charset)) {
			break;
		}
		*at = next.whole.at + next.whole.len;
		unit->there.len = *at - unit->there.at;
	}
	return true;
}

/* The decoded bytes that came from there. */
static struct span decoded_span(const struct text *text, struct span there, size_t from)
{
	size_t start = from, end;

	while (start < text->bytes.len && text_back(text, (struct span){start, 1}).at < there.at) {
		start++;
	}
	end = start;
	while (end < text->bytes.len && text_back(text, (struct span){end, 1}).at < there.at + there.len) {
		end++;
	}
	return (struct span){start, end - start};
}

static struct str encode_q(struct arena *arena, struct str bytes)
{
	struct buf out;

	buf_init(&out, arena, bytes.len * 3 + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		if (c == ' ') {
			buf_char(&out, '_');
		} else if (ascii_alnum((char)c) || (c < 0x80 && c != 0 && strchr("!*+-/.,:;'", c) != NULL)) {
			buf_char(&out, (char)c);
		} else {
			buf_printf(&out, "=%02X", c);
		}
	}
	return buf_str(&out);
}

static bool encode_payload(struct arena *arena, const struct encoded_word *word, struct str utf8, struct str *payload)
{
	struct str bytes = utf8;
	bool is_utf8 = str_eq_nocase(word->charset, STR("utf-8")) || str_eq_nocase(word->charset, STR("utf8"));

	if (!is_utf8 && !charset_encode(arena, utf8, str_cstr(arena, word->charset), &bytes)) {
		return false;
	}
	*payload = word->encoding == 'q' ? encode_q(arena, bytes) : str_trim(transfer_encode_base64(arena, bytes, ""));
	return true;
}

/* The payload of as many whole characters of utf8, from *at on, as one encoded word holds (at least one); moves *at. */
static bool encode_longest(struct arena *arena, const struct encoded_word *word, struct str utf8, size_t *at,
                           struct str *payload)
{
	size_t begin = *at, end = begin;

	while (end < utf8.len) {
		uint32_t c;
		struct str longer;
		size_t next = end + utf8_decode(utf8, end, &c);
		if (!encode_payload(arena, word, str_sub(utf8, begin, next - begin), &longer)) {
			return false;
		}
		if (end > begin && longer.len + word->charset.len + 7 > WORD_MOST) {
			break;
		}
		*payload = longer;
		end = next;
	}
	*at = end;
	return true;
}

/* As many encoded words as it takes, none longer than 75 characters. */
static bool encode_words(struct fixing *fixing, const struct encoded_word *word, struct str utf8, struct str *words)
{
	struct arena *arena = fixing->arena;
	const char *line_end = fix_line_end(fixing->document->source->bytes);
	struct buf out;

	buf_init(&out, arena, utf8.len * 40 + 200);
	for (size_t at = 0; at < utf8.len;) {
		struct str payload = {"", 0};
		bool folds = at > 0;
		if (!encode_longest(arena, word, utf8, &at, &payload)) {
			return false;
		}
		buf_printf(&out, "%s%s=?" STR_FMT "?%c?" STR_FMT "?=", folds ? line_end : "", folds ? " " : "",
		           STR_ARG(word->charset), word->encoding == 'q' ? 'Q' : 'B', STR_ARG(payload));
	}
	*words = buf_str(&out);
	return true;
}

static bool is_inside(const struct piece *piece, struct span here)
{
	size_t end = piece->where.at + piece->where.len;
	bool touches = piece->where.len > 0 || piece->behind ? piece->where.at >= here.at : piece->where.at > here.at;

	return touches && end <= here.at + here.len && piece->where.at < here.at + here.len + (piece->behind ? 1 : 0);
}

/* The pieces from *next on that stand in unit, as one piece. */
static bool rewrite_unit(struct fixing *fixing, const struct text *text, const struct unit *unit,
                         const struct pieces *pieces, size_t *next, struct pieces *done)
{
	struct buf content;
	size_t at = unit->here.at, end = unit->here.at + unit->here.len;
	struct str words;

	if (*next >= pieces->count || !is_inside(&pieces->at[*next], unit->here)) {
		return true;
	}
	buf_init(&content, fixing->arena, UNIT_MOST * 4);
	for (; *next < pieces->count && is_inside(&pieces->at[*next], unit->here); *next += 1) {
		const struct piece *piece = &pieces->at[*next];
		buf_add(&content, str_sub(text->bytes, at, piece->where.at - at));
		buf_add(&content, piece->bytes);
		at = piece->where.at + piece->where.len;
	}
	buf_add(&content, str_sub(text->bytes, at, end - at));
	if (content.len > UNIT_MOST || !encode_words(fixing, &unit->word, buf_str(&content), &words)) {
		return false;
	}
	*vec_push(fixing->arena, done) = (struct piece){.where = unit->there, .bytes = words};
	return true;
}

/* Pieces that end before limit and stand in no encoded word. */
static bool take_plain(struct fixing *fixing, const struct text *text, size_t limit, const struct pieces *pieces,
                       size_t *next, struct pieces *done)
{
	for (; *next < pieces->count && pieces->at[*next].where.at < limit; *next += 1) {
		struct piece piece = pieces->at[*next];
		struct span back;
		bool mapped = piece.where.at + piece.where.len <= limit && fix_back(text, &piece, &back);
		if (!mapped || !str_eq(str_span(text->bytes, piece.where), str_span(text->from->bytes, back))) {
			return false;
		}
		piece.where = back;
		*vec_push(fixing->arena, done) = piece;
	}
	return true;
}

bool fix_through_encoded_words(struct fixing *fixing, const struct text *text, struct pieces *pieces)
{
	struct pieces done = {0};
	struct unit unit;
	size_t at = 0, next = 0, from = 0;

	if (text->from->bytes.len > FIELD_MOST) {
		return false;
	}
	while (next < pieces->count && next_unit(text->from->bytes, &at, &unit)) {
		unit.here = decoded_span(text, unit.there, from);
		from = unit.here.at + unit.here.len;
		if (!take_plain(fixing, text, unit.here.at, pieces, &next, &done) ||
		    !rewrite_unit(fixing, text, &unit, pieces, &next, &done)) {
			return false;
		}
	}
	if (!take_plain(fixing, text, text->bytes.len + 1, pieces, &next, &done)) {
		return false;
	}
	*pieces = done;
	return true;
}
