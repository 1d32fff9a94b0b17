/* wording: lists of what people and mail programs write around their words, in eleven languages (wording.def). */
#ifndef REPLYLINT_DOCUMENT_WORDING_H
#define REPLYLINT_DOCUMENT_WORDING_H

#include <stdbool.h>

#include "base/str.h"

enum wording {
#define LIST(name) WORDING_##name,
#define SAY(text)
#define END
#include "document/wording.def"
#undef LIST
#undef SAY
#undef END
	WORDING_COUNT
};

/* All fold the case of ASCII letters only. A word ends where no letter or digit follows. */
bool wording_is(enum wording list, struct str s);       /* s is one of the list */
bool wording_starts(enum wording list, struct str s);   /* s begins with one of them, and its last word ends there */
bool wording_has(enum wording list, struct str s);      /* one of them stands in s, in whole words */
bool wording_contains(enum wording list, struct str s); /* one of them stands in s, perhaps inside a word */

#endif
