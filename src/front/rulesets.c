#define _XOPEN_SOURCE 700 /* realpath(), readlink() */
#include "front/rulesets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A configuration and what was made of it. */
struct loaded {
	const char *path; /* NULL: none */
	const struct ruleset *ruleset;
};

struct rulesets {
	const struct front *front;
	const struct options *options;
	const char *shipped;
	struct str_list select, ignore;
	struct {
		struct loaded *at;
		size_t count, room;
	} loaded;
	struct {
		struct str folder;
		const struct loaded *found;
	} last; /* most files lie beside the one before */
};

static bool has_rules(const char *folder, struct arena *arena)
{
	struct stat status;
	return stat(str_printf(arena, "%s/en", folder).at, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder of the running program; NULL when it cannot be told. */
static const char *program_folder(const struct front *front)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);

	if (len <= 0 || (size_t)len >= sizeof path) {
		char *real = strchr(front->program, '/') ? realpath(front->program, NULL) : NULL;
		len = real && strlen(real) < sizeof path ? (ssize_t)strlen(real) : -1;
		if (len > 0)
			memcpy(path, real, (size_t)len);
		free(real);
	}
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len > 1 ? str_cstr(front->arena, (struct str){path, (size_t)len - 1}) : NULL;
}

const char *rulesets_shipped(const struct front *front, struct err *err)
{
	const char *named = getenv("REPLYLINT_RULES");
	const char *folder = program_folder(front);

	if (named && *named) {
		if (!has_rules(named, front->arena))
			err_set(err, "%s: holds no rules (REPLYLINT_RULES)", named);
		return err_is_set(err) ? NULL : named;
	}
	static const char *const beside[] = {"/../rules", "/../../rules", "/../share/replylint/rules"};
	for (size_t i = 0; folder && i < sizeof beside / sizeof *beside; i++) {
		const char *path = str_printf(front->arena, "%s%s", folder, beside[i]).at;
		char *real = realpath(path, NULL);
		path = real ? str_cstr(front->arena, str_of(real)) : path;
		free(real);
		if (has_rules(path, front->arena))
			return path;
	}
	if (has_rules(REPLYLINT_RULES, front->arena))
		return REPLYLINT_RULES;
	err_set(err, "the rules are missing: looked beside the program and in %s", REPLYLINT_RULES);
	return NULL;
}

static const struct ruleset *load(const struct rulesets *rulesets, const char *path, bool selected, struct err *err)
{
	struct arena *arena = rulesets->front->arena;
	struct config *config = ARENA_NEW(arena, struct config);
	struct ruleset_options options = {.rules_directory = rulesets->shipped,
	                                  .paths = rulesets->options->list[OPTION_rules].at,
	                                  .checks = rulesets->front->checks,
	                                  .config = config,
	                                  .keep_examples = !selected};

	config_init(config);
	if (path && !config_load(arena, path, config, err))
		return NULL;
	if (!selected) {
		config->select = config->ignore = (struct str_list){0};
	} else {
		if (rulesets->select.count)
			config->select = rulesets->select;
		for (size_t i = 0; i < rulesets->ignore.count; i++)
			*vec_push(arena, &config->ignore) = rulesets->ignore.at[i];
	}
	return ruleset_load(arena, &options, err);
}

const char *rulesets_nearest(struct arena *arena, const struct ruleset *ruleset, struct str id)
{
	struct words names = {0};
	bool wants_group = str_find_char(id, '.', 0) == STR_NONE;

	for (size_t i = 0; i < ruleset->rules.count; i++) {
		const struct rule *rule = ruleset->rules.at[i];
		bool new_group = i == 0 || !str_eq(rule->group, ruleset->rules.at[i - 1]->group);
		if (wants_group && new_group)
			words_add(arena, &names, str_cstr(arena, rule->group));
		words_add(arena, &names, str_cstr(arena, rule->id));
	}
	return front_nearest(str_cstr(arena, id), names.at, names.count);
}

static bool is_known(const struct ruleset *ruleset, struct str id)
{
	for (size_t i = 0; i < ruleset->rules.count; i++)
		if (str_eq(ruleset->rules.at[i]->id, id) || str_eq(ruleset->rules.at[i]->group, id))
			return true;
	return false;
}

static bool check_ids(struct arena *arena, const struct ruleset *all, const struct str_list *ids, const char *option,
                      struct err *err)
{
	for (size_t i = 0; i < ids->count; i++) {
		struct str id = ids->at[i];
		if (is_known(all, id))
			continue;
		const char *near = rulesets_nearest(arena, all, id);
		if (near)
			return err_set(err, "--%s: there is no rule or group \"" STR_FMT "\"; did you mean %s?", option,
			               STR_ARG(id), near);
		return err_set(err, "--%s: there is no rule or group \"" STR_FMT "\"; \"replylint rules\" lists them", option,
		               STR_ARG(id));
	}
	return true;
}

struct rulesets *rulesets_new(const struct front *front, const struct options *options, struct err *err)
{
	struct rulesets *rulesets = ARENA_NEW(front->arena, struct rulesets);

	rulesets->front = front;
	rulesets->options = options;
	rulesets->shipped = rulesets_shipped(front, err);
	if (!rulesets->shipped)
		return NULL;
	rulesets->select = words_split_commas(front->arena, &options->list[OPTION_select]);
	rulesets->ignore = words_split_commas(front->arena, &options->list[OPTION_ignore]);
	if (rulesets->select.count || rulesets->ignore.count) {
		const struct ruleset *all = load(rulesets, options->text[OPTION_config], false, err);
		if (!all || !check_ids(front->arena, all, &rulesets->select, "select", err) ||
		    !check_ids(front->arena, all, &rulesets->ignore, "ignore", err))
			return NULL;
	}
	return rulesets;
}

const struct ruleset *rulesets_all(const struct front *front, const struct options *options, struct err *err)
{
	struct rulesets rulesets = {.front = front, .options = options, .shipped = rulesets_shipped(front, err)};
	const char *config = options->text[OPTION_config];

	if (!rulesets.shipped)
		return NULL;
	if (!config && !options->given[OPTION_isolated])
		config = config_discover(front->arena, ".");
	return load(&rulesets, config, false, err);
}

/* The configuration that holds for a file in folder, or NULL. */
static const char *config_of(struct rulesets *rulesets, struct str folder)
{
	if (rulesets->options->text[OPTION_config])
		return rulesets->options->text[OPTION_config];
	if (rulesets->options->given[OPTION_isolated])
		return NULL;
	return config_discover(rulesets->front->arena, folder.at);
}

static const struct loaded *find_loaded(struct rulesets *rulesets, const char *path, struct err *err)
{
	for (size_t i = 0; i < rulesets->loaded.count; i++) {
		const char *other = rulesets->loaded.at[i].path;
		if (path == other || (path && other && strcmp(path, other) == 0))
			return &rulesets->loaded.at[i];
	}
	struct loaded loaded = {.path = path, .ruleset = load(rulesets, path, true, err)};
	*vec_push(rulesets->front->arena, &rulesets->loaded) = loaded;
	return &rulesets->loaded.at[rulesets->loaded.count - 1];
}

const struct ruleset *rulesets_for(struct rulesets *rulesets, const char *path, struct err *err)
{
	struct str folder = path ? str_of(path) : STR(".");

	while (path && folder.len && folder.at[folder.len - 1] != '/')
		folder.len--;
	if (!folder.len)
		folder = STR(".");
	if (!rulesets->last.found || !str_eq(rulesets->last.folder, folder)) {
		rulesets->last.folder = str_copy(rulesets->front->arena, folder);
		rulesets->last.found = NULL;
		const struct loaded *found = find_loaded(rulesets, config_of(rulesets, rulesets->last.folder), err);
		rulesets->last.found = found;
		return found->ruleset;
	}
	return rulesets->last.found->ruleset;
}
