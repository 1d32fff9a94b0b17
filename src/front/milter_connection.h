/* milter_connection: one connection of a mail server, in a process of its own: packets in, verdicts, answers out. */
#ifndef REPLYLINT_FRONT_MILTER_CONNECTION_H
#define REPLYLINT_FRONT_MILTER_CONNECTION_H

#include "front/verdict.h"
#include "milter/log.h"

/* Returns when the connection is over. */
void milter_connection_serve(const struct bench *bench, const struct log *log, int descriptor);

#endif
