/*
 * reply: findings as the text of an SMTP reply. Lines of printable ASCII, each understandable by itself, since mail
 * programs show them in many ways: apart, run together, or only the first or the last.
 */
#ifndef REPLYLINT_FRONT_REPLY_H
#define REPLYLINT_FRONT_REPLY_H

#include "base/arena.h"
#include "base/str.h"
#include "front/policy.h"
#include "lint/lint.h"

#define REPLY_LINES_MAX 32u
#define REPLY_LINE_MAX 460u /* bytes: with the code it stays below the 512 of RFC 5321, with each % doubled below 980 */

/*
 * The lines, apart by '\n', without status codes: the findings that ask for `action` first, the gravest of them at the
 * top, then the other errors and warnings, then what to do where the mail was refused.
 */
struct str reply_text(struct arena *arena, const struct result *result, const struct config_milter *milter,
                      const struct envelope *envelope);

/* text as printable ASCII on one line: white space folded, typographic signs spelled, '?' for the rest. */
struct str reply_ascii(struct arena *arena, struct str text);

#endif
