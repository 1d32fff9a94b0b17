#include "mail/message.h"

#include <string.h>

#include "base/limits.h"
#include "mail/content.h"
#include "mail/header.h"
#include "mail/lines.h"

static const struct {
	const char *name, *text;
} defect_table[DEFECT_COUNT] = {
#define DEFECT(symbol, name, text) [DEFECT_##symbol] = {name, text},
#include "mail/defects.def"
#undef DEFECT
};

const char *defect_name(enum defect_id id)
{
	return defect_table[id].name;
}

const char *defect_text(enum defect_id id)
{
	return defect_table[id].text;
}

void message_defect(struct message *message, enum defect_id id, struct span where)
{
	for (size_t i = 0; i < message->defects.count; i++) {
		if (message->defects.at[i].id == id && message->defects.at[i].where.at == where.at) {
			return;
		}
	}
	if (message->defects.count < 1000) {
		*vec_push(message->arena, &message->defects) = (struct defect){id, where};
	}
}

static const struct field *find_field(const struct part *part, const char *name)
{
	for (size_t i = 0; i < part->field_count; i++) {
		if (str_eq_nocase(part->fields[i].name, str_of(name))) {
			return &part->fields[i];
		}
	}
	return NULL;
}

const struct field *message_field(const struct message *message, const char *name)
{
	return find_field(message->root, name);
}

const struct field *part_field(const struct part *part, const char *name)
{
	return find_field(part, name);
}

/* ---- a part's header ---- */

static struct str raw_value(const struct message *message, const struct field *field)
{
	return field != NULL ? str_span(message->source->bytes, field->value_span) : (struct str){"", 0};
}

static void read_type(struct message *message, struct part *part, const struct content *content,
                      const struct field *field)
{
	size_t slash = str_find_char(content->value, '/', 0);

	if (slash == STR_NONE || slash == 0 || slash + 1 == content->value.len) {
		message_defect(message, DEFECT_BAD_CONTENT_TYPE, field->value_span);
		return;
	}
	part->type = str_sub(content->value, 0, slash);
	part->subtype = str_from(content->value, slash + 1);
	part->charset = str_lower(message->arena, content_parameter(content, "charset"));
	part->boundary = content_parameter(content, "boundary");
	part->flowed = str_eq_nocase(content_parameter(content, "format"), STR("flowed"));
	part->delsp = str_eq_nocase(content_parameter(content, "delsp"), STR("yes"));
	if (content->too_long) {
		message_defect(message, DEFECT_LIMIT_PARAMETER_BYTES, field->value_span);
	}
	if (content->duplicate) {
		message_defect(message, DEFECT_DUPLICATE_BOUNDARY, field->value_span);
	}
}

static enum transfer_encoding transfer_of(struct str value)
{
	if (value.len == 0 || str_eq(value, STR("7bit")) || str_eq(value, STR("8bit")) || str_eq(value, STR("binary"))) {
		return TRANSFER_IDENTITY;
	}
	if (str_eq(value, STR("quoted-printable"))) {
		return TRANSFER_QUOTED_PRINTABLE;
	}
	if (str_eq(value, STR("base64"))) {
		return TRANSFER_BASE64;
	}
	bool uu = str_eq(value, STR("x-uuencode")) || str_eq(value, STR("uuencode")) || str_eq(value, STR("x-uue"));
	return uu ? TRANSFER_UUENCODE : TRANSFER_UNKNOWN;
}

static struct str decoded_words(struct message *message, struct str value)
{
	bool bad = false;
	const struct text *text = text_source(message->arena, value);

	return header_decode_words(message->arena, text, &bad)->bytes;
}

static void read_disposition(struct message *message, struct part *part, const struct content *type)
{
	struct content disposition =
	    content_parse(message->arena, raw_value(message, part_field(part, "Content-Disposition")));

	if (str_eq(disposition.value, STR("attachment"))) {
		part->disposition = DISPOSITION_ATTACHMENT;
	} else if (disposition.value.len > 0) {
		part->disposition = DISPOSITION_INLINE;
	}
	struct str name = content_parameter(&disposition, "filename");
	part->filename = decoded_words(message, name.len > 0 ? name : content_parameter(type, "name"));
}

static void check_duplicates(struct message *message, const struct part *part)
{
	const struct field *first = part_field(part, "Content-Type");

	for (size_t i = 0; i < part->field_count; i++) {
		if (&part->fields[i] != first && str_eq_nocase(part->fields[i].name, STR("Content-Type"))) {
			message_defect(message, DEFECT_DUPLICATE_CONTENT_TYPE, part->fields[i].value_span);
			return;
		}
	}
}

/* Everything about a part that its own fields say. */
static void read_part_header(struct message *message, struct part *part)
{
	const struct field *type_field = part_field(part, "Content-Type");
	const struct field *transfer_field = part_field(part, "Content-Transfer-Encoding");
	struct content type = content_parse(message->arena, raw_value(message, type_field));
	struct content transfer = content_parse(message->arena, raw_value(message, transfer_field));
	struct str id = str_trim(raw_value(message, part_field(part, "Content-ID")));

	part->type = STR("text");
	part->subtype = STR("plain");
	if (type_field != NULL) {
		read_type(message, part, &type, type_field);
		check_duplicates(message, part);
	}
	part->transfer = transfer_of(transfer.value);
	if (part->transfer == TRANSFER_UNKNOWN) {
		message_defect(message, DEFECT_UNKNOWN_ENCODING, transfer_field->value_span);
	}
	bool bracketed = id.len > 2 && id.at[0] == '<' && str_ends(id, STR(">"));
	part->content_id = bracketed ? str_sub(id, 1, id.len - 2) : id;
	read_disposition(message, part, &type);
	if (str_eq(part->subtype, STR("ms-tnef")) || str_eq_nocase(part->filename, STR("winmail.dat"))) {
		message_defect(message, DEFECT_TNEF, (struct span){part->body.at, 0});
	}
}

/* ---- the tree ---- */

struct frame {
	struct part *multipart, *last; /* last: the child that was read last, or NULL */
	size_t children;
};

struct parser {
	struct message *message;
	struct str s;
	size_t end;
	struct frame stack[64];
	size_t depth, parts;
	struct part *open; /* the leaf being read; NULL in preambles and epilogues */
};

static bool is_type(const struct part *part, const char *type, const char *subtype)
{
	return str_eq(part->type, str_of(type)) && (subtype == NULL || str_eq(part->subtype, str_of(subtype)));
}

static struct part *new_part(struct parser *parser, size_t at, size_t *body)
{
	struct message *message = parser->message;
	struct part *part = ARENA_NEW(message->arena, struct part);
	struct header header = header_parse(message, at, parser->end);

	parser->parts++;
	part->fields = header.fields.at;
	part->field_count = header.fields.count;
	part->body = (struct span){header.end, parser->end - header.end};
	*body = header.end;
	read_part_header(message, part);
	return part;
}

static const char *child_path(struct parser *parser, const struct part *parent, size_t number)
{
	struct arena *arena = parser->message->arena;

	if (parent == NULL || parent->path[0] == '\0') {
		return str_printf(arena, "%zu", number).at;
	}
	return str_printf(arena, "%s.%zu", parent->path, number).at;
}

/* Whether part can be opened as a multipart: it has a usable boundary and there is room on the stack. */
static bool can_open(struct parser *parser, struct part *part)
{
	struct span where = {part->body.at, 0};

	if (!is_type(part, "multipart", NULL)) {
		return false;
	}
	if (part->boundary.len == 0) {
		message_defect(parser->message, DEFECT_NO_BOUNDARY, where);
		return false;
	}
	if (part->boundary.len > LIMIT_VALUE(boundary_bytes)) {
		message_defect(parser->message, DEFECT_LIMIT_BOUNDARY_BYTES, where);
		return false;
	}
	if (parser->depth == LIMIT_VALUE(depth)) {
		message_defect(parser->message, DEFECT_LIMIT_DEPTH, where);
		return false;
	}
	if (part->transfer == TRANSFER_QUOTED_PRINTABLE || part->transfer == TRANSFER_BASE64) {
		message_defect(parser->message, DEFECT_ENCODED_MULTIPART, where);
	}
	return true;
}

/* A multipart that cannot be taken apart is read as text. */
static void read_as_text(struct part *part)
{
	part->type = STR("text");
	part->subtype = STR("plain");
}

/*
 * Begins the part whose header stands at at; returns where its body begins. A message/rfc822 part is followed at
 * once by
 * the message inside it, which may be a multipart.
 */
static size_t open_part(struct parser *parser, size_t at, struct part *parent, struct part **made)
{
	size_t body = at, nested = 0;
	struct part *part = new_part(parser, at, &body), *top = part;

	*made = part;
	part->parent = parent;
	part->path = parent == NULL ? "" : child_path(parser, parent, parser->stack[parser->depth - 1].children);
	while (is_type(part, "message", "rfc822") && part->transfer == TRANSFER_IDENTITY &&
	       nested++ + parser->depth < LIMIT_VALUE(depth) && parser->parts < LIMIT_VALUE(parts)) {
		struct part *inner = new_part(parser, body, &body);
		inner->parent = part;
		inner->path = child_path(parser, part, 1);
		part->child = inner;
		part = inner;
	}
	if (can_open(parser, part)) {
		parser->stack[parser->depth++] = (struct frame){.multipart = part};
		parser->open = NULL;
	} else {
		if (is_type(part, "multipart", NULL)) {
			read_as_text(part);
		}
		parser->open = part;
	}
	if (top->parent == NULL && !is_type(part, "multipart", NULL) && part == top) {
		top->path = "1";
	}
	return body;
}

/* Ends part and the messages it stands in, up to the multipart that holds them, at the line at at. */
static void end_part(const struct part *part, const struct part *until, size_t at)
{
	for (; part != NULL && part != until; part = part->parent) {
		struct part *mutable_part = (struct part *)(uintptr_t)part;
		size_t end = at > part->body.at ? at : part->body.at;
		if (part->body.at + part->body.len > end) {
			mutable_part->body.len = end - part->body.at;
		}
	}
}

/* The frame whose boundary the line is, counted from 1, or 0; *closing for "--boundary--". */
static size_t boundary_frame(const struct parser *parser, struct str line, bool *closing)
{
	for (size_t i = parser->depth; i > 0; i--) {
		struct str boundary = parser->stack[i - 1].multipart->boundary;
		struct str rest = str_from(line, 2);
		if (!str_starts(rest, boundary)) {
			continue;
		}
		rest = str_from(rest, boundary.len);
		*closing = str_starts(rest, STR("--"));
		if (str_trim(*closing ? str_from(rest, 2) : rest).len == 0) {
			return i;
		}
	}
	return 0;
}

static void close_multiparts(struct parser *parser, size_t depth, size_t at)
{
	if (parser->open != NULL) {
		end_part(parser->open, parser->stack[parser->depth - 1].multipart, at);
	}
	while (parser->depth > depth) {
		struct frame *frame = &parser->stack[--parser->depth];
		message_defect(parser->message, DEFECT_UNCLOSED_MULTIPART, (struct span){frame->multipart->body.at, 0});
		end_part(frame->multipart, parser->depth > 0 ? parser->stack[parser->depth - 1].multipart : NULL, at);
	}
	parser->open = NULL;
}

/* A boundary line at `line` (its line end before it at `before`); returns where reading goes on. */
static size_t boundary_line(struct parser *parser, size_t depth, bool closing, struct span place)
{
	size_t before = place.at, next = place.at + place.len;

	close_multiparts(parser, depth, before);
	struct frame *frame = &parser->stack[depth - 1];
	if (closing) {
		end_part(frame->multipart, depth > 1 ? parser->stack[depth - 2].multipart : NULL, next);
		parser->depth--;
		return next;
	}
	if (parser->parts >= LIMIT_VALUE(parts)) {
		message_defect(parser->message, DEFECT_LIMIT_PARTS, (struct span){next, 0});
		return parser->end;
	}
	struct part *made = NULL;
	frame->children++;
	struct part *last = frame->last, *multipart = frame->multipart;
	size_t body = open_part(parser, next, multipart, &made);
	if (last != NULL) {
		last->next = made;
	} else {
		multipart->child = made;
	}
	frame->last = made;
	return body;
}

static void parse_body(struct parser *parser, size_t at)
{
	struct str s = parser->s;
	size_t before = at; /* where the line end before the line begins: it belongs to the boundary */

	while (at < parser->end && parser->depth > 0) {
		size_t line_end = lines_end(s, at), next = line_end + lines_end_length(s, line_end);
		bool closing = false;
		size_t depth = 0;
		if (line_end - at > 2 && s.at[at] == '-' && s.at[at + 1] == '-') {
			depth = boundary_frame(parser, str_sub(s, at, line_end - at), &closing);
		}
		if (depth > 0) {
			next = boundary_line(parser, depth, closing, (struct span){before, next - before});
			before = next;
		} else {
			before = line_end;
		}
		at = next;
	}
	while (parser->depth > 0) {
		close_multiparts(parser, 0, parser->end);
	}
}

/* Multiparts in which no boundary line stood are text after all. */
static void settle_empty(struct message *message)
{
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		if (is_type(part, "multipart", NULL) && part->child == NULL) {
			message_defect(message, DEFECT_MISSING_PARTS, (struct span){part->body.at, 0});
			read_as_text((struct part *)(uintptr_t)part);
		}
	}
}

static void note_protection(struct message *message)
{
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		struct str body = str_span(message->source->bytes, part->body);
		bool smime = is_type(part, "application", "pkcs7-mime") || is_type(part, "application", "x-pkcs7-mime");
		if (is_type(part, "multipart", "signed") || smime) {
			message->is_signed = true;
		}
		if (is_type(part, "multipart", "encrypted") || (smime && part == message->root)) {
			message->is_encrypted = is_type(part, "multipart", "encrypted");
		}
		if (is_type(part, "text", NULL)) {
			message->is_signed |= str_find(body, STR("-----BEGIN PGP SIGNED MESSAGE-----"), 0) != STR_NONE;
			message->is_encrypted |= str_find(body, STR("-----BEGIN PGP MESSAGE-----"), 0) != STR_NONE;
		}
	}
}

struct message *message_parse(struct arena *arena, struct str bytes)
{
	struct message *message = ARENA_NEW(arena, struct message);
	struct parser *parser = ARENA_NEW(arena, struct parser);
	struct part *root = NULL;

	bytes.len = bytes.len < LIMIT_VALUE(source_bytes) ? bytes.len : LIMIT_VALUE(source_bytes);
	message->arena = arena;
	message->source = text_source(arena, bytes);
	parser->message = message;
	parser->s = bytes;
	parser->end = bytes.len;
	size_t body = open_part(parser, 0, NULL, &root);
	message->root = root;
	parse_body(parser, body);
	settle_empty(message);
	note_protection(message);
	if (bytes.len > 0 && memchr(bytes.at, '\0', bytes.len) != NULL) {
		message_defect(message, DEFECT_NUL_BYTE, (struct span){str_find_char(bytes, '\0', 0), 1});
	}
	return message;
}

const struct part *part_after(const struct part *part)
{
	if (part->child != NULL) {
		return part->child;
	}
	while (part != NULL && part->next == NULL) {
		part = part->parent;
	}
	return part != NULL ? part->next : NULL;
}

static bool is_signature(const struct part *part)
{
	return is_type(part, "application", "pgp-signature") || is_type(part, "application", "pkcs7-signature") ||
	       is_type(part, "application", "x-pkcs7-signature");
}

bool part_is_attachment(const struct part *part)
{
	bool is_image_in_text =
	    part->content_id.len > 0 && str_eq(part->type, STR("image")) && part->disposition != DISPOSITION_ATTACHMENT;

	if (is_type(part, "multipart", NULL) || is_signature(part) || is_image_in_text) {
		return false;
	}
	if (part->parent != NULL && is_type(part->parent, "message", "rfc822")) {
		return false;
	}
	if (part->disposition == DISPOSITION_ATTACHMENT || is_type(part, "message", "rfc822")) {
		return true;
	}
	if (is_type(part, "text", "plain") || is_type(part, "text", "html") || is_type(part, "text", "calendar")) {
		return part->filename.len > 0 && !is_type(part, "text", "calendar") && part->disposition != DISPOSITION_NONE;
	}
	return part->filename.len > 0 || !is_type(part, "text", NULL);
}
