/* amount: what the parts of the check `amount` share; one function for each value of `what`. */
#ifndef REPLYLINT_CHECKS_AMOUNT_H
#define REPLYLINT_CHECKS_AMOUNT_H

#include "checks/amounts.h"
#include "checks/hits.h"

struct amount_data {
	const struct matcher *phrases; /* sum: words for a total; currency: what leads to figures that are money */
	const struct matcher *apart;   /* sum: lines that are not simply added */
	const struct matcher *perhaps; /* sum: lines that are added, taken off or told only */
	void (*run)(const struct rule *rule, struct judge *judge);
};

void amount_sum(const struct rule *rule, struct judge *judge);
void amount_missing_currency(const struct rule *rule, struct judge *judge);

#endif
