#define _GNU_SOURCE /* memfd_create() */
#include "front/capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

#define OWN_FIELDS "X-Replylint"
/* Postfix cuts longer lines into several records of its queue file. */
#define RECORD_MAX 2048u

/* What a line costs in Postfix's queue file: records of a type byte, a length in base 128, and the bytes. */
struct counter {
	size_t line, size;
};

static void end_record(struct counter *counter)
{
	counter->size += counter->line + (counter->line < 128 ? 2 : 3);
	counter->line = 0;
}

static void count(struct counter *counter, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.at[i] == '\n') {
			end_record(counter);
		} else {
			if (counter->line == RECORD_MAX)
				end_record(counter);
			counter->line++;
		}
	}
}

/* A file without a name. */
static int nameless_file(void)
{
#ifdef __linux__
	return memfd_create("mail", 0);
#else
	FILE *file = tmpfile();
	int descriptor = file ? dup(fileno(file)) : -1;
	if (file)
		fclose(file);
	return descriptor;
#endif
}

bool capture_take(struct capture *capture, int descriptor, struct err *err)
{
	char chunk[65536];
	struct counter counter = {0};
	ssize_t got;

	*capture = (struct capture){.descriptor = nameless_file()};
	if (capture->descriptor < 0)
		return err_set(err, "no room for the mail: %s", strerror(errno));
	while ((got = read(descriptor, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, "the mail cannot be read: %s", strerror(errno));
		struct str bytes = {chunk, (size_t)got};
		if (!file_write_all(capture->descriptor, bytes))
			return err_set(err, "no room for the mail: %s", strerror(errno));
		count(&counter, bytes);
		capture->len += bytes.len;
	}
	if (counter.line)
		end_record(&counter);
	capture->queue_size = counter.size;
	return lseek(capture->descriptor, 0, SEEK_SET) == 0 || err_set(err, "the mail cannot be read again");
}

struct mapping {
	void *at;
	size_t len;
};

static void unmap(void *object)
{
	const struct mapping *mapping = object;
	munmap(mapping->at, mapping->len);
}

bool capture_bytes(struct arena *arena, const struct capture *capture, struct str *bytes, struct err *err)
{
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);

	*bytes = (struct str){"", 0};
	if (!capture->len)
		return true;
	mapping->len = capture->len;
	mapping->at = mmap(NULL, capture->len, PROT_READ, MAP_PRIVATE, capture->descriptor, 0);
	if (mapping->at == MAP_FAILED)
		return err_set(err, "the mail cannot be mapped: %s", strerror(errno));
	arena_defer(arena, unmap, mapping);
	*bytes = (struct str){mapping->at, mapping->len};
	return true;
}

/* ---- our own header fields ---- */

/* The next line, with its end. */
static struct str take_line(struct str *rest)
{
	size_t end = str_find_char(*rest, '\n', 0);
	struct str line = str_sub(*rest, 0, end == STR_NONE ? rest->len : end + 1);

	*rest = str_from(*rest, line.len);
	return line;
}

/* What is kept of the header section of bytes, as slices; false: all of it. */
static bool kept_pieces(struct arena *arena, struct str bytes, struct str_list *pieces)
{
	struct str rest = bytes;
	bool own = false, any = false;

	while (rest.len) {
		struct str before = rest, line = take_line(&rest);
		if (!str_trim(line).len) {
			*vec_push(arena, pieces) = before; /* the blank line and the body */
			break;
		}
		bool folded = line.at[0] == ' ' || line.at[0] == '\t';
		own = folded ? own : str_starts_nocase(line, STR(OWN_FIELDS));
		any = any || own;
		if (!own)
			*vec_push(arena, pieces) = line;
	}
	return any;
}

bool capture_relabel(struct arena *arena, struct capture *capture, struct str added, struct err *err)
{
	struct str bytes;
	struct str_list pieces = {0};
	struct capture relabelled = {.descriptor = -1};

	if (!capture_bytes(arena, capture, &bytes, err))
		return false;
	*vec_push(arena, &pieces) = added;
	if (!kept_pieces(arena, bytes, &pieces) && !added.len)
		return true;
	relabelled.descriptor = nameless_file();
	if (relabelled.descriptor < 0)
		return err_set(err, "no room for the mail: %s", strerror(errno));
	for (size_t i = 0; i < pieces.count; i++) {
		if (!file_write_all(relabelled.descriptor, pieces.at[i]))
			return err_set(err, "no room for the mail: %s", strerror(errno));
		relabelled.len += pieces.at[i].len;
	}
	close(capture->descriptor);
	*capture = relabelled;
	return lseek(capture->descriptor, 0, SEEK_SET) == 0 || err_set(err, "the mail cannot be read again");
}
