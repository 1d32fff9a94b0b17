#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "front/verdict.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lint/lint.h"

#define JUDGE_ARENA_MAX ((size_t)1 << 30)
#define WARMING_ROUNDS 64 /* so that frequent patterns are compiled to machine code */

const char *const verdict_end_names[VERDICT_END_COUNT] = {[VERDICT_DONE] = "done",
                                                          [VERDICT_DEADLINE] = "deadline",
                                                          [VERDICT_CRASH] = "crash",
                                                          [VERDICT_MEMORY] = "memory",
                                                          [VERDICT_SYSTEM] = "system"};

struct judging {
	struct bench *bench;
	const struct envelope *envelope;
	struct str bytes;
	struct arena *arena;
};

static struct verdict *share_verdict(void)
{
	void *shared = mmap(NULL, sizeof(struct verdict), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return shared == MAP_FAILED ? NULL : shared;
}

bool bench_init(struct bench *bench, const struct ruleset *ruleset)
{
	*bench = (struct bench){.ruleset = ruleset, .searcher = searcher_new(), .verdict = share_verdict()};
	return bench->verdict && bench->searcher;
}

bool bench_branch(struct bench *branch, const struct bench *bench)
{
	*branch = (struct bench){.ruleset = bench->ruleset, .searcher = bench->searcher, .verdict = share_verdict()};
	return branch->verdict != NULL;
}

void bench_release(struct bench *bench)
{
	if (bench->verdict)
		munmap(bench->verdict, sizeof *bench->verdict);
	searcher_free(bench->searcher);
	*bench = (struct bench){0};
}

/* ---- in the child ---- */

static void copy_text(char *target, size_t room, struct str text)
{
	size_t len = text.len < room ? text.len : room - 1;

	memcpy(target, text.at, len);
	target[len] = '\0';
}

/* The ids of the rules that were broken, each once. */
static struct str list_rules(struct arena *arena, const struct result *result)
{
	struct buf buf;

	buf_init(&buf, arena, sizeof((struct verdict *)0)->rules - 1);
	for (size_t i = 0; i < result->findings.count && !buf.full; i++) {
		const struct finding *finding = &result->findings.at[i];
		bool known = finding->level < LEVEL_WARNING;
		for (size_t k = 0; k < i && !known; k++)
			known = result->findings.at[k].rule == finding->rule && result->findings.at[k].level >= LEVEL_WARNING;
		if (!known)
			buf_printf(&buf, "%s" STR_FMT, buf.len ? "," : "", STR_ARG(finding->rule->id));
	}
	return buf_str(&buf);
}

static void decide(const struct judging *judging, const struct result *result)
{
	const struct config_milter *milter = &judging->bench->ruleset->config->milter;
	struct verdict *verdict = judging->bench->verdict;
	struct str rules = list_rules(judging->arena, result);
	bool header = false;

	for (size_t i = 0; i < result->findings.count; i++) {
		enum mail_action action = policy_action(milter, judging->envelope, &result->findings.at[i]);
		header = header || action == MAIL_HEADER;
		if (action > verdict->action)
			verdict->action = action;
	}
	verdict->score = result->score;
	copy_text(verdict->kind, sizeof verdict->kind, judging->bench->ruleset->kinds.at[result->kind].name);
	copy_text(verdict->rules, sizeof verdict->rules, rules);
	if (verdict->overridden)
		verdict->action = MAIL_LOG;
	if (verdict->action == MAIL_REJECT || verdict->action == MAIL_TEMPFAIL)
		copy_text(verdict->reply, sizeof verdict->reply, reply_text(judging->arena, result, milter, judging->envelope));
	verdict->header = header && policy_is_inside(milter, judging->envelope);
	if (verdict->header)
		snprintf(verdict->header_value, sizeof verdict->header_value, "score=%ld; face=%s; rules=%.400s",
		         result->score / 10, face_name(result->face), verdict->rules);
}

static void judge(void *context)
{
	struct judging *judging = context;
	const struct config_milter *milter = &judging->bench->ruleset->config->milter;
	struct verdict *verdict = judging->bench->verdict;
	struct lint_options options = {.document = {.format = FORMAT_MAIL, .is_stdin = true}};
	struct message *message = message_parse(judging->arena, judging->bytes);
	struct str reason;

	verdict->pass = policy_of_message(milter, message);
	if (verdict->pass != PASS_NOT)
		return;
	verdict->overridden = policy_is_overridden(milter, judging->envelope, message, &reason);
	copy_text(verdict->reason, sizeof verdict->reason, reply_ascii(judging->arena, reason));
	for (char *quote = verdict->reason; (quote = strchr(quote, '"'));)
		*quote = '\'';
	const struct result *result =
	    lint_message(judging->arena, judging->bench->ruleset, judging->bench->searcher, judging->bytes, &options);
	verdict->pass = policy_of_result(result);
	if (verdict->pass == PASS_NOT)
		decide(judging, result);
}

/* For the tests of what a dying judge does to others: REPLYLINT_TEST_ABORT and _HANG name words that do it. */
static void misbehave_if_asked(struct str bytes)
{
	const char *abort_word = getenv("REPLYLINT_TEST_ABORT"), *hang_word = getenv("REPLYLINT_TEST_HANG");

	if (abort_word && *abort_word && str_find(bytes, str_of(abort_word), 0) != STR_NONE)
		abort();
	while (hang_word && *hang_word && str_find(bytes, str_of(hang_word), 0) != STR_NONE)
		pause();
}

static _Noreturn void judge_in_child(struct judging *judging)
{
	const struct rlimit no_core = {0, 0};
	static const int usual[] = {SIGTERM, SIGHUP, SIGALRM, SIGPIPE, SIGCHLD, SIGINT, SIGUSR2};
	sigset_t none;

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		signal(usual[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setrlimit(RLIMIT_CORE, &no_core);
	alarm((unsigned)(judging->bench->ruleset->config->milter.deadline / 1000) + 2); /* if nobody is there to end it */
	misbehave_if_asked(judging->bytes);
	judging->arena = arena_new(JUDGE_ARENA_MAX);
	bool done = judging->arena && arena_try(judging->arena, judge, judging);
	judging->bench->verdict->end = done ? VERDICT_DONE : VERDICT_MEMORY;
	_exit(0);
}

/* ---- in the parent ---- */

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the child's end of the pipe is closed; false when the deadline comes first. */
static bool wait_for_end(int descriptor, long deadline)
{
	struct pollfd pollfd = {.fd = descriptor, .events = POLLIN};

	for (long left = deadline - now_ms(); left > 0; left = deadline - now_ms()) {
		int ready = poll(&pollfd, 1, (int)left);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return false;
	}
	return false;
}

static enum verdict_end reap(pid_t child, bool in_time, const struct verdict *verdict)
{
	int status = 0;

	if (!in_time)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && verdict->end != VERDICT_CRASH)
		return verdict->end;
	return in_time ? VERDICT_CRASH : VERDICT_DEADLINE;
}

static enum verdict_end judge_apart(struct judging *judging, long start)
{
	struct verdict *verdict = judging->bench->verdict;
	int ends[2];

	if (pipe(ends) != 0)
		return VERDICT_SYSTEM;
	verdict->end = VERDICT_CRASH; /* until the child says better */
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		judge_in_child(judging);
	}
	close(ends[1]);
	enum verdict_end end = VERDICT_SYSTEM;
	if (child > 0)
		end = reap(child, wait_for_end(ends[0], start + judging->bench->ruleset->config->milter.deadline), verdict);
	close(ends[0]);
	return end;
}

const struct verdict *bench_fail(struct bench *bench, enum verdict_end end)
{
	bool put_off = bench->ruleset->config->milter.error_is_tempfail;
	struct verdict *verdict = bench->verdict;

	*verdict = (struct verdict){.end = end, .action = put_off ? MAIL_TEMPFAIL : MAIL_LOG};
	snprintf(verdict->reply, sizeof verdict->reply, "the mail could not be judged; please send it again later");
	return verdict;
}

const struct verdict *bench_judge(struct bench *bench, const struct envelope *envelope, struct str bytes)
{
	const struct config_milter *milter = &bench->ruleset->config->milter;
	struct judging judging = {.bench = bench, .envelope = envelope, .bytes = bytes};
	struct verdict *verdict = bench->verdict;
	long start = now_ms();

	*verdict = (struct verdict){.pass = policy_of_envelope(milter, envelope)};
	if (verdict->pass == PASS_NOT)
		verdict->end = judge_apart(&judging, start);
	if (verdict->end != VERDICT_DONE)
		bench_fail(bench, verdict->end);
	verdict->milliseconds = now_ms() - start;
	return verdict;
}

void bench_warm(struct bench *bench)
{
	static const char sample[] =
	    "From: Kim <kim@shop.example>\r\nTo: Ann <ann@home.example>\r\nSubject: Re: Your order\r\n\r\n"
	    "Dear Ann,\r\n\r\nThank you for your mail of 4 May. I am sorry that the order has not reached you yet. "
	    "We have sent a new parcel today; it will arrive by Friday, 8 May. You can see where it is at "
	    "https://shop.example/track. If anything is unclear, please call us on 555-0195, and I will help you.\r\n\r\n"
	    "> Where is my order? Can you tell me when it will come, please?\r\n\r\nKind regards\r\nKim\r\n";
	struct envelope envelope = {0};
	struct judging judging = {bench, &envelope, {sample, sizeof sample - 1}, arena_new(JUDGE_ARENA_MAX)};

	for (int i = 0; i < WARMING_ROUNDS && judging.arena; i++) {
		if (!arena_try(judging.arena, judge, &judging))
			break;
		arena_reset(judging.arena);
	}
	arena_free(judging.arena);
}

static const char *action_word(const struct verdict *verdict)
{
	return verdict->pass != PASS_NOT ? "pass" : mail_action_names[verdict->action];
}

void verdict_log(const struct verdict *verdict, const struct config_milter *milter, const struct envelope *envelope,
                 char line[VERDICT_LOG_MAX])
{
	char result[1600], sender[340] = "";
	struct str queue = envelope->queue_id.len ? str_sub(envelope->queue_id, 0, 64) : STR("-");

	if (verdict->end != VERDICT_DONE)
		snprintf(result, sizeof result, "failed=%s", verdict_end_names[verdict->end]);
	else if (verdict->pass != PASS_NOT)
		snprintf(result, sizeof result, "passed=%s", pass_names[verdict->pass]);
	else
		snprintf(result, sizeof result, "kind=%s score=%ld rules=%s%s%s%s", verdict->kind, verdict->score / 10,
		         verdict->rules[0] ? verdict->rules : "-", verdict->overridden ? " override=\"" : "", verdict->reason,
		         verdict->overridden ? "\"" : "");
	if (milter->log_sender)
		snprintf(sender, sizeof sender, " sender=<" STR_FMT ">", STR_ARG(str_sub(envelope->sender, 0, 320)));
	snprintf(line, VERDICT_LOG_MAX, "queue=" STR_FMT " action=%s %s ms=%ld%s", STR_ARG(queue), action_word(verdict),
	         result, verdict->milliseconds, sender);
	for (char *at = line; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}
