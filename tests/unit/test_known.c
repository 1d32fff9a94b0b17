/* What the check "known" reads out of the customer's last message. */
#include "rule_test.h"

#include "checks/known.h"
#include "lint/check.h"

static void values_of_matches(void **state)
{
	(void)state;
	assert_str(known_value(STR("order no. 88213")), "88213");
	assert_str(known_value(STR("Order: DM-20417.")), "DM-20417");
	assert_str(known_value(STR("booking QX7P2L)")), "QX7P2L");
	assert_str(known_value(STR("write to ana@mail.example")), "write to ana@mail.example");
	assert_str(known_value(STR("")), "");
}

/* The text of the blocks that are the customer's last message, a line each. */
static struct str message_of(struct arena *arena, const char *mail)
{
	struct document_options options = {.name = "a.eml", .format = -1};
	struct document *document = document_read(arena, str_of(mail), &options);
	const struct page *page = judge_main_page(document);
	struct known_range range = known_message(document, page);
	struct str text = STR("");

	for (size_t i = range.from; i < range.to; i++) {
		struct str line = str_trim(page_bytes(page, page->blocks.at[i].span));
		text = str_printf(arena, STR_FMT STR_FMT "\n", STR_ARG(text), STR_ARG(line));
	}
	return text;
}

static void the_last_message_alone(void **state)
{
	struct arena *arena = *state;

	assert_str(message_of(arena, "From: jo@shop.example\nSubject: Re: x\n\nYes.\n\n"
	                             "On 4 May 2026 at 10:12, Ana <ana@mail.example> wrote:\n> Does it fit?\n> > Which?\n"),
	           "On 4 May 2026 at 10:12, Ana <ana@mail.example> wrote:\n> Does it fit?\n");
	assert_str(message_of(arena, "From: jo@shop.example\nSubject: Re: x\n\nAny news?\n\n"
	                             "On 4 May 2026 at 10:12, Jo <jo@shop.example> wrote:\n> Does it fit?\n"),
	           "");
	assert_str(message_of(arena, "From: jo@shop.example\nSubject: x\n\nYes.\n"), "");
}

/* What the author says that he has, and asks for later. */
static void what_the_author_has(void **state)
{
	static const char rule[] = "extends: known\n"
	                           "message: \"'%s'\"\n"
	                           "asks: ['please send']\n"
	                           "admits: ['thank you for ~1']\n"
	                           "fields:\n"
	                           "  size:\n"
	                           "    asked: ['size']\n"
	                           "  name:\n"
	                           "    asked: ['name']\n"
	                           "guarded:\n"
	                           "  - phrases: ['who are you again']\n";
	static const struct {
		const char *text;
		size_t found;
	} cases[] = {
	    {"Thank you for your size. Please send us your size.\n", 1},
	    {"Thank you for your size, please send us your size.\n", 1},
	    {"Thank you for your size. Please send us your name.\n", 0},
	    {"Please send us your size. Thank you for your size.\n", 0}, /* the letter before */
	    {"Thank you for your help, please send us your size.\n", 0}, /* the size is asked for, not admitted */
	    {"Your size is known. Please send us your size.\n", 0},
	    {"Who are you again?\n", 1},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t found = rule_finds(*state, rule, cases[i].text, "draft.txt");
		if (found != cases[i].found) {
			fail_msg("%s: %zu", cases[i].text, found);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_of_matches),
	    cmocka_unit_test_setup_teardown(the_last_message_alone, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(what_the_author_has, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
