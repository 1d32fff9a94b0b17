/*
 * session: one connection of the milter protocol, as a pure state machine: a packet goes in, answers come out, and at
 * the end of each message its caller is asked for a decision. Knows neither sockets nor rules.
 *
 * Understands protocol versions 2 to 6. What the peer does not offer is done without: an older one gets an answer to
 * each packet. A peer that breaks the protocol is left: the mail server then does as its own configuration says.
 */
#ifndef REPLYLINT_MILTER_SESSION_H
#define REPLYLINT_MILTER_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "milter/packet.h"

/* What a milter may do to a message, as in the negotiation. */
enum milter_action {
	MILTER_ADD_HEADERS = 0x01,
	MILTER_CHANGE_HEADERS = 0x10,
	MILTER_QUARANTINE = 0x20,
	MILTER_CHOOSE_MACROS = 0x100
};

/* Which packets the mail server shall not send, and which are not answered. */
enum milter_step {
	MILTER_NO_HELO = 0x02,
	MILTER_NO_HEADER_END = 0x40,
	MILTER_NO_UNKNOWN = 0x100,
	MILTER_NO_DATA = 0x200,
	MILTER_QUIET_HEADER = 0x80,
	MILTER_QUIET_CONNECT = 0x1000,
	MILTER_QUIET_HELO = 0x2000,
	MILTER_QUIET_MAIL = 0x4000,
	MILTER_QUIET_RCPT = 0x8000,
	MILTER_QUIET_DATA = 0x10000,
	MILTER_QUIET_UNKNOWN = 0x20000,
	MILTER_QUIET_HEADER_END = 0x40000,
	MILTER_QUIET_BODY = 0x80000,
	MILTER_LEADING_SPACE = 0x100000 /* values of header fields come and go with their leading blanks */
};

/* What the caller does next. */
enum session_next {
	SESSION_READ,  /* the next packet */
	SESSION_JUDGE, /* session->mail is whole: session_answer() must follow */
	SESSION_CLOSE, /* the peer has said goodbye */
	SESSION_BROKEN /* the peer broke the protocol; session->broken says how */
};

/* A message, valid until the next one begins. */
struct session_mail {
	struct str sender; /* without < > */
	struct str_list recipients;
	struct str daemon_name, user, queue_id; /* empty: not told */
	struct str subject;                     /* the first Subject as it came; .at NULL: none */
	struct buf bytes;                       /* header and body with CRLF; full: longer than is read */
	struct str_list own_fields;             /* names of the X-Replylint... fields, in their order */
};

enum session_stage { STAGE_NEGOTIATION, STAGE_CONNECTION, STAGE_ENVELOPE, STAGE_HEADER, STAGE_BODY, STAGE_COUNT };

struct session {
	struct arena *connection_arena, *mail_arena; /* its caller's */
	enum session_stage stage;
	uint32_t actions, steps; /* agreed on */
	struct str daemon_name;  /* of the connection */
	struct session_mail mail;
	struct buf out; /* answers not sent yet: whoever sends them sets len to 0 */
	const char *broken;
};

enum session_decision { SESSION_PASS, SESSION_HOLD, SESSION_TEMPFAIL, SESSION_REJECT };

/* What becomes of a message. */
struct session_answer {
	enum session_decision decision;
	struct str text;    /* printable ASCII; of a refusal: lines apart by '\n'; of holding: why */
	struct str header;  /* value of the X-Replylint field that is added; empty: none */
	struct str subject; /* takes the place of mail.subject; .at NULL: it stays */
};

void session_init(struct session *session, struct arena *connection_arena, struct arena *mail_arena);

enum session_next session_take(struct session *session, const struct packet *packet);

/*
 * What to do instead where session_take() left half-way, since mail_arena has no room: the message goes on, but is
 * marked as longer than is read.
 */
enum session_next session_take_without_room(struct session *session, const struct packet *packet);

/* The answer to SESSION_JUDGE. From every mail that goes on the fields that begin with X-Replylint are removed (the
 * first 100 of them). */
void session_answer(struct session *session, const struct session_answer *answer);

/* Whether the peer lets us do all that a policy can ask for; else what it lacks goes into text. */
bool session_is_able(const struct session *session, const char **lacking);

#endif
