/*
 * files: the files that the user named, and those in the folders named: sorted, folders inside included, links to
 * folders and hidden entries not. Of a folder, what looks like a mail, a draft or a template is taken; of a Maildir
 * (a folder with cur and new in it) every file in those two; anything that is named itself is taken as it is.
 */
#ifndef REPLYLINT_FRONT_FILES_H
#define REPLYLINT_FRONT_FILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct file_walk;

/*
 * paths: NULL-terminated; "-" comes out as it is. wanted: tells by its name whether a file of a folder is taken; NULL:
 * as above. Released with the arena.
 */
struct file_walk *file_walk_new(struct arena *arena, const char *const *paths, bool (*wanted)(const char *name));

/*
 * The next file (*path is valid until the next call), or err for one thing that cannot be read (*path is NULL, and the
 * walk goes on). False at the end.
 */
bool file_walk_next(struct file_walk *walk, const char **path, struct err *err);

#endif
