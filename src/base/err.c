#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

bool err_is_set(const struct err *err)
{
	return err->text[0] != '\0';
}

bool err_set(struct err *err, const char *format, ...)
{
	va_list args;

	if (err_is_set(err))
		return false;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
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
