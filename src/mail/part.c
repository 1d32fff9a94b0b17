#include "mail/part.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/charset.h"
#include "mail/header.h"

const struct field *part_field(const struct part *part, const char *name)
{
	for (size_t i = 0; i < part->field_count; i++) {
		if (str_eq_nocase(part->fields[i].name, str_of(name))) {
			return &part->fields[i];
		}
	}
	return NULL;
}

bool part_is(const struct part *part, const char *type, const char *subtype)
{
	return str_eq(part->type, str_of(type)) && (subtype == NULL || str_eq(part->subtype, str_of(subtype)));
}

bool part_is_message(const struct part *part)
{
	return (part_is(part, "message", "rfc822") || part_is(part, "message", "global")) &&
	       (part->transfer == TRANSFER_IDENTITY || part->transfer == TRANSFER_UNKNOWN);
}

void part_read_as_text(struct part *part)
{
	part->type = STR("text");
	part->subtype = STR("plain");
}

/* ---- the fields ---- */

static struct content read_field(const struct message *message, const struct field *field)
{
	struct str raw = field != NULL ? str_span(message->source->bytes, field->value_span) : (struct str){"", 0};

	return content_parse(message->arena, raw);
}

struct content part_content_type(const struct message *message, const struct part *part)
{
	return read_field(message, part_field(part, "Content-Type"));
}

/* RFC 2046 5.1.5: in a digest parts are messages unless they say otherwise. */
static void set_default_type(struct part *part)
{
	part_read_as_text(part);
	if (part->parent != NULL && part_is(part->parent, "multipart", "digest")) {
		part->type = STR("message");
		part->subtype = STR("rfc822");
	}
}

static struct str bare_boundary(struct str boundary)
{
	while (boundary.len > 0 && ascii_space(boundary.at[boundary.len - 1])) {
		boundary.len--;
	}
	return boundary;
}

static void read_type(struct message *message, struct part *part, const struct content *content, struct span where)
{
	struct arena *arena = message->arena;
	size_t slash = str_find_char(content->value, '/', 0);

	if (slash == STR_NONE || slash == 0 || slash + 1 == content->value.len) {
		message_defect(message, DEFECT_BAD_CONTENT_TYPE, where);
		part_read_as_text(part);
	} else {
		part->type = str_sub(content->value, 0, slash);
		part->subtype = str_from(content->value, slash + 1);
	}
	part->charset = str_lower(arena, str_trim(content_parameter(arena, content, "charset")));
	part->boundary = bare_boundary(content_parameter(arena, content, "boundary"));
	part->flowed = str_eq_nocase(content_parameter(arena, content, "format"), STR("flowed"));
	part->delsp = str_eq_nocase(content_parameter(arena, content, "delsp"), STR("yes"));
	if (content->too_long) {
		message_defect(message, DEFECT_LIMIT_PARAMETER_BYTES, where);
	}
	if (content_count(content, "boundary") > 1) {
		message_defect(message, DEFECT_DUPLICATE_BOUNDARY, where);
	}
}

static void note_second_type(struct message *message, const struct part *part, const struct field *first)
{
	for (size_t i = (size_t)(first - part->fields) + 1; i < part->field_count; i++) {
		if (str_eq_nocase(part->fields[i].name, STR("Content-Type"))) {
			message_defect(message, DEFECT_DUPLICATE_CONTENT_TYPE, part->fields[i].value_span);
			return;
		}
	}
}

static enum transfer_encoding transfer_of(struct str value)
{
	static const struct {
		const char *name;
		enum transfer_encoding transfer;
	} names[] = {
	    {"", TRANSFER_IDENTITY},
	    {"7bit", TRANSFER_IDENTITY},
	    {"8bit", TRANSFER_IDENTITY},
	    {"binary", TRANSFER_IDENTITY},
	    {"7-bit", TRANSFER_IDENTITY},
	    {"8-bit", TRANSFER_IDENTITY},
	    {"quoted-printable", TRANSFER_QUOTED_PRINTABLE},
	    {"base64", TRANSFER_BASE64},
	    {"x-uuencode", TRANSFER_UUENCODE},
	    {"uuencode", TRANSFER_UUENCODE},
	    {"x-uue", TRANSFER_UUENCODE},
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (str_eq(value, str_of(names[i].name))) {
			return names[i].transfer;
		}
	}
	return TRANSFER_UNKNOWN;
}

static void read_transfer(struct message *message, struct part *part)
{
	const struct field *field = part_field(part, "Content-Transfer-Encoding");

	if (field != NULL) {
		part->transfer = transfer_of(read_field(message, field).value);
	}
	if (field != NULL && part->transfer == TRANSFER_UNKNOWN) {
		message_defect(message, DEFECT_UNKNOWN_ENCODING, field->value_span);
	}
}

/* Names of files: raw 8-bit and encoded words are against the rules and stand there all the same. */
static struct str read_name(struct message *message, struct str value)
{
	struct arena *arena = message->arena;
	bool bad = false;
	const struct text *text = header_decode_words(arena, text_source(arena, value), &bad);

	if (!utf8_valid(text->bytes)) {
		text = charset_decode(arena, text, (struct str){"", 0}, LIMIT_VALUE(parameter_bytes) * 4).text;
	}
	return str_trim(text->bytes);
}

static void read_disposition(struct message *message, struct part *part, const struct content *type)
{
	const struct field *field = part_field(part, "Content-Disposition");
	struct content disposition = read_field(message, field);
	struct str name = content_parameter(message->arena, &disposition, "filename");

	if (str_eq(disposition.value, STR("inline"))) {
		part->disposition = DISPOSITION_INLINE;
	} else if (disposition.value.len > 0) { /* RFC 2183 2.8: what is not known is an attachment */
		part->disposition = DISPOSITION_ATTACHMENT;
	}
	if (field != NULL && disposition.too_long) {
		message_defect(message, DEFECT_LIMIT_PARAMETER_BYTES, field->value_span);
	}
	name = name.len > 0 ? name : content_parameter(message->arena, type, "name");
	part->filename = name.len > 0 ? read_name(message, name) : (struct str){"", 0};
}

static struct str read_content_id(const struct message *message, const struct part *part)
{
	const struct field *field = part_field(part, "Content-ID");
	struct str id = field != NULL ? str_trim(str_span(message->source->bytes, field->value_span)) : (struct str){"", 0};

	if (str_starts(id, STR("<"))) {
		id = str_from(id, 1);
		id.len -= str_ends(id, STR(">")) ? 1 : 0;
	}
	return str_trim(id);
}

void part_read(struct message *message, struct part *part)
{
	const struct field *field = part_field(part, "Content-Type");
	struct content type = read_field(message, field);

	set_default_type(part);
	if (field != NULL) {
		read_type(message, part, &type, field->value_span);
		note_second_type(message, part, field);
	}
	read_transfer(message, part);
	read_disposition(message, part, &type);
	part->content_id = read_content_id(message, part);
	bool is_tnef = part_is(part, "application", "ms-tnef") || part_is(part, "application", "vnd.ms-tnef");
	if (is_tnef || str_eq_nocase(part->filename, STR("winmail.dat"))) {
		message_defect(message, DEFECT_TNEF, (struct span){part->body.at, 0});
	}
}

/* ---- attachments ---- */

static bool is_signature(const struct part *part)
{
	return part_is(part, "application", "pgp-signature") || part_is(part, "application", "pkcs7-signature") ||
	       part_is(part, "application", "x-pkcs7-signature") || str_ends_nocase(part->filename, STR(".p7s"));
}

/* What programs, not people, put beside the text: the machinery of encryption and of delivery reports. */
static bool is_machinery(const struct part *part)
{
	const struct part *parent = part->parent;
	bool in_report = parent != NULL && part->disposition == DISPOSITION_NONE && part->filename.len == 0 &&
	                 part_is(parent, "multipart", "report");

	return is_signature(part) || in_report || (parent != NULL && part_is(parent, "multipart", "encrypted"));
}

/* An image (or a font, a sound) that the HTML beside it shows by its Content-ID, or that is shown in place. */
static bool is_shown(const struct part *part)
{
	bool related = part->parent != NULL && part_is(part->parent, "multipart", "related");
	bool is_image = part_is(part, "image", NULL);

	if (part->content_id.len > 0 && related) {
		return true;
	}
	return is_image && part->disposition != DISPOSITION_ATTACHMENT &&
	       (part->content_id.len > 0 || part->disposition == DISPOSITION_INLINE);
}

/* Text in place: a body, or one of its alternatives. A named text after the body is a file that is also shown. */
static bool is_body_text(const struct part *part)
{
	const struct part *parent = part->parent;
	bool is_body = part_is(part, "text", "plain") || part_is(part, "text", "html") || part_is(part, "text", "calendar");
	bool first = parent == NULL || !part_is(parent, "multipart", "mixed") || parent->child == part;

	return part_is(part, "text", NULL) && (part->filename.len == 0 || (is_body && first));
}

bool part_is_attachment(const struct part *part)
{
	if (part_is(part, "multipart", NULL) || is_machinery(part) || is_shown(part)) {
		return false;
	}
	return part->disposition == DISPOSITION_ATTACHMENT || !is_body_text(part);
}
