/* A mail, or a mailbox of mails: the tree of parts, and the text of each part. */
#include "fuzz.h"

#include <limits.h>
#include <unistd.h>

#include "base/file.h"
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

/* The next mail of bytes; false when there is none. */
static bool next_mail(struct mailbox *mailbox, struct mailbox_entry *entry, struct str bytes)
{
	size_t before = entry->offset + entry->mail.len;

	if (!mailbox_next(mailbox, entry)) {
		return false;
	}
	assert(!entry->too_long && entry->offset > before && entry->offset + entry->mail.len <= bytes.len);
	assert(entry->mail.at == bytes.at + entry->offset);
	return true;
}

/* The same mails come, and where they stand, when the file is read bit by bit. */
static void read_by_steps(struct str bytes)
{
	struct window whole, steps;
	struct mailbox one, other;
	struct mailbox_entry wanted = {0}, got = {0};
	int ends[2];

	if (bytes.len > PIPE_BUF || pipe(ends) != 0) {
		return;
	}
	assert(file_write_all(ends[1], bytes) && close(ends[1]) == 0);
	window_init_over(&whole, bytes);
	window_init(&steps, ends[0], 1 + bytes.len % 7);
	mailbox_init(&one, &whole, bytes.len);
	mailbox_init(&other, &steps, bytes.len);
	while (next_mail(&one, &wanted, bytes)) {
		assert(mailbox_next(&other, &got) && got.offset == wanted.offset && got.line == wanted.line);
		assert(!got.too_long && str_eq(got.mail, wanted.mail));
	}
	assert(!mailbox_next(&other, &got) && !steps.error);
	window_release(&steps);
	close(ends[0]);
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct window window;
	struct mailbox mailbox;
	struct mailbox_entry entry = {0};

	if (!mailbox_is_mbox(bytes)) {
		read_mail(arena, bytes);
		return;
	}
	window_init_over(&window, bytes);
	mailbox_init(&mailbox, &window, bytes.len);
	while (next_mail(&mailbox, &entry, bytes)) {
		read_mail(arena, entry.mail);
	}
	read_by_steps(bytes);
}
