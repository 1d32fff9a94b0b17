/*
 * recipient: what the parts of the check `recipient` share: who a mail goes to, by name, and whom the greeting names.
 */
#ifndef REPLYLINT_CHECKS_RECIPIENT_H
#define REPLYLINT_CHECKS_RECIPIENT_H

#include "checks/names.h"
#include "lint/check.h"
#include "lint/ruleset.h"

/* One way a recipient is named: a display name, an address, how a quoted letter is signed. */
struct reference {
	struct names names;
	struct str written; /* "Ana Diaz"; of an address: its local part */
	bool is_address;
};

struct references {
	struct reference *at;
	size_t count, room;
	bool complete; /* everyone in To: has one, or the quoted letter is signed */
	bool foreign;  /* a name is in letters that can't be compared */
};

/* Those that tell a name. A mailbox of a role, or one that shows none, has none. */
struct references recipient_references(const struct judge *judge);

/* Whom the greeting names; none when it names nobody, or everybody. */
struct greeting {
	const struct page *page;
	struct names names; /* where: in the page's view */
	bool titled;        /* Ms Diaz */
};

struct greeting recipient_greeting(const struct judge *judge);

/* Whether a name stands in what the customer wrote, in the subject or in a recipient's address. */
bool recipient_is_mentioned(const struct judge *judge, struct str folded);

/* The page that the recipient reads: not the subject, nor the plain twin of another; or NULL. */
const struct page *recipient_page(const struct judge *judge);

/* Whether the address is of a domain that the mail comes from, or of one that the configuration names as ours. */
bool recipient_is_inside(const struct judge *judge, struct str domain);

/* One function for each value of `what`. */
void recipient_name(const struct rule *rule, struct judge *judge);     /* the greeting names somebody else */
void recipient_spelling(const struct rule *rule, struct judge *judge); /* the name in it is misspelt */
void recipient_author(const struct rule *rule, struct judge *judge);   /* From: names one, the closing another */
void recipient_exposed(const struct rule *rule, struct judge *judge);  /* customers see each other's addresses */
void recipient_quoted(const struct rule *rule, struct judge *judge);   /* whose letter is quoted gets no answer */

#endif
