/* What words say of a message's kind: which words count, how their weights add up, which are named. */
#include "rule_test.h"

#include "base/buf.h"
#include "lint/kind_words.h"

static struct kind kinds[] = {{.name = {"answer", 6}}, {.name = {"refund", 6}}, {.name = {"unknown", 7}}};

static const char list[] = "*\tanswer -50 refund -100\n"
                           "card\t30 refund 40\n"
                           "gone\t30 nothing 90 refund 10\n"
                           "money\t40 answer -20 refund 150\n"
                           "subject:money\t40 refund 200\n"
                           "you\t10 answer 60\n";

static void weigh(struct arena *arena, const char *const *words, long points[KINDS_MAX], const char **named)
{
	struct ruleset *ruleset = ARENA_NEW(arena, struct ruleset);
	struct judge judge = {.arena = arena, .ruleset = ruleset};
	struct str_list told = {0};

	ruleset->lexicon.kind_words.bytes = str_of(list);
	ruleset->kinds.at = kinds;
	ruleset->kinds.count = sizeof kinds / sizeof kinds[0];
	for (; *words != NULL; words++) {
		*vec_push(arena, &told) = str_of(*words);
	}
	kind_words_weigh(&judge, &told, points);
	*named = str_cstr(arena, kind_words_for(&judge, &told, 1));
}

static void test_weights_add_up(void **state)
{
	long points[KINDS_MAX] = {0};
	const char *named;

	/* 30 * 40 + 40 * 150 = 7200, by the root of 30 * 30 + 40 * 40 = 50 */
	weigh(*state, (const char *const[]){"card", "money", "never-heard", NULL}, points, &named);
	assert_int_equal(points[1], -100 + 144);
	assert_int_equal(points[0], -50 - 16);
	assert_int_equal(points[2], 0);
	assert_string_equal(named, "\"money\", \"card\"");
	/* a kind that the rule set lacks is passed over, and those behind it are not */
	weigh(*state, (const char *const[]){"gone", NULL}, points, &named);
	assert_int_equal(points[1], -100 + 10);
}

static void test_without_a_known_word_nothing_is_said(void **state)
{
	long points[KINDS_MAX] = {7, 7, 7};
	const char *named;

	weigh(*state, (const char *const[]){"never-heard", NULL}, points, &named);
	assert_int_equal(points[0], 0);
	assert_int_equal(points[1], 0);
	assert_string_equal(named, "");
}

static const char mail[] = "From: kim@gates.example\n"
                           "To: ann@lee.example\n"
                           "Subject: Re: Gate 48B\n"
                           "\n"
                           "Dear Ann,\n\nthe Gate is a GATE, 3 days old; don't push x2.\n\nKim\n\n"
                           "On Monday, Ann wrote:\n> may I push it?\n";

static void test_the_author_s_words_count(void **state)
{
	struct config *config = ARENA_NEW(*state, struct config);
	struct ruleset_options bare = {.config = config};
	struct lint_options options = {.document = {.name = "mail.eml", .format = -1}, .keeps_words = true};
	struct searcher *searcher = searcher_new();
	struct err err = {""};
	struct buf out;

	config_init(config);
	const struct ruleset *ruleset =
	    rule_load_beside(*state, "extends: phrase\nmessage: \"'%s'\"\nphrases: ['never']\n", &bare, &err);
	assert_non_null(ruleset);
	struct str_list words = lint_message(*state, ruleset, searcher, str_of(mail), &options)->kind_words;
	buf_init(&out, *state, 4096);
	for (size_t i = 0; i < words.count; i++) {
		buf_printf(&out, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(words.at[i]));
	}
	assert_string_equal(str_cstr(*state, buf_str(&out)),
	                    "a ann days dear don gate is kim old push subject:gate subject:re t the fact:reply fact:asked");
	searcher_free(searcher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_weights_add_up),
	    cmocka_unit_test(test_without_a_known_word_nothing_is_said),
	    cmocka_unit_test(test_the_author_s_words_count),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
