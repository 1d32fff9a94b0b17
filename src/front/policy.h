/*
 * policy: which mails are judged in the mail path, and what becomes of them. Pure functions of the configuration
 * (`milter:`), the envelope and the message.
 */
#ifndef REPLYLINT_FRONT_POLICY_H
#define REPLYLINT_FRONT_POLICY_H

#include <stdbool.h>

#include "base/arena.h"
#include "front/envelope.h"
#include "lint/config.h"
#include "lint/lint.h"
#include "mail/message.h"

/* Why a mail passes without a judgement; PASS_NOT: it is judged. */
enum pass {
	PASS_NOT,
	PASS_BOUNCE,    /* null sender */
	PASS_INCOMING,  /* neither from one of our domains nor from somebody who has logged in */
	PASS_INSIDE,    /* all recipients are our own */
	PASS_SETTING,   /* judge: no */
	PASS_REPORT,    /* delivery status, read receipt */
	PASS_CALENDAR,  /* an answer to an invitation */
	PASS_LIST,      /* mailing list */
	PASS_AUTOMATIC, /* sent by a program */
	PASS_ENCRYPTED,
	PASS_SCAN, /* fewer than three words with an attachment */
	PASS_COUNT
};

extern const char *const pass_names[PASS_COUNT]; /* as in the log */

/* By the envelope alone. */
enum pass policy_of_envelope(const struct config_milter *milter, const struct envelope *envelope);

/* By the header and structure. */
enum pass policy_of_message(const struct config_milter *milter, struct message *message);

/* By what has been read: PASS_SCAN or PASS_NOT. */
enum pass policy_of_result(const struct result *result);

/* Whether every recipient is one of our own. */
bool policy_is_inside(const struct config_milter *milter, const struct envelope *envelope);

/* Whether the sender may be written to: has logged in, and belongs to one of the `domains`, as far as can be told. */
bool policy_may_notify(const struct config_milter *milter, const struct envelope *envelope);

/* Whether the configuration asks for the action anywhere. */
bool policy_asks_for(const struct config_milter *milter, enum mail_action action);

/* What the configuration wants for a finding in this envelope. */
enum mail_action policy_action(const struct config_milter *milter, const struct envelope *envelope,
                               const struct finding *finding);

/* Whether the sender has overridden the judgement, and may; *reason: why, as given (may be empty). */
bool policy_is_overridden(const struct config_milter *milter, const struct envelope *envelope, struct message *message,
                          struct str *reason);

/*
 * The value of a Subject field (as it stands in the mail) without the tag of an override, where the sender may use it;
 * .at NULL: it has none. A tag is taken off whether or not there was something to override.
 */
struct str policy_untagged(struct arena *arena, const struct config_milter *milter, const struct envelope *envelope,
                           struct str subject);

#endif
