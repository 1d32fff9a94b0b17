#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "document/reading.h"

static const char *const mark_names[] = {
    [MARK_HEADING] = "heading",
    [MARK_LIST_ITEM] = "item",
    [MARK_CELL] = "cell",
    [MARK_TABLE_HEAD] = "table-head",
    [MARK_PREFORMATTED] = "preformatted",
    [MARK_CODE] = "code",
    [MARK_LINK] = "link",
    [MARK_ALT] = "alt",
    [MARK_ABBREVIATION] = "abbreviation",
    [MARK_BLOCKQUOTE] = "blockquote",
    [MARK_QUOTE] = "quote",
    [MARK_SIGNATURE] = "signature",
    [MARK_STRONG] = "strong",
    [MARK_UPPERCASE] = "uppercase",
    [MARK_PREHEADER] = "preheader",
    [MARK_RED] = "red",
    [MARK_BIG] = "big",
    [MARK_UNDERLINE] = "underline",
    [MARK_TITLE] = "title",
    [MARK_COMMENT] = "comment",
};

/* Every letter and digit of the reading is one of the source; marks are in order and inside the text. */
static void check_reading(const struct reading *reading, struct str source)
{
	struct str s = reading->text->bytes;
	size_t start = 0, before = 0;

	for (size_t at = 0; at < s.len; at++) {
		struct span origin = text_origin(reading->text, (struct span){at, 1});
		assert_true(origin.at >= before);
		before = origin.at;
		assert_true(!ascii_alnum(s.at[at]) || str_eq(str_span(source, origin), str_sub(s, at, 1)));
	}
	for (size_t i = 0; i < reading->marks.count; i++) {
		const struct mark *mark = &reading->marks.at[i];
		assert_true(mark->span.at >= start && mark->span.at + mark->span.len <= s.len);
		start = mark->span.at;
	}
}

/* "text|kind:text|kind:text=value" */
static void check(struct str markdown, const char *expected)
{
	struct arena *arena = arena_new(1 << 24);
	struct str source = str_copy(arena, markdown);
	struct reading reading = markdown_read(arena, text_source(arena, source));
	struct buf told;

	buf_init(&told, arena, 1 << 20);
	buf_add(&told, reading.text->bytes);
	for (size_t i = 0; i < reading.marks.count; i++) {
		const struct mark *mark = &reading.marks.at[i];
		buf_printf(&told, "|%s:" STR_FMT, mark_names[mark->kind], STR_ARG(str_span(reading.text->bytes, mark->span)));
		if (mark->value.len > 0) {
			buf_printf(&told, "=" STR_FMT, STR_ARG(mark->value));
		}
	}
	buf_char(&told, '\0');
	assert_string_equal(told.at, expected);
	check_reading(&reading, source);
	arena_free(arena);
}

struct example {
	const char *markdown, *expected;
};

static void check_all(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check(str_of(examples[i].markdown), examples[i].expected);
	}
}

#define CHECK_ALL(examples) check_all((examples), sizeof(examples) / sizeof *(examples))

static void blocks(void **state)
{
	static const struct example examples[] = {
	    {"", ""},
	    {"a\nb\n\n\nc\r\nd", "a\nb\n\nc\nd"},
	    {"a  \nb\\\nc", "a\n\nb\n\nc"},
	    {"# a ##\nb", "a\n\nb|heading:a"},
	    {"#a\n\n###### b", "#a\n\nb|heading:b"},
	    {"a\n===\nb\n---\nc", "a\n\nb\n\nc|heading:a|heading:b"},
	    {"a\n\n---\n\nb", "a\n\nb"},
	    {"- a\n  b\n- c\n\n  d\n\ne", "a\nb\n\nc\n\nd\n\ne|item:a\nb|item:c\n\nd"},
	    {"1. a\n2) b\n* c", "a\n\nb\n\nc|item:a|item:b|item:c"},
	    {"a\n1986. b\n- c", "a\n1986. b\n\nc|item:c"},
	    {"> a\nb\n> c\n\nd", "a\nb\nc\n\nd|blockquote:a\nb\nc"},
	    {"> - a\n> - b", "a\n\nb|blockquote:a\n\nb|item:a|item:b"},
	    {"```c\na  b\n*c*\n```\nd", "a  b\n*c*\n\nd|preformatted:a  b\n*c*"},
	    {"~~~\na", "a|preformatted:a"},
	    {"a\n\n    b", "a\n\n    b|preformatted:    b"},
	    {"<!-- a\n\nb -->\nc", "c|comment:=a\n\nb"},
	    {"| a | b |\n|---|---|\n| c | d |", "| a | b |\n| c | d |"},
	};

	(void)state;
	CHECK_ALL(examples);
}

static void inlines(void **state)
{
	static const struct example examples[] = {
	    {"*a* _b_ **c** __d__ ***e***", "a b c d e|strong:c|strong:d|strong:e"},
	    {"a_b_c 2 * 3 * 4 **a", "a_b_c 2 * 3 * 4 **a"},
	    {"**a\nb** ~~c~~", "a\nb c|strong:a\nb"},
	    {"`a *b* &amp;` ``c`d`` `e", "a *b* &amp; c`d `e|code:a *b* &amp;|code:c`d"},
	    {"[a *b*](http://c 'd') [e]", "a b [e]|link:a b=http://c"},
	    {"[a](b(c)d) [e](<f>)", "a e|link:a=b(c)d|link:e=f"},
	    {"[a][b] [b] [B][]\n\n[b]: http://c", "a b B|link:a=http://c|link:b=http://c|link:B=http://c"},
	    {"![a](b)", "a|alt:a=b"},
	    {"[![a](b)](c)", "a|link:a=c|alt:a=b"},
	    {"<https://a.b> <a@b.c>", "https://a.b a@b.c|link:https://a.b=https://a.b|link:a@b.c=a@b.c"},
	    {"a <b>b</b><br>c <!-- d -->e 1 < 2", "a b\n\nc e 1 < 2|comment:=d"},
	    {"\\*a\\* &amp; &#42; \\&amp;", "*a* & * &amp;"},
	    {"](a) [b [c](d", "](a) [b [c](d"},
	};

	(void)state;
	CHECK_ALL(examples);
}

static void breaks(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct reading reading = markdown_read(arena, text_source(arena, STR("a")));

	(void)state;
	assert_int_equal(reading.breaks, BREAKS_SOFT);
	assert_int_equal(reading.text->step, TEXT_MARKDOWN);
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(blocks), cmocka_unit_test(inlines),
	                                          cmocka_unit_test(breaks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
