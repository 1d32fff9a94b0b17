#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

long clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool clock_wait(int descriptor, short events, long moment)
{
	struct pollfd pollfd = {.fd = descriptor, .events = events};

	for (long left = moment - clock_ms(); left > 0; left = moment - clock_ms()) {
		int ready = poll(&pollfd, 1, (int)left);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR)
			return false;
	}
	return false;
}
