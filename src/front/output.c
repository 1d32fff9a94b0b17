#define _XOPEN_SOURCE 700
#include "front/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WIDTH_USUAL 80u
#define WIDTH_LEAST 40u

/* The mode of the finished file: the old one's, else what the user's umask leaves. */
static mode_t mode_of(const struct stat *old)
{
	mode_t mask;

	if (old)
		return old->st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* The file that becomes the target. */
static FILE *open_beside(struct output *output, const struct front *front, const struct stat *old)
{
	char *real = old ? realpath(output->target, NULL) : NULL;
	struct str beside;

	if (real)
		output->target = str_cstr(front->arena, str_of(real));
	free(real);
	beside = str_printf(front->arena, "%s.XXXXXX", output->target);
	/* The arena's copy is ours to change. */
	char *name = arena_alloc(front->arena, beside.len + 1);
	memcpy(name, beside.at, beside.len);
	int descriptor = mkstemp(name);
	if (descriptor < 0)
		return NULL;
	output->unfinished = name;
	FILE *out = fchmod(descriptor, mode_of(old)) == 0 ? fdopen(descriptor, "w") : NULL;
	if (!out) {
		int why = errno;
		close(descriptor);
		unlink(name);
		errno = why;
	}
	return out;
}

bool output_open(struct output *output, const struct front *front, const char *path, FILE *usual, struct err *err)
{
	struct stat status;

	*output = (struct output){.out = usual, .name = usual == stderr ? "standard error" : "standard output"};
	if (!path)
		return true;
	output->target = output->name = path;
	bool exists = stat(path, &status) == 0;
	if (exists && !S_ISREG(status.st_mode))
		output->out = fopen(path, "w");
	else
		output->out = open_beside(output, front, exists ? &status : NULL);
	return output->out || err_set(err, "%s: cannot be written: %s", path, strerror(errno));
}

enum status output_close(struct output *output, bool keep)
{
	enum status status = front_close(output->out, output->name);

	if (!output->target)
		return status;
	bool closed = fclose(output->out) == 0;
	if (output->unfinished && (status != STATUS_CLEAN || !keep || !closed)) {
		unlink(output->unfinished);
	} else if (output->unfinished && rename(output->unfinished, output->target) != 0) {
		int why = errno;
		unlink(output->unfinished);
		errno = why;
		closed = false;
	}
	if (status == STATUS_CLEAN && !closed) {
		struct err err = {""};
		err_set(&err, "%s: cannot be written: %s", output->name, strerror(errno));
		return front_trouble(&err);
	}
	return status;
}

bool output_color(const struct options *options, FILE *out)
{
	const char *when = options->text[OPTION_color], *none = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(fileno(out)) && !(none && *none) && !(terminal && strcmp(terminal, "dumb") == 0);
}

size_t output_width(FILE *out)
{
	struct winsize size;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return WIDTH_USUAL;
	return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}
