#include "mail_test.h"

#include "mail/mailbox.h"

#define LINE_ONE "From jane@example.org Mon Jan  1 10:00:00 2024\n"
#define LINE_TWO "From MAILER-DAEMON  Tue Feb 13 9:05 CET 2024\n"

/* The mails as "line:bytes", each followed by '|'. */
static struct str mails(struct arena *arena, struct str bytes)
{
	struct mailbox mailbox;
	struct mailbox_entry entry;
	struct buf out;

	buf_init(&out, arena, 100000);
	mailbox_init(&mailbox, bytes);
	while (mailbox_next(&mailbox, &entry)) {
		buf_printf(&out, "%zu:" STR_FMT "|", entry.line, STR_ARG(str_span(bytes, entry.mail)));
	}
	return buf_str(&out);
}

static void tells_an_mbox(void **state)
{
	(void)state;
	assert_true(mailbox_is_mbox(STR(LINE_ONE)));
	assert_true(mailbox_is_mbox(STR(LINE_TWO)));
	assert_true(mailbox_is_mbox(STR("From \"a b\"@c Thu Nov 24 18:22:48 1986 +0100\r\nA: b\r\n")));
	assert_false(mailbox_is_mbox(STR("From: jane@example.org\n")));
	assert_false(mailbox_is_mbox(STR("From Monday at 10:30 we are open\n")));
	assert_false(mailbox_is_mbox(STR("From ")));
	assert_false(mailbox_is_mbox(STR("")));
}

static void walks_the_mails(void **state)
{
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
	    {LINE_ONE "Content-Length: 50\n\n\n" LINE_TWO "\n\n" LINE_TWO "\nf\n",
	     "2:Content-Length: 50\n\n|6:\n|9:\nf\n|"},
	    {LINE_ONE "Content-Length: 2\n\nc\n\n" LINE_TWO "\nf\n", "2:Content-Length: 2\n\nc\n|7:\nf\n|"},
	    {LINE_ONE "Content-Length: 99999999999999999999\n\nc\n\n" LINE_TWO "\nf\n",
	     "2:Content-Length: 99999999999999999999\n\nc\n|7:\nf\n|"},
	    {LINE_ONE "A: b", "2:A: b|"},
	    {LINE_ONE, "2:|"},
	};

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

static void is_linear(void **state)
{
	static const char *const pieces[] = {
	    "From ", "\n", LINE_ONE, LINE_ONE "\n", LINE_ONE "Content-Length: 1\n\n\n\n", "From \n\n"};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct mailbox mailbox;
		struct mailbox_entry entry;
		mailbox_init(&mailbox, repeated(*state, pieces[i], 200000));
		while (mailbox_next(&mailbox, &entry)) {
			assert_true(entry.mail.at + entry.mail.len <= mailbox.bytes.len);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_an_mbox),
	    cmocka_unit_test_setup_teardown(walks_the_mails, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(believes_a_length_that_fits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
