/* lines_told: what a single line of a mail looks like: the patterns by which zones.c tells zones. English wording. */
#ifndef REPLYLINT_DOCUMENT_LINES_TOLD_H
#define REPLYLINT_DOCUMENT_LINES_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* All take one line of a view, trimmed. */
bool line_is_greeting(struct str line);
bool line_is_closing(struct str line);         /* "Kind regards," "Many thanks" */
bool line_is_name(struct str line);            /* one to five words that could be a person or a team */
bool line_is_disclaimer(struct str line);      /* legal footers, unsubscribe lines */
bool line_is_attribution(struct str line);     /* "On Tue, 3 May 2025 at 10:12, Ana wrote:" */
bool line_begins_attribution(struct str line); /* its first half, when it is wrapped */
bool line_is_original_message(struct str line);
bool line_is_forwarded(struct str line);
bool line_is_reply_separator(struct str line);              /* "##- Please type your reply above this line -##" */
bool line_is_header(struct str line);                       /* "From: x", "Sent: x" of Outlook's header block */
bool line_is_form_label(struct str line, bool *is_message); /* "Name: x" of a contact form; "Message:" */
bool line_is_postscript(struct str line);

#endif
