/* A mail, or a mailbox of mails: the tree of parts, and the text of each part. */
#include "fuzz.h"

#include "base/utf8.h"
#include "mail/mailbox.h"
#include "mail/message.h"

static void read_mail(struct arena *arena, struct str bytes)
{
	struct message *message = message_parse(arena, bytes);

	for (const struct part *part = message->root; part; part = part_after(part)) {
		const struct text *text = part_text(message, part);
		assert(utf8_valid(text->bytes) && text_root(text) == message->source);
		fuzz_check_text(text);
		part_is_attachment(part);
	}
	fuzz_check_message(message);
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct mailbox mailbox;
	struct mailbox_entry entry;
	size_t before = 0;

	if (!mailbox_is_mbox(bytes)) {
		read_mail(arena, bytes);
		return;
	}
	mailbox_init(&mailbox, bytes);
	while (mailbox_next(&mailbox, &entry)) {
		assert(entry.mail.at > before && fuzz_inside(entry.mail, bytes.len));
		before = entry.mail.at;
		read_mail(arena, str_span(bytes, entry.mail));
	}
}
