#include "lint/yaml.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/file.h"

#define YAML_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define YAML_DEPTH_MAX 64
#define KEYS_MAX 10000u /* each is compared with those before it */

/* A collection that is being filled. */
struct open_node {
	struct node *node, *last;
	const struct node *key; /* NODE_MAPPING: read, its value is awaited */
	size_t keys;            /* of a mapping */
};

struct builder {
	struct arena *arena;
	const char *path;
	struct node *root;
	struct open_node stack[YAML_DEPTH_MAX];
	size_t depth;
	struct err *err;
};

static struct node *new_node(struct builder *builder, enum node_kind kind, const yaml_mark_t *mark)
{
	struct node *node = ARENA_NEW(builder->arena, struct node);

	node->kind = kind;
	node->path = builder->path;
	node->line = (unsigned)mark->line + 1;
	node->column = (unsigned)mark->column + 1;
	return node;
}

/* Puts a finished scalar or a just opened collection where it belongs. */
static bool attach(struct builder *builder, struct node *node)
{
	struct open_node *open = builder->depth ? &builder->stack[builder->depth - 1] : NULL;

	assert(builder->depth <= YAML_DEPTH_MAX && (!open || open->node));
	if (!open) {
		builder->root = node;
		return true;
	}
	if (open->node->kind == NODE_MAPPING && !open->key) {
		if (node->kind != NODE_SCALAR)
			return node_err(node, builder->err, "a key must be plain text");
		open->key = node;
		return true;
	}
	node->key = open->key;
	open->key = NULL;
	if (node->key && ++open->keys > KEYS_MAX)
		return node_err(node->key, builder->err, "a mapping has at most %u keys", KEYS_MAX);
	if (node->key && node_get(open->node, node->key->scalar.at))
		return node_err(node->key, builder->err, "the key \"" STR_FMT "\" stands twice", STR_ARG(node->key->scalar));
	if (open->last)
		open->last->next = node;
	else
		open->node->value = node;
	open->last = node;
	return true;
}

static bool open_collection(struct builder *builder, enum node_kind kind, const yaml_mark_t *mark)
{
	struct node *node = new_node(builder, kind, mark);

	if (!attach(builder, node))
		return false;
	if (builder->depth == YAML_DEPTH_MAX)
		return node_err(node, builder->err, "nested deeper than %d levels", YAML_DEPTH_MAX);
	builder->stack[builder->depth++] = (struct open_node){.node = node};
	return true;
}

static bool take_event(struct builder *builder, const yaml_event_t *event)
{
	struct node *node;

	switch ((int)event->type) {
	case YAML_SCALAR_EVENT:
		node = new_node(builder, NODE_SCALAR, &event->start_mark);
		node->scalar =
		    str_copy(builder->arena, (struct str){(const char *)event->data.scalar.value, event->data.scalar.length});
		node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
		return attach(builder, node);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(builder, NODE_SEQUENCE, &event->start_mark);
	case YAML_MAPPING_START_EVENT:
		return open_collection(builder, NODE_MAPPING, &event->start_mark);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		builder->depth--;
		return true;
	case YAML_ALIAS_EVENT:
		node = new_node(builder, NODE_SCALAR, &event->start_mark);
		return node_err(node, builder->err, "aliases are not supported");
	default:
		return true;
	}
}

/*
 * What libyaml holds: not the arena's memory, so it is handed over to the arena, to be released when that runs out of
 * room. All zero: nothing is held.
 */
struct source {
	yaml_parser_t parser;
	yaml_event_t event;
};

static bool parse_events(struct builder *builder, struct source *source)
{
	const yaml_parser_t *parser = &source->parser;

	for (bool done = false; !done;) {
		if (!yaml_parser_parse(&source->parser, &source->event))
			return err_set(builder->err, "%s:%zu:%zu: %s", builder->path, parser->problem_mark.line + 1,
			               parser->problem_mark.column + 1, parser->problem ? parser->problem : "cannot be read");
		done = source->event.type == YAML_DOCUMENT_END_EVENT || source->event.type == YAML_STREAM_END_EVENT;
		if (!take_event(builder, &source->event))
			return false;
		yaml_event_delete(&source->event);
	}
	return true;
}

/* Go's YAML reader takes \' inside double quotes and Vale's styles use it; libyaml does not. */
static struct str without_escaped_apostrophes(struct arena *arena, struct str bytes)
{
	struct buf buf;

	if (str_find(bytes, STR("\\'"), 0) == STR_NONE)
		return bytes;
	buf_init(&buf, arena, YAML_BYTES_MAX);
	for (size_t i = 0; i < bytes.len; i++) {
		bool pair = bytes.at[i] == '\\' && i + 1 < bytes.len;
		if (pair && bytes.at[i + 1] != '\'')
			buf_char(&buf, bytes.at[i]);
		if (pair)
			i++;
		buf_char(&buf, bytes.at[i]);
	}
	return buf_str(&buf);
}

static void delete_source(void *object)
{
	struct source *source = object;

	yaml_event_delete(&source->event);
	yaml_parser_delete(&source->parser);
	memset(source, 0, sizeof *source);
}

const struct node *yaml_parse(struct arena *arena, const char *path, struct str bytes, struct err *err)
{
	struct builder *builder = ARENA_NEW(arena, struct builder);
	struct source *source = ARENA_NEW(arena, struct source);
	static const yaml_mark_t start = {0, 0, 0};

	*builder = (struct builder){.arena = arena, .path = path, .err = err};
	bytes = without_escaped_apostrophes(arena, bytes);
	arena_defer(arena, delete_source, source);
	if (!yaml_parser_initialize(&source->parser)) {
		err_set(err, "%s: out of memory", path);
		return NULL;
	}
	yaml_parser_set_input_string(&source->parser, (const unsigned char *)bytes.at, bytes.len);
	bool parsed = parse_events(builder, source);
	delete_source(source);
	if (!parsed)
		return NULL;
	return builder->root ? builder->root : new_node(builder, NODE_MAPPING, &start);
}

/* The file without its last top-level key, if that is key and is written as a block. */
static struct str without_last(struct str bytes, struct str key)
{
	size_t start = key.len ? str_find(bytes, key, 0) : STR_NONE;

	if (start == STR_NONE)
		return bytes;
	for (size_t line = str_find_char(bytes, '\n', start + key.len - 1); line != STR_NONE && line + 1 < bytes.len;
	     line = str_find_char(bytes, '\n', line + 1))
		if (!ascii_space(bytes.at[line + 1]) && bytes.at[line + 1] != '-' && bytes.at[line + 1] != '#')
			return bytes;
	return str_sub(bytes, 0, start + 1);
}

const struct node *yaml_load_without(struct arena *arena, const char *path, const char *last, struct err *err)
{
	struct str bytes;

	if (!file_read(arena, path, YAML_BYTES_MAX, &bytes, err))
		return NULL;
	return yaml_parse(arena, path, without_last(bytes, last ? str_printf(arena, "\n%s:\n", last) : STR("")), err);
}

const struct node *yaml_load(struct arena *arena, const char *path, struct err *err)
{
	return yaml_load_without(arena, path, NULL, err);
}

const struct node *node_get(const struct node *mapping, const char *key)
{
	if (!mapping || mapping->kind != NODE_MAPPING)
		return NULL;
	for (const struct node *child = mapping->value; child; child = child->next)
		if (str_eq_nocase(child->key->scalar, str_of(key)))
			return child;
	return NULL;
}

size_t node_count(const struct node *collection)
{
	size_t count = 0;

	for (const struct node *child = collection->value; child; child = child->next)
		count++;
	return count;
}

static bool is_alike(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && (a->key == NULL) == (b->key == NULL) &&
	       (a->key == NULL || str_eq(a->key->scalar, b->key->scalar)) &&
	       (a->kind != NODE_SCALAR || str_eq(a->scalar, b->scalar));
}

/* Nesting is bounded by yaml_parse(). */
bool node_equal(const struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL || !is_alike(a, b)) {
		return a == b;
	}
	const struct node *left = a->value, *right = b->value;
	while (left != NULL && right != NULL && node_equal(left, right)) {
		left = left->next;
		right = right->next;
	}
	return left == NULL && right == NULL;
}

static struct node *copy_of(struct arena *arena, const struct node *node)
{
	struct node *copy = ARENA_NEW(arena, struct node), *last = NULL;

	*copy = *node;
	copy->next = copy->value = NULL;
	copy->key = node->key ? copy_of(arena, node->key) : NULL;
	for (const struct node *child = node->value; child; child = child->next) {
		struct node *next = copy_of(arena, child);
		if (last)
			last->next = next;
		else
			copy->value = next;
		last = next;
	}
	return copy;
}

const struct node *node_copy(struct arena *arena, const struct node *node)
{
	return copy_of(arena, node);
}

const char *node_place(struct arena *arena, const struct node *node)
{
	return str_printf(arena, "%s:%u:%u", node->path, node->line, node->column).at;
}

bool node_err(const struct node *node, struct err *err, const char *format, ...)
{
	char what[768], place[300];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	snprintf(place, sizeof place, "%.250s:%u:%u", node->path, node->line, node->column);
	return err_at(err, place, "%s", what);
}

bool node_str(const struct node *node, struct str *value, struct err *err)
{
	if (node->kind != NODE_SCALAR)
		return node_err(node, err, "text is expected here");
	*value = node->scalar;
	return true;
}

bool node_bool(const struct node *node, bool *value, struct err *err)
{
	static const char *const yes[] = {"true", "yes", "on"}, *const no[] = {"false", "no", "off"};

	for (size_t i = 0; node->kind == NODE_SCALAR && i < 3; i++) {
		*value = str_eq_nocase(node->scalar, str_of(yes[i]));
		if (*value || str_eq_nocase(node->scalar, str_of(no[i])))
			return true;
	}
	return node_err(node, err, "true or false is expected here");
}

bool node_long(const struct node *node, long *value, struct err *err)
{
	if (node->kind == NODE_SCALAR && node->scalar.len) {
		char *end;
		errno = 0;
		*value = strtol(node->scalar.at, &end, 10);
		if (*end == '\0' && errno == 0)
			return true;
	}
	return node_err(node, err, "a whole number is expected here");
}

bool node_str_list(struct arena *arena, const struct node *node, struct str_list *list, struct err *err)
{
	if (node->kind == NODE_SCALAR) {
		*vec_push(arena, list) = node->scalar;
		return true;
	}
	if (node->kind != NODE_SEQUENCE)
		return node_err(node, err, "a list is expected here");
	for (const struct node *item = node->value; item; item = item->next) {
		struct str value;
		if (!node_str(item, &value, err))
			return false;
		*vec_push(arena, list) = value;
	}
	return true;
}

bool node_choice(const struct node *node, const char *const *names, size_t *index, struct err *err)
{
	char allowed[400] = "";

	for (size_t i = 0; node->kind == NODE_SCALAR && names[i]; i++) {
		if (str_eq(node->scalar, str_of(names[i]))) {
			*index = i;
			return true;
		}
	}
	for (size_t i = 0; names[i]; i++) {
		size_t used = strlen(allowed);
		snprintf(allowed + used, sizeof allowed - used, "%s%s", i ? ", " : "", names[i]);
	}
	if (node->kind != NODE_SCALAR)
		return node_err(node, err, "one of these is expected here: %s", allowed);
	return node_err(node, err, "\"" STR_FMT "\" is none of: %s", STR_ARG(node->scalar), allowed);
}
