/*
 * rule: one rule of a rule set, as loaded from its YAML file. Immutable after loading.
 */
#ifndef REPLYLINT_LINT_RULE_H
#define REPLYLINT_LINT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "lint/finding.h"
#include "lint/matcher.h"
#include "lint/yaml.h"

struct check;

#define KINDS_MAX 32u

/* How far a guard (`unless`, `within`) looks from the match. */
enum reach { REACH_SENTENCE, REACH_NEXT, REACH_NEAR, REACH_PARAGRAPH, REACH_MESSAGE, REACH_COUNT };

/* No finding where one of `unless` stands within that reach of the match, or none of `within` does. NULL: none. */
struct guards {
	const struct matcher *unless[REACH_COUNT], *within[REACH_COUNT];
};

/* An example of a rule file: a message in short, and what is expected of it. */
struct example {
	bool bad;        /* the rule must find something; else it must stay silent */
	struct str text; /* the body, or the subject for a rule whose scope is the subject alone */
	bool is_html;
	struct str subject, kind, to, cc, from, date;
	struct str body;  /* where the text is the subject */
	struct str plain; /* the plain part beside the HTML; empty: none */
	bool is_reply;    /* it answers a mail */
	struct str_list attachments;
	bool attachments_given;
	struct str fixed; /* what the fix makes of the text; empty: not said */
	const struct node *node;
};

struct rule {
	struct str id, group, name; /* "yelling.all-caps-run", "yelling", "all-caps-run" */
	const char *path;
	const struct check *check;
	struct str message; /* %s: the matched text */
	struct str why, source, link, advice, description;
	enum level level;
	enum level kind_level[KINDS_MAX]; /* level in kind i; meaningful where kinds has the bit */
	bool level_is_configured;         /* by `levels` of the configuration: then it holds in every kind */
	enum impression impression;
	uint32_t kinds;       /* bit i: judged in kind i */
	unsigned formats;     /* bit: enum rule_format */
	unsigned zones;       /* ZONE_BIT()s */
	unsigned block_kinds; /* bit: enum block_kind; all by default */
	bool gate, suppressible, whole_source /* scope: raw */;
	size_t limit; /* most findings listed per message; 0: no limit */
	struct str_list supersedes;
	struct guards guards;
	struct str fix; /* replacement of the match, or text to insert; may hold {slots} */
	bool has_fix;
	enum applicability applicability;
	bool applicability_given;
	struct {
		struct example *at;
		size_t count, room;
	} examples;
	const void *data; /* the check's own */
	size_t order;     /* position in the rule set */
};

/* formats: */
enum rule_format { RULE_MAIL = 1, RULE_DRAFT = 2, RULE_TEMPLATE = 4, RULE_ALL_FORMATS = 7 };

#endif
