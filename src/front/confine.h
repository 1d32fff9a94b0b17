/*
 * confine: what a process that reads mail may still ask of the system (seccomp(2), where libseccomp is there): memory,
 * the time, to read files, and to use what it has open. Whatever else code in it tried, if a mail ever took it over,
 * fails with EPERM: no socket, no program, no process, no file that is written, moved or removed.
 */
#ifndef REPLYLINT_FRONT_CONFINE_H
#define REPLYLINT_FRONT_CONFINE_H

#include <stdbool.h>

/* For good, and for what it forks. False: the system cannot, or the program was built without libseccomp. */
bool confine(void);

#endif
