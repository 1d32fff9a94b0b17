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

/* A parameter as it stands there: name*number*=value is a piece of one (RFC 2231). */
struct parameter {
	struct str name;  /* lower case, without the stars and the number */
	struct str value; /* unquoted, still percent-encoded where is_extended */
	unsigned number;  /* where is_piece */
	bool is_piece, is_extended;
};

struct content {
	struct str value; /* lower case: "text/plain", "attachment" */
	struct {
		struct parameter *at;
		size_t count, room;
	} parameters;
	bool too_long; /* a parameter was longer than LIMIT_parameter_bytes and was cut */
};

/* raw: a field's value with its folding. */
struct content content_parse(struct arena *arena, struct str raw);

/*
 * The parameter's value: pieces joined, in UTF-8 where it names a charset, else the bytes as they are (which may hold
 * encoded words). Empty, with a NULL pointer, when it is absent. Of several the first counts.
 */
struct str content_parameter(struct arena *arena, const struct content *content, const char *name);

/* How often the parameter stands there: whole, or its first piece. */
size_t content_count(const struct content *content, const char *name);

#endif
