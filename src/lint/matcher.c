#include "lint/matcher.h"

#include <stdlib.h>

#include "lint/anchors.h"
#include "lint/compiled.h"
#include "lint/pattern.h"
#include "lint/phrase.h"

/* So far behind a span a regular expression's assertions see. */
#define LOOK_AHEAD ((size_t)512)
/*
 * A long line is searched piece by piece, so that no pattern costs more than its length, whatever is tried at each
 * place: a match begins in the piece and ends at most so far behind it.
 */
#define PIECE ((size_t)2048)
#define MATCH_MOST ((size_t)2048)
#define SETS_DEPTH_MAX 4u
/* A line with more places where a match may begin, or a text with more words that may, is searched from end to end. */
#define HEADS_MAX 32u
#define HEAD_WORDS_MAX 64u

struct matcher {
	struct arena *arena;
	unsigned flags;
	size_t entries;
	bool has_sets; /* an entry is more than one pattern */
	struct {
		struct pattern *at;
		size_t count, room;
	} patterns;
};

/* ---- building ---- */

struct matcher *matcher_new(struct arena *arena, unsigned flags)
{
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);

	matcher->arena = arena;
	matcher->flags = flags;
	return matcher;
}

void matcher_reserve(struct matcher *matcher, size_t entries)
{
	matcher->patterns.at = ARENA_ARRAY(matcher->arena, entries, struct pattern);
	matcher->patterns.room = entries;
}

size_t matcher_count(const struct matcher *matcher)
{
	return matcher->entries;
}

static void add(struct matcher *matcher, struct pattern pattern, size_t tag)
{
	if (pattern.is_regex && matcher->flags & MATCH_CASE) {
		pattern.with_case = true;
		pattern.traits.key += 2;
		pattern.traits.code = (struct str){"", 0};
	}
	pattern.tag = tag;
	pattern.entry = matcher->entries;
	*vec_push(matcher->arena, &matcher->patterns) = pattern;
}

static bool add_phrase(struct matcher *matcher, const struct phrase_sets *sets, struct pattern pattern, struct err *err)
{
	struct traits traits = {0};
	bool is_known = sets && compiled_traits(sets->compiled, pattern.source, &traits);

	if (!is_known && !pattern_read(matcher->arena, sets, pattern.source, &traits, err))
		return false;
	add(matcher, pattern_of(sets, pattern.source, &traits), pattern.tag);
	return true;
}

/* Each phrase of the set as a pattern of its own, so that each has its own anchors. */
static bool add_set(struct matcher *matcher, const struct phrase_sets *sets, const struct phrase_set *set,
                    const struct pattern *model, unsigned depth, struct err *err)
{
	if (depth == SETS_DEPTH_MAX)
		return err_set(err, "column 1: sets hold sets too deep, or a set holds itself");
	matcher->has_sets = true;
	for (size_t i = 0; i < set->phrases.count; i++) {
		struct pattern pattern = *model;
		struct err inner = {{0}};
		pattern.source = set->phrases.at[i];
		const struct phrase_set *within = phrase_is_set(sets, pattern.source);
		bool good = within ? add_set(matcher, sets, within, model, depth + 1, &inner)
		                   : add_phrase(matcher, sets, pattern, &inner);
		if (!good)
			return err_set(err, "in set @" STR_FMT ", \"" STR_FMT "\": %s", STR_ARG(set->name),
			               STR_ARG(str_sub(pattern.source, 0, 200)), inner.text);
	}
	return true;
}

bool matcher_add_phrase(struct matcher *matcher, const struct phrase_sets *sets, struct str phrase, size_t tag,
                        struct err *err)
{
	struct pattern pattern = {.source = phrase, .tag = tag};
	const struct phrase_set *set = phrase_is_set(sets, phrase);
	bool good = set ? add_set(matcher, sets, set, &pattern, 0, err) : add_phrase(matcher, sets, pattern, err);

	matcher->entries += good;
	return good;
}

static bool check(const struct pattern *pattern, struct err *err)
{
	pcre2_code *code = pattern_compile(pattern, err);

	if (!code)
		return false;
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	bool empty = data && pcre2_match(code, (PCRE2_SPTR) "", 0, 0, 0, data, NULL) >= 0;
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return !empty || err_set(err, "column 1: the pattern matches the empty text, so everywhere");
}

static bool add_regex(struct matcher *matcher, struct pattern pattern, size_t tag, struct err *err)
{
	if (!(matcher->flags & MATCH_TRUSTED) && !check(&pattern, err))
		return false;
	add(matcher, pattern, tag);
	matcher->entries++;
	return true;
}

bool matcher_add_regex(struct matcher *matcher, struct str regex, size_t tag, struct err *err)
{
	struct pattern pattern = {.source = regex, .is_regex = true};

	pattern.traits = pattern_read_regex(matcher->arena, regex);
	return add_regex(matcher, pattern, tag, err);
}

bool matcher_add_word(struct matcher *matcher, const struct phrase_sets *sets, struct str regex, size_t tag,
                      struct err *err)
{
	struct pattern pattern = {.source = regex, .is_regex = true, .is_word = true};

	if (!compiled_traits(sets->compiled, regex, &pattern.traits))
		pattern.traits = pattern_read_regex(matcher->arena, pattern_word(matcher->arena, regex));
	return add_regex(matcher, pattern, tag, err);
}

bool matcher_check(const struct matcher *matcher, struct err *err)
{
	for (size_t i = 0; i < matcher->patterns.count; i++)
		if (!check(&matcher->patterns.at[i], err))
			return false;
	return true;
}

/* ---- searching ---- */

struct search {
	const struct matcher *matcher;
	struct searcher *searcher;
	const struct haystack *haystack;
	size_t from, to;               /* bytes */
	size_t first_line, line_count; /* lines that hold them */
	struct arena *arena;           /* NULL: the first match is enough, and not kept */
	struct match_list list;
};

static size_t next_character(struct str bytes, size_t at)
{
	for (at++; at < bytes.len && ((unsigned char)bytes.at[at] & 0xC0) == 0x80;)
		at++;
	return at;
}

static void keep(struct search *search, const struct pattern *pattern, const PCRE2_SIZE *ends)
{
	size_t groups = (search->matcher->flags & MATCH_GROUPS) ? MATCH_GROUPS_MAX : 0;
	struct match *match = vec_push(search->arena, &search->list);

	match->where = (struct span){ends[0], ends[1] - ends[0]};
	match->tag = pattern->tag;
	match->order = pattern->entry;
	for (size_t i = 0; i < groups; i++)
		if (ends[2 * i + 2] != PCRE2_UNSET && ends[2 * i + 3] >= ends[2 * i + 2])
			match->group[i] = str_sub(search->haystack->bytes, ends[2 * i + 2], ends[2 * i + 3] - ends[2 * i + 2]);
}

/* The next match that ends at or before `to`, which is passed; NULL when there is none. */
static const PCRE2_SIZE *next_match(const struct search *search, const struct pattern *pattern,
                                    struct reach_of_match *reach, size_t to)
{
	while (reach->from < reach->begin) {
		const PCRE2_SIZE *ends = searcher_match(search->searcher, pattern, search->haystack, reach);
		if (!ends || ends[0] >= reach->begin)
			return NULL;
		if (ends[1] <= to && ends[1] > ends[0]) {
			reach->from = ends[1];
			return ends;
		}
		reach->from = next_character(search->haystack->bytes, ends[0] > reach->from ? ends[0] : reach->from);
	}
	return NULL;
}

/* As many bytes from `at` on, to the end of a character; no further than `to`. */
static size_t ahead(struct str bytes, size_t at, size_t count, size_t to)
{
	return to - at > count ? next_character(bytes, at + count - 1) : to;
}

/* ---- by first words ---- */

struct head_places {
	size_t at[HEADS_MAX + 1];
	size_t count;
};

/* Keeps the places ascending, each once. */
static void add_head_place(struct head_places *places, size_t at)
{
	size_t slot = places->count;

	while (slot > 0 && places->at[slot - 1] > at)
		slot--;
	if (slot > 0 && places->at[slot - 1] == at)
		return;
	for (size_t i = places->count; i > slot; i--)
		places->at[i] = places->at[i - 1];
	places->at[slot] = at;
	places->count++;
}

/* The first of the places [low, high) at or behind the offset. */
static size_t first_offset(const struct haystack *haystack, size_t low, size_t high, size_t offset)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (haystack->offset_of[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where in [from, to) the words stand with which a match begins; false: they are too many. */
static bool find_heads(const struct haystack *haystack, const struct traits *traits, size_t from, size_t to,
                       struct head_places *places)
{
	const struct anchor *heads = traits->anchors + traits->anchor_count + traits->also_count;

	places->count = 0;
	for (size_t i = 0; i < traits->head_count; i++) {
		struct word_range range = haystack_find_head(haystack, traits, &heads[i]);
		bool is_digit = anchor_word(traits, &heads[i]).at[0] == ANCHOR_DIGIT[0];
		if (range.last - range.first > HEAD_WORDS_MAX || (is_digit && haystack->has_other_digits))
			return false;
		for (size_t word = range.first; word < range.last; word++) {
			size_t end = haystack->places[word + 1];
			size_t place = first_offset(haystack, haystack->places[word], end, from);
			for (; place < end && haystack->offset_of[place] < to; place++) {
				add_head_place(places, haystack->offset_of[place]);
				if (places->count > HEADS_MAX)
					return false;
			}
		}
	}
	return true;
}

/* Matches of pattern in [from, to) that begin at the places; false when the first one was enough. */
static bool search_heads(struct search *search, const struct pattern *pattern, const struct head_places *places,
                         size_t from, size_t to)
{
	struct reach_of_match reach = {.seen = ahead(search->haystack->bytes, to, LOOK_AHEAD, search->haystack->bytes.len)};

	for (size_t i = 0; i < places->count; i++) {
		if (places->at[i] < from)
			continue;
		reach.from = reach.begin = places->at[i];
		const PCRE2_SIZE *ends = searcher_match(search->searcher, pattern, search->haystack, &reach);
		if (!ends || ends[1] > to)
			continue;
		if (!search->arena)
			return false;
		keep(search, pattern, ends);
		from = ends[1];
	}
	return true;
}

/* Matches of pattern in [from, to), wherever they begin; false when the first one was enough. */
static bool search_all(struct search *search, const struct pattern *pattern, size_t from, size_t to)
{
	struct str bytes = search->haystack->bytes;
	struct reach_of_match reach = {.from = from};
	const PCRE2_SIZE *ends;

	for (; reach.from<to; reach.from = reach.from> reach.begin ? reach.from : reach.begin) {
		reach.begin = to - reach.from > 2 * PIECE ? ahead(bytes, reach.from, PIECE, to) : to;
		reach.seen = ahead(bytes, reach.begin, reach.begin == to ? LOOK_AHEAD : MATCH_MOST, bytes.len);
		while ((ends = next_match(search, pattern, &reach, to)) != NULL) {
			if (!search->arena)
				return false;
			keep(search, pattern, ends);
		}
	}
	return true;
}

/* Matches of pattern in [from, to), of a long line or a short one; false when the first one was enough. */
static bool search_window(struct search *search, const struct pattern *pattern, size_t from, size_t to)
{
	struct head_places places;

	if (pattern->traits.head_count && search->haystack->places && to - from <= 2 * PIECE &&
	    find_heads(search->haystack, &pattern->traits, from, to, &places))
		return search_heads(search, pattern, &places, from, to);
	return search_all(search, pattern, from, to);
}

/* The first of the places [low, high) that is in the search's lines or after them. */
static size_t first_place(const struct search *search, size_t low, size_t high)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (search->haystack->line_of[middle] < search->first_line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Notes in bits (NULL: nowhere) which of the lines hold the words of range; whether any does. */
static bool mark_lines(const struct search *search, struct word_range range, uint64_t *bits)
{
	const struct haystack *haystack = search->haystack;
	bool any = false;

	for (size_t word = range.first; word < range.last && (bits || !any); word++) {
		size_t end = haystack->places[word + 1], at = first_place(search, haystack->places[word], end);
		for (; at < end && haystack->line_of[at] - search->first_line < search->line_count; at++) {
			size_t line = haystack->line_of[at] - search->first_line;
			any = true;
			if (!bits)
				break;
			bits[line / 64] |= (uint64_t)1 << line % 64;
		}
	}
	return any;
}

/* Whether one of the anchors stands in the lines of the search; sets the bits (NULL: none) of those that have one. */
static bool mark_anchors(const struct search *search, const struct traits *traits, size_t from, size_t to,
                         uint64_t *bits)
{
	bool any = false;

	for (size_t i = from; i < to; i++) {
		struct word_range range = haystack_find(search->haystack, traits, &traits->anchors[i]);
		if (range.first == range.last)
			continue;
		any = !search->haystack->places || mark_lines(search, range, bits) || any;
		if (any && (!bits || !search->haystack->places))
			return true;
	}
	return any;
}

/* Leaves the bits of lines that have one of the other anchors, too; whether there are any. */
static bool mark_also(const struct search *search, const struct pattern *pattern, uint64_t *bits)
{
	const struct traits *traits = &pattern->traits;
	size_t words = search->line_count / 64 + 1;
	uint64_t *others = bits ? bits + words : NULL;
	bool any = mark_anchors(search, traits, traits->anchor_count, traits->anchor_count + traits->also_count, others);

	if (!bits || !search->haystack->places)
		return any;
	any = false;
	for (size_t i = 0; i < words; i++) {
		bits[i] &= others[i];
		others[i] = 0;
		any = any || bits[i];
	}
	return any;
}

/* Whether the pattern may match in the lines of the search; sets the bits (NULL: none) of those where it may. */
static bool is_candidate(const struct search *search, const struct pattern *pattern, uint64_t *bits)
{
	const struct traits *traits = &pattern->traits;

	if (traits->anchor_count == 0)
		return true;
	return mark_anchors(search, traits, 0, traits->anchor_count, bits) &&
	       (traits->also_count == 0 || mark_also(search, pattern, bits));
}

/* Searches the lines whose bits are set, and clears them. */
static bool search_lines(struct search *search, const struct pattern *pattern, uint64_t *bits)
{
	const uint32_t *lines = search->haystack->lines + search->first_line;
	bool go_on = true;

	for (size_t i = 0; i * 64 < search->line_count; i++) {
		for (size_t line = i * 64; bits[i] && line < search->line_count && line < i * 64 + 64; line++) {
			if ((bits[i] >> line % 64 & 1) == 0)
				continue;
			bits[i] &= ~((uint64_t)1 << line % 64);
			size_t from = lines[line] > search->from ? lines[line] : search->from;
			size_t to = lines[line + 1] < search->to ? lines[line + 1] : search->to;
			go_on = go_on && search_window(search, pattern, from, to);
		}
	}
	return go_on;
}

/* A phrase is looked for line by line even where nothing tells the lines, because it never leaves its line. */
static void mark_all(const struct search *search, uint64_t *bits)
{
	for (size_t line = 0; line < search->line_count; line++)
		bits[line / 64] |= (uint64_t)1 << line % 64;
}

static bool search_pattern(struct search *search, const struct pattern *pattern)
{
	bool anchored = pattern->traits.anchor_count && search->haystack->places;
	bool by_line = search->line_count > 1 && (pattern->is_regex ? pattern->traits.is_line && anchored : true);
	uint64_t *bits = by_line ? searcher_line_bits(search->searcher, search->line_count) : NULL;

	if (!is_candidate(search, pattern, bits))
		return true;
	if (by_line && !anchored)
		mark_all(search, bits);
	return by_line ? search_lines(search, pattern, bits) : search_window(search, pattern, search->from, search->to);
}

/* False when a match was found and the first is enough. */
static bool run(struct search *search, struct span span)
{
	struct str bytes = search->haystack->bytes;

	search->from = span.at < bytes.len ? span.at : bytes.len;
	search->to = span.len < bytes.len - search->from ? search->from + span.len : bytes.len;
	while (search->from < search->to && ((unsigned char)bytes.at[search->from] & 0xC0) == 0x80)
		search->from++;
	if (search->from == search->to)
		return true;
	search->first_line = haystack_line_at(search->haystack, search->from);
	search->line_count = haystack_line_at(search->haystack, search->to - 1) - search->first_line + 1;
	for (size_t i = 0; i < search->matcher->patterns.count; i++)
		if (!search_pattern(search, &search->matcher->patterns.at[i]))
			return false;
	return true;
}

static int compare_places(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->where.at != y->where.at)
		return x->where.at < y->where.at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_entries(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->where.at != y->where.at)
		return x->where.at < y->where.at ? -1 : 1;
	return x->where.len > y->where.len ? -1 : x->where.len < y->where.len;
}

/* Of matches of one entry that overlap, the first and longest stays. */
static void drop_overlaps(struct match_list *list)
{
	size_t kept = 0;

	qsort(list->at, list->count, sizeof *list->at, compare_entries);
	for (size_t i = 0; i < list->count; i++) {
		const struct match *last = kept ? &list->at[kept - 1] : NULL;
		if (last && last->order == list->at[i].order && list->at[i].where.at < last->where.at + last->where.len)
			continue;
		list->at[kept++] = list->at[i];
	}
	list->count = kept;
}

struct match_list matcher_find_all(const struct matcher *matcher, struct searcher *searcher, struct arena *arena,
                                   const struct haystack *haystack, struct span span)
{
	struct search search = {.matcher = matcher, .searcher = searcher, .haystack = haystack, .arena = arena};

	run(&search, span);
	if (search.list.count > 1) {
		if (matcher->has_sets)
			drop_overlaps(&search.list);
		qsort(search.list.at, search.list.count, sizeof *search.list.at, compare_places);
	}
	return search.list;
}

bool matcher_matches(const struct matcher *matcher, struct searcher *searcher, const struct haystack *haystack,
                     struct span span)
{
	struct search search = {.matcher = matcher, .searcher = searcher, .haystack = haystack};

	return !run(&search, span);
}
