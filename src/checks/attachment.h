/* attachment: what the parts of the check `attachment` share; one function for each value of `what`. */
#ifndef REPLYLINT_CHECKS_ATTACHMENT_H
#define REPLYLINT_CHECKS_ATTACHMENT_H

#include "checks/hits.h"

struct attachment_data {
	const struct matcher *phrases; /* missing, named: announce files; unmentioned: speak of them */
	struct str_list nouns;         /* words for files */
	struct str_list drafts;        /* named: words in a file's name that say it is not for customers */
	void (*run)(const struct rule *rule, struct judge *judge);
};

/* Files for the customer: not what the HTML shows, not signatures. */
size_t attachment_files(const struct document *document);

void attachment_missing(const struct rule *rule, struct judge *judge);     /* announced, and not there */
void attachment_unmentioned(const struct rule *rule, struct judge *judge); /* there, and never spoken of */
void attachment_named(const struct rule *rule, struct judge *judge); /* there under a name that tells of another */

#endif
