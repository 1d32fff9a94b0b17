/* readability: what its measures share (readability.c, grade.c). */
#ifndef REPLYLINT_CHECKS_READABILITY_H
#define REPLYLINT_CHECKS_READABILITY_H

#include "checks/hits.h"

struct readability_rule {
	const struct readability_kind *kind;
	long most;
	struct str_list words;         /* exceptions */
	const struct matcher *phrases; /* NULL: none */
};

struct readability_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge, const struct page *page);
};

#define READABILITY_RULE(rule) ((const struct readability_rule *)(rule)->data)

/* Whether the sentence is running text of the author's. */
bool readability_counts(const struct rule *rule, const struct page *page, const struct sentence *sentence);

/* The syllables of an English word, by rules: at least 1. */
size_t readability_syllables(struct str word);

void readability_grade(const struct rule *rule, struct judge *judge, const struct page *page);
void readability_long(const struct rule *rule, struct judge *judge, const struct page *page);
void readability_passive(const struct rule *rule, struct judge *judge, const struct page *page);
void readability_negatives(const struct rule *rule, struct judge *judge, const struct page *page);
void readability_doubled(const struct rule *rule, struct judge *judge, const struct page *page);

#endif
