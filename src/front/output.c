#define _XOPEN_SOURCE 700
#include "front/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define WIDTH_USUAL 80u
#define WIDTH_LEAST 40u

bool output_open(struct output *output, const char *path, FILE *usual, struct err *err)
{
	struct stat status;

	*output = (struct output){.out = usual, .name = usual == stderr ? "standard error" : "standard output"};
	if (!path)
		return true;
	output->target = output->name = path;
	output->is_special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
	if (output->is_special) {
		output->out = fopen(path, "w");
		return output->out || err_set(err, "%s: cannot be written: %s", path, strerror(errno));
	}
	int descriptor = file_unnamed(path, err);
	if (descriptor < 0)
		return false;
	output->out = fdopen(descriptor, "w+");
	return output->out || err_set(err, "%s: cannot be written: %s", path, strerror(errno));
}

/* Gives the finished report its name. */
static bool put_in_place(const struct output *output, struct arena *arena, struct err *err)
{
	struct str bytes;

	if (!file_map_descriptor(arena, fileno(output->out), &bytes))
		return err_set(err, "%s: cannot be written: %s", output->name, strerror(errno));
	return file_replace(output->target, bytes, err);
}

enum status output_close(struct output *output, struct arena *arena)
{
	enum status status = front_close(output->out, output->name);
	struct err err = {""};

	if (!output->target)
		return status;
	if (!output->is_special && status == STATUS_CLEAN && !put_in_place(output, arena, &err))
		status = front_trouble(&err);
	if (fclose(output->out) != 0 && status == STATUS_CLEAN) {
		err_set(&err, "%s: cannot be written: %s", output->name, strerror(errno));
		status = front_trouble(&err);
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
