/* A mail server for tests of the milter protocol: says things, and writes down what it is answered. */
#ifndef REPLYLINT_TESTS_UNIT_MILTER_PEER_H
#define REPLYLINT_TESTS_UNIT_MILTER_PEER_H

#include "mail_test.h"

#include "milter/session.h"

#define ALL_ACTIONS 0x1FFu
#define ALL_STEPS 0x1FFFFFu

struct peer {
	struct arena *arena, *connection_arena, *mail_arena;
	struct session session;
	enum session_next next; /* after what was said last */
};

static inline int peer_setup(void **state)
{
	static struct peer peer;

	peer = (struct peer){arena_new(ARENA_SIZE), arena_new(ARENA_SIZE), arena_new(ARENA_SIZE), .next = SESSION_READ};
	session_init(&peer.session, peer.connection_arena, peer.mail_arena);
	*state = &peer;
	return 0;
}

static inline int peer_teardown(void **state)
{
	struct peer *peer = *state;

	arena_free(peer->mail_arena);
	arena_free(peer->connection_arena);
	arena_free(peer->arena);
	return 0;
}

/* '|' in text stands for the NUL that ends a string. */
static inline void say(struct peer *peer, char command, const char *text)
{
	struct str data = str_copy(peer->arena, str_of(text));
	char *at = (char *)arena_alloc(peer->arena, data.len + 1);

	for (size_t i = 0; i < data.len; i++)
		at[i] = data.at[i] == '|' ? '\0' : data.at[i];
	peer->next = session_take(&peer->session, &(struct packet){command, {at, data.len}});
}

static inline void say_negotiation(struct peer *peer, uint32_t version, uint32_t actions, uint32_t steps)
{
	struct buf data;

	buf_init(&data, peer->arena, SIZE_MAX);
	packet_add_number(&data, version);
	packet_add_number(&data, actions);
	packet_add_number(&data, steps);
	peer->next = session_take(&peer->session, &(struct packet){REQUEST_NEGOTIATE, buf_str(&data)});
}

static inline void tell_strings(struct buf *told, struct str data)
{
	struct str string;

	for (bool first = true; packet_string(&data, &string); first = false)
		buf_printf(told, "%s" STR_FMT, first ? "" : "=", STR_ARG(string));
	assert_int_equal(data.len, 0);
}

/* What was answered since, as "c" or "m1:X-Replylint=" and the like, each with a blank behind it; then forgotten. */
static inline const char *heard(struct peer *peer)
{
	struct str rest = buf_str(&peer->session.out);
	struct packet packet;
	struct buf told;

	buf_init(&told, peer->arena, SIZE_MAX);
	while (rest.len) {
		uint32_t number;
		assert_int_equal(packet_take(&rest, &packet), PACKET_WHOLE);
		buf_char(&told, packet.command);
		for (int i = 0; packet.command == ANSWER_NEGOTIATE && i < 3; i++) {
			assert_true(packet_number(&packet.data, &number));
			buf_printf(&told, "%s%x", i ? "," : "", (unsigned)number);
		}
		while (packet.command == ANSWER_NEGOTIATE && packet_number(&packet.data, &number)) {
			struct str macro;
			assert_true(packet_string(&packet.data, &macro));
			buf_printf(&told, ",%u:" STR_FMT, (unsigned)number, STR_ARG(macro));
		}
		if (packet.command == ANSWER_CHANGE_HEADER) {
			assert_true(packet_number(&packet.data, &number));
			buf_printf(&told, "%u:", (unsigned)number);
		}
		tell_strings(&told, packet.data);
		buf_char(&told, ' ');
	}
	peer->session.out.len = 0;
	return str_cstr(peer->arena, buf_str(&told));
}

/* A session as Postfix leads it, up to the envelope of a mail. */
static inline void say_envelope(struct peer *peer, const char *sender, const char *recipient)
{
	say(peer, REQUEST_MACRO, "M{auth_authen}|kim|{mail_addr}|x|");
	say(peer, REQUEST_MAIL, sender);
	say(peer, REQUEST_MACRO, "R{rcpt_addr}|x|");
	say(peer, REQUEST_RCPT, recipient);
}

static inline void say_message(struct peer *peer)
{
	say(peer, REQUEST_HEADER, "Subject| Hello|");
	say(peer, REQUEST_BODY, "Text.\r\n");
	say(peer, REQUEST_MACRO, "Ei|4F1|");
	say(peer, REQUEST_END, "");
}

static inline void answer(struct peer *peer, enum session_decision decision, const char *text)
{
	session_answer(&peer->session, &(struct session_answer){.decision = decision, .text = str_of(text)});
}

#endif
