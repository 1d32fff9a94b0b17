/*
 * finding: what a rule found in a message, where, and the fix. Data only.
 */
#ifndef REPLYLINT_LINT_FINDING_H
#define REPLYLINT_LINT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "document/document.h"

enum level { LEVEL_PRAISE, LEVEL_SUGGESTION, LEVEL_WARNING, LEVEL_ERROR, LEVEL_COUNT };

/* What the customer is left with. */
enum impression {
	IMPRESSION_NONE,
	IMPRESSION_OFFEND,
	IMPRESSION_LET_DOWN,
	IMPRESSION_CONFUSE,
	IMPRESSION_WONDER,
	IMPRESSION_COUNT
};

enum applicability {
	APPLY_ADVICE,      /* no edits: words only */
	APPLY_PLACEHOLDER, /* text that the author completes ({date}) */
	APPLY_UNSAFE,      /* --unsafe-fixes applies it */
	APPLY_SAFE,        /* --fix applies it */
	APPLY_COUNT
};

extern const char *const level_names[LEVEL_COUNT + 1]; /* NULL-terminated, as in YAML and JSON */
extern const char *const impression_names[IMPRESSION_COUNT + 1];
extern const char *const applicability_names[APPLY_COUNT + 1];

/* Replaces a span of the source by bytes that are already encoded as the source is there. */
struct edit {
	struct span where;
	struct str text;
};

/* The same before encoding: a span of a page's view, and UTF-8 text for the reader. */
struct change {
	struct span where;
	struct str text;
};

struct fix {
	enum applicability applicability;
	struct str description; /* what to do, or the new text as the reader will see it */
	struct edit *edits;     /* ascending, not overlapping */
	size_t edit_count;
};

struct rule;

struct finding {
	const struct rule *rule;
	enum level level;
	struct str message;
	const struct page *page;
	struct span view;   /* in page->view; length 0: something missing belongs here */
	struct span source; /* bytes of the message's source */
	struct str text;    /* the decoded span, white space folded; empty when something is missing */
	enum zone zone;
	struct fix *fix; /* NULL: none */
	size_t order;    /* rank of the rule, for equal places */
};

struct finding_list {
	struct finding *at;
	size_t count, room;
};

#endif
