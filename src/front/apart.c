#include "front/apart.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_DONE 0
#define EXIT_MEMORY 1

/* Signals end it, as they do any process, and nothing of a mail is left in a core file. */
static void behave(void)
{
	static const int usual[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP, SIGXCPU, SIGPIPE};
	const struct rlimit no_core = {0, 0};

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		signal(usual[i], SIG_DFL);
	setrlimit(RLIMIT_CORE, &no_core);
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
	/* The end of the child, which alone has the other end open. */
	bool late = child > 0 && !clock_wait(ends[0], POLLIN, clock_ms() + deadline);
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
