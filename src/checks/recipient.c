/*
 * recipient: names and addresses of a mail against each other. `what` says which: name (the greeting names nobody whom
 * the mail goes to), spelling, author, exposed, quoted. What is not sure is not said: any sign that a name is right
 * (another recipient, the quoted letter, the address, a nickname) keeps it silent.
 */
#include "checks/recipient.h"

#include "base/err.h"

static const struct recipient_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge);
} kinds[] = {{"name", recipient_name},
             {"spelling", recipient_spelling},
             {"author", recipient_author},
             {"exposed", recipient_exposed},
             {"quoted", recipient_quoted}};

static bool load(const struct rule_source *source, struct rule *rule)
{

	rule->data = RULE_WHAT(source, kinds);
	return rule->data != NULL;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct recipient_kind *kind = rule->data;

	if (!judge->document->is_template) {
		kind->run(rule, judge);
	}
}

const struct check check_recipient = {"recipient", (const char *const[]){"what", NULL}, load, run, NULL};
