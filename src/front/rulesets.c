#define _XOPEN_SOURCE 700 /* realpath(), readlink() */
#include "front/rulesets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

/* A configuration, and the rule sets made of it: one for each choice of its overrides. */
struct loaded {
	const char *path;     /* NULL: none */
	struct config config; /* with what the command line says */
	bool is_wrong;
	struct {
		struct variant {
			uint64_t overrides;
			const struct ruleset *ruleset; /* NULL: is wrong */
		} * at;
		size_t count, room;
	} variants;
};

struct rulesets {
	const struct front *front;
	const struct options *options;
	const char *shipped, *compiled;
	bool ids_are_known; /* --select and --ignore were checked */
	struct {
		struct loaded **at;
		size_t count, room;
	} loaded;
	struct {
		struct str folder;
		const char *absolute; /* of folder */
		struct loaded *found;
	} last; /* most files lie beside the one before */
};

static bool has_rules(const char *folder, struct arena *arena)
{
	struct stat status;
	return stat(str_printf(arena, "%s/en", folder).at, &status) == 0 && S_ISDIR(status.st_mode);
}

const char *rulesets_shipped(const struct front *front, struct err *err)
{
	const char *named = getenv("REPLYLINT_RULES");
	const char *folder = front_folder(front);

	if (named && *named) {
		if (!has_rules(named, front->arena))
			err_set(err, "%s: holds no rules (REPLYLINT_RULES)", named);
		return err_is_set(err) ? NULL : named;
	}
	static const char *const beside[] = {"/../rules", "/../../rules", "/../share/replylint/rules"};
	for (size_t i = 0; folder && i < sizeof beside / sizeof *beside; i++) {
		const char *path = file_real_path(front->arena, str_printf(front->arena, "%s%s", folder, beside[i]).at);
		if (has_rules(path, front->arena))
			return path;
	}
	if (has_rules(REPLYLINT_RULES, front->arena))
		return REPLYLINT_RULES;
	err_set(err, "the rules are missing: looked beside the program and in %s", REPLYLINT_RULES);
	return NULL;
}

const char *rulesets_compiled(const struct front *front)
{
	static const char *const beside[] = {"/rules.compiled", "/../lib/replylint/rules.compiled"};
	const char *folder = front_folder(front);

	for (size_t i = 0; folder && i < sizeof beside / sizeof *beside; i++) {
		const char *path = str_printf(front->arena, "%s%s", folder, beside[i]).at;
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

/* What --select and --ignore say. The ids are checked once: folders of mails may have rules of their own. */
static void add_command_line(struct rulesets *rulesets, struct config *config)
{
	struct arena *arena = rulesets->front->arena;
	static const struct {
		enum option_id option;
		const char *written;
	} options[] = {{OPTION_select, "--select"}, {OPTION_ignore, "--ignore"}};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		struct str_list ids = words_split_commas(arena, &rulesets->options->list[options[i].option]);
		struct str_list *target = options[i].option == OPTION_select ? &config->select : &config->ignore;
		if (options[i].option == OPTION_select && ids.count)
			*target = (struct str_list){0};
		for (size_t k = 0; k < ids.count; k++) {
			*vec_push(arena, target) = ids.at[k];
			if (!rulesets->ids_are_known)
				*vec_push(arena, &config->mentions) =
				    (struct config_mention){.id = ids.at[k], .option = options[i].written};
		}
	}
}

static const struct ruleset *load(const struct rulesets *rulesets, const struct config *config, bool selected,
                                  struct err *err)
{
	struct ruleset_options options = {.rules_directory = rulesets->shipped,
	                                  .compiled = rulesets->compiled,
	                                  .paths = rulesets->options->list[OPTION_rules].at,
	                                  .checks = rulesets->front->checks,
	                                  .config = config,
	                                  .keep_examples = !selected};
	return ruleset_load(rulesets->front->arena, &options, err);
}

struct str rulesets_message(struct arena *arena, const struct rule *rule)
{
	struct str rest = rule->message;
	struct buf out;

	buf_init(&out, arena, SIZE_MAX);
	for (size_t at; (at = str_find(rest, STR("%s"), 0)) != STR_NONE; rest = str_from(rest, at + 2)) {
		buf_add(&out, str_sub(rest, 0, at));
		buf_add(&out, STR("..."));
	}
	buf_add(&out, rest);
	return buf_str(&out);
}

struct rulesets *rulesets_new(const struct front *front, const struct options *options, struct err *err)
{
	struct rulesets *rulesets = ARENA_NEW(front->arena, struct rulesets);

	rulesets->front = front;
	rulesets->options = options;
	rulesets->shipped = rulesets_shipped(front, err);
	rulesets->compiled = rulesets_compiled(front);
	return rulesets->shipped ? rulesets : NULL;
}

/* The configuration that holds for a file in folder, or NULL. */
static const char *config_of(const struct rulesets *rulesets, const char *folder)
{
	if (rulesets->options->text[OPTION_config])
		return rulesets->options->text[OPTION_config];
	if (rulesets->options->given[OPTION_isolated])
		return NULL;
	return config_discover(rulesets->front->arena, folder);
}

const struct ruleset *rulesets_all(const struct front *front, const struct options *options, struct err *err)
{
	struct rulesets *rulesets = rulesets_new(front, options, err);
	struct config *config = ARENA_NEW(front->arena, struct config);
	const char *path = rulesets ? config_of(rulesets, ".") : NULL;

	config_init(config);
	if (!rulesets || (path && !config_load(front->arena, path, config, err)))
		return NULL;
	config->select = config->ignore = (struct str_list){0};
	return load(rulesets, config, false, err);
}

static struct loaded *find_loaded(struct rulesets *rulesets, const char *path, struct err *err)
{
	for (size_t i = 0; i < rulesets->loaded.count; i++) {
		const char *other = rulesets->loaded.at[i]->path;
		if (path == other || (path && other && strcmp(path, other) == 0))
			return rulesets->loaded.at[i];
	}
	struct loaded *loaded = ARENA_NEW(rulesets->front->arena, struct loaded);
	loaded->path = path;
	config_init(&loaded->config);
	loaded->is_wrong = path && !config_load(rulesets->front->arena, path, &loaded->config, err);
	*vec_push(rulesets->front->arena, &rulesets->loaded) = loaded;
	return loaded;
}

/* The rule set of a configuration under some of its overrides. */
static const struct ruleset *find_variant(struct rulesets *rulesets, struct loaded *loaded, uint64_t overrides,
                                          struct err *err)
{
	struct arena *arena = rulesets->front->arena;

	for (size_t i = 0; i < loaded->variants.count; i++)
		if (loaded->variants.at[i].overrides == overrides)
			return loaded->variants.at[i].ruleset;
	struct config *config = config_overridden(arena, &loaded->config, overrides);
	add_command_line(rulesets, config);
	struct variant variant = {overrides, load(rulesets, config, true, err)};
	rulesets->ids_are_known = rulesets->ids_are_known || variant.ruleset;
	*vec_push(arena, &loaded->variants) = variant;
	return variant.ruleset;
}

/* Finds the configuration of the folder, unless it is the one of the file before. */
static struct loaded *enter_folder(struct rulesets *rulesets, struct str folder, struct err *err)
{
	struct arena *arena = rulesets->front->arena;

	if (!rulesets->last.found || !str_eq(rulesets->last.folder, folder)) {
		rulesets->last.folder = str_copy(arena, folder);
		rulesets->last.absolute = file_real_path(arena, rulesets->last.folder.at);
		rulesets->last.found = find_loaded(rulesets, config_of(rulesets, rulesets->last.folder.at), err);
	}
	return rulesets->last.found;
}

bool rulesets_for(struct rulesets *rulesets, const char *path, struct settings *settings, struct err *err)
{
	struct str whole = str_of(path ? path : ""), folder = whole;

	while (folder.len && folder.at[folder.len - 1] != '/')
		folder.len--;
	struct str name = str_from(whole, folder.len);
	struct loaded *loaded = enter_folder(rulesets, folder.len ? folder : STR("."), err);
	*settings = (struct settings){0};
	if (loaded->is_wrong)
		return false;
	struct config_path file = {.named = whole};
	uint64_t overrides = 0;
	if (path && loaded->path) {
		file.absolute = str_printf(rulesets->front->arena, "%s/" STR_FMT, rulesets->last.absolute, STR_ARG(name));
		overrides = config_overrides_for(&loaded->config, &file);
		settings->kind = config_kind_for(&loaded->config, &file);
		settings->template = config_template_for(&loaded->config, &file);
	}
	settings->ruleset = find_variant(rulesets, loaded, overrides, err);
	return settings->ruleset != NULL;
}
