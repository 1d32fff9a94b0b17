/*
 * Runs a target once over each file of the folders and files it is given, without libFuzzer: the seeds as a test, with
 * any compiler. It stops where an input breaks a promise, and says which input that was.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"

#define ROOM ((size_t)1 << 28)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes are handed over in memory of their very size, so that a read beyond them is seen. */
static void run_file(struct arena *arena, const char *path)
{
	struct err err = {""};
	struct str bytes;

	if (!file_read(arena, path, ROOM, &bytes, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	uint8_t *copy = malloc(bytes.len ? bytes.len : 1);
	if (!copy)
		exit(2);
	memcpy(copy, bytes.at, bytes.len);
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(copy, bytes.len);
	free(copy);
}

static size_t run_path(const char *path)
{
	struct arena *arena = arena_new(ROOM);
	struct str_list names = {0};
	struct err err = {""};

	if (!arena)
		exit(2);
	if (!file_is_directory(path)) {
		run_file(arena, path);
		names.count = 1;
	} else if (!file_list(arena, path, &names, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	} else {
		for (size_t i = 0; i < names.count; i++)
			run_file(arena, str_printf(arena, "%s/" STR_FMT, path, STR_ARG(names.at[i])).at);
	}
	arena_free(arena);
	return names.count;
}

int main(int argc, char **argv)
{
	size_t count = 0;

	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		count += run_path(argv[i]);
	printf("%zu inputs\n", count);
	return count == 0;
}
