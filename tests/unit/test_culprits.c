/* Where the places of a text stand after edits, and which of the fixes that were tried spoilt it. */
#include "mail_test.h"

#include "front/culprits.h"

/* A finding of the rule of that rank at a place, with a fix of one edit where len or text say so. */
static struct finding finding_at(struct arena *arena, size_t order, size_t at, struct edit edit)
{
	struct finding finding = {.order = order, .source = {at, 1}, .level = LEVEL_ERROR};

	finding.fix = ARENA_NEW(arena, struct fix);
	finding.fix->edits = ARENA_NEW(arena, struct edit);
	finding.fix->edits[0] = edit;
	finding.fix->edit_count = 1;
	return finding;
}

/* At 10 two bytes become five; at 20 four are deleted; at 30 one is put in. */
static struct finding_list chosen_fixes(struct arena *arena)
{
	struct finding_list chosen = {0};

	*vec_push(arena, &chosen) = finding_at(arena, 0, 10, (struct edit){{10, 2}, STR("abcde")});
	*vec_push(arena, &chosen) = finding_at(arena, 1, 20, (struct edit){{20, 4}, STR("")});
	*vec_push(arena, &chosen) = finding_at(arena, 0, 30, (struct edit){{30, 0}, STR("x")});
	return chosen;
}

static void places_after_edits(void **state)
{
	static const size_t cases[][2] = {{0, 0},   {10, 10}, {11, 11}, {12, 15}, {19, 22}, {20, 23},
	                                  {23, 26}, {24, 23}, {29, 28}, {30, 30}, {40, 40}};
	struct finding_list chosen = chosen_fixes(*state), none = {0};
	struct moves moves = moves_of(*state, &chosen), no_moves = moves_of(*state, &none);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(moves_place(&moves, cases[i][0]), cases[i][1]);
		assert_int_equal(moves_place(&no_moves, cases[i][0]), cases[i][0]);
	}
	assert_int_equal(culprits_reach(chosen.at[1].fix).at, 20);
	assert_int_equal(culprits_reach(chosen.at[1].fix).len, 4);
}

/* Which fixes are blamed, as "011", when after the edits a finding of that rank stands at that place. */
static const char *blamed(struct arena *arena, const struct finding_list *before, struct finding after)
{
	struct finding_list chosen = chosen_fixes(arena), found = {&after, 1, 1};
	struct moves moves = moves_of(arena, &chosen);
	const bool *culprits = culprits_find(arena, &(struct findings_around){before, &found}, &chosen, &moves);
	char *told = ARENA_ARRAY(arena, chosen.count + 1, char);

	for (size_t i = 0; i < chosen.count; i++) {
		told[i] = culprits[i] ? '1' : '0';
	}
	return told;
}

static void whose_doing_it_is(void **state)
{
	static const struct {
		size_t order, at;
		const char *blamed;
	} cases[] = {
	    {5, 43, "000"}, /* was there before, at 43 */
	    {5, 44, "001"}, /* is new there */
	    {6, 43, "001"}, /* of another rule */
	    {0, 10, "100"}, /* its own finding still */
	    {1, 23, "010"}, {1, 0, "100"},  {1, 15, "100"}, {1, 18, "100"},
	    {1, 20, "010"}, {1, 26, "010"}, {1, 27, "001"}, {1, 90, "001"},
	};
	struct finding_list before = chosen_fixes(*state);

	*vec_push(*state, &before) = (struct finding){.order = 5, .source = {43, 1}, .level = LEVEL_ERROR};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct finding after = {.order = cases[i].order, .source = {cases[i].at, 1}, .level = LEVEL_SUGGESTION};
		assert_string_equal(blamed(*state, &before, after), cases[i].blamed);
		after.level = LEVEL_PRAISE; /* spoils nothing */
		assert_string_equal(blamed(*state, &before, after), "000");
	}
}

static void without_fixes(void **state)
{
	struct finding new = {.order = 1, .source = {3, 1}, .level = LEVEL_ERROR};
	struct finding_list none = {0}, after = {&new, 1, 1};
	struct moves moves = moves_of(*state, &none);

	assert_non_null(culprits_find(*state, &(struct findings_around){&none, &after}, &none, &moves));
	assert_string_equal(blamed(*state, &none, new), "100");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(places_after_edits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(whose_doing_it_is, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(without_fixes, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
