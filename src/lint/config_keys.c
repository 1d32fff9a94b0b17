#include "lint/config_keys.h"

#include <string.h>

#include "base/nearest.h"

static bool unknown_key(const struct loader *loader, const struct node *key, const struct config_key *keys,
                        size_t count)
{
	char allowed[700] = "";
	const char *names[KEYS_MAX];

	for (size_t i = 0; i < count; i++) {
		strncat(allowed, i > 0 ? ", " : "", sizeof allowed - strlen(allowed) - 1);
		strncat(allowed, keys[i].name, sizeof allowed - strlen(allowed) - 1);
		names[i] = keys[i].name;
	}
	const char *near = nearest_name(key->scalar, names, count);
	if (near != NULL) {
		return node_err(key, loader->err, "there is no key '" STR_FMT "'; did you mean %s?", STR_ARG(key->scalar),
		                near);
	}
	return node_err(key, loader->err, "there is no key '" STR_FMT "'; allowed are %s", STR_ARG(key->scalar), allowed);
}

bool config_is_null(const struct node *node)
{
	return node->kind == NODE_SCALAR && node->plain &&
	       (node->scalar.len == 0 || str_eq(node->scalar, STR("~")) || str_eq(node->scalar, STR("null")));
}

bool config_read_keys(struct loader *loader, const struct node *mapping, const struct config_key *keys, size_t count)
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
		if (keys[i].read != NULL && !config_is_null(node) && !keys[i].read(loader, node)) {
			return false;
		}
	}
	return true;
}

void config_mention(struct loader *loader, struct str id, const struct node *node)
{
	*vec_push(loader->arena, &loader->config->mentions) = (struct config_mention){.id = id, .node = node};
}
