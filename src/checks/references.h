/*
 * references: the numbers by which things are called: "order 88213", "case no. Q-4471", "invoices 20418 and 20419".
 * Only figures behind a word for what they number; years, dates and amounts are none.
 */
#ifndef REPLYLINT_CHECKS_REFERENCES_H
#define REPLYLINT_CHECKS_REFERENCES_H

#include "base/arena.h"
#include "base/str.h"

/* What a number is of; words for the same thing share one. */
enum reference_thing {
	REFERENCE_ORDER,
	REFERENCE_CASE,
	REFERENCE_INVOICE,
	REFERENCE_BOOKING,
	REFERENCE_CLAIM,
	REFERENCE_QUOTE,
	REFERENCE_POLICY,
	REFERENCE_CONTRACT,
	REFERENCE_PARCEL,
	REFERENCE_RETURN,
	REFERENCE_REFUND,
	REFERENCE_OTHER,
	REFERENCE_COUNT
};

struct reference_number {
	enum reference_thing thing;
	struct str number; /* as written */
	struct span where;
};

struct reference_numbers {
	struct reference_number *at;
	size_t count, room;
};

#define REFERENCES_MOST 200u

/* Appends those in span of text, up to REFERENCES_MOST in all. */
void references_find(struct arena *arena, struct str text, struct span span, struct reference_numbers *numbers);

/* The thing a word is for, in the singular or plural; REFERENCE_COUNT: none. */
enum reference_thing reference_thing_of(struct str word);

/* Whether two numbers are built alike: digits and letters at the same places. */
bool references_same_shape(struct str a, struct str b);

#endif
