/* What a mail server sends in one connection of the milter protocol; each message gets an answer of its own bytes. */
#include "fuzz.h"

#include <string.h>

#include "milter/session.h"

#define ROOM ((size_t)1 << 30)

static void free_second(void *object)
{
	struct arena **second = object;
	arena_free(*second);
}

/* Freed whatever happens to arena. */
static struct arena *second_arena(struct arena *arena)
{
	struct arena **second = ARENA_NEW(arena, struct arena *);

	arena_defer(arena, free_second, second);
	*second = arena_new(ROOM);
	return *second;
}

/* The answers are whole packets that say nothing beyond what was agreed on. */
static void check_answers(const struct session *session)
{
	struct str rest = buf_str(&session->out);
	struct packet packet;

	while (rest.len) {
		enum packet_found found = packet_take(&rest, &packet);
		assert(found == PACKET_WHOLE);
		assert(strchr("chmOqy", packet.command));
		assert(packet.command != ANSWER_CHANGE_HEADER || session->actions & MILTER_CHANGE_HEADERS);
		assert(packet.command != ANSWER_ADD_HEADER || session->actions & MILTER_ADD_HEADERS);
		assert(packet.command != ANSWER_QUARANTINE || session->actions & MILTER_QUARANTINE);
	}
}

static void judge(struct session *session)
{
	const struct session_mail *mail = &session->mail;
	struct str bytes = buf_str(&mail->bytes);

	assert(session->stage == STAGE_BODY && !mail->bytes.full);
	assert(str_find(bytes, STR("\r\n"), 0) != STR_NONE);
	for (size_t i = 0; i < mail->recipients.count; i++)
		assert(!memchr(mail->recipients.at[i].at, 0, mail->recipients.at[i].len));
	session->out.len = 0;
	session_answer(session, &(struct session_answer){.decision = (enum session_decision)(bytes.len % 4),
	                                                 .text = bytes,
	                                                 .header = bytes.len % 3 ? mail->sender : STR("x"),
	                                                 .subject = mail->subject});
	assert(session->out.len && session->stage == STAGE_CONNECTION && !mail->bytes.len);
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct arena *mail_arena = second_arena(arena);
	struct session session;
	struct packet packet;
	enum session_next next = SESSION_READ;

	session_init(&session, arena, mail_arena);
	while (next == SESSION_READ && packet_take(&bytes, &packet) == PACKET_WHOLE) {
		next = session_take(&session, &packet);
		assert((next == SESSION_BROKEN) == (session.broken != NULL));
		if (next == SESSION_JUDGE) {
			judge(&session);
			next = SESSION_READ;
		}
		check_answers(&session);
		session.out.len = 0;
	}
}
