/*
 * fix: changes of what the reader sees, as edits of the source; and edits applied.
 *
 * An edit touches only the bytes it must: entities in HTML, the declared charset, quoted-printable escapes; in
 * base64 the
 * rest of that part is encoded again. Where a change cannot be written exactly (a character that the charset lacks, a
 * span that runs over markup, signed or encrypted mail), there is no edit.
 */
#ifndef REPLYLINT_LINT_FIX_H
#define REPLYLINT_LINT_FIX_H

#include <stdbool.h>
#include <stddef.h>

#include "document/document.h"
#include "lint/finding.h"

/* The changes (ascending, of page's view) as edits of the source, NULL when one of them cannot be written. */
struct edit *fix_encode(struct document *document, const struct page *page, const struct change *changes, size_t count,
                        size_t *edit_count);

/* The same of the page's HTML itself: the changes' spans are of page->markup->html, their text is markup. */
struct edit *fix_encode_markup(struct document *document, const struct page *page, const struct change *changes,
                               size_t count, size_t *edit_count);

/* Which fixes --fix takes: those at or above least. */
struct fix_outcome {
	struct str bytes;        /* the new source */
	size_t applied, skipped; /* skipped: overlapped an earlier one */
};

/*
 * Applies the findings' fixes to source in order of place; overlapping fixes are skipped (a second round may take
 * them).
 * Nothing to do: bytes is source.
 */
struct fix_outcome fix_apply(struct arena *arena, struct str source, const struct finding_list *findings,
                             enum applicability least);

/* old and new as a unified diff that `git apply` takes; empty when equal. */
struct str fix_diff(struct arena *arena, const char *path, struct str old_bytes, struct str new_bytes);

#endif
