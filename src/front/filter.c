/*
 * filter: the content filter that pipe(8) runs. The mail is taken whole, judged in a child, and handed to sendmail by
 * becoming it: no moment in which half a mail could be sent. Ends with 0, 69 or 75 (front_exit_code()).
 */
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "base/limits.h"
#include "front/capture.h"
#include "front/front.h"
#include "front/handing.h"
#include "front/mail_rules.h"
#include "front/options.h"
#include "front/bench.h"

#define SENDMAIL "/usr/sbin/sendmail"
/* Seconds. Postfix returns a mail to its sender when a filter takes 1000; ended by us it is tried again. */
#define FILTER_SECONDS 300
#define SENDMAIL_SECONDS 600

/* What is known of the mail beside its bytes. */
struct filtering {
	const struct front *front;
	const struct options *options;
	const struct bench *bench;
	const struct envelope *envelope;
};

/* "5.7.1 ..." on one line: Postfix takes the code and the text for its report. */
static void tell(const char *code, const char *text)
{
	printf("%s ", code);
	for (const char *at = text; *at; at++) {
		if (*at == '\n')
			fputs(" | ", stdout);
		else
			putchar(*at);
	}
	putchar('\n');
}

/* Only returns when sendmail cannot be run. */
static void reinject(const struct front *front, const struct options *options, const struct capture *capture,
                     struct err *err)
{
	const char *program = options->given[OPTION_sendmail] ? options->text[OPTION_sendmail] : SENDMAIL;
	const char *const first[] = {program, "-G", "-i", "-f", options->text[OPTION_sender], "--"};
	struct words words = {0};

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		words_add(front->arena, &words, first[i]);
	for (size_t i = 0; i < options->arguments.count; i++)
		words_add(front->arena, &words, options->arguments.at[i]);
	alarm(SENDMAIL_SECONDS);
	handing_become(front->arena, &words, capture->descriptor, err);
}

static bool size_is_right(const struct options *options, const struct capture *capture, struct err *err)
{
	const char *written = options->text[OPTION_size];
	char *end;

	if (!written)
		return true;
	unsigned long long size = strtoull(written, &end, 10);
	if (!ascii_digit(written[0]) || *end)
		return err_set(err, "--size: \"%s\" is no number of bytes", written);
	return capture->queue_size >= size ||
	       err_set(err, "the mail was cut on its way here: %zu of %llu bytes came", capture->queue_size, size);
}

static struct envelope envelope_of(const struct front *front, const struct options *options)
{
	struct envelope envelope = {.is_known = options->given[OPTION_sender],
	                            .sender = str_of(options->text[OPTION_sender]),
	                            .user = str_of(options->text[OPTION_sasl_username]),
	                            .queue_id = str_of(options->text[OPTION_queue_id])};

	for (size_t i = 0; i < options->arguments.count; i++)
		*vec_push(front->arena, &envelope.recipients) = str_of(options->arguments.at[i]);
	return envelope;
}

static const struct verdict *judge(const struct front *front, struct bench *bench, const struct envelope *envelope,
                                   const struct capture *capture, struct err *err)
{
	struct str bytes;

	if (!capture_bytes(front->arena, capture, &bytes, err))
		return NULL;
	const struct verdict *verdict = bench_judge(bench, envelope, bytes);
	bench_dismiss(bench); /* it would look to sendmail like a child of its own */
	return verdict;
}

static bool prepare(const struct front *front, const struct options *options, struct bench *bench, struct err *err)
{
	bool check_only = options->given[OPTION_check_only];
	const struct mail_rules_options wanted = {.config_path = options->text[OPTION_mail_config],
	                                          .usual = check_only ? MAIL_REJECT : MAIL_LOG};
	const struct ruleset *ruleset = mail_rules_load(front, front->arena, &wanted, err);

	if (!ruleset)
		return false;
	if (!check_only && policy_asks_for(&ruleset->config->milter, MAIL_HOLD))
		return err_set(err, "%s: a content filter cannot hold mail; use the milter, or reject", ruleset->config->path);
	return bench_init(bench, ruleset) || err_set(err, "out of memory");
}

static bool usage_is_right(const struct options *options, struct err *err)
{
	if (options->given[OPTION_check_only])
		return true;
	if (!options->given[OPTION_sender])
		return err_set(err, "filter needs -f SENDER (-f '' for a bounce), or --check-only");
	return options->arguments.count || err_set(err, "filter needs the recipients, after --");
}

static void log_verdict(const struct verdict *verdict, const struct bench *bench, const struct envelope *envelope)
{
	char line[VERDICT_LOG_MAX];

	verdict_log(verdict, &bench->ruleset->config->milter, envelope, line);
	openlog("replylint/filter", LOG_PID, LOG_MAIL);
	syslog(LOG_INFO, "%s", line);
	closelog();
}

/* A mail that goes on. Returns only when it cannot. */
static enum status let_go(const struct filtering *filtering, struct capture *capture, const struct verdict *verdict)
{
	const struct handing handing = {filtering->front->arena, &filtering->bench->ruleset->config->milter,
	                                filtering->envelope, verdict};
	struct err err = {""};

	if (handing_relabel(&handing, capture, &err))
		reinject(filtering->front, filtering->options, capture, &err);
	return front_trouble(&err);
}

static enum status act(const struct filtering *filtering, struct capture *capture, const struct verdict *verdict)
{
	if (verdict->action == MAIL_REJECT || verdict->action == MAIL_TEMPFAIL) {
		tell(verdict->action == MAIL_REJECT ? "5.7.1" : "4.7.1", verdict->reply);
		return front_close(stdout, "standard output") == STATUS_CLEAN && verdict->action == MAIL_REJECT
		           ? STATUS_FINDINGS
		           : STATUS_TROUBLE;
	}
	if (filtering->options->given[OPTION_check_only])
		return verdict->end == VERDICT_DONE ? STATUS_CLEAN : STATUS_TROUBLE;
	return let_go(filtering, capture, verdict);
}

enum status front_filter(const struct front *front, const struct options *options)
{
	struct capture capture;
	struct bench bench;
	struct err err = {""};

	handing_guard(FILTER_SECONDS);
	if (options->given[OPTION_size]) /* pipe(8) has called */
		handing_end_with_caller();
	if (!usage_is_right(options, &err) || !capture_take(&capture, STDIN_FILENO, &err) ||
	    !size_is_right(options, &capture, &err) || !prepare(front, options, &bench, &err))
		return front_trouble(&err);
	struct envelope envelope = envelope_of(front, options);
	const struct verdict *verdict = judge(front, &bench, &envelope, &capture, &err);
	if (!verdict)
		return front_trouble(&err);
	if (!options->given[OPTION_check_only])
		log_verdict(verdict, &bench, &envelope);
	const struct filtering filtering = {front, options, &bench, &envelope};
	enum status status = act(&filtering, &capture, verdict);
	bench_release(&bench);
	return status;
}
