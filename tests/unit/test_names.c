/* Names: folded, taken apart, compared. */
#include "mail_test.h"

#include "checks/names.h"

struct fixture {
	struct arena *arena;
	struct lexicon lexicon;
};

static int setup(void **state)
{
	struct arena *arena = arena_new(ARENA_SIZE);
	struct fixture *fixture = ARENA_NEW(arena, struct fixture);
	struct err err = {0};

	fixture->arena = arena;
	*state = fixture;
	return !word_list_open(arena, "rules/en/lists/nicknames.txt", &fixture->lexicon.nicknames, &err) ||
	       !word_list_open(arena, "rules/en/lists/not-names.txt", &fixture->lexicon.not_names, &err) ||
	       !word_list_open(arena, "rules/en/lists/first-names.txt", &fixture->lexicon.first_names, &err);
}

static int teardown(void **state)
{
	arena_free(((struct fixture *)*state)->arena);
	return 0;
}

static void test_fold(void **state)
{
	static const char *const pairs[][2] = {
	    {"José", "jose"}, {"RENÉE", "renee"},  {"Łukasz", "lukasz"}, {"Strauß", "strauss"},
	    {"Ærø", "aero"},  {"O'Neil", "oneil"}, {"Žižek", "zizek"},   {"", ""}};
	struct fixture *fixture = *state;
	struct str folded;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		assert_true(name_fold(fixture->arena, str_of(pairs[i][0]), &folded));
		assert_str(folded, pairs[i][1]);
	}
	assert_false(name_fold(fixture->arena, STR("Ольга"), &folded));
}

static void test_parts(void **state)
{
	struct fixture *fixture = *state;
	struct names names = {0};

	names_read(fixture->arena, STR("Dr. Anne-Marie P. O'Neil, MD"), &names);
	assert_int_equal(names.count, 3);
	assert_str(names.at[0].folded, "anne");
	assert_str(names.at[1].written, "Marie");
	assert_str(names.at[2].folded, "oneil");
	assert_int_equal(names.at[2].where.at, 18);
}

static void test_alike(void **state)
{
	static const char *const alike[][2] = {{"ana", "ana"},         {"bob", "robert"},    {"robert", "bob"},
	                                       {"bob", "rob"},         {"liz", "elizabeth"}, {"jorg", "joerg"},
	                                       {"alex", "alexandros"}, {"raj", "rajkumar"},  {"gosia", "malgorzata"}};
	static const char *const others[][2] = {{"ana", "maria"}, {"diaz", "maria"}, {"tom", "tim"},
	                                        {"bob", "ann"},   {"to", "tobias"},  {"", "ana"}};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
		assert_true(names_alike(&fixture->lexicon, str_of(alike[i][0]), str_of(alike[i][1])));
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		assert_false(names_alike(&fixture->lexicon, str_of(others[i][0]), str_of(others[i][1])));
	}
}

static void test_near(void **state)
{
	(void)state;
	assert_true(names_near(STR("steven"), STR("stephen")));
	assert_true(names_near(STR("meyer"), STR("maier")));
	assert_true(names_near(STR("micheal"), STR("michael")));
	assert_true(names_near(STR("catherine"), STR("katherine")));
	assert_false(names_near(STR("jon"), STR("john")));
	assert_false(names_near(STR("aaron"), STR("karen")));
	assert_false(names_near(STR("anna"), STR("hans")));
	assert_false(names_near(STR(""), STR("")));
}

static void test_person(void **state)
{
	static const char *const people[] = {"Ana Diaz", "Diaz, Ana", "Stephen Marsh", "Ms Jo van der Berg", "Ana"};
	static const char *const others[] = {"Acme Ltd",
	                                     "St Aidan's",
	                                     "St Mary",
	                                     "The Doorman",
	                                     "Sales Team",
	                                     "Ana & Tom",
	                                     "ana77",
	                                     "ana@x.example",
	                                     "",
	                                     "Ольга Петрова",
	                                     "One Two Three Four Five Six"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
		assert_true(names_is_person(fixture->arena, &fixture->lexicon, str_of(people[i])));
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		assert_false(names_is_person(fixture->arena, &fixture->lexicon, str_of(others[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_fold, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_alike, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_near, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_person, setup, teardown),
	};

	return utf8_locale() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
