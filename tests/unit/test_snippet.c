#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "report/snippet.h"

struct fixture {
	struct arena *arena;
	struct document document;
	struct result result;
	struct page page;
	struct reported reported;
	struct reporting reporting;
};

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.arena = arena_new(1 << 22), .reporting = {.utf8 = true, .width = 80}};
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	arena_free(fixture->arena);
	return 0;
}

/* The snippet of the first `found` in source. */
static struct snippet make(struct fixture *fixture, struct str source, struct str found)
{
	struct finding finding = {.source = {str_find(source, found, 0), found.len}};

	fixture->document = (struct document){.arena = fixture->arena, .source = text_source(fixture->arena, source)};
	fixture->result.document = &fixture->document;
	fixture->reported =
	    (struct reported){.result = &fixture->result, .locator = locator_new(fixture->arena, source, 0, 1)};
	return snippet_make(&fixture->reporting, &fixture->reported, &finding);
}

/* What stands above the carets. */
static struct str above(const struct shown_line *line)
{
	size_t column = 0, from = STR_NONE, at = 0;

	while (at < line->text.len) {
		uint32_t code_point;
		size_t len = utf8_decode(line->text, at, &code_point);
		if (from == STR_NONE && column >= line->mark)
			from = at;
		if (column >= line->mark + line->marks)
			break;
		column += utf8_width(code_point);
		at += len;
	}
	return from == STR_NONE ? STR("") : str_sub(line->text, from, at - from);
}

#define assert_str(actual, expected)                                                                                   \
	do {                                                                                                               \
		struct str str_ = (actual);                                                                                    \
		assert_int_equal(str_.len, strlen(expected));                                                                  \
		assert_memory_equal(str_.at, expected, str_.len);                                                              \
	} while (0)

static void carets_stand_under_the_very_characters(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *source, *found;
		size_t mark, marks, number;
		const char *text;
	} cases[] = {
	    {"one\nWE DO NOT\n", "DO", 3, 2, 2, "WE DO NOT"},
	    {"\xE6\x97\xA5\xE6\x9C\xAC abc", "abc", 5, 3, 1, "\xE6\x97\xA5\xE6\x9C\xAC abc"}, /* wide characters */
	    {"e\xCC\x81x abc", "abc", 3, 3, 1, "e\xCC\x81x abc"},                             /* a combining one */
	    {"a\tbc", "bc", 8, 2, 1, "a       bc"},
	    {"a\x1B[31mb abc", "abc", 8, 3, 1, "a\xEF\xBF\xBD[31mb abc"}, /* no escape sequences from mail */
	    {"abc\r\nd", "abc", 0, 3, 1, "abc"},
	    {"abc", "", 0, 1, 1, "abc"}, /* something missing: a caret at its place */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct snippet snippet = make(fixture, str_of(cases[i].source), str_of(cases[i].found));
		assert_int_equal(snippet.count, 1);
		assert_int_equal(snippet.line[0].number, cases[i].number);
		assert_int_equal(snippet.line[0].mark, cases[i].mark);
		assert_int_equal(snippet.line[0].marks, cases[i].marks);
		assert_str(snippet.line[0].text, cases[i].text);
	}
}

static void long_lines_are_cut_around_the_finding(void **state)
{
	struct fixture *fixture = *state;
	static const size_t places[] = {0, 3, 70, 75, 79, 80, 500, 2900, 2995, 2997};
	char line[3000 + 1];

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		memset(line, '.', 3000);
		memcpy(line + places[i], "XYZ", 3);
		line[3000] = '\0';
		struct snippet snippet = make(fixture, str_of(line), STR("XYZ"));
		assert_int_equal(snippet.count, 1);
		assert_int_equal(utf8_columns(snippet.line[0].text) + 5 + snippet.digits, 80);
		assert_str(above(&snippet.line[0]), "XYZ");
	}
}

static void a_long_finding_is_marked_to_the_edge(void **state)
{
	struct fixture *fixture = *state;
	struct buf buf;

	buf_init(&buf, fixture->arena, SIZE_MAX);
	for (int i = 0; i < 300; i++)
		buf_add(&buf, STR("word "));
	struct snippet snippet = make(fixture, buf_str(&buf), buf_str(&buf));
	assert_int_equal(snippet.line[0].mark, 0);
	assert_int_equal(snippet.line[0].marks, 74);
	assert_int_equal(utf8_columns(snippet.line[0].text), 74);
}

static void several_lines(void **state)
{
	struct fixture *fixture = *state;
	struct snippet snippet = make(fixture, STR("xA\n\n  B\nCy\nD"), STR("A\n\n  B\nC"));

	assert_int_equal(snippet.count, 3);
	assert_int_equal(snippet.left_out, 0);
	assert_str(above(&snippet.line[0]), "A");
	assert_str(above(&snippet.line[1]), "B");
	assert_int_equal(snippet.line[1].number, 3);
	assert_str(above(&snippet.line[2]), "C");
	snippet = make(fixture, STR("A\nB\nC\nD\nE\n"), STR("A\nB\nC\nD\nE"));
	assert_int_equal(snippet.count, 3);
	assert_int_equal(snippet.left_out, 2);
}

/* An encoded text is shown decoded, with the line numbers of the source. */
static void encoded_text_is_shown_as_it_reads(void **state)
{
	struct fixture *fixture = *state;
	struct str source = STR("H: x\n\ncaf=C3=A9 IS=\n CLOSED\n");
	const struct text *root = text_source(fixture->arena, source);
	const struct text *part = text_part(fixture->arena, root, (struct span){6, source.len - 6});
	struct text_builder builder;
	struct finding finding = {0};

	text_begin(&builder, fixture->arena, 100);
	text_add_copy(&builder, STR("caf"), 0);
	text_add_atom(&builder, STR("\xC3\xA9"), 3, 6);
	text_add_copy(&builder, STR(" IS"), 9);
	text_add_copy(&builder, STR(" CLOSED\n"), 14);
	const struct text *decoded = text_build(&builder, TEXT_QUOTED_PRINTABLE, part);
	text_begin(&builder, fixture->arena, 100);
	text_add_copy(&builder, decoded->bytes, 0);
	fixture->page.view = text_build(&builder, TEXT_VIEW, decoded);
	fixture->document = (struct document){.arena = fixture->arena, .source = root};
	fixture->result.document = &fixture->document;
	fixture->reported =
	    (struct reported){.result = &fixture->result, .locator = locator_new(fixture->arena, source, 0, 1)};
	finding.page = &fixture->page;
	finding.view = (struct span){6, 9};
	finding.source = text_origin(fixture->page.view, finding.view);
	struct snippet snippet = snippet_make(&fixture->reporting, &fixture->reported, &finding);
	assert_int_equal(snippet.count, 1);
	assert_int_equal(snippet.line[0].number, 3);
	assert_str(snippet.line[0].text, "caf\xC3\xA9 IS CLOSED");
	assert_str(above(&snippet.line[0]), "IS CLOSED");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(carets_stand_under_the_very_characters, setup, teardown),
	    cmocka_unit_test_setup_teardown(long_lines_are_cut_around_the_finding, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_long_finding_is_marked_to_the_edge, setup, teardown),
	    cmocka_unit_test_setup_teardown(several_lines, setup, teardown),
	    cmocka_unit_test_setup_teardown(encoded_text_is_shown_as_it_reads, setup, teardown)};
	return utf8_locale() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
