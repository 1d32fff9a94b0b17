/*
 * mail_rules: the rule set of the mail path. Its configuration is never searched for in the working directory:
 * --config, else the user's for who sends mail, else /etc/replylint/replylint.yml, else none.
 */
#ifndef REPLYLINT_FRONT_MAIL_RULES_H
#define REPLYLINT_FRONT_MAIL_RULES_H

#include "front/front.h"
#include "lint/ruleset.h"

struct mail_rules_options {
	const char *config_path; /* NULL: the system's, if there is one */
	bool users;              /* the user's comes before the system's */
	enum mail_action usual;  /* what becomes of mails where the configuration says nothing at all of actions */
	bool strict;             /* compile every pattern and read every example, to find what is wrong with them */
};

/* The configuration alone. */
const struct config *mail_rules_config(struct arena *arena, const struct mail_rules_options *options, struct err *err);

/* NULL and err: the configuration or a rule is wrong. Everything lives in arena. */
const struct ruleset *mail_rules_load(const struct front *front, struct arena *arena,
                                      const struct mail_rules_options *options, struct err *err);

#endif
