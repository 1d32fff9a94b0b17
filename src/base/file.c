#define _XOPEN_SOURCE 700 /* realpath() */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

bool file_read_descriptor(struct arena *arena, int descriptor, size_t max, struct str *bytes, struct err *err)
{
	struct buf buf;
	char chunk[65536];
	ssize_t got;

	buf_init(&buf, arena, max);
	while ((got = read(descriptor, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, "%s", strerror(errno));
		buf_add(&buf, (struct str){chunk, (size_t)got});
		if (buf.full)
			return err_set(err, "longer than %zu bytes", max);
	}
	*bytes = buf_str(&buf);
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

bool file_map(struct arena *arena, const char *path, struct str *bytes, struct err *err)
{
	struct stat status;
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);

	*bytes = (struct str){"", 0};
	if (descriptor < 0)
		return err_set(err, "%s: %s", path, strerror(errno));
	bool known = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
	mapping->len = known ? (size_t)status.st_size : 0;
	if (known && mapping->len)
		mapping->at = mmap(NULL, mapping->len, PROT_READ, MAP_PRIVATE, descriptor, 0);
	close(descriptor);
	if (!known || mapping->at == MAP_FAILED)
		return err_set(err, "%s: cannot be mapped", path);
	if (mapping->at) {
		arena_defer(arena, unmap, mapping);
		*bytes = (struct str){mapping->at, mapping->len};
	}
	return true;
}

static bool write_all(int descriptor, struct str bytes)
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

/* Writes a finished new file beside target and names it in beside. */
static bool write_beside(const char *target, struct str bytes, char *beside, size_t room)
{
	struct stat status;

	if (stat(target, &status) != 0)
		return false;
	if ((size_t)snprintf(beside, room, "%s.XXXXXX", target) >= room) {
		errno = ENAMETOOLONG;
		beside[0] = '\0';
		return false;
	}
	int descriptor = mkstemp(beside);
	if (descriptor < 0) {
		beside[0] = '\0';
		return false;
	}
	bool done =
	    fchmod(descriptor, status.st_mode & 07777) == 0 && write_all(descriptor, bytes) && fsync(descriptor) == 0;
	int why = errno;
	if (close(descriptor) != 0 && done) {
		why = errno;
		done = false;
	}
	errno = why;
	return done;
}

bool file_replace(const char *path, struct str bytes, struct err *err)
{
	char beside[4200];
	char *target = realpath(path, NULL);

	if (!target)
		return err_set(err, "%s: %s", path, strerror(errno));
	beside[0] = '\0';
	bool done = write_beside(target, bytes, beside, sizeof beside) && rename(beside, target) == 0;
	if (!done) {
		int why = errno;
		if (beside[0])
			unlink(beside);
		err_set(err, "%s: cannot be written: %s", path, strerror(why));
	}
	free(target);
	return done;
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
