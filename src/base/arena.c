#define _DEFAULT_SOURCE /* madvise() */
#include "base/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK_SIZE ((size_t)64 * 1024)
#define CHUNK_KEPT_MAX ((size_t)1024 * 1024)
#define HUGE_PAGE ((size_t)2 * 1024 * 1024)
#define ALIGN (alignof(max_align_t))

/* AddressSanitizer sees one chunk only: it is told which bytes of it are handed out, and blocks stand apart. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_GUARDED
#endif

#ifdef ARENA_GUARDED
#include <sanitizer/asan_interface.h>
#define GAP ALIGN
#define ALLOW(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#define FORBID(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#else
#define GAP ((size_t)0)
#define ALLOW(at, size) ((void)(at), (void)(size))
#define FORBID(at, size) ((void)(at), (void)(size))
#endif

struct chunk {
	struct chunk *before;
	size_t size, used;
	alignas(max_align_t) char bytes[];
};

struct deferred {
	struct deferred *before;
	void (*release)(void *);
	void *object;
};

struct arena {
	struct chunk *chunk;
	struct deferred *deferred;
	jmp_buf *escape;
	size_t used, max;
};

/* The memory as a chunk; NULL when it is. */
static struct chunk *chunk_of(void *memory, struct chunk *before, size_t size)
{
	struct chunk *chunk = memory;

	if (!chunk)
		return NULL;
	chunk->before = before;
	chunk->size = size;
	chunk->used = 0;
	FORBID(chunk->bytes, size);
	return chunk;
}

static struct chunk *chunk_new(struct chunk *before, size_t size)
{
	return size > SIZE_MAX - sizeof *before ? NULL : chunk_of(malloc(sizeof *before + size), before, size);
}

struct arena *arena_new(size_t max)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		return NULL;
	arena->max = max;
	arena->chunk = chunk_new(NULL, CHUNK_SIZE);
	if (!arena->chunk) {
		free(arena);
		return NULL;
	}
	return arena;
}

/* What was needed may be needed again: in one chunk, which is kept, the system is not asked for it page by page. */
static void keep_room(struct arena *arena, size_t needed)
{
	size_t size = needed < CHUNK_KEPT_MAX ? needed : CHUNK_KEPT_MAX;
	struct chunk *chunk = size > arena->chunk->size ? chunk_new(NULL, size) : NULL;

	if (chunk) {
		free(arena->chunk);
		arena->chunk = chunk;
	}
}

/* Gives back all but the first chunk. */
static void release_all(struct arena *arena)
{
	struct deferred *deferred = arena->deferred;

	arena->deferred = NULL;
	for (; deferred; deferred = deferred->before)
		deferred->release(deferred->object);
	while (arena->chunk->before) {
		struct chunk *before = arena->chunk->before;
		free(arena->chunk);
		arena->chunk = before;
	}
}

void arena_reset(struct arena *arena)
{
	release_all(arena);
	keep_room(arena, arena->used + arena->used / 4);
	arena->chunk->used = 0;
	arena->used = 0;
	FORBID(arena->chunk->bytes, arena->chunk->size);
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	release_all(arena);
	free(arena->chunk);
	free(arena);
}

static _Noreturn void arena_exhausted(struct arena *arena)
{
	if (!arena->escape)
		abort();
	longjmp(*arena->escape, 1);
}

/* What a block of that size takes of its chunk. */
static size_t block_size(size_t size)
{
	return size > SIZE_MAX - ALIGN - GAP ? SIZE_MAX : (size + ALIGN - 1) / ALIGN * ALIGN + GAP;
}

static void *arena_take(struct arena *arena, size_t size)
{
	size_t rounded = block_size(size);

	if (rounded > arena->max - arena->used)
		arena_exhausted(arena);
	if (rounded > arena->chunk->size - arena->chunk->used) {
		struct chunk *chunk = chunk_new(arena->chunk, rounded > CHUNK_SIZE ? rounded : CHUNK_SIZE);
		if (!chunk)
			arena_exhausted(arena);
		arena->chunk = chunk;
	}
	void *at = arena->chunk->bytes + arena->chunk->used;
	arena->chunk->used += rounded;
	arena->used += rounded;
	ALLOW(at, size);
	return at;
}

void arena_reserve(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX - HUGE_PAGE - sizeof *arena->chunk || size <= arena->chunk->size - arena->chunk->used)
		return;
	size_t whole = (sizeof *arena->chunk + size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	void *memory = aligned_alloc(HUGE_PAGE, whole);
#ifdef MADV_HUGEPAGE
	if (memory)
		(void)madvise(memory, whole, MADV_HUGEPAGE);
#endif
	struct chunk *chunk = chunk_of(memory, arena->chunk, whole - sizeof *chunk);
	arena->chunk = chunk ? chunk : arena->chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		arena_exhausted(arena);
	return arena_alloc(arena, count * size);
}

/* Makes old longer where it lies; false when it is not the last block or there is no room behind it. */
static bool grow_in_place(struct arena *arena, const char *old, size_t old_size, size_t new_size)
{
	struct chunk *chunk = arena->chunk;
	size_t before = block_size(old_size), after = block_size(new_size);

	if (!old || chunk->used < before || old != chunk->bytes + chunk->used - before)
		return false;
	if (after > chunk->size - (chunk->used - before) || after - before > arena->max - arena->used)
		return false;
	chunk->used += after - before;
	arena->used += after - before;
	ALLOW(old, new_size);
	return true;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	assert(new_size >= old_size);
	if (grow_in_place(arena, old, old_size, new_size))
		return old;
	void *grown = arena_take(arena, new_size);
	if (old_size)
		memcpy(grown, old, old_size);
	return grown;
}

void *vec_reserve(struct arena *arena, void *at, size_t count, size_t *room, size_t size)
{
	if (count == *room) {
		size_t wanted = count ? count * 2 : 8;
		if (count > SIZE_MAX / 2 / size)
			arena_exhausted(arena);
		at = arena_grow(arena, at, count * size, wanted * size);
		*room = wanted;
	}
	memset((char *)at + count * size, 0, size);
	return at;
}

void arena_defer(struct arena *arena, void (*release)(void *object), void *object)
{
	struct deferred *deferred = ARENA_NEW(arena, struct deferred);

	deferred->before = arena->deferred;
	deferred->release = release;
	deferred->object = object;
	arena->deferred = deferred;
}

bool arena_try(struct arena *arena, void (*work)(void *context), void *context)
{
	jmp_buf here;
	jmp_buf *outer = arena->escape;
	bool done = false;

	if (setjmp(here) == 0) {
		arena->escape = &here;
		work(context);
		arena->escape = outer;
		return true;
	}
	arena->escape = outer;
	return done;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
