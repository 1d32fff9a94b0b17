/*
 * compiled_format: the file of compiled.h, in the machine's own byte order: the header, then the tables in the order of
 * `rows`, each row of a multiple of 8 bytes, then the strings. Before each string stands the number of its traits + 1
 * as a uint32_t (0: it has none), behind it a NUL. A place in the strings is an offset from their beginning.
 */
#ifndef REPLYLINT_LINT_COMPILED_FORMAT_H
#define REPLYLINT_LINT_COMPILED_FORMAT_H

#include <stdint.h>

#include "lint/pattern.h"
#include "lint/yaml.h"

/* What the code that reads trees and traits is known by; the Makefile says it. */
#ifndef REPLYLINT_ENGINE
#define REPLYLINT_ENGINE "unknown"
#endif

enum table { TABLE_FILES, TABLE_NODES, TABLE_TRAITS, TABLE_ANCHORS, TABLE_CODES, TABLE_COUNT };

struct header {
	char engine[40];
	uint32_t rows[TABLE_COUNT];
	uint32_t string_bytes, padding;
};

/* In the order of their paths. */
struct file_row {
	int64_t size, changed; /* bytes; seconds since 1970 */
	uint32_t changed_ns;
	uint32_t path; /* below the folder of the rules */
	uint32_t first_node, node_count;
};

/* Nodes are named by their number in the file + 1; 0: NULL. A file's first is its root. */
struct node_row {
	uint32_t scalar, scalar_len, key, value, next, line, column;
	uint8_t kind, plain, padding[2];
};

struct traits_row {
	uint64_t key;
	uint32_t source, source_len, first_anchor, first_code, code_len; /* code: in rows, and in bytes; 0: none */
	uint16_t anchor_count, also_count, head_count;
	uint8_t is_line, padding[5];
};

/* PCRE2's own bytes of compiled patterns. */
struct code_row {
	uint8_t bytes[8];
};

static inline uint32_t row_bytes(enum table table)
{
	static const uint32_t bytes[TABLE_COUNT] = {
	    [TABLE_FILES] = sizeof(struct file_row),    [TABLE_NODES] = sizeof(struct node_row),
	    [TABLE_TRAITS] = sizeof(struct traits_row), [TABLE_ANCHORS] = sizeof(struct anchor),
	    [TABLE_CODES] = sizeof(struct code_row),
	};
	return bytes[table];
}

#endif
