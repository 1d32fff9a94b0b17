#include "lint/load.h"

static bool text_of(const struct loader *loader, const struct node *node, const char *key, struct str *value)
{
	const struct node *found = node_get(node, key);

	*value = (struct str){"", 0};
	return found == NULL || node_str(found, value, loader->err);
}

static bool list_of(const struct loader *loader, const struct node *node, const char *key, struct str_list *list)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_str_list(loader->arena, found, list, loader->err);
}

static bool load_term(const struct loader *loader, const struct node *node, struct str pack)
{
	static const char *const keys[] = {"term",         "variants", "plain",   "meaning",
	                                   "explained-by", "unless",   "context", NULL};
	struct term *term = vec_push(loader->arena, &loader->ruleset->terms);
	const struct node *unless = node_get(node, "unless");

	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t index;
		if (!node_choice(entry->key, keys, &index, loader->err)) {
			return false;
		}
	}
	term->pack = pack;
	if (node_get(node, "term") == NULL || node_get(node, "meaning") == NULL) {
		return node_err(node, loader->err, "a glossary entry needs the keys 'term' and 'meaning'");
	}
	return text_of(loader, node, "term", &term->term) && text_of(loader, node, "plain", &term->plain) &&
	       text_of(loader, node, "meaning", &term->meaning) && list_of(loader, node, "variants", &term->variants) &&
	       list_of(loader, node, "explained-by", &term->explained_by) &&
	       list_of(loader, node, "context", &term->context) &&
	       (unless == NULL || load_matcher(loader, unless, &term->unless));
}

bool load_glossary(const struct loader *loader, const char *path)
{
	const struct node *root = load_yaml(loader, path);
	struct str pack;

	if (root == NULL) {
		return false;
	}
	const struct node *terms = node_get(root, "terms");
	if (terms == NULL || !text_of(loader, root, "name", &pack)) {
		return node_err(root, loader->err, "a glossary is a mapping with the keys 'name' and 'terms'");
	}
	for (const struct node *node = terms->value; node != NULL; node = node->next) {
		if (node->kind != NODE_MAPPING || !load_term(loader, node, pack)) {
			return node->kind == NODE_MAPPING ? false : node_err(node, loader->err, "a term is a mapping");
		}
	}
	return true;
}

bool load_set(const struct loader *loader, const char *path, struct str name)
{
	const struct node *root = load_yaml(loader, path);
	const struct node *phrases = root != NULL ? node_get(root, "phrases") : NULL;

	if (root == NULL) {
		return false;
	}
	if (phrases == NULL) {
		return node_err(root, loader->err, "a set is a mapping with the key 'phrases'");
	}
	struct phrase_set *set = vec_push(loader->arena, &loader->ruleset->sets);
	set->name = name;
	return node_str_list(loader->arena, phrases, &set->phrases, loader->err);
}
