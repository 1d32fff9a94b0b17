/*
 * message: bytes to a tree of MIME parts. Never fails: what is malformed is a defect and is read as far as it can be.
 *
 * Iterative and bounded (limits.def); one pass over the bytes; parts are (offset, length) in the source, nothing is
 * decoded until part_text() or field_text() is asked for it. All offsets are bytes of message->source, from 0.
 * Sources: RFC 5322 (message), 2045-2047 (MIME), 2231 (parameters), 6532 (UTF-8 headers), 3676 (format=flowed).
 */
#ifndef REPLYLINT_MAIL_MESSAGE_H
#define REPLYLINT_MAIL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"

/* What can be wrong with a mail: defects.def. The name is "mime.bad-base64", the text a sentence for people. */
enum defect_id {
#define DEFECT(symbol, name, text) DEFECT_##symbol,
#include "mail/defects.def"
#undef DEFECT
	DEFECT_COUNT
};

struct defect {
	enum defect_id id;
	struct span where; /* in the source */
};

struct defect_list {
	struct defect *at;
	size_t count, room;
};

const char *defect_name(enum defect_id id);
const char *defect_text(enum defect_id id);

/*
 * A header field. name is as written; value spans the raw bytes after the colon, folding included, final line end
 * not.
 */
struct field {
	struct str name;
	struct span name_span, value_span;
};

enum transfer_encoding {
	TRANSFER_IDENTITY, /* 7bit, 8bit, binary, absent */
	TRANSFER_QUOTED_PRINTABLE,
	TRANSFER_BASE64,
	TRANSFER_UUENCODE,
	TRANSFER_UNKNOWN /* read as it is; a defect */
};

enum disposition { DISPOSITION_NONE, DISPOSITION_INLINE, DISPOSITION_ATTACHMENT };

struct part {
	const char *path;         /* "1", "1.2.1": as IMAP numbers parts */
	struct str type, subtype; /* lower case; "text"/"plain" when absent or unreadable */
	struct str charset;       /* lower case; empty when not declared */
	struct str filename;      /* decoded to UTF-8, from Content-Disposition or the name parameter; empty if none */
	struct str content_id;    /* without < > */
	struct str boundary;
	enum transfer_encoding transfer;
	enum disposition disposition;
	bool flowed, delsp; /* RFC 3676 */
	struct span body;   /* raw bytes in the source */
	const struct field *fields;
	size_t field_count;
	const struct part *parent, *child, *next;
};

struct message {
	const struct text *source;
	const struct part *root; /* its fields are the message's header section */
	struct defect_list defects;
	bool is_signed;    /* multipart/signed, S/MIME or inline OpenPGP signature: must never be changed */
	bool is_encrypted; /* nothing to read inside */
	bool in_mailbox;   /* set by who took it out of an mbox: its lines may have one '>' more than was written */
	struct arena *arena;
};

struct message *message_parse(struct arena *arena, struct str bytes);

/* The first field of that name (ASCII case folded), or NULL. */
const struct field *message_field(const struct message *message, const char *name);
const struct field *part_field(const struct part *part, const char *name);

/*
 * The field's value for a reader: unfolded, encoded words decoded, UTF-8, outer white space trimmed.
 * Chain: source <- part <- unfolded <- encoded word.
 */
const struct text *field_text(struct message *message, const struct field *field);

/* The same as a plain slice; empty when the field is absent. */
struct str message_value(struct message *message, const char *name);

/*
 * The part's body for a reader of plain text or HTML source: transfer decoding, charset to UTF-8, line ends as they
 * are, format=flowed joined (TEXT_FLOWED). Undecodable bytes become U+FFFD and a defect. Chain ends at message->source.
 */
const struct text *part_text(struct message *message, const struct part *part);

/* The part's body with its transfer encoding taken off and nothing else: what a file is. */
const struct text *part_bytes(struct message *message, const struct part *part);

/* The part after this one in document order (children first), or NULL. */
const struct part *part_after(const struct part *part);

/* Whether the part is a file for the recipient, not text to read in place nor an image the HTML shows. */
bool part_is_attachment(const struct part *part);

void message_defect(struct message *message, enum defect_id id, struct span where);

#endif
