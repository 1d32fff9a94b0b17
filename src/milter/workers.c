#include "milter/workers.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SERVED_MAX 1000 /* then another takes its place, whatever it may have gathered */
#define IDLE_MS 60000

/* ---- the channel ---- */

/* Room for one descriptor in a message. */
union ancillary {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static bool send_descriptor(int channel, int descriptor)
{
	union ancillary ancillary = {.bytes = ""};
	char byte = '+';
	struct iovec data = {&byte, 1};
	struct msghdr message = {
	    .msg_iov = &data, .msg_iovlen = 1, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof descriptor);
	memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
	return sendmsg(channel, &message, 0) == 1;
}

/* -1: the owner has let us go, or is gone. */
static int receive_descriptor(int channel)
{
	union ancillary ancillary = {.bytes = ""};
	char byte;
	struct iovec data = {&byte, 1};
	struct msghdr message = {
	    .msg_iov = &data, .msg_iovlen = 1, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
	int descriptor = -1;
	ssize_t got;

	do
		got = recvmsg(channel, &message, 0);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *header = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	if (header && header->cmsg_type == SCM_RIGHTS)
		memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
	return descriptor;
}

/* ---- a worker's own life ---- */

static _Noreturn void work(const struct workers *workers, int channel, int descriptor)
{
	const char over = '-';

	while (descriptor >= 0) {
		workers->serve(workers->context, descriptor);
		if (write(channel, &over, 1) != 1)
			break;
		descriptor = receive_descriptor(channel);
	}
	_exit(0);
}

/* ---- all of them ---- */

bool workers_init(struct workers *workers, size_t max)
{
	*workers = (struct workers){.at = calloc(max, sizeof *workers->at), .max = max};
	return workers->at != NULL;
}

void workers_release(struct workers *workers)
{
	workers_dismiss(workers);
	free(workers->at);
	*workers = (struct workers){0};
}

size_t workers_busy(const struct workers *workers)
{
	size_t busy = 0;

	for (size_t i = 0; i < workers->count; i++)
		busy += workers->at[i].is_busy;
	return busy;
}

static void dismiss(struct worker *worker)
{
	if (worker->channel >= 0)
		close(worker->channel);
	worker->channel = -1;
}

/* The one that had something to do last: it is the quickest, and the others may go. NULL: all are busy. */
static struct worker *find_idle(const struct workers *workers)
{
	struct worker *found = NULL;

	for (size_t i = 0; i < workers->count; i++) {
		struct worker *worker = &workers->at[i];
		if (!worker->is_busy && worker->channel >= 0 && (!found || worker->idle_since > found->idle_since))
			found = worker;
	}
	return found;
}

bool workers_can(const struct workers *workers)
{
	return workers->count < workers->max || find_idle(workers);
}

static bool start(struct workers *workers, int descriptor)
{
	int ends[2];

	if (workers->count == workers->max) {
		errno = EAGAIN;
		return false;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return false;
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		for (size_t i = 0; i < workers->count; i++)
			dismiss(&workers->at[i]); /* our copies of their channels */
		workers->enter(workers->context);
		work(workers, ends[1], descriptor);
	}
	int why = errno;
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		errno = why;
		return false;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	workers->at[workers->count++] = (struct worker){.pid = pid, .channel = ends[0], .is_busy = true};
	return true;
}

bool workers_give(struct workers *workers, int descriptor)
{
	struct worker *worker;

	while ((worker = find_idle(workers)) && !send_descriptor(worker->channel, descriptor))
		dismiss(worker);
	if (!worker && !start(workers, descriptor))
		return false;
	if (worker)
		worker->is_busy = true;
	close(descriptor);
	return true;
}

void workers_dismiss(struct workers *workers)
{
	for (size_t i = 0; i < workers->count; i++)
		dismiss(&workers->at[i]);
}

void workers_dismiss_idle(struct workers *workers)
{
	long now = clock_ms();

	for (size_t i = 0; i < workers->count; i++)
		if (!workers->at[i].is_busy && now - workers->at[i].idle_since > IDLE_MS)
			dismiss(&workers->at[i]);
}

size_t workers_await(const struct workers *workers, struct pollfd *awaited)
{
	size_t count = 0;

	for (size_t i = 0; i < workers->count; i++)
		if (workers->at[i].channel >= 0)
			awaited[count++] = (struct pollfd){.fd = workers->at[i].channel, .events = POLLIN};
	return count;
}

static void hear(struct worker *worker)
{
	char byte;
	ssize_t got = read(worker->channel, &byte, 1);

	if (got == 1) {
		worker->is_busy = false;
		worker->idle_since = clock_ms();
		worker->served++;
	}
	if (got == 0 || worker->served >= SERVED_MAX)
		dismiss(worker);
}

void workers_hear(struct workers *workers, const struct pollfd *awaited)
{
	for (size_t i = 0; i < workers->count; i++) {
		struct worker *worker = &workers->at[i];
		if (worker->channel < 0)
			continue;
		if (awaited->revents)
			hear(worker);
		awaited++;
	}
}

bool workers_forget(struct workers *workers, pid_t pid)
{
	for (size_t i = 0; i < workers->count; i++) {
		if (workers->at[i].pid != pid)
			continue;
		dismiss(&workers->at[i]);
		workers->at[i] = workers->at[--workers->count];
		return true;
	}
	return false;
}
