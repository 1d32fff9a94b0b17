#include "front/policy.h"

#include "document/document.h"

const char *const pass_names[PASS_COUNT] = {
    [PASS_NOT] = "",
    [PASS_BOUNCE] = "bounce",
    [PASS_INCOMING] = "incoming",
    [PASS_INSIDE] = "inside",
    [PASS_SETTING] = "setting",
    [PASS_REPORT] = "report",
    [PASS_CALENDAR] = "calendar",
    [PASS_LIST] = "list",
    [PASS_AUTOMATIC] = "automatic",
    [PASS_ENCRYPTED] = "encrypted",
    [PASS_SCAN] = "few-words",
};

/* A judgement needs this many words where there is an attachment. */
#define WORDS_MIN 3u

/* ---- the envelope ---- */

static struct str domain_of(struct str address)
{
	size_t at = address.len;

	while (at > 0 && address.at[at - 1] != '@')
		at--;
	return at > 0 ? str_from(address, at) : (struct str){"", 0};
}

/* "example.org" is that domain, ".example.org" all below it. */
static bool domain_is_in(struct str domain, const struct str_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct str wanted = list->at[i];
		bool below = wanted.at[0] == '.';
		if (below ? str_ends_nocase(domain, wanted) : str_eq_nocase(domain, wanted))
			return true;
	}
	return false;
}

/* Without `domains`, the sender's own domain is what is ours. An address without a domain is local. */
static bool is_ours(const struct config_milter *milter, struct str sender, struct str address)
{
	struct str domain = domain_of(address);

	if (!domain.len)
		return true;
	return milter->domains.count ? domain_is_in(domain, &milter->domains) : str_eq_nocase(domain, domain_of(sender));
}

bool policy_is_inside(const struct config_milter *milter, const struct envelope *envelope)
{
	if (!envelope->is_known)
		return false;
	for (size_t i = 0; i < envelope->recipients.count; i++)
		if (!is_ours(milter, envelope->sender, envelope->recipients.at[i]))
			return false;
	return true;
}

bool policy_may_notify(const struct config_milter *milter, const struct envelope *envelope)
{
	struct str sender = envelope->sender;

	for (size_t i = 0; i < sender.len; i++)
		if (sender.at[i] <= ' ' || sender.at[i] > '~' || sender.at[i] == '<' || sender.at[i] == '>')
			return false;
	return envelope->is_known && envelope->user.len && milter->domains.count && domain_of(sender).len &&
	       is_ours(milter, sender, sender);
}

static bool name_is_in(struct str name, const struct str_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq_nocase(name, list->at[i]) || (name.len && str_eq(list->at[i], STR("*"))))
			return true;
	return false;
}

static bool any_recipient_in(const struct envelope *envelope, const struct str_list *domains)
{
	for (size_t i = 0; i < envelope->recipients.count; i++)
		if (domain_is_in(domain_of(envelope->recipients.at[i]), domains))
			return true;
	return false;
}

/* The first entry of `for` that is about this envelope, or NULL. */
static const struct config_mail_case *case_of(const struct config_milter *milter, const struct envelope *envelope)
{
	for (size_t i = 0; i < milter->cases.count; i++) {
		const struct config_mail_case *entry = &milter->cases.at[i];
		if ((!entry->sender_domains.count || domain_is_in(domain_of(envelope->sender), &entry->sender_domains)) &&
		    (!entry->users.count || name_is_in(envelope->user, &entry->users)) &&
		    (!entry->daemon_names.count || name_is_in(envelope->daemon_name, &entry->daemon_names)) &&
		    (!entry->recipient_domains.count || any_recipient_in(envelope, &entry->recipient_domains)))
			return entry;
	}
	return NULL;
}

enum pass policy_of_envelope(const struct config_milter *milter, const struct envelope *envelope)
{
	const struct config_mail_case *entry = case_of(milter, envelope);

	if (!envelope->is_known)
		return PASS_NOT;
	if (!envelope->sender.len)
		return PASS_BOUNCE;
	if (entry && entry->is_passed)
		return PASS_SETTING;
	if (!envelope->user.len && !is_ours(milter, envelope->sender, envelope->sender))
		return PASS_INCOMING;
	bool inside = policy_is_inside(milter, envelope);
	if (inside && !(milter->judged & CONFIG_JUDGE_INSIDE))
		return PASS_INSIDE;
	return !inside && !(milter->judged & (CONFIG_JUDGE_OUTSIDE | CONFIG_JUDGE_AUTOMATIC)) ? PASS_SETTING : PASS_NOT;
}

/* ---- the message ---- */

static bool value_starts(struct message *message, const char *name, const char *start)
{
	return str_starts_nocase(message_value(message, name), str_of(start));
}

static bool is_list(struct message *message)
{
	return message_field(message, "List-Id") || message_field(message, "List-Post") ||
	       value_starts(message, "Precedence", "list");
}

static bool is_automatic(struct message *message)
{
	const struct field *field = message_field(message, "Auto-Submitted");

	return (field && !value_starts(message, "Auto-Submitted", "no")) || value_starts(message, "Precedence", "bulk") ||
	       value_starts(message, "Precedence", "junk") || value_starts(message, "Precedence", "auto_reply");
}

static bool is_calendar_answer(struct message *message)
{
	for (const struct part *part = message->root; part; part = part_after(part)) {
		const struct field *field = part_field(part, "Content-Type");
		if (!str_eq(part->type, STR("text")) || !str_eq(part->subtype, STR("calendar")) || !field)
			continue;
		struct str value = field_text(message, field)->bytes;
		if (str_find_nocase(value, STR("method=reply"), 0) != STR_NONE ||
		    str_find_nocase(value, STR("method=\"reply\""), 0) != STR_NONE)
			return true;
	}
	return false;
}

enum pass policy_of_message(const struct config_milter *milter, struct message *message)
{
	const struct part *root = message->root;
	bool automatic = is_automatic(message);

	if (str_eq(root->type, STR("multipart")) && str_eq(root->subtype, STR("report")))
		return PASS_REPORT;
	if (is_calendar_answer(message))
		return PASS_CALENDAR;
	if (is_list(message))
		return PASS_LIST;
	if (message->is_encrypted)
		return PASS_ENCRYPTED;
	if (automatic && !(milter->judged & CONFIG_JUDGE_AUTOMATIC))
		return PASS_AUTOMATIC;
	return !automatic && !(milter->judged & (CONFIG_JUDGE_OUTSIDE | CONFIG_JUDGE_INSIDE)) ? PASS_SETTING : PASS_NOT;
}

enum pass policy_of_result(const struct result *result)
{
	const struct document *document = result->document;
	size_t words = 0, files = 0;

	for (size_t i = 0; i < document->attachments.count; i++)
		files += !document->attachments.at[i].is_inline;
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->sentences.count && !page->is_subject; k++) {
			const struct sentence *sentence = &page->sentences.at[k];
			if (ZONE_BIT(page->blocks.at[sentence->block].zone) & ZONES_REP)
				words += sentence->word_count;
		}
	}
	return files && words < WORDS_MIN ? PASS_SCAN : PASS_NOT;
}

/* ---- actions ---- */

/* How closely an id names a finding; 0: not at all. */
static unsigned closeness(struct str id, const struct finding *finding)
{
	if (str_eq(id, finding->rule->id))
		return 4;
	if (str_eq(id, finding->rule->group))
		return 3;
	if (finding->rule->gate && str_eq(id, STR("gate")))
		return 2;
	return str_eq(id, str_of(level_names[finding->level])) ? 1 : 0;
}

/* The closest entry; among equals the last. NULL: none. */
static const struct config_action *find_action(const struct config_actions *actions, const struct finding *finding)
{
	const struct config_action *found = NULL;
	unsigned best = 1;

	for (size_t i = 0; i < actions->count; i++) {
		unsigned close = closeness(actions->at[i].id, finding);
		if (close >= best) {
			best = close;
			found = &actions->at[i];
		}
	}
	return found;
}

static bool asks_for(const struct config_actions *actions, enum mail_action action)
{
	for (size_t i = 0; i < actions->count; i++)
		if (actions->at[i].action == action)
			return true;
	return false;
}

bool policy_asks_for(const struct config_milter *milter, enum mail_action action)
{
	bool asks = asks_for(&milter->actions, action);

	for (size_t i = 0; i < milter->cases.count; i++)
		asks = asks || asks_for(&milter->cases.at[i].actions, action);
	return asks;
}

enum mail_action policy_action(const struct config_milter *milter, const struct envelope *envelope,
                               const struct finding *finding)
{
	const struct config_mail_case *entry = case_of(milter, envelope);
	const struct config_action *found = entry ? find_action(&entry->actions, finding) : NULL;

	if (!found)
		found = find_action(&milter->actions, finding);
	return found ? found->action : MAIL_LOG;
}

static bool may_override(const struct config_milter *milter, const struct envelope *envelope)
{
	return envelope->user.len && name_is_in(envelope->user, &milter->override.users);
}

/* Where the tag stands in a subject, or STR_NONE. */
static size_t find_tag(const struct config_milter *milter, struct str subject)
{
	struct str tag = milter->override.subject;

	return tag.len ? str_find_nocase(subject, tag, 0) : STR_NONE;
}

bool policy_is_overridden(const struct config_milter *milter, const struct envelope *envelope, struct message *message,
                          struct str *reason)
{
	const struct field *subject = message_field(message, "Subject");

	*reason = (struct str){"", 0};
	if (!may_override(milter, envelope))
		return false;
	if (milter->override.header && message_field(message, "X-Replylint-Override")) {
		*reason = message_value(message, "X-Replylint-Override");
		return true;
	}
	return subject && find_tag(milter, str_span(message->source->bytes, subject->value_span)) != STR_NONE;
}

struct str policy_untagged(struct arena *arena, const struct config_milter *milter, const struct envelope *envelope,
                           struct str subject)
{
	size_t at = may_override(milter, envelope) ? find_tag(milter, subject) : STR_NONE;

	if (at == STR_NONE)
		return (struct str){NULL, 0};
	struct str before = str_sub(subject, 0, at), after = str_from(subject, at + milter->override.subject.len);
	if (after.len && after.at[0] == ' ')
		after = str_from(after, 1);
	else if (before.len && before.at[before.len - 1] == ' ')
		before.len--;
	return str_printf(arena, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(after));
}
