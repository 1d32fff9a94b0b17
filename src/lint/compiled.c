#include "lint/compiled.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "lint/compiled_format.h"

struct compiled {
	const char *folder;
	const struct header *header;
	const struct file_row *files;
	const struct node_row *nodes;
	const struct traits_row *traits;
	const struct anchor *anchors;
	const struct code_row *codes;
	struct str strings;
};

/* Finds the tables; false when the file is not of this program, or cut. */
static bool lay_out(struct compiled *compiled, struct str bytes)
{
	const void *tables[TABLE_COUNT];
	size_t at = sizeof *compiled->header;

	compiled->header = (const void *)bytes.at;
	if (bytes.len < at || strncmp(compiled->header->engine, REPLYLINT_ENGINE, sizeof compiled->header->engine) != 0)
		return false;
	for (enum table table = 0; table < TABLE_COUNT; table++) {
		tables[table] = bytes.at + at;
		at += (size_t)compiled->header->rows[table] * row_bytes(table);
		if (at > bytes.len)
			return false;
	}
	compiled->files = tables[TABLE_FILES];
	compiled->nodes = tables[TABLE_NODES];
	compiled->traits = tables[TABLE_TRAITS];
	compiled->anchors = tables[TABLE_ANCHORS];
	compiled->codes = tables[TABLE_CODES];
	compiled->strings = str_from(bytes, at);
	return compiled->strings.len == compiled->header->string_bytes;
}

static bool is_unchanged(const struct compiled *compiled, const struct file_row *file)
{
	char path[4096];
	struct stat status;
	size_t folder = strlen(compiled->folder), name = strlen(compiled->strings.at + file->path);

	if (folder + name + 2 > sizeof path)
		return false;
	memcpy(path, compiled->folder, folder);
	path[folder] = '/';
	memcpy(path + folder + 1, compiled->strings.at + file->path, name + 1);
	if (stat(path, &status) != 0 || status.st_size != file->size || status.st_mtim.tv_sec != file->changed)
		return false;
	/* Packages keep whole seconds only. */
	return status.st_mtim.tv_nsec == 0 || (uint32_t)status.st_mtim.tv_nsec == file->changed_ns;
}

const struct compiled *compiled_open(struct arena *arena, const char *path, const char *folder)
{
	struct compiled *compiled = ARENA_NEW(arena, struct compiled);
	struct err ignored = {""};
	struct str bytes;

	compiled->folder = folder;
	if (!file_map(arena, path, &bytes, &ignored) || !lay_out(compiled, bytes))
		return NULL;
	for (uint32_t i = 0; i < compiled->header->rows[TABLE_FILES]; i++)
		if (!is_unchanged(compiled, &compiled->files[i]))
			return NULL;
	return compiled;
}

/* ---- trees ---- */

static struct str path_of(const struct compiled *compiled, const struct file_row *file)
{
	return str_of(compiled->strings.at + file->path);
}

static const struct file_row *find_file(const struct compiled *compiled, struct str path)
{
	struct str folder = str_of(compiled->folder);
	size_t low = 0, high = compiled->header->rows[TABLE_FILES];

	if (!str_starts(path, folder) || path.len <= folder.len + 1)
		return NULL;
	struct str name = str_from(path, folder.len + 1);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(path_of(compiled, &compiled->files[middle]), name);
		if (order == 0)
			return &compiled->files[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct node *compiled_tree(const struct compiled *compiled, struct arena *arena, const char *path)
{
	const struct file_row *file = compiled ? find_file(compiled, str_of(path)) : NULL;

	if (!file)
		return NULL;
	struct node *nodes = ARENA_ARRAY(arena, file->node_count, struct node);
	for (uint32_t i = 0; i < file->node_count; i++) {
		const struct node_row *row = &compiled->nodes[file->first_node + i];
		nodes[i] = (struct node){
		    .kind = (enum node_kind)row->kind,
		    .line = row->line,
		    .column = row->column,
		    .path = path,
		    .scalar = str_sub(compiled->strings, row->scalar, row->scalar_len),
		    .plain = row->plain != 0,
		    .key = row->key ? &nodes[row->key - 1] : NULL,
		    .value = row->value ? &nodes[row->value - 1] : NULL,
		    .next = row->next ? &nodes[row->next - 1] : NULL,
		};
	}
	return nodes;
}

/* ---- traits ---- */

/* The bytes before source are a number only where source is one of the strings: the row must say the same. */
static const struct traits_row *find_traits(const struct compiled *compiled, struct str source)
{
	const char *strings = compiled->strings.at;
	uint32_t number;

	if (source.at < strings + sizeof number || source.at >= strings + compiled->strings.len)
		return NULL;
	memcpy(&number, source.at - sizeof number, sizeof number);
	if (number == 0 || number > compiled->header->rows[TABLE_TRAITS])
		return NULL;
	const struct traits_row *row = &compiled->traits[number - 1];
	return row->source == (uint64_t)(source.at - strings) && row->source_len == source.len ? row : NULL;
}

bool compiled_traits(const struct compiled *compiled, struct str source, struct traits *traits)
{
	const struct traits_row *row = compiled ? find_traits(compiled, source) : NULL;

	if (!row)
		return false;
	*traits = (struct traits){
	    .anchors = compiled->anchors + row->first_anchor,
	    .words = compiled->strings.at,
	    .anchor_count = row->anchor_count,
	    .also_count = row->also_count,
	    .head_count = row->head_count,
	    .key = row->key,
	    .code = {(const char *)(compiled->codes + row->first_code), row->code_len},
	    .is_line = row->is_line != 0,
	};
	return true;
}
