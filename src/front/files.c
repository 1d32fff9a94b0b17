#define _XOPEN_SOURCE 700 /* S_IFDIR and friends */
#include "front/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "mail/mailbox.h"

#define FOLDER_ARENA_MAX ((size_t)1 << 30)
#define PEEK 256u

/* A folder being walked. */
struct folder {
	struct arena *arena; /* its names */
	const char *path;
	struct {
		const char **at;
		size_t count, room;
	} names; /* sorted */
	size_t next;
	bool is_maildir, takes_all;
};

struct file_walk {
	struct arena *arena;
	const char *const *paths;
	bool (*wanted)(const char *name);
	struct {
		struct folder *at;
		size_t count, room;
	} open; /* the innermost last */
};

static const char *const suffixes[] = {".eml",      ".txt",      ".text",   ".html", ".htm",        ".xhtml", ".md",
                                       ".markdown", ".mjml",     ".liquid", ".hbs",  ".handlebars", ".jinja", ".jinja2",
                                       ".j2",       ".twig",     ".njk",    ".erb",  ".ejs",        ".tmpl",  ".tpl",
                                       ".ftl",      ".mustache", ".mbox",   ".mbx",  ".vm",         ".gotmpl"};

static bool is_mail_or_template(const char *name)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_ends_nocase(str_of(name), str_of(suffixes[i])))
			return true;
	return false;
}

static void release(void *object)
{
	struct file_walk *walk = object;

	while (walk->open.count)
		arena_free(walk->open.at[--walk->open.count].arena);
}

struct file_walk *file_walk_new(struct arena *arena, const char *const *paths, bool (*wanted)(const char *name))
{
	struct file_walk *walk = ARENA_NEW(arena, struct file_walk);

	walk->arena = arena;
	walk->paths = paths;
	walk->wanted = wanted;
	arena_defer(arena, release, walk);
	return walk;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
	const char *slash = *folder && folder[strlen(folder) - 1] == '/' ? "" : "/";
	return str_printf(arena, "%s%s%s", folder, slash, name).at;
}

static bool is_folder(struct arena *arena, const char *folder, const char *name)
{
	struct stat status;
	return stat(join(arena, folder, name), &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_maildir(struct arena *arena, const char *folder)
{
	return is_folder(arena, folder, "cur") && is_folder(arena, folder, "new");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool read_names(struct folder *folder, struct err *err)
{
	DIR *stream = opendir(folder->path);
	struct dirent *entry;

	if (!stream)
		return err_set(err, "%s: %s", folder->path, strerror(errno));
	while ((errno = 0, entry = readdir(stream)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			*vec_push(folder->arena, &folder->names) = str_copy(folder->arena, str_of(entry->d_name)).at;
	int why = errno;
	closedir(stream);
	if (why)
		return err_set(err, "%s: %s", folder->path, strerror(why));
	if (folder->names.count)
		qsort(folder->names.at, folder->names.count, sizeof *folder->names.at, by_name);
	return true;
}

/* Begins with a folder; false and err when it cannot be read. */
static bool enter(struct file_walk *walk, const char *path, bool takes_all, struct err *err)
{
	struct folder folder = {.arena = arena_new(FOLDER_ARENA_MAX), .takes_all = takes_all};

	if (!folder.arena)
		return err_set(err, "%s: out of memory", path);
	folder.path = str_copy(folder.arena, str_of(path)).at;
	if (!read_names(&folder, err)) {
		arena_free(folder.arena);
		return false;
	}
	folder.is_maildir = is_maildir(folder.arena, path);
	*vec_push(walk->arena, &walk->open) = folder;
	return true;
}

/* Whether a folder that is named itself is the cur or new of a Maildir. */
static bool is_mail_folder(struct arena *arena, const char *path)
{
	struct str whole = str_of(path);

	while (whole.len > 1 && whole.at[whole.len - 1] == '/')
		whole.len--;
	bool named = str_eq(whole, STR("cur")) || str_eq(whole, STR("new")) || str_ends(whole, STR("/cur")) ||
	             str_ends(whole, STR("/new"));
	return named && is_maildir(arena, join(arena, path, ".."));
}

/* Whether a file begins as a mailbox does. */
static bool holds_mailbox(const char *path)
{
	char start[PEEK];
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (descriptor < 0)
		return false;
	ssize_t got = read(descriptor, start, sizeof start);
	close(descriptor);
	return got > 0 && mailbox_is_mbox((struct str){start, (size_t)got});
}

static bool is_taken(const struct file_walk *walk, const struct folder *folder, const char *name, const char *full)
{
	if (walk->wanted)
		return walk->wanted(name);
	return folder->takes_all || is_mail_or_template(name) || (!strchr(name, '.') && holds_mailbox(full));
}

/* One entry of the innermost folder: true when it is a file to take, or err is set. */
static bool look_at(struct file_walk *walk, const char *name, const char **path, struct err *err)
{
	struct folder *folder = &walk->open.at[walk->open.count - 1];
	const char *full = join(folder->arena, folder->path, name);
	struct stat status;

	if (lstat(full, &status) != 0)
		return !err_set(err, "%s: %s", full, strerror(errno));
	if (S_ISDIR(status.st_mode)) {
		bool box = folder->is_maildir && (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0);
		if (folder->is_maildir && strcmp(name, "tmp") == 0)
			return false;
		if (name[0] == '.' && !is_maildir(folder->arena, full))
			return false;
		return !enter(walk, full, box, err);
	}
	if (S_ISLNK(status.st_mode) && stat(full, &status) != 0)
		return false;
	if (name[0] == '.' || !S_ISREG(status.st_mode))
		return false;
	if (!is_taken(walk, folder, name, full))
		return false;
	*path = full;
	return true;
}

/* The next path that the user named: true when it is a file, or err is set. */
static bool look_at_named(struct file_walk *walk, const char **path, struct err *err)
{
	const char *named = *walk->paths++;
	struct stat status;

	if (strcmp(named, "-") == 0) {
		*path = named;
		return true;
	}
	if (!*named)
		return !err_set(err, "\"\" names no file");
	if (stat(named, &status) != 0)
		return !err_set(err, "%s: %s", named, strerror(errno));
	if (S_ISDIR(status.st_mode))
		return !enter(walk, named, is_mail_folder(walk->arena, named), err);
	*path = named;
	return true;
}

bool file_walk_next(struct file_walk *walk, const char **path, struct err *err)
{
	*path = NULL;
	for (;;) {
		if (walk->open.count) {
			struct folder *folder = &walk->open.at[walk->open.count - 1];
			if (folder->next == folder->names.count) {
				arena_free(folder->arena);
				walk->open.count--;
			} else if (look_at(walk, folder->names.at[folder->next++], path, err)) {
				return true;
			}
			continue;
		}
		if (!*walk->paths)
			return false;
		if (look_at_named(walk, path, err))
			return true;
	}
}
