/*
 * sendmail: judges a mail that a mail program sends, and hands it on to the real sendmail by becoming it. Where
 * somebody sits at a terminal they are asked what to do about it; else it is refused, and stays with the mail program.
 * Ends with 0, 65 (refused) or 75 (front_exit_code()), or as the real sendmail does.
 */
#define _DEFAULT_SOURCE /* mkstemps() */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "front/dialogue.h"
#include "front/front.h"
#include "front/handing.h"
#include "front/mail_rules.h"
#include "front/mailer.h"
#include "front/options.h"
#include "front/output.h"
#include "front/review.h"

#define FILE_NAME "replylint-XXXXXX.eml"
#define FILE_ENDING_LEN 4

/* A mail on its way. */
struct sending {
	const struct front *front;
	const struct words *command; /* the program that takes it, with all its arguments */
	struct capture mail;
	bool is_changed; /* by us: nobody else has it as it is now */
	bool is_shown;   /* what was changed is before the eyes of whoever decides, and they have not said yes yet */
	struct dialogue dialogue;
	struct review review;
};

/* Where they see it. */
static void say(const struct sending *sending, const struct err *err)
{
	fputs("replylint: ", sending->review.out);
	front_print(sending->review.out, str_of(err->text));
	putc('\n', sending->review.out);
	fflush(sending->review.out);
}

/* ---- a mail that was changed lies in a file when it is edited, and when it is not sent ---- */

/* Writes the mail into a new file, whose name is put into path. */
static bool write_file(struct sending *sending, const char **path, struct err *err)
{
	const char *folder = getenv("TMPDIR");
	struct arena *arena = sending->front->arena;
	struct str bytes, name = str_printf(arena, "%s/" FILE_NAME, folder && *folder ? folder : "/tmp");
	char *template = ARENA_ARRAY(arena, name.len + 1, char);

	memcpy(template, name.at, name.len);
	*path = template;
	if (!capture_bytes(arena, &sending->mail, &bytes, err))
		return false;
	int descriptor = mkstemps(template, FILE_ENDING_LEN);
	if (descriptor < 0)
		return err_set(err, "%s: %s", template, strerror(errno));
	bool written = file_write_all(descriptor, bytes) && fsync(descriptor) == 0;
	if (!written)
		err_set(err, "%s: %s", template, strerror(errno));
	close(descriptor);
	if (!written)
		unlink(template);
	return written;
}

/* What somebody has put into a mail is not lost with it. */
static void keep_changes(struct sending *sending)
{
	struct err err = {""};
	const char *path;

	if (!sending->is_changed)
		return;
	if (write_file(sending, &path, &err))
		err_set(&err, "the mail as you changed it is kept in %s", path);
	say(sending, &err);
}

static void replace(struct sending *sending, const struct capture *mail)
{
	capture_drop(&sending->mail);
	sending->mail = *mail;
	sending->is_changed = true;
}

/* ---- what can be done about a mail ---- */

/* False and err: it is as it was. */
static bool read_edited(struct sending *sending, const char *path, struct err *err)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	struct capture edited;

	if (descriptor < 0)
		return err_set(err, "%s: %s", path, strerror(errno));
	bool taken = capture_take(&edited, descriptor, err);
	close(descriptor);
	if (taken && edited.len == 0)
		err_set(err, "nothing was left of the mail");
	if (err_is_set(err)) {
		capture_drop(&edited);
		return false;
	}
	replace(sending, &edited);
	sending->is_shown = false;
	return true;
}

static void edit(struct sending *sending)
{
	struct err err = {""};
	const char *path;

	if (write_file(sending, &path, &err)) {
		if (!dialogue_edit(&sending->dialogue, path))
			err_set(&err, "the editor failed; the mail is as it was");
		else
			read_edited(sending, path, &err);
		unlink(path);
	}
	if (err_is_set(&err))
		say(sending, &err);
}

static void fix(struct sending *sending)
{
	struct capture repaired;
	struct str bytes;
	struct err err = {""};

	if (capture_bytes(sending->front->arena, &sending->mail, &bytes, &err) &&
	    review_repair(&sending->review, bytes, &repaired)) {
		replace(sending, &repaired);
		sending->is_shown = true;
		return;
	}
	if (!err_is_set(&err))
		err_set(&err, "nothing could be repaired");
	say(sending, &err);
}

/* ---- sending ---- */

/*
 * The real sendmail as a child: a changed mail that it does not take is kept. Ends the process as it ended; returns
 * only when that cannot be told.
 */
static enum status send_changed(struct sending *sending)
{
	struct err err = {""};
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		mailer_become(sending->front, sending->command, sending->mail.descriptor, &err);
		front_trouble(&err);
		_exit(EX_TEMPFAIL);
	}
	signal(SIGINT, SIG_IGN); /* that ends the child, and we see it end */
	signal(SIGHUP, SIG_IGN);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	bool ended = child > 0 && WIFEXITED(status);
	if (!ended || WEXITSTATUS(status) != 0)
		keep_changes(sending);
	if (ended)
		exit(WEXITSTATUS(status));
	err_set(&err, "%s: %s", sending->command->at[0], child < 0 ? "cannot be started" : "was ended by a signal");
	return front_trouble(&err);
}

/* Returns only when it cannot be sent. */
static enum status let_go(struct sending *sending, const struct verdict *verdict)
{
	struct arena *arena = sending->front->arena;
	const struct envelope envelope = {.user = submission_user(arena)}; /* all that matters to a header */
	const struct handing handing = {arena, &sending->review.ruleset->config->milter, &envelope, verdict};
	struct err err = {""};

	if (!handing_relabel(&handing, &sending->mail, &err)) {
		keep_changes(sending);
		return front_trouble(&err);
	}
	if (sending->is_changed)
		return send_changed(sending);
	mailer_become(sending->front, sending->command, sending->mail.descriptor, &err);
	return front_trouble(&err);
}

/* Nobody is there to decide, or they have decided against it. */
static enum status refuse(struct sending *sending, const struct verdict *verdict)
{
	struct err err = {""};

	err_set(&err, "the mail was not sent");
	say(sending, &err);
	keep_changes(sending);
	return verdict->end == VERDICT_DONE ? STATUS_FINDINGS : STATUS_TROUBLE;
}

/* ---- deciding ---- */

static char ask(const struct sending *sending, bool stops)
{
	bool can_fix = sending->review.outcome->fixable > 0;
	struct str question = str_printf(sending->front->arena, "[e]dit, %s%s, [a]bort? ", can_fix ? "[f]ix, " : "",
	                                 stops ? "[s]end anyway" : "[s]end");

	return dialogue_ask(&sending->dialogue, question.at, can_fix ? "efsa" : "esa");
}

static enum status settle(struct sending *sending)
{
	for (;;) {
		struct str bytes;
		struct err err = {""};
		if (!capture_bytes(sending->front->arena, &sending->mail, &bytes, &err))
			return front_trouble(&err);
		const struct verdict *verdict = review_judge(&sending->review, bytes);
		bool stops = verdict_stops(verdict);
		if (!stops && !sending->is_shown)
			return let_go(sending, verdict);
		switch (sending->dialogue.descriptor >= 0 ? ask(sending, stops) : 'a') {
		case 'e':
			edit(sending);
			break;
		case 'f':
			fix(sending);
			break;
		case 's':
			return let_go(sending, verdict);
		default:
			return refuse(sending, verdict);
		}
	}
}

static bool prepare(struct sending *sending, const struct ruleset *ruleset, const struct options *options,
                    struct err *err)
{
	bool asks = dialogue_open(&sending->dialogue);
	FILE *out = asks ? sending->dialogue.out : stderr;

	sending->review.front = sending->front;
	sending->review.ruleset = ruleset;
	sending->review.out = out;
	sending->review.color = output_color(options, out);
	return review_init(&sending->review) || err_set(err, "out of memory");
}

/* The arguments of the real sendmail: those that we got; and what it is called for, where that is in our name. */
static void add_arguments(const struct front *front, const struct options *options, struct words *words)
{
	const char *name = front_name(front->program);

	if (strcmp(name, "mailq") == 0)
		words_add(front->arena, words, "-bp");
	if (strcmp(name, "newaliases") == 0)
		words_add(front->arena, words, "-bi");
	for (size_t i = 0; i < options->arguments.count; i++)
		words_add(front->arena, words, options->arguments.at[i]);
}

/* What brings no mail. Returns only when it cannot be handed on. */
static enum status hand_on(const struct front *front, const struct options *options,
                           const struct mail_rules_options *wanted)
{
	struct err err = {""};
	const struct config *config = mail_rules_config(front->arena, wanted, &err);
	struct words command;

	if (config && mailer_find(front, options, config, &command, &err)) {
		add_arguments(front, options, &command);
		mailer_become(front, &command, STDIN_FILENO, &err);
	}
	return front_trouble(&err);
}

enum status front_sendmail(const struct front *front, const struct options *options)
{
	const struct mail_rules_options wanted = {
	    .config_path = options->text[OPTION_own_config], .users = true, .usual = MAIL_REJECT};
	struct submission submission;
	struct words arguments = {0}, command;
	struct sending sending = {.front = front, .command = &command, .review = {.submission = &submission}};
	struct err err = {""};

	add_arguments(front, options, &arguments);
	submission_read(front->arena, &arguments, &submission);
	if (!submission.brings_mail)
		return hand_on(front, options, &wanted);
	handing_guard(0);
	const struct ruleset *ruleset =
	    capture_take(&sending.mail, STDIN_FILENO, &err) ? mail_rules_load(front, front->arena, &wanted, &err) : NULL;
	if (!ruleset || !mailer_find(front, options, ruleset->config, &command, &err) ||
	    !prepare(&sending, ruleset, options, &err))
		return front_trouble(&err);
	add_arguments(front, options, &command);
	enum status status = settle(&sending);
	review_release(&sending.review);
	dialogue_close(&sending.dialogue);
	return status;
}
