#include "lint/load.h"

static bool load_cues(const struct loader *loader, const struct node *node, const char *key,
                      const struct matcher **matcher)
{
	const struct node *list = node_get(node, key);

	return list == NULL || load_matcher(loader, list, matcher);
}

static bool optional_long(const struct loader *loader, const struct node *node, const char *key, long *value)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_long(found, value, loader->err);
}

static bool optional_str(const struct loader *loader, const struct node *node, const char *key, struct str *value)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_str(found, value, loader->err);
}

static bool load_headers(const struct loader *loader, const struct node *list, struct kind *kind)
{
	for (const struct node *node = list != NULL ? list->value : NULL; node != NULL; node = node->next) {
		struct kind_header *header = vec_push(loader->arena, &kind->headers);
		if (!optional_str(loader, node, "field", &header->field) ||
		    !optional_str(loader, node, "value", &header->value) ||
		    !optional_long(loader, node, "points", &header->points)) {
			return false;
		}
	}
	return true;
}

static bool load_requirement(const struct loader *loader, const struct node *node, struct kind *kind)
{
	struct requirement *requirement = vec_push(loader->arena, &kind->requires);
	const struct node *element = node_get(node, "element"), *level = node_get(node, "level");
	size_t index = LEVEL_WARNING;

	if (element == NULL || level == NULL) {
		return node_err(node, loader->err, "an entry of the form {element: NAME, level: LEVEL} is expected");
	}
	if (!node_str(element, &requirement->element, loader->err) ||
	    !node_choice(level, level_names, &index, loader->err)) {
		return false;
	}
	requirement->level = (enum level)index;
	return load_cues(loader, node, "when", &requirement->when);
}

static bool load_requires(const struct loader *loader, const struct node *list, struct kind *kind)
{
	for (const struct node *node = list != NULL ? list->value : NULL; node != NULL; node = node->next) {
		if (!load_requirement(loader, node, kind)) {
			return false;
		}
	}
	return true;
}

static bool known_keys(const struct loader *loader, const struct node *root)
{
	static const char *const keys[] = {"description", "priority", "subject",   "opening",  "footer",
	                                   "reply",       "asked",    "customer",  "strong",   "weak",
	                                   "headers",     "money",    "date-time", "calendar", "refusal-overrides",
	                                   "cue-rules",   "requires", NULL};

	for (const struct node *entry = root->value; entry != NULL; entry = entry->next) {
		size_t index;
		if (!node_choice(entry->key, keys, &index, loader->err)) {
			return false;
		}
	}
	return true;
}

bool load_kind(const struct loader *loader, const char *path, struct str name)
{
	const struct node *root = load_yaml(loader, path);

	if (root == NULL || !known_keys(loader, root)) {
		return false;
	}
	if (loader->ruleset->kinds.count == KINDS_MAX) {
		return node_err(root, loader->err, "there are more than %u kinds", KINDS_MAX);
	}
	struct kind *kind = vec_push(loader->arena, &loader->ruleset->kinds);
	const struct node *overrides = node_get(root, "refusal-overrides");
	const struct node *footer = node_get(root, "footer");
	const struct node *cue_rules = node_get(root, "cue-rules");
	kind->name = name;
	kind->path = path;
	return optional_str(loader, root, "description", &kind->description) &&
	       optional_long(loader, root, "priority", &kind->priority) &&
	       optional_long(loader, root, "money", &kind->money) &&
	       optional_long(loader, root, "date-time", &kind->date_time) &&
	       optional_long(loader, root, "calendar", &kind->calendar) &&
	       optional_long(loader, root, "reply", &kind->reply) && optional_long(loader, root, "asked", &kind->asked) &&
	       load_cues(loader, root, "opening", &kind->opening) && load_cues(loader, root, "customer", &kind->customer) &&
	       load_cues(loader, root, "subject", &kind->subject) && load_cues(loader, root, "strong", &kind->strong) &&
	       load_cues(loader, root, "weak", &kind->weak) && load_headers(loader, node_get(root, "headers"), kind) &&
	       load_requires(loader, node_get(root, "requires"), kind) &&
	       (cue_rules == NULL || node_str_list(loader->arena, cue_rules, &kind->cue_rules, loader->err)) &&
	       (footer == NULL || node_bool(footer, &kind->footer, loader->err)) &&
	       (overrides == NULL || node_bool(overrides, &kind->refusal_overrides, loader->err));
}
