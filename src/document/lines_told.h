/*
 * lines_told: what a single line of a mail looks like: the patterns by which zones.c and customer.c tell zones. The
 * words are in wording.def. All take a line of a view, trimmed.
 */
#ifndef REPLYLINT_DOCUMENT_LINES_TOLD_H
#define REPLYLINT_DOCUMENT_LINES_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* ---- the author's ---- */

bool line_is_greeting(struct str line);
bool line_is_closing(struct str line);    /* "Kind regards," "Many thanks" */
bool line_is_name(struct str line);       /* one to six words that could be a person or a team */
bool line_is_person(struct str line);     /* a name of two to four words, each with a capital, and nothing else */
bool line_is_disclaimer(struct str line); /* legal footers, unsubscribe lines */
bool line_is_mobile(struct str line);     /* "Sent from my iPhone" */
bool line_is_contact(struct str line);    /* a phone number, a mail, web or postal address */
bool line_is_postscript(struct str line);
bool line_is_rule(struct str line); /* nothing but dashes, underscores and the like */

/* ---- the customer's ---- */

/* "On Tue, 3 May 2025 at 10:12, Ana <ana@example.org> wrote:" */
enum attribution {
	ATTRIBUTION_NONE,
	ATTRIBUTION_LIKELY, /* "Ana wrote:": a person may write so too */
	ATTRIBUTION_SURE    /* with a time or an address: as mail programs write */
};

/* The part of a mail header that "Von: x" is, in any language; of Outlook's header block. */
enum header_field { HEADER_NONE, HEADER_FROM, HEADER_SENT, HEADER_DATE, HEADER_TO, HEADER_SUBJECT, HEADER_COUNT };

enum form_part { FORM_NONE, FORM_LABEL, FORM_MESSAGE };

bool line_is_quoted(struct str line);     /* begins with ">", or with initials and ">" */
bool line_is_comparison(struct str line); /* "> 5 pieces": begins with ">", and may be meant so */
enum attribution line_attribution(struct str line);
bool line_begins_attribution(struct str line); /* may be the first part of one that is wrapped */
bool line_is_original_message(struct str line);
bool line_is_forwarded(struct str line);
bool line_is_reply_separator(struct str line); /* "##- Please type your reply above this line -##" */
enum header_field line_header(struct str line);
bool line_is_labelled(struct str line); /* begins with a word or two and a colon */

/* The label of a contact form's line ("Name: x"), or the whole line is one and whole is set ("Name" in a cell). */
enum form_part line_form_part(struct str line, bool whole);

#endif
