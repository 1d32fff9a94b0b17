#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "base/utf8.h"

bool err_is_set(const struct err *err)
{
	return err->text[0] != '\0';
}

/* What is cited of a file may hold anything: one line, and whole characters, all the same. */
static void make_line(struct err *err)
{
	struct str text = str_of(err->text);

	for (char *at = err->text; *at != '\0'; at++) {
		*at = (unsigned char)*at < ' ' || *at == 0x7f ? ' ' : *at;
	}
	size_t valid = utf8_valid_prefix(text);
	while (valid < text.len) {
		err->text[valid] = '?';
		valid += utf8_valid_prefix(str_from(text, valid));
	}
}

bool err_set(struct err *err, const char *format, ...)
{
	va_list args;

	if (err_is_set(err))
		return false;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	make_line(err);
	return false;
}

bool err_at(struct err *err, const char *place, const char *format, ...)
{
	char what[768];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return err_set(err, "%.250s: %s", place, what);
}
