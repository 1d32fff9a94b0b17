/* What a leaf part says: transfer decoding, charset, format=flowed. */
#include "mail/message.h"

#include "base/limits.h"
#include "mail/charset.h"
#include "mail/flowed.h"
#include "mail/mailbox.h"
#include "mail/transfer.h"

static const struct text *decode_transfer(struct message *message, const struct part *part, const struct text *raw)
{
	size_t max = LIMIT_VALUE(decoded_bytes);
	struct transfer_result result;
	enum defect_id damage;

	switch (part->transfer) {
	case TRANSFER_QUOTED_PRINTABLE:
		result = transfer_decode_quoted_printable(message->arena, raw, max);
		damage = DEFECT_BAD_QUOTED_PRINTABLE;
		break;
	case TRANSFER_BASE64:
		result = transfer_decode_base64(message->arena, raw, max);
		damage = DEFECT_BAD_BASE64;
		break;
	case TRANSFER_UUENCODE:
		result = transfer_decode_uuencode(message->arena, raw, max);
		damage = DEFECT_BAD_UUENCODE;
		break;
	case TRANSFER_IDENTITY:
	case TRANSFER_UNKNOWN:
	default:
		return raw;
	}
	if (result.damaged) {
		message_defect(message, damage, text_origin(raw, (struct span){result.damaged_at, 0}));
	}
	if (result.full) {
		message_defect(message, DEFECT_LIMIT_DECODED_BYTES, part->body);
	}
	return result.text;
}

/* The bytes that are read of a part that is not encoded. */
static const struct text *raw_text(struct message *message, const struct part *part)
{
	struct span body = part->body;
	size_t max = LIMIT_VALUE(decoded_bytes);

	if (part->transfer != TRANSFER_QUOTED_PRINTABLE && part->transfer != TRANSFER_BASE64 && body.len > max) {
		message_defect(message, DEFECT_LIMIT_DECODED_BYTES, part->body);
		body.len = max;
	}
	const struct text *raw = text_part(message->arena, message->source, body);
	bool is_lines = part->transfer == TRANSFER_IDENTITY || part->transfer == TRANSFER_QUOTED_PRINTABLE;
	return message->in_mailbox && is_lines ? mailbox_unquote(message->arena, raw) : raw;
}

const struct text *part_bytes(struct message *message, const struct part *part)
{
	return decode_transfer(message, part, raw_text(message, part));
}

const struct text *part_text(struct message *message, const struct part *part)
{
	const struct text *bytes = part_bytes(message, part);
	struct charset_result result = charset_decode(message->arena, bytes, part->charset, LIMIT_VALUE(decoded_bytes));

	if (result.unknown_label) {
		message_defect(message, DEFECT_UNKNOWN_CHARSET, (struct span){part->body.at, 0});
	}
	if (result.bad_bytes) {
		message_defect(message, DEFECT_BAD_CHARSET, text_origin(bytes, (struct span){result.bad_at, 1}));
	}
	if (result.full) {
		message_defect(message, DEFECT_LIMIT_DECODED_BYTES, part->body);
	}
	bool is_flowed = part->flowed && str_eq(part->subtype, STR("plain"));
	return is_flowed ? flowed_join(message->arena, result.text, part->delsp) : result.text;
}
