/* mailer: the program that sends mail on this machine: sendmail, or what goes by that name. */
#ifndef REPLYLINT_FRONT_MAILER_H
#define REPLYLINT_FRONT_MAILER_H

#include <stdbool.h>

#include "base/err.h"
#include "front/front.h"
#include "front/options.h"
#include "lint/config.h"

/* The first of the paths (NULL-terminated) that can be run and is not the file `own`; NULL: none. */
const char *mailer_first(const char *const *paths, const char *own);

/*
 * *command: the program and its first arguments: --sendmail, else what the configuration says, else the first sendmail
 * there is. False and err: there is none, it is this very program, or it is what has called us.
 */
bool mailer_find(const struct front *front, const struct options *options, const struct config *config,
                 struct words *command, struct err *err);

/*
 * Becomes the command, which reads descriptor as its standard input, and is marked so that mailer_find() fails in what
 * it calls. Only returns (false and err) when it cannot.
 */
bool mailer_become(const struct front *front, const struct words *command, int descriptor, struct err *err);

#endif
