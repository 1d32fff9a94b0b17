/*
 * check: the interface of a check type (`extends: NAME`). A check is one const struct in its own file in src/checks
 * and one line in checks.def. Checks are verbs, rules are nouns.
 */
#ifndef REPLYLINT_LINT_CHECK_H
#define REPLYLINT_LINT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "lint/finding.h"
#include "lint/matcher.h"
#include "lint/rule.h"
#include "lint/yaml.h"

struct loader;
struct ruleset;

/* What a check's load() gets. */
struct rule_source {
	struct arena *arena;
	const struct ruleset *ruleset; /* sets and lists are loaded, and some of the rules; kinds and terms are not yet */
	const struct node *node;       /* the rule file's mapping, while the rule is loaded */
	struct err *err;
	const struct loader *loader; /* for rule_matcher() */
};

/* What was found of a guard where it looked last: the next finding is often in the same paragraph. */
struct guard_memory {
	const struct matcher *guard;
	const struct page *page; /* NULL: everywhere */
	struct span span;
	bool matches;
};

/* One message being judged; one per lint_message() call. */
struct judge {
	struct arena *arena;
	const struct ruleset *ruleset;
	struct document *document;
	struct searcher *searcher;
	size_t kind;        /* index in ruleset->kinds */
	size_t second_kind; /* the same for the runner-up that comes close; equal to kind when there is none */
	enum level
	    missing_most; /* the highest level for a missing element: lower where the kind is told on thin evidence */
	struct page_index {
		struct haystack view, masked; /* of document->pages.at[i] */
		struct memories {
			struct memory {
				const void *key, *value;
			} * at;
			size_t count, room;
		} memories; /* judge_memory() */
	} * index;
	struct finding_list findings;
	size_t *made;                                                 /* findings of each rule */
	struct guard_memory unless[REACH_COUNT], within[REACH_COUNT]; /* of the rule that runs */
};

struct check {
	const char *name;        /* as in `extends` */
	const char *const *keys; /* its own YAML keys, NULL-terminated */
	/* Reads the check's keys into rule->data; false and source->err when they are wrong. */
	bool (*load)(const struct rule_source *source, struct rule *rule);
	/* Reports what it finds with judge_report(). Called only in kinds and formats of the rule. */
	void (*run)(const struct rule *rule, struct judge *judge);
	/* The patterns that a finding begins with, for kinds that take them as a cue; NULL: the check has none. */
	const struct matcher *(*cues)(const struct rule *rule);
};

/* ---- for load() ---- */

/*
 * The value of key as a matcher of phrases and /regexes/; *matcher is NULL when the key is absent. Tags count
 * from 0.
 */
bool rule_matcher(const struct rule_source *source, const char *key, const struct matcher **matcher);
bool rule_matcher_of(const struct rule_source *source, const struct node *list, const struct matcher **matcher);

/* The guards that stand in node, a mapping, as `unless` and `within`. */
bool rule_guards(const struct rule_source *source, const struct node *node, struct guards *guards);

/*
 * The entry of table that is named by the key `what`, which the rule must have. Entries are of that size and begin with
 * their name, a const char *. NULL, and an error: there is no such entry.
 */
const void *rule_what(const struct rule_source *source, const void *table, size_t count, size_t size);
#define RULE_WHAT(source, table) rule_what(source, table, sizeof(table) / sizeof *(table), sizeof *(table))

/* A matcher for patterns of the rule's own making; patterns of a rule that comes with the program are trusted. */
struct matcher *rule_new_matcher(const struct rule_source *source, unsigned flags);

/* Adds the words that a regular expression stands for, as matcher_add_word() does. */
bool rule_add_word(const struct rule_source *source, struct matcher *matcher, struct str regex, size_t tag,
                   struct err *err);

/* ---- for run() ---- */

/*
 * What goes with a finding. Zeroed members mean: the rule's own message and advice, no changes. With `markup`, the
 * finding is about that span of page->markup->html, and the changes are of that text: written as they are, so that
 * what is no markup must be escaped.
 */
struct report {
	struct span markup;
	struct str subject; /* for %s in the message; the matched text by default */
	struct str message; /* instead of the rule's */
	enum level level;   /* with has_level: instead of the rule's */
	bool has_level;
	const struct change *changes; /* the fix, in the page's view */
	size_t change_count;
	enum applicability applicability;
	struct str description; /* of the fix; the new text by default */
};

/* Whether the rule's zones and block kinds include this block of this page, and the words are not the customer's. */
bool rule_covers(const struct rule *rule, const struct page *page, const struct block *block);

/*
 * Reports a finding at span of the page's view unless a guard of the rule forbids it or the span's block is not in the
 * rule's zones. Length 0: something missing; zones are not looked at. report may be NULL.
 */
void judge_report(struct judge *judge, const struct rule *rule, const struct page *page, struct span span,
                  const struct report *report);

/* Whether a finding of rule is still listed: beyond LIMIT_findings it needs no report, and no fix. */
bool judge_lists(const struct judge *judge, const struct rule *rule);

/* How many findings of rule were counted without their places, since there are too many. */
size_t judge_beyond(const struct judge *judge, const struct rule *rule);

/* Words a finding that was made beyond LIMIT_findings, where only its place is kept; others stay as they are. */
void judge_word(struct judge *judge, struct finding *finding);

/* Whether the guards of rule, or other guards for it, allow a finding at span of the page's view. */
bool judge_allows(struct judge *judge, const struct rule *rule, const struct page *page, struct span span);
bool judge_guards_allow(struct judge *judge, const struct rule *rule, const struct guards *guards,
                        const struct page *page, struct span span);

/* The level of rule in this message's kind. */
enum level judge_level(const struct judge *judge, const struct rule *rule);

/* Whether matcher matches within neighbouring blocks of the zones: of one page, of any page (view, not masked). */
bool judge_page_matches(struct judge *judge, const struct matcher *matcher, const struct page *page, unsigned zones);
bool judge_zones_match(struct judge *judge, const struct matcher *matcher, unsigned zones);

const struct page_index *judge_index(const struct judge *judge, const struct page *page);

/*
 * What a check has read of a page, kept for its other rules: a pointer that is NULL at first and that the check sets,
 * good until the next call for the same page. key: the address of something that is the check's own.
 */
const void **judge_memory(struct judge *judge, const struct page *page, const void *key);

/* The page that carries the letter: the HTML where there is a choice. NULL: the message has no page. */
const struct page *judge_main_page(const struct document *document);

/*
 * Where a sentence that is missing belongs in the main page: after the greeting, or before the closing (or at the
 * end of
 * the author's text). *change is its insertion as a paragraph: "\n\n" stands for the blank line before or behind it.
 */
enum insertion { INSERT_AFTER_GREETING, INSERT_BEFORE_CLOSING };
const struct page *judge_insertion(const struct judge *judge, enum insertion where, struct str sentence,
                                   struct change *change);

/*
 * Whether the message's kind requires element, and at which level; what only a second kind requires that it nearly is
 * comes as a suggestion.
 */
bool judge_requires(struct judge *judge, struct str element, enum level *level);

/* Fills {slots} that the message or configuration knows; *open is set when one stays. */
struct str judge_fill(struct judge *judge, struct str text, bool *open);

#endif
