#include "lint/phrase.h"

#include <string.h>

#include "lint/choices.h"
#include "lint/scan.h"

/*
 * A phrase is read once, from left to right, and written as one regular expression on the way (or not written, when
 * only its anchors are wanted). Before the first part that must be there (the sequence has not "begun") the separators
 * follow the optional parts, after it they lead. Nesting is bounded, so that recursion is.
 */
#define DEPTH_MAX 12u
#define SETS_DEPTH_MAX 4u
#define REGEX_MAX ((size_t)256 * 1024)

#define SEPARATOR "[ ,;:]+"
/* Possessive: a word is taken whole or not at all, so that a gap costs no more than its words. */
#define ANY_WORD "[^\\s.!?,;:\\x{2026}]++(?:[.:,][^\\s.!?,;:\\x{2026}]++)*+"
#define WORD_BEGINS "(?<!\\w)(?<!\\w[-'])"
#define WORD_BEGINS_OR_APOSTROPHE "(?:(?=')|(?<!\\w)(?<!\\w[-']))"
#define WORD_ENDS "(?!\\w|[-']\\w)"
/* What cannot be before a sentence comes first, as most places are none. */
#define SENTENCE_BEGINS                                                                                                \
	"(?<![\\w,])(?:\\A|(?<=[.!?:;\\x{2026}\\n\"(])|(?<=[.!?:;\\x{2026}] )|(?<=[.!?][\"')] )|(?<=[\\s(]')|(?<=\\n[-*] " \
	")"                                                                                                                \
	"|(?<=\\n\\x{2022} )|(?<=\\A[-*] )|(?<=\\A\\x{2022} )|(?<=\\n\\w\\) )|(?<=\\A\\w\\) ))"
#define SENTENCE_ENDS                                                                                                  \
	"(?=[ \"')\\]\\p{So}\\p{Sk}\\x{FE0F}\\x{200D}]*+(?:[.!?;:\\x{2026}](?-i:(?!\\p{Ll}|\\d))|\\n|\\z)| ?\\p{So})"

/* The parts read so far of a phrase or of one alternative. */
struct sequence {
	size_t anchors;  /* where its own begin */
	bool begun;      /* something that must be there has been read */
	bool has_word;   /* a word, group or set of that kind */
	bool has_mark;   /* a comma or $ */
	bool spaced;     /* what was written last took the separators with it */
	bool edge;       /* something stands before it (^, or the words before its group): gaps at its start count */
	bool glued;      /* the part now being read touches the one before */
	bool open_right; /* the part before ends in a letter, or may */
	bool read_any;
};

const struct phrase_set *phrase_sets_find(const struct phrase_sets *sets, struct str name)
{
	for (size_t i = 0; sets && i < sets->count; i++)
		if (str_eq(sets->at[i].name, name))
			return &sets->at[i];
	return NULL;
}

static bool is_apart(const struct sequence *sequence)
{
	return sequence->begun && !sequence->glued && !sequence->spaced;
}

/* What parts the word or group that begins here from what stands before it. */
static void separate(struct scan *scan)
{
	if (!scan_attaches(scan))
		scan_write(scan, SEPARATOR);
	else if (scan_peek(scan) != ',' && scan_peek(scan) != '$' && !scan_apostrophe(scan))
		scan_write(scan, " ?");
}

static void settle_anchors(struct scan *scan, struct sequence *sequence, size_t mark)
{
	anchors_keep_rarer(scan->anchors, sequence->anchors, mark);
	sequence->begun = sequence->has_word = true;
	sequence->spaced = false;
}

static bool scan_word(struct scan *scan, struct sequence *sequence)
{
	size_t start = scan->at, mark = scan->anchors->count;
	bool any_ending = false;

	if (is_apart(sequence))
		separate(scan);
	if (!scan_word_text(scan, &any_ending))
		return false;
	struct str word = str_sub(scan->source, start, scan->at - start);
	if (word.len == 0)
		return scan_fail(scan, start, "a word, {a|b}, [a], ~N, @set, ^ or $ is expected here");
	bool open_left = sequence->glued && sequence->open_right;
	bool letter_last = scan_is_letter(word.at[word.len - 1]) || any_ending;
	scan_anchor(scan, word, open_left, letter_last && scan_open_right(scan));
	scan_head(scan, word, letter_last && scan_open_right(scan));
	sequence->open_right = letter_last;
	settle_anchors(scan, sequence, mark);
	return true;
}

/* ---- gaps ---- */

static void write_gap(struct scan *scan, unsigned words, bool leads)
{
	if (scan->out && words)
		buf_printf(scan->out, leads ? "(?:[ ,;:]++" ANY_WORD "){0,%u}?" : "(?:" ANY_WORD SEPARATOR "){0,%u}?", words);
}

static bool scan_gap(struct scan *scan, struct sequence *sequence)
{
	unsigned words;

	if (!scan_number(scan, &words))
		return false;
	scan_skip_spaces(scan);
	bool ends = scan_ends(scan_peek(scan)), in_group = scan->depth > 0 && sequence->begun && !sequence->spaced;
	bool counts = ends ? in_group : sequence->begun || sequence->edge;
	if (counts) {
		scan_no_head(scan);
		write_gap(scan, words, sequence->begun && !sequence->spaced);
	}
	sequence->open_right = false;
	return true;
}

/* ---- groups ---- */

static bool scan_sequence(struct scan *scan, bool edge);

/* One alternative, not empty, with its separators if it brings its own; *anchored is cleared when it has no anchor. */
static bool scan_alternative(struct scan *scan, const struct sequence *sequence, bool own_separators, bool *anchored)
{
	size_t before = scan->anchors->count;

	if (own_separators)
		separate(scan);
	if (!scan_sequence(scan, sequence->begun || sequence->edge))
		return false;
	if (scan->anchors->count == before || scan->anchors->count == ANCHORS_MAX)
		*anchored = false;
	return true;
}

static void begin_choice(struct scan *scan, struct choices *choices)
{
	scan_write(scan, choices->count ? "|" : "");
	*vec_push(scan->arena, choices) = scan->out ? scan->out->len : 0;
}

/* The alternatives up to the closing bracket; *optional: one is empty. own_separators: each brings its own. */
static bool scan_alternatives(struct scan *scan, const struct sequence *sequence, bool own_separators, bool *optional)
{
	size_t opened = scan->at, mark = scan->anchors->count;
	bool braces = scan_peek(scan) == '{', anchored = true, leads = scan->leads;
	struct choices choices = {0};
	char closing = braces ? '}' : ']';

	do {
		scan->at++;
		scan_skip_spaces(scan);
		if (scan_peek(scan) == '|' || scan_peek(scan) == closing) {
			*optional = true;
			continue;
		}
		begin_choice(scan, &choices);
		scan->leads = leads;
		if (!scan_alternative(scan, sequence, own_separators, &anchored))
			return false;
	} while (scan_peek(scan) == '|');
	if (scan_peek(scan) != closing)
		return scan_fail(scan, opened, braces ? "'{' is never closed by '}'" : "'[' is never closed by ']'");
	if (choices.count == 0)
		return scan_fail(scan, opened, "the group is empty");
	scan->at++;
	if (scan->out)
		choices_arrange(scan->out, &choices);
	if (!anchored)
		scan->anchors->count = mark;
	scan->leads = leads;
	return true;
}

/* Behind an optional group at the start of a sequence: the separators, and a gap that makes sense only with it. */
static bool scan_trailer(struct scan *scan, const struct sequence *sequence)
{
	if (!scan_ends(scan_peek(scan)) && !ascii_space(scan_peek(scan)))
		return true;
	scan_skip_spaces(scan);
	scan_write(scan, SEPARATOR);
	if (scan_peek(scan) == '~' && !sequence->edge) {
		unsigned words;
		if (!scan_number(scan, &words))
			return false;
		write_gap(scan, words, false);
		scan_skip_spaces(scan);
	}
	return true;
}

static bool scan_group(struct scan *scan, struct sequence *sequence)
{
	size_t mark = scan->anchors->count;
	bool optional = scan_peek(scan) == '[';
	bool own_separators = is_apart(sequence) && scan_any_attaches(scan, false);

	if (++scan->depth > DEPTH_MAX)
		return scan_fail(scan, scan->at, "groups are nested too deep");
	scan_write(scan, "(?:");
	if (is_apart(sequence) && !own_separators)
		scan_write(scan, SEPARATOR);
	scan_write(scan, "(?:");
	struct anchors *second = scan->anchors->second;
	scan->anchors->second = NULL;
	if (!scan_alternatives(scan, sequence, own_separators, &optional))
		return false;
	scan->anchors->second = second;
	scan_write(scan, ")");
	if ((sequence->glued && sequence->open_right) || scan_open_right(scan))
		scan->anchors->count = mark;
	if (scan_open_right(scan))
		scan_no_head(scan);
	scan->leads = scan->leads && optional;
	sequence->open_right = true;
	if (optional && !sequence->begun && !scan_trailer(scan, sequence))
		return false;
	scan_write(scan, optional ? ")?" : ")");
	scan->depth--;
	if (optional)
		scan->anchors->count = mark;
	else
		settle_anchors(scan, sequence, mark);
	return true;
}

/* ---- sets ---- */

static bool scan_phrase(struct scan *scan);

/* The name behind '@'; .len is 0 when there is none. */
static struct str set_name(struct str source, size_t at)
{
	size_t end = at + 1;

	while (end < source.len && (ascii_alnum(source.at[end]) || source.at[end] == '-' || source.at[end] == '_'))
		end++;
	return str_sub(source, at + 1, end - at - 1);
}

static bool fail_set(const struct scan *scan, struct str name)
{
	struct buf known;

	buf_init(&known, scan->arena, 300);
	for (size_t i = 0; scan->sets && i < scan->sets->count; i++)
		buf_printf(&known, "%s" STR_FMT, i ? ", " : "", STR_ARG(scan->sets->at[i].name));
	return scan_fail(scan, scan->at,
	                 str_printf(scan->arena,
	                            "there is no set '" STR_FMT "', only: " STR_FMT "; the character @ is written \\@",
	                            STR_ARG(name), STR_ARG(buf_str(&known)))
	                     .at);
}

/* Every phrase of the set as an alternative; their anchors together. */
static bool scan_set_phrases(struct scan *scan, const struct phrase_set *set)
{
	struct scan outer = *scan;
	size_t mark = scan->anchors->count;
	bool anchored = set->phrases.count > 0, leads = scan->leads;

	for (size_t i = 0; i < set->phrases.count; i++) {
		size_t before = scan->anchors->count;
		scan->source = set->phrases.at[i];
		scan->at = 0;
		scan->depth = 0;
		scan->leads = leads;
		scan_write(scan, i ? "|" : "");
		struct err inner = {{0}};
		scan->err = &inner;
		bool good = scan_phrase(scan);
		scan->err = outer.err;
		if (!good) {
			err_set(scan->err, "in set @" STR_FMT ", \"%.200s\": %s", STR_ARG(set->name),
			        str_cstr(scan->arena, scan->source), inner.text);
			return false;
		}
		anchored = anchored && scan->anchors->count > before && scan->anchors->count < ANCHORS_MAX;
	}
	if (!anchored)
		scan->anchors->count = mark;
	scan->source = outer.source;
	scan->at = outer.at;
	scan->depth = outer.depth;
	scan->leads = leads;
	return true;
}

static bool scan_set(struct scan *scan, struct sequence *sequence)
{
	struct str name = set_name(scan->source, scan->at);
	const struct phrase_set *set = phrase_sets_find(scan->sets, name);
	size_t mark = scan->anchors->count;

	if (!set)
		return fail_set(scan, name);
	if (scan->set_depth == SETS_DEPTH_MAX)
		return scan_fail(scan, scan->at, "sets hold sets too deep, or a set holds itself");
	if (is_apart(sequence))
		scan_write(scan, SEPARATOR);
	scan_write(scan, "(?:");
	scan->at += 1 + name.len;
	struct anchors *second = scan->anchors->second;
	scan->anchors->second = NULL;
	scan->set_depth++;
	if (!scan_set_phrases(scan, set))
		return false;
	scan->set_depth--;
	scan->anchors->second = second;
	scan_write(scan, ")");
	if (scan_open_right(scan))
		scan_no_head(scan);
	scan->leads = false;
	sequence->open_right = true;
	settle_anchors(scan, sequence, mark);
	return true;
}

/* ---- sequences ---- */

static bool scan_start(struct scan *scan, struct sequence *sequence)
{
	if (sequence->read_any || sequence->begun)
		return scan_fail(scan, scan->at,
		                 "'^' (sentence start) stands only at the beginning; the character is written \\^");
	scan->at++;
	scan_write(scan, SENTENCE_BEGINS);
	sequence->edge = true;
	sequence->open_right = false;
	return true;
}

static bool scan_comma(struct scan *scan, struct sequence *sequence)
{
	scan->at++;
	scan_skip_spaces(scan);
	scan_no_head(scan);
	scan->leads = false;
	scan_write(scan, " ?,");
	scan_write(scan, scan_ends(scan_peek(scan)) ? "" : "[ ,;:]*");
	sequence->begun = sequence->spaced = sequence->has_mark = true;
	sequence->open_right = false;
	return true;
}

static bool scan_part(struct scan *scan, struct sequence *sequence)
{
	switch (scan_peek(scan)) {
	case '{':
	case '[':
		return scan_group(scan, sequence);
	case '~':
		return scan_gap(scan, sequence);
	case '@':
		return scan_set(scan, sequence);
	case '^':
		return scan_start(scan, sequence);
	case ',':
		return scan_comma(scan, sequence);
	default:
		if (!scan_at_dollar(scan))
			return scan_word(scan, sequence);
		scan->at++;
		scan_skip_spaces(scan);
		scan_no_head(scan);
		scan_write(scan, SENTENCE_ENDS);
		sequence->has_mark = true;
		return true;
	}
}

/* Up to the end, '|', '}' or ']'. edge: words stand before it. */
static bool scan_sequence(struct scan *scan, bool edge)
{
	struct sequence sequence = {.anchors = scan->anchors->count, .edge = edge};
	size_t start = scan->at;

	for (scan_skip_spaces(scan); !scan_ends(scan_peek(scan)); scan_skip_spaces(scan)) {
		sequence.glued = sequence.read_any && !ascii_space(scan->source.at[scan->at - 1]);
		if (!scan_part(scan, &sequence))
			return false;
		sequence.read_any = true;
	}
	if (sequence.has_mark && scan->depth > 0)
		return true;
	return sequence.has_word || scan_fail(scan, start, "a word that must occur is missing: all here is optional");
}

bool phrase_is_regex(struct str source)
{
	return source.len > 2 && source.at[0] == '/' && source.at[source.len - 1] == '/';
}

static void hash(struct scan *scan)
{
	for (size_t i = 0; i < scan->source.len; i++) {
		unsigned char c = (unsigned char)scan->source.at[i];
		scan->key = (scan->key ^ c) * 0x100000001b3u;
		scan->may_attach = scan->may_attach || (c != '\0' && strchr("',;:.!?$\xe2", (char)c));
	}
	scan->key = (scan->key ^ 0x100) * 0x100000001b3u;
}

/* A whole phrase, or one of a set within another phrase. */
static bool scan_phrase(struct scan *scan)
{
	hash(scan);
	if (phrase_is_regex(scan->source)) {
		struct str regex = str_sub(scan->source, 1, scan->source.len - 2);
		regex_anchors(regex, scan->anchors, NULL);
		scan_no_head(scan);
		scan_write(scan, "(?:");
		if (scan->out)
			buf_add(scan->out, regex);
		scan_write(scan, ")");
		return true;
	}
	scan_skip_spaces(scan);
	char first = scan_peek(scan);
	if (scan_apostrophe(scan) || ((first == '{' || first == '[') && scan_any_attaches(scan, true)))
		scan_write(scan, WORD_BEGINS_OR_APOSTROPHE);
	else if (first != '^' && first != ',' && first != '@')
		scan_write(scan, WORD_BEGINS);
	if (!scan_sequence(scan, false))
		return false;
	if (scan->at < scan->source.len)
		return scan_fail(scan, scan->at, "no group is open here; the character itself is written with a \\ before it");
	struct str trimmed = str_trim(scan->source);
	if (!str_ends(trimmed, STR(",")) && !str_ends(trimmed, STR("$")))
		scan_write(scan, WORD_ENDS);
	return true;
}

static bool read_phrase(struct scan scan, struct phrase *phrase)
{
	struct anchors anchors, second, heads;

	anchors_init(&anchors, &second);
	anchors_init(&heads, NULL);
	scan.anchors = &anchors;
	scan.heads = &heads;
	scan.leads = true;
	scan.key = 0xcbf29ce484222325u;
	*phrase = (struct phrase){0};
	if (!scan_phrase(&scan))
		return false;
	phrase->anchors = anchors_list(&anchors, scan.arena);
	phrase->also = anchors_list(&second, scan.arena);
	if (scan.heads)
		phrase->heads = anchors_list(&heads, scan.arena);
	phrase->key = scan.key;
	return true;
}

bool phrase_check(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                  struct err *err)
{
	struct scan scan = {.arena = arena, .sets = sets, .source = source, .err = err};
	return read_phrase(scan, phrase);
}

bool phrase_compile(struct arena *arena, const struct phrase_sets *sets, struct str source, struct phrase *phrase,
                    struct err *err)
{
	struct buf out;
	struct scan scan = {.arena = arena, .sets = sets, .source = source, .out = &out, .err = err};

	buf_init(&out, arena, REGEX_MAX);
	if (!read_phrase(scan, phrase))
		return false;
	phrase->regex = buf_str(&out);
	return !out.full || err_set(err, "column 1: the phrase is too long");
}

const struct phrase_set *phrase_is_set(const struct phrase_sets *sets, struct str source)
{
	struct str trimmed = str_trim(source);

	if (trimmed.len < 2 || trimmed.at[0] != '@')
		return NULL;
	struct str name = set_name(trimmed, 0);
	return name.len + 1 == trimmed.len ? phrase_sets_find(sets, name) : NULL;
}
