/*
 * submission: what a mail program asks sendmail for, read from its arguments as far as it matters here. They differ
 * between sendmail, Postfix, Exim, msmtp and others; what is not understood is left to the program that gets them.
 */
#ifndef REPLYLINT_FRONT_SUBMISSION_H
#define REPLYLINT_FRONT_SUBMISSION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "front/envelope.h"
#include "front/options.h"
#include "mail/message.h"

struct submission {
	bool brings_mail;  /* standard input is a mail for somebody; false: a queue is listed, SMTP is spoken ... */
	bool reads_header; /* -t: the recipients are in the header, too */
	bool has_sender;   /* -f */
	struct str sender; /* without < > */
	struct str_list recipients;
};

void submission_read(struct arena *arena, const struct words *arguments, struct submission *submission);

/* The login name of whoever runs this process. */
struct str submission_user(struct arena *arena);

/*
 * The envelope: the arguments' and, where they say so, the header's. Without -f the sender is who the mail is
 * From.
 */
struct envelope submission_envelope(struct arena *arena, const struct submission *submission, struct message *message);

#endif
