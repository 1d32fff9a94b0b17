/* `milter:` of the configuration: what the mail path does, to whose mail. */
#include <string.h>

#include "lint/config_keys.h"

#define DEADLINE_MAX_MS 300000

const char *const mail_action_names[] = {"log", "header", "notify", "hold", "tempfail", "reject", NULL};

static bool read_action_map(struct loader *loader, const struct node *node, struct config_actions *actions)
{
	if (node->kind != NODE_MAPPING) {
		return node_err(node, loader->err,
		                "a mapping of levels, gate, groups or rules to actions is expected, as in "
		                "error: reject");
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct str id = entry->key->scalar;
		size_t action = 0;
		bool is_level = str_eq(id, STR("gate"));
		if (!node_choice(entry, mail_action_names, &action, loader->err)) {
			return false;
		}
		for (size_t level = LEVEL_SUGGESTION; level < LEVEL_COUNT; level++) {
			is_level = is_level || str_eq(id, str_of(level_names[level]));
		}
		if (!is_level) {
			config_mention(loader, id, entry->key);
		}
		*vec_push(loader->arena, actions) = (struct config_action){id, (enum mail_action)action};
	}
	return true;
}

static bool read_actions(struct loader *loader, const struct node *node)
{
	return read_action_map(loader, node, &loader->config->milter.actions);
}

/* A domain has no @ and at least a letter. */
static bool read_domain_list(struct loader *loader, const struct node *node, struct str_list *list)
{
	const struct node *entry = node->kind == NODE_SEQUENCE ? node->value : node;
	size_t before = list->count;

	if (!node_str_list(loader->arena, node, list, loader->err)) {
		return false;
	}
	for (size_t i = before; i < list->count; i++) {
		struct str domain = list->at[i];
		if (domain.len == 0 || str_find_char(domain, '@', 0) != STR_NONE) {
			return node_err(entry, loader->err,
			                "a domain is expected here, as example.org or .example.org (all below)");
		}
		entry = node->kind == NODE_SEQUENCE ? entry->next : entry;
	}
	return true;
}

static bool read_domains(struct loader *loader, const struct node *node)
{
	return read_domain_list(loader, node, &loader->config->milter.domains);
}

static bool read_judge(struct loader *loader, const struct node *node)
{
	static const char *const names[] = {"outside", "inside", "automatic", NULL};
	const struct node *entry = node->kind == NODE_SEQUENCE ? node->value : node;
	unsigned judged = 0;

	for (; entry != NULL; entry = node->kind == NODE_SEQUENCE ? entry->next : NULL) {
		size_t index = 0;
		if (!node_choice(entry, names, &index, loader->err)) {
			return false;
		}
		judged |= 1u << index;
	}
	loader->config->milter.judged = judged;
	return true;
}

/* Seconds, with up to three decimals. */
static bool read_deadline(struct loader *loader, const struct node *node)
{
	struct str text = node->kind == NODE_SCALAR ? node->scalar : (struct str){"", 0};
	long value = 0, unit = 1000;
	bool after_point = false, good = text.len > 0 && text.len <= 8;

	for (size_t i = 0; good && i < text.len; i++) {
		bool point = text.at[i] == '.' && !after_point && i > 0 && i + 1 < text.len;
		good = point || (ascii_digit(text.at[i]) && unit > 0);
		after_point = after_point || point;
		if (good && !point && after_point) {
			unit /= 10;
			value += (text.at[i] - '0') * unit;
		} else if (good && !point) {
			value = value * 10 + (text.at[i] - '0') * 1000;
		}
	}
	if (!good || value < 10 || value > DEADLINE_MAX_MS) {
		return node_err(node, loader->err, "seconds are expected here, from 0.01 to %d", DEADLINE_MAX_MS / 1000);
	}
	loader->config->milter.deadline = value;
	return true;
}

static bool read_on_error(struct loader *loader, const struct node *node)
{
	static const char *const names[] = {"accept", "tempfail", NULL};
	size_t index = 0;

	if (!node_choice(node, names, &index, loader->err)) {
		return false;
	}
	loader->config->milter.error_is_tempfail = index == 1;
	return true;
}

static bool read_log(struct loader *loader, const struct node *node)
{
	static const char *const names[] = {"sender", NULL};
	size_t index = 0;

	loader->config->milter.log_sender = true;
	return node_choice(node, names, &index, loader->err);
}

/* ---- override ---- */

static bool read_override_subject(struct loader *loader, const struct node *node)
{
	struct str *tag = &loader->config->milter.override.subject;

	if (!node_str(node, tag, loader->err)) {
		return false;
	}
	bool good = tag->len >= 3;
	for (size_t i = 0; i < tag->len; i++) {
		good = good && tag->at[i] >= ' ' && tag->at[i] <= '~';
	}
	return good || node_err(node, loader->err, "three or more ASCII characters are expected, as \"[send anyway]\"");
}

static bool read_override_header(struct loader *loader, const struct node *node)
{
	return node_bool(node, &loader->config->milter.override.header, loader->err);
}

static bool read_override_users(struct loader *loader, const struct node *node)
{
	return node_str_list(loader->arena, node, &loader->config->milter.override.users, loader->err);
}

static bool read_override(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"subject", read_override_subject}, {"header", read_override_header}, {"users", read_override_users}};

	if (!config_read_keys(loader, node, keys, KEY_COUNT(keys))) {
		return false;
	}
	return loader->config->milter.override.users.count > 0 ||
	       node_err(node, loader->err,
	                "say whose override is heeded: `users:` with login names, or \"*\" for all who "
	                "have logged in");
}

/* ---- for ---- */

#define CASE_KEY(name, target, reader)                                                                                 \
	static bool read_case_##name(struct loader *loader, const struct node *node)                                       \
	{                                                                                                                  \
		struct config_mail_case *entry = loader->entry;                                                                \
		return reader(loader, node, &entry->target);                                                                   \
	}

static bool read_strings(struct loader *loader, const struct node *node, struct str_list *list)
{
	return node_str_list(loader->arena, node, list, loader->err);
}

CASE_KEY(sender_domain, sender_domains, read_domain_list)
CASE_KEY(recipient_domain, recipient_domains, read_domain_list)
CASE_KEY(user, users, read_strings)
CASE_KEY(daemon_name, daemon_names, read_strings)
CASE_KEY(actions, actions, read_action_map)

static bool read_case_judge(struct loader *loader, const struct node *node)
{
	struct config_mail_case *entry = loader->entry;
	bool judged = true;

	if (!node_bool(node, &judged, loader->err)) {
		return false;
	}
	entry->is_passed = !judged;
	return true;
}

static bool read_cases(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {{"sender-domain", read_case_sender_domain},
	                                         {"recipient-domain", read_case_recipient_domain},
	                                         {"user", read_case_user},
	                                         {"daemon-name", read_case_daemon_name},
	                                         {"judge", read_case_judge},
	                                         {"actions", read_case_actions}};

	if (node->kind != NODE_SEQUENCE) {
		return node_err(node, loader->err, "a list is expected, with entries like {sender-domain: D, actions: {...}}");
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		loader->entry = vec_push(loader->arena, &loader->config->milter.cases);
		if (!config_read_keys(loader, entry, keys, KEY_COUNT(keys))) {
			return false;
		}
	}
	return true;
}

bool config_read_milter(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"domains", read_domains},   {"actions", read_actions},   {"for", read_cases}, {"judge", read_judge},
	    {"deadline", read_deadline}, {"on-error", read_on_error}, {"log", read_log},   {"override", read_override},
	};
	return config_read_keys(loader, node, keys, KEY_COUNT(keys));
}
