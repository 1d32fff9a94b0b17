/*
 * kind: which kind of message it is, and on what evidence. Told (by option, header, front matter, comment,
 * configuration)
 * or scored from structure and wording: the rule catalogue's section 4.1.
 */
#ifndef REPLYLINT_LINT_KIND_H
#define REPLYLINT_LINT_KIND_H

#include "lint/check.h"
#include "lint/lint.h"

/* Sets judge->kind and judge->second_kind; the return value says why ("apology (9): subject "sorry" +4, ..."). */
struct str kind_tell(struct judge *judge, const struct lint_options *options);

/* What kind_words.h makes of the message: its words, and "fact:..." for what is no word. */
struct str_list kind_words(struct judge *judge);

#endif
