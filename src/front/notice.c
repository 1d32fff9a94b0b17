#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "front/notice.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "front/capture.h"
#include "front/handing.h"

#define SLOTS 4096u /* of senders; two that share one wait for each other */
#define HOUR 3600u
#define MAILER_SECONDS 60
#define MAILER_ARENA_MAX ((size_t)1 << 20)
#define DESCRIPTORS_MAX 1024
#define SUBJECT_MAX 200

/* ---- how often ---- */

struct notice_quota {
	_Atomic uint64_t sent_at[SLOTS]; /* seconds + 1 */
	_Atomic uint64_t in_hour;        /* the hour << 32, and how many in it */
};

struct notice_quota *notice_quota_new(void)
{
	void *shared = mmap(NULL, sizeof(struct notice_quota), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return shared == MAP_FAILED ? NULL : shared;
}

void notice_quota_free(struct notice_quota *quota)
{
	if (quota)
		munmap(quota, sizeof *quota);
}

/* FNV-1a */
static size_t slot_of(struct str sender)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < sender.len; i++)
		hash = (hash ^ (unsigned char)ascii_lower(sender.at[i])) * 1099511628211u;
	return (size_t)(hash ^ hash >> 32) % SLOTS;
}

static bool take_of_hour(struct notice_quota *quota, uint64_t hour)
{
	uint64_t seen = atomic_load(&quota->in_hour), wanted;

	do {
		wanted = (seen >> 32 == hour ? seen : hour << 32) + 1;
		if ((wanted & UINT32_MAX) > NOTICES_MOST)
			return false;
	} while (!atomic_compare_exchange_weak(&quota->in_hour, &seen, wanted));
	return true;
}

bool notice_quota_take(struct notice_quota *quota, struct str sender, unsigned long now)
{
	_Atomic uint64_t *sent_at = &quota->sent_at[slot_of(sender)];
	uint64_t seen = atomic_load(sent_at);

	if (seen && now - (seen - 1) < NOTICE_SECONDS)
		return false;
	return take_of_hour(quota, now / HOUR) && atomic_compare_exchange_strong(sent_at, &seen, (uint64_t)now + 1);
}

/* ---- the text ---- */

/* Text as printable ASCII on one line, which may hold encoded words. */
static void fold(struct str text, char *room, size_t size)
{
	size_t len = 0;

	text = str_trim(text);
	for (size_t i = 0; i < text.len && len + 1 < size; i++) {
		char c = text.at[i];
		if (c != '\r' && c != '\n')
			room[len++] = c >= ' ' && c <= '~' ? c : '?';
	}
	room[len] = '\0';
}

/* The lines of findings, as a list. */
static size_t add_findings(char *at, size_t room, const char *reply)
{
	struct str rest = str_of(reply), line;
	size_t len = 0;

	while (str_split(&rest, '\n', &line)) {
		int written = line.len ? snprintf(at + len, room - len, "- " STR_FMT "\n", STR_ARG(line)) : 0;
		if (written < 0 || (size_t)written >= room - len)
			break;
		len += (size_t)written;
	}
	at[len] = '\0';
	return len;
}

static void write_text(const struct notice_about *about, struct notice *notice)
{
	const struct str_list *recipients = &about->envelope->recipients;
	struct str sender = about->envelope->sender;
	char subject[SUBJECT_MAX], first[NOTICE_ADDRESS_MAX + 1], more[40] = "";
	const char *what = about->verdict->action == MAIL_HOLD ? "waits until somebody has looked at it" : "was sent";

	fold(about->subject, subject, sizeof subject);
	fold(recipients->count ? recipients->at[0] : (struct str){"", 0}, first, sizeof first);
	if (recipients->count > 1)
		snprintf(more, sizeof more, " and %zu more", recipients->count - 1);
	int len = snprintf(notice->text, sizeof notice->text,
	                   "From: Mail check <postmaster@" STR_FMT ">\nTo: <%s>\nSubject: About your mail: %s\n"
	                   "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nMIME-Version: 1.0\n"
	                   "Content-Type: text/plain; charset=us-ascii\n\nHello,\n\nyour mail to %s%s %s. "
	                   "This was noticed in it:\n\n",
	                   STR_ARG(str_from(sender, str_find_char(sender, '@', 0) + 1)), notice->sender, subject, first,
	                   more, what);
	size_t head = len > 0 ? (size_t)len : 0;
	head += add_findings(notice->text + head, sizeof notice->text - head - SUBJECT_MAX, about->verdict->reply);
	snprintf(notice->text + head, sizeof notice->text - head,
	         "\nA program has written this; nobody reads what is sent in reply.\n");
}

static unsigned long now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long)now.tv_sec;
}

bool notice_write(const struct notices *notices, const struct notice_about *about, struct notice *notice)
{
	struct str sender = about->envelope->sender;

	if (!about->verdict->notify || !notices->quota || sender.len > NOTICE_ADDRESS_MAX ||
	    !notice_quota_take(notices->quota, sender, now_seconds()))
		return false;
	fold(sender, notice->sender, sizeof notice->sender);
	write_text(about, notice);
	return true;
}

/* ---- sending ---- */

/* Becomes the mailer; it shares nothing with us but the mail, and has some time. */
static bool deliver(const struct notices *notices, const struct notice *notice, struct err *err)
{
	struct arena *arena = arena_new(MAILER_ARENA_MAX);
	const char *const more[] = {"-i", "-f", "", "--", notice->sender};
	struct words words = {0};
	struct capture mail;

	for (int i = STDERR_FILENO + 1; i < DESCRIPTORS_MAX; i++)
		close(i);
	alarm(MAILER_SECONDS);
	if (!arena || !capture_begin(&mail, err))
		return err_set(err, "out of memory");
	if (!file_write_all(mail.descriptor, str_of(notice->text)) || !capture_end(&mail, err))
		return err_set(err, "it cannot be written: %s", strerror(errno));
	for (size_t i = 0; i < notices->mailer.count; i++)
		words_add(arena, &words, notices->mailer.at[i]);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		words_add(arena, &words, more[i]);
	return handing_become(arena, &words, mail.descriptor, err);
}

void notice_send(const struct notices *notices, const struct notice *notice, const struct log *log)
{
	struct err err = {""};
	pid_t child = fork();

	if (child == 0) {
		if (fork() == 0 && !deliver(notices, notice, &err))
			log_line(log, LOG_ERR, "a notice to the sender cannot be sent: %s", err.text);
		_exit(0); /* so that nobody has to wait for the mailer */
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}
