/* What a leaf part says: transfer decoding, charset, format=flowed (RFC 3676). */
#include "mail/message.h"

#include "base/limits.h"
#include "mail/charset.h"
#include "mail/lines.h"
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
		message_defect(message, damage, (struct span){part->body.at + result.damaged_at, 0});
	}
	if (result.full) {
		message_defect(message, DEFECT_LIMIT_DECODED_BYTES, part->body);
	}
	return result.text;
}

/* ---- format=flowed ---- */

struct flowed {
	struct str s;
	struct text_builder out;
	bool delsp, open; /* open: the line before ended with a space and flows on */
	size_t depth;     /* its quote depth */
};

static size_t quote_depth(struct str line)
{
	size_t depth = 0;

	while (depth < line.len && line.at[depth] == '>') {
		depth++;
	}
	return depth;
}

/* The line at at, whose end (without line end) is end; next: after its line end. */
static void flow_line(struct flowed *flowed, size_t at, size_t end, size_t next)
{
	struct str line = str_sub(flowed->s, at, end - at);
	size_t depth = quote_depth(line), text = at + depth;
	bool stuffed = text < end && flowed->s.at[text] == ' ';
	bool joins = flowed->open && depth == flowed->depth;

	if (flowed->open && !joins) {
		text_add_atom(&flowed->out, STR("\n"), at, 0);
	}
	if (!joins && depth > 0) {
		text_add_copy(&flowed->out, str_sub(line, 0, depth), at);
	}
	if (!joins && depth > 0 && stuffed) {
		text_add_copy(&flowed->out, STR(" "), text);
	}
	text += stuffed ? 1 : 0;
	struct str body = str_sub(flowed->s, text, end - text);
	bool separator = str_eq(body, STR("-- ")) || str_eq(line, STR("-- "));
	flowed->open = str_ends(body, STR(" ")) && !separator && next > end;
	flowed->depth = depth;
	size_t length = body.len - (flowed->open && flowed->delsp ? 1 : 0);
	text_add_copy(&flowed->out, str_sub(body, 0, length), text);
	if (!flowed->open) {
		text_add_copy(&flowed->out, str_sub(flowed->s, end, next - end), end);
	}
}

static const struct text *unflow(struct arena *arena, const struct text *text, bool delsp)
{
	struct flowed flowed = {.s = text->bytes, .delsp = delsp};

	text_begin(&flowed.out, arena, text->bytes.len * 2 + 1);
	for (size_t at = 0; at < text->bytes.len;) {
		size_t end = lines_end(text->bytes, at), next = end + lines_end_length(text->bytes, end);
		flow_line(&flowed, at, end, next);
		at = next;
	}
	return text_build(&flowed.out, TEXT_FLOWED, text);
}

const struct text *part_text(struct message *message, const struct part *part)
{
	const struct text *raw = text_part(message->arena, message->source, part->body);
	const struct text *bytes = decode_transfer(message, part, raw);
	struct charset_result result = charset_decode(message->arena, bytes, part->charset, LIMIT_VALUE(decoded_bytes));
	struct span where = {part->body.at, 0};

	if (result.unknown_label) {
		message_defect(message, DEFECT_UNKNOWN_CHARSET, where);
	}
	if (result.bad_bytes) {
		message_defect(message, DEFECT_BAD_CHARSET, text_origin(bytes, (struct span){result.bad_at, 1}));
	}
	bool flowed = part->flowed && str_eq(part->subtype, STR("plain"));
	return flowed ? unflow(message->arena, result.text, part->delsp) : result.text;
}
