/*
 * sender: a mail that cannot be answered: a no-reply sender without another Reply-To, or words that say so (`phrases`).
 * Where the author's text gives another way to a person it is only a suggestion, as it is for security mail.
 */
#include "base/err.h"
#include "checks/hits.h"
#include "lint/ruleset.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct matcher *matcher;

	if (!rule_matcher(source, "phrases", &matcher)) {
		return false;
	}
	rule->data = matcher;
	return matcher != NULL || node_err(source->node, source->err, "a rule of type sender needs the key 'phrases'");
}

/* Letters of the local part only, so that "no-reply", "do_not.reply" and "noreply-shop" are alike. */
static bool is_no_reply(struct str local)
{
	static const char *const names[] = {"noreply",    "donotreply",  "dontreply",    "donotrespond",
	                                    "noresponse", "noanswer",    "mailerdaemon", "bounce",
	                                    "unattended", "unmonitored", "donotemail"};
	char room[64];
	struct str letters = {room, 0};

	for (size_t i = 0; i < local.len && letters.len < sizeof room; i++) {
		if (ascii_alpha(local.at[i])) {
			room[letters.len++] = ascii_lower(local.at[i]);
		}
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (str_find(letters, str_of(names[i]), 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

static bool has_contact(struct judge *judge)
{
	const struct ruleset *ruleset = judge->ruleset;

	return (ruleset->facts.phone != NULL && judge_zones_match(judge, ruleset->facts.phone, ZONES_OWN)) ||
	       (ruleset->facts.email != NULL && judge_zones_match(judge, ruleset->facts.email, ZONES_OWN));
}

static enum level level_here(struct judge *judge, const struct rule *rule)
{
	bool security = str_eq(judge->ruleset->kinds.at[judge->kind].name, STR("reset"));
	enum level level = judge_level(judge, rule);

	return (security || has_contact(judge)) && level > LEVEL_SUGGESTION ? LEVEL_SUGGESTION : level;
}

static bool report_words(const struct rule *rule, struct judge *judge, enum level level)
{
	size_t before = judge->findings.count;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct match_list found = hits_find(judge, rule->data, page, HITS_MASKED);
		for (size_t k = 0; k < found.count; k++) {
			struct report report = {.level = level, .has_level = true};
			judge_report(judge, rule, page, found.at[k].where, &report);
		}
	}
	return judge->findings.count > before;
}

static void report_address(const struct rule *rule, struct judge *judge, enum level level)
{
	const struct document *document = judge->document;
	const struct address_list *list = document->reply_to.count > 0 ? &document->reply_to : &document->from;
	struct report report = {.level = level, .has_level = true};
	struct change change;

	if (list->count == 0 || !is_no_reply(list->at[0].local)) {
		return;
	}
	const struct page *page = judge_insertion(judge, INSERT_BEFORE_CLOSING, STR(""), &change);
	report.subject =
	    str_printf(judge->arena, STR_FMT "@" STR_FMT, STR_ARG(list->at[0].local), STR_ARG(list->at[0].domain));
	if (page != NULL) {
		judge_report(judge, rule, page, change.where, &report);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	enum level level = level_here(judge, rule);

	if (!report_words(rule, judge, level)) {
		report_address(rule, judge, level);
	}
}

const struct check check_sender = {"sender", (const char *const[]){"phrases", NULL}, load, run, NULL};
