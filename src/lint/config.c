#include "lint/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "document/document.h"
#include "lint/config_keys.h"

#define EXTENDS_MAX 10 /* files deep */

void config_init(struct config *config)
{
	static const long error[4] = {200, 100, 50, 400}, warning[4] = {80, 40, 20, 160}, suggestion[4] = {20, 10, 5, 40};

	*config = (struct config){0};
	memcpy(config->score.error, error, sizeof error);
	memcpy(config->score.warning, warning, sizeof warning);
	memcpy(config->score.suggestion, suggestion, sizeof suggestion);
	config->score.suggestions_cap = 200;
	config->score.gate_cap = 390;
	config->milter.deadline = CONFIG_DEADLINE_MS;
	config->milter.judged = CONFIG_JUDGE_OUTSIDE;
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
		*vec_push(loader->arena, list) =
		    absolute ? str_copy(loader->arena, paths.at[i])
		             : str_printf(loader->arena, STR_FMT "/" STR_FMT, STR_ARG(loader->directory), STR_ARG(paths.at[i]));
	}
	return true;
}

/* A program with its first arguments. A later file's takes the place of an earlier one's. */
static bool read_sendmail(struct loader *loader, const struct node *node)
{
	struct str_list *words = &loader->config->sendmail;

	*words = (struct str_list){0};
	if (!read_list(loader, node, words)) {
		return false;
	}
	return (words->count > 0 && words->at[0].len > 0 && words->at[0].at[0] == '/') ||
	       node_err(node, loader->err,
	                "the path of a program is expected, or a list of it and its first arguments, "
	                "as in [/usr/bin/msmtp, -a, work]");
}

/* A list of rules and groups. */
static bool read_ids(struct loader *loader, const struct node *node, struct str_list *list)
{
	size_t before = list->count;

	if (!read_list(loader, node, list)) {
		return false;
	}
	const struct node *entry = node->kind == NODE_SEQUENCE ? node->value : node;
	for (size_t i = before; i < list->count; i++) {
		config_mention(loader, list->at[i], entry);
		entry = node->kind == NODE_SEQUENCE ? entry->next : entry;
	}
	return true;
}

static bool read_select(struct loader *loader, const struct node *node)
{
	loader->config->select = (struct str_list){0};
	return read_ids(loader, node, &loader->config->select);
}

static bool read_ignore(struct loader *loader, const struct node *node)
{
	return read_ids(loader, node, &loader->config->ignore);
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
		config_mention(loader, entry->key->scalar, entry->key);
		*vec_push(loader->arena, &loader->config->levels) =
		    (struct config_level){entry->key->scalar, (enum level)level};
	}
	return true;
}

#define LIST_KEY(name, target)                                                                                         \
	static bool read_##name(struct loader *loader, const struct node *node)                                            \
	{                                                                                                                  \
		return read_list(loader, node, &loader->config->target);                                                       \
	}
LIST_KEY(known_terms, known_terms)
LIST_KEY(brand, brand)
LIST_KEY(names, organisation.names)
LIST_KEY(mailboxes, organisation.mailboxes)
LIST_KEY(domains, organisation.domains)
LIST_KEY(staff, organisation.staff)
LIST_KEY(products, organisation.products)
LIST_KEY(own_payment_details, organisation.own_payment_details)

static bool read_rules(struct loader *loader, const struct node *node)
{
	return read_paths(loader, node, &loader->config->rules);
}

static bool read_glossary(struct loader *loader, const struct node *node)
{
	return read_paths(loader, node, &loader->config->glossary);
}

static bool read_contact(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->organisation.contact, loader->err);
}

static bool read_hours(struct loader *loader, const struct node *node)
{
	return node_str(node, &loader->config->organisation.hours, loader->err);
}

/* A language and perhaps a country: "en", "en-GB", "en_US". */
static bool read_locale(struct loader *loader, const struct node *node)
{
	struct str locale;
	bool good = node_str(node, &locale, loader->err) && (locale.len == 2 || locale.len == 5);

	for (size_t i = 0; good && i < locale.len; i++) {
		good = i == 2 ? locale.at[i] == '-' || locale.at[i] == '_' : ascii_alpha(locale.at[i]);
	}
	loader->config->locale = locale;
	return good || node_err(node, loader->err, "a language and a country are expected here, as in en-GB");
}

static bool read_organisation(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"names", read_names},       {"mailboxes", read_mailboxes},
	    {"contact", read_contact},   {"hours", read_hours},
	    {"domains", read_domains},   {"staff", read_staff},
	    {"products", read_products}, {"own-payment-details", read_own_payment_details}};
	return config_read_keys(loader, node, keys, KEY_COUNT(keys));
}

/* ---- entries for some files ---- */

static bool is_sequence(const struct loader *loader, const struct node *node, const char *form)
{
	return node->kind == NODE_SEQUENCE ||
	       node_err(node, loader->err, "a list is expected, with entries of the form %s", form);
}

/* `files` of an entry. */
static bool read_files(struct loader *loader, const struct node *entry, const char *form, struct config_files *files)
{
	const struct node *globs = entry->kind == NODE_MAPPING ? node_get(entry, "files") : NULL;

	files->folder = loader->folder;
	if (globs == NULL) {
		return node_err(entry, loader->err, "an entry of the form %s is expected", form);
	}
	return read_list(loader, globs, &files->globs);
}

/* An entry of two keys, `files` and another one. */
static bool read_pair(struct loader *loader, const struct node *entry, const char *second, struct str *value)
{
	const struct config_key keys[] = {{"files", NULL}, {second, NULL}};
	const struct node *found = entry->kind == NODE_MAPPING ? node_get(entry, second) : NULL;

	if (entry->kind == NODE_MAPPING && !config_read_keys(loader, entry, keys, KEY_COUNT(keys))) {
		return false;
	}
	if (found == NULL) {
		return node_err(entry, loader->err, "an entry of the form {files: GLOB, %s: ...} is expected", second);
	}
	return node_str(found, value, loader->err);
}

static bool read_kinds(struct loader *loader, const struct node *node)
{
	static const char form[] = "{files: GLOB, kind: KIND}";

	if (!is_sequence(loader, node, form)) {
		return false;
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct config_kind *kind = vec_push(loader->arena, &loader->config->kinds);
		kind->node = entry;
		if (!read_files(loader, entry, form, &kind->files) || !read_pair(loader, entry, "kind", &kind->kind)) {
			return false;
		}
	}
	return true;
}

static bool read_templates(struct loader *loader, const struct node *node)
{
	static const char form[] = "{files: GLOB, syntax: LANGUAGE}";

	if (!is_sequence(loader, node, form)) {
		return false;
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct config_template *template = vec_push(loader->arena, &loader->config->templates);
		if (!read_files(loader, entry, form, &template->files) ||
		    !read_pair(loader, entry, "syntax", &template->syntax)) {
			return false;
		}
		if (!template_known(str_cstr(loader->arena, template->syntax))) {
			return node_err(node_get(entry, "syntax"), loader->err, "there is no template language \"" STR_FMT "\"",
			                STR_ARG(template->syntax));
		}
	}
	return true;
}

/* ---- score ---- */

/* A number with at most one decimal, in tenths. */
static bool read_tenths(const struct node *node, long *tenths, struct err *err)
{
	struct str text = node->kind == NODE_SCALAR ? node->scalar : (struct str){"", 0};
	size_t dot = str_find_char(text, '.', 0);
	struct str whole = str_sub(text, 0, dot), decimal = str_from(text, dot == STR_NONE ? text.len : dot + 1);
	bool good = whole.len > 0 && whole.len <= 4 && decimal.len <= 1 && (dot == STR_NONE || decimal.len == 1);

	*tenths = 0;
	for (size_t i = 0; good && i < whole.len; i++) {
		good = ascii_digit(whole.at[i]);
		*tenths = *tenths * 10 + (whole.at[i] - '0');
	}
	*tenths *= 10;
	if (good && decimal.len > 0) {
		good = ascii_digit(decimal.at[0]);
		*tenths += decimal.at[0] - '0';
	}
	return good || node_err(node, err, "a number of points is expected here, as 4 or 0.5");
}

static bool read_points(struct loader *loader, const struct node *node, long points[4])
{
	size_t count = 0;

	for (const struct node *entry = node->kind == NODE_SEQUENCE ? node->value : NULL; entry != NULL;
	     entry = entry->next) {
		if (count < 4 && !read_tenths(entry, &points[count], loader->err)) {
			return false;
		}
		count++;
	}
	return count == 4 ||
	       node_err(node, loader->err, "four numbers are expected: first hit, second, each further one, most");
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
	return config_read_keys(loader, node, keys, KEY_COUNT(keys));
}

/* ---- overrides ---- */

static bool read_override(struct loader *loader, const struct node *node)
{
	static const struct config_key keys[] = {
	    {"files", NULL},
	    {"select", read_select},
	    {"ignore", read_ignore},
	    {"levels", read_levels},
	    {"glossary", read_glossary},
	    {"known-terms", read_known_terms},
	    {"brand", read_brand},
	    {"organisation", read_organisation},
	    {"locale", read_locale},
	    {"score", read_score},
	};
	return config_read_keys(loader, node, keys, KEY_COUNT(keys));
}

static void detach(struct config *config);

/* Each is tried on a copy, so that what is wrong is said whichever files are judged. */
static bool read_overrides(struct loader *loader, const struct node *node)
{
	static const char form[] = "{files: GLOB, select: ..., levels: ..., ...}";
	struct config *config = loader->config;

	if (!is_sequence(loader, node, form)) {
		return false;
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		struct config_override override = {.node = entry};
		struct config tried = *config;
		struct loader trying = *loader;
		detach(&tried);
		trying.config = &tried;
		if (!read_files(loader, entry, form, &override.files) || !read_override(&trying, entry)) {
			return false;
		}
		config->mentions = tried.mentions;
		if (config->overrides.count == CONFIG_OVERRIDES_MAX) {
			return node_err(entry, loader->err, "there can be no more than %d overrides", CONFIG_OVERRIDES_MAX);
		}
		override.directory = loader->directory;
		*vec_push(loader->arena, &config->overrides) = override;
	}
	return true;
}

/* The lists of a copy grow elsewhere than those of the original. */
static void detach(struct config *config)
{
	struct str_list *const lists[] = {&config->select,
	                                  &config->ignore,
	                                  &config->glossary,
	                                  &config->known_terms,
	                                  &config->brand,
	                                  &config->organisation.names,
	                                  &config->organisation.mailboxes,
	                                  &config->organisation.domains,
	                                  &config->organisation.staff,
	                                  &config->organisation.products,
	                                  &config->organisation.own_payment_details};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		lists[i]->room = lists[i]->count;
	}
	config->levels.room = config->levels.count;
	config->mentions.room = config->mentions.count;
}

struct config *config_overridden(struct arena *arena, const struct config *config, uint64_t overrides)
{
	struct config *changed = ARENA_NEW(arena, struct config);
	struct err err = {""};
	struct loader loader = {.arena = arena, .config = changed, .err = &err};

	*changed = *config;
	detach(changed);
	for (size_t i = 0; i < config->overrides.count; i++) {
		if (overrides >> i & 1u) {
			loader.directory = config->overrides.at[i].directory;
			read_override(&loader, config->overrides.at[i].node);
		}
	}
	return changed;
}

/* ---- files ---- */

static bool load_file(struct loader *loader, const char *path);

/* The files named by `extends`, before this one. */
static bool read_extended(const struct loader *loader, const struct node *root)
{
	const struct node *node = node_get(root, "extends");
	struct loader reading = *loader;
	struct str_list paths = {0};

	if (node == NULL || config_is_null(node)) {
		return true;
	}
	if (!read_paths(&reading, node, &paths)) {
		return false;
	}
	for (size_t i = 0; i < paths.count; i++) {
		struct err why = {""};
		reading.depth = loader->depth + 1;
		reading.err = &why;
		if (reading.depth > EXTENDS_MAX) {
			return node_err(node, loader->err, "extends more than %d files deep; does one extend itself?", EXTENDS_MAX);
		}
		if (file_is_special(paths.at[i].at)) {
			return node_err(node, loader->err, "%s: this is no regular file", paths.at[i].at);
		}
		if (!load_file(&reading, paths.at[i].at)) {
			return node_err(node, loader->err, "%s", why.text);
		}
	}
	return true;
}

static void find_folder(struct loader *loader, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);

	loader->directory = slash != NULL ? str_copy(loader->arena, (struct str){path, len}) : STR(".");
	loader->folder = str_of(file_real_path(loader->arena, loader->directory.at));
}

static bool load_file(struct loader *loader, const char *path)
{
	static const struct config_key keys[] = {
	    {"extends", NULL},
	    {"rules", read_rules},
	    {"select", read_select},
	    {"ignore", read_ignore},
	    {"levels", read_levels},
	    {"kinds", read_kinds},
	    {"glossary", read_glossary},
	    {"known-terms", read_known_terms},
	    {"brand", read_brand},
	    {"organisation", read_organisation},
	    {"locale", read_locale},
	    {"templates", read_templates},
	    {"overrides", read_overrides},
	    {"score", read_score},
	    {"milter", config_read_milter},
	    {"sendmail", read_sendmail},
	};
	const struct node *root = yaml_load(loader->arena, path, loader->err);

	if (root == NULL) {
		return false;
	}
	find_folder(loader, path);
	return config_is_null(root) ||
	       (read_extended(loader, root) && config_read_keys(loader, root, keys, KEY_COUNT(keys)));
}

bool config_load(struct arena *arena, const char *path, struct config *config, struct err *err)
{
	struct loader loader = {.arena = arena, .config = config, .err = err};

	config->path = str_cstr(arena, str_of(path));
	return load_file(&loader, path);
}
