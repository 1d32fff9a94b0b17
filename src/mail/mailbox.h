/*
 * mailbox: one file that holds many mails (mbox: mboxrd, mboxo, mboxcl2), walked in constant memory besides the map.
 * Maildir and folders of .eml are folders of single mails: the front end walks them.
 */
#ifndef REPLYLINT_MAIL_MAILBOX_H
#define REPLYLINT_MAIL_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct mailbox {
	struct str bytes;
	size_t at;   /* where the next mail is looked for */
	size_t line; /* line number of at, from 1 */
};

struct mailbox_entry {
	struct span mail; /* in the file: after its "From " line, up to the blank line before the next */
	size_t line;      /* first line of the mail, from 1 */
};

/* Whether bytes begin as an mbox does ("From sender date"). */
bool mailbox_is_mbox(struct str bytes);

void mailbox_init(struct mailbox *mailbox, struct str bytes);
bool mailbox_next(struct mailbox *mailbox, struct mailbox_entry *entry);

#endif
