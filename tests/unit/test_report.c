#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/utf8.h"
#include "report/report.h"

static const char mail[] = "Subject: x\n\nHi,\nWE DO NOT OFFER IT.\n";

/* A message judged by hand: one error with a fix, one suggestion with advice. */
struct fixture {
	struct arena *arena;
	struct rule caps, term;
	struct ruleset ruleset;
	struct document document;
	struct page page;
	struct result result;
	struct reported reported;
	struct reporting reporting;
	struct totals totals;
	struct edit edit;
	struct fix fix;
	char *written;
	size_t size;
};

static void add_finding(struct fixture *f, const struct rule *rule, const char *text, struct fix *fix)
{
	struct finding *finding = vec_push(f->arena, &f->result.findings);

	*finding = (struct finding){.rule = rule,
	                            .level = rule->level,
	                            .message = rule->message,
	                            .page = &f->page,
	                            .source = {str_find(str_of(mail), str_of(text), 0), strlen(text)},
	                            .text = str_of(text),
	                            .zone = ZONE_BODY,
	                            .fix = fix};
	finding->view = finding->source;
	f->result.count[rule->level]++;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	*state = f;
	f->arena = arena_new(1 << 22);
	f->caps = (struct rule){.id = STR("yelling.all-caps-run"),
	                        .message = STR("feels like shouting"),
	                        .level = LEVEL_ERROR,
	                        .impression = IMPRESSION_OFFEND};
	f->term = (struct rule){.id = STR("jargon.undefined-term"),
	                        .message = STR("say what it is"),
	                        .level = LEVEL_SUGGESTION,
	                        .advice = STR("explain it in brackets")};
	vec_push(f->arena, &f->ruleset.kinds)->name = STR("quote");
	f->document = (struct document){.arena = f->arena, .source = text_source(f->arena, str_of(mail))};
	f->page = (struct page){.view = f->document.source, .part = "1"};
	f->edit = (struct edit){{16, 19}, STR("We do not offer it.")};
	f->fix = (struct fix){APPLY_SAFE, f->edit.text, &f->edit, 1};
	f->result = (struct result){.document = &f->document,
	                            .kind_evidence = STR("quote (3): price"),
	                            .score = 785,
	                            .face = FACE_ANGRY,
	                            .face_reason = STR("20 of 21.5 points"),
	                            .rules_not_run = 2};
	add_finding(f, &f->caps, "WE DO NOT OFFER IT.", &f->fix);
	add_finding(f, &f->term, "OFFER", NULL);
	*vec_push(f->arena, &f->result.ledger) = (struct ledger_entry){&f->caps, -200, 1};
	*vec_push(f->arena, &f->result.ledger) = (struct ledger_entry){&f->term, -15, 1};
	f->reported = (struct reported){.path = "a.eml",
	                                .result = &f->result,
	                                .ruleset = &f->ruleset,
	                                .locator = locator_new(f->arena, str_of(mail), 0, 1)};
	f->reporting = (struct reporting){.width = 80, .out = open_memstream(&f->written, &f->size)};
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	if (f->reporting.out)
		fclose(f->reporting.out);
	free(f->written);
	arena_free(f->arena);
	free(f);
	return 0;
}

/* What a format makes of the message. */
static const char *write_report(struct fixture *f, const char *format)
{
	f->reporting.reporter = report_format(format);
	assert_non_null(f->reporting.reporter);
	totals_add(f->arena, &f->totals, &f->reported, f->reporting.least);
	report_begin(&f->reporting);
	report_message(&f->reporting, &f->reported);
	report_end(&f->reporting, &f->totals);
	fclose(f->reporting.out);
	f->reporting.out = NULL;
	return f->written;
}

static void text_for_people(void **state)
{
	assert_string_equal(write_report(*state, "text"),
	                    "a.eml:4:1 error yelling.all-caps-run  feels like shouting\n"
	                    "  4 | WE DO NOT OFFER IT.\n"
	                    "    | ^^^^^^^^^^^^^^^^^^^\n"
	                    "    = fix: We do not offer it.\n"
	                    "a.eml:4:11 suggestion jargon.undefined-term  say what it is\n"
	                    "  4 | WE DO NOT OFFER IT.\n"
	                    "    |           ^^^^^\n"
	                    "    = help: explain it in brackets\n"
	                    "a.eml: >:-( angry: 20 of 21.5 points\n"
	                    "  kind: quote (3): price\n"
	                    "  score: 100 -20 yelling.all-caps-run -1.5 jargon.undefined-term = 78.5\n"
	                    "  2 rules are not judged in this kind of message\n"
	                    "\n"
	                    "1 message: 1 error, 0 warnings, 1 suggestion; --fix repairs 1\n");
}

static void text_from_a_level_up(void **state)
{
	struct fixture *f = *state;

	f->reporting.least = LEVEL_WARNING;
	f->reporting.quiet = true;
	f->reporting.statistics = true;
	assert_string_equal(write_report(f, "text"), "a.eml:4:1 error yelling.all-caps-run  feels like shouting\n"
	                                             "  4 | WE DO NOT OFFER IT.\n"
	                                             "    | ^^^^^^^^^^^^^^^^^^^\n"
	                                             "    = fix: We do not offer it.\n"
	                                             "     1  error       yelling.all-caps-run\n");
}

static void a_gate_is_named_where_it_caps(void **state)
{
	struct fixture *f = *state;

	f->caps.gate = true;
	f->result.score = 390;
	f->reporting.width = 200;
	assert_non_null(strstr(write_report(f, "text"), " = 78.5, capped by yelling.all-caps-run at 39\n"));
}

static void a_long_score_is_wrapped(void **state)
{
	struct fixture *f = *state;

	f->reporting.width = 60;
	assert_non_null(strstr(write_report(f, "text"), "  score: 100 -20 yelling.all-caps-run -1.5\n"
	                                                "         jargon.undefined-term = 78.5\n"));
}

static void colours_only_where_asked_for(void **state)
{
	struct fixture *f = *state;

	f->reporting.color = true;
	assert_non_null(strstr(write_report(f, "text"), "\033[1;31merror\033[m "));
}

static void nothing_is_said_of_a_clean_message_among_many(void **state)
{
	struct fixture *f = *state;

	f->reporting.many = true;
	f->result = (struct result){.document = &f->document, .score = 1000, .face = FACE_SMILEY};
	assert_string_equal(write_report(f, "text"), "1 message: 0 errors, 0 warnings, 0 suggestions\n");
}

static void line_for_editors(void **state)
{
	assert_string_equal(write_report(*state, "line"), "a.eml:4:1:error:yelling.all-caps-run:feels like shouting\n"
	                                                  "a.eml:4:11:suggestion:jargon.undefined-term:say what it is\n");
}

static void json_for_programs(void **state)
{
	struct fixture *f = *state;
	json_t *root = json_loads(write_report(f, "json"), JSON_REJECT_DUPLICATES, NULL);
	json_t *message, *finding, *fix;
	const char *rule, *text, *impression;
	int line, column, end_line, end_column, offset, errors, suggestions;
	double score;

	assert_non_null(root);
	assert_int_equal(json_unpack(root, "{s[o] s{si si}}", "messages", &message, "summary", "errors", &errors,
	                             "suggestions", &suggestions),
	                 0);
	assert_int_equal(errors, 1);
	assert_int_equal(suggestions, 1);
	assert_int_equal(json_unpack(message, "{sF s[o,o]}", "score", &score, "findings", &finding, &fix), 0);
	assert_true(score > 78.4 && score < 78.6);
	assert_int_equal(json_unpack(finding, "{ss ss si si si si si ss s[o]}", "rule", &rule, "impression", &impression,
	                             "line", &line, "column", &column, "end_line", &end_line, "end_column", &end_column,
	                             "offset", &offset, "text", &text, "fixes", &fix),
	                 0);
	assert_string_equal(rule, "yelling.all-caps-run");
	assert_string_equal(impression, "offend");
	assert_string_equal(text, "WE DO NOT OFFER IT.");
	assert_int_equal(line, 4);
	assert_int_equal(column, 1);
	assert_int_equal(end_line, 4);
	assert_int_equal(end_column, 20);
	assert_int_equal(offset, 16);
	assert_int_equal(
	    json_unpack(fix, "{ss s[{si ss}]}", "applicability", &rule, "edits", "offset", &offset, "text", &text), 0);
	assert_string_equal(rule, "safe");
	assert_int_equal(offset, 16);
	assert_string_equal(text, "We do not offer it.");
	json_decref(root);
}

static void points_are_numbers_as_short_as_they_can_be(void **state)
{
	struct fixture *f = *state;
	const char *json;

	f->result.score = 800;
	json = write_report(f, "json");
	assert_non_null(strstr(json, "\"score\":80,"));
	assert_non_null(strstr(json, "\"points\":-20}"));
	assert_non_null(strstr(json, "\"points\":-1.5}"));
}

static void jsonl_is_one_object_a_line(void **state)
{
	struct fixture *f = *state;
	const char *line = write_report(f, "jsonl");
	json_t *object = json_loads(line, 0, NULL);

	assert_ptr_equal(strchr(line, '\n'), line + f->size - 1);
	assert_string_equal(json_string_value(json_object_get(object, "path")), "a.eml");
	json_decref(object);
}

/* Bytes of another charset cannot be a JSON string. */
static void edits_in_other_charsets_come_as_base64(void **state)
{
	struct fixture *f = *state;

	f->edit.text = STR("\xE9");
	assert_non_null(strstr(write_report(f, "json"), "\"base64\":\"6Q==\""));
}

static void a_mailbox_counts_from_its_start(void **state)
{
	struct fixture *f = *state;

	f->reported.locator = locator_new(f->arena, str_of(mail), 1000, 50);
	f->reported.number = 2;
	const char *json = write_report(f, "json");
	assert_non_null(strstr(json, "\"number\":2"));
	assert_non_null(strstr(json, "\"line\":53,\"column\":1,"));
	assert_non_null(strstr(json, "\"offset\":1016,"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(text_for_people),
	                                   TEST(text_from_a_level_up),
	                                   TEST(a_gate_is_named_where_it_caps),
	                                   TEST(a_long_score_is_wrapped),
	                                   TEST(colours_only_where_asked_for),
	                                   TEST(nothing_is_said_of_a_clean_message_among_many),
	                                   TEST(line_for_editors),
	                                   TEST(json_for_programs),
	                                   TEST(points_are_numbers_as_short_as_they_can_be),
	                                   TEST(jsonl_is_one_object_a_line),
	                                   TEST(edits_in_other_charsets_come_as_base64),
	                                   TEST(a_mailbox_counts_from_its_start)};
	return utf8_locale() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
