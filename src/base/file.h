/*
 * file: whole files, in and out. Reading notes why it failed; writing is atomic (a new file beside the old
 * one, synced, renamed over it), keeps the mode, and leaves nothing behind when it fails.
 */
#ifndef REPLYLINT_BASE_FILE_H
#define REPLYLINT_BASE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The bytes of a regular file or pipe, in the arena. False and err: cannot be read, or longer than max bytes. */
bool file_read(struct arena *arena, const char *path, size_t max, struct str *bytes, struct err *err);
bool file_read_descriptor(struct arena *arena, int descriptor, size_t max, struct str *bytes, struct err *err);

/* Maps a regular file read-only; unmapped with the arena. */
bool file_map(struct arena *arena, const char *path, struct str *bytes, struct err *err);

/* Replaces the file (symbolic links are followed). On failure the old file is untouched and err says why. */
bool file_replace(const char *path, struct str bytes, struct err *err);

/* The names in a folder, sorted bytewise, without those that begin with a dot; terminated like str_copy(). */
bool file_list(struct arena *arena, const char *directory, struct str_list *names, struct err *err);

bool file_is_directory(const char *path);

#endif
