/* milter_connection: a connection of a mail server: packets in, messages judged, answers out. */
#ifndef REPLYLINT_FRONT_MILTER_CONNECTION_H
#define REPLYLINT_FRONT_MILTER_CONNECTION_H

#include "front/bench.h"
#include "front/counters.h"
#include "front/notice.h"
#include "milter/log.h"

/* What all connections of a process have in common. */
struct milter_serving {
	struct bench *bench;
	const struct notices *notices;
	const struct log *log;
	struct counters *counters;
};

/* Returns when the connection is over, and closed. */
void milter_connection_serve(const struct milter_serving *serving, int descriptor);

#endif
