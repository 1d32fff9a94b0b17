#include "front/handing.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "front/policy.h"

static void put_off(int number)
{
	(void)number;
	_exit(EX_TEMPFAIL);
}

void handing_guard(unsigned seconds)
{
	static const int signals[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP, SIGXFSZ, SIGXCPU, SIGPIPE};
	struct sigaction action = {.sa_handler = put_off};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
	alarm(seconds);
}

void handing_end_with_caller(void)
{
#ifdef __linux__
	pid_t caller = getppid();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != caller)
		_exit(EX_TEMPFAIL);
#endif
}

bool handing_relabel(const struct handing *handing, struct capture *capture, struct err *err)
{
	struct relabelling wanted = {.added = {"", 0}};
	struct str bytes;

	if (!capture_bytes(handing->arena, capture, &bytes, err))
		return false;
	struct str subject = capture_subject(bytes);
	if (subject.at)
		wanted.subject = policy_untagged(handing->arena, handing->milter, handing->envelope, subject);
	if (handing->verdict->header)
		wanted.added = str_printf(handing->arena, "X-Replylint: %s\n", handing->verdict->header_value);
	return capture_relabel(handing->arena, capture, &wanted, err);
}

bool handing_become(struct arena *arena, const struct words *words, int descriptor, struct err *err)
{
	char **arguments = ARENA_ARRAY(arena, words->count + 1, char *);

	memcpy(arguments, words->at, words->count * sizeof *arguments);
	if (dup2(descriptor, STDIN_FILENO) < 0)
		return err_set(err, "standard input: %s", strerror(errno));
	if (descriptor != STDIN_FILENO)
		close(descriptor);
	execv(words->at[0], arguments);
	return err_set(err, "%s: %s", words->at[0], strerror(errno));
}
