/* How the checks read both ends of a letter: its foot, its recipient, and whether it may do without courtesies. */
#include "mail_test.h"

#include "checks/letter.h"

static struct document *read_as(struct arena *arena, const char *text, const char *name)
{
	struct document_options options = {.name = name, .format = -1};

	return document_read(arena, str_of(text), &options);
}

static bool is_informal(struct arena *arena, const char *text, const char *name)
{
	struct judge judge = {.arena = arena, .document = read_as(arena, text, name)};

	return letter_is_informal(&judge, judge_main_page(judge.document));
}

static void foot_of_short_lines(void **state)
{
	struct arena *arena = *state;
	static const char *const footed[] = {
	    "It is done.\n\nKeith\n",
	    "It is done.\n\nCarol, 01632 960371\n",
	    "It is done.\n\nThank you for putting up with all of the noise,\n\nShauna McBride\nCoastline Water\n",
	    "It is done.\n\nxx Polly\n",
	};

	for (size_t i = 0; i < sizeof footed / sizeof footed[0]; i++) {
		const struct page *page = judge_main_page(read_as(arena, footed[i], "a.txt"));
		assert_true(letter_foot(page) > 0 && letter_foot(page) < page->blocks.count);
	}
	const struct page *page = judge_main_page(read_as(arena, "Hello Ana,\n\nIt is done.\n", "a.txt"));
	assert_int_equal(letter_foot(page), page->blocks.count);
}

static void one_named_recipient(void **state)
{
	struct arena *arena = *state;

	assert_non_null(letter_recipient(read_as(arena, "To: Ana Diaz <a@b.example>\nSubject: x\n\nHi\n", "a.eml")));
	assert_null(letter_recipient(read_as(arena, "To: a@b.example\nSubject: x\n\nHi\n", "a.eml")));
	assert_null(letter_recipient(read_as(arena, "To: \"a@b.example\" <a@b.example>\nSubject: x\n\nHi\n", "a.eml")));
	assert_null(
	    letter_recipient(read_as(arena, "To: Ana <a@b.example>, Ben <b@b.example>\nSubject: x\n\nHi\n", "a.eml")));
	assert_null(letter_recipient(read_as(arena, "Hi\n", "a.txt")));
}

static void courtesies_that_nobody_misses(void **state)
{
	struct arena *arena = *state;

	/* A piece of text that is no letter. */
	assert_true(is_informal(arena, "We open at nine.\n", "a.txt"));
	assert_false(is_informal(arena, "We open at nine.\n\nKind regards,\nJo\n", "a.txt"));
	assert_false(is_informal(arena, "Subject: hours\n\nWe open at nine.\n", "a.eml"));
	/* A line that answers a line. */
	assert_true(is_informal(arena, "Subject: Re: hours\n\nWe open at nine.\n\nJo\n", "a.eml"));
	assert_false(is_informal(arena, "Subject: Re: hours\n\nWe open at nine.\n\nKind regards,\nJo\n", "a.eml"));
	/* A thread that goes to and fro. */
	assert_true(is_informal(arena,
	                        "Subject: Re: hours\nReferences: <1@a> <2@b> <3@a>\n\nWe open at nine.\n\n"
	                        "Kind regards,\nJo\n",
	                        "a.eml"));
	assert_true(is_informal(arena,
	                        "Subject: Re: hours\n\nWe open at nine.\n\nKind regards,\nJo\n\n"
	                        "On 4 May 2026 at 10:12, Ana <a@b.example> wrote:\n> Ten?\n> > No, not ten.\n",
	                        "a.eml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(foot_of_short_lines, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(one_named_recipient, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(courtesies_that_nobody_misses, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
