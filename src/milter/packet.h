/*
 * packet: the milter protocol on the wire. A packet is a length (4 bytes, most significant first), and as many bytes: a
 * command and its data. Numbers in data are 4 bytes, strings end with a NUL. Every length is checked; nothing is read
 * beyond a packet, and nothing is copied.
 */
#ifndef REPLYLINT_MILTER_PACKET_H
#define REPLYLINT_MILTER_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Bytes behind the length; mail servers send at most 1 MB at once, and long header fields whole. */
#define PACKET_MAX ((size_t)4 << 20)

/* What the mail server says. */
enum request {
	REQUEST_ABORT = 'A',
	REQUEST_BODY = 'B',
	REQUEST_CONNECT = 'C',
	REQUEST_MACRO = 'D',
	REQUEST_END = 'E', /* of the message; may bring a last piece of the body */
	REQUEST_HELO = 'H',
	REQUEST_QUIT_KEEP = 'K', /* the SMTP session ends, another one follows in this connection */
	REQUEST_HEADER = 'L',
	REQUEST_MAIL = 'M',
	REQUEST_HEADER_END = 'N',
	REQUEST_NEGOTIATE = 'O',
	REQUEST_QUIT = 'Q',
	REQUEST_RCPT = 'R',
	REQUEST_DATA = 'T',
	REQUEST_UNKNOWN = 'U'
};

/* What we answer. */
enum answer {
	ANSWER_CONTINUE = 'c',
	ANSWER_ADD_HEADER = 'h',
	ANSWER_CHANGE_HEADER = 'm',
	ANSWER_NEGOTIATE = 'O',
	ANSWER_QUARANTINE = 'q',
	ANSWER_REPLY = 'y'
};

struct packet {
	char command;
	struct str data;
};

enum packet_found {
	PACKET_PART, /* more bytes are needed */
	PACKET_WHOLE,
	PACKET_BAD /* no command in it, or longer than PACKET_MAX */
};

/* The first packet of *bytes, which is taken off when it is whole. */
enum packet_found packet_take(struct str *bytes, struct packet *packet);

/* Takes a number or a string (without its NUL) off *data; false when there is none. */
bool packet_number(struct str *data, uint32_t *number);
bool packet_string(struct str *data, struct str *string);

/* Starts a packet; what is then added to out is its data. packet_end() writes the length: start is what begin gave. */
size_t packet_begin(struct buf *out, enum answer command);
void packet_end(struct buf *out, size_t start);

void packet_add_number(struct buf *out, uint32_t number);
void packet_add_string(struct buf *out, struct str string); /* up to its first NUL */

#endif
