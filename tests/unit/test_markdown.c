#include "reading_test.h"

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
	CHECK_ALL(markdown_read, examples);
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
	CHECK_ALL(markdown_read, examples);
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
