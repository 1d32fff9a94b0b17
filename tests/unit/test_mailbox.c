#include "mail_test.h"

#include <errno.h>

#include "mail/mailbox.h"
#include "mail/message.h"

#define LINE_ONE "From jane@example.org Mon Jan  1 10:00:00 2024\n"
#define LINE_CRLF "From jane@example.org Mon Jan  1 10:00:00 2024\r\n"
#define LINE_TWO "From MAILER-DAEMON  Tue Feb 13 9:05 CET 2024\n"

/* The mails as "line:bytes", each followed by '|'; '!' for one that is too long. */
static struct str told(struct arena *arena, struct window *window, size_t longest)
{
	struct mailbox mailbox;
	struct mailbox_entry entry;
	struct buf out;

	buf_init(&out, arena, 100000);
	mailbox_init(&mailbox, window, longest);
	while (mailbox_next(&mailbox, &entry)) {
		buf_printf(&out, "%zu:", entry.line);
		buf_add(&out, entry.too_long ? STR("!") : entry.mail);
		buf_char(&out, '|');
	}
	return buf_str(&out);
}

static struct str mails(struct arena *arena, struct str bytes)
{
	struct window window;

	window_init_over(&window, bytes);
	return told(arena, &window, SIZE_MAX / 4);
}

static void tells_an_mbox(void **state)
{
	(void)state;
	assert_true(mailbox_is_mbox(STR(LINE_ONE)));
	assert_true(mailbox_is_mbox(STR(LINE_TWO)));
	assert_true(mailbox_is_mbox(STR("From \"a b\"@c Thu Nov 24 18:22:48 1986 +0100\r\nA: b\r\n")));
	assert_true(mailbox_is_mbox(STR("From 1790@xxx Mon May 04 10:30:00 +0000 2026\n")));
	assert_false(mailbox_is_mbox(STR("From: jane@example.org\n")));
	assert_false(mailbox_is_mbox(STR("From Monday at 10:30 we are open\n")));
	assert_false(mailbox_is_mbox(STR("From Monday May 4 10:30 we are open\n")));
	assert_false(mailbox_is_mbox(STR("From Monday May 4 10:30 we are open, as in 2025\n")));
	assert_false(mailbox_is_mbox(STR("From May 4, 10:30 2026 is ours\n")));
	assert_false(mailbox_is_mbox(STR("From a Mon May 4 10:30\n2026\n")));
	assert_false(mailbox_is_mbox(STR("From ")));
	assert_false(mailbox_is_mbox(STR("")));
}

static const struct {
	const char *mailbox, *mails;
} samples[] = {
    {"", ""},
    {"\n\n", ""},
    {LINE_ONE "A: b\n\nc\n", "2:A: b\n\nc\n|"},
    {LINE_ONE "A: b\n\nc\n\n" LINE_TWO "D: e\n\nf\n\n", "2:A: b\n\nc\n|7:D: e\n\nf\n\n|"},
    {LINE_ONE "A: b\n\nc\n" LINE_TWO "no blank line before\n", "2:A: b\n\nc\n" LINE_TWO "no blank line before\n|"},
    {LINE_ONE "A: b\n\n\nFrom Monday at 10:30 we are open.\n\nFrom now on\n",
     "2:A: b\n\n\nFrom Monday at 10:30 we are open.\n\nFrom now on\n|"},
    {LINE_ONE "A: b\n\n>" LINE_TWO, "2:A: b\n\n>" LINE_TWO "|"},
    {LINE_ONE "Content-Length: 50\n\n\n" LINE_TWO "\n\n" LINE_TWO "\nf\n", "2:Content-Length: 50\n\n|6:\n|9:\nf\n|"},
    {LINE_ONE "Content-Length: 2\n\nc\n\n" LINE_TWO "\nf\n", "2:Content-Length: 2\n\nc\n|7:\nf\n|"},
    {LINE_ONE "Content-Length: 99999999999999999999\n\nc\n\n" LINE_TWO "\nf\n",
     "2:Content-Length: 99999999999999999999\n\nc\n|7:\nf\n|"},
    {LINE_ONE "A: b", "2:A: b|"},
    {LINE_ONE, "2:|"},
    /* mboxrd and mboxo put a > before a "From " of the text */
    {LINE_ONE "A: b\n\n>" LINE_TWO "\n>>" LINE_TWO "\n" LINE_TWO "\n>From me\n",
     "2:A: b\n\n>" LINE_TWO "\n>>" LINE_TWO "|9:\n>From me\n|"},
    /* CR LF, and CR alone, which is the end of a line but begins none that an editor counts */
    {LINE_CRLF "A: b\r\n\r\nc\r\n\r\n" LINE_CRLF "\r\nd\r\n", "2:A: b\r\n\r\nc\r\n|7:\r\nd\r\n|"},
    {LINE_CRLF "A: b\r\n\r\nc\r\n\n" LINE_TWO "\nd\r", "2:A: b\r\n\r\nc\r\n|7:\nd\r|"},
    {LINE_CRLF "A: b\r\n\r\nc\r\n\r" LINE_TWO "\nd\n\r\n\r", "2:A: b\r\n\r\nc\r\n|6:\nd\n\r\n\r|"},
    {LINE_CRLF "\r\r\nc\r\n\r\r\n" LINE_TWO, "2:\r\r\nc\r\n\r|6:|"},
    /* what looks like one in a header, in a line, or stands behind a blank line in a part */
    {LINE_ONE LINE_TWO "A: b\n\nc " LINE_TWO "\n" LINE_TWO, "2:" LINE_TWO "A: b\n\nc " LINE_TWO "|8:|"},
    {LINE_ONE "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n>" LINE_TWO
              "A: b\n\n--b--\n",
     "2:Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n>" LINE_TWO
     "A: b\n\n--b--\n|"},
    /* mboxcl2: such a line is the text's where the length says so; a length that fits nothing says nothing */
    {LINE_ONE "content-length:48\n\n\n" LINE_TWO "b\n\n" LINE_TWO "\nc\n",
     "2:content-length:48\n\n\n" LINE_TWO "b\n|9:\nc\n|"},
    {LINE_ONE "Content-Length: 47\n\n\n" LINE_TWO "b\n" LINE_TWO "\nc\n",
     "2:Content-Length: 47\n\n\n" LINE_TWO "b|8:\nc\n|"},
    {LINE_CRLF "Content-Length: 53\r\n\r\n\r\n" LINE_CRLF "b\r\n\r\n" LINE_CRLF "\r\nc\r\n",
     "2:Content-Length: 53\r\n\r\n\r\n" LINE_CRLF "b\r\n|9:\r\nc\r\n|"},
    {LINE_ONE "Content-Length: 1\n\nx\n\n" LINE_TWO "\ny\n", "2:Content-Length: 1\n\nx\n|7:\ny\n|"},
    {LINE_ONE "Content-Length: x\n\nx\n\n" LINE_TWO "\ny\n", "2:Content-Length: x\n\nx\n|7:\ny\n|"},
    {LINE_ONE "Content-Length: 48\n\nx\n\n" LINE_TWO "y", "2:Content-Length: 48\n\nx\n|7:y|"},
    /* no blank line, no "From " line at the start, nothing behind the last one */
    {"A: b\n\nc\n\n" LINE_TWO "\nd\n", "1:A: b\n\nc\n|6:\nd\n|"},
    {"\n\r\n\r" LINE_ONE "\nd\n\n" LINE_TWO, "4:\nd\n|8:|"},
};

static void walks_the_mails(void **state)
{
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		assert_str(mails(*state, str_of(samples[i].mailbox)), samples[i].mails);
	}
}

/* In an mboxcl2 the length says where a mail ends, whatever its lines look like. */
static void believes_a_length_that_fits(void **state)
{
	struct str body = STR("a\n\n" LINE_TWO "b\n");
	struct str mailbox =
	    str_printf(*state, LINE_ONE "Content-Length: %zu\n\n" STR_FMT "\n" LINE_TWO "\nc\n", body.len, STR_ARG(body));

	assert_str(mails(*state, mailbox),
	           str_cstr(*state,
	                    str_printf(*state, "2:Content-Length: %zu\n\n" STR_FMT "|10:\nc\n|", body.len, STR_ARG(body))));
}

static void keeps_nuls(void **state)
{
	struct str got = mails(*state, STR(LINE_ONE "A\0: b\n\n\0c\0\n\n" LINE_TWO "\n\0"));

	assert_true(str_eq(got, STR("2:A\0: b\n\n\0c\0\n|7:\n\0|")));
}

static void takes_the_quotes_of_mailboxes_off(void **state)
{
	static const struct {
		const char *quoted, *text;
	} cases[] = {
	    {">From here on\n", "From here on\n"},
	    {"a\n\n>From here\r\n>From there\r>>From \n", "a\n\nFrom here\r\nFrom there\r>From \n"},
	    {"a\n>>From here\n>>>From there", "a\n>From here\n>>From there"},
	    {"> a\n>From here\n", "> a\n>From here\n"},
	    {">From here\n>> a\n", ">From here\n>> a\n"},
	    {"a >From here\n>from there\n> From afar\n>From: a\n", "a >From here\n>from there\n> From afar\n>From: a\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct text *source = text_source(*state, str_of(cases[i].quoted));
		const struct text *text = mailbox_unquote(*state, source);
		assert_str(text->bytes, cases[i].text);
		assert_int_equal(text == source, strcmp(cases[i].quoted, cases[i].text) == 0);
		assert_road_back(text);
	}
	struct message *message = message_parse(*state, STR("Content-Transfer-Encoding: quoted-printable\n\n"
	                                                    "=41=4Z\n>From =42\n=4Z"));
	message->in_mailbox = true;
	assert_str(part_text(message, message->root)->bytes, "A=4Z\nFrom B\n=4Z");
	assert_origin(part_text(message, message->root), "B", "=42");
}

/* ---- read bit by bit ---- */

/* What the mails are told to be when the file is read `step` bytes at a time. */
static struct str told_by_steps(struct arena *arena, struct str bytes, size_t step, size_t longest)
{
	FILE *file = tmpfile();
	struct window window;

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
	rewind(file);
	window_init(&window, fileno(file), step);
	assert_int_equal(mailbox_begins(&window), mailbox_is_mbox(bytes));
	struct str result = told(arena, &window, longest);
	assert_int_equal(window.error, 0);
	assert_true(window.ended);
	assert_int_equal(window.offset, bytes.len);
	window_release(&window);
	fclose(file);
	return result;
}

static void no_border_of_a_window_matters(void **state)
{
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct str bytes = str_of(samples[i].mailbox);
		for (size_t step = 1; step <= bytes.len + 1; step++) {
			assert_str(told_by_steps(*state, bytes, step, bytes.len), samples[i].mails);
		}
	}
}

/* A window of 64 and of 97 bytes is left behind again and again, wherever the lines stand in it. */
static void no_place_in_a_window_matters(void **state)
{
	for (size_t shift = 0; shift < 97; shift++) {
		struct str bytes = str_printf(*state, LINE_ONE STR_FMT "A: b\n\n\n" LINE_TWO "\r\n\r\n" LINE_ONE "D: e\n",
		                              STR_ARG(repeated(*state, "x", shift)));
		struct str expected = mails(*state, bytes);
		assert_str(told_by_steps(*state, bytes, 64, bytes.len), str_cstr(*state, expected));
		assert_str(told_by_steps(*state, bytes, 97, bytes.len), str_cstr(*state, expected));
	}
}

/* ---- mails that are too long ---- */

static void passes_over_what_is_too_long(void **state)
{
	static const struct {
		size_t lines, longest;
		const char *mails;
	} cases[] = {
	    {4, 10, "2:A: b\n\nx\nx\n|8:\ny\n|"}, /* just so long */
	    {4, 9, "2:!|8:\ny\n|"},               /* a byte longer */
	    {40000, 10, "2:!|40004:\ny\n|"},      /* longer than what is seen at once */
	    {40000, 3000, "2:!|40004:\ny\n|"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str text = repeated(*state, "x\n", cases[i].lines - 2);
		struct str bytes = str_printf(*state, LINE_ONE "A: b\n\n" STR_FMT "\n" LINE_TWO "\ny\n", STR_ARG(text));
		for (size_t step = 61; step < 100000; step *= 7) {
			assert_str(told_by_steps(*state, bytes, step, cases[i].longest), cases[i].mails);
		}
	}
}

/* Neither a line nor a header that fills the window stops the walk. */
static void passes_over_long_lines(void **state)
{
	static const char *const starts[] = {"", "A: ", "A: b\n\n", "Content-Length: 1\n\n"};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		struct str line = repeated(*state, "From \r", 20000);
		struct str bytes = str_printf(*state, LINE_ONE "%s" STR_FMT "\n\n" LINE_TWO "\ny\n", starts[i], STR_ARG(line));
		struct str got = told_by_steps(*state, bytes, 1000, 500);
		assert_true(str_starts(got, STR("2:!|")));
		assert_true(str_ends(got, STR(":\ny\n|")));
	}
}

/* However long a file is, no more of it is held than its longest mail needs. */
static void holds_one_mail_at_a_time(void **state)
{
	struct str bytes = repeated(*state, LINE_ONE "Content-Length: 999\n\nx\n\n", 20000);
	FILE *file = tmpfile();
	struct window window;
	struct mailbox mailbox;
	struct mailbox_entry entry;
	size_t count = 0;

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
	rewind(file);
	window_init(&window, fileno(file), 512);
	mailbox_init(&mailbox, &window, bytes.len);
	while (mailbox_next(&mailbox, &entry)) {
		assert_int_equal(entry.offset, bytes.len / 20000 * count + strlen(LINE_ONE));
		assert_int_equal(entry.line, 5 * count + 2);
		count++;
	}
	assert_int_equal(count, 20000);
	assert_true(window.room <= 8192);
	window_release(&window);
	fclose(file);
}

static void half_a_mail_is_none(void **state)
{
	struct window window;
	struct mailbox mailbox;
	struct mailbox_entry entry;

	(void)state;
	window_init(&window, -1, 512); /* cannot be read */
	mailbox_init(&mailbox, &window, 1000);
	assert_false(mailbox_next(&mailbox, &entry));
	assert_int_equal(window.error, EBADF);
	window_release(&window);
}

static void is_linear(void **state)
{
	static const char *const pieces[] = {
	    "From ",     "\n",     LINE_ONE, LINE_ONE "\n", LINE_ONE "Content-Length: 1\n\n\n\n",
	    "From \n\n", ">From ", ">",      "\n>From "};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct window window;
		struct mailbox mailbox;
		struct mailbox_entry entry;
		struct str bytes = repeated(*state, pieces[i], 200000);
		window_init_over(&window, bytes);
		mailbox_init(&mailbox, &window, bytes.len);
		while (mailbox_next(&mailbox, &entry)) {
			assert_true(entry.offset + entry.mail.len <= bytes.len);
		}
		assert_true(mailbox_unquote(*state, text_source(*state, bytes))->bytes.len <= bytes.len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_an_mbox),
	    cmocka_unit_test_setup_teardown(walks_the_mails, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(believes_a_length_that_fits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(takes_the_quotes_of_mailboxes_off, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(keeps_nuls, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(no_border_of_a_window_matters, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(no_place_in_a_window_matters, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(passes_over_what_is_too_long, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(passes_over_long_lines, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(holds_one_mail_at_a_time, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(half_a_mail_is_none, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
