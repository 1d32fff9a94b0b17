/* pattern: one pattern of a matcher, and its compiled form in a searcher. Of the matcher alone. */
#ifndef REPLYLINT_LINT_PATTERN_H
#define REPLYLINT_LINT_PATTERN_H

#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lint/matcher.h"

/*
 * A word (or the first bytes of one) that must stand in the text. The bit says in one look-up that most are absent;
 * the words of the haystack decide.
 */
struct anchor {
	uint32_t word; /* where its bytes begin in those of all words */
	uint16_t bit;
	uint8_t len, is_prefix;
};

/* What a pattern's text tells before it is compiled. */
struct traits {
	/* One of them must occur, and in the same line (is_line) one of the others that follow; none: nothing is known. */
	const struct anchor *anchors;
	const char *words; /* of the anchors */
	size_t anchor_count, also_count;
	/* Behind those: a match begins with one of these words; none: nothing is known of its beginning. */
	size_t head_count;
	uint64_t key;    /* hash of the text and of the sets it names */
	struct str code; /* what pattern_encode() made of it, at a multiple of 8; empty: nothing */
	bool is_line;    /* a match never goes beyond a newline: every phrase, and many regular expressions */
};

struct pattern {
	struct str source;              /* as written; a regular expression without its slashes */
	const struct phrase_sets *sets; /* of a phrase */
	struct traits traits;
	size_t tag, entry;
	bool is_regex, with_case;
	bool is_word; /* a regular expression that matches words of their own only */
};

/* The traits of a phrase or /regular expression/; false and err: what is wrong with the phrase ("column N: ..."). */
bool pattern_read(struct arena *arena, const struct phrase_sets *sets, struct str source, struct traits *traits,
                  struct err *err);
struct traits pattern_read_regex(struct arena *arena, struct str regex); /* without slashes */

/* The regular expression as words of their own. */
struct str pattern_word(struct arena *arena, struct str regex);

/* The pattern of a phrase or /regular expression/ whose traits are known, without case. */
struct pattern pattern_of(const struct phrase_sets *sets, struct str source, const struct traits *traits);

/* The bit of word in haystack.bits; of a prefix, that of its first bytes. A short prefix has one that is always set. */
uint16_t haystack_bit(struct str word, bool is_prefix);

static inline struct str anchor_word(const struct traits *traits, const struct anchor *anchor)
{
	return (struct str){traits->words + anchor->word, anchor->len};
}

/* The words of the haystack that an anchor of traits stands for, as [first, last) in haystack->words. */
struct word_range {
	size_t first, last;
};
struct word_range haystack_find(const struct haystack *haystack, const struct traits *traits,
                                const struct anchor *anchor);

/* The same for a word with which a match begins; where it is ANCHOR_DIGIT, words with ASCII's digits only. */
struct word_range haystack_find_head(const struct haystack *haystack, const struct traits *traits,
                                     const struct anchor *head);

/* The line that holds the byte at offset. */
size_t haystack_line_at(const struct haystack *haystack, size_t offset);

/* NULL and err ("column N: ..."): PCRE2 refuses the regular expression. */
pcre2_code *pattern_compile(const struct pattern *pattern, struct err *err);

/* The compiled pattern as bytes, which only the same PCRE2 reads again; empty when it is refused. */
struct str pattern_encode(struct arena *arena, const struct pattern *pattern);

/*
 * The next non-empty match of pattern at or after `from` that begins at or before `begin`; it and its assertions see
 * `seen` bytes of the haystack. NULL: none; else PCRE2's pairs of offsets, valid until the next call.
 */
struct reach_of_match {
	size_t from, begin, seen;
};
const PCRE2_SIZE *searcher_match(struct searcher *searcher, const struct pattern *pattern,
                                 const struct haystack *haystack, const struct reach_of_match *reach);

/*
 * Bits, all 0, one per line and as many again from [line_count / 64 + 1] on; whoever sets some clears them again.
 */
uint64_t *searcher_line_bits(struct searcher *searcher, size_t line_count);

#endif
