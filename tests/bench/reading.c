/*
 * How long reading mails takes, ours and GMime's, in one run: the mails of the mbox named, again and again in turn.
 * "parse" is the tree of parts; "text" also the subject and the text of every text part. Prints two lines of
 * "what ours gmime", in microseconds for each mail: the best of the rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <gmime/gmime.h>

#include "base/file.h"
#include "base/utf8.h"
#include "mail/mailbox.h"
#include "mail/message.h"

#define ROUNDS 7

struct mails {
	struct str *at;
	size_t count, room;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* ---- ours ---- */

static void read_ours(struct arena *arena, struct str mail, bool text)
{
	struct message *message = message_parse(arena, mail);

	if (text) {
		message_value(message, "Subject");
		for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
			if (part->child == NULL && str_eq(part->type, STR("text"))) {
				part_text(message, part);
			}
		}
	}
	arena_reset(arena);
}

static double time_ours(struct arena *arena, const struct mails *mails, bool text)
{
	double begun = now();

	for (size_t i = 0; i < mails->count; i++) {
		read_ours(arena, mails->at[i], text);
	}
	return now() - begun;
}

/* ---- GMime ---- */

static void read_text(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	(void)parent;
	(void)data;
	if (GMIME_IS_TEXT_PART(part)) {
		g_free(g_mime_text_part_get_text(GMIME_TEXT_PART(part)));
	}
}

static void read_gmime(struct str mail, bool text)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(mail.at, mail.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message != NULL) {
		if (text) {
			g_mime_message_get_subject(message);
			g_mime_message_foreach(message, read_text, NULL);
		}
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

static double time_gmime(const struct mails *mails, bool text)
{
	double begun = now();

	for (size_t i = 0; i < mails->count; i++) {
		read_gmime(mails->at[i], text);
	}
	return now() - begun;
}

/* ---- both ---- */

static void compare(struct arena *arena, const struct mails *mails, bool text)
{
	double ours = 1e18, gmime = 1e18;

	for (int round = 0; round < ROUNDS; round++) {
		double mine = time_ours(arena, mails, text), theirs = time_gmime(mails, text);
		ours = mine < ours ? mine : ours;
		gmime = theirs < gmime ? theirs : gmime;
	}
	double count = (double)mails->count;
	printf("%s %.3f %.3f\n", text ? "text" : "parse", ours / count, gmime / count);
}

int main(int argc, char **argv)
{
	struct arena *kept = arena_new((size_t)1 << 30), *arena = arena_new((size_t)1 << 30);
	struct mails mails = {0};
	struct mailbox mailbox;
	struct mailbox_entry entry;
	struct window window;
	struct err err = {""};
	struct str bytes;

	utf8_locale();
	g_mime_init();
	if (argc != 2 || !file_read(kept, argv[1], (size_t)1 << 29, &bytes, &err)) {
		fprintf(stderr, "usage: reading MBOX\n%s\n", err.text);
		return 2;
	}
	window_init_over(&window, bytes);
	mailbox_init(&mailbox, &window, bytes.len);
	while (mailbox_next(&mailbox, &entry)) {
		*vec_push(kept, &mails) = entry.mail;
	}
	compare(arena, &mails, false);
	compare(arena, &mails, true);
	arena_free(arena);
	arena_free(kept);
	return mails.count > 0 ? 0 : 1;
}
