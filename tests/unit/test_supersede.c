/* Which findings fall away because another one says it: covered by a rule that supersedes theirs, or said twice. */
#include "mail_test.h"

#include "lint/resolve.h"

static struct str above_ids[] = {{"a.low", 5}, {"group", 5}}, self_ids[] = {{"a.self", 6}};
static const struct rule rules[] = {
    {.id = {"a.low", 5}, .group = {"a", 1}},
    {.id = {"group.low", 9}, .group = {"group", 5}},
    {.id = {"a.high", 6}, .group = {"a", 1}, .supersedes = {above_ids, 2, 2}},
    {.id = {"a.self", 6}, .group = {"a", 1}, .supersedes = {self_ids, 1, 1}},
};
enum { LOW, OF_GROUP, HIGH, SELF };
enum { SUBJECT, HTML, PLAIN };
static const struct page pages[] = {{.is_subject = true}, {.is_subject = false}, {.is_alternative = true}};

struct found {
	size_t rule, page, at, len;
	const char *text;
};

/* Which of the findings are kept, as "101". */
static const char *kept(struct arena *arena, const struct found *found, size_t count)
{
	struct judge judge = {.arena = arena};
	char *told = ARENA_ARRAY(arena, count + 1, char);

	for (size_t i = 0; i < count; i++) {
		*vec_push(arena, &judge.findings) = (struct finding){.rule = &rules[found[i].rule],
		                                                     .order = found[i].rule,
		                                                     .page = &pages[found[i].page],
		                                                     .view = {found[i].at, found[i].len},
		                                                     .source = {found[i].at, i},
		                                                     .text = str_of(found[i].text)};
		told[i] = '0';
	}
	supersede_findings(&judge);
	for (size_t i = 0; i < judge.findings.count; i++) {
		told[judge.findings.at[i].source.len] = '1'; /* its length tells which it was */
	}
	return told;
}

#define FOUND_MOST 3

static void who_stays(void **state)
{
	static const struct {
		struct found found[FOUND_MOST];
		size_t count;
		const char *kept;
	} cases[] = {
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 5, 3, "b"}}, 2, "01"},
	    {{{HIGH, HTML, 5, 3, "b"}, {LOW, HTML, 5, 3, "a"}}, 2, "10"},
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 4, 5, "b"}}, 2, "01"},
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 6, 3, "b"}}, 2, "11"}, /* begins too late */
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 4, 3, "b"}}, 2, "11"}, /* ends too early */
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 4, 4, "b"}}, 2, "01"},
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, PLAIN, 5, 3, "b"}}, 2, "11"},
	    {{{LOW, HTML, 5, 3, "a"}, {HIGH, HTML, 1, 9, "b"}, {HIGH, HTML, 4, 1, "c"}}, 3, "011"},
	    {{{OF_GROUP, HTML, 5, 3, "a"}, {HIGH, HTML, 5, 3, "b"}}, 2, "01"},
	    {{{LOW, HTML, 5, 3, "a"}, {OF_GROUP, HTML, 5, 3, "b"}}, 2, "11"},
	    {{{SELF, HTML, 5, 3, "a"}, {SELF, HTML, 5, 5, "b"}}, 2, "01"}, /* the longer of its own */
	    {{{SELF, HTML, 5, 3, "a"}, {SELF, HTML, 7, 3, "b"}}, 2, "11"},
	    {{{LOW, HTML, 5, 3, "a"}, {LOW, HTML, 5, 3, "a"}}, 2, "10"}, /* the same place */
	    {{{LOW, HTML, 5, 3, "a"}, {LOW, HTML, 9, 3, "a"}}, 2, "11"},
	    {{{LOW, HTML, 5, 3, "Lamp"}, {LOW, PLAIN, 9, 3, "LAMP"}}, 2, "10"}, /* in both alternatives */
	    {{{LOW, HTML, 5, 3, "Lamp"}, {LOW, PLAIN, 9, 3, "Lamps"}}, 2, "11"},
	    {{{LOW, SUBJECT, 5, 3, "Lamp"}, {LOW, PLAIN, 9, 3, "Lamp"}}, 2, "11"},
	    {{{OF_GROUP, HTML, 5, 3, "Lamp"}, {LOW, PLAIN, 9, 3, "Lamp"}}, 2, "11"},
	    {{{LOW, PLAIN, 5, 3, "Lamp"}, {LOW, PLAIN, 9, 3, "Lamp"}}, 2, "11"},
	    {{{0}}, 0, ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *told = kept(*state, cases[i].found, cases[i].count);
		if (strcmp(told, cases[i].kept) != 0) {
			fail_msg("of case %zu stays \"%s\", not \"%s\"", i, told, cases[i].kept);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(who_stays, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
