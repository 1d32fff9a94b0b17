/* What the checks know of a letter's structure: words of its body, paragraphs, items of lists, where it comes from. */
#include "mail_test.h"

#include "checks/structure.h"

static struct document *read_as(struct arena *arena, const char *text, const char *name)
{
	struct document_options options = {.name = name, .format = -1};

	return document_read(arena, str_of(text), &options);
}

static void words_of_the_body_alone(void **state)
{
	struct arena *arena = *state;

	assert_int_equal(
	    structure_words(read_as(arena, "Hello Ana,\n\nfive words stand right here.\n\nBest regards,\nJo\n", "a.txt")),
	    5);
	assert_int_equal(structure_words(read_as(arena,
	                                         "From: a@b.example\nSubject: x\n\nYes, he does.\n\n"
	                                         "On 4 May 2026 at 10:12, Ana <ana@c.example> wrote:\n> does he come?\n",
	                                         "a.eml")),
	                 3);
	assert_int_equal(structure_words(read_as(arena, "", "a.txt")), 0);
}

static void paragraphs_are_parted_by_blank_lines(void **state)
{
	struct arena *arena = *state;
	struct document *document = read_as(arena,
	                                    "Hello Ana,\n\nThe door is here. It is blue.\nIt fits well.\n\n"
	                                    "Size: 3\nColour: red\n\nKind regards,\nJo\n",
	                                    "a.txt");
	const struct page *page = judge_main_page(document);
	struct paragraph paragraph;

	assert_true(structure_paragraph(page, 0, &paragraph));
	assert_int_equal(paragraph.words, 10);
	assert_int_equal(paragraph.sentences, 3);
	assert_true(paragraph.is_running);
	assert_true(structure_paragraph(page, paragraph.last + 1, &paragraph));
	assert_false(paragraph.is_running);
	assert_int_equal(paragraph.words, 0);
	assert_false(structure_paragraph(page, paragraph.last + 1, &paragraph));
}

static void items_by_bullet_or_number(void **state)
{
	struct arena *arena = *state;
	static const char *const items[] = {"- one", "* one", "1. one", "12) one", "a) one", "(3) one", "\xe2\x80\xa2 one"};
	static const char *const lines[] = {"one", "1.5 litres", "-one", "3 doors", "A door", "2026. was dry", "I.", "("};

	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
		const struct page *page = judge_main_page(read_as(arena, items[i], "a.txt"));
		assert_true(structure_is_item(page, &page->blocks.at[0]));
	}
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		const struct page *page = judge_main_page(read_as(arena, lines[i], "a.txt"));
		assert_false(structure_is_item(page, &page->blocks.at[0]));
	}
}

static void replies_and_machines(void **state)
{
	struct arena *arena = *state;

	assert_true(structure_is_reply(read_as(arena, "Subject: Re: door\n\nYes.\n", "a.eml")));
	assert_true(structure_is_reply(read_as(arena, "Subject: door\nIn-Reply-To: <1@b.example>\n\nYes.\n", "a.eml")));
	assert_true(
	    structure_is_reply(read_as(arena, "Yes.\n\nOn 4 May 2026 at 10:12, Ana <a@b.example> wrote:\n> x\n", "a.txt")));
	assert_false(structure_is_reply(read_as(arena, "Subject: Renovation\n\nYes.\n", "a.eml")));
	assert_true(structure_is_automatic(read_as(arena, "Auto-Submitted: auto-replied\nSubject: x\n\nHi\n", "a.eml")));
	assert_true(structure_is_automatic(read_as(arena, "List-Unsubscribe: <x>\nSubject: x\n\nHi\n", "a.eml")));
	assert_false(structure_is_automatic(read_as(arena, "Auto-Submitted: no\nSubject: x\n\nHi\n", "a.eml")));
	assert_false(structure_is_automatic(read_as(arena, "Hi\n", "a.txt")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(words_of_the_body_alone, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(paragraphs_are_parted_by_blank_lines, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(items_by_bullet_or_number, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(replies_and_machines, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
