#include "milter_peer.h"

/* ---- negotiation ---- */

static void negotiates_what_both_want(void **state)
{
	static const struct {
		uint32_t version, actions, steps;
		const char *heard;
	} samples[] = {
	    {6, ALL_ACTIONS, ALL_STEPS, "O6,131,1ff3c2,0:{daemon_name},2:{auth_authen},5:i "},
	    {6, ALL_ACTIONS, 0x301FFFFF, "O6,131,1ff3c2,0:{daemon_name},2:{auth_authen},5:i "},
	    {99, 0xFFFFFFFF, 0xFFFFFFFF, "O6,131,1ff3c2,0:{daemon_name},2:{auth_authen},5:i "},
	    {2, 0x3F, 0x7F, "O2,31,42 "},
	    {3, 0x3F, 0xFF, "O3,31,c2 "},
	    {4, 0x3F, 0x3FF, "O4,31,3c2 "},
	    {6, 0, 0, "O6,0,0 "},
	};
	struct peer *peer = *state;

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		say_negotiation(peer, samples[i].version, samples[i].actions, samples[i].steps);
		assert_int_equal(peer->next, SESSION_READ);
		assert_string_equal(heard(peer), samples[i].heard);
	}
}

static void says_what_a_peer_lacks(void **state)
{
	struct peer *peer = *state;
	const char *lacking;

	say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
	assert_true(session_is_able(&peer->session, &lacking));
	say_negotiation(peer, 6, 0x11, ALL_STEPS);
	assert_false(session_is_able(&peer->session, &lacking));
	assert_string_equal(lacking, "hold mail");
}

static void leaves_peers_that_break_the_protocol(void **state)
{
	static const struct {
		const char *said, *broken; /* commands, each with its data, apart by a blank; "O": a good negotiation */
	} samples[] = {
	    {"Mx|", "a command out of order"},
	    {"A", "a command out of order"},
	    {"O R<a@b>|", "a command out of order"},
	    {"O LSubject|x|", "a command out of order"},
	    {"O N", "a command out of order"},
	    {"O Btext", "a command out of order"},
	    {"O E", "a command out of order"},
	    {"O M<>| Btext LSubject|x|", "a command out of order"},
	    {"O M<>| N R<a@b>|", "a command out of order"},
	    {"O M<>| O", "a command out of order"},
	    {"O M<>| Cx|U", "a command out of order"},
	    {"O X", "an unknown command"},
	    {"O M", "MAIL without a sender"},
	    {"O M<a@b>", "MAIL without a sender"},
	    {"O M<>| R", "RCPT without a recipient"},
	    {"O M<>| LSubject|x", "a cut header field"},
	    {"O M<>| LSubject", "a cut header field"},
	    {"O D", "macros of no command"},
	    {"O DMi|", "a cut macro"},
	    {"O DMi|1|j", "a cut macro"},
	};
	struct peer *peer = *state;

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct str rest = str_of(samples[i].said), word;
		session_init(&peer->session, peer->connection_arena, peer->mail_arena);
		peer->next = SESSION_READ;
		while (str_split(&rest, ' ', &word)) {
			assert_int_equal(peer->next, SESSION_READ);
			if (word.len == 1 && word.at[0] == 'O')
				say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
			else
				say(peer, word.at[0], str_cstr(peer->arena, str_from(word, 1)));
		}
		assert_int_equal(peer->next, SESSION_BROKEN);
		assert_string_equal(peer->session.broken, samples[i].broken);
	}
}

static void refuses_a_negotiation_that_is_cut_or_too_old(void **state)
{
	struct peer *peer = *state;

	for (size_t len = 0; len < 12; len++) {
		peer->next = session_take(&peer->session, &(struct packet){REQUEST_NEGOTIATE, {"\0\0\0\6\0\0\0\0\0\0\0", len}});
		assert_int_equal(peer->next, SESSION_BROKEN);
	}
	say_negotiation(peer, 1, ALL_ACTIONS, ALL_STEPS);
	assert_int_equal(peer->next, SESSION_BROKEN);
	assert_string_equal(heard(peer), "");
}

/* ---- a message ---- */

static void gathers_a_message(void **state)
{
	struct peer *peer = *state;
	const struct session_mail *mail = &peer->session.mail;

	say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
	heard(peer);
	say(peer, REQUEST_MACRO, "Cj|mail|{daemon_name}|ORIGINATING|");
	say(peer, REQUEST_CONNECT, "localhost|4xx127.0.0.1|");
	say(peer, REQUEST_MACRO, "M{auth_authen}|kim|");
	say(peer, REQUEST_MAIL, "<rep@shop.example>|SIZE=100|");
	say(peer, REQUEST_RCPT, "<ann@customer.example>|");
	say(peer, REQUEST_RCPT, "<\"a b\"@customer.example>|NOTIFY=NEVER|");
	say(peer, REQUEST_HEADER, "Subject|  Re:\n your mail\r\n\tof today|");
	say(peer, REQUEST_HEADER, "subject| second|");
	say(peer, REQUEST_HEADER, "Empty||");
	say(peer, REQUEST_BODY, "Hello,\r\n");
	say(peer, REQUEST_BODY, "Text");
	say(peer, REQUEST_MACRO, "Ei|4F1|");
	say(peer, REQUEST_END, " end");
	assert_int_equal(peer->next, SESSION_JUDGE);
	assert_string_equal(heard(peer), "");
	assert_str(mail->sender, "rep@shop.example");
	assert_int_equal(mail->recipients.count, 2);
	assert_str(mail->recipients.at[0], "ann@customer.example");
	assert_str(mail->recipients.at[1], "\"a b\"@customer.example");
	assert_str(mail->daemon_name, "ORIGINATING");
	assert_str(mail->user, "kim");
	assert_str(mail->queue_id, "4F1");
	assert_str(mail->subject, "  Re:\n your mail\r\n\tof today");
	assert_str(buf_str(&mail->bytes), "Subject:  Re:\r\n your mail\r\n\tof today\r\nsubject: second\r\nEmpty:\r\n\r\n"
	                                  "Hello,\r\nText end");
	answer(peer, SESSION_PASS, "");
	assert_string_equal(heard(peer), "c ");
}

static void an_old_peer_is_answered_each_time(void **state)
{
	static const struct {
		char command;
		const char *data, *heard;
	} said[] = {
	    {REQUEST_CONNECT, "x|U", "c "}, {REQUEST_HELO, "x|", "c "},     {REQUEST_MACRO, "M", ""},
	    {REQUEST_MAIL, "<>|", "c "},    {REQUEST_RCPT, "a@b|", "c "},   {REQUEST_DATA, "", "c "},
	    {REQUEST_UNKNOWN, "x|", "c "},  {REQUEST_HEADER, "A|b|", "c "}, {REQUEST_HEADER_END, "", "c "},
	    {REQUEST_BODY, "x", "c "},      {REQUEST_BODY, "y", "c "},      {REQUEST_END, "", ""},
	};
	struct peer *peer = *state;

	say_negotiation(peer, 2, 0x3F, 0);
	assert_string_equal(heard(peer), "O2,31,0 ");
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		say(peer, said[i].command, said[i].data);
		assert_string_equal(heard(peer), said[i].heard);
	}
	assert_int_equal(peer->next, SESSION_JUDGE);
	assert_str(buf_str(&peer->session.mail.bytes), "A: b\r\n\r\nxy");
	assert_str(peer->session.mail.recipients.at[0], "a@b");
	session_answer(&peer->session, &(struct session_answer){.header = STR("score=1")});
	assert_string_equal(heard(peer), "hX-Replylint=score=1 c ");
}

static void a_message_without_body_or_header(void **state)
{
	struct peer *peer = *state;

	say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
	say(peer, REQUEST_MAIL, "<>|");
	say(peer, REQUEST_END, "");
	assert_int_equal(peer->next, SESSION_JUDGE);
	assert_str(buf_str(&peer->session.mail.bytes), "\r\n");
	assert_int_equal(peer->session.mail.sender.len, 0);
}

static void messages_know_nothing_of_each_other(void **state)
{
	static const char *const endings[] = {"answered", "aborted", "next MAIL", "next macros", "kept"};
	struct peer *peer = *state;

	say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
	say(peer, REQUEST_MACRO, "C{daemon_name}|one|");
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		say_envelope(peer, "<rep@shop.example>|", "<ann@customer.example>|");
		say(peer, REQUEST_HEADER, "X-Replylint| x|");
		say_message(peer);
		heard(peer);
		if (i == 0) {
			answer(peer, SESSION_REJECT, "no");
			assert_string_equal(heard(peer), "y550 5.7.1 no ");
		} else if (i == 1) {
			say(peer, REQUEST_ABORT, "");
			say(peer, REQUEST_ABORT, "");
		} else if (i == 3) {
			say(peer, REQUEST_MACRO, "Mj|mail|");
		} else if (i == 4) {
			say(peer, REQUEST_QUIT_KEEP, "");
		}
		say(peer, REQUEST_MAIL, "<>|");
		assert_int_equal(peer->next, SESSION_READ);
		say(peer, REQUEST_RCPT, "<bob@customer.example>|");
		say(peer, REQUEST_END, "Two");
		assert_int_equal(peer->session.mail.recipients.count, 1);
		assert_int_equal(peer->session.mail.user.len + peer->session.mail.queue_id.len, 0);
		assert_str(buf_str(&peer->session.mail.bytes), "\r\nTwo");
		assert_str(peer->session.mail.daemon_name, i == 4 ? "" : "one");
		answer(peer, SESSION_PASS, "");
		assert_string_equal(heard(peer), "c ");
	}
}

static void the_end_may_come_at_any_time(void **state)
{
	struct peer *peer = *state;

	say(peer, REQUEST_QUIT, ""); /* a port probe */
	assert_int_equal(peer->next, SESSION_CLOSE);
	say_negotiation(peer, 6, ALL_ACTIONS, ALL_STEPS);
	say_envelope(peer, "<a@b>|", "<c@d>|");
	say(peer, REQUEST_BODY, "x");
	say(peer, REQUEST_QUIT, "");
	assert_int_equal(peer->next, SESSION_CLOSE);
}

/* ---- answers ---- */

static void begin(struct peer *peer, uint32_t actions)
{
	session_init(&peer->session, peer->connection_arena, peer->mail_arena);
	say_negotiation(peer, 6, actions, ALL_STEPS);
	say_envelope(peer, "<rep@shop.example>|", "<ann@customer.example>|");
	heard(peer);
}

static void replies_in_lines_that_stand_alone(void **state)
{
	static const struct {
		const char *text, *heard;
	} samples[] = {
	    {"one", "y550 5.7.1 one "},
	    {"one\ntwo\nthree", "y550-5.7.1 one\r\n550-5.7.1 two\r\n550 5.7.1 three "},
	    {"100 % and %s", "y550 5.7.1 100 %% and %%s "},
	    {"a\rb\tc\xc3\xbc\x7f", "y550 5.7.1 a?b?c??? "},
	    {"", "y550 5.7.1  "},
	};
	struct peer *peer = *state;

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		begin(peer, ALL_ACTIONS);
		say_message(peer);
		answer(peer, SESSION_REJECT, samples[i].text);
		assert_string_equal(heard(peer), samples[i].heard);
	}
	begin(peer, ALL_ACTIONS);
	say_message(peer);
	answer(peer, SESSION_TEMPFAIL, "later\nplease");
	assert_string_equal(heard(peer), "y451-4.7.1 later\r\n451 4.7.1 please ");
}

static void holds_where_the_peer_can(void **state)
{
	struct peer *peer = *state;

	begin(peer, ALL_ACTIONS);
	say_message(peer);
	answer(peer, SESSION_HOLD, "yelling.all-caps-run");
	assert_string_equal(heard(peer), "qyelling.all-caps-run c ");
	begin(peer, ALL_ACTIONS & ~(uint32_t)MILTER_QUARANTINE);
	say_message(peer);
	answer(peer, SESSION_HOLD, "yelling.all-caps-run");
	assert_string_equal(heard(peer), "y451 4.7.1 this mail must be held, and the mail server does not offer it ");
}

static void removes_our_own_fields(void **state)
{
	static const char *const fields[] = {"X-Replylint| 1|", "Subject| x|", "x-replylint-kind| quote|",
	                                     "X-REPLYLINT| 2|", "Y-Replylint| 3|"};
	struct peer *peer = *state;

	for (int able = 1; able >= 0; able--) {
		begin(peer, able ? ALL_ACTIONS : 0);
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			say(peer, REQUEST_HEADER, fields[i]);
		say(peer, REQUEST_END, "");
		session_answer(&peer->session, &(struct session_answer){.header = STR("score=90"), .subject = STR(" y")});
		assert_string_equal(heard(peer), able ? "m2:X-REPLYLINT= m1:x-replylint-kind= m1:X-Replylint= m1:Subject= y "
		                                        "hX-Replylint= score=90 c "
		                                      : "c ");
	}
}

static void what_it_adds_cannot_become_a_field_of_its_own(void **state)
{
	struct peer *peer = *state;

	begin(peer, ALL_ACTIONS);
	say(peer, REQUEST_HEADER, "Subject| x|");
	say(peer, REQUEST_END, "");
	session_answer(&peer->session,
	               &(struct session_answer){.header = STR("a\nBcc: x\r\n b\n"), .subject = {" a\0b", 4}});
	assert_string_equal(heard(peer), "m1:Subject= ab hX-Replylint= aBcc: x\n b c ");
}

static void a_message_may_be_longer_than_is_read(void **state)
{
	struct peer *peer = *state;

	begin(peer, ALL_ACTIONS);
	peer->session.mail.bytes.max = 10;
	say(peer, REQUEST_BODY, "12345678");
	assert_false(peer->session.mail.bytes.full);
	say(peer, REQUEST_BODY, "1234567");
	say(peer, REQUEST_END, "");
	assert_int_equal(peer->next, SESSION_JUDGE);
	assert_true(peer->session.mail.bytes.full);
	answer(peer, SESSION_PASS, "");
	assert_string_equal(heard(peer), "c ");
	assert_false(peer->session.mail.bytes.full);
}

struct said {
	struct peer *peer;
	char command;
	const char *text;
};

static void say_it(void *context)
{
	const struct said *said = context;
	say(said->peer, said->command, said->text);
}

/* Says it, with as little room for the message as there is. */
static void say_without_room(struct peer *peer, char command, const char *text)
{
	struct said said = {peer, command, text};

	if (!arena_try(peer->mail_arena, say_it, &said)) {
		struct packet packet = {command, str_of(text)};
		peer->next = session_take_without_room(&peer->session, &packet);
	}
}

static void a_message_without_room_goes_on(void **state)
{
	struct peer *peer = *state;
	char text[3000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	arena_free(peer->mail_arena);
	peer->mail_arena = arena_new(10000);
	session_init(&peer->session, peer->connection_arena, peer->mail_arena);
	say_negotiation(peer, 2, 0x3F, 0);
	for (int turn = 0; turn < 2; turn++) {
		say_without_room(peer, REQUEST_MAIL, "<a@b>|");
		say_without_room(peer, REQUEST_RCPT, "<c@d>|");
		heard(peer);
		for (int i = 0; i < 5; i++)
			say_without_room(peer, REQUEST_BODY, text);
		assert_string_equal(heard(peer), "c c c c c ");
		say_without_room(peer, REQUEST_END, text);
		assert_int_equal(peer->next, SESSION_JUDGE);
		assert_true(peer->session.mail.bytes.full);
		answer(peer, SESSION_PASS, "");
		assert_string_equal(heard(peer), "c ");
	}
	say_without_room(peer, REQUEST_MAIL, "<a@b>|");
	say_without_room(peer, REQUEST_END, "short");
	assert_false(peer->session.mail.bytes.full);
}

int main(void)
{
#define PEER_TEST(name) cmocka_unit_test_setup_teardown(name, peer_setup, peer_teardown)
	const struct CMUnitTest tests[] = {
	    PEER_TEST(negotiates_what_both_want),
	    PEER_TEST(says_what_a_peer_lacks),
	    PEER_TEST(leaves_peers_that_break_the_protocol),
	    PEER_TEST(refuses_a_negotiation_that_is_cut_or_too_old),
	    PEER_TEST(gathers_a_message),
	    PEER_TEST(an_old_peer_is_answered_each_time),
	    PEER_TEST(a_message_without_body_or_header),
	    PEER_TEST(messages_know_nothing_of_each_other),
	    PEER_TEST(the_end_may_come_at_any_time),
	    PEER_TEST(replies_in_lines_that_stand_alone),
	    PEER_TEST(holds_where_the_peer_can),
	    PEER_TEST(removes_our_own_fields),
	    PEER_TEST(what_it_adds_cannot_become_a_field_of_its_own),
	    PEER_TEST(a_message_may_be_longer_than_is_read),
	    PEER_TEST(a_message_without_room_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
