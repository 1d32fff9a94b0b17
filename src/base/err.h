/*
 * err: why something could not be done (a file, YAML, a pattern, a wrong option), as one line for a person. Returned
 * up to the front end, which prints it once. What is wrong with a *mail* is never an err but a defect or a finding.
 */
#ifndef REPLYLINT_BASE_ERR_H
#define REPLYLINT_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

struct err {
	char text[1024]; /* one line of UTF-8, terminated; empty: no error */
};

/* Notes the first error and keeps it; always returns false, so that `return err_set(...)` reads well. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As err_set(), with the place ("path:line:column", counted from 1) in front. */
bool err_at(struct err *err, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));

bool err_is_set(const struct err *err);

#endif
