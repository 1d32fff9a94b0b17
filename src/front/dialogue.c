#include "front/dialogue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"

#define TERMINAL "/dev/tty"
#define ANSWER_MAX 4097 /* more than a terminal takes in one line */

static bool can_be_asked(int terminal)
{
	struct termios modes;

	return tcgetpgrp(terminal) == getpgrp() && tcgetattr(terminal, &modes) == 0 && (modes.c_lflag & ICANON);
}

bool dialogue_open(struct dialogue *dialogue)
{
	int terminal = open(TERMINAL, O_RDWR | O_CLOEXEC | O_NOCTTY);
	int second = terminal >= 0 && can_be_asked(terminal) ? fcntl(terminal, F_DUPFD_CLOEXEC, 0) : -1;

	*dialogue = (struct dialogue){.descriptor = terminal, .out = second >= 0 ? fdopen(second, "w") : NULL};
	if (dialogue->out)
		return true;
	if (second >= 0)
		close(second);
	dialogue_close(dialogue);
	return false;
}

void dialogue_close(struct dialogue *dialogue)
{
	if (dialogue->descriptor >= 0)
		close(dialogue->descriptor);
	if (dialogue->out)
		fclose(dialogue->out);
	*dialogue = (struct dialogue){.descriptor = -1};
}

/* ---- asking ---- */

static void wake(int number)
{
	(void)number;
}

/* ^C wakes from waiting for a line, and from nothing else, so that it cannot come too early. */
struct interruption {
	struct sigaction action;
	sigset_t mask;
};

static void begin_interruption(struct interruption *before)
{
	struct sigaction action = {.sa_handler = wake};
	sigset_t interrupt;

	sigemptyset(&action.sa_mask);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	sigprocmask(SIG_BLOCK, &interrupt, &before->mask);
	sigaction(SIGINT, &action, &before->action);
}

static void end_interruption(const struct interruption *before)
{
	sigaction(SIGINT, &before->action, NULL);
	sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

/* A line of the terminal, which gives one at a time; false at the end of input and on ^C. */
static bool read_line(int terminal, const sigset_t *mask, char line[ANSWER_MAX])
{
	fd_set readable;

	FD_ZERO(&readable);
	FD_SET(terminal, &readable);
	if (pselect(terminal + 1, &readable, NULL, NULL, NULL, mask) <= 0)
		return false;
	ssize_t len = read(terminal, line, ANSWER_MAX - 1);
	line[len > 0 ? len : 0] = '\0';
	return len > 0;
}

char dialogue_ask(const struct dialogue *dialogue, const char *question, const char *letters)
{
	struct interruption before;
	char line[ANSWER_MAX], answer = '\0';
	bool more = true;

	begin_interruption(&before);
	while (!answer && more) {
		tcflush(dialogue->descriptor, TCIFLUSH); /* what was typed before the question answers something else */
		fputs(question, dialogue->out);
		fflush(dialogue->out);
		more = read_line(dialogue->descriptor, &before.mask, line);
		char letter = more ? ascii_lower(line[strspn(line, " \t")]) : '\0';
		if (letter && strchr(letters, letter))
			answer = letter;
	}
	if (!more)
		putc('\n', dialogue->out);
	fflush(dialogue->out);
	end_interruption(&before);
	return answer;
}

/* ---- editing ---- */

static const char *editor(void)
{
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

	if (visual && *visual)
		return visual;
	return plain && *plain ? plain : "vi";
}

/* The variables may hold options, so a shell takes them apart. */
static _Noreturn void become_editor(int terminal, const char *path)
{
	char command[4096];

	if (dup2(terminal, STDIN_FILENO) < 0 || dup2(terminal, STDOUT_FILENO) < 0 || dup2(terminal, STDERR_FILENO) < 0)
		_exit(126);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	if ((size_t)snprintf(command, sizeof command, "exec %s \"$1\"", editor()) < sizeof command)
		execl("/bin/sh", "sh", "-c", command, "editor", path, (char *)NULL);
	_exit(127);
}

bool dialogue_edit(const struct dialogue *dialogue, const char *path)
{
	struct sigaction ignored = {.sa_handler = SIG_IGN}, interrupted, quit;
	int status = 0;

	fflush(dialogue->out);
	sigemptyset(&ignored.sa_mask);
	sigaction(SIGINT, &ignored, &interrupted); /* it is the editor's */
	sigaction(SIGQUIT, &ignored, &quit);
	pid_t child = fork();
	if (child == 0)
		become_editor(dialogue->descriptor, path);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &interrupted, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
