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

#define KINDS (sizeof kinds / sizeof kinds[0])

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct node *what = node_get(source->node, "what");
	const char *names[KINDS + 1] = {0};
	size_t index;

	for (size_t i = 0; i < KINDS; i++) {
		names[i] = kinds[i].name;
	}
	if (what == NULL) {
		return node_err(source->node, source->err, "a rule of type recipient needs the key 'what'");
	}
	if (!node_choice(what, names, &index, source->err)) {
		return false;
	}
	rule->data = &kinds[index];
	return true;
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct recipient_kind *kind = rule->data;

	if (!judge->document->is_template) {
		kind->run(rule, judge);
	}
}

const struct check check_recipient = {"recipient", (const char *const[]){"what", NULL}, load, run, NULL};
