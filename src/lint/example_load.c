/* The examples of a rule file: a text alone, or a mapping that says more about the message. */
#include "lint/example.h"
#include "lint/load.h"

static const char *const keys[] = {"text", "body",  "kind",  "subject", "to",          "cc",    "from",   "date",
                                   "html", "plain", "reply", "times",   "attachments", "fixed", "differs"};

#define KEY_COUNT (sizeof keys / sizeof *keys)

static bool check_keys(const struct node *node, struct err *err)
{
	for (const struct node *entry = node->value; entry != NULL; entry = entry->next) {
		size_t i = 0;
		while (i < KEY_COUNT && !str_eq(entry->key->scalar, str_of(keys[i]))) {
			i++;
		}
		if (i == KEY_COUNT) {
			return node_err(entry->key, err,
			                "there is no key '" STR_FMT
			                "' in an example; allowed are text, body, kind, subject, to, cc, from, date, html, plain, "
			                "reply, times, attachments, fixed, differs",
			                STR_ARG(entry->key->scalar));
		}
	}
	return true;
}

static bool text_of(const struct node *node, const char *key, struct str *value, struct err *err)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_str(found, value, err);
}

static bool flag_of(const struct node *node, const char *key, bool *value, struct err *err)
{
	const struct node *found = node_get(node, key);

	return found == NULL || node_bool(found, value, err);
}

#define BYTES_MOST (1024u * 1024)

/* `times`: the text again and again. */
static bool repeat(struct arena *arena, const struct node *node, struct str *text, struct err *err)
{
	const struct node *times = node_get(node, "times");
	long count = 1;
	struct buf out;

	if (times != NULL && (!node_long(times, &count, err) || count < 1 || count > (long)BYTES_MOST)) {
		return err->text[0] != '\0' ? false : node_err(times, err, "a number of times is expected");
	}
	if (count > 1) {
		buf_init(&out, arena, BYTES_MOST);
		for (long i = 0; i < count; i++) {
			buf_add(&out, *text);
		}
		*text = buf_str(&out);
	}
	return true;
}

bool example_read(struct arena *arena, const struct node *node, struct example *example, struct err *err)
{
	const struct node *attachments, *differs;
	struct str reason = {"", 0};

	example->node = node;
	if (node->kind == NODE_SCALAR) {
		example->text = node->scalar;
		return true;
	}
	if (node->kind != NODE_MAPPING) {
		return node_err(node, err, "an example is a text or a mapping");
	}
	attachments = node_get(node, "attachments");
	differs = node_get(node, "differs");
	if (!check_keys(node, err) || !text_of(node, "differs", &reason, err)) {
		return false;
	}
	if (differs != NULL && reason.len == 0) {
		return node_err(node, err, "differs needs the reason");
	}
	example->bad = differs != NULL ? !example->bad : example->bad;
	example->attachments_given = attachments != NULL;
	return text_of(node, "text", &example->text, err) && text_of(node, "kind", &example->kind, err) &&
	       text_of(node, "subject", &example->subject, err) && text_of(node, "to", &example->to, err) &&
	       text_of(node, "from", &example->from, err) && text_of(node, "fixed", &example->fixed, err) &&
	       text_of(node, "cc", &example->cc, err) && text_of(node, "date", &example->date, err) &&
	       text_of(node, "plain", &example->plain, err) && text_of(node, "body", &example->body, err) &&
	       flag_of(node, "html", &example->is_html, err) && flag_of(node, "reply", &example->is_reply, err) &&
	       repeat(arena, node, &example->text, err) &&
	       (attachments == NULL || node_str_list(arena, attachments, &example->attachments, err));
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
			struct example *example = vec_push(loader->arena, &rule->examples);
			example->bad = bad == 1;
			if (!example_read(loader->arena, entry, example, loader->err)) {
				return false;
			}
		}
	}
	return true;
}
