#include "milter/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "milter/workers.h"

/* Where the signal handler writes: a number, since there is no variable that it could read. */
#define SIGNAL_DESCRIPTOR 60

/* Milliseconds. */
#define LOOK_AFTER 1000   /* how often the place of a socket is looked at */
#define LEAVING_MAX 3000  /* where they never cease to come */
#define GRACE 1000        /* for those who looked the socket up before it was replaced */
#define TICK 50           /* while waiting for something that nobody tells */
#define DRAIN 5000        /* for connections, when everything else is over */
#define RETRY 100         /* after a want of processes or files */
#define NOT_BEFORE_LONG 1 /* a poll() that returns at once would spin */

enum phase {
	PHASE_SERVING,
	PHASE_LEAVING, /* takes those who are there */
	PHASE_DRAINING /* waits for connections to end */
};

struct supervision {
	const struct supervisor *supervisor;
	enum phase phase;
	long until;  /* when the phase is over, but for PHASE_SERVING */
	long retry;  /* when accept() or fork() may be tried again */
	int waiting; /* a connection that has no process yet; -1: none */
	struct workers workers;
	struct pollfd *awaited; /* room for all there is */
	int signals;            /* what SIGNAL_DESCRIPTOR writes comes out here */
};

/* ---- signals ---- */

static const int handled[] = {SIGCHLD, SIGHUP, SIGTERM, SIGINT};
#define HANDLED_COUNT (sizeof handled / sizeof *handled)

static void note_signal(int number)
{
	int kept = errno;
	char byte = (char)number;

	(void)!write(SIGNAL_DESCRIPTOR, &byte, 1);
	errno = kept;
}

static bool dont_block(int descriptor)
{
	return fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

static bool catch_signals(struct supervision *supervision, struct err *err)
{
	struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
	int ends[2];

	sigemptyset(&action.sa_mask);
	if (fcntl(SIGNAL_DESCRIPTOR, F_GETFD) >= 0)
		return err_set(err, "file descriptor %d is in use", SIGNAL_DESCRIPTOR);
	if (pipe(ends) != 0 || dup2(ends[1], SIGNAL_DESCRIPTOR) < 0 || close(ends[1]) != 0 || !dont_block(ends[0]) ||
	    !dont_block(SIGNAL_DESCRIPTOR))
		return err_set(err, "signals: %s", strerror(errno));
	supervision->signals = ends[0];
	for (size_t i = 0; i < HANDLED_COUNT; i++)
		sigaction(handled[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

static void release_signals(const struct supervision *supervision)
{
	for (size_t i = 0; i < HANDLED_COUNT; i++)
		signal(handled[i], SIG_DFL);
	close(supervision->signals);
	close(SIGNAL_DESCRIPTOR);
}

/* ---- connections ---- */

static void close_listeners(const struct supervisor *supervisor)
{
	for (size_t i = 0; i < supervisor->listener_count; i++)
		close(supervisor->listeners[i].descriptor);
}

/* A connection outlives what happens to its supervisor. */
static void enter(void *context)
{
	struct supervision *supervision = context;
	const struct supervisor *supervisor = supervision->supervisor;

	release_signals(supervision);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (supervision->phase != PHASE_DRAINING)
		close_listeners(supervisor);
	supervisor->enter(supervisor->context);
}

static void serve(void *context, int descriptor)
{
	const struct supervision *supervision = context;

	supervision->supervisor->serve(supervision->supervisor->context, descriptor);
}

/* Gives the connection to a process; one that cannot be had now is tried for again. */
static void give(struct supervision *supervision, int descriptor)
{
	supervision->waiting = -1;
	if (workers_give(&supervision->workers, descriptor))
		return;
	log_line(supervision->supervisor->log, LOG_ERR, "no process for a connection: %s", strerror(errno));
	supervision->waiting = descriptor;
	supervision->retry = clock_ms() + RETRY;
}

static void reap(struct supervision *supervision)
{
	int status;

	for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)
		if (workers_forget(&supervision->workers, child) && WIFSIGNALED(status))
			log_line(supervision->supervisor->log, LOG_ERR, "the process %ld of a connection died of signal %d",
			         (long)child, WTERMSIG(status));
}

/* Takes a connection; false: there is none. */
static bool take_connection(struct supervision *supervision, const struct listener *listener)
{
	int descriptor = accept(listener->descriptor, NULL, NULL);

	if (descriptor >= 0) {
		int flags = fcntl(descriptor, F_GETFL); /* BSD: as of the listener */
		fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
		give(supervision, descriptor);
		return true;
	}
	if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ECONNABORTED && errno != EINTR) {
		log_line(supervision->supervisor->log, LOG_ERR, "no connection can be taken: %s", strerror(errno));
		supervision->retry = clock_ms() + RETRY;
	}
	return false;
}

static bool may_take(const struct supervision *supervision)
{
	return supervision->phase != PHASE_DRAINING && supervision->waiting < 0 && workers_can(&supervision->workers) &&
	       clock_ms() >= supervision->retry;
}

/* A socket that was passed to us stays open where it came from: who waits there is served by the next program. */
static bool is_left(const struct supervision *supervision, const struct listener *listener)
{
	return supervision->phase != PHASE_SERVING && !listener->path && !listener->is_network;
}

/* True when somebody was there. */
static bool take_connections(struct supervision *supervision)
{
	const struct supervisor *supervisor = supervision->supervisor;
	bool any = false;

	if (supervision->waiting >= 0 && clock_ms() >= supervision->retry)
		give(supervision, supervision->waiting);
	for (size_t i = 0; i < supervisor->listener_count && may_take(supervision); i++)
		if (!is_left(supervision, &supervisor->listeners[i]))
			any = take_connection(supervision, &supervisor->listeners[i]) || any;
	return any;
}

/* ---- phases ---- */

static bool is_replaced(const struct supervisor *supervisor)
{
	for (size_t i = 0; i < supervisor->listener_count; i++)
		if (listener_is_replaced(&supervisor->listeners[i]))
			return true;
	return false;
}

static void leave(struct supervision *supervision, const char *why)
{
	log_line(supervision->supervisor->log, LOG_INFO, "%s: taking no more connections", why);
	supervision->phase = PHASE_LEAVING;
	supervision->until = clock_ms() + (is_replaced(supervision->supervisor) ? GRACE : 0);
	supervision->supervisor->leave(supervision->supervisor->context);
}

static void drain(struct supervision *supervision)
{
	close_listeners(supervision->supervisor);
	supervision->phase = PHASE_DRAINING;
	supervision->until = clock_ms() + DRAIN;
	workers_dismiss(&supervision->workers);
}

/* The processes that are there judge as they did when they began. */
static void reload(struct supervision *supervision)
{
	const struct supervisor *supervisor = supervision->supervisor;

	if (supervisor->reload(supervisor->context))
		workers_dismiss(&supervision->workers);
}

/* False: end at once. */
static bool heed(struct supervision *supervision, int signal)
{
	if (signal == SIGHUP && supervision->phase == PHASE_SERVING)
		reload(supervision);
	else if (signal == SIGTERM && supervision->phase == PHASE_SERVING)
		leave(supervision, "told to end");
	else if (signal == SIGTERM || signal == SIGINT)
		return false;
	return true;
}

static bool take_signals(struct supervision *supervision)
{
	bool go_on = true;
	char byte;

	while (read(supervision->signals, &byte, 1) == 1)
		go_on = heed(supervision, byte) && go_on;
	reap(supervision);
	return go_on;
}

static int wait_at_most(const struct supervision *supervision)
{
	long left = supervision->phase == PHASE_SERVING ? LOOK_AFTER : supervision->until - clock_ms();

	if (supervision->phase == PHASE_LEAVING || supervision->waiting >= 0 || supervision->retry > clock_ms())
		left = TICK;
	return (int)(left < NOT_BEFORE_LONG ? NOT_BEFORE_LONG : left);
}

static void wait_for_something(struct supervision *supervision)
{
	const struct supervisor *supervisor = supervision->supervisor;
	struct pollfd *awaited = supervision->awaited;
	nfds_t count = 1 + workers_await(&supervision->workers, awaited + 1);

	awaited[0] = (struct pollfd){.fd = supervision->signals, .events = POLLIN};
	for (size_t i = 0; i < supervisor->listener_count && may_take(supervision); i++)
		if (!is_left(supervision, &supervisor->listeners[i]))
			awaited[count++] = (struct pollfd){.fd = supervisor->listeners[i].descriptor, .events = POLLIN};
	if (poll(awaited, count, wait_at_most(supervision)) > 0)
		workers_hear(&supervision->workers, awaited + 1);
	workers_dismiss_idle(&supervision->workers);
}

static bool nobody_is_left(const struct supervision *supervision, bool none_came)
{
	long over = clock_ms() - supervision->until;

	return (none_came && over >= 0) || over >= LEAVING_MAX;
}

/* One turn; false when all is over. */
static bool go_on(struct supervision *supervision)
{
	wait_for_something(supervision);
	supervision->supervisor->turn(supervision->supervisor->context);
	if (!take_signals(supervision))
		return false;
	bool could = may_take(supervision), any = take_connections(supervision);
	if (supervision->phase == PHASE_SERVING && is_replaced(supervision->supervisor))
		leave(supervision, "another program has taken the socket over");
	else if (supervision->phase == PHASE_LEAVING && nobody_is_left(supervision, could && !any))
		drain(supervision);
	return supervision->phase != PHASE_DRAINING || supervision->waiting >= 0 ||
	       (supervision->workers.count && clock_ms() < supervision->until);
}

static bool prepare(struct supervision *supervision, struct err *err)
{
	size_t max = supervision->supervisor->connections_max;

	supervision->awaited = calloc(1 + LISTENERS_MAX + max, sizeof *supervision->awaited);
	if (!workers_init(&supervision->workers, max) || !supervision->awaited)
		return err_set(err, "out of memory");
	supervision->workers.context = supervision;
	supervision->workers.enter = enter;
	supervision->workers.serve = serve;
	return catch_signals(supervision, err);
}

bool supervisor_run(const struct supervisor *supervisor, struct err *err)
{
	struct supervision supervision = {.supervisor = supervisor, .waiting = -1};
	bool ready = prepare(&supervision, err);

	if (ready)
		supervisor->begin(supervisor->context);
	while (ready && go_on(&supervision))
		;
	size_t left = workers_busy(&supervision.workers);
	if (left)
		log_line(supervisor->log, LOG_INFO, "%zu connections go on alone", left);
	if (ready)
		release_signals(&supervision);
	workers_release(&supervision.workers);
	free(supervision.awaited);
	return ready;
}
