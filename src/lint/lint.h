/*
 * lint: the one call of every front end: a message in, a result out.
 */
#ifndef REPLYLINT_LINT_LINT_H
#define REPLYLINT_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "document/document.h"
#include "lint/finding.h"
#include "lint/ruleset.h"

enum face { FACE_SMILEY, FACE_THINKING, FACE_CONFUSED, FACE_FROWNY, FACE_ANGRY, FACE_COUNT };

struct ledger_entry {
	const struct rule *rule;
	long points; /* tenths of a point, negative */
	size_t hits;
};

/* The kind of a message as it was told: a message with new words is judged as before, whatever they sound like. */
struct kind_told {
	size_t kind, second_kind;
	enum level missing_most; /* most that a missing element counts: less where the kind is a guess */
	struct str evidence;     /* "apology (9): subject "sorry" +4, ..."; how the kind was told */
};

struct lint_options {
	struct document_options document;
	const char *kind;                  /* --kind; NULL: header, front matter, configuration or told from the text */
	struct str usual_kind;             /* what the configuration says of the file; empty: nothing */
	const struct kind_told *as_before; /* NULL: the kind is told anew */
	bool trust_header;                 /* X-Replylint-Kind is heeded */
	const struct rule *only;           /* judge this rule alone (test-rules); NULL: all */
	bool no_suppressions;
	bool keeps_words; /* result->kind_words is filled in: for whoever learns from them */
	bool lists_all;   /* findings are listed beyond their rules' own limits: they are to be repaired */
};

struct result {
	struct document *document;
	size_t kind;
	struct str kind_evidence; /* told.evidence */
	struct kind_told told;
	struct str_list kind_words;   /* kind_words.h; with keeps_words */
	struct finding_list findings; /* by place, then rule; suppressed, deduplicated, limited */
	struct {
		struct result_more {
			const struct rule *rule;
			size_t count; /* found but not listed (limit) */
		} * at;
		size_t count, room;
	} more;
	size_t count[LEVEL_COUNT];
	long score; /* tenths, 0 to 1000 */
	enum face face;
	struct str face_reason; /* "16 of 50 points from jargon.undefined-term" */
	struct {
		struct ledger_entry *at;
		size_t count, room;
	} ledger;
	size_t rules_not_run; /* because of the kind */
	const char *overrun;  /* a pattern that met a match limit, or NULL */
};

/* Judges one message. Everything lives in arena; the searcher is the thread's. Never fails. */
struct result *lint_message(struct arena *arena, const struct ruleset *ruleset, struct searcher *searcher,
                            struct str bytes, const struct lint_options *options);

/* Lists no more of each rule's findings than its limit, as without lists_all. */
void result_shorten(struct arena *arena, struct result *result);

/* face.c */
const char *face_name(enum face face); /* "angry" */
const char *face_emoji(enum face face);
const char *face_ascii(enum face face); /* ">:-(" */

#endif
