/*
 * notice: a mail to the sender of a mail that went on, about what was found in it (action `notify`). It has the null
 * sender and says that a program wrote it, so that it is neither judged nor answered nor returned. One sender gets one
 * in NOTICE_SECONDS, and all together NOTICES_MOST in an hour, whichever process judges their mails.
 */
#ifndef REPLYLINT_FRONT_NOTICE_H
#define REPLYLINT_FRONT_NOTICE_H

#include <stdbool.h>

#include "base/str.h"
#include "front/envelope.h"
#include "front/options.h"
#include "front/verdict.h"
#include "milter/log.h"

#define NOTICE_SECONDS 600u
#define NOTICES_MOST 200u
#define NOTICE_ADDRESS_MAX 320

/* Who got one when; memory that processes share. */
struct notice_quota;
struct notice_quota *notice_quota_new(void); /* NULL: no memory */
void notice_quota_free(struct notice_quota *quota);

/* Whether a sender may get one at `now`: seconds of a clock that is never set. If so, it is counted. */
bool notice_quota_take(struct notice_quota *quota, struct str sender, unsigned long now);

/* Who sends them. */
struct notices {
	struct words mailer; /* the program and its first arguments */
	struct notice_quota *quota;
};

/* The mail that it is about. */
struct notice_about {
	const struct verdict *verdict;
	const struct envelope *envelope;
	struct str subject; /* the value of its field */
};

/* Plain memory: what it was made from may be gone when it is sent. */
struct notice {
	char sender[NOTICE_ADDRESS_MAX + 1]; /* who gets it */
	char text[sizeof((struct verdict *)0)->reply + 4096];
};

/* False: none is wanted, or as many as there may be were sent. */
bool notice_write(const struct notices *notices, const struct notice_about *about, struct notice *notice);

/* Hands it to the mailer, in a process of its own. */
void notice_send(const struct notices *notices, const struct notice *notice, const struct log *log);

#endif
