#include "lint/load.h"

#include <string.h>

/* ---- scope ---- */

#define ALL_BLOCKS (~0u)
#define BLOCK_BIT(kind) (1u << (kind))

/* Names that may stand in `scope`: zones of ours and scopes of Vale's. */
static const struct scope_name {
	const char *name;
	unsigned zones, blocks;
} scope_names[] = {
    {"subject", ZONE_BIT(ZONE_SUBJECT), ALL_BLOCKS},
    {"preheader", ZONE_BIT(ZONE_PREHEADER), ALL_BLOCKS},
    {"greeting", ZONE_BIT(ZONE_GREETING), ALL_BLOCKS},
    {"body", ZONE_BIT(ZONE_BODY), ALL_BLOCKS},
    {"closing", ZONE_BIT(ZONE_CLOSING), ALL_BLOCKS},
    {"signature", ZONE_BIT(ZONE_SIGNATURE), ALL_BLOCKS},
    {"disclaimer", ZONE_BIT(ZONE_DISCLAIMER), ALL_BLOCKS},
    {"quote", ZONE_BIT(ZONE_QUOTE), ALL_BLOCKS},
    {"forwarded", ZONE_BIT(ZONE_FORWARDED), ALL_BLOCKS},
    {"form", ZONE_BIT(ZONE_FORM), ALL_BLOCKS},
    {"rep", ZONES_REP, ALL_BLOCKS},
    {"own", ZONES_OWN, ALL_BLOCKS},
    {"all", (1u << ZONE_COUNT) - 1, ALL_BLOCKS},
    {"text", ZONES_REP, ALL_BLOCKS},
    {"summary", ZONES_REP, BLOCK_BIT(BLOCK_PARAGRAPH) | BLOCK_BIT(BLOCK_LIST_ITEM)},
    {"paragraph", ZONES_REP, BLOCK_BIT(BLOCK_PARAGRAPH)},
    {"sentence", ZONES_REP, BLOCK_BIT(BLOCK_PARAGRAPH) | BLOCK_BIT(BLOCK_LIST_ITEM)},
    {"heading", ZONES_REP, BLOCK_BIT(BLOCK_HEADING)},
    {"list", ZONES_REP, BLOCK_BIT(BLOCK_LIST_ITEM)},
    {"table", ZONES_REP, BLOCK_BIT(BLOCK_CELL) | BLOCK_BIT(BLOCK_TABLE_HEAD)},
    {"alt", ZONES_REP, BLOCK_BIT(BLOCK_ALT)},
    {"blockquote", ZONE_BIT(ZONE_QUOTE), ALL_BLOCKS},
};

static bool load_scope_name(const struct loader *loader, const struct node *node, struct rule *rule)
{
	for (size_t i = 0; i < sizeof scope_names / sizeof scope_names[0]; i++) {
		if (str_eq(node->scalar, str_of(scope_names[i].name))) {
			rule->zones |= scope_names[i].zones;
			rule->block_kinds |= scope_names[i].blocks;
			return true;
		}
	}
	if (str_eq(node->scalar, STR("raw"))) {
		rule->whole_source = true;
		return true;
	}
	return node_err(
	    node, loader->err,
	    "there is no scope '" STR_FMT "'; allowed are subject, preheader, greeting, body, closing, signature, "
	    "disclaimer, quote, forwarded, form, rep, own, all, and Vale's text, summary, paragraph, sentence, heading, "
	    "list, table, alt, blockquote, raw",
	    STR_ARG(node->scalar));
}

static bool load_scope(const struct loader *loader, const struct node *node, struct rule *rule)
{
	if (node == NULL) {
		rule->zones = ZONES_REP;
		rule->block_kinds = ALL_BLOCKS;
		return true;
	}
	if (node->kind == NODE_SCALAR) {
		return load_scope_name(loader, node, rule);
	}
	for (const struct node *name = node->value; name != NULL; name = name->next) {
		if (!load_scope_name(loader, name, rule)) {
			return false;
		}
	}
	return true;
}

/* ---- kinds, levels, formats ---- */

static bool load_kind_name(const struct loader *loader, const struct node *node, size_t *kind)
{
	struct str name;

	if (!node_str(node, &name, loader->err)) {
		return false;
	}
	long found = ruleset_kind(loader->ruleset, name);
	*kind = (size_t)found;
	return found >= 0 ||
	       node_err(node, loader->err, "there is no kind '" STR_FMT "' in rules/<lang>/kinds", STR_ARG(name));
}

bool load_kinds(const struct loader *loader, const struct node *node, uint32_t *kinds)
{
	const struct node *list = node;
	bool negated = node->kind == NODE_MAPPING;
	uint32_t bits = 0;

	if (negated) {
		list = node_get(node, "not");
		if (list == NULL) {
			return node_err(node, loader->err, "a list of kinds is expected, or {not: [...]}");
		}
	}
	for (const struct node *name = list->kind == NODE_SEQUENCE ? list->value : list; name != NULL; name = name->next) {
		size_t kind;
		if (!load_kind_name(loader, name, &kind)) {
			return false;
		}
		bits |= (uint32_t)1 << kind;
		if (list->kind != NODE_SEQUENCE) {
			break;
		}
	}
	*kinds = negated ? ~bits : bits;
	return true;
}

static bool load_levels(const struct loader *loader, const struct node *node, struct rule *rule)
{
	for (size_t i = 0; i < KINDS_MAX; i++) {
		rule->kind_level[i] = rule->level;
	}
	if (node != NULL && node->kind != NODE_MAPPING) {
		return node_err(node, loader->err, "a mapping of kinds to levels is expected, as in {quote: error}");
	}
	for (const struct node *entry = node != NULL ? node->value : NULL; entry != NULL; entry = entry->next) {
		size_t level = 0, kind = 0;
		if (!load_kind_name(loader, entry->key, &kind) || !node_choice(entry, level_names, &level, loader->err)) {
			return false;
		}
		rule->kind_level[kind] = (enum level)level;
	}
	return true;
}

static bool load_formats(const struct loader *loader, const struct node *node, struct rule *rule)
{
	static const char *const names[] = {"mail", "draft", "template", NULL};

	rule->formats = node == NULL ? RULE_ALL_FORMATS : 0;
	for (const struct node *name = node != NULL ? node->value : NULL; name != NULL; name = name->next) {
		size_t index;
		if (!node_choice(name, names, &index, loader->err)) {
			return false;
		}
		rule->formats |= 1u << index;
	}
	return true;
}

/* ---- what a check calculates ---- */

#define WHATS_MAX 32u

const void *rule_what(const struct rule_source *source, const void *table, size_t count, size_t size)
{
	const struct node *what = node_get(source->node, "what"), *type = node_get(source->node, "extends");
	const char *names[WHATS_MAX + 1] = {NULL}, *entries = table;
	size_t index;

	for (size_t i = 0; i < count && i < WHATS_MAX; i++) {
		memcpy(&names[i], entries + i * size, sizeof names[i]);
	}
	if (what == NULL) {
		node_err(source->node, source->err, "a rule of type " STR_FMT " needs the key 'what'", STR_ARG(type->scalar));
		return NULL;
	}
	return node_choice(what, names, &index, source->err) ? entries + index * size : NULL;
}

/* ---- matchers ---- */

struct matcher *rule_new_matcher(const struct rule_source *source, unsigned flags)
{
	return matcher_new(source->arena, source->loader->strict ? flags : flags | MATCH_TRUSTED);
}

bool rule_add_word(const struct rule_source *source, struct matcher *matcher, struct str regex, size_t tag,
                   struct err *err)
{
	return matcher_add_word(matcher, &source->loader->ruleset->sets, regex, tag, err);
}

static bool add_pattern(const struct loader *loader, struct matcher *matcher, const struct node *node, size_t tag)
{
	struct str source = node->scalar;
	struct err inner = {{0}};
	bool checked = loader->strict && phrase_is_regex(source);
	bool good = checked ? matcher_add_regex(matcher, str_sub(source, 1, source.len - 2), tag, &inner)
	                    : matcher_add_phrase(matcher, &loader->ruleset->sets, source, tag, &inner);

	return good || node_err(node, loader->err, "%s", inner.text);
}

bool load_matcher(const struct loader *loader, const struct node *list, const struct matcher **matcher)
{
	struct matcher *made = matcher_new(loader->arena, 0);
	size_t tag = 0;

	if (list->kind == NODE_MAPPING) {
		return node_err(list, loader->err, "a list of phrases is expected");
	}
	matcher_reserve(made, list->kind == NODE_SEQUENCE ? node_count(list) : 1);
	for (const struct node *node = list->kind == NODE_SEQUENCE ? list->value : list; node != NULL; node = node->next) {
		if (node->kind != NODE_SCALAR) {
			return node_err(node, loader->err, "a phrase is expected");
		}
		if (!add_pattern(loader, made, node, tag++)) {
			return false;
		}
		if (list->kind != NODE_SEQUENCE) {
			break;
		}
	}
	*matcher = made;
	return true;
}

bool rule_matcher_of(const struct rule_source *source, const struct node *list, const struct matcher **matcher)
{
	return load_matcher(source->loader, list, matcher);
}

bool rule_matcher(const struct rule_source *source, const char *key, const struct matcher **matcher)
{
	const struct node *list = node_get(source->node, key);

	*matcher = NULL;
	return list == NULL || load_matcher(source->loader, list, matcher);
}

/* A list is for the sentence; a mapping names other reaches. */
static bool load_reaches(const struct loader *loader, const struct node *node,
                         const struct matcher *guards[REACH_COUNT])
{
	static const char *const reaches[] = {"sentence", "next", "near", "paragraph", "message", NULL};

	if (node == NULL) {
		return true;
	}
	if (node->kind != NODE_MAPPING) {
		return load_matcher(loader, node, &guards[REACH_SENTENCE]);
	}
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t reach;
		if (!node_choice(entry->key, reaches, &reach, loader->err) || !load_matcher(loader, entry, &guards[reach])) {
			return false;
		}
	}
	return true;
}

/* `unless` and `within` of a rule, or of some of its phrases. */
static bool load_guards(const struct loader *loader, const struct node *node, struct guards *guards)
{
	return load_reaches(loader, node_get(node, "unless"), guards->unless) &&
	       load_reaches(loader, node_get(node, "within"), guards->within);
}

bool rule_guards(const struct rule_source *source, const struct node *node, struct guards *guards)
{
	return load_guards(source->loader, node, guards);
}

/* ---- keys ---- */

static const char *const common_keys[] = {
    "extends", "message", "level",         "scope",  "link",       "description",  "limit",      "action",
    "kinds",   "levels",  "formats",       "gate",   "supersedes", "suppressible", "impression", "unless",
    "within",  "fix",     "applicability", "advice", "why",        "source",       "examples",   NULL,
};

static bool is_key(const char *const *keys, struct str key)
{
	for (; keys != NULL && *keys != NULL; keys++) {
		if (str_eq_nocase(key, str_of(*keys))) {
			return true;
		}
	}
	return false;
}

static void list_keys(char *text, size_t room, const char *const *keys)
{
	for (; keys != NULL && *keys != NULL; keys++) {
		if (text[0] != '\0') {
			strncat(text, ", ", room - strlen(text) - 1);
		}
		strncat(text, *keys, room - strlen(text) - 1);
	}
}

static bool check_keys(const struct loader *loader, const struct node *node, const struct check *check)
{
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		if (!is_key(common_keys, entry->key->scalar) && !is_key(check->keys, entry->key->scalar)) {
			char allowed[600] = "";
			list_keys(allowed, sizeof allowed, check->keys);
			list_keys(allowed, sizeof allowed, common_keys);
			return node_err(entry->key, loader->err,
			                "there is no key '" STR_FMT "' in a rule of type %s; allowed are %s",
			                STR_ARG(entry->key->scalar), check->name, allowed);
		}
	}
	return true;
}

static bool find_check(const struct loader *loader, const struct node *node, const struct check **check)
{
	const struct node *extends = node_get(node, "extends");
	char known[400] = "";

	if (extends == NULL || extends->kind != NODE_SCALAR) {
		return node_err(node, loader->err, "a rule needs the key 'extends'");
	}
	for (const struct check *const *at = loader->options->checks; *at != NULL; at++) {
		if (str_eq(extends->scalar, str_of((*at)->name))) {
			*check = *at;
			return true;
		}
		list_keys(known, sizeof known, (const char *const[]){(*at)->name, NULL});
	}
	return node_err(extends, loader->err, "rules of type '" STR_FMT "' are not supported; supported are %s",
	                STR_ARG(extends->scalar), known);
}

static bool optional_str(const struct loader *loader, const struct node *node, const char *key, struct str *value)
{
	const struct node *found = node_get(node, key);

	*value = (struct str){"", 0};
	return found == NULL || node_str(found, value, loader->err);
}

static bool optional_bool(const struct loader *loader, const struct node *node, const char *key, bool *value)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_bool(found, value, loader->err);
}

static bool optional_choice(const struct loader *loader, const struct node *node, const char *key,
                            const char *const *names, size_t *index)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_choice(found, names, index, loader->err);
}

static bool load_texts(const struct loader *loader, const struct node *node, struct rule *rule)
{
	return optional_str(loader, node, "message", &rule->message) && optional_str(loader, node, "why", &rule->why) &&
	       optional_str(loader, node, "source", &rule->source) && optional_str(loader, node, "link", &rule->link) &&
	       optional_str(loader, node, "advice", &rule->advice) &&
	       optional_str(loader, node, "description", &rule->description) &&
	       optional_str(loader, node, "fix", &rule->fix) &&
	       (rule->message.len > 0 || node_err(node, loader->err, "a rule needs the key 'message'"));
}

static bool load_settings(const struct loader *loader, const struct node *node, struct rule *rule)
{
	size_t level = LEVEL_WARNING, impression = IMPRESSION_NONE, applicability = APPLY_COUNT;
	const struct node *limit = node_get(node, "limit"), *supersedes = node_get(node, "supersedes");
	long most = 0;

	rule->suppressible = true;
	if (!optional_choice(loader, node, "level", level_names, &level) ||
	    !optional_choice(loader, node, "impression", impression_names, &impression) ||
	    !optional_choice(loader, node, "applicability", applicability_names, &applicability) ||
	    !optional_bool(loader, node, "gate", &rule->gate) ||
	    !optional_bool(loader, node, "suppressible", &rule->suppressible) ||
	    (limit != NULL && !node_long(limit, &most, loader->err)) ||
	    (supersedes != NULL && !node_str_list(loader->arena, supersedes, &rule->supersedes, loader->err))) {
		return false;
	}
	rule->level = (enum level)level;
	rule->impression = (enum impression)impression;
	rule->applicability_given = applicability != APPLY_COUNT;
	rule->applicability = rule->applicability_given ? (enum applicability)applicability : APPLY_UNSAFE;
	rule->has_fix = node_get(node, "fix") != NULL;
	rule->limit = most > 0 ? (size_t)most : 50;
	return true;
}

static bool load_where(const struct loader *loader, const struct node *node, struct rule *rule)
{
	const struct node *kinds = node_get(node, "kinds");

	rule->kinds = ~(uint32_t)0;
	return load_scope(loader, node_get(node, "scope"), rule) &&
	       (kinds == NULL || load_kinds(loader, kinds, &rule->kinds)) &&
	       load_levels(loader, node_get(node, "levels"), rule) &&
	       load_formats(loader, node_get(node, "formats"), rule) && load_guards(loader, node, &rule->guards);
}

struct rule *load_rule(const struct loader *loader, const char *path, struct str group, struct str name)
{
	const struct node *node = load_yaml(loader, path);
	struct rule *rule = ARENA_NEW(loader->arena, struct rule);
	struct rule_source source = {loader->arena, loader->ruleset, node, loader->err, loader};

	if (node == NULL) {
		return NULL;
	}
	rule->group = group;
	rule->name = name;
	rule->id = str_printf(loader->arena, STR_FMT "." STR_FMT, STR_ARG(group), STR_ARG(name));
	rule->path = path;
	bool good = find_check(loader, node, &rule->check) && check_keys(loader, node, rule->check) &&
	            load_texts(loader, node, rule) && load_settings(loader, node, rule) && load_where(loader, node, rule) &&
	            (rule->check->load == NULL || rule->check->load(&source, rule)) &&
	            (!loader->options->keep_examples || load_examples(loader, node_get(node, "examples"), rule));
	return good ? rule : NULL;
}
