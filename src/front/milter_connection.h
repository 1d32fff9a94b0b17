/* milter_connection: a connection of a mail server: packets in, messages judged, answers out. */
#ifndef REPLYLINT_FRONT_MILTER_CONNECTION_H
#define REPLYLINT_FRONT_MILTER_CONNECTION_H

#include "front/bench.h"
#include "milter/log.h"

/* Returns when the connection is over, and closed. */
void milter_connection_serve(struct bench *bench, const struct log *log, int descriptor);

#endif
