/* scan: reading the phrase notation character by character; phrase.c builds on it. */
#ifndef REPLYLINT_LINT_SCAN_H
#define REPLYLINT_LINT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "lint/anchors.h"
#include "lint/phrase.h"

struct scan {
	struct arena *arena;
	const struct phrase_sets *sets;
	struct str source;
	size_t at;
	unsigned depth, set_depth;
	bool may_attach; /* punctuation or $ has been seen: it may follow a word without a space */
	struct buf *out; /* the regular expression; NULL: nothing is written */
	struct anchors *anchors;
	struct anchors *heads; /* the words with which a match may begin; NULL: not all of them can be told */
	bool leads;            /* nothing that must be there has been read yet */
	uint64_t key;
	struct err *err;
};

static inline char scan_peek(const struct scan *scan)
{
	char end = '\0';
	return scan->at < scan->source.len ? scan->source.at[scan->at] : end;
}

/* Whether c ends a phrase or an alternative. */
static inline bool scan_ends(char c)
{
	return c == '\0' || c == '|' || c == '}' || c == ']';
}

/* A letter, digit or underscore, or a byte of a character that may be one. */
static inline bool scan_is_letter(char c)
{
	return ascii_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* err: "column N: what", of the place `at`. Always false. */
bool scan_fail(const struct scan *scan, size_t at, const char *what);

/* Adds text, already in PCRE2's notation, to the expression. */
void scan_write(struct scan *scan, const char *text);

void scan_skip_spaces(struct scan *scan);

/* A '$' that ends a phrase or an alternative. */
bool scan_at_dollar(const struct scan *scan);

/* A word, up to white space or a special character. */
bool scan_word_text(struct scan *scan, bool *any_ending);

/*
 * Adds the longest run of letters and digits of a word that is surely a word of the text, too. open_left, open_right:
 * more letters may stand there.
 */
void scan_anchor(struct scan *scan, struct str word, bool open_left, bool open_right);

/* The same word where a match may begin with it. */
void scan_head(struct scan *scan, struct str word, bool open_right);

/* Something else than a word that is known may begin a match, if anything may here. */
void scan_no_head(struct scan *scan);

/* Whether what was read up to here touches something that may begin with a letter. */
bool scan_open_right(const struct scan *scan);

bool scan_apostrophe(const struct scan *scan);

/* What stands here follows the word before it without a separator: 've, punctuation, $. */
bool scan_attaches(const struct scan *scan);

/* Whether an alternative of the group that opens here attaches; with `only_apostrophes`, begins with one. */
bool scan_any_attaches(const struct scan *scan, bool only_apostrophes);

/* ~N */
bool scan_number(struct scan *scan, unsigned *words);

#endif
