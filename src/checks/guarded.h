/* guarded: groups of phrases, each with guards of its own beside those of its rule: the key `guarded` of a rule. */
#ifndef REPLYLINT_CHECKS_GUARDED_H
#define REPLYLINT_CHECKS_GUARDED_H

#include "checks/hits.h"

struct guarded_group {
	const struct matcher *phrases;
	struct guards guards;
};

struct guarded {
	struct guarded_group *at;
	size_t count, room;
};

/* Reads the key `guarded`; none is no error. */
bool guarded_load(const struct rule_source *source, struct guarded *guarded);

/* Adds to found, in order of place, the matches of the groups that their guards allow. */
void guarded_find(const struct rule *rule, struct judge *judge, const struct guarded *guarded, const struct page *page,
                  enum hits_view view, struct match_list *found);

#endif
