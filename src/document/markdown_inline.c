#include "document/markdown_inline.h"

#include <string.h>

#include "document/html_entity.h"
#include "document/html_token.h"

enum act {
	ACT_TEXT,
	ACT_LITERAL, /* text in which '&' is no reference */
	ACT_DROP,
	ACT_OPEN, /* dropped; a mark begins behind it */
	ACT_CLOSE,
	ACT_COMMENT,   /* dropped; a mark of its own */
	ACT_HARD_BREAK /* dropped; a new paragraph */
};

struct cell {
	enum act act;
	uint32_t piece;
};

struct piece {
	enum mark_kind kind;
	struct str value;
	struct span source;
	size_t mark; /* index + 1 */
};

struct bracket {
	size_t at;
	bool image;
};

struct delimiter {
	size_t at, count; /* what is left of the run */
	char c;
	bool opens, closes;
};

struct inline_reader {
	struct html_writer *writer;
	const struct markdown_lines *lines;
	const struct markdown_definitions *definitions;
	struct str s;       /* the lines joined with '\n' */
	struct cell *cells; /* what becomes of every byte of s */
	size_t *there;      /* where each line begins in s */
	struct {
		struct piece *at;
		size_t count, room;
	} pieces;
	struct {
		struct bracket *at;
		size_t count, room;
	} brackets;
	struct {
		struct delimiter *at;
		size_t count, room;
	} delimiters;
	size_t ticks_searched[32];       /* no run of so many backticks ends at or after this place: + 1 */
	bool no_tag_end, no_comment_end; /* no '>', no "-->" follows */
};

/* ---- helpers ---- */

static char char_at(struct str s, size_t at)
{
	if (at < s.len) {
		return s.at[at];
	}
	return '\n';
}

static bool is_punctuation(char c)
{
	return c != '\0' && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) != NULL;
}

static size_t run_length(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && s.at[end] == s.at[at]) {
		end++;
	}
	return end - at;
}

static void set(struct inline_reader *reader, struct span span, enum act act)
{
	for (size_t i = span.at; i < span.at + span.len && i < reader->s.len; i++) {
		reader->cells[i].act = act;
	}
}

/* The place in the source of a place in s. */
static size_t source_at(const struct inline_reader *reader, size_t at)
{
	size_t low = 0, high = reader->lines->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (reader->there[middle] <= at) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return reader->lines->at[low].at + (at - reader->there[low]);
}

static struct span source_span(const struct inline_reader *reader, size_t start, size_t end)
{
	size_t from = source_at(reader, start);

	return (struct span){from, source_at(reader, end - 1) + 1 - from};
}

/* Marks what stands between the bytes at `open` and `close`. */
static struct piece *add_piece(struct inline_reader *reader, enum mark_kind kind, size_t open, size_t close)
{
	struct piece *piece = vec_push(reader->writer->arena, &reader->pieces);

	piece->kind = kind;
	reader->cells[open] = (struct cell){ACT_OPEN, (uint32_t)(reader->pieces.count - 1)};
	reader->cells[close] = (struct cell){ACT_CLOSE, (uint32_t)(reader->pieces.count - 1)};
	return piece;
}

/* ---- code, tags ---- */

static size_t read_code(struct inline_reader *reader, size_t at)
{
	struct str s = reader->s;
	size_t ticks = run_length(s, at), length = 0;

	if (ticks >= 32 || reader->ticks_searched[ticks] > 0) {
		return at + ticks;
	}
	for (size_t end = at + ticks; end < s.len; end += length) {
		end = str_find_char(s, '`', end);
		if (end == STR_NONE) {
			break;
		}
		length = run_length(s, end);
		if (length == ticks) {
			set(reader, (struct span){at, ticks}, ACT_DROP);
			set(reader, (struct span){at + ticks, end - at - ticks}, ACT_LITERAL);
			set(reader, (struct span){end, ticks}, ACT_DROP);
			add_piece(reader, MARK_CODE, at, end);
			return end + ticks;
		}
	}
	reader->ticks_searched[ticks] = at + 1;
	return at + ticks;
}

static size_t read_comment(struct inline_reader *reader, size_t at)
{
	size_t close = reader->no_comment_end ? STR_NONE : str_find(reader->s, STR("-->"), at + 4);

	if (close == STR_NONE) {
		reader->no_comment_end = true;
		return at + 1;
	}
	struct piece *piece = vec_push(reader->writer->arena, &reader->pieces);
	piece->kind = MARK_COMMENT;
	piece->value = str_trim(str_sub(reader->s, at + 4, close - at - 4));
	piece->source = source_span(reader, at, close + 3);
	set(reader, (struct span){at, close + 3 - at}, ACT_DROP);
	reader->cells[at] = (struct cell){ACT_COMMENT, (uint32_t)(reader->pieces.count - 1)};
	return close + 3;
}

/* <https://x>, <a@b>: a link; other tags are dropped. */
static size_t read_tag(struct inline_reader *reader, size_t at)
{
	struct str s = reader->s;
	char next = char_at(s, at + 1);

	if (str_starts(str_from(s, at), STR("<!--"))) {
		return read_comment(reader, at);
	}
	if (reader->no_tag_end || !(ascii_alpha(next) || next == '/')) {
		return at + 1;
	}
	size_t end = str_find_char(s, '>', at);
	if (end == STR_NONE) {
		reader->no_tag_end = true;
		return at + 1;
	}
	struct str inside = str_sub(s, at + 1, end - at - 1);
	bool address = str_find_char(inside, '@', 0) != STR_NONE || str_find_char(inside, ':', 0) != STR_NONE;
	if (address && str_find_char(inside, ' ', 0) == STR_NONE && str_find_char(inside, '\n', 0) == STR_NONE) {
		set(reader, (struct span){at + 1, inside.len}, ACT_LITERAL);
		struct piece *piece = add_piece(reader, MARK_LINK, at, end);
		piece->value = inside;
		piece->source = source_span(reader, at, end + 1);
	} else {
		bool line_end = str_starts_nocase(inside, STR("br")) && (inside.len == 2 || !ascii_alnum(inside.at[2]));
		set(reader, (struct span){at, end + 1 - at}, ACT_DROP);
		reader->cells[at].act = line_end ? ACT_HARD_BREAK : ACT_DROP;
	}
	return end + 1;
}

/* ---- links ---- */

#define TARGET_MOST 500u

/* Where the ')' stands that ends what begins at start; s.len when there is none. */
static size_t closing_parenthesis(struct str s, size_t start)
{
	size_t depth = 1, end = start;
	char quote = '\0';

	for (; end < s.len; end++) {
		char c = s.at[end];
		if (c == '\\') {
			end++;
		} else if (quote != '\0') {
			if (c == quote) {
				quote = '\0';
			}
		} else if ((c == '"' || c == '\'') && ascii_space(s.at[end - 1])) {
			quote = c;
		} else if (c == '(') {
			depth++;
		} else if (c == ')' && --depth == 0) {
			return end;
		}
	}
	return s.len;
}

/* "(target "title")" at `at`: the place behind it, or 0. */
static size_t read_target(struct str s, size_t at, struct str *target)
{
	s = str_sub(s, 0, at + TARGET_MOST);
	size_t start = at + 1, end = closing_parenthesis(s, start), length = 0;

	if (end == s.len) {
		return 0;
	}
	struct str inside = str_trim(str_sub(s, start, end - start));
	while (length < inside.len && !ascii_space(inside.at[length])) {
		length++;
	}
	*target = str_sub(inside, 0, length);
	if (length > 1 && inside.at[0] == '<' && inside.at[length - 1] == '>') {
		*target = str_sub(inside, 1, length - 2);
	}
	return end + 1;
}

#define DEFINITIONS_MOST 256u

static bool find_definition(const struct inline_reader *reader, struct str label, struct str *target)
{
	for (size_t i = 0; i < reader->definitions->count && i < DEFINITIONS_MOST; i++) {
		if (str_eq_nocase(reader->definitions->at[i].label, label)) {
			*target = reader->definitions->at[i].target;
			return true;
		}
	}
	return false;
}

/* What follows the ']' at `at`: (target), [label], or nothing; the place behind the link, or 0 when it is none. */
static size_t link_end(const struct inline_reader *reader, size_t open, size_t at, struct str *target)
{
	struct str s = reader->s, label = str_sub(s, open + 1, at - open - 1);
	size_t end = at + 1;

	if (char_at(s, at + 1) == '(') {
		end = read_target(s, at + 1, target);
		if (end > 0) {
			return end;
		}
		end = at + 1;
	} else if (char_at(s, at + 1) == '[') {
		size_t close = str_find_char(str_sub(s, 0, at + TARGET_MOST), ']', at + 2);
		if (close != STR_NONE) {
			label = close > at + 2 ? str_sub(s, at + 2, close - at - 2) : label;
			end = close + 1;
		}
	}
	return find_definition(reader, label, target) ? end : 0;
}

static size_t close_bracket(struct inline_reader *reader, size_t at)
{
	struct str target = {NULL, 0};

	if (reader->brackets.count == 0) {
		return at + 1;
	}
	struct bracket bracket = reader->brackets.at[--reader->brackets.count];
	size_t end = link_end(reader, bracket.at, at, &target);
	if (end == 0) {
		return at + 1;
	}
	set(reader, (struct span){at, end - at}, ACT_DROP);
	struct piece *piece = add_piece(reader, bracket.image ? MARK_ALT : MARK_LINK, bracket.at, at);
	piece->value = target;
	piece->source = source_span(reader, bracket.at - (bracket.image ? 1 : 0), end);
	if (bracket.image) {
		reader->cells[bracket.at - 1].act = ACT_DROP;
	}
	return end;
}

static size_t open_bracket(struct inline_reader *reader, size_t at)
{
	bool image = at > 0 && reader->s.at[at - 1] == '!' && reader->cells[at - 1].act == ACT_TEXT;

	*vec_push(reader->writer->arena, &reader->brackets) = (struct bracket){at, image};
	return at + 1;
}

/* ---- emphasis ---- */

static size_t read_delimiter(struct inline_reader *reader, size_t at)
{
	struct str s = reader->s;
	size_t count = run_length(s, at);
	char before = char_at(s, at > 0 ? at - 1 : s.len), after = char_at(s, at + count);
	bool left = !ascii_space(after) && (!is_punctuation(after) || ascii_space(before) || is_punctuation(before));
	bool right = !ascii_space(before) && (!is_punctuation(before) || ascii_space(after) || is_punctuation(after));
	struct delimiter delimiter = {.at = at, .count = count, .c = s.at[at], .opens = left, .closes = right};

	if (delimiter.c == '_') {
		delimiter.opens = left && (!right || is_punctuation(before));
		delimiter.closes = right && (!left || is_punctuation(after));
	}
	if (delimiter.c != '~' || count == 2) {
		*vec_push(reader->writer->arena, &reader->delimiters) = delimiter;
	}
	return at + count;
}

/* Drops the markers of one pair, and marks what is strong. */
static void pair(struct inline_reader *reader, struct delimiter *open, struct delimiter *close)
{
	size_t width = open->count >= 2 && close->count >= 2 ? 2 : 1;

	open->count -= width;
	set(reader, (struct span){open->at + open->count, width}, ACT_DROP);
	set(reader, (struct span){close->at, width}, ACT_DROP);
	if (width == 2 && open->c != '~') {
		add_piece(reader, MARK_STRONG, open->at + open->count, close->at);
	}
	close->at += width;
	close->count -= width;
}

/* Openers wait at the front of the list itself; a closer takes the nearest of its kind and forgets those between. */
static void pair_delimiters(struct inline_reader *reader)
{
	struct delimiter *waiting = reader->delimiters.at;
	size_t count = 0, of_char[128] = {0};

	for (size_t i = 0; i < reader->delimiters.count; i++) {
		struct delimiter now = reader->delimiters.at[i];
		size_t kind = (size_t)now.c & 127u;
		while (now.closes && now.count > 0 && of_char[kind] > 0) {
			while (waiting[count - 1].c != now.c) {
				of_char[(size_t)waiting[--count].c & 127u]--;
			}
			pair(reader, &waiting[count - 1], &now);
			if (waiting[count - 1].count == 0) {
				of_char[kind]--;
				count--;
			}
		}
		if (now.opens && now.count > 0) {
			waiting[count++] = now;
			of_char[kind]++;
		}
	}
}

/* ---- writing ---- */

static void write_text(struct inline_reader *reader, struct span span, bool literal)
{
	struct str s = str_sub(reader->s, 0, span.at + span.len);

	for (size_t at = span.at, end; at < s.len; at = end) {
		struct html_reference reference;
		size_t length = s.at[at] == '&' && !literal ? html_reference(s, at, false, &reference) : 0;
		size_t there = source_at(reader, at);
		if (length > 0) {
			struct str decoded = {reference.bytes, reference.len};
			html_write_atom(reader->writer, decoded, (struct span){there, length}, 0);
			end = at + length;
		} else if (s.at[at] == '\n') {
			html_write_break(reader->writer, 1, (struct span){there, 1});
			end = at + 1;
		} else {
			for (end = at + 1; end < s.len && s.at[end] != '\n' && (s.at[end] != '&' || literal);) {
				end++;
			}
			html_write(reader->writer, (struct span){there, end - at}, 0);
		}
	}
}

static void write_marker(struct inline_reader *reader, size_t at)
{
	struct cell cell = reader->cells[at];
	struct html_writer *writer = reader->writer;

	if (cell.act == ACT_HARD_BREAK) {
		html_write_break(writer, 2, (struct span){source_at(reader, at), 0});
	} else if (cell.act == ACT_CLOSE && cell.piece < reader->pieces.count) {
		size_t mark = reader->pieces.at[cell.piece].mark;
		if (mark > 0) {
			html_mark_end(writer, mark - 1);
		}
	} else if ((cell.act == ACT_OPEN || cell.act == ACT_COMMENT) && cell.piece < reader->pieces.count) {
		struct piece *piece = &reader->pieces.at[cell.piece];
		struct mark *mark = html_mark(writer, piece->kind);
		mark->value = piece->value;
		mark->source = piece->source;
		piece->mark = writer->marks.count;
	}
}

static void write_cells(struct inline_reader *reader)
{
	for (size_t at = 0, end; at < reader->s.len; at = end) {
		enum act act = reader->cells[at].act;
		end = at + 1;
		if (act != ACT_TEXT && act != ACT_LITERAL) {
			write_marker(reader, at);
			continue;
		}
		while (end < reader->s.len && reader->cells[end].act == act) {
			end++;
		}
		write_text(reader, (struct span){at, end - at}, act == ACT_LITERAL);
	}
}

/* ---- reading ---- */

static size_t read_escape(struct inline_reader *reader, size_t at)
{
	char next = char_at(reader->s, at + 1);

	if (next == '\n' && at + 1 < reader->s.len) {
		reader->cells[at].act = ACT_HARD_BREAK;
	} else if (is_punctuation(next)) {
		reader->cells[at].act = ACT_DROP;
		reader->cells[at + 1].act = ACT_LITERAL;
	}
	return at + 2;
}

static size_t read_one(struct inline_reader *reader, size_t at)
{
	struct str s = reader->s;

	switch (s.at[at]) {
	case '\\':
		return read_escape(reader, at);
	case '`':
		return read_code(reader, at);
	case '<':
		return read_tag(reader, at);
	case '[':
		return open_bracket(reader, at);
	case ']':
		return close_bracket(reader, at);
	case '*':
	case '_':
	case '~':
		return read_delimiter(reader, at);
	case '\n':
		if (at >= 2 && s.at[at - 1] == ' ' && s.at[at - 2] == ' ') {
			reader->cells[at].act = ACT_HARD_BREAK;
		}
		return at + 1;
	default:
		return at + 1;
	}
}

void markdown_inline(struct html_writer *writer, const struct markdown_lines *lines,
                     const struct markdown_definitions *definitions)
{
	struct inline_reader reader = {.writer = writer, .lines = lines, .definitions = definitions};
	struct buf joined;

	buf_init(&joined, writer->arena, writer->source.len + lines->count);
	reader.there = ARENA_ARRAY(writer->arena, lines->count, size_t);
	for (size_t i = 0; i < lines->count; i++) {
		if (i > 0) {
			buf_char(&joined, '\n');
		}
		reader.there[i] = joined.len;
		buf_add(&joined, str_span(writer->source, lines->at[i]));
	}
	reader.s = buf_str(&joined);
	reader.cells = ARENA_ARRAY(writer->arena, reader.s.len + 1, struct cell);
	for (size_t at = 0; at < reader.s.len;) {
		at = read_one(&reader, at);
	}
	pair_delimiters(&reader);
	write_cells(&reader);
}

bool markdown_define(struct str line, struct markdown_definition *definition)
{
	line = str_trim(line);
	size_t close = str_find(line, STR("]:"), 0);
	if (line.len < 4 || line.at[0] != '[' || line.at[1] == '^' || close == STR_NONE || close == 1) {
		return false;
	}
	struct str target = str_trim(str_from(line, close + 2)), piece;
	if (!str_split(&target, ' ', &piece) || piece.len == 0 || str_find_char(line, ']', 0) != close) {
		return false;
	}
	bool angled = piece.len > 1 && piece.at[0] == '<' && piece.at[piece.len - 1] == '>';
	definition->label = str_sub(line, 1, close - 1);
	definition->target = angled ? str_sub(piece, 1, piece.len - 2) : piece;
	return true;
}
