/* The letters that a reply quotes: where each begins and ends, and whose it is. */
#include "mail_test.h"

#include "checks/thread.h"

#define FROM_JIM "From: Jim Doyle <jim@oakhall.example>\nTo: Ana Silva <ana@mail.example>\nSubject: Re: x\n\n"

static struct thread read_thread(struct arena *arena, const char *mail)
{
	struct document_options options = {.format = -1};
	struct judge judge = {.arena = arena, .document = document_read(arena, str_of(mail), &options)};

	judge.index = ARENA_ARRAY(arena, judge.document->pages.count + 1, struct page_index);
	return thread_read(&judge);
}

static void assert_letter(const struct letter *letter, enum writer writer, const char *text)
{
	assert_int_equal(letter->writer, writer);
	assert_str(letter->page.view->bytes, text);
}

static void test_none(void **state)
{
	struct thread thread = read_thread(*state, FROM_JIM "Hello Ana,\n\nIt is here.\n\nJim\n");

	assert_int_equal(thread.count, 0);
	assert_null(thread_asked(&thread));
}

static void test_marked(void **state)
{
	struct thread thread = read_thread(
	    *state, FROM_JIM "Yes.\n\n> Do you deliver to the islands, and how long\n> does it take?\n>\n> Ana\n");

	assert_int_equal(thread.count, 1);
	assert_letter(&thread.at[0], WRITER_CUSTOMER, "Do you deliver to the islands, and how long does it take?\n\nAna");
	assert_false(thread.at[0].writer_is_named);
	assert_ptr_equal(thread_asked(&thread), &thread.at[0]);
}

static void test_wrapped_attribution(void **state)
{
	struct thread thread = read_thread(
	    *state, FROM_JIM "Yes.\n\nOn Mon, 4 May 2026 at 10:12, Ana Silva <ana@mail.example>\nwrote:\n> Do you?\n");

	assert_int_equal(thread.count, 1);
	assert_letter(&thread.at[0], WRITER_CUSTOMER, "Do you?");
	assert_true(thread.at[0].writer_is_named);
	assert_str(thread.at[0].head, "On Mon, 4 May 2026 at 10:12, Ana Silva <ana@mail.example> wrote:");
}

#define THREE                                                                                                          \
	"On Tue, 5 May 2026 at 9:00, Ana Silva <ana@mail.example> wrote:\n> And the price?\n>\n"                           \
	"> On Mon, 4 May 2026 at 17:00, Jim Doyle <jim@oakhall.example> wrote:\n> > We have it.\n> >\n"                    \
	"> > On Mon, 4 May 2026 at 16:00, Ana Silva <ana@mail.example> wrote:\n> > > Do you have it?\n"

static void test_turns(void **state)
{
	struct thread thread = read_thread(*state, FROM_JIM "It is $40.\n\nJim\n\n" THREE);

	assert_int_equal(thread.count, 3);
	assert_int_equal(thread.at[0].writer, WRITER_CUSTOMER);
	assert_true(str_starts(thread.at[0].page.view->bytes, STR("And the price?")));
	assert_int_equal(thread.at[1].writer, WRITER_US);
	assert_true(thread.at[1].writer_is_named);
	assert_true(str_starts(thread.at[1].page.view->bytes, STR("We have it.")));
	assert_letter(&thread.at[2], WRITER_CUSTOMER, "Do you have it?");
}

/* A reminder of our own quotes our own letter first. */
static void test_own_first(void **state)
{
	struct thread thread = read_thread(
	    *state,
	    FROM_JIM "Any news?\n\nOn Mon, 4 May 2026 at 17:00, Jim Doyle <jim@oakhall.example> wrote:\n> We have it.\n");

	assert_int_equal(thread.count, 1);
	assert_int_equal(thread.at[0].writer, WRITER_US);
	assert_null(thread_asked(&thread));
}

static void test_header_block(void **state)
{
	struct thread thread =
	    read_thread(*state, FROM_JIM
	                "Yes.\n\nJim\n\n-----Original Message-----\nFrom: Ana Silva <ana@mail.example>\n"
	                "Sent: Monday, 4 May 2026 10:12\nTo: Jim Doyle <jim@oakhall.example>\nSubject: x\n\nDo you?\n");

	assert_int_equal(thread.count, 1);
	assert_letter(&thread.at[0], WRITER_CUSTOMER, "Do you?");
	assert_true(thread.at[0].writer_is_named);
}

static void test_html(void **state)
{
	struct thread thread = read_thread(
	    *state, "From: Jim <jim@oakhall.example>\nTo: ana@mail.example\nContent-Type: text/html\n\n<p>Yes.</p><div "
	            "class=\"gmail_quote\">"
	            "<div class=\"gmail_attr\">On Mon, 4 May 2026 at 10:12, Ana &lt;ana@mail.example&gt; wrote:<br></div>"
	            "<blockquote class=\"gmail_quote\"><div>Do you?</div><div>Ana</div></blockquote></div>");

	assert_int_equal(thread.count, 1);
	assert_letter(&thread.at[0], WRITER_CUSTOMER, "Do you?\nAna");
}

static void test_answers_inside(void **state)
{
	struct thread inside = read_thread(*state, FROM_JIM "> Do you?\n\nYes.\n\n> When?\n\nToday.\n\nJim\n");
	struct thread below = read_thread(*state, FROM_JIM "> Do you?\n> When?\n\nYes, today.\n\nJim\n");

	assert_true(inside.at[0].is_answered_inside);
	assert_false(below.at[0].is_answered_inside);
}

static void test_form(void **state)
{
	struct thread thread = read_thread(*state, FROM_JIM "Hello Ana,\n\nYes.\n\nKind regards,\nJim\n\nName: Ana "
	                                                    "Silva\nEmail: ana@mail.example\nMessage: Do you deliver?\n");

	assert_int_equal(thread.count, 1);
	assert_true(thread.at[0].is_form);
	assert_int_equal(thread.at[0].writer, WRITER_CUSTOMER);
}

static void test_deep(void **state)
{
	struct arena *arena = *state;
	struct str marks = repeated(arena, "> ", 2000);
	struct thread thread =
	    read_thread(arena, str_cstr(arena, str_printf(arena, FROM_JIM "Yes.\n\n" STR_FMT "Do you?\n", STR_ARG(marks))));

	assert_true(thread.count >= 1 && thread.count <= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_none),  cmocka_unit_test(test_marked),         cmocka_unit_test(test_wrapped_attribution),
	    cmocka_unit_test(test_turns), cmocka_unit_test(test_own_first),      cmocka_unit_test(test_header_block),
	    cmocka_unit_test(test_html),  cmocka_unit_test(test_answers_inside), cmocka_unit_test(test_form),
	    cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
