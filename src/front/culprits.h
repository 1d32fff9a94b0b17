/*
 * culprits: which of the fixes that were tried together spoilt the trial, told by what stands where in the text that
 * they made. So a message takes a few trials, however many of its fixes are of no use.
 */
#ifndef REPLYLINT_FRONT_CULPRITS_H
#define REPLYLINT_FRONT_CULPRITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lint/finding.h"

/* Where the places of a text stand after edits. */
struct moves {
	struct move {
		size_t end;  /* of an edit, in the old text */
		size_t more; /* bytes that the text has grown by up to there, modulo 2^N */
	} * at;
	size_t count, room;
};

/* Of the edits of all these findings. */
struct moves moves_of(struct arena *arena, const struct finding_list *chosen);

size_t moves_place(const struct moves *moves, size_t at);

/* From its first edit to the end of its last one; the fix has edits. */
struct span culprits_reach(const struct fix *fix);

/* What was found before the edits and after them. */
struct findings_around {
	const struct finding_list *before, *after;
};

/*
 * chosen: those found before whose fixes were applied, in order of place, apart from each other; moves: of them. Of
 * each, whether it is the nearest to something that should not be there: its own finding still, or a new one.
 */
bool *culprits_find(struct arena *arena, const struct findings_around *around, const struct finding_list *chosen,
                    const struct moves *moves);

#endif
