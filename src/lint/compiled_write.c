/* compiled_write: makes the file that compiled.c reads. */
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "lint/compiled.h"
#include "lint/compiled_format.h"
#include "lint/phrase.h"

struct writing {
	struct arena *arena;
	const struct compiled_source *source;
	struct {
		struct file_row *at;
		size_t count, room;
	} files;
	struct {
		struct node_row *at;
		size_t count, room;
	} nodes;
	struct {
		struct traits_row *at;
		size_t count, room;
	} traits;
	struct {
		struct anchor *at;
		size_t count, room;
	} anchors;
	struct {
		struct code_row *at;
		size_t count, room;
	} codes;
	struct buf strings;
	const struct node *root; /* of the file being read */
	struct err *err;
};

static uint32_t add_string(struct writing *writing, struct str text)
{
	const uint32_t none = 0;

	buf_add(&writing->strings, (struct str){(const char *)&none, sizeof none});
	uint32_t at = (uint32_t)writing->strings.len;
	buf_add(&writing->strings, text);
	buf_char(&writing->strings, '\0');
	return at;
}

static void add_code(struct writing *writing, struct str code)
{
	for (size_t at = 0; at < code.len; at += sizeof(struct code_row)) {
		struct str piece = str_sub(code, at, sizeof(struct code_row));
		memcpy(vec_push(writing->arena, &writing->codes)->bytes, piece.at, piece.len);
	}
}

static void add_anchors(struct writing *writing, const struct traits *traits)
{
	for (size_t i = 0; i < traits->anchor_count + traits->also_count + traits->head_count; i++) {
		struct anchor anchor = traits->anchors[i];
		anchor.word = add_string(writing, anchor_word(traits, &anchor));
		*vec_push(writing->arena, &writing->anchors) = anchor;
	}
}

/* source: as it stands in the rule file, from `at` on in the strings. */
static void add_traits(struct writing *writing, const struct pattern *pattern, struct str source, uint32_t at)
{
	const struct traits *traits = &pattern->traits;
	struct str code = pattern_encode(writing->arena, pattern);

	*vec_push(writing->arena, &writing->traits) = (struct traits_row){
	    .key = traits->key,
	    .source = at,
	    .source_len = (uint32_t)source.len,
	    .first_anchor = (uint32_t)writing->anchors.count,
	    .anchor_count = (uint16_t)traits->anchor_count,
	    .also_count = (uint16_t)traits->also_count,
	    .head_count = (uint16_t)traits->head_count,
	    .is_line = traits->is_line,
	    .first_code = (uint32_t)writing->codes.count,
	    .code_len = (uint32_t)code.len,
	};
	uint32_t number = (uint32_t)writing->traits.count;
	memcpy(writing->strings.at + at - sizeof number, &number, sizeof number);
	add_code(writing, code);
	add_anchors(writing, traits);
}

/* What stands in a list may be a phrase; what is none is never asked for. */
static void add_phrase(struct writing *writing, struct str source, uint32_t at)
{
	struct traits traits;
	struct err ignored = {""};

	if (!pattern_read(writing->arena, writing->source->sets, source, &traits, &ignored))
		return;
	struct pattern pattern = pattern_of(writing->source->sets, source, &traits);
	add_traits(writing, &pattern, source, at);
}

static void add_word(struct writing *writing, struct str regex, uint32_t at)
{
	struct pattern pattern = {.source = regex, .is_regex = true, .is_word = true};

	pattern.traits = pattern_read_regex(writing->arena, pattern_word(writing->arena, regex));
	add_traits(writing, &pattern, regex, at);
}

/* A list, unless its key says that it is one of words or names. */
static bool holds_phrases(const struct node *node)
{
	static const char *const keys[] = {"variants", "explained-by", "context",      "nouns",     "values",    "kinds",
	                                   "scope",    "formats",      "satisfied-by", "cue-rules", "supersedes"};

	for (size_t i = 0; node->key && i < sizeof keys / sizeof *keys; i++)
		if (str_eq(node->key->scalar, str_of(keys[i])))
			return false;
	return node->kind == NODE_SEQUENCE;
}

/* The mapping of a rule of type substitution, unless it says that its keys are no words. */
static bool holds_words(const struct writing *writing, const struct node *node)
{
	const struct node *nonword = node_get(writing->root, "nonword");

	return node->key && str_eq(node->key->scalar, STR("swap")) && (!nonword || str_eq(nonword->scalar, STR("false")));
}

/* Adds node and what is below it; its number within the file + 1. */
static uint32_t add_node(struct writing *writing, const struct node *node, uint32_t first)
{
	uint32_t number = (uint32_t)writing->nodes.count, last = 0;
	struct node_row row = {.scalar = add_string(writing, node->scalar),
	                       .scalar_len = (uint32_t)node->scalar.len,
	                       .line = node->line,
	                       .column = node->column,
	                       .kind = (uint8_t)node->kind,
	                       .plain = node->plain};

	*vec_push(writing->arena, &writing->nodes) = row;
	for (const struct node *child = node->value; child; child = child->next) {
		uint32_t key = child->key ? add_node(writing, child->key, first) : 0;
		uint32_t added = add_node(writing, child, first);
		struct node_row *child_row = &writing->nodes.at[first + added - 1];
		child_row->key = key;
		if (holds_phrases(node) && child->kind == NODE_SCALAR)
			add_phrase(writing, child->scalar, child_row->scalar);
		if (key && holds_words(writing, node))
			add_word(writing, child->key->scalar, writing->nodes.at[first + key - 1].scalar);
		if (last)
			writing->nodes.at[first + last - 1].next = added;
		else
			writing->nodes.at[number].value = added;
		last = added;
	}
	return number - first + 1;
}

static bool add_file(struct writing *writing, struct str path)
{
	const struct node *root = yaml_load_without(writing->arena, path.at, "examples", writing->err);
	uint32_t first = (uint32_t)writing->nodes.count;
	struct stat status;

	if (!root)
		return false;
	if (stat(path.at, &status) != 0)
		return err_set(writing->err, "%s: cannot be read", path.at);
	writing->root = root;
	add_node(writing, root, first);
	uint32_t name = add_string(writing, str_from(path, strlen(writing->source->folder) + 1));
	*vec_push(writing->arena, &writing->files) = (struct file_row){
	    .size = status.st_size,
	    .changed = status.st_mtim.tv_sec,
	    .changed_ns = (uint32_t)status.st_mtim.tv_nsec,
	    .path = name,
	    .first_node = first,
	    .node_count = (uint32_t)writing->nodes.count - first,
	};
	return true;
}

static struct str bytes_of(struct writing *writing)
{
	const struct {
		const void *at;
		size_t count;
	} tables[TABLE_COUNT] = {
	    [TABLE_FILES] = {writing->files.at, writing->files.count},
	    [TABLE_NODES] = {writing->nodes.at, writing->nodes.count},
	    [TABLE_TRAITS] = {writing->traits.at, writing->traits.count},
	    [TABLE_ANCHORS] = {writing->anchors.at, writing->anchors.count},
	    [TABLE_CODES] = {writing->codes.at, writing->codes.count},
	};
	struct header header = {.engine = REPLYLINT_ENGINE, .string_bytes = (uint32_t)writing->strings.len};
	struct buf out;

	for (enum table table = 0; table < TABLE_COUNT; table++)
		header.rows[table] = (uint32_t)tables[table].count;
	buf_init(&out, writing->arena, SIZE_MAX);
	buf_add(&out, (struct str){(const char *)&header, sizeof header});
	for (enum table table = 0; table < TABLE_COUNT; table++)
		buf_add(&out, (struct str){tables[table].at, tables[table].count * row_bytes(table)});
	buf_add(&out, buf_str(&writing->strings));
	return buf_str(&out);
}

bool compiled_write(struct arena *arena, const struct compiled_source *source, const char *path, struct err *err)
{
	struct writing writing = {.arena = arena, .source = source, .err = err};

	buf_init(&writing.strings, arena, UINT32_MAX);
	for (size_t i = 0; i < source->paths->count; i++)
		if (!add_file(&writing, source->paths->at[i]))
			return false;
	return file_replace(path, bytes_of(&writing), err);
}
