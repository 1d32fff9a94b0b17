#include "milter/session.h"

#include <string.h>

#include "base/limits.h"

#define VERSION_MIN 2u
#define VERSION_MAX 6u
#define OWN_FIELDS "X-Replylint"
#define OWN_FIELDS_MAX 100 /* each costs the mail server a walk through the header */

#define ACTIONS_WANTED (MILTER_ADD_HEADERS | MILTER_CHANGE_HEADERS | MILTER_QUARANTINE | MILTER_CHOOSE_MACROS)
#define STEPS_WANTED                                                                                                   \
	(MILTER_NO_HELO | MILTER_NO_HEADER_END | MILTER_NO_UNKNOWN | MILTER_NO_DATA | MILTER_QUIET_HEADER |                \
	 MILTER_QUIET_CONNECT | MILTER_QUIET_HELO | MILTER_QUIET_MAIL | MILTER_QUIET_RCPT | MILTER_QUIET_DATA |            \
	 MILTER_QUIET_UNKNOWN | MILTER_QUIET_HEADER_END | MILTER_QUIET_BODY | MILTER_LEADING_SPACE)

/* Stages as bits. */
#define IN(stage) (1u << (stage))
#define IN_MESSAGE (IN(STAGE_ENVELOPE) | IN(STAGE_HEADER) | IN(STAGE_BODY))
#define IN_ANY (IN(STAGE_CONNECTION) | IN_MESSAGE)

/* ---- parts of a session ---- */

static enum session_next broken(struct session *session, const char *how)
{
	session->broken = how;
	return SESSION_BROKEN;
}

static void forget_mail(struct session *session)
{
	arena_reset(session->mail_arena);
	session->mail = (struct session_mail){0};
	buf_init(&session->mail.bytes, session->mail_arena, LIMIT_VALUE(source_bytes));
	if (session->stage > STAGE_CONNECTION)
		session->stage = STAGE_CONNECTION;
}

static void forget_connection(struct session *session)
{
	forget_mail(session);
	session->daemon_name = (struct str){"", 0};
}

void session_init(struct session *session, struct arena *connection_arena, struct arena *mail_arena)
{
	*session = (struct session){.connection_arena = connection_arena, .mail_arena = mail_arena};
	buf_init(&session->out, connection_arena, SIZE_MAX);
	forget_connection(session);
}

/* ---- what the mail server says ---- */

/* Which macros we want, at the stages where mail servers know them. */
static void choose_macros(struct buf *out)
{
	static const struct {
		uint32_t stage; /* 0 connect, 2 MAIL, 5 end of message */
		struct str names;
	} wanted[] = {{0, {"{daemon_name}", 13}}, {2, {"{auth_authen}", 13}}, {5, {"i", 1}}};

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		packet_add_number(out, wanted[i].stage);
		packet_add_string(out, wanted[i].names);
	}
}

static enum session_next take_negotiation(struct session *session, struct str data)
{
	uint32_t version, actions, steps;

	if (!packet_number(&data, &version) || !packet_number(&data, &actions) || !packet_number(&data, &steps))
		return broken(session, "a cut negotiation");
	if (version < VERSION_MIN)
		return broken(session, "a protocol version older than 2");
	session->actions = actions & ACTIONS_WANTED;
	session->steps = steps & STEPS_WANTED;
	session->stage = STAGE_CONNECTION;
	size_t start = packet_begin(&session->out, ANSWER_NEGOTIATE);
	packet_add_number(&session->out, version < VERSION_MAX ? version : VERSION_MAX);
	packet_add_number(&session->out, session->actions);
	packet_add_number(&session->out, session->steps);
	if (session->actions & MILTER_CHOOSE_MACROS)
		choose_macros(&session->out);
	packet_end(&session->out, start);
	return SESSION_READ;
}

static bool macro_is(struct str name, struct str wanted)
{
	if (name.len > 2 && name.at[0] == '{' && name.at[name.len - 1] == '}')
		name = str_sub(name, 1, name.len - 2);
	return str_eq(name, wanted);
}

static void keep_macro(struct session *session, char stage, struct str name, struct str value)
{
	struct session_mail *mail = &session->mail;
	bool of_connection = stage == REQUEST_CONNECT || stage == REQUEST_HELO;

	if (macro_is(name, STR("daemon_name")) && of_connection)
		session->daemon_name = str_copy(session->connection_arena, value);
	else if (macro_is(name, STR("daemon_name")))
		mail->daemon_name = str_copy(session->mail_arena, value);
	else if (macro_is(name, STR("auth_authen")) && !of_connection)
		mail->user = str_copy(session->mail_arena, value);
	else if (macro_is(name, STR("i")) && !of_connection)
		mail->queue_id = str_copy(session->mail_arena, value);
}

static enum session_next take_macros(struct session *session, struct str data)
{
	struct str name, value;

	if (!data.len)
		return broken(session, "macros of no command");
	char stage = data.at[0];
	if (stage == REQUEST_MAIL)
		forget_mail(session); /* these are of the message that begins */
	data = str_from(data, 1);
	while (data.len) {
		if (!packet_string(&data, &name) || !packet_string(&data, &value))
			return broken(session, "a cut macro");
		keep_macro(session, stage, name, value);
	}
	return SESSION_READ;
}

static enum session_next take_connect(struct session *session, struct str data)
{
	(void)data;
	forget_mail(session);
	return SESSION_READ;
}

static enum session_next take_nothing(struct session *session, struct str data)
{
	(void)session, (void)data;
	return SESSION_READ;
}

/* "<address>", in the arena of the message. */
static bool take_address(struct session *session, struct str data, struct str *address)
{
	if (!packet_string(&data, address))
		return false;
	if (address->len >= 2 && address->at[0] == '<' && address->at[address->len - 1] == '>')
		*address = str_sub(*address, 1, address->len - 2);
	*address = str_copy(session->mail_arena, *address);
	return true;
}

static enum session_next take_mail(struct session *session, struct str data)
{
	if (session->stage != STAGE_CONNECTION)
		forget_mail(session);
	session->stage = STAGE_ENVELOPE;
	return take_address(session, data, &session->mail.sender) ? SESSION_READ : broken(session, "MAIL without a sender");
}

static enum session_next take_rcpt(struct session *session, struct str data)
{
	struct str recipient;

	if (!take_address(session, data, &recipient))
		return broken(session, "RCPT without a recipient");
	*vec_push(session->mail_arena, &session->mail.recipients) = recipient;
	return SESSION_READ;
}

/* Adds a value whose folds are LF or CRLF. */
static void add_value(struct buf *bytes, struct str value)
{
	for (size_t at = 0; at < value.len;) {
		size_t end = str_find_char(value, '\n', at);
		size_t stop = end == STR_NONE ? value.len : end;
		size_t len = stop > at && end != STR_NONE && value.at[stop - 1] == '\r' ? stop - at - 1 : stop - at;
		buf_add(bytes, str_sub(value, at, len));
		if (end != STR_NONE)
			buf_add(bytes, STR("\r\n"));
		at = stop + 1;
	}
}

static enum session_next take_header(struct session *session, struct str data)
{
	struct session_mail *mail = &session->mail;
	struct str name, value;

	if (!packet_string(&data, &name) || !packet_string(&data, &value))
		return broken(session, "a cut header field");
	session->stage = STAGE_HEADER;
	buf_add(&mail->bytes, name);
	buf_add(&mail->bytes, session->steps & MILTER_LEADING_SPACE ? STR(":") : STR(": "));
	add_value(&mail->bytes, value);
	buf_add(&mail->bytes, STR("\r\n"));
	if (str_starts_nocase(name, STR(OWN_FIELDS)) && mail->own_fields.count < OWN_FIELDS_MAX)
		*vec_push(session->mail_arena, &mail->own_fields) = str_copy(session->mail_arena, name);
	if (str_eq_nocase(name, STR("Subject")) && !mail->subject.at)
		mail->subject = str_copy(session->mail_arena, value);
	return SESSION_READ;
}

static enum session_next take_header_end(struct session *session, struct str data)
{
	(void)data;
	if (session->stage != STAGE_BODY)
		buf_add(&session->mail.bytes, STR("\r\n"));
	session->stage = STAGE_BODY;
	return SESSION_READ;
}

static enum session_next take_body(struct session *session, struct str data)
{
	take_header_end(session, data);
	buf_add(&session->mail.bytes, data);
	return SESSION_READ;
}

static enum session_next take_end(struct session *session, struct str data)
{
	take_body(session, data);
	if (!session->mail.daemon_name.len)
		session->mail.daemon_name = session->daemon_name;
	return SESSION_JUDGE;
}

static enum session_next take_abort(struct session *session, struct str data)
{
	(void)data;
	forget_mail(session);
	return SESSION_READ;
}

static enum session_next take_quit(struct session *session, struct str data)
{
	(void)data;
	forget_mail(session);
	return SESSION_CLOSE;
}

static enum session_next take_quit_keep(struct session *session, struct str data)
{
	(void)data;
	forget_connection(session);
	return SESSION_READ;
}

/* ---- what may come when ---- */

#define NEVER_ANSWERED UINT32_MAX

struct reaction {
	char command;
	unsigned stages; /* where it may come */
	uint32_t quiet;  /* not answered where this step was agreed on */
	enum session_next (*take)(struct session *session, struct str data);
};

static const struct reaction reactions[] = {
    {REQUEST_NEGOTIATE, IN(STAGE_NEGOTIATION) | IN(STAGE_CONNECTION), NEVER_ANSWERED, take_negotiation},
    {REQUEST_MACRO, IN_ANY, NEVER_ANSWERED, take_macros},
    {REQUEST_CONNECT, IN(STAGE_CONNECTION), MILTER_QUIET_CONNECT, take_connect},
    {REQUEST_HELO, IN_ANY, MILTER_QUIET_HELO, take_nothing},
    {REQUEST_MAIL, IN_ANY, MILTER_QUIET_MAIL, take_mail},
    {REQUEST_RCPT, IN(STAGE_ENVELOPE), MILTER_QUIET_RCPT, take_rcpt},
    {REQUEST_DATA, IN_ANY, MILTER_QUIET_DATA, take_nothing},
    {REQUEST_UNKNOWN, IN_ANY, MILTER_QUIET_UNKNOWN, take_nothing},
    {REQUEST_HEADER, IN(STAGE_ENVELOPE) | IN(STAGE_HEADER), MILTER_QUIET_HEADER, take_header},
    {REQUEST_HEADER_END, IN(STAGE_ENVELOPE) | IN(STAGE_HEADER), MILTER_QUIET_HEADER_END, take_header_end},
    {REQUEST_BODY, IN_MESSAGE, MILTER_QUIET_BODY, take_body},
    {REQUEST_END, IN_MESSAGE, NEVER_ANSWERED, take_end},
    {REQUEST_ABORT, IN_ANY, NEVER_ANSWERED, take_abort},
    {REQUEST_QUIT, IN_ANY | IN(STAGE_NEGOTIATION), NEVER_ANSWERED, take_quit},
    {REQUEST_QUIT_KEEP, IN_ANY, NEVER_ANSWERED, take_quit_keep},
};

static const struct reaction *reaction_to(char command)
{
	for (size_t i = 0; i < sizeof reactions / sizeof *reactions; i++)
		if (reactions[i].command == command)
			return &reactions[i];
	return NULL;
}

static void add_continue(struct buf *out)
{
	packet_end(out, packet_begin(out, ANSWER_CONTINUE));
}

static void answer_packet(struct session *session, const struct reaction *reaction)
{
	if (reaction->quiet != NEVER_ANSWERED && !(session->steps & reaction->quiet))
		add_continue(&session->out);
}

enum session_next session_take(struct session *session, const struct packet *packet)
{
	const struct reaction *reaction = reaction_to(packet->command);

	if (!reaction)
		return broken(session, "an unknown command");
	if (!(reaction->stages & IN(session->stage)))
		return broken(session, "a command out of order");
	enum session_next next = reaction->take(session, packet->data);
	if (next == SESSION_READ)
		answer_packet(session, reaction);
	return next;
}

enum session_next session_take_without_room(struct session *session, const struct packet *packet)
{
	const struct reaction *reaction = reaction_to(packet->command);
	struct buf *bytes = &session->mail.bytes;

	bytes->full = true;
	bytes->max = bytes->len;
	if (packet->command == REQUEST_END)
		return SESSION_JUDGE;
	if (reaction)
		answer_packet(session, reaction);
	return SESSION_READ;
}

/* ---- what we answer ---- */

/* "550-5.7.1 text", each % doubled, since the mail server reads it as a format. */
static void add_reply_line(struct buf *out, const char *code, bool last, struct str line)
{
	buf_printf(out, "%.3s%c%s ", code, last ? ' ' : '-', code + 4);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '%')
			buf_char(out, '%');
		buf_char(out, line.at[i] >= ' ' && line.at[i] <= '~' ? line.at[i] : '?');
	}
	if (!last)
		buf_add(out, STR("\r\n"));
}

static void add_reply(struct buf *out, const char *code, struct str text)
{
	size_t start = packet_begin(out, ANSWER_REPLY);
	struct str line;
	bool any = false;

	while (str_split(&text, '\n', &line)) {
		add_reply_line(out, code, !text.at, line);
		any = true;
	}
	if (!any)
		add_reply_line(out, code, true, (struct str){"", 0});
	buf_char(out, '\0');
	packet_end(out, start);
}

/* On the wire a value is one line, or folded; whatever else could be read as a field of its own is not sent. */
static void add_header_value(struct buf *out, struct str value)
{
	for (size_t i = 0; i < value.len; i++) {
		bool folds = value.at[i] == '\n' && i + 1 < value.len && (value.at[i + 1] == ' ' || value.at[i + 1] == '\t');
		if (value.at[i] != '\0' && value.at[i] != '\r' && (value.at[i] != '\n' || folds))
			buf_char(out, value.at[i]);
	}
	buf_char(out, '\0');
}

static void change_header(struct buf *out, struct str name, uint32_t index, struct str value)
{
	size_t start = packet_begin(out, ANSWER_CHANGE_HEADER);

	packet_add_number(out, index);
	packet_add_string(out, name);
	add_header_value(out, value);
	packet_end(out, start);
}

/* From the last one up, so that the numbers of the others stay whether or not the peer counts those that are gone. */
static void remove_own_fields(struct buf *out, const struct str_list *names)
{
	for (size_t i = names->count; i-- > 0;) {
		uint32_t index = 1;
		for (size_t k = 0; k < i; k++)
			index += str_eq_nocase(names->at[k], names->at[i]);
		change_header(out, names->at[i], index, (struct str){"", 0});
	}
}

static void add_header(const struct session *session, struct buf *out, struct str value)
{
	size_t start = packet_begin(out, ANSWER_ADD_HEADER);

	packet_add_string(out, STR(OWN_FIELDS));
	if (session->steps & MILTER_LEADING_SPACE)
		buf_char(out, ' ');
	add_header_value(out, value);
	packet_end(out, start);
}

static void hold(struct buf *out, struct str why)
{
	size_t start = packet_begin(out, ANSWER_QUARANTINE);

	packet_add_string(out, why.len ? why : STR("replylint"));
	packet_end(out, start);
}

static void let_go(struct session *session, const struct session_answer *answer)
{
	struct buf *out = &session->out;

	if (session->actions & MILTER_CHANGE_HEADERS) {
		remove_own_fields(out, &session->mail.own_fields);
		if (answer->subject.at && session->mail.subject.at)
			change_header(out, STR("Subject"), 1, answer->subject);
	}
	if (answer->header.len && (session->actions & MILTER_ADD_HEADERS))
		add_header(session, out, answer->header);
	if (answer->decision == SESSION_HOLD)
		hold(out, answer->text);
	add_continue(out);
}

void session_answer(struct session *session, const struct session_answer *answer)
{
	bool cannot_hold = answer->decision == SESSION_HOLD && !(session->actions & MILTER_QUARANTINE);

	if (answer->decision == SESSION_REJECT)
		add_reply(&session->out, "550 5.7.1", answer->text);
	else if (answer->decision == SESSION_TEMPFAIL)
		add_reply(&session->out, "451 4.7.1", answer->text);
	else if (cannot_hold)
		add_reply(&session->out, "451 4.7.1", STR("this mail must be held, and the mail server does not offer it"));
	else
		let_go(session, answer);
	forget_mail(session);
}

bool session_is_able(const struct session *session, const char **lacking)
{
	*lacking = !(session->actions & MILTER_CHANGE_HEADERS) ? "change or remove header fields"
	           : !(session->actions & MILTER_QUARANTINE)   ? "hold mail"
	           : !(session->actions & MILTER_ADD_HEADERS)  ? "add header fields"
	                                                       : NULL;
	return !*lacking;
}
