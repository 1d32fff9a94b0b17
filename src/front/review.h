/*
 * review: a mail shown to whoever is about to send it: judged and repaired as by check, in a process apart, with what
 * is found printed where they see it.
 */
#ifndef REPLYLINT_FRONT_REVIEW_H
#define REPLYLINT_FRONT_REVIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "front/capture.h"
#include "front/fixing.h"
#include "front/front.h"
#include "front/submission.h"
#include "front/verdict.h"

struct review {
	const struct front *front;
	const struct ruleset *ruleset;
	const struct submission *submission;
	FILE *out; /* where it is printed */
	bool color;
	struct desk desk;
	struct review_outcome {
		struct verdict verdict;
		size_t fixable; /* findings that a fix could end */
		size_t fixed;
	} * outcome; /* shared with the process apart */
};

/* The first members are set. False: no memory. */
bool review_init(struct review *review);
void review_release(struct review *review);

/* Whether a verdict keeps a mail from being sent. Where there is a person, to hold a mail is to ask. */
bool verdict_stops(const struct verdict *verdict);

/*
 * The verdict on bytes, until the next one; what is found is printed where it stops the mail. A mail that could not be
 * judged is said to be so, and stops where the configuration says so (on-error).
 */
const struct verdict *review_judge(struct review *review, struct str bytes);

/*
 * Repairs bytes as far as can be, also with fixes that need a second look, and prints the difference. *repaired: the
 * new mail. False: nothing could be repaired.
 */
bool review_repair(struct review *review, struct str bytes, struct capture *repaired);

#endif
