#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/nearest.h"
#include "front/options.h"

struct fixture {
	struct arena *arena;
	struct options options;
	struct err err;
};

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.arena = arena_new(1 << 20)};
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	arena_free(fixture->arena);
	return 0;
}

static bool parse(struct fixture *fixture, enum command_id command, const char *const *words)
{
	char *arguments[16] = {NULL};
	for (size_t i = 0; words[i]; i++) {
		struct str copy = str_copy(fixture->arena, str_of(words[i]));
		arguments[i] = arena_alloc(fixture->arena, copy.len + 1);
		memcpy(arguments[i], copy.at, copy.len);
	}
	fixture->err.text[0] = '\0';
	return options_parse(fixture->arena, command, arguments, &fixture->options, &fixture->err);
}

static void takes_values_in_every_form(void **state)
{
	struct fixture *fixture = *state;
	const char *words[] = {"a.eml", "--kind=quote", "--format", "html", "-oX",    "-q", "--select", "a,b", "--select",
	                       "c",     "--fix",        "-",        "--",   "--kind", NULL};

	assert_true(parse(fixture, COMMAND_check, words));
	assert_string_equal(fixture->options.text[OPTION_kind], "quote");
	assert_int_equal(fixture->options.choice[OPTION_format], 3);
	assert_string_equal(fixture->options.text[OPTION_output], "X");
	assert_true(fixture->options.given[OPTION_quiet]);
	assert_true(fixture->options.given[OPTION_fix]);
	assert_false(fixture->options.given[OPTION_diff]);
	assert_string_equal(fixture->options.text[OPTION_color], "auto");
	assert_int_equal(words_split_commas(fixture->arena, &fixture->options.list[OPTION_select]).count, 3);
	assert_int_equal(fixture->options.arguments.count, 3);
	assert_string_equal(fixture->options.arguments.at[2], "--kind");
	assert_null(fixture->options.arguments.at[3]);
	assert_null(fixture->options.list[OPTION_attachment].at);
}

static void says_what_is_wrong(void **state)
{
	static const struct {
		enum command_id command;
		const char *words[4];
		const char *text;
	} cases[] = {
	    {COMMAND_check, {"--fomat", "x"}, "unknown option --fomat; did you mean --format?"},
	    {COMMAND_check, {"--zzzzzzzz"}, "unknown option --zzzzzzzz; \"replylint --help\" lists the options"},
	    {COMMAND_check, {"-x"}, "unknown option -x; \"replylint --help\" lists the options"},
	    {COMMAND_check, {"--kind"}, "--kind needs a value: KIND"},
	    {COMMAND_check, {"--fix=yes"}, "--fix takes no value"},
	    {COMMAND_check, {"--color", "pink"}, "--color cannot be \"pink\"; it is one of: auto always never"},
	    {COMMAND_check,
	     {"--output-format=xml"},
	     "--output-format cannot be \"xml\"; it is one of: text line json jsonl"},
	    {COMMAND_init, {"--fix"}, "unknown option --fix; \"replylint --help\" lists the options"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(parse(*state, cases[i].command, cases[i].words));
		assert_string_equal(((struct fixture *)*state)->err.text, cases[i].text);
	}
}

/* An option name may stand twice, for different commands, but never twice for one. */
static void no_name_is_given_twice(void **state)
{
	(void)state;
	for (enum option_id a = 0; a < OPTION_COUNT; a++)
		for (enum option_id b = a + 1; b < OPTION_COUNT; b++)
			if (strcmp(option_table[a].name, option_table[b].name) == 0)
				assert_int_equal(option_table[a].commands & option_table[b].commands, 0);
}

static void finds_the_nearest_name(void **state)
{
	const char *names[] = {"yelling.all-caps-run", "jargon.undefined-term", "jargon", "vagueness.vague-time"};
	(void)state;

	assert_string_equal(nearest_name(STR("yelling.allcaps-run"), names, 4), "yelling.all-caps-run");
	assert_string_equal(nearest_name(STR("jargno"), names, 4), "jargon");
	assert_string_equal(nearest_name(STR("vague-time"), names, 4), "vagueness.vague-time");
	assert_null(nearest_name(STR("something.else"), names, 4));
}

static void tells_swapped_digits(void **state)
{
	(void)state;

	assert_true(nearest_swapped_digits(STR("RM-5518"), STR("RM-5581")));
	assert_true(nearest_swapped_digits(STR("45.90"), STR("54.90")));
	assert_true(nearest_swapped_digits(STR("45.90"), STR("49.50")));
	assert_false(nearest_swapped_digits(STR("RM-5518"), STR("RM-5519")));
	assert_false(nearest_swapped_digits(STR("RM-5518"), STR("MR-5518")));
	assert_false(nearest_swapped_digits(STR("5518"), STR("5518")));
	assert_false(nearest_swapped_digits(STR("18"), STR("81")));
}

/* The manual names every option and every command. */
static void manual_is_complete(void **state)
{
	struct fixture *fixture = *state;
	struct str page;

	assert_true(file_read(fixture->arena, "src/man/replylint.1", 1 << 20, &page, &fixture->err));
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		struct str item = str_printf(fixture->arena, "Fl -%s", option_table[id].name);
		if (str_find(page, item, 0) == STR_NONE)
			fail_msg("replylint.1 does not describe --%s", option_table[id].name);
	}
	for (enum command_id id = 0; id < COMMAND_COUNT; id++) {
		struct str item = str_printf(fixture->arena, "Cm %s", command_table[id].name);
		if (str_find(page, item, 0) == STR_NONE)
			fail_msg("replylint.1 does not describe the command %s", command_table[id].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(takes_values_in_every_form, setup, teardown),
	                                   cmocka_unit_test_setup_teardown(says_what_is_wrong, setup, teardown),
	                                   cmocka_unit_test(no_name_is_given_twice),
	                                   cmocka_unit_test(finds_the_nearest_name),
	                                   cmocka_unit_test(tells_swapped_digits),
	                                   cmocka_unit_test_setup_teardown(manual_is_complete, setup, teardown)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
