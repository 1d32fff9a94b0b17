#include "lint/anchors.h"

#include <string.h>

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
	bool crosses; /* a match may hold a newline */
	struct anchors *anchors;
	struct anchors *heads; /* NULL: not all words with which a match may begin can be told */
	struct lead {
		bool may;  /* what is read next may begin the match */
		bool edge; /* if it does, no part of a word stands right before */
	} lead;
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
	size_t at = reader->at + ahead; /* `at` may have gone past the end, over what is missing there */
	return at < reader->regex.len ? reader->regex.at[at] : '\0';
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

/* Whether \x.. or \p.. may be a newline. */
static bool may_be_newline(char escape, struct str argument)
{
	unsigned value = 0;

	if (escape != 'x')
		return escape == 'P' || argument.len == 0 || !memchr("LNSPM", argument.at[0], 5);
	for (size_t i = 0; i < argument.len && value < 0x10000; i++)
		value = value * 16 + (unsigned)(ascii_digit(argument.at[i]) ? argument.at[i] - '0' : 10);
	return value < 0x0e;
}

/* What follows \x and \p: {...}, or at most two letters and digits, or one. */
static enum item read_argument(struct reader *reader, char escape)
{
	bool braced = look(reader, 0) == '{';
	size_t start = reader->at + braced;

	if (braced)
		while (more(reader) && look(reader, 0) != '}')
			reader->at++;
	for (int room = escape == 'x' ? 2 : 1; !braced && room > 0 && ascii_alnum(look(reader, 0)); room--)
		reader->at++;
	if (may_be_newline(escape, str_sub(reader->regex, start, reader->at - start)))
		reader->crosses = true;
	reader->at += braced;
	return ITEM_OTHER;
}

/* From '\' on: one escape. */
static enum item read_escape(struct reader *reader)
{
	char c = look(reader, 1);

	reader->at += 2;
	if (c == 's' || c == 'W' || c == 'D' || c == 'n' || c == 'v')
		reader->crosses = true;
	if (c == 'b' || c == 's' || c == 'W' || c == 'h' || c == 'v' || c == 'n' || c == 't' || c == 'r' || c == 'A' ||
	    c == 'z' || c == 'Z')
		return ITEM_EDGE;
	if (c == 'w' || c == 'd' || c == 'D' || c == 'S')
		return ITEM_OTHER;
	if (c == 'x' || c == 'p' || c == 'P')
		return read_argument(reader, c);
	if (ascii_alnum(c) || c == '\0')
		return give_up(reader);
	return (unsigned char)c < 0x80 && c != '_' ? ITEM_EDGE : ITEM_OTHER;
}

/* One member of a class: an edge when it can be no part of a word. */
static enum item read_member(struct reader *reader)
{
	char c = look(reader, 0);

	if (c == '\\')
		return read_escape(reader);
	if (c == '[' && look(reader, 1) == ':')
		return give_up(reader);
	if (c == '\n')
		reader->crosses = true;
	bool range = look(reader, 1) == '-' && look(reader, 2) != ']';
	if (range && c < ' ')
		reader->crosses = true;
	reader->at++;
	return ascii_alnum(c) || c == '_' || (unsigned char)c >= 0x80 || range ? ITEM_OTHER : ITEM_EDGE;
}

/* After '[': an edge when nothing in it can be part of a word. */
static enum item read_class(struct reader *reader)
{
	bool crosses_before = reader->crosses, negated, first = true;
	enum item item = ITEM_EDGE;

	reader->at++;
	negated = look(reader, 0) == '^';
	reader->at += negated;
	reader->crosses = false;
	if (negated && follows(reader, STR("\\w")))
		reader->at += 2;
	else if (negated)
		item = ITEM_OTHER;
	for (; more(reader) && (first || look(reader, 0) != ']'); first = false)
		if (read_member(reader) != ITEM_EDGE)
			item = ITEM_OTHER;
	reader->crosses = crosses_before || reader->crosses != negated;
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
	bool crosses = reader->crosses;
	skip_group(reader);
	reader->crosses = crosses;
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
	for (; look(reader, 0) && strchr("ims-", look(reader, 0)); reader->at++)
		reader->crosses = reader->crosses || look(reader, 0) == 's';
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

/* A character that must stand in every match, as an anchor. */
static void add_mark(struct reader *reader, const struct sequence *sequence, struct str text)
{
	size_t mark = reader->anchors->count;

	anchors_add(reader->anchors, (struct anchor_word){.text = text});
	anchors_keep_rarer(reader->anchors, sequence->from, mark);
}

/* The anchor that an item of the pattern is: a digit, a template's value, a rare sign; else empty. */
static struct str mark_of(struct str item)
{
	if (str_eq(item, STR("\\d")))
		return STR(ANCHOR_DIGIT);
	if (str_eq_nocase(item, STR("\\x{fffc}")) || str_eq(item, STR(ANCHOR_VALUE)))
		return STR(ANCHOR_VALUE);
	if (item.len > 2 && item.at[0] == '[' && ascii_digit(item.at[1])) {
		for (size_t i = 1; i + 1 < item.len; i++)
			if (!ascii_digit(item.at[i]) && item.at[i] != '-')
				return str_sub(item, 0, 0);
		return STR(ANCHOR_DIGIT);
	}
	if (item.len == 2 && item.at[0] == '\\' && anchors_is_sign(item.at[1]))
		return str_from(item, 1);
	bool literal = item.len == 1 && anchors_is_sign(item.at[0]) && !memchr("^$+*?{", item.at[0], 6);
	return literal ? item : str_sub(item, 0, 0);
}

/* Without what a quantifier at its end makes optional, and the quantifier. */
static struct str cut_run(struct str run, bool optional)
{
	size_t len = 0;

	while (len < run.len && ascii_alnum(run.at[len]))
		len++;
	return str_sub(run, 0, len - (optional && len));
}

static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (ascii_digit(text.at[i]))
			return true;
	return false;
}

/* The match may begin with the word; an empty one: with what cannot be looked for. */
static void add_head(struct reader *reader, struct anchor_word word)
{
	bool can_be_told = reader->lead.edge && word.text.len > 0;

	if (reader->lead.may && reader->heads && (!can_be_told || !anchors_add_head(reader->heads, word)))
		reader->heads = NULL;
	reader->lead.may = false;
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
	struct anchor_word word = {.text = cut_run(str_sub(reader->regex, start, reader->at - start), optional)};
	word.is_open = !cut && at_alternative_end(reader);
	word.is_prefix = cut || (!word.is_open && !edge_next(reader));
	add_head(reader, word);
	if (sequence->edge) {
		anchors_add(reader->anchors, word);
		anchors_keep_rarer(reader->anchors, sequence->from, mark);
	}
	if (has_digit(word.text))
		add_mark(reader, sequence, STR(ANCHOR_DIGIT));
	sequence->edge = false;
}

static void read_group(struct reader *reader, struct sequence *sequence)
{
	size_t mark = reader->anchors->count;
	enum item item;
	bool optional, repeats;

	if (read_assertion(reader, &item)) {
		sequence->edge = sequence->edge || item == ITEM_EDGE; /* it takes no room */
		reader->lead.edge = reader->lead.edge || item == ITEM_EDGE;
		return;
	}
	if (open_group(reader))
		return;
	struct lead lead = reader->lead;
	size_t heads_mark = reader->heads ? reader->heads->count : 0;
	struct anchors *second = reader->anchors->second;
	reader->anchors->second = NULL;
	bool edge = read_alternatives(reader, sequence->edge);
	reader->anchors->second = second;
	if (look(reader, 0) != ')')
		give_up(reader);
	reader->at++;
	read_quantifier(reader, &optional, &repeats);
	if (!at_alternative_end(reader) || repeats) {
		bool is_followed_by_edge = !repeats && edge_next(reader);
		anchors_close(reader->anchors, mark, is_followed_by_edge);
		anchors_close_heads(reader->heads, heads_mark, is_followed_by_edge);
	}
	if (optional) {
		reader->lead = lead;
		reader->anchors->count = mark;
	} else {
		anchors_keep_rarer(reader->anchors, sequence->from, mark);
	}
	sequence->edge = edge && (!optional || sequence->edge);
}

/* Whether the item, of which at most two bytes are given, takes no room: ^ $ \b \A \z \Z. */
static bool takes_no_room(struct str item)
{
	return item.at[0] == '^' || item.at[0] == '$' ||
	       (item.len == 2 && item.at[0] == '\\' && memchr("bAzZ", item.at[1], 4));
}

/* What an item that is neither a word nor a group says of the beginning of a match. */
static void lead_on(struct reader *reader, struct str item, struct str mark, bool optional)
{
	bool is_digit = str_eq(mark, STR(ANCHOR_DIGIT));

	if (takes_no_room(item)) {
		reader->lead.edge = true;
		return;
	}
	bool may = reader->lead.may;
	add_head(reader, (struct anchor_word){.text = is_digit ? mark : STR("")});
	reader->lead.may = may && optional;
}

static void read_item(struct reader *reader, struct sequence *sequence)
{
	char c = look(reader, 0);
	bool optional, repeats, was_edge = sequence->edge;
	size_t start = reader->at;

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
	if (c == '\n')
		reader->crosses = true;
	struct str mark = mark_of(str_sub(reader->regex, start, reader->at - start));
	read_quantifier(reader, &optional, &repeats);
	if (mark.len && !optional)
		add_mark(reader, sequence, mark);
	lead_on(reader, str_sub(reader->regex, start, 2), mark, optional);
	sequence->edge = item == ITEM_EDGE && (!optional || was_edge);
}

/* Up to the ')' or the end; whether every alternative ends in an edge. Adds anchors only if every one has some. */
static bool read_alternatives(struct reader *reader, bool edge)
{
	size_t mark = reader->anchors->count;
	bool all_anchored = true, all_edges = true, again;
	struct lead lead = reader->lead, after = {.may = false, .edge = true};

	if (++reader->depth > DEPTH_MAX)
		give_up(reader);
	do {
		struct sequence sequence = {.from = reader->anchors->count, .edge = edge};
		reader->lead = lead;
		while (more(reader) && !at_alternative_end(reader))
			read_item(reader, &sequence);
		all_anchored = all_anchored && reader->anchors->count > sequence.from && reader->anchors->count < ANCHORS_MAX;
		all_edges = all_edges && sequence.edge;
		after.edge = after.edge && (reader->lead.edge || !reader->lead.may);
		after.may = after.may || reader->lead.may;
		again = more(reader) && look(reader, 0) == '|';
		if (again && reader->anchors->second) {
			reader->anchors->second->count = 0; /* of one alternative only */
			reader->anchors->second = NULL;
		}
		reader->at += again;
	} while (again);
	reader->depth--;
	reader->lead = after;
	if (!all_anchored)
		reader->anchors->count = mark;
	return all_edges;
}

bool regex_anchors(struct str regex, struct anchors *anchors, struct anchors *heads)
{
	struct reader reader = {.regex = regex, .anchors = anchors, .heads = heads, .lead = {.may = true}};
	struct anchors *second = anchors->second;
	size_t mark = anchors->count;

	read_alternatives(&reader, false);
	bool is_read = !reader.given_up && reader.at == regex.len;
	if (!is_read) {
		anchors->count = mark;
		if (second)
			second->count = 0;
	}
	anchors_close(anchors, mark, false);
	if (second)
		anchors_close(second, 0, false);
	anchors_close_heads(heads, 0, false);
	if (heads && (!is_read || !reader.heads || reader.lead.may))
		heads->count = 0;
	return is_read && !reader.crosses;
}
