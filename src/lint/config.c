#include "lint/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "document/document.h"

void config_init(struct config *config)
{
	static const long error[4] = {200, 100, 50, 400}, warning[4] = {80, 40, 20, 160}, suggestion[4] = {20, 10, 5, 40};

	*config = (struct config){.locale = STR("en"), .timezone = STR("UTC")};
	memcpy(config->score.error, error, sizeof error);
	memcpy(config->score.warning, warning, sizeof warning);
	memcpy(config->score.suggestion, suggestion, sizeof suggestion);
	config->score.suggestions_cap = 200;
	config->score.gate_cap = 390;
}

struct loader {
	struct arena *arena;
	struct config *config;
	struct err *err;
};

/* One key of the file: how its value is read. NULL: accepted, and read by a front end of its own. */
struct config_key {
	const char *name;
	bool (*read)(struct loader *loader, const struct node *node);
};

static bool unknown_key(struct loader *loader, const struct node *key, const struct config_key *keys, size_t count)
{
	char allowed[700] = "";

	for (size_t i = 0; i < count; i++) {
		strncat(allowed, i > 0 ? ", " : "", sizeof allowed - strlen(allowed) - 1);
		strncat(allowed, keys[i].name, sizeof allowed - strlen(allowed) - 1);
	}
	return node_err(key, loader->err, "there is no key '" STR_FMT "'; allowed are %s", STR_ARG(key->scalar), allowed);
}

static bool read_keys(struct loader *loader, const struct node *mapping, const struct config_key *keys, size_t count)
{
	if (mapping->kind != NODE_MAPPING) {
		return node_err(mapping, loader->err, "a mapping is expected here");
	}
	for (const struct node *node = mapping->value; node != NULL; node = node->next) {
		size_t i = 0;
		while (i < count && !str_eq_nocase(node->key->scalar, str_of(keys[i].name))) {
			i++;
		}
		if (i == count) {
			return unknown_key(loader, node->key, keys, count);
		}
		if (keys[i].read != NULL && !keys[i].read(loader, node)) {
			return false;
		}
	}
	return true;
}

static bool read_list(struct loader *loader, const struct node *node, struct str_list *list)
{
	return node_str_list(loader->arena, node, list, loader->err);
}

/* Paths are relative to the configuration's folder. */
static bool read_paths(struct loader *loader, const struct node *node, struct str_list *list)
{
	struct str_list paths = {0};

	if (!read_list(loader, node, &paths)) {
		return false;
	}
	for (size_t i = 0; i < paths.count; i++) {
		bool absolute = paths.at[i].len > 0 && paths.at[i].at[0] == '/';
		*vec_push(loader->arena, list) = absolute
		                                     ? str_copy(loader->arena, paths.at[i])
		                                     : str_printf(loader->arena, STR_FMT "/" STR_FMT,
		                                                  STR_ARG(loader->config->directory), STR_ARG(paths.at[i]));
	}
	return true;
}

#define LIST_KEY(name, target)                                                                                         \
	static bool read_##name(struct loader *loader, const struct node *node)                                            \
	{                                                                                                                  \
		return read_list(loader, node, &loader->config->target);                                                       \
	}
LIST_KEY(select, select)
LIST_KEY(ignore, ignore)
LIST_KEY(known_terms, known_terms)
LIST_KEY(brand, brand)
LIST_KEY(names, organisation.names)
LIST_KEY(domains, organisation.domains)
LIST_KEY(mailboxes, organisation.mailboxes)
LIST_KEY(staff, organisation.staff)
LIST_KEY(products, organisation.products)

static bool read_rules(struct loader *loader, const struct node *node)
{
	return read_paths(loader, node, &loader->config->rules);
}

static bool read_glossary(struct loader *loader, const struct node *node)
{
	return read_paths(loader, node, &loader->config->glossary);
}

static bool read_locale(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->locale, loader->err);
}

static bool read_timezone(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->timezone, loader->err);
}

static bool read_contact(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->organisation.contact, loader->err);
}

static bool read_hours(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->organisation.hours, loader->err);
}

static bool read_organisation(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"names", read_names},       {"domains", read_domains}, {"mailboxes", read_mailboxes},
	    {"contact", read_contact},   {"hours", read_hours},     {"holidays", NULL},
	    {"products", read_products}, {"staff", read_staff},     {"own-payment-details", NULL},
	};
	return read_keys(loader, node, keys, sizeof keys / sizeof keys[0]);
}

static bool read_levels(struct loader *loader, const struct node *node)
{
	if (node->kind != NODE_MAPPING) {
		return node_err(node, loader->err,
		                "a mapping of rules to levels is expected, as in yelling.all-caps-word: error");
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t level = 0;
		if (!node_choice(entry, level_names, &level, loader->err)) {
			return false;
		}
		*vec_push(loader->arena, &loader->config->levels) =
		    (struct config_level){entry->key->scalar, (enum level)level, entry->key};
	}
	return true;
}

/* The two strings of each entry of a list of mappings, as in `kinds: [{files: GLOB, kind: K}]`. */
static bool read_pair(struct loader *loader, const struct node *entry, const char *second, struct str *files,
                      struct str *value)
{
	const struct node *files_node = entry->kind == NODE_MAPPING ? node_get(entry, "files") : NULL;
	const struct node *value_node = entry->kind == NODE_MAPPING ? node_get(entry, second) : NULL;

	if (files_node == NULL || value_node == NULL) {
		return node_err(entry, loader->err, "an entry of the form {files: GLOB, %s: ...} is expected", second);
	}
	return node_str(files_node, files, loader->err) && node_str(value_node, value, loader->err);
}

static bool read_kinds(struct loader *loader, const struct node *node)
{
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct config_kind *kind = vec_push(loader->arena, &loader->config->kinds);
		kind->node = entry;
		if (!read_pair(loader, entry, "kind", &kind->files, &kind->kind)) {
			return false;
		}
	}
	return true;
}

static bool read_templates(struct loader *loader, const struct node *node)
{
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct config_template *template = vec_push(loader->arena, &loader->config->templates);
		if (!read_pair(loader, entry, "syntax", &template->files, &template->syntax)) {
			return false;
		}
		if (!template_known(str_cstr(loader->arena, template->syntax))) {
			return node_err(node_get(entry, "syntax"), loader->err, "there is no template language \"" STR_FMT "\"",
			                STR_ARG(template->syntax));
		}
	}
	return true;
}

static bool read_points(struct loader *loader, const struct node *node, long points[4])
{
	size_t count = 0;

	for (const struct node *entry = node->kind == NODE_SEQUENCE ? node->value : NULL; entry != NULL;
	     entry = entry->next) {
		long value = 0;
		if (count == 4 || !node_long(entry, &value, loader->err)) {
			return count == 4 ? node_err(entry, loader->err, "four numbers are expected") : false;
		}
		points[count++] = value * 10;
	}
	return count == 4 || node_err(node, loader->err, "four numbers are expected: first hit, second, further, most");
}

static bool read_error_points(struct loader *loader, const struct node *node)
{
	return read_points(loader, node, loader->config->score.error);
}

static bool read_warning_points(struct loader *loader, const struct node *node)
{
	return read_points(loader, node, loader->config->score.warning);
}

static bool read_suggestion_points(struct loader *loader, const struct node *node)
{
	return read_points(loader, node, loader->config->score.suggestion);
}

static bool read_score(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"error", read_error_points}, {"warning", read_warning_points}, {"suggestion", read_suggestion_points}};
	return read_keys(loader, node, keys, sizeof keys / sizeof keys[0]);
}

bool config_load(struct arena *arena, const char *path, struct config *config, struct err *err)
{
	static const struct config_key keys[] = {
	    {"extends", NULL},
	    {"rules", read_rules},
	    {"vale", NULL},
	    {"select", read_select},
	    {"ignore", read_ignore},
	    {"levels", read_levels},
	    {"kinds", read_kinds},
	    {"glossary", read_glossary},
	    {"known-terms", read_known_terms},
	    {"brand", read_brand},
	    {"organisation", read_organisation},
	    {"locale", read_locale},
	    {"timezone", read_timezone},
	    {"targets", NULL},
	    {"templates", read_templates},
	    {"overrides", NULL},
	    {"score", read_score},
	    {"milter", NULL},
	};
	const struct node *root = yaml_load(arena, path, err);
	struct loader loader = {arena, config, err};
	const char *slash = strrchr(path, '/');

	if (root == NULL) {
		return false;
	}
	config->path = str_cstr(arena, str_of(path));
	config->directory = slash != NULL ? str_copy(arena, (struct str){path, (size_t)(slash - path)}) : STR(".");
	return read_keys(&loader, root, keys, sizeof keys / sizeof keys[0]);
}

static const char *readable(struct arena *arena, const char *directory, const char *name)
{
	const char *path = str_printf(arena, "%s/%s", directory, name).at;

	return access(path, F_OK) == 0 ? path : NULL;
}

static const char *discover_upward(struct arena *arena, const char *directory)
{
	char *absolute = realpath(directory, NULL);
	const char *found = NULL;

	while (absolute != NULL && found == NULL) {
		found = readable(arena, absolute, ".replylint.yml");
		char *slash = strrchr(absolute, '/');
		if (slash == NULL || slash[1] == '\0') {
			break;
		}
		slash[slash == absolute ? 1 : 0] = '\0';
	}
	free(absolute);
	return found;
}

const char *config_discover(struct arena *arena, const char *directory)
{
	const char *found = discover_upward(arena, directory);
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (found == NULL && xdg != NULL && xdg[0] == '/') {
		found = readable(arena, xdg, "replylint/replylint.yml");
	}
	if (found == NULL && home != NULL && home[0] == '/') {
		found = readable(arena, home, ".config/replylint/replylint.yml");
	}
	return found != NULL ? found : readable(arena, "/etc/replylint", "replylint.yml");
}
