#include "lint/load.h"

static bool text_of(const struct loader *loader, const struct node *node, const char *key, struct str *value)
{
	const struct node *found = node_get(node, key);

	*value = (struct str){"", 0};
	return found == NULL || node_str(found, value, loader->err);
}

/* The keys of a term; term_keys names them. */
enum term_key { TERM, VARIANTS, PLAIN, MEANING, EXPLAINED_BY, UNLESS, CONTEXT };

static const char *const term_keys[] = {"term",         "variants", "plain",   "meaning",
                                        "explained-by", "unless",   "context", NULL};

static bool load_member(const struct loader *loader, struct term *term, enum term_key key, const struct node *node)
{
	switch (key) {
	case TERM:
		return node_str(node, &term->term, loader->err);
	case VARIANTS:
		return node_str_list(loader->arena, node, &term->variants, loader->err);
	case PLAIN:
		return node_str(node, &term->plain, loader->err);
	case MEANING:
		return node_str(node, &term->meaning, loader->err);
	case EXPLAINED_BY:
		return node_str_list(loader->arena, node, &term->explained_by, loader->err);
	case UNLESS:
		return load_matcher(loader, node, &term->unless);
	case CONTEXT:
		return node_str_list(loader->arena, node, &term->context, loader->err);
	}
	return false;
}

static bool load_term(const struct loader *loader, const struct node *node, struct str pack)
{
	const struct str none = {"", 0};
	struct term *term = vec_push(loader->arena, &loader->ruleset->terms);

	*term = (struct term){.term = none, .plain = none, .meaning = none, .pack = pack};
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t key;
		if (!node_choice(entry->key, term_keys, &key, loader->err) ||
		    !load_member(loader, term, (enum term_key)key, entry)) {
			return false;
		}
	}
	return (term->term.len > 0 && term->meaning.len > 0) ||
	       node_err(node, loader->err, "a glossary entry needs the keys 'term' and 'meaning'");
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
