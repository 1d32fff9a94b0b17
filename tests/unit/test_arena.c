#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#define MIB ((size_t)1 << 20)

static bool is_zero(const char *at, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (at[i])
			return false;
	return true;
}

static void test_what_is_handed_out_is_zeroed_and_apart(void **state)
{
	struct arena *arena = arena_new(MIB);
	char *first = arena_alloc(arena, 10), *second = arena_alloc(arena, 10);

	(void)state;
	memset(first, 'x', 10);
	assert_true(is_zero(second, 10));
	assert_int_equal((uintptr_t)second % alignof(max_align_t), 0);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	assert_true(is_zero(arena_alloc(arena, 200), 200));
	arena_free(arena);
}

static void test_a_reserve_is_used_and_promises_nothing(void **state)
{
	struct arena *arena = arena_new(8 * MIB);
	char *before = arena_alloc(arena, 100);

	(void)state;
	memset(before, 'x', 100);
	arena_reserve(arena, 3 * MIB);
	arena_reserve(arena, SIZE_MAX); /* not to be had */
	char *first = arena_array(arena, MIB, 1), *second = arena_array(arena, 2 * MIB - 64, 1);
	assert_ptr_equal(second, first + MIB); /* of one piece */
	assert_true(is_zero(second, 2 * MIB - 64));
	assert_int_equal(before[99], 'x');
	arena_free(arena);
}

struct taking {
	struct arena *arena;
	size_t size, taken;
};

static void take_all(void *context)
{
	struct taking *taking = context;

	for (;;) {
		arena_alloc(taking->arena, taking->size);
		taking->taken += taking->size;
	}
}

static void test_the_maximum_ends_the_innermost_try(void **state)
{
	struct taking taking = {arena_new(MIB), 1024, 0};

	(void)state;
	arena_reserve(taking.arena, 4 * MIB); /* room is no permission */
	assert_false(arena_try(taking.arena, take_all, &taking));
	assert_int_equal(taking.taken, MIB);
	arena_free(taking.arena);
}

static void note(void *context)
{
	++*(int *)context;
}

static void test_what_was_deferred_runs_once(void **state)
{
	struct arena *arena = arena_new(MIB);
	int first = 0, second = 0;

	(void)state;
	arena_defer(arena, note, &first);
	arena_reset(arena);
	assert_int_equal(first, 1);
	arena_defer(arena, note, &second);
	arena_free(arena);
	assert_int_equal(first, 1);
	assert_int_equal(second, 1);
}

static void test_a_list_keeps_its_elements_while_it_grows(void **state)
{
	struct arena *arena = arena_new(8 * MIB);
	struct {
		size_t *at;
		size_t count, room;
	} list = {0};

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		assert_int_equal(*vec_push(arena, &list), 0);
		list.at[i] = i;
	}
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(list.at[i], i);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_is_handed_out_is_zeroed_and_apart),
	    cmocka_unit_test(test_a_reserve_is_used_and_promises_nothing),
	    cmocka_unit_test(test_the_maximum_ends_the_innermost_try),
	    cmocka_unit_test(test_what_was_deferred_runs_once),
	    cmocka_unit_test(test_a_list_keeps_its_elements_while_it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
