#include "mail/protection.h"

#include "mail/part.h"
#include "mail/transfer.h"

#define GLIMPSE ((size_t)64 * 1024) /* bytes of base64 text that are looked at */

static bool is_smime(const struct part *part)
{
	return part_is(part, "application", "pkcs7-mime") || part_is(part, "application", "x-pkcs7-mime");
}

/*
 * Whether base64 may hold five dashes in a row, as every line of OpenPGP begins: three of them are one quad, wherever
 * the quads begin. Saves decoding what is decoded later all the same.
 */
static bool may_have_dashes(struct str base64)
{
	return str_find(base64, STR("LS0t"), 0) != STR_NONE;
}

static struct str glimpse(const struct message *message, const struct part *part)
{
	const struct text *raw = text_part(message->arena, message->source, part->body);

	if (part->transfer == TRANSFER_BASE64) {
		return transfer_decode_base64(message->arena, raw, GLIMPSE).text->bytes;
	}
	return raw->bytes;
}

/* Whether an S/MIME part is signed only, and not enveloped: by its parameter, else by the object identifier in it. */
static bool is_signed_data(const struct message *message, const struct part *part)
{
	struct content type = part_content_type(message, part);
	struct str kind = content_parameter(message->arena, &type, "smime-type");

	if (kind.len > 0) {
		return str_eq_nocase(kind, STR("signed-data")) || str_eq_nocase(kind, STR("certs-only"));
	}
	struct str start = str_sub(glimpse(message, part), 0, 64); /* 1.2.840.113549.1.7.2: signedData */
	return str_find(start, STR("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), 0) != STR_NONE;
}

static bool has_line(struct str s, struct str start)
{
	for (size_t at = str_find(s, start, 0); at != STR_NONE; at = str_find(s, start, at + 1)) {
		if (at == 0 || s.at[at - 1] == '\n' || s.at[at - 1] == '\r') {
			return true;
		}
	}
	return false;
}

static bool is_inside_message(const struct part *part)
{
	for (const struct part *up = part->parent; up != NULL; up = up->parent) {
		if (part_is(up, "message", NULL)) {
			return true;
		}
	}
	return false;
}

static bool may_be_openpgp(const struct message *message, const struct part *part)
{
	bool is_text = part_is(part, "text", NULL) && part->child == NULL && !part_is_attachment(part);
	bool is_base64 = part->transfer == TRANSFER_BASE64;

	return is_text && (!is_base64 || may_have_dashes(str_span(message->source->bytes, part->body)));
}

/* A message in the message may be encrypted without hiding the text around it. */
static void note_part(struct message *message, const struct part *part)
{
	bool outer = !is_inside_message(part);

	if (part_is(part, "multipart", "signed")) {
		message->is_signed = true;
	} else if (part_is(part, "multipart", "encrypted")) {
		message->is_encrypted |= outer;
	} else if (is_smime(part)) {
		bool is_signed = is_signed_data(message, part);
		message->is_signed |= is_signed;
		message->is_encrypted |= !is_signed && part == message->root;
	} else if (may_be_openpgp(message, part)) {
		struct str text = glimpse(message, part);
		message->is_signed |= has_line(text, STR("-----BEGIN PGP SIGNED MESSAGE-----"));
		message->is_encrypted |= outer && has_line(text, STR("-----BEGIN PGP MESSAGE-----"));
	}
}

void protection_note(struct message *message)
{
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		note_part(message, part);
	}
}
