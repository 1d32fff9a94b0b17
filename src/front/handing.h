/* handing: a mail that was judged goes on to the program that sends it, and is nobody else's at any moment. */
#ifndef REPLYLINT_FRONT_HANDING_H
#define REPLYLINT_FRONT_HANDING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "front/capture.h"
#include "front/options.h"
#include "front/verdict.h"
#include "lint/config.h"

/*
 * From now on a signal ends the process with 75: the mail stays with whoever handed it in. So does the time, in
 * seconds; 0: it may take as long as it likes.
 */
void handing_guard(unsigned seconds);

/*
 * From now on the process ends with the one that called it, also once it has become another program: a caller that is
 * gone cannot hear that the mail was sent, and whoever gave it the mail will send it again. Linux only.
 */
void handing_end_with_caller(void);

/* How a mail leaves. */
struct handing {
	struct arena *arena;
	const struct config_milter *milter;
	const struct envelope *envelope;
	const struct verdict *verdict;
};

/* Our own header fields and the tag of an override come off, and the verdict's field on where it has one. */
bool handing_relabel(const struct handing *handing, struct capture *capture, struct err *err);

/* Becomes the program words, which reads descriptor as its standard input. Only returns (false) when it cannot. */
bool handing_become(struct arena *arena, const struct words *words, int descriptor, struct err *err);

#endif
