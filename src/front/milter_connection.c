#include "front/milter_connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/file.h"
#include "milter/session.h"

#define CONNECTION_ARENA_MAX ((size_t)64 << 20)
#define MAIL_ARENA_MAX ((size_t)1 << 30)
#define INPUT_ROOM ((size_t)64 * 1024)
#define IDLE_MS (7210 * 1000) /* longer than any SMTP session waits */
#define WRITE_SECONDS 60

struct connection {
	const struct log *log;
	struct counters *counters;
	int descriptor;
	struct bench *bench;
	const struct notices *notices;
	struct session session;
	struct arena *connection_arena, *mail_arena;
	struct {
		char *at;
		size_t len, room;
	} input;
};

/* ---- a message ---- */

static struct envelope envelope_of(const struct session_mail *mail)
{
	return (struct envelope){.is_known = true,
	                         .sender = mail->sender,
	                         .recipients = mail->recipients,
	                         .user = mail->user,
	                         .daemon_name = mail->daemon_name,
	                         .queue_id = mail->queue_id};
}

static struct session_answer answer_of(const struct verdict *verdict)
{
	struct session_answer answer = {.decision = SESSION_PASS};

	switch (verdict->action) {
	case MAIL_REJECT:
		answer = (struct session_answer){.decision = SESSION_REJECT, .text = str_of(verdict->reply)};
		break;
	case MAIL_TEMPFAIL:
		answer = (struct session_answer){.decision = SESSION_TEMPFAIL, .text = str_of(verdict->reply)};
		break;
	case MAIL_HOLD:
		answer = (struct session_answer){.decision = SESSION_HOLD, .text = str_of(verdict->rules)};
		break;
	case MAIL_LOG:
	case MAIL_HEADER:
	case MAIL_NOTIFY:
	case MAIL_ACTION_COUNT:
		break;
	}
	if (verdict->header)
		answer.header = str_of(verdict->header_value);
	return answer;
}

static bool flush(struct connection *connection)
{
	struct buf *out = &connection->session.out;
	bool written = !out->len || file_write_all(connection->descriptor, buf_str(out));

	out->len = 0;
	return written;
}

static void judge(struct connection *connection)
{
	const struct session_mail *mail = &connection->session.mail;
	const struct config_milter *milter = &connection->bench->ruleset->config->milter;
	struct envelope envelope = envelope_of(mail);
	char line[VERDICT_LOG_MAX];
	const struct verdict *verdict = mail->bytes.full ? bench_fail(connection->bench, VERDICT_MEMORY)
	                                                 : bench_judge(connection->bench, &envelope, buf_str(&mail->bytes));

	counters_message(connection->counters, verdict);
	verdict_log(verdict, milter, &envelope, line);
	log_line(connection->log, LOG_INFO, "%s", line);
	struct session_answer answer = answer_of(verdict);
	if (mail->subject.at)
		answer.subject = policy_untagged(connection->mail_arena, milter, &envelope, mail->subject);
	struct notice notice;
	struct notice_about about = {verdict, &envelope, mail->subject.at ? mail->subject : STR("")};
	bool notify = notice_write(connection->notices, &about, &notice);
	session_answer(&connection->session, &answer);
	if (notify && flush(connection)) /* the mail server need not wait for that */
		notice_send(connection->notices, &notice, connection->log);
}

/* ---- the wire ---- */

/* Waits for bytes and reads them; false: the peer is gone, or has been silent for too long. */
static bool receive(struct connection *connection)
{
	struct pollfd pollfd = {.fd = connection->descriptor, .events = POLLIN};
	size_t room = connection->input.room;

	if (connection->input.len == room) {
		connection->input.at = arena_grow(connection->connection_arena, connection->input.at, room, room * 2);
		connection->input.room = room * 2;
	}
	for (;;) {
		int ready = poll(&pollfd, 1, IDLE_MS);
		if (ready == 0)
			return false;
		ssize_t got = ready < 0 ? -1
		                        : read(connection->descriptor, connection->input.at + connection->input.len,
		                               connection->input.room - connection->input.len);
		if (got < 0 && errno == EINTR)
			continue;
		connection->input.len += got > 0 ? (size_t)got : 0;
		return got > 0;
	}
}

static bool note_lacks(struct connection *connection, const struct packet *packet)
{
	const char *lacking;

	if (packet->command == REQUEST_NEGOTIATE && !session_is_able(&connection->session, &lacking))
		log_line(connection->log, LOG_WARNING, "the mail server does not let us %s", lacking);
	return true;
}

struct taking {
	struct session *session;
	const struct packet *packet;
	enum session_next next;
};

static void take_packet(void *context)
{
	struct taking *taking = context;

	taking->next = session_take(taking->session, taking->packet);
}

static bool take(struct connection *connection, const struct packet *packet)
{
	struct taking taking = {.session = &connection->session, .packet = packet};

	if (!arena_try(connection->mail_arena, take_packet, &taking))
		taking.next = session_take_without_room(taking.session, packet);
	switch (taking.next) {
	case SESSION_READ:
		return note_lacks(connection, packet);
	case SESSION_JUDGE:
		judge(connection);
		return true;
	case SESSION_BROKEN:
		log_line(connection->log, LOG_ERR, "the mail server broke the milter protocol: %s", connection->session.broken);
		return false;
	case SESSION_CLOSE:
		break;
	}
	return false;
}

/* The whole packets of the input; what is left of it moves to its start. */
static bool take_all(struct connection *connection)
{
	struct str rest = {connection->input.at, connection->input.len};
	struct packet packet;
	enum packet_found found;

	while ((found = packet_take(&rest, &packet)) == PACKET_WHOLE)
		if (!take(connection, &packet) || !flush(connection))
			return false;
	if (found == PACKET_BAD)
		log_line(connection->log, LOG_ERR, "the mail server broke the milter protocol: a packet of impossible length");
	memmove(connection->input.at, rest.at, rest.len);
	connection->input.len = rest.len;
	return found != PACKET_BAD;
}

static void converse(void *context)
{
	struct connection *connection = context;

	connection->input.room = INPUT_ROOM;
	connection->input.at = arena_alloc(connection->connection_arena, INPUT_ROOM);
	session_init(&connection->session, connection->connection_arena, connection->mail_arena);
	while (receive(connection) && take_all(connection))
		;
}

/* There are two arenas that may have no room. */
static void converse_with_mail(void *context)
{
	struct connection *connection = context;

	if (!arena_try(connection->mail_arena, converse, connection))
		log_line(connection->log, LOG_ERR, "a mail needs more memory than there is; its connection is closed");
}

void milter_connection_serve(const struct milter_serving *serving, int descriptor)
{
	const struct timeval patience = {.tv_sec = WRITE_SECONDS};
	struct connection connection = {.log = serving->log,
	                                .counters = serving->counters,
	                                .descriptor = descriptor,
	                                .bench = serving->bench,
	                                .notices = serving->notices,
	                                .connection_arena = arena_new(CONNECTION_ARENA_MAX),
	                                .mail_arena = arena_new(MAIL_ARENA_MAX)};

	counters_connection(serving->counters);
	setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	if (!connection.connection_arena || !connection.mail_arena ||
	    !arena_try(connection.connection_arena, converse_with_mail, &connection))
		log_line(serving->log, LOG_ERR, "out of memory; a connection is closed");
	arena_free(connection.mail_arena);
	arena_free(connection.connection_arena);
	close(descriptor);
}
