#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "front/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/buf.h"
#include "front/bench_sample.h"
#include "front/confine.h"

#define JUDGE_ARENA_MAX ((size_t)1 << 30)
#define WARMING_ROUNDS 40 /* so that frequent patterns are compiled to machine code */
#define JUDGED_MAX 1000   /* then another judge takes its place, whatever it may have gathered */
#define DESCRIPTORS_MAX 1024

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

/* ---- what is said to the judge: the envelope's strings and the message, each with its length in front ---- */

static void add_string(struct buf *buf, struct str string)
{
	buf_add(buf, (struct str){(const char *)&string.len, sizeof string.len});
	buf_add(buf, string);
}

/* All but the bytes of the message themselves, which follow. */
static struct str write_request(struct arena *arena, const struct envelope *envelope, struct str bytes)
{
	const struct str strings[] = {envelope->sender, envelope->user, envelope->daemon_name, envelope->queue_id};
	const size_t recipients = envelope->recipients.count;
	struct buf buf;

	buf_init(&buf, arena, SIZE_MAX);
	buf_char(&buf, envelope->is_known);
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		add_string(&buf, strings[i]);
	buf_add(&buf, (struct str){(const char *)&recipients, sizeof recipients});
	for (size_t i = 0; i < recipients; i++)
		add_string(&buf, envelope->recipients.at[i]);
	buf_add(&buf, (struct str){(const char *)&bytes.len, sizeof bytes.len});
	return buf_str(&buf);
}

/* The caller that has left ends the judge. */
static void take(int channel, void *at, size_t len)
{
	for (char *next = at; len;) {
		ssize_t got = read(channel, next, len);
		if (got == 0 || (got < 0 && errno != EINTR))
			_exit(0);
		next += got > 0 ? got : 0;
		len -= got > 0 ? (size_t)got : 0;
	}
}

static struct str take_string(struct arena *arena, int channel)
{
	size_t len;

	take(channel, &len, sizeof len);
	char *at = ARENA_ARRAY(arena, len + 1, char);
	take(channel, at, len);
	return (struct str){at, len};
}

static void take_request(struct judging *judging, int channel)
{
	struct envelope *envelope = &judging->envelope;
	struct str *const strings[] = {&envelope->sender, &envelope->user, &envelope->daemon_name, &envelope->queue_id};
	char is_known;
	size_t recipients;

	*envelope = (struct envelope){0};
	take(channel, &is_known, 1);
	envelope->is_known = is_known;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		*strings[i] = take_string(judging->arena, channel);
	take(channel, &recipients, sizeof recipients);
	for (size_t i = 0; i < recipients; i++)
		*vec_push(judging->arena, &envelope->recipients) = take_string(judging->arena, channel);
	judging->bytes = take_string(judging->arena, channel);
}

/* ---- the judge ---- */

/* A message, from its request to its verdict; what is taken from the channel may end the process. */
struct sitting {
	struct judging judging;
	int channel;
};

static void sit(void *context)
{
	struct sitting *sitting = context;
	struct judging *judging = &sitting->judging;

	take_request(judging, sitting->channel);
	alarm((unsigned)(judging->ruleset->config->milter.deadline / 1000) + 2); /* if nobody is there to end it */
	verdict_misbehave_if_asked(judging->bytes);
	verdict_reach(judging);
	alarm(0);
}

/* It shares nothing with its caller but the channel: a connection must not stay open because of it. */
static void leave_all_but(int channel)
{
	for (int i = STDERR_FILENO + 1; i < DESCRIPTORS_MAX; i++)
		if (i != channel)
			close(i);
}

static void behave(void)
{
	static const int usual[] = {SIGALRM, SIGPIPE, SIGCHLD, SIGINT, SIGUSR2};
	const struct rlimit no_core = {0, 0};
	sigset_t none;

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		signal(usual[i], SIG_DFL);
	signal(SIGTERM, SIG_IGN); /* it ends with its caller */
	signal(SIGHUP, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setrlimit(RLIMIT_CORE, &no_core);
}

static _Noreturn void be_judge(const struct bench *bench, int channel)
{
	struct sitting sitting = {.judging = {.ruleset = bench->ruleset,
	                                      .searcher = bench->searcher,
	                                      .arena = arena_new(JUDGE_ARENA_MAX),
	                                      .verdict = bench->verdict},
	                          .channel = channel};
	const char done = '.';

	behave();
	leave_all_but(channel);
	confine();
	while (sitting.judging.arena && arena_try(sitting.judging.arena, sit, &sitting)) {
		bench->verdict->end = VERDICT_DONE;
		if (write(channel, &done, 1) != 1)
			break;
		arena_reset(sitting.judging.arena);
	}
	if (bench->verdict->end != VERDICT_DONE)
		bench->verdict->end = VERDICT_MEMORY;
	_exit(0);
}

/* ---- its caller ---- */

static bool appoint(struct bench *bench)
{
	int ends[2];

	if (bench->judge)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return false;
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		be_judge(bench, ends[1]);
	}
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return false;
	}
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	bench->judge = child;
	bench->channel = ends[0];
	bench->judged = 0;
	return true;
}

/* Its exit status, as of waitpid(). */
static int reap(struct bench *bench)
{
	int status = 0;

	close(bench->channel);
	while (waitpid(bench->judge, &status, 0) < 0 && errno == EINTR)
		;
	bench->judge = 0;
	return status;
}

void bench_dismiss(struct bench *bench)
{
	if (bench->judge)
		reap(bench);
}

/* Whether a judge that has nothing to do has died of something else. */
static bool is_gone(int channel)
{
	struct pollfd pollfd = {.fd = channel, .events = POLLIN};

	return poll(&pollfd, 1, 0) != 0;
}

/* How a step with the judge went. */
enum step { STEP_DONE, STEP_LATE, STEP_BROKEN };

static enum step say(int channel, struct str bytes, long deadline)
{
	while (bytes.len) {
		if (!clock_wait(channel, POLLOUT, deadline))
			return STEP_LATE;
		ssize_t sent = send(channel, bytes.at, bytes.len, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return STEP_BROKEN;
		bytes = str_from(bytes, sent > 0 ? (size_t)sent : 0);
	}
	return STEP_DONE;
}

static enum step hear(int channel, long deadline)
{
	char done;

	if (!clock_wait(channel, POLLIN, deadline))
		return STEP_LATE;
	return read(channel, &done, 1) == 1 ? STEP_DONE : STEP_BROKEN;
}

/* A judge that has failed is no more. */
static enum verdict_end part(struct bench *bench, bool is_late)
{
	if (is_late)
		kill(bench->judge, SIGKILL);
	int status = reap(bench);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && bench->verdict->end == VERDICT_MEMORY)
		return VERDICT_MEMORY;
	return is_late ? VERDICT_DEADLINE : VERDICT_CRASH;
}

/* Says the message to a judge and hears what comes of it. */
static enum verdict_end ask(struct bench *bench, const struct envelope *envelope, struct str bytes, long deadline)
{
	if (bench->judge && (bench->judged >= JUDGED_MAX || is_gone(bench->channel)))
		bench_dismiss(bench);
	if (!appoint(bench))
		return VERDICT_SYSTEM;
	*bench->verdict = (struct verdict){.end = VERDICT_CRASH}; /* until the judge says better */
	bench->judged++;
	enum step step = say(bench->channel, write_request(bench->arena, envelope, bytes), deadline);
	arena_reset(bench->arena);
	step = step == STEP_DONE ? say(bench->channel, bytes, deadline) : step;
	step = step == STEP_DONE ? hear(bench->channel, deadline) : step;
	return step == STEP_DONE ? VERDICT_DONE : part(bench, step == STEP_LATE);
}

/* A judge that dies may have been dying of something else when the message came: another one is asked, once. */
static enum verdict_end ask_two(struct bench *bench, const struct envelope *envelope, struct str bytes)
{
	long deadline = clock_ms() + bench->ruleset->config->milter.deadline;
	enum verdict_end end = ask(bench, envelope, bytes, deadline);

	if (end != VERDICT_CRASH)
		return end;
	end = ask(bench, envelope, bytes, deadline);
	bench->verdict->asked_again = true;
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
	struct verdict *verdict = bench->verdict;
	long start = clock_ms();

	*verdict = (struct verdict){.pass = policy_of_envelope(&bench->ruleset->config->milter, envelope)};
	if (verdict->pass == PASS_NOT)
		verdict->end = ask_two(bench, envelope, bytes);
	if (verdict->end != VERDICT_DONE)
		bench_fail(bench, verdict->end);
	verdict->milliseconds = clock_ms() - start;
	return verdict;
}

/* ---- the bench ---- */

static bool set_up(struct bench *bench)
{
	void *shared = mmap(NULL, sizeof(struct verdict), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	bench->verdict = shared == MAP_FAILED ? NULL : shared;
	bench->arena = arena_new(JUDGE_ARENA_MAX);
	return bench->verdict && bench->arena && bench->searcher;
}

bool bench_init(struct bench *bench, const struct ruleset *ruleset)
{
	*bench = (struct bench){.ruleset = ruleset, .searcher = searcher_new()};
	return set_up(bench);
}

bool bench_branch(struct bench *branch, const struct bench *bench)
{
	*branch = (struct bench){.ruleset = bench->ruleset, .searcher = bench->searcher, .is_branch = true};
	return set_up(branch);
}

void bench_release(struct bench *bench)
{
	bench_dismiss(bench);
	if (bench->verdict)
		munmap(bench->verdict, sizeof *bench->verdict);
	arena_free(bench->arena);
	if (!bench->is_branch)
		searcher_free(bench->searcher);
	*bench = (struct bench){0};
}

void bench_warm(struct bench *bench)
{
	struct judging judging = {.ruleset = bench->ruleset,
	                          .searcher = bench->searcher,
	                          .bytes = {bench_sample, sizeof bench_sample - 1},
	                          .arena = bench->arena,
	                          .verdict = bench->verdict};

	for (int i = 0; i < WARMING_ROUNDS; i++) {
		*bench->verdict = (struct verdict){0};
		bool done = arena_try(bench->arena, verdict_reach, &judging);
		arena_reset(bench->arena);
		if (!done)
			break;
	}
}
