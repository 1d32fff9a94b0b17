#include "lint/anchors.h"

/*
 * Reads as much of a PCRE2 pattern as is needed to find words that every match must hold: literal runs, groups,
 * alternatives and quantifiers. What it does not know (conditions, recursion, \Q, (?x) ...) makes it give up; nesting
 * is bounded, so that recursion is.
 */
#define DEPTH_MAX 12u

struct reader {
	struct str regex;
	size_t at;
	unsigned depth;
	bool given_up;
	struct anchors *anchors;
};

/* What an item of the pattern is to the words beside it. */
enum item {
	ITEM_LETTER, /* a letter or digit, part of a word */
	ITEM_EDGE,   /* surely no part of a word: \b, a space, a comma */
	ITEM_OTHER   /* a letter or not: who knows */
};

static bool more(const struct reader *reader)
{
	return reader->at < reader->regex.len && !reader->given_up;
}

static char look(const struct reader *reader, size_t ahead)
{
	return ahead < reader->regex.len - reader->at ? reader->regex.at[reader->at + ahead] : '\0';
}

static bool follows(const struct reader *reader, struct str text)
{
	return str_starts(str_from(reader->regex, reader->at), text);
}

static enum item give_up(struct reader *reader)
{
	reader->given_up = true;
	return ITEM_OTHER;
}

/* Reads a quantifier, if there is one: whether what stands before it may be absent, and whether it may repeat. */
static void read_quantifier(struct reader *reader, bool *optional, bool *repeats)
{
	char c = look(reader, 0);

	*optional = c == '?' || c == '*' || (c == '{' && (look(reader, 1) == '0' || look(reader, 1) == ','));
	*repeats = c == '*' || c == '+' || c == '{';
	if (!*optional && !*repeats)
		return;
	while (c == '{' && more(reader) && look(reader, 0) != '}')
		reader->at++;
	reader->at++;
	if (look(reader, 0) == '?' || look(reader, 0) == '+')
		reader->at++;
}

/* What follows \x and \p: {...}, or at most `room` letters and digits. */
static enum item read_argument(struct reader *reader, unsigned room)
{
	bool braced = look(reader, 0) == '{';

	if (braced)
		while (more(reader) && look(reader, 0) != '}')
			reader->at++;
	for (; !braced && room > 0 && ascii_alnum(look(reader, 0)); room--)
		reader->at++;
	reader->at += braced;
	return ITEM_OTHER;
}

/* From '\' on: one escape. */
static enum item read_escape(struct reader *reader)
{
	char c = look(reader, 1);

	reader->at += 2;
	if (c == 'b' || c == 's' || c == 'W' || c == 'h' || c == 'v' || c == 'n' || c == 't' || c == 'r' || c == 'A' ||
	    c == 'z' || c == 'Z')
		return ITEM_EDGE;
	if (c == 'w' || c == 'd' || c == 'D' || c == 'S')
		return ITEM_OTHER;
	if (c == 'x' || c == 'p' || c == 'P')
		return read_argument(reader, c == 'x' ? 2 : 1);
	if (ascii_alnum(c) || c == '\0')
		return give_up(reader);
	return (unsigned char)c < 0x80 && c != '_' ? ITEM_EDGE : ITEM_OTHER;
}

/* After '[': an edge when nothing in it can be part of a word. */
static enum item read_class(struct reader *reader)
{
	enum item item = ITEM_EDGE;
	bool first = true;

	reader->at++;
	if (look(reader, 0) == '^') {
		reader->at++;
		if (!follows(reader, STR("\\w")))
			item = ITEM_OTHER;
		else
			reader->at += 2;
	}
	for (; more(reader) && (first || look(reader, 0) != ']'); first = false) {
		char c = look(reader, 0);
		if (c == '\\') {
			if (read_escape(reader) != ITEM_EDGE)
				item = ITEM_OTHER;
			continue;
		}
		bool range = look(reader, 1) == '-' && look(reader, 2) != ']';
		if (c == '[' && look(reader, 1) == ':')
			give_up(reader);
		if (ascii_alnum(c) || c == '_' || (unsigned char)c >= 0x80 || range)
			item = ITEM_OTHER;
		reader->at++;
	}
	reader->at++;
	return item;
}

/* From its '(' to behind its ')'. */
static void skip_group(struct reader *reader)
{
	unsigned depth = 0;

	do {
		char c = look(reader, 0);
		if (c == '\\') {
			read_escape(reader);
			continue;
		}
		if (c == '[') {
			read_class(reader);
			continue;
		}
		depth += c == '(';
		depth -= c == ')';
		reader->at++;
	} while (more(reader) && depth > 0);
}

/* "\w)" or "[\w...])": what a negative assertion holds that keeps words away. */
static bool is_any_word(const struct reader *reader)
{
	struct reader ahead = *reader;

	if (follows(reader, STR("\\w)")))
		return true;
	if (!follows(reader, STR("[\\w")))
		return false;
	read_class(&ahead);
	return look(&ahead, 0) == ')';
}

/* Whether the group that begins here is an assertion; it is passed over. An edge: not beside a word. */
static bool read_assertion(struct reader *reader, enum item *item)
{
	bool behind = follows(reader, STR("(?<=")) || follows(reader, STR("(?<!"));
	struct reader inner = *reader;

	if (!behind && !follows(reader, STR("(?=")) && !follows(reader, STR("(?!")))
		return false;
	inner.at += behind ? 4 : 3;
	*item = inner.regex.at[inner.at - 1] == '!' && is_any_word(&inner) ? ITEM_EDGE : ITEM_OTHER;
	skip_group(reader);
	return true;
}

/* Passes "(", "(?:", "(?i:", "(?<name>"; gives up at what it does not know. True: only options, as "(?i)". */
static bool open_group(struct reader *reader)
{
	reader->at++;
	if (look(reader, 0) == '*')
		give_up(reader);
	if (look(reader, 0) != '?')
		return false;
	reader->at++;
	if (look(reader, 0) == 'P')
		reader->at++;
	if (look(reader, 0) == '<') {
		while (more(reader) && look(reader, 0) != '>')
			reader->at++;
		reader->at++;
		return false;
	}
	while (look(reader, 0) == 'i' || look(reader, 0) == 'm' || look(reader, 0) == 's' || look(reader, 0) == '-')
		reader->at++;
	char c = look(reader, 0);
	if (c != ':' && c != ')' && c != '>' && c != '|')
		give_up(reader);
	reader->at++;
	return c == ')';
}

static bool read_alternatives(struct reader *reader, bool edge);

/* The item's edge is what the next word may lean on. */
struct sequence {
	size_t from; /* of its anchors */
	bool edge;   /* no part of a word stands right before */
};

static bool edge_next(struct reader *reader)
{
	struct reader ahead = *reader;
	enum item item = ITEM_OTHER;
	bool optional, repeats;

	if (!more(reader) || look(reader, 0) == '(') {
		return more(reader) && read_assertion(&ahead, &item) && item == ITEM_EDGE;
	}
	char c = look(reader, 0);
	if (c == '\\')
		item = read_escape(&ahead);
	else if (c == '[')
		item = read_class(&ahead);
	else if ((unsigned char)c < 0x80 && !ascii_alnum(c) && c != '_' && c != '.' && c != '|' && c != ')') {
		item = ITEM_EDGE;
		ahead.at++;
	}
	read_quantifier(&ahead, &optional, &repeats);
	return item == ITEM_EDGE && !optional && !ahead.given_up;
}

static bool at_alternative_end(const struct reader *reader)
{
	return !more(reader) || look(reader, 0) == '|' || look(reader, 0) == ')';
}

static void read_run(struct reader *reader, struct sequence *sequence)
{
	size_t start = reader->at, mark = reader->anchors->count;
	bool optional = false, repeats = false, cut = false;

	while (ascii_alnum(look(reader, 0)) && !cut) {
		reader->at++;
		read_quantifier(reader, &optional, &repeats);
		cut = optional || repeats;
	}
	struct anchor_word word = {.text = str_sub(reader->regex, start, reader->at - start)};
	if (cut)
		while (word.text.len && !ascii_alnum(word.text.at[word.text.len - 1]))
			word.text.len--;
	if (cut && str_find_char(word.text, '{', 0) != STR_NONE)
		word.text.len = str_find_char(word.text, '{', 0);
	if (optional && word.text.len)
		word.text.len--;
	word.is_open = !cut && at_alternative_end(reader);
	word.is_prefix = cut || (!word.is_open && !edge_next(reader));
	if (sequence->edge) {
		anchors_add(reader->anchors, word);
		anchors_keep_rarer(reader->anchors, sequence->from, mark);
	}
	sequence->edge = false;
}

static void read_group(struct reader *reader, struct sequence *sequence)
{
	size_t mark = reader->anchors->count;
	enum item item;
	bool optional, repeats;

	if (read_assertion(reader, &item)) {
		sequence->edge = item == ITEM_EDGE;
		return;
	}
	if (open_group(reader))
		return;
	bool edge = read_alternatives(reader, sequence->edge);
	if (look(reader, 0) != ')')
		give_up(reader);
	reader->at++;
	read_quantifier(reader, &optional, &repeats);
	if (!at_alternative_end(reader))
		anchors_close(reader->anchors, mark, !repeats && edge_next(reader));
	else if (repeats)
		anchors_close(reader->anchors, mark, false);
	if (optional)
		reader->anchors->count = mark;
	else
		anchors_keep_rarer(reader->anchors, sequence->from, mark);
	sequence->edge = edge && (!optional || sequence->edge);
}

static void read_item(struct reader *reader, struct sequence *sequence)
{
	char c = look(reader, 0);
	bool optional, repeats, was_edge = sequence->edge;

	if (ascii_alnum(c)) {
		read_run(reader, sequence);
		return;
	}
	if (c == '(') {
		read_group(reader, sequence);
		return;
	}
	enum item item = (unsigned char)c < 0x80 && c != '_' && c != '.' ? ITEM_EDGE : ITEM_OTHER;
	if (c == '\\')
		item = read_escape(reader);
	else if (c == '[')
		item = read_class(reader);
	else
		reader->at++;
	read_quantifier(reader, &optional, &repeats);
	sequence->edge = item == ITEM_EDGE && (!optional || was_edge);
}

/* Up to the ')' or the end; whether every alternative ends in an edge. Adds anchors only if every one has some. */
static bool read_alternatives(struct reader *reader, bool edge)
{
	size_t mark = reader->anchors->count;
	bool all_anchored = true, all_edges = true, again;

	if (++reader->depth > DEPTH_MAX)
		give_up(reader);
	do {
		struct sequence sequence = {.from = reader->anchors->count, .edge = edge};
		while (more(reader) && !at_alternative_end(reader))
			read_item(reader, &sequence);
		all_anchored = all_anchored && reader->anchors->count > sequence.from && reader->anchors->count < ANCHORS_MAX;
		all_edges = all_edges && sequence.edge;
		again = more(reader) && look(reader, 0) == '|';
		reader->at += again;
	} while (again);
	reader->depth--;
	if (!all_anchored)
		reader->anchors->count = mark;
	return all_edges;
}

void regex_anchors(struct str regex, struct anchors *anchors)
{
	struct reader reader = {.regex = regex, .anchors = anchors};
	size_t mark = anchors->count;

	read_alternatives(&reader, false);
	if (reader.given_up || reader.at < regex.len)
		anchors->count = mark;
	anchors_close(anchors, mark, false);
}
