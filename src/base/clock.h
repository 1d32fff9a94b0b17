/* clock: the time that only goes forward, and waiting for a descriptor until then. */
#ifndef REPLYLINT_BASE_CLOCK_H
#define REPLYLINT_BASE_CLOCK_H

#include <stdbool.h>

/* Milliseconds since some moment before the program began. */
long clock_ms(void);

/* Waits until poll() tells one of the events of the descriptor; false when the moment (as clock_ms()) comes first. */
bool clock_wait(int descriptor, short events, long moment);

#endif
