#include "lint/phrase.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/*
 * A phrase is parsed into pieces, then written as one regular expression:
 *
 *     word        its letters, escaped; word* with \w* behind it
 *     {a|b} [a]   a group; one alternative may be empty, which makes the group optional
 *     ~N          up to N words
 *     ^ $ ,       places and punctuation
 *
 * Between two pieces stands a separator, unless the second is glued to the first ({courier|driver}'s) or is a
 * contraction ({we|i} {have|'ve}). Nesting is bounded, so that recursion is.
 */
#define DEPTH_MAX 12
#define PATTERN_MAX ((size_t)256 * 1024)

#define SEPARATOR "[ ,;:]+"
#define ANY_WORD "[^\\s.!?,;:]+(?:[.:,][^\\s.!?,;:]+)*"
#define WORD_BEGINS "(?<!\\w)(?<!\\w[-'])"
#define WORD_ENDS "(?!\\w|[-']\\w)"
#define SENTENCE_BEGINS                                                                                                \
	"(?:\\A|(?<=[.!?:;\\n\"(])|(?<=[.!?:;\"] )|(?<=[.!?][\"')] )|(?<=\\n[-*] )|(?<=\\n\xe2\x80\xa2 )|(?<=\\A- ))"
#define SENTENCE_ENDS "(?= ?[\"')\\]]* ?(?:[.!?;:\\n]|\xe2\x80\xa6|\\z|\\p{So}|[:;]-?[()DP]))"

enum piece_kind { PIECE_WORD, PIECE_GROUP, PIECE_GAP, PIECE_COMMA, PIECE_START, PIECE_END, PIECE_SET };

struct sequence {
	struct piece *at;
	size_t count, room;
};

struct piece {
	enum piece_kind kind;
	bool optional, glued, any_ending;
	unsigned gap;
	struct str word;              /* PIECE_WORD */
	const struct phrase_set *set; /* PIECE_SET */
	struct {
		struct sequence *at;
		size_t count, room;
	} alternatives;
};

struct parser {
	struct arena *arena;
	const struct phrase_sets *sets;
	struct str source;
	size_t at;
	unsigned depth;
	struct err *err;
};

const struct phrase_set *phrase_sets_find(const struct phrase_sets *sets, struct str name)
{
	for (size_t i = 0; sets != NULL && i < sets->count; i++) {
		if (str_eq(sets->at[i].name, name)) {
			return &sets->at[i];
		}
	}
	return NULL;
}

static bool fail(const struct parser *parser, size_t at, const char *what)
{
	struct str before = str_sub(parser->source, 0, at);
	return err_set(parser->err, "column %zu: %s", utf8_count(before) + 1, what);
}

static bool at_end(const struct parser *parser)
{
	return parser->at >= parser->source.len;
}

static char peek(const struct parser *parser)
{
	return at_end(parser) ? '\0' : parser->source.at[parser->at];
}

static bool is_special(char c)
{
	return ascii_space(c) || strchr("{}[]|~^,", c) != NULL || c == '\0';
}

static bool parse_sequence(struct parser *parser, struct sequence *sequence);

static bool parse_group(struct parser *parser, struct piece *piece)
{
	size_t opened = parser->at;
	char closing = peek(parser) == '{' ? '}' : ']';

	piece->kind = PIECE_GROUP;
	piece->optional = closing == ']';
	if (++parser->depth > DEPTH_MAX) {
		return fail(parser, opened, "groups are nested too deep");
	}
	do {
		parser->at++;
		struct sequence *alternative = vec_push(parser->arena, &piece->alternatives);
		struct sequence parsed = {0};
		if (!parse_sequence(parser, &parsed)) {
			return false;
		}
		alternative = &piece->alternatives.at[piece->alternatives.count - 1];
		*alternative = parsed;
		if (parsed.count == 0) {
			piece->optional = true;
			piece->alternatives.count--;
		}
	} while (peek(parser) == '|');
	if (peek(parser) != closing) {
		return fail(parser, opened, closing == '}' ? "'{' is never closed by '}'" : "'[' is never closed by ']'");
	}
	parser->at++;
	parser->depth--;
	return piece->alternatives.count > 0 || fail(parser, opened, "the group is empty");
}

static bool parse_gap(struct parser *parser, struct piece *piece)
{
	size_t start = parser->at++;

	piece->kind = PIECE_GAP;
	while (ascii_digit(peek(parser))) {
		piece->gap = piece->gap * 10 + (unsigned)(peek(parser) - '0');
		parser->at++;
		if (piece->gap > 50) {
			return fail(parser, start, "a gap is of at most 50 words");
		}
	}
	return parser->at > start + 1 || fail(parser, start, "'~' must be followed by a number of words, as in ~3");
}

static bool parse_set(struct parser *parser, struct piece *piece)
{
	size_t start = ++parser->at;

	while (ascii_alnum(peek(parser)) || peek(parser) == '-') {
		parser->at++;
	}
	piece->kind = PIECE_SET;
	piece->set = phrase_sets_find(parser->sets, str_sub(parser->source, start, parser->at - start));
	return piece->set != NULL || fail(parser, start, "there is no set of that name in rules/<lang>/sets");
}

static bool parse_word(struct parser *parser, struct piece *piece)
{
	size_t start = parser->at;

	while (!is_special(peek(parser)) && !(peek(parser) == '$' && parser->at + 1 == parser->source.len)) {
		parser->at++;
	}
	struct str word = str_sub(parser->source, start, parser->at - start);
	if (word.len == 0) {
		return fail(parser, start, "a word, {a|b}, [a], ~N, ^, $ or @set is expected here");
	}
	piece->kind = PIECE_WORD;
	piece->any_ending = word.len > 1 && str_ends(word, STR("*"));
	piece->word = str_sub(word, 0, word.len - (piece->any_ending ? 1 : 0));
	return true;
}

static bool parse_piece(struct parser *parser, struct piece *piece)
{
	switch (peek(parser)) {
	case '{':
	case '[':
		return parse_group(parser, piece);
	case '~':
		return parse_gap(parser, piece);
	case '@':
		return parse_set(parser, piece);
	case '^':
		piece->kind = PIECE_START;
		parser->at++;
		return true;
	case ',':
		piece->kind = PIECE_COMMA;
		parser->at++;
		return true;
	case '$':
		if (parser->at + 1 == parser->source.len) {
			piece->kind = PIECE_END;
			parser->at++;
			return true;
		}
		return parse_word(parser, piece);
	default:
		return parse_word(parser, piece);
	}
}

/* Up to the end, '|', '}' or ']'. */
static bool parse_sequence(struct parser *parser, struct sequence *sequence)
{
	bool glued = false;

	for (;;) {
		while (ascii_space(peek(parser)) && !at_end(parser)) {
			parser->at++;
			glued = false;
		}
		if (at_end(parser) || strchr("|}]", peek(parser)) != NULL) {
			return true;
		}
		struct piece piece = {0};
		piece.glued = glued;
		if (!parse_piece(parser, &piece)) {
			return false;
		}
		*vec_push(parser->arena, sequence) = piece;
		glued = true;
	}
}

/* ---- writing the expression ---- */

struct writer {
	struct arena *arena;
	const struct phrase_sets *sets;
	struct buf out;
	struct err *err;
	bool failed;
};

static void write_text(struct writer *writer, const char *text)
{
	buf_add(&writer->out, str_of(text));
}

static void write_word(struct writer *writer, const struct piece *piece)
{
	struct str word = piece->word;

	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];
		bool digits = c == '\\' && i + 1 < word.len && (word.at[i + 1] == 'd' || word.at[i + 1] == 'w');
		bool repeat = c == '+' && i >= 2 && word.at[i - 2] == '\\';
		if (!digits && !repeat && !ascii_alnum(c) && (unsigned char)c < 0x80) {
			buf_char(&writer->out, '\\');
		}
		buf_char(&writer->out, c);
		if (digits) {
			buf_char(&writer->out, word.at[++i]);
		}
	}
	if (piece->any_ending) {
		write_text(writer, "\\w*");
	}
}

static void write_sequence(struct writer *writer, const struct sequence *sequence);

static bool is_contraction(const struct sequence *alternative)
{
	const struct piece *first = &alternative->at[0];
	return first->kind == PIECE_WORD && first->word.len > 0 && first->word.at[0] == '\'';
}

/* The alternatives that are contractions, or those that are not. */
static size_t write_alternatives(struct writer *writer, const struct piece *piece, int contractions)
{
	size_t count = 0;

	for (size_t i = 0; i < piece->alternatives.count; i++) {
		if (contractions >= 0 && is_contraction(&piece->alternatives.at[i]) != (contractions == 1)) {
			continue;
		}
		write_text(writer, count++ == 0 ? "(?:" : "|");
		write_sequence(writer, &piece->alternatives.at[i]);
	}
	if (count > 0) {
		write_text(writer, ")");
	}
	return count;
}

static void write_set(struct writer *writer, const struct phrase_set *set)
{
	write_text(writer, "(?:");
	for (size_t i = 0; i < set->phrases.count; i++) {
		struct phrase phrase;
		if (!phrase_compile(writer->arena, writer->sets, set->phrases.at[i], &phrase, writer->err)) {
			writer->failed = true;
			return;
		}
		write_text(writer, i > 0 ? "|" : "");
		buf_add(&writer->out, phrase.regex);
	}
	write_text(writer, ")");
}

static void write_bare(struct writer *writer, const struct piece *piece)
{
	switch (piece->kind) {
	case PIECE_WORD:
		write_word(writer, piece);
		break;
	case PIECE_GROUP:
		write_alternatives(writer, piece, -1);
		break;
	case PIECE_SET:
		write_set(writer, piece->set);
		break;
	case PIECE_START:
		write_text(writer, SENTENCE_BEGINS);
		break;
	case PIECE_END:
		write_text(writer, SENTENCE_ENDS);
		break;
	case PIECE_COMMA:
	case PIECE_GAP:
		break;
	}
}

/* A piece with the separator before it. */
static void write_joined(struct writer *writer, const struct piece *piece)
{
	if (piece->optional) {
		write_text(writer, "(?:");
	}
	if (piece->glued) {
		write_bare(writer, piece);
	} else if (piece->kind == PIECE_GROUP) {
		write_text(writer, "(?:" SEPARATOR);
		size_t length = writer->out.len;
		if (write_alternatives(writer, piece, 0) == 0) {
			writer->out.len = length - strlen(SEPARATOR);
			write_alternatives(writer, piece, 1);
		} else {
			write_text(writer, "|");
			if (write_alternatives(writer, piece, 1) == 0) {
				writer->out.len--;
			}
		}
		write_text(writer, ")");
	} else {
		bool contraction = piece->kind == PIECE_WORD && piece->word.at[0] == '\'';
		write_text(writer, contraction ? "" : SEPARATOR);
		write_bare(writer, piece);
	}
	if (piece->optional) {
		write_text(writer, ")?");
	}
}

/* Before the first piece that must be there the separators follow, after it they lead. */
static void write_sequence(struct writer *writer, const struct sequence *sequence)
{
	bool begun = false;

	for (size_t i = 0; i < sequence->count; i++) {
		const struct piece *piece = &sequence->at[i];
		bool more = i + 1 < sequence->count;
		if (piece->kind == PIECE_START || piece->kind == PIECE_END) {
			write_bare(writer, piece);
		} else if (piece->kind == PIECE_COMMA) {
			write_text(writer, " ?,");
		} else if (piece->kind == PIECE_GAP) {
			if (more) {
				buf_printf(&writer->out,
				           begun ? "(?:" SEPARATOR ANY_WORD "){0,%u}?" : "(?:" ANY_WORD SEPARATOR "){0,%u}?",
				           piece->gap);
			}
		} else if (begun) {
			write_joined(writer, piece);
		} else if (piece->optional && more) {
			write_text(writer, "(?:");
			write_bare(writer, piece);
			write_text(writer, SEPARATOR ")?");
		} else {
			write_bare(writer, piece);
			begun = true;
		}
	}
}

/* ---- anchors ---- */

/* What testing for these words costs: rare (long) words are cheap. */
static size_t anchors_cost(const struct str_list *anchors)
{
	size_t cost = 0;

	for (size_t i = 0; i < anchors->count; i++) {
		size_t length = anchors->at[i].len;
		cost += length >= 7 ? 1 : length >= 5 ? 3 : length == 4 ? 10 : length == 3 ? 30 : 90;
	}
	return anchors->count > 0 ? cost : (size_t)-1;
}

static bool is_word_byte(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

static void word_anchors(struct arena *arena, const struct piece *piece, struct str_list *anchors)
{
	struct str word = piece->word, best = {NULL, 0};

	if (str_find_char(word, '\\', 0) != STR_NONE) {
		return;
	}
	for (size_t i = 0, start = 0; i <= word.len; i++) {
		if (i < word.len && is_word_byte(word.at[i])) {
			continue;
		}
		if (i - start > best.len) {
			best = str_sub(word, start, i - start);
		}
		start = i + 1;
	}
	bool is_prefix = piece->any_ending && best.at + best.len == word.at + word.len;
	if (best.len == 0 || (is_prefix && best.len < 3)) {
		return;
	}
	struct str anchor = utf8_lower(arena, best);
	if (is_prefix) {
		anchor = str_printf(arena, STR_FMT "*", STR_ARG(anchor));
	}
	*vec_push(arena, anchors) = anchor;
}

static void sequence_anchors(struct arena *arena, const struct sequence *sequence, struct str_list *anchors);

/* The words of every alternative; none when one alternative has none. */
static void group_anchors(struct arena *arena, const struct piece *piece, struct str_list *anchors)
{
	for (size_t i = 0; i < piece->alternatives.count; i++) {
		struct str_list of_one = {0};
		sequence_anchors(arena, &piece->alternatives.at[i], &of_one);
		if (of_one.count == 0) {
			anchors->count = 0;
			return;
		}
		for (size_t k = 0; k < of_one.count; k++) {
			*vec_push(arena, anchors) = of_one.at[k];
		}
	}
}

static void sequence_anchors(struct arena *arena, const struct sequence *sequence, struct str_list *anchors)
{
	for (size_t i = 0; i < sequence->count; i++) {
		const struct piece *piece = &sequence->at[i];
		struct str_list found = {0};
		if (piece->optional) {
			continue;
		}
		if (piece->kind == PIECE_WORD) {
			word_anchors(arena, piece, &found);
		} else if (piece->kind == PIECE_GROUP) {
			group_anchors(arena, piece, &found);
		}
		if (anchors_cost(&found) < anchors_cost(anchors)) {
			*anchors = found;
		}
	}
}

/* ---- the whole ---- */

static bool is_regex(struct str source)
{
	return source.len > 2 && source.at[0] == '/' && source.at[source.len - 1] == '/';
}

static bool has_required(const struct sequence *sequence)
{
	for (size_t i = 0; i < sequence->count; i++) {
		enum piece_kind kind = sequence->at[i].kind;
		if (!sequence->at[i].optional && (kind == PIECE_WORD || kind == PIECE_GROUP || kind == PIECE_SET)) {
			return true;
		}
	}
	return false;
}

/* Whether the outermost piece on that side begins or ends with a word's letter. */
static bool needs_boundary(const struct sequence *sequence, bool at_start)
{
	const struct piece *piece = &sequence->at[at_start ? 0 : sequence->count - 1];
	return piece->kind != PIECE_SET && piece->kind != PIECE_COMMA && piece->kind != PIECE_END;
}

bool phrase_compile(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                    struct err *err)
{
	struct parser parser = {.arena = arena, .sets = sets, .source = source, .err = err};
	struct sequence sequence = {0};

	memset(phrase, 0, sizeof *phrase);
	if (is_regex(source)) {
		phrase->regex = str_printf(arena, "(?:" STR_FMT ")", STR_ARG(str_sub(source, 1, source.len - 2)));
		return true;
	}
	if (!parse_sequence(&parser, &sequence)) {
		return false;
	}
	if (!at_end(&parser)) {
		return fail(&parser, parser.at, "there is no group open here");
	}
	if (!has_required(&sequence)) {
		return fail(&parser, 0, "the phrase has no word that must occur");
	}
	struct writer writer = {.arena = arena, .sets = sets, .err = err};
	buf_init(&writer.out, arena, PATTERN_MAX);
	write_text(&writer, needs_boundary(&sequence, true) ? WORD_BEGINS : "");
	write_sequence(&writer, &sequence);
	write_text(&writer, needs_boundary(&sequence, false) ? WORD_ENDS : "");
	phrase->regex = buf_str(&writer.out);
	sequence_anchors(arena, &sequence, &phrase->anchors);
	return !writer.failed && (!writer.out.full || fail(&parser, 0, "the phrase is too long"));
}
