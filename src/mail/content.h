/*
 * content: the structured fields of MIME: a value and its parameters (RFC 2045 5.1, RFC 2231 continuations, charsets).
 * Never fails; what cannot be read is skipped and noted in the flags.
 */
#ifndef REPLYLINT_MAIL_CONTENT_H
#define REPLYLINT_MAIL_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct parameter {
	struct str name;  /* lower case, without RFC 2231's * and numbers */
	struct str value; /* unquoted, UTF-8 where a charset was given */
};

struct content {
	struct str value; /* lower case: "text/plain", "attachment" */
	struct {
		struct parameter *at;
		size_t count, room;
	} parameters;
	bool too_long;  /* a parameter was longer than LIMIT_parameter_bytes and was cut */
	bool duplicate; /* a parameter stands there twice; the first counts */
};

/* raw: a field's value with its folding. */
struct content content_parse(struct arena *arena, struct str raw);

/* The parameter's value; empty when it is absent. */
struct str content_parameter(const struct content *content, const char *name);

#endif
