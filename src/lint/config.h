/*
 * config: .replylint.yml, as data. Unknown keys are errors with file:line:column.
 *
 * `extends` names files that are read first: what this file says comes on top. Lists grow, but for `select`, which is
 * replaced, as single values are. `overrides` say more for some files.
 */
#ifndef REPLYLINT_LINT_CONFIG_H
#define REPLYLINT_LINT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lint/finding.h"
#include "lint/yaml.h"

#define CONFIG_OVERRIDES_MAX 64

struct config_level {
	struct str id; /* a rule or a group */
	enum level level;
};

/* Which files an entry is about: globs below the folder of the configuration that says so. */
struct config_files {
	struct str folder; /* absolute */
	struct str_list globs;
};

struct config_kind {
	struct config_files files;
	struct str kind;
	const struct node *node;
};

struct config_template {
	struct config_files files;
	struct str syntax;
};

struct config_override {
	struct config_files files;
	struct str directory;    /* of the file it stands in */
	const struct node *node; /* was read without error */
};

/* A rule or group that is named somewhere: whether it is there is known when the rules are. */
struct config_mention {
	struct str id;
	const struct node *node; /* NULL: on the command line, as value of option */
	const char *option;
};

/*
 * What becomes of a mail in the mail path. Of several, the last one here wins; a header and a notice may come with
 * any but a refusal.
 */
enum mail_action { MAIL_LOG, MAIL_HEADER, MAIL_NOTIFY, MAIL_HOLD, MAIL_TEMPFAIL, MAIL_REJECT, MAIL_ACTION_COUNT };

extern const char *const mail_action_names[MAIL_ACTION_COUNT + 1]; /* NULL-terminated, as in YAML and in the log */

/* id: "error", "warning", "suggestion", "gate", a group or a rule. */
struct config_action {
	struct str id;
	enum mail_action action;
};

struct config_actions {
	struct config_action *at;
	size_t count, room;
};

/* An entry of `milter: for:`: whom it is about (an empty list: anyone) and what holds for them. */
struct config_mail_case {
	struct str_list sender_domains, users, daemon_names, recipient_domains;
	struct config_actions actions;
	bool is_passed; /* judge: no */
};

/* Which mails are judged, a bit each. */
enum config_judge { CONFIG_JUDGE_OUTSIDE = 1, CONFIG_JUDGE_INSIDE = 2, CONFIG_JUDGE_AUTOMATIC = 4 };

#define CONFIG_DEADLINE_MS 2000

/* The mail path: milter and filter. */
struct config_milter {
	struct str_list domains; /* our own; ".example.org": all below it */
	struct config_actions actions;
	struct {
		struct config_mail_case *at;
		size_t count, room;
	} cases; /* the first that matches counts */
	unsigned judged;
	long deadline;          /* milliseconds for one message */
	bool error_is_tempfail; /* on-error */
	bool log_sender;
	struct {
		struct str subject;    /* a tag in the subject; empty: none */
		bool header;           /* X-Replylint-Override: reason */
		struct str_list users; /* authenticated users who may; "*": all of them */
	} override;
};

struct config {
	const char *path; /* NULL: no file */
	struct str_list rules, select, ignore, glossary, known_terms, brand;
	struct str locale; /* "en-GB"; empty: not said */
	struct {
		struct config_level *at;
		size_t count, room;
	} levels;
	struct {
		struct config_kind *at;
		size_t count, room;
	} kinds;
	struct {
		struct config_template *at;
		size_t count, room;
	} templates;
	struct {
		struct config_override *at;
		size_t count, room;
	} overrides;
	struct {
		struct config_mention *at;
		size_t count, room;
	} mentions;
	struct {
		struct str_list names, mailboxes, domains, staff, products, own_payment_details;
		struct str contact, hours;
	} organisation;
	struct {
		long error[4], warning[4], suggestion[4]; /* first, second, further, cap; in tenths of a point */
		long suggestions_cap, gate_cap;           /* in tenths */
	} score;
	struct config_milter milter;
	struct str_list sendmail; /* the program that sends mail, and its first arguments; empty: not said */
};

/* A file that is judged. */
struct config_path {
	struct str absolute, named; /* named: as on the command line */
};

/* The defaults. */
void config_init(struct config *config);

/* Reads a file on top of config; paths in it become relative to its folder. */
bool config_load(struct arena *arena, const char *path, struct config *config, struct err *err);

/* The nearest .replylint.yml upward from directory, then the user's and the system's; NULL when there is none. */
const char *config_discover(struct arena *arena, const char *directory);

/* The user's, else the system's; NULL when there is neither. */
const char *config_of_user(struct arena *arena);

/* The overrides (a bit each) that hold for a file. */
uint64_t config_overrides_for(const struct config *config, const struct config_path *path);

/* A copy with the chosen overrides applied. */
struct config *config_overridden(struct arena *arena, const struct config *config, uint64_t overrides);

/* The kind and the template language that the configuration gives a file; empty: none. The first entry counts. */
struct str config_kind_for(const struct config *config, const struct config_path *path);
struct str config_template_for(const struct config *config, const struct config_path *path);

/*
 * Whether the path, relative to the glob's folder, matches: * within a folder, ** across, ? one character, {a,b}
 * either. A glob without a slash is about the name alone; one with a slash at its end about all that is below.
 */
bool glob_matches(struct str glob, struct str path);

#endif
