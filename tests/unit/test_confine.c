/* What a confined process can do, and what it can't. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "front/confine.h"

/* The exit status of the work, done by a process of its own; 0 is what is hoped for. */
static int status_of(int (*work)(void))
{
	int status = 0;
	pid_t child = fork();

	if (child == 0)
		_exit(confine() ? work() : 99);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static int reads_and_counts(void)
{
	int file = open("/etc/passwd", O_RDONLY);
	char *memory = malloc((size_t)64 << 20), byte;

	if (file < 0 || read(file, &byte, 1) != 1 || close(file) != 0)
		return 1;
	if (!memory || clock_ms() <= 0 || write(STDERR_FILENO, "", 0) != 0)
		return 2;
	memory[0] = byte;
	free(memory);
	iconv_t big5 = iconv_open("UTF-8", "BIG5"); /* loaded when it is first used */
	return big5 == (iconv_t)-1 ? 3 : iconv_close(big5);
}

static int does_harm(void)
{
	char name[] = "true", *const arguments[] = {name, NULL};

	if (open("/dev/null", O_WRONLY) >= 0 || open("/tmp/replylint-was-here", O_RDONLY | O_CREAT, 0600) >= 0)
		return 1;
	if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || socket(AF_INET, SOCK_DGRAM, 0) >= 0)
		return 2;
	if (fork() >= 0 || kill(getppid(), 0) == 0 || unlink("/tmp/replylint-was-here") == 0 || errno != EPERM)
		return 3;
	execv("/bin/true", arguments);
	return errno == EPERM ? 0 : 4;
}

static int aborts(void)
{
	abort();
}

static void test_what_is_left(void **state)
{
	(void)state;
	int status = status_of(reads_and_counts);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
		skip(); /* no libseccomp, or a kernel without */
	assert_int_equal(status, 0);
	assert_int_equal(status_of(does_harm), 0);
	status = status_of(aborts);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_left)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
