#include "report/locator.h"

#include "base/utf8.h"

/* Every so many bytes a place is kept, so that a look-up never reads more than this. */
#define STRIDE 4096u

struct locator {
	struct arena *arena;
	struct str bytes;
	size_t offset;
	struct place last; /* the one looked up before: most look-ups go on from there */
	struct {
		struct place *at;
		size_t count, room;
	} marks; /* offsets in bytes; mark i is at the first character that begins at or after i * STRIDE */
};

struct locator *locator_new(struct arena *arena, struct str bytes, size_t offset, size_t line)
{
	struct locator *locator = ARENA_NEW(arena, struct locator);

	locator->arena = arena;
	locator->bytes = bytes;
	locator->offset = offset;
	locator->last = (struct place){.line = line, .column = 1};
	*vec_push(arena, &locator->marks) = locator->last;
	return locator;
}

/* Moves place over whole characters, up to the one that begins at or holds byte at. */
static void advance(struct str bytes, struct place *place, size_t at)
{
	while (place->offset < at) {
		uint32_t code_point;
		size_t len = utf8_decode(bytes, place->offset, &code_point);
		if (place->offset + len > at)
			return;
		place->offset += len;
		place->column++;
		if (code_point == '\n') {
			place->line++;
			place->column = 1;
		}
	}
}

/* The mark before the character at `at`, made if need be. */
static struct place mark_before(struct locator *locator, size_t at)
{
	size_t wanted = at / STRIDE;

	while (locator->marks.count <= wanted) {
		struct place next = locator->marks.at[locator->marks.count - 1];
		size_t until = locator->marks.count * STRIDE;
		advance(locator->bytes, &next, until);
		if (next.offset < until) {
			uint32_t code_point;
			advance(locator->bytes, &next, next.offset + utf8_decode(locator->bytes, next.offset, &code_point));
		}
		*vec_push(locator->arena, &locator->marks) = next;
	}
	if (locator->marks.at[wanted].offset > at)
		wanted--;
	return locator->marks.at[wanted];
}

struct place locator_place(struct locator *locator, size_t at)
{
	if (at > locator->bytes.len)
		at = locator->bytes.len;
	struct place mark = mark_before(locator, at);
	bool goes_on = locator->last.offset <= at && locator->last.offset >= mark.offset;
	struct place place = goes_on ? locator->last : mark;
	advance(locator->bytes, &place, at);
	locator->last = place;
	place.offset = locator->offset + at;
	return place;
}
