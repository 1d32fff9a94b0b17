/*
 * recase: a text in capitals as a person would have written it: lower case, then sentence starts, "I", names known from
 * headers and signature, weekdays and months, brands, acronyms and codes.
 */
#ifndef REPLYLINT_LINT_RECASE_H
#define REPLYLINT_LINT_RECASE_H

#include <stdbool.h>

#include "lint/check.h"

struct recased {
	struct str text;
	struct changes {
		struct change *at;
		size_t count, room;
	} changes; /* the same as one change a word, so that markup between the words stays; words that stay have none */
	bool all_known; /* every word is ordinary, a name, an acronym or a brand: the fix is safe */
};

/* span of the page's view, words of which in capitals are recased; mixed-case words stay. */
struct recased recase(struct judge *judge, const struct page *page, struct span span);

#endif
