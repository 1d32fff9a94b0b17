/* The examples of a rule file: a text alone, or a mapping that says more about the message. */
#include "lint/load.h"

static const char *const keys[] = {"text", "kind", "subject",     "to",    "cc",      "from",
                                   "date", "html", "attachments", "fixed", "differs", NULL};

static bool known_keys(const struct loader *loader, const struct node *node)
{
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t i = 0;
		while (keys[i] != NULL && !str_eq(entry->key->scalar, str_of(keys[i]))) {
			i++;
		}
		if (keys[i] == NULL) {
			return node_err(entry->key, loader->err,
			                "there is no key '" STR_FMT
			                "' in an example; allowed are text, kind, subject, to, cc, from, date, html, "
			                "attachments, fixed, differs",
			                STR_ARG(entry->key->scalar));
		}
	}
	return true;
}

static bool text_of(const struct loader *loader, const struct node *node, const char *key, struct str *value)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_str(found, value, loader->err);
}

static bool load_example(const struct loader *loader, const struct node *node, bool bad, struct rule *rule)
{
	struct example *example = vec_push(loader->arena, &rule->examples);

	example->bad = bad;
	example->node = node;
	if (node->kind == NODE_SCALAR) {
		example->text = node->scalar;
		return true;
	}
	if (node->kind != NODE_MAPPING || !known_keys(loader, node)) {
		return node->kind == NODE_MAPPING ? false : node_err(node, loader->err, "an example is a text or a mapping");
	}
	const struct node *html = node_get(node, "html"), *attachments = node_get(node, "attachments");
	if (node_get(node, "differs") != NULL) {
		example->bad = !bad;
	}
	example->attachments_given = attachments != NULL;
	return text_of(loader, node, "text", &example->text) && text_of(loader, node, "kind", &example->kind) &&
	       text_of(loader, node, "subject", &example->subject) && text_of(loader, node, "to", &example->to) &&
	       text_of(loader, node, "from", &example->from) && text_of(loader, node, "fixed", &example->fixed) &&
	       text_of(loader, node, "cc", &example->cc) && text_of(loader, node, "date", &example->date) &&
	       (html == NULL || node_bool(html, &example->is_html, loader->err)) &&
	       (attachments == NULL || node_str_list(loader->arena, attachments, &example->attachments, loader->err));
}

bool load_examples(const struct loader *loader, const struct node *node, struct rule *rule)
{
	static const char *const names[] = {"good", "bad", NULL};

	if (node != NULL && node->kind != NODE_MAPPING) {
		return node_err(node, loader->err, "examples are a mapping with the keys 'bad' and 'good'");
	}
	for (const struct node *list = node != NULL ? node->value : NULL; list != NULL; list = list->next) {
		size_t bad;
		if (!node_choice(list->key, names, &bad, loader->err)) {
			return false;
		}
		for (const struct node *entry = list->value; entry != NULL; entry = entry->next) {
			if (!load_example(loader, entry, bad == 1, rule)) {
				return false;
			}
		}
	}
	return true;
}
