#define _XOPEN_SOURCE 700 /* realpath() */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BESIDE_ROOM 4200u

/* What the file is long, or a first guess. */
static size_t likely_length(int descriptor)
{
	struct stat status;
	bool known = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= 0;

	return known ? (size_t)status.st_size : 65536;
}

bool file_read_descriptor(struct arena *arena, int descriptor, size_t max, struct str *bytes, struct err *err)
{
	size_t likely = likely_length(descriptor), room = (likely < max ? likely : max) + 1, len = 0;
	char *at = arena_alloc(arena, room);
	ssize_t got;

	while ((got = read(descriptor, at + len, room - len)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, "%s", strerror(errno));
		len += (size_t)got;
		if (len > max)
			return err_set(err, "longer than %zu bytes", max);
		if (len == room) {
			at = arena_grow(arena, at, room, room * 2);
			room *= 2;
		}
	}
	*bytes = (struct str){at, len};
	return true;
}

bool file_read(struct arena *arena, const char *path, size_t max, struct str *bytes, struct err *err)
{
	struct err why = {""};
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		return err_set(err, "%s: %s", path, strerror(errno));
	bool read_all = file_read_descriptor(arena, descriptor, max, bytes, &why);
	close(descriptor);
	return read_all || err_set(err, "%s: %s", path, why.text);
}

struct mapping {
	void *at;
	size_t len;
};

static void unmap(void *object)
{
	struct mapping *mapping = object;
	munmap(mapping->at, mapping->len);
}

bool file_map_descriptor(struct arena *arena, int descriptor, struct str *bytes)
{
	struct stat status;
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);

	*bytes = (struct str){"", 0};
	if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	mapping->len = (size_t)status.st_size;
	if (!mapping->len)
		return true;
	mapping->at = mmap(NULL, mapping->len, PROT_READ, MAP_PRIVATE, descriptor, 0);
	if (mapping->at == MAP_FAILED)
		return false;
	arena_defer(arena, unmap, mapping);
	*bytes = (struct str){mapping->at, mapping->len};
	return true;
}

bool file_map(struct arena *arena, const char *path, struct str *bytes, struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		return err_set(err, "%s: %s", path, strerror(errno));
	bool mapped = file_map_descriptor(arena, descriptor, bytes);
	close(descriptor);
	return mapped || err_set(err, "%s: cannot be mapped", path);
}

bool file_write_all(int descriptor, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(descriptor, bytes.at, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_from(bytes, (size_t)put);
	}
	return true;
}

/* A new file in the folder of target: its descriptor, and its name in beside. -1 and err when there can be none. */
static int create_beside(const char *target, char *beside, size_t room, struct err *err)
{
	const char *slash = strrchr(target, '/');
	int folder = slash ? (int)(slash - target) + 1 : 0;
	int descriptor = -1;

	if ((size_t)snprintf(beside, room, "%.*s.replylint-XXXXXX", folder, target) >= room)
		errno = ENAMETOOLONG;
	else
		descriptor = mkstemp(beside);
	if (descriptor < 0)
		err_set(err, "cannot be written: no file can be made beside it: %s", strerror(errno));
	return descriptor;
}

int file_unnamed(const char *target, struct err *err)
{
	char beside[BESIDE_ROOM];
	struct err why = {""};
	int descriptor = create_beside(target, beside, sizeof beside, &why);

	if (descriptor >= 0)
		unlink(beside);
	else
		err_set(err, "%s: %s", target, why.text);
	return descriptor;
}

/* Gives the new file the owner, group and mode of the old one, or what the umask leaves. */
static bool dress(int descriptor, const struct stat *old, struct err *err)
{
	mode_t mode;

	if (old) {
		/* Who may not give files away still may write to those of a colleague, as with any editor. */
		if (fchown(descriptor, old->st_uid, old->st_gid) != 0 && fchown(descriptor, (uid_t)-1, old->st_gid) != 0)
			return err_set(err, "cannot be written: its group cannot be kept: %s", strerror(errno));
		mode = old->st_mode & 07777;
	} else {
		mode_t mask = umask(0);
		umask(mask);
		mode = 0666 & ~mask;
	}
	return fchmod(descriptor, mode) == 0 || err_set(err, "cannot be written: %s", strerror(errno));
}

/* Writes the finished new file, whose name is in beside, and renames it. */
static bool write_beside(const char *target, struct str bytes, char *beside, struct err *err)
{
	struct stat status;
	bool exists = stat(target, &status) == 0;

	if (exists && faccessat(AT_FDCWD, target, W_OK, AT_EACCESS) != 0)
		return err_set(err, "cannot be written: %s", strerror(errno));
	int descriptor = create_beside(target, beside, BESIDE_ROOM, err);
	if (descriptor < 0)
		return false;
	bool dressed = dress(descriptor, exists ? &status : NULL, err);
	bool done = dressed && file_write_all(descriptor, bytes) && fsync(descriptor) == 0;
	int why = errno;
	if (close(descriptor) != 0 && done) {
		why = errno;
		done = false;
	}
	if (done && rename(beside, target) == 0)
		return true;
	why = done ? errno : why;
	unlink(beside);
	return err_set(err, "cannot be written: %s", strerror(why));
}

bool file_replace(const char *path, struct str bytes, struct err *err)
{
	char beside[BESIDE_ROOM];
	char *target = realpath(path, NULL);
	struct err why = {""};
	sigset_t all, before;

	if (!target && errno != ENOENT)
		return err_set(err, "%s: cannot be written: %s", path, strerror(errno));
	/* A signal that ends the program waits until nothing half-written lies about. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	bool done = write_beside(target ? target : path, bytes, beside, &why);
	sigprocmask(SIG_SETMASK, &before, NULL);
	free(target);
	return done || err_set(err, "%s: %s", path, why.text);
}

static int compare_names(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool file_list(struct arena *arena, const char *directory, struct str_list *names, struct err *err)
{
	DIR *dir = opendir(directory);
	const struct dirent *entry;

	if (dir == NULL)
		return err_set(err, "%s: %s", directory, strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.')
			*vec_push(arena, names) = str_copy(arena, str_of(entry->d_name));
	}
	closedir(dir);
	if (names->count > 1)
		qsort(names->at, names->count, sizeof *names->at, compare_names);
	return true;
}

bool file_is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_is_special(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

const char *file_real_path(struct arena *arena, const char *path)
{
	char real[PATH_MAX];

	return str_cstr(arena, str_of(realpath(path, real) ? real : path));
}
