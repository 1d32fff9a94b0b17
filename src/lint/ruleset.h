/*
 * ruleset: everything that is loaded before the first message: rules, kinds, glossaries, lists, phrase sets, and the
 * configuration they were loaded under. Immutable after ruleset_load() and shared by threads.
 */
#ifndef REPLYLINT_LINT_RULESET_H
#define REPLYLINT_LINT_RULESET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "lint/check.h"
#include "lint/config.h"
#include "lint/lists.h"
#include "lint/phrase.h"
#include "lint/rule.h"

/* What a kind of message must contain. */
struct requirement {
	struct str element; /* "timeframe": the rule confirmation.missing-timeframe */
	enum level level;
	const struct matcher *when; /* only where one of these stands in the author's words; NULL: always */
};

struct kind {
	struct str name, description;
	const char *path;
	const struct matcher *subject, *opening, *strong, *weak; /* cues; NULL: none */
	const struct matcher *customer;                          /* cues in what is quoted of the customer's letter */
	struct str_list cue_rules; /* ids: what these rules find is a strong cue too, and a sure one */
	struct {
		struct kind_header {
			struct str field, value; /* value: a substring, any case; empty: the field is there */
			long points;
		} * at;
		size_t count, room;
	} headers;
	long money, date_time, calendar; /* points for an amount, for date and clock time, for a text/calendar part */
	long reply;                      /* points for a mail that answers one: fewer where the kind is hardly ever one */
	long asked;                      /* points for one that answers a question quoted below it */
	long priority;                   /* ties: the smaller wins */
	bool footer;                     /* its cues count in the signature and the small print, too */
	bool refusal_overrides;          /* a refusal in this kind makes it a refusal */
	struct {
		struct requirement *at;
		size_t count, room;
	} requires;
};

/* A term of a glossary pack. */
struct term {
	struct str term, plain, meaning;
	struct str pack;
	const struct matcher *unless; /* NULL: none */
	struct str_list variants, explained_by, context;
};

struct ruleset {
	struct arena *arena;
	const struct config *config;
	struct lexicon lexicon;
	struct phrase_sets sets;
	struct {
		struct rule **at; /* in order of id */
		size_t count, room;
	} rules;
	struct {
		struct kind *at;
		size_t count, room;
	} kinds;
	struct {
		const struct matcher *money, *date, *clock, *reference, *phone,
		    *email; /* the sets of that name; NULL: no such set */
	} facts;
	size_t kind_unknown; /* index of "unknown" */
	struct {
		struct term *at;
		size_t count, room;
	} terms;
	struct str_list known_ids;   /* of all rules there are, selected or not */
	struct str_list known_terms; /* configuration: terms and acronyms that need no explanation */
};

struct ruleset_options {
	const char *rules_directory;       /* the shipped rules (the folder that holds en/); NULL: none */
	const char *compiled;              /* the file that ruleset_compile() made of them; NULL, or no such file: none */
	const char *const *paths;          /* more rule folders (Vale styles), NULL-terminated, or NULL */
	const struct check *const *checks; /* NULL-terminated */
	const struct config *config;
	bool keep_examples; /* test-rules, explain */
};

/* NULL and err when a file is missing or wrong. The whole set lives in arena. */
struct ruleset *ruleset_load(struct arena *arena, const struct ruleset_options *options, struct err *err);

/* Makes the file at path from which the shipped rules load at once (compiled.h). False and err: why not. */
bool ruleset_compile(struct arena *arena, const struct ruleset_options *options, const char *path, struct err *err);

const struct rule *ruleset_find(const struct ruleset *ruleset, struct str id);

/* The id of the rule or group that was probably meant, or NULL. */
const char *ruleset_nearest(struct arena *arena, const struct ruleset *ruleset, struct str id);

/* Index of the kind of that name, or -1. */
long ruleset_kind(const struct ruleset *ruleset, struct str name);

/* The requirement of element in kind, or NULL. */
const struct requirement *kind_requires(const struct kind *kind, struct str element);

#endif
