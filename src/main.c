/* replylint: lints outgoing customer mail. Finds what the process is, and hands over to the command. */
#define _XOPEN_SOURCE 700 /* nl_langinfo() */
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "checks/checks.h"
#include "front/front.h"

#define RUN_ARENA_MAX ((size_t)2 << 30)

/*
 * A standard stream that the caller closed would be the number of the next file opened, and what is printed would land
 * in it. In its place stands one that cannot be used, so that using it is the error it is.
 */
static void fill_closed_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		if (fcntl(stream, F_GETFD) < 0)
			(void)open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

struct job {
	struct front *front;
	int argc;
	char **argv;
	enum status status;
};

static void run_command(void *context)
{
	struct job *job = context;

	job->status = front_main(job->front, job->argc, job->argv);
}

int main(int argc, char **argv)
{
	struct front front = {.program = argc > 0 ? argv[0] : "replylint", .checks = checks_table};

	fill_closed_streams();
	signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is a write error like others */
	setlocale(LC_CTYPE, "");
	front.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	front.arena = arena_new(RUN_ARENA_MAX);
	if (!front.arena) {
		fputs("replylint: out of memory\n", stderr);
		return front_exit_code(argc, argv, STATUS_TROUBLE);
	}
	if (!utf8_locale()) {
		fputs("replylint: this system has no UTF-8 locale (C.UTF-8)\n", stderr);
		return front_exit_code(argc, argv, STATUS_TROUBLE);
	}
	struct job job = {&front, argc, argv, STATUS_TROUBLE};
	if (!arena_try(front.arena, run_command, &job)) {
		fputs("replylint: out of memory\n", stderr);
		job.status = STATUS_TROUBLE;
	}
	arena_free(front.arena);
	return front_exit_code(argc, argv, job.status);
}
