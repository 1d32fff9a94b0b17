/*
 * mail_rules: the rule set of the mail path. Its configuration is never searched for: --config, else
 * /etc/replylint/replylint.yml, else none.
 */
#ifndef REPLYLINT_FRONT_MAIL_RULES_H
#define REPLYLINT_FRONT_MAIL_RULES_H

#include "front/front.h"
#include "lint/ruleset.h"

/* usual: what becomes of mails where the configuration says nothing at all of actions (log: nothing). NULL and err:
 * the configuration or a rule is wrong. Everything lives in arena. */
const struct ruleset *mail_rules_load(const struct front *front, struct arena *arena, const char *config_path,
                                      enum mail_action usual, struct err *err);

#endif
