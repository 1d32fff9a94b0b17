#include "front/apart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXIT_DONE 0
#define EXIT_MEMORY 1

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Signals end it, as they do any process, and nothing of a mail is left in a core file. */
static void behave(void)
{
	static const int usual[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP, SIGXCPU, SIGPIPE};
	const struct rlimit no_core = {0, 0};

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		signal(usual[i], SIG_DFL);
	setrlimit(RLIMIT_CORE, &no_core);
}

/* Waits for the end of the child, which alone has the other end open; false when the deadline comes first. */
static bool ends_in_time(int descriptor, long deadline)
{
	struct pollfd pollfd = {.fd = descriptor, .events = POLLIN};
	const long end = now_ms() + deadline;

	for (long left = deadline; left > 0; left = end - now_ms()) {
		int ready = poll(&pollfd, 1, (int)left);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return false;
	}
	return false;
}

enum verdict_end apart_run(struct arena *arena, void (*work)(void *context), void *context, long deadline)
{
	int ends[2], status = 0;

	if (pipe(ends) != 0)
		return VERDICT_SYSTEM;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		behave();
		alarm((unsigned)(deadline / 1000) + 2); /* if nobody is there to end it */
		_exit(arena_try(arena, work, context) ? EXIT_DONE : EXIT_MEMORY);
	}
	close(ends[1]);
	bool late = child > 0 && !ends_in_time(ends[0], deadline);
	close(ends[0]);
	if (child < 0)
		return VERDICT_SYSTEM;
	if (late)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (late)
		return VERDICT_DEADLINE;
	if (!WIFEXITED(status))
		return VERDICT_CRASH;
	return WEXITSTATUS(status) == EXIT_DONE     ? VERDICT_DONE
	       : WEXITSTATUS(status) == EXIT_MEMORY ? VERDICT_MEMORY
	                                            : VERDICT_CRASH;
}
