/*
 * mailbox: one file that holds many mails (mbox: mboxrd, mboxo, mboxcl2), walked in the memory of its longest mail.
 * Maildir and folders of .eml are folders of single mails: the front end walks them.
 *
 * A mail begins after a line "From sender date" and ends before the blank line that comes before the next such line;
 * where its Content-Length: says that it ends at such a place, or with the file, it ends there.
 */
#ifndef REPLYLINT_MAIL_MAILBOX_H
#define REPLYLINT_MAIL_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/text.h"
#include "base/window.h"

struct mailbox {
	struct window *window;
	size_t longest; /* mails with more bytes are passed over */
	size_t line;    /* of the view's start, from 1 */
	size_t taken;   /* bytes of the view that belong to the mail handed out last */
};

struct mailbox_entry {
	struct str mail;     /* valid until the next mailbox_next(); empty where it is too long */
	size_t offset, line; /* of its first byte in the file, from 0 and 1 */
	bool too_long;
};

/* Whether bytes begin as an mbox does ("From sender date"). */
bool mailbox_is_mbox(struct str bytes);

/* The same of a file that is about to be read: reads no more than its first line. */
bool mailbox_begins(struct window *window);

/* The window must be at its start. */
void mailbox_init(struct mailbox *mailbox, struct window *window, size_t longest);

/* The next mail; false at the end of the file, or where it cannot be read (window->error): half a mail is none. */
bool mailbox_next(struct mailbox *mailbox, struct mailbox_entry *entry);

/*
 * What was written: mbox writers put a '>' before "From " at the start of a line (mboxo), and before ">From " and so on
 * (mboxrd). Between lines of a quote ">From " stays: mboxo leaves it alone. text itself where there is no such line.
 */
const struct text *mailbox_unquote(struct arena *arena, const struct text *text);

#endif
