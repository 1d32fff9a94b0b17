#include "lint/matcher.h"

#include <assert.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lint/phrase.h"

/* PCRE2's own units: a pattern that meets one of these on ordinary mail is a bad pattern and is reported. */
#define MATCH_LIMIT 2000000u
#define DEPTH_LIMIT 20000u
#define HEAP_LIMIT_KIB 16384u
/* A pattern that was tried this often is worth compiling to machine code. */
#define TRIES_BEFORE_JIT 60u

/*
 * A word (or the first bytes of one) that must stand in the text. The bit says in one look-up that most are absent;
 * the words of the haystack decide.
 */
struct anchor {
	struct str word;
	bool is_prefix;
	uint16_t bit;
};

struct pattern {
	struct str source; /* as written, without the slashes of a regular expression given as such */
	struct str regex;
	const struct anchor *anchors; /* one of them must occur; none: nothing is known */
	size_t anchor_count;
	size_t tag;
};

struct matcher {
	struct arena *arena;
	unsigned flags;
	struct {
		struct pattern *at;
		size_t count, room;
	} patterns;
};

struct compiled {
	const struct pattern *pattern; /* NULL: free */
	pcre2_code *code;
	unsigned tries;
	bool jit;
};

struct searcher {
	struct compiled *at; /* open addressing by the pattern's address */
	size_t count, room;
	pcre2_match_context *context;
	pcre2_match_data *data;
	const char *overrun;
};

/* ---- anchors and haystacks ---- */

#define PREFIX_BYTES 3u

static uint16_t word_bit(struct str word, bool is_prefix)
{
	uint32_t hash = is_prefix ? 0x9e3779b9u : 0x85ebca6bu;
	size_t length = is_prefix && word.len > PREFIX_BYTES ? PREFIX_BYTES : word.len;

	for (size_t i = 0; i < length; i++) {
		hash = (hash ^ (unsigned char)word.at[i]) * 0x01000193u;
	}
	return (uint16_t)((hash ^ hash >> 16) % HAYSTACK_BITS);
}

static void haystack_mark(struct haystack *haystack, uint64_t *bits, struct str word)
{
	uint16_t whole = word_bit(word, false), prefix = word_bit(word, true);

	bits[whole / 64] |= (uint64_t)1 << whole % 64;
	bits[prefix / 64] |= (uint64_t)1 << prefix % 64;
	haystack->bits = bits;
}

static int compare_words(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool is_word_byte(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

struct haystack haystack_index(struct arena *arena, struct str bytes)
{
	struct haystack haystack = {.bytes = bytes};
	struct str lower = utf8_lower(arena, bytes);
	struct str_list words = {0};
	uint64_t *bits = ARENA_ARRAY(arena, HAYSTACK_BITS / 64, uint64_t);

	for (size_t i = 0, start = 0; i <= lower.len; i++) {
		if (i < lower.len && is_word_byte(lower.at[i])) {
			continue;
		}
		if (i > start) {
			*vec_push(arena, &words) = str_sub(lower, start, i - start);
		}
		start = i + 1;
	}
	if (words.count > 0) {
		qsort(words.at, words.count, sizeof *words.at, compare_words);
	}
	size_t distinct = 0;
	for (size_t i = 0; i < words.count; i++) {
		if (distinct == 0 || !str_eq(words.at[i], words.at[distinct - 1])) {
			words.at[distinct++] = words.at[i];
			haystack_mark(&haystack, bits, words.at[i]);
		}
	}
	haystack.bits = bits;
	haystack.words = words.at;
	haystack.word_count = distinct;
	return haystack;
}

static bool haystack_has(const struct haystack *haystack, const struct anchor *anchor)
{
	size_t low = 0, high = haystack->word_count;

	if ((haystack->bits[anchor->bit / 64] >> anchor->bit % 64 & 1) == 0) {
		return false;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(haystack->words[middle], anchor->word) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == haystack->word_count) {
		return false;
	}
	return anchor->is_prefix ? str_starts(haystack->words[low], anchor->word)
	                         : str_eq(haystack->words[low], anchor->word);
}

/* Whether pattern can match anywhere in the haystack. */
static bool is_candidate(const struct pattern *pattern, const struct haystack *haystack)
{
	for (size_t i = 0; i < pattern->anchor_count; i++) {
		if (haystack_has(haystack, &pattern->anchors[i])) {
			return true;
		}
	}
	return pattern->anchor_count == 0;
}

/* ---- building ---- */

struct matcher *matcher_new(struct arena *arena, unsigned flags)
{
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);

	matcher->arena = arena;
	matcher->flags = flags;
	return matcher;
}

size_t matcher_count(const struct matcher *matcher)
{
	return matcher->patterns.count;
}

static const struct anchor *make_anchors(struct arena *arena, const struct str_list *words)
{
	struct anchor *anchors = ARENA_ARRAY(arena, words->count > 0 ? words->count : 1, struct anchor);

	for (size_t i = 0; i < words->count; i++) {
		struct str word = words->at[i];
		anchors[i].is_prefix = str_ends(word, STR("*"));
		anchors[i].word = str_sub(word, 0, word.len - (anchors[i].is_prefix ? 1 : 0));
		anchors[i].bit = word_bit(anchors[i].word, anchors[i].is_prefix);
	}
	return anchors;
}

static pcre2_code *compile(struct str regex, unsigned flags, int *code, PCRE2_SIZE *offset)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_MULTILINE;

	if ((flags & MATCH_CASE) == 0) {
		options |= PCRE2_CASELESS;
	}
	return pcre2_compile((PCRE2_SPTR)regex.at, regex.len, options, code, offset, NULL);
}

static bool compile_error(struct str regex, int code, size_t offset, struct err *err)
{
	PCRE2_UCHAR text[160];

	pcre2_get_error_message(code, text, sizeof text);
	return err_set(err, "column %zu: %s", utf8_count(str_sub(regex, 0, offset)) + 1, (const char *)text);
}

/* A regular expression of a rule is compiled at once, to know that it can be. */
static bool check_regex(struct str regex, unsigned flags, struct err *err)
{
	int code = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *compiled = compile(regex, flags, &code, &offset);

	if (compiled == NULL) {
		return compile_error(regex, code, offset, err);
	}
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	bool empty = pcre2_match(compiled, (PCRE2_SPTR) "", 0, 0, 0, data, NULL) >= 0;
	pcre2_match_data_free(data);
	pcre2_code_free(compiled);
	return !empty || err_set(err, "the pattern matches the empty text");
}

bool matcher_add_phrase(struct matcher *matcher, const struct phrase_sets *sets, struct str phrase, size_t tag,
                        struct err *err)
{
	struct phrase parsed;

	if (!phrase_compile(matcher->arena, sets, phrase, &parsed, err)) {
		return false;
	}
	struct pattern *pattern = vec_push(matcher->arena, &matcher->patterns);
	pattern->source = phrase;
	pattern->regex = parsed.regex;
	pattern->anchors = make_anchors(matcher->arena, &parsed.anchors);
	pattern->anchor_count = parsed.anchors.count;
	pattern->tag = tag;
	return true;
}

bool matcher_add_regex(struct matcher *matcher, struct str regex, size_t tag, struct err *err)
{
	if (!check_regex(regex, matcher->flags, err)) {
		return false;
	}
	struct pattern *pattern = vec_push(matcher->arena, &matcher->patterns);
	pattern->source = regex;
	pattern->regex = regex;
	pattern->tag = tag;
	return true;
}

bool matcher_check(const struct matcher *matcher, struct err *err)
{
	for (size_t i = 0; i < matcher->patterns.count; i++) {
		if (!check_regex(matcher->patterns.at[i].regex, matcher->flags, err)) {
			return false;
		}
	}
	return true;
}

/* ---- searching ---- */

struct searcher *searcher_new(void)
{
	struct searcher *searcher = calloc(1, sizeof *searcher);

	assert(searcher != NULL);
	searcher->context = pcre2_match_context_create(NULL);
	searcher->data = pcre2_match_data_create(MATCH_GROUPS_MAX + 1, NULL);
	assert(searcher->context != NULL && searcher->data != NULL);
	pcre2_set_match_limit(searcher->context, MATCH_LIMIT);
	pcre2_set_depth_limit(searcher->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(searcher->context, HEAP_LIMIT_KIB);
	return searcher;
}

void searcher_free(struct searcher *searcher)
{
	if (searcher == NULL) {
		return;
	}
	for (size_t i = 0; i < searcher->room; i++) {
		pcre2_code_free(searcher->at[i].code);
	}
	free(searcher->at);
	pcre2_match_data_free(searcher->data);
	pcre2_match_context_free(searcher->context);
	free(searcher);
}

const char *searcher_overrun(const struct searcher *searcher)
{
	return searcher->overrun;
}

static size_t slot_of(const struct searcher *searcher, const struct pattern *pattern)
{
	size_t slot = (size_t)((uintptr_t)pattern >> 4) * 0x9e3779b97f4a7c15u >> 20 & (searcher->room - 1);

	while (searcher->at[slot].pattern != NULL && searcher->at[slot].pattern != pattern) {
		slot = (slot + 1) & (searcher->room - 1);
	}
	return slot;
}

static void searcher_enlarge(struct searcher *searcher)
{
	struct searcher old = *searcher;

	searcher->room = old.room > 0 ? old.room * 2 : 1024;
	searcher->at = calloc(searcher->room, sizeof *searcher->at);
	assert(searcher->at != NULL);
	for (size_t i = 0; i < old.room; i++) {
		if (old.at[i].pattern != NULL) {
			searcher->at[slot_of(searcher, old.at[i].pattern)] = old.at[i];
		}
	}
	free(old.at);
}

/* The compiled pattern, made when it is first needed. */
static struct compiled *searcher_get(struct searcher *searcher, const struct matcher *matcher,
                                     const struct pattern *pattern)
{
	if (searcher->count * 2 >= searcher->room) {
		searcher_enlarge(searcher);
	}
	struct compiled *compiled = &searcher->at[slot_of(searcher, pattern)];
	if (compiled->pattern == NULL) {
		int code = 0;
		PCRE2_SIZE offset = 0;
		compiled->pattern = pattern;
		compiled->code = compile(pattern->regex, matcher->flags, &code, &offset);
		assert(compiled->code != NULL);
		searcher->count++;
	} else if (++compiled->tries > TRIES_BEFORE_JIT && !compiled->jit) {
		compiled->jit = true;
		pcre2_jit_compile(compiled->code, PCRE2_JIT_COMPLETE);
	}
	return compiled;
}

/* The next match of pattern at or after `at` and within span; false when there is none. */
static bool next_match(struct searcher *searcher, const struct compiled *compiled, struct str bytes, size_t at)
{
	int found = pcre2_match(compiled->code, (PCRE2_SPTR)bytes.at, bytes.len, at, PCRE2_NO_UTF_CHECK, searcher->data,
	                        searcher->context);

	if (found < 0 && found != PCRE2_ERROR_NOMATCH && searcher->overrun == NULL) {
		searcher->overrun = compiled->pattern->source.at;
	}
	return found >= 0;
}

static void fill_groups(struct match *match, pcre2_match_data *data, struct str bytes)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
	size_t count = pcre2_get_ovector_count(data);

	for (size_t i = 0; i < MATCH_GROUPS_MAX && i + 1 < count; i++) {
		if (ends[2 * i + 2] != PCRE2_UNSET && ends[2 * i + 3] >= ends[2 * i + 2]) {
			match->group[i] = str_sub(bytes, ends[2 * i + 2], ends[2 * i + 3] - ends[2 * i + 2]);
		}
	}
}

static int compare_matches(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->where.at != y->where.at) {
		return x->where.at < y->where.at ? -1 : 1;
	}
	return x->order < y->order ? -1 : x->order > y->order;
}

struct match_list matcher_find_all(const struct matcher *matcher, struct searcher *searcher, struct arena *arena,
                                   const struct haystack *haystack, struct span span)
{
	struct match_list list = {0};
	struct str bytes = str_sub(haystack->bytes, 0, span.at + span.len);

	for (size_t i = 0; i < matcher->patterns.count; i++) {
		const struct pattern *pattern = &matcher->patterns.at[i];
		if (!is_candidate(pattern, haystack)) {
			continue;
		}
		const struct compiled *compiled = searcher_get(searcher, matcher, pattern);
		for (size_t at = span.at; at <= bytes.len && next_match(searcher, compiled, haystack->bytes, at);) {
			const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(searcher->data);
			if (ends[1] > bytes.len || ends[0] >= bytes.len) {
				break;
			}
			at = ends[1] > ends[0] ? ends[1] : ends[1] + 1;
			if (ends[1] > ends[0]) {
				struct match *match = vec_push(arena, &list);
				match->where = (struct span){ends[0], ends[1] - ends[0]};
				match->tag = pattern->tag;
				match->order = i;
				if ((matcher->flags & MATCH_GROUPS) != 0) {
					fill_groups(match, searcher->data, haystack->bytes);
				}
			}
		}
	}
	if (list.count > 1) {
		qsort(list.at, list.count, sizeof *list.at, compare_matches);
	}
	return list;
}

bool matcher_matches(const struct matcher *matcher, struct searcher *searcher, const struct haystack *haystack,
                     struct span span)
{
	for (size_t i = 0; i < matcher->patterns.count; i++) {
		const struct pattern *pattern = &matcher->patterns.at[i];
		if (!is_candidate(pattern, haystack)) {
			continue;
		}
		const struct compiled *compiled = searcher_get(searcher, matcher, pattern);
		if (next_match(searcher, compiled, haystack->bytes, span.at)) {
			const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(searcher->data);
			if (ends[1] <= span.at + span.len) {
				return true;
			}
		}
	}
	return false;
}
