/*
 * matcher: a set of patterns - phrases in the notation of the rule catalogue, or regular expressions (PCRE2, UTF, UCP,
 * DOLLAR_ENDONLY) - searched together. A matcher is immutable once built and shared by threads; what is compiled
 * when first needed lives in the searcher, one per thread.
 *
 * The notation is phrase.h's: word, word* (any ending), {a|b c}, [optional], ~N (0 to N words), ^ and $ (sentence start
 * and end), }text (glued), @set (any phrase of rules/<lang>/sets/<set>.yml), /regex/ (the whole entry).
 * Phrases match without case. Words are separated by white space and , ; : and a phrase never leaves its sentence.
 */
#ifndef REPLYLINT_LINT_MATCHER_H
#define REPLYLINT_LINT_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "document/document.h"

struct matcher;
struct searcher;
struct phrase_sets; /* name -> phrases; see phrase.h */

enum matcher_flag {
	MATCH_CASE = 1,   /* regular expressions only */
	MATCH_GROUPS = 2, /* match.group is filled */
	MATCH_TRUSTED = 4 /* its patterns are known to be right: matcher_add_regex() compiles nothing */
};

struct matcher *matcher_new(struct arena *arena, unsigned flags);

/* Makes room for so many entries at once, before the first; more may come. */
void matcher_reserve(struct matcher *matcher, size_t entries);

/*
 * tag comes back in match.tag. False and err: what is wrong with the phrase and where in it ("column 7: ..."). What
 * phrase and sets hold must outlive the matcher. A phrase that is one @set stands for all phrases of the set; an entry
 * in slashes is not compiled before it is needed: matcher_check() does.
 */
bool matcher_add_phrase(struct matcher *matcher, const struct phrase_sets *sets, struct str phrase, size_t tag,
                        struct err *err);
/* Compiled at once, to report what PCRE2 refuses. A pattern that matches the empty text is refused, too. */
bool matcher_add_regex(struct matcher *matcher, struct str regex, size_t tag, struct err *err);

/* The same of words of their own, \b(?:regex)\b; what is known already of such expressions is taken from the sets. */
bool matcher_add_word(struct matcher *matcher, const struct phrase_sets *sets, struct str regex, size_t tag,
                      struct err *err);

/* Compiles every pattern, to report what a lazily compiled phrase cannot: for tests of rule files. */
bool matcher_check(const struct matcher *matcher, struct err *err);

/* Entries that were added. */
size_t matcher_count(const struct matcher *matcher);

#define MATCH_GROUPS_MAX 8

struct match {
	struct span where; /* in the bytes searched */
	size_t tag;
	size_t order;                       /* of the entry in its matcher, from 0 */
	struct str group[MATCH_GROUPS_MAX]; /* MATCH_GROUPS: capture groups 1..; empty where unset */
};

struct match_list {
	struct match *at;
	size_t count, room;
};

/*
 * A thread's memory of compiled patterns, bounded (it starts afresh when it is full). It knows patterns by their
 * content, so that it may go on with other matchers. Freed with searcher_free().
 */
struct searcher *searcher_new(void);
void searcher_free(struct searcher *searcher);

/* A new message: forgets what searcher_overrun() told. */
void searcher_begin(struct searcher *searcher);

/* So many that a word which is not there nearly always meets a bit that is not set. */
#define HAYSTACK_BITS 65536u

/*
 * Bytes to search: valid UTF-8, with an index of the words in it (haystack_index()), so that most patterns are
 * never tried, and most others only in the lines that hold one of their words. Immutable; made once per page and view.
 */
struct haystack {
	struct str bytes;
	const uint64_t *bits;    /* for a first look: HAYSTACK_BITS of them, hashes of the words and of their beginnings */
	const struct str *words; /* distinct, lower case, sorted: runs of letters and digits */
	size_t word_count;
	const uint32_t *table; /* numbers of words + 1 by their hash, open addressing */
	size_t table_size;     /* a power of two; 0: there are no words */
	/* Word i stands in the lines line_of[places[i]] ... line_of[places[i + 1] - 1], ascending. NULL: too many words. */
	const uint32_t *places, *line_of;
	const uint32_t *offset_of; /* where it begins: as line_of, ascending; not of signs, digits and values */
	const uint32_t *lines;     /* where the lines begin; lines[line_count] is the length of bytes */
	size_t line_count;
	bool has_other_digits; /* beyond ASCII */
};

struct haystack haystack_index(struct arena *arena, struct str bytes);

/* The number of a word (in lower case) among the words; STR_NONE: it is not there. */
size_t haystack_number(const struct haystack *haystack, struct str word);

/*
 * Every match of every pattern within span of the haystack, in order of place, then of entry; matches of one entry do
 * not overlap. What stands before and after span is seen by \b and other assertions, but a match lies within span. In
 * spans of more than 4 KB a match is no longer than 2 to 4 KB. A
 * pattern that meets PCRE2's limits is left out and noted in searcher_overrun().
 */
struct match_list matcher_find_all(const struct matcher *matcher, struct searcher *searcher, struct arena *arena,
                                   const struct haystack *haystack, struct span span);

/* Whether any pattern matches within span. */
bool matcher_matches(const struct matcher *matcher, struct searcher *searcher, const struct haystack *haystack,
                     struct span span);

/* The source of a pattern that met a limit since searcher_begin(), or NULL. The searcher's own. */
const char *searcher_overrun(const struct searcher *searcher);

#endif
