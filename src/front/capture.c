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

int capture_nameless(void)
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

bool capture_begin(struct capture *capture, struct err *err)
{
	*capture = (struct capture){.descriptor = capture_nameless()};
	return capture->descriptor >= 0 || err_set(err, "no room for the mail: %s", strerror(errno));
}

bool capture_end(struct capture *capture, struct err *err)
{
	off_t end = lseek(capture->descriptor, 0, SEEK_END);

	capture->len = end > 0 ? (size_t)end : 0;
	return (end >= 0 && lseek(capture->descriptor, 0, SEEK_SET) == 0) || err_set(err, "the mail cannot be read again");
}

void capture_drop(struct capture *capture)
{
	if (capture->descriptor >= 0)
		close(capture->descriptor);
	*capture = (struct capture){.descriptor = -1};
}

bool capture_take(struct capture *capture, int descriptor, struct err *err)
{
	char chunk[65536];
	struct counter counter = {0};
	ssize_t got;

	if (!capture_begin(capture, err))
		return false;
	while ((got = read(descriptor, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, "the mail cannot be read: %s", strerror(errno));
		struct str bytes = {chunk, (size_t)got};
		if (!file_write_all(capture->descriptor, bytes))
			return err_set(err, "no room for the mail: %s", strerror(errno));
		count(&counter, bytes);
	}
	if (counter.line)
		end_record(&counter);
	capture->queue_size = counter.size;
	return capture_end(capture, err);
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

static bool is_folded(struct str line)
{
	return line.at[0] == ' ' || line.at[0] == '\t';
}

static bool is_subject(struct str line)
{
	return str_starts_nocase(line, STR("Subject:"));
}

static struct str without_end(struct str line)
{
	while (line.len && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
		line.len--;
	return line;
}

struct str capture_subject(struct str bytes)
{
	struct str rest = bytes, value = {NULL, 0};

	while (rest.len) {
		struct str line = take_line(&rest);
		if (!str_trim(line).len || (value.at && !is_folded(line)))
			break;
		if (value.at)
			value.len = (size_t)(line.at + line.len - value.at);
		else if (is_subject(line))
			value = str_from(line, strlen("Subject:"));
	}
	return without_end(value);
}

/* The header is gone through line by line; folded lines go the way of the one they belong to. */
struct header_lines {
	struct arena *arena;
	struct str_list *pieces; /* what is kept, as slices */
	struct str subject;      /* not yet put in */
	bool dropping, changed;
};

static void keep_line(struct header_lines *lines, struct str line)
{
	if (is_folded(line) && lines->dropping)
		return;
	lines->dropping = str_starts_nocase(line, STR(OWN_FIELDS));
	if (is_subject(line) && lines->subject.at) {
		struct str end = str_from(line, without_end(line).len);
		*vec_push(lines->arena, lines->pieces) = str_sub(line, 0, strlen("Subject:"));
		*vec_push(lines->arena, lines->pieces) = lines->subject;
		*vec_push(lines->arena, lines->pieces) = end;
		lines->subject = (struct str){NULL, 0};
		lines->dropping = true;
	}
	lines->changed = lines->changed || lines->dropping;
	if (!lines->dropping)
		*vec_push(lines->arena, lines->pieces) = line;
}

/* What is kept of bytes; false: all of it. */
static bool kept_pieces(struct arena *arena, struct str bytes, struct str subject, struct str_list *pieces)
{
	struct header_lines lines = {.arena = arena, .pieces = pieces, .subject = subject};
	struct str rest = bytes;

	while (rest.len) {
		struct str before = rest, line = take_line(&rest);
		if (!str_trim(line).len) {
			*vec_push(arena, pieces) = before; /* the blank line and the body */
			break;
		}
		keep_line(&lines, line);
	}
	return lines.changed;
}

bool capture_relabel(struct arena *arena, struct capture *capture, const struct relabelling *wanted, struct err *err)
{
	struct str bytes;
	struct str_list pieces = {0};
	struct capture relabelled = {.descriptor = -1};

	if (!capture_bytes(arena, capture, &bytes, err))
		return false;
	*vec_push(arena, &pieces) = wanted->added;
	if (!kept_pieces(arena, bytes, wanted->subject, &pieces) && !wanted->added.len)
		return true;
	if (!capture_begin(&relabelled, err))
		return false;
	for (size_t i = 0; i < pieces.count; i++)
		if (!file_write_all(relabelled.descriptor, pieces.at[i]))
			return err_set(err, "no room for the mail: %s", strerror(errno));
	capture_drop(capture);
	*capture = relabelled;
	return capture_end(capture, err);
}
