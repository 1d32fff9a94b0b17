/*
 * arena: memory that is given back all at once.
 *
 * One arena per message, one per rule set. An allocation never fails for its caller: when memory or the
 * arena's maximum runs out, control returns to the innermost arena_try() on this arena, which then
 * returns false. Outside arena_try() that is an abort(). Whatever must be closed besides memory
 * (an iconv_t, a compiled pattern) is handed over with arena_defer().
 */
#ifndef REPLYLINT_BASE_ARENA_H
#define REPLYLINT_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena of at most max bytes, or NULL when there is no memory at all. */
struct arena *arena_new(size_t max);

/* Runs what was deferred, latest first, and gives everything back. NULL is allowed. */
void arena_free(struct arena *arena);

/* Like arena_free(), but the arena stays usable and keeps its first chunk: for the next message. */
void arena_reset(struct arena *arena);

/*
 * Asks the system at once for what size more bytes will take, in huge pages where it has them: for much that is filled
 * in one go. Nothing is promised, and nothing is lost where that much is not to be had.
 */
void arena_reserve(struct arena *arena, size_t size);

/* size zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* count zeroed elements of size bytes; the product is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A block of new_size bytes that begins with the old_size bytes of old; in place where old came last. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Calls release(object) when the arena is freed or reset. */
void arena_defer(struct arena *arena, void (*release)(void *object), void *object);

/* Calls work(context); false when the arena ran out of room meanwhile (work was left half-way). */
bool arena_try(struct arena *arena, void (*work)(void *context), void *context);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/*
 * Growing arrays. A list is any struct with the members `at` (typed pointer), `count` and `room`;
 * vec_push() appends a zeroed element and yields its address, valid until the next push.
 */
#define vec_push(arena, v)                                                                                             \
	((v)->at = vec_reserve((arena), (v)->at, (v)->count, &(v)->room, sizeof *(v)->at), &(v)->at[(v)->count++])

/* Helper of vec_push(): the elements with room for one more, which is zeroed. */
void *vec_reserve(struct arena *arena, void *at, size_t count, size_t *room, size_t size);

#endif
