#include "mail_test.h"

#include <time.h>

#include "mail/uuencoded.h"

#define LINE "M0T%40T%40T%40T%40T%40T%40T%40T%40T%40T%40T%40T%40T%40T%40T%4\n" /* "CAT" 15 times */

/* The text that is left, then the names of the files, each after '|'. */
static struct str left(struct arena *arena, const char *bytes)
{
	struct str_list names = {0};
	const struct text *source = text_source(arena, str_of(bytes)), *text = uuencoded_remove(arena, source, &names);
	struct buf out;

	assert_int_equal(text == source, names.count == 0);
	assert_road_back(text);
	buf_init(&out, arena, 10000);
	buf_add(&out, text->bytes);
	for (size_t i = 0; i < names.count; i++) {
		buf_printf(&out, "|" STR_FMT, STR_ARG(names.at[i]));
	}
	return buf_str(&out);
}

static void takes_files_out(void **state)
{
	static const struct {
		const char *bytes, *left;
	} samples[] = {
	    {"Hello,\n\nbegin 644 a.txt\n#0V%T\n`\nend\n\nBye\n", "Hello,\n\n\nBye\n|a.txt"},
	    {"begin 0644 my list.doc\r\n#0V%T\r\n \r\nend\r\nBye", "Bye|my list.doc"},
	    {"begin 666 a\n" LINE LINE "#0V%T\n\nend", "|a"},
	    {"begin 644 a\n`\nend\nbegin 644 b\n#0V%T\n`\nend\n", "|a|b"},
	    {"begin 644 a\n#0V%TX\n`\nend\n", "|a"}, /* with a checksum */
	    /* damaged: no end, a line cut off, one changed, one of 45 bytes without its blanks */
	    {"a\nbegin 644 a\n" LINE "#0V%T\nThat was it.\n", "a\nThat was it.\n|a"},
	    {"begin 644 a\n" LINE "#0V", "#0V|a"},
	    {"begin 644 a\n" LINE "broken!\n" LINE "`\nend\nz", "z|a"},
	    {"begin 644 a\nM0T%4\n`\nend\nz", "z|a"},
	    {"begin 644 a\n" LINE "end\nz", "z|a"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		assert_str(left(*state, samples[i].bytes), samples[i].left);
	}
}

static void leaves_words_alone(void **state)
{
	static const char *const samples[] = {
	    "",
	    "We begin 644 new flats in May.\n",
	    "begin 644 new flats in May,\nand end in June.\n",
	    "begin 644 flats\n\nWe will\nend\n",
	    "begin 1999 again\nM\n",
	    "begin 644\n#0V%T\n`\nend\n",
	    "begin 64 a\n#0V%T\n`\nend\n",
	    " begin 644 a\n#0V%T\n`\nend\n",
	    "> begin 644 a\n> #0V%T\n",
	    "begin 644 a\n",
	    "begin 644 a\nWE ARE OPEN TODAY\nend\n",
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		assert_str(left(*state, samples[i]), samples[i]);
	}
}

static void is_linear(void **state)
{
	static const char *const pieces[] = {"begin 644 a\n", "begin ", "begin 644 a\n#0V%T\n", LINE,
	                                     "begin 644 a\n#0V%T\nx\n"};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct str_list names = {0};
		struct str bytes = str_printf(*state, "begin 644 a\n" STR_FMT, STR_ARG(repeated(*state, pieces[i], 200000)));
		clock_t start = clock();
		uuencoded_remove(*state, text_source(*state, bytes), &names);
		assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5.0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(takes_files_out, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(leaves_words_alone, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
