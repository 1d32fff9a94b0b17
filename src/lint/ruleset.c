#include "lint/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/nearest.h"
#include "lint/compiled.h"
#include "lint/load.h"

#define TREES_MAX ((size_t)64 << 20) /* a file, read */
#define TREES_ROOM ((size_t)1 << 20) /* about what the largest shipped one takes */
#define RULES_ROOM ((size_t)4 << 20) /* about what the shipped rules take */

const struct rule *ruleset_find(const struct ruleset *ruleset, struct str id)
{
	for (size_t i = 0; i < ruleset->rules.count; i++) {
		if (str_eq(ruleset->rules.at[i]->id, id)) {
			return ruleset->rules.at[i];
		}
	}
	return NULL;
}

long ruleset_kind(const struct ruleset *ruleset, struct str name)
{
	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		if (str_eq(ruleset->kinds.at[i].name, name)) {
			return (long)i;
		}
	}
	return -1;
}

const struct requirement *kind_requires(const struct kind *kind, struct str element)
{
	for (size_t i = 0; i < kind->requires.count; i++) {
		if (str_eq(kind->requires.at[i].element, element)) {
			return &kind->requires.at[i];
		}
	}
	return NULL;
}

/* ---- folders ---- */

static const char *join(const struct loader *loader, const char *folder, const char *name)
{
	return str_printf(loader->arena, "%s/%s", folder, name).at;
}

/* name without ".yml" (and what stands before it after a dot), empty when the file is none. */
static struct str stem(struct str name)
{
	if (!str_ends(name, STR(".yml"))) {
		return (struct str){"", 0};
	}
	return str_sub(name, 0, str_find_char(name, '.', 0));
}

/* What is done with each .yml file of a folder. */
typedef bool load_file(const struct loader *loader, const char *path, struct str name);

static bool load_folder(const struct loader *loader, const char *folder, load_file *load)
{
	struct str_list names = {0};

	if (!file_list(loader->arena, folder, &names, loader->err)) {
		return false;
	}
	for (size_t i = 0; i < names.count; i++) {
		struct str name = stem(names.at[i]);
		if (name.len > 0 && !load(loader, join(loader, folder, names.at[i].at), name)) {
			return false;
		}
	}
	return true;
}

static struct str folder_name(const char *folder)
{
	struct str path = str_of(folder);

	while (path.len > 1 && path.at[path.len - 1] == '/') {
		path.len--;
	}
	size_t start = path.len;
	while (start > 0 && path.at[start - 1] != '/') {
		start--;
	}
	return str_from(path, start);
}

static bool in_list(const struct str_list *list, struct str id, struct str group)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], id) || str_eq(list->at[i], group)) {
			return true;
		}
	}
	return false;
}

static bool is_wanted(const struct loader *loader, struct str id, struct str group)
{
	const struct config *config = loader->ruleset->config;
	bool selected = config->select.count == 0 || in_list(&config->select, id, group);

	return selected && !in_list(&config->ignore, id, group);
}

static bool load_group(const struct loader *loader, const char *folder)
{
	struct str_list names = {0};
	struct str group = folder_name(folder);

	if (!file_list(loader->arena, folder, &names, loader->err)) {
		return false;
	}
	for (size_t i = 0; i < names.count; i++) {
		struct str name = stem(names.at[i]);
		struct str id = str_printf(loader->arena, STR_FMT "." STR_FMT, STR_ARG(group), STR_ARG(name));
		if (name.len == 0) {
			continue;
		}
		*vec_push(loader->arena, &loader->ruleset->known_ids) = id;
		if (!is_wanted(loader, id, group)) {
			continue;
		}
		struct rule *rule = load_rule(loader, join(loader, folder, names.at[i].at), group, name);
		if (rule == NULL) {
			return false;
		}
		*vec_push(loader->arena, &loader->ruleset->rules) = rule;
	}
	return true;
}

static bool is_group(struct str name)
{
	return !str_eq(name, STR("lists")) && !str_eq(name, STR("kinds")) && !str_eq(name, STR("glossary")) &&
	       !str_eq(name, STR("sets"));
}

/* A folder of rule files, or a folder of such folders. */
static bool load_rules(const struct loader *loader, const char *folder, bool has_files)
{
	struct str_list names = {0};

	if (!file_list(loader->arena, folder, &names, loader->err)) {
		return false;
	}
	if (has_files && !load_group(loader, folder)) {
		return false;
	}
	for (size_t i = 0; i < names.count; i++) {
		const char *path = join(loader, folder, names.at[i].at);
		if (is_group(names.at[i]) && file_is_directory(path) && !load_group(loader, path)) {
			return false;
		}
	}
	return true;
}

/* ---- lists ---- */

static bool load_lexicon(const struct loader *loader, const char *folder)
{
	struct lexicon *lexicon = &loader->ruleset->lexicon;
	const struct {
		const char *file;
		struct word_list *list;
	} lists[] = {
	    {"words.txt", &lexicon->words},
	    {"ambiguous.txt", &lexicon->ambiguous},
	    {"shouted.txt", &lexicon->shouted},
	    {"function-words.txt", &lexicon->function_words},
	    {"known-acronyms.txt", &lexicon->known_acronyms},
	    {"acronyms.txt", &lexicon->acronyms},
	    {"proper.txt", &lexicon->proper},
	    {"brands.txt", &lexicon->brands},
	    {"given-names.txt", &lexicon->given_names},
	    {"first-names.txt", &lexicon->first_names},
	    {"nicknames.txt", &lexicon->nicknames},
	    {"not-names.txt", &lexicon->not_names},
	    {"units.txt", &lexicon->units},
	    {"capitals.txt", &lexicon->capitals},
	    {"sources.txt", &lexicon->sources},
	    {"topics.txt", &lexicon->topics},
	    {"asking-words.txt", &lexicon->asking_words},
	    {"kind-words.txt", &lexicon->kind_words},
	};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		if (!word_list_open(loader->arena, join(loader, folder, lists[i].file), lists[i].list, loader->err)) {
			return false;
		}
	}
	return true;
}

/* ---- configuration ---- */

static bool is_known(const struct ruleset *ruleset, struct str id)
{
	for (size_t i = 0; i < ruleset->known_ids.count; i++) {
		struct str known = ruleset->known_ids.at[i];
		size_t dot = str_find_char(known, '.', 0);
		if (str_eq(known, id) || str_eq(str_sub(known, 0, dot), id)) {
			return true;
		}
	}
	return false;
}

static void apply_levels(struct ruleset *ruleset)
{
	for (size_t i = 0; i < ruleset->config->levels.count; i++) {
		const struct config_level *level = &ruleset->config->levels.at[i];
		for (size_t k = 0; k < ruleset->rules.count; k++) {
			struct rule *rule = ruleset->rules.at[k];
			if (str_eq(rule->id, level->id) || str_eq(rule->group, level->id)) {
				rule->level = level->level;
				rule->level_is_configured = true;
				for (size_t kind = 0; kind < KINDS_MAX; kind++) {
					rule->kind_level[kind] = level->level;
				}
			}
		}
	}
}

const char *ruleset_nearest(struct arena *arena, const struct ruleset *ruleset, struct str id)
{
	struct {
		const char **at;
		size_t count, room;
	} names = {0};
	bool wants_group = str_find_char(id, '.', 0) == STR_NONE;
	struct str last = {"", 0};

	for (size_t i = 0; i < ruleset->known_ids.count; i++) {
		struct str known = ruleset->known_ids.at[i];
		struct str group = str_sub(known, 0, str_find_char(known, '.', 0));
		if (wants_group && !str_eq(group, last)) {
			*vec_push(arena, &names) = str_cstr(arena, group);
		}
		last = group;
		*vec_push(arena, &names) = str_cstr(arena, known);
	}
	return nearest_name(id, names.at, names.count);
}

static bool unknown_id(const struct loader *loader, const struct config_mention *mention)
{
	const char *near = ruleset_nearest(loader->arena, loader->ruleset, mention->id);
	struct str advice =
	    near != NULL ? str_printf(loader->arena, "did you mean %s?", near) : STR("\"replylint rules\" lists them");
	const char *place = mention->node != NULL ? node_place(loader->arena, mention->node) : mention->option;

	return err_set(loader->err, "%s: there is no rule or group \"" STR_FMT "\"; " STR_FMT, place, STR_ARG(mention->id),
	               STR_ARG(advice));
}

static bool check_mentions(const struct loader *loader)
{
	const struct config *config = loader->ruleset->config;

	for (size_t i = 0; i < config->mentions.count; i++) {
		if (!is_known(loader->ruleset, config->mentions.at[i].id)) {
			return unknown_id(loader, &config->mentions.at[i]);
		}
	}
	return true;
}

static bool unknown_kind(const struct loader *loader, const struct config_kind *kind)
{
	const struct ruleset *ruleset = loader->ruleset;
	const char *names[KINDS_MAX];
	size_t count = 0;

	for (; count < ruleset->kinds.count; count++) {
		names[count] = str_cstr(loader->arena, ruleset->kinds.at[count].name);
	}
	const char *near = nearest_name(kind->kind, names, count);
	return node_err(node_get(kind->node, "kind"), loader->err, "there is no kind \"" STR_FMT "\"; %s%s%s",
	                STR_ARG(kind->kind), near != NULL ? "did you mean " : "\"replylint rules --kinds\" lists them",
	                near != NULL ? near : "", near != NULL ? "?" : "");
}

static bool check_kinds(const struct loader *loader)
{
	const struct config *config = loader->ruleset->config;

	for (size_t i = 0; i < config->kinds.count; i++) {
		if (ruleset_kind(loader->ruleset, config->kinds.at[i].kind) < 0) {
			return unknown_kind(loader, &config->kinds.at[i]);
		}
	}
	return true;
}

/* ---- the whole ---- */

static int compare_rules(const void *a, const void *b)
{
	return str_compare((*(struct rule *const *)a)->id, (*(struct rule *const *)b)->id);
}

static void order_rules(struct ruleset *ruleset)
{
	if (ruleset->rules.count > 1) {
		qsort(ruleset->rules.at, ruleset->rules.count, sizeof *ruleset->rules.at, compare_rules);
	}
	for (size_t i = 0; i < ruleset->rules.count; i++) {
		ruleset->rules.at[i]->order = i;
	}
}

static const struct matcher *set_matcher(const struct loader *loader, const char *name)
{
	struct ruleset *ruleset = loader->ruleset;
	const struct phrase_set *set = phrase_sets_find(&ruleset->sets, str_of(name));
	struct matcher *matcher = matcher_new(loader->arena, 0);

	for (size_t i = 0; set != NULL && i < set->phrases.count; i++) {
		struct err ignored = {{0}}; /* a wrong phrase is reported where the set is used */
		matcher_add_phrase(matcher, &ruleset->sets, set->phrases.at[i], i, &ignored);
	}
	return set != NULL ? matcher : NULL;
}

static void build_facts(const struct loader *loader)
{
	loader->ruleset->facts.money = set_matcher(loader, "amount");
	loader->ruleset->facts.date = set_matcher(loader, "date");
	loader->ruleset->facts.clock = set_matcher(loader, "clock");
	loader->ruleset->facts.reference = set_matcher(loader, "reference");
	loader->ruleset->facts.phone = set_matcher(loader, "phone");
	loader->ruleset->facts.email = set_matcher(loader, "email");
}

const struct node *load_yaml(const struct loader *loader, const char *path)
{
	/* Examples are long; what comes with the program is known to be right without them. */
	const char *skipped = loader->strict || loader->options->keep_examples ? NULL : "examples";
	const struct compiled *compiled = skipped ? loader->ruleset->sets.compiled : NULL;

	if (compiled)
		arena_reset(loader->trees);
	const struct node *root = compiled ? compiled_tree(compiled, loader->trees, path) : NULL;
	if (!root)
		root = yaml_load_without(loader->arena, path, skipped, loader->err);
	if (root && root->kind != NODE_MAPPING) {
		node_err(root, loader->err, "a mapping of keys to values is expected");
		return NULL;
	}
	return root;
}

static bool load_shipped(const struct loader *loader, const char *folder)
{
	const char *language = join(loader, folder, "en"), *compiled = loader->options->compiled;

	loader->ruleset->sets.compiled = compiled ? compiled_open(loader->arena, compiled, folder) : NULL;
	return load_folder(loader, join(loader, language, "sets"), load_set) &&
	       load_folder(loader, join(loader, language, "kinds"), load_kind) &&
	       load_lexicon(loader, join(loader, language, "lists")) && load_rules(loader, language, false);
}

static bool load_glossary_file(const struct loader *loader, const char *path, struct str name)
{
	(void)name;
	return load_glossary(loader, path);
}

static bool load_glossaries(const struct loader *loader)
{
	const struct ruleset_options *options = loader->options;
	const struct config *config = options->config;

	if (options->rules_directory != NULL &&
	    !load_folder(loader, join(loader, options->rules_directory, "en/glossary"), load_glossary_file)) {
		return false;
	}
	for (size_t i = 0; i < config->glossary.count; i++) {
		if (!load_glossary(loader, config->glossary.at[i].at)) {
			return false;
		}
	}
	return true;
}

static bool load_others(const struct loader *loader)
{
	const struct ruleset_options *options = loader->options;
	const struct config *config = options->config;

	for (size_t i = 0; i < config->rules.count; i++) {
		if (!load_rules(loader, config->rules.at[i].at, true)) {
			return false;
		}
	}
	for (size_t i = 0; options->paths != NULL && options->paths[i] != NULL; i++) {
		if (!load_rules(loader, options->paths[i], true)) {
			return false;
		}
	}
	return true;
}

static void release_trees(void *trees)
{
	arena_free(trees);
}

struct loading {
	struct loader loader;
	bool good;
};

static bool load_all(struct loader *loader)
{
	const struct ruleset_options *options = loader->options;
	struct ruleset *ruleset = loader->ruleset;

	if (options->rules_directory != NULL && !load_shipped(loader, options->rules_directory)) {
		return false;
	}
	if (options->rules_directory == NULL) {
		struct kind *unknown = vec_push(loader->arena, &ruleset->kinds);
		unknown->name = STR("unknown");
	}
	build_facts(loader);
	loader->strict = true;
	if (!load_others(loader)) {
		return false;
	}
	loader->strict = options->keep_examples;
	if (!load_glossaries(loader)) {
		return false;
	}
	ruleset->kind_unknown = (size_t)ruleset_kind(ruleset, STR("unknown"));
	order_rules(ruleset);
	apply_levels(ruleset);
	return check_mentions(loader) && check_kinds(loader);
}

static void load_trying(void *context)
{
	struct loading *loading = context;

	loading->good = load_all(&loading->loader);
}

/* Its arenas may run out of memory: of the rules, and of the trees of the files. */
static void load_trying_trees(void *context)
{
	struct loading *loading = context;

	if (!arena_try(loading->loader.trees, load_trying, loading)) {
		loading->good = err_set(loading->loader.err, "out of memory");
	}
}

struct ruleset *ruleset_load(struct arena *arena, const struct ruleset_options *options, struct err *err)
{
	struct loading loading = {.loader = {.arena = arena,
	                                     .options = options,
	                                     .trees = arena_new(TREES_MAX),
	                                     .strict = options->keep_examples,
	                                     .err = err}};
	struct loader *loader = &loading.loader;

	if (!loader->trees) {
		err_set(err, "out of memory");
		return NULL;
	}
	arena_reserve(loader->trees, TREES_ROOM);
	arena_reserve(arena, RULES_ROOM);
	loader->ruleset = ARENA_NEW(arena, struct ruleset);
	arena_defer(arena, release_trees, loader->trees);
	loader->ruleset->arena = arena;
	loader->ruleset->config = options->config;
	loader->ruleset->known_terms = options->config->known_terms;
	if (!arena_try(arena, load_trying_trees, &loading)) {
		loading.good = err_set(err, "out of memory");
	}
	return loading.good ? loader->ruleset : NULL;
}

/* ---- ahead ---- */

static bool add_files(const struct loader *loader, const char *folder, struct str_list *paths)
{
	struct str_list names = {0};

	if (!file_list(loader->arena, folder, &names, loader->err)) {
		return false;
	}
	for (size_t i = 0; i < names.count; i++) {
		if (stem(names.at[i]).len > 0) {
			*vec_push(loader->arena, paths) = str_of(join(loader, folder, names.at[i].at));
		}
	}
	return true;
}

static int compare_paths(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_compare(*x, *y);
}

bool ruleset_compile(struct arena *arena, const struct ruleset_options *options, const char *path, struct err *err)
{
	const struct ruleset *ruleset = ruleset_load(arena, options, err);
	struct loader loader = {.arena = arena, .options = options, .err = err};
	const char *language = join(&loader, options->rules_directory, "en");
	struct str_list folders = {0}, paths = {0};

	if (ruleset == NULL || !file_list(arena, language, &folders, err)) {
		return false;
	}
	for (size_t i = 0; i < folders.count; i++) {
		const char *folder = join(&loader, language, folders.at[i].at);
		if (file_is_directory(folder) && !add_files(&loader, folder, &paths)) {
			return false;
		}
	}
	if (paths.count > 0) {
		qsort(paths.at, paths.count, sizeof *paths.at, compare_paths);
	}
	struct compiled_source source = {options->rules_directory, &paths, &ruleset->sets};
	return compiled_write(arena, &source, path, err);
}
