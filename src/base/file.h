/*
 * file: whole files, in and out. Reading notes why it failed; writing is atomic (a new file beside the old one, synced,
 * renamed over it), keeps mode, group and, where the system lets us, owner, and leaves nothing behind when it fails or
 * is interrupted.
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
bool file_map_descriptor(struct arena *arena, int descriptor, struct str *bytes);

/* Writes all of bytes; false and errno when it cannot. Interruptions by signals are passed over. */
bool file_write_all(int descriptor, struct str bytes);

/*
 * Replaces the file (symbolic links are followed), or makes it. On failure an old file is untouched and err says why:
 * also where it may not be written to though its folder may.
 */
bool file_replace(const char *path, struct str bytes, struct err *err);

/* A new file without a name, in the folder of target and so on its disk; -1 and err when there can be none. */
int file_unnamed(const char *target, struct err *err);

/* The names in a folder, sorted bytewise, without those that begin with a dot; terminated like str_copy(). */
bool file_list(struct arena *arena, const char *directory, struct str_list *names, struct err *err);

bool file_is_directory(const char *path);

/* A pipe, a socket or a device: reading it may never end. */
bool file_is_special(const char *path);

/* path absolute and without symbolic links; as it is where that cannot be told. */
const char *file_real_path(struct arena *arena, const char *path);

#endif
