#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "lint/matcher.h"
#include "lint/phrase.h"

struct fixture {
	struct arena *arena;
	struct searcher *searcher;
	struct phrase_sets sets;
	struct matcher *matcher;
};

static int setup(void **state)
{
	static struct fixture fixture;

	utf8_locale();
	fixture = (struct fixture){.arena = arena_new(1 << 28), .searcher = searcher_new()};
	fixture.matcher = matcher_new(fixture.arena, 0);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	searcher_free(fixture->searcher);
	arena_free(fixture->arena);
	return 0;
}

static void add(struct fixture *fixture, const char *phrase, size_t tag)
{
	struct err err = {{0}};

	if (!matcher_add_phrase(fixture->matcher, &fixture->sets, str_of(phrase), tag, &err))
		fail_msg("%s: %s", phrase, err.text);
}

static struct match_list find_in(struct fixture *fixture, struct str text, struct span span)
{
	struct haystack haystack = haystack_index(fixture->arena, text);
	struct match_list list = matcher_find_all(fixture->matcher, fixture->searcher, fixture->arena, &haystack, span);

	assert_int_equal(matcher_matches(fixture->matcher, fixture->searcher, &haystack, span), list.count > 0);
	return list;
}

static struct match_list find(struct fixture *fixture, const char *text)
{
	return find_in(fixture, str_of(text), (struct span){0, strlen(text)});
}

/* The matches as "tag@at+len ...". */
static void assert_matches(struct fixture *fixture, struct match_list list, const char *expected)
{
	struct buf buf;

	buf_init(&buf, fixture->arena, 4000);
	for (size_t i = 0; i < list.count; i++)
		buf_printf(&buf, "%s%zu@%zu+%zu", i ? " " : "", list.at[i].tag, list.at[i].where.at, list.at[i].where.len);
	buf_char(&buf, '\0');
	assert_string_equal(buf.at, expected);
}

static void test_order_is_place_then_entry(void **state)
{
	struct fixture *fixture = *state;

	add(fixture, "door is open", 7);
	add(fixture, "the door", 5);
	add(fixture, "/\\bdoor\\b/", 3);
	assert_int_equal(matcher_count(fixture->matcher), 3);
	assert_matches(fixture, find(fixture, "So the door is open.\nNow shut the door!"),
	               "5@3+8 7@7+12 3@7+4 5@30+8 3@34+4");
}

static void test_matches_of_one_entry_do_not_overlap(void **state)
{
	struct fixture *fixture = *state;
	struct phrase_set *set = vec_push(fixture->arena, &fixture->sets);

	add(fixture, "bye ~1 bye", 1);
	assert_matches(fixture, find(fixture, "bye bye bye bye"), "1@0+7 1@8+7");
	set->name = STR("when");
	*vec_push(fixture->arena, &set->phrases) = STR("this week");
	*vec_push(fixture->arena, &set->phrases) = STR("by {this|next} week at noon");
	*vec_push(fixture->arena, &set->phrases) = STR("at noon");
	fixture->matcher = matcher_new(fixture->arena, 0);
	add(fixture, "@when", 2);
	assert_int_equal(matcher_count(fixture->matcher), 1);
	assert_matches(fixture, find(fixture, "by this week at noon, or this week, at noon"), "2@0+20 2@25+9 2@36+7");
}

static void test_match_lies_within_span(void **state)
{
	struct fixture *fixture = *state;
	struct str text = STR("a refund, refund-policy\nrefund today");

	add(fixture, "refund [today]", 0);
	assert_matches(fixture, find_in(fixture, text, (struct span){0, text.len}), "0@2+6 0@24+12");
	assert_matches(fixture, find_in(fixture, text, (struct span){0, 8}), "0@2+6");
	assert_matches(fixture, find_in(fixture, text, (struct span){0, 7}), "");
	assert_matches(fixture, find_in(fixture, text, (struct span){3, 7}), "");
	/* what stands around the span is seen */
	assert_matches(fixture, find_in(fixture, text, (struct span){10, 6}), "");
	assert_matches(fixture, find_in(fixture, text, (struct span){30, 400}), "");
	assert_matches(fixture, find_in(fixture, text, (struct span){400, 4}), "");
}

/* A greedy match that leaves the span does not hide a shorter one behind it. */
static void test_match_beyond_span_hides_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct str text = STR("xa a b xx c");

	add(fixture, "/x.*c|\\ba b/", 0);
	assert_matches(fixture, find_in(fixture, text, (struct span){0, 6}), "0@3+3");
}

static void test_lines(void **state)
{
	struct fixture *fixture = *state;

	add(fixture, "we ~2 refund", 0);
	add(fixture, "/^refund\\s+now/", 1);
	add(fixture, "/\\d+ days$/", 2);
	assert_matches(fixture, find(fixture, "we\nrefund\nnow\nin 3 days\nwe do refund\n4 days"),
	               "1@3+10 2@17+6 0@24+12 2@37+6");
}

static void test_case_and_groups(void **state)
{
	struct fixture *fixture = *state;
	struct err err = {{0}};

	fixture->matcher = matcher_new(fixture->arena, MATCH_CASE | MATCH_GROUPS);
	assert_true(matcher_add_regex(fixture->matcher, STR("\\b(w)e (do|can)?( not)?"), 0, &err));
	assert_true(matcher_add_regex(fixture->matcher, STR("\\bour\\b"), 1, &err));
	struct match_list list = find(fixture, "We we can our Our");
	assert_matches(fixture, list, "0@3+6 1@10+3");
	assert_true(str_eq(list.at[0].group[0], STR("w")));
	assert_true(str_eq(list.at[0].group[1], STR("can")));
	assert_int_equal(list.at[0].group[2].len, 0);
	assert_int_equal(list.at[1].group[0].len, 0);
	assert_int_equal(list.at[1].order, 1);
}

static void test_wrong_regexes(void **state)
{
	static const struct {
		const char *regex, *error;
	} wrong[] = {
	    {"a(b", "column 4: missing closing parenthesis"},
	    {"\xc3\xa4[b-a]", "column 5: range out of order in character class"},
	    {"a*", "column 1: the pattern matches the empty text"},
	    {"", "column 1: the pattern matches the empty text"},
	    {"ab\xff", "column 3: this is not UTF-8"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err err = {{0}};
		assert_false(matcher_add_regex(fixture->matcher, str_of(wrong[i].regex), 0, &err));
		if (!str_starts(str_of(err.text), str_of(wrong[i].error)))
			fail_msg("%s: %s", wrong[i].regex, err.text);
	}
	assert_int_equal(matcher_count(fixture->matcher), 0);
}

/* As an entry of phrases it is found wrong by matcher_check(), and does no harm before. */
static void test_wrong_regex_among_phrases(void **state)
{
	struct fixture *fixture = *state;
	struct err err = {{0}};

	add(fixture, "/a(b/", 0);
	add(fixture, "b", 1);
	assert_matches(fixture, find(fixture, "a b"), "1@2+1");
	assert_false(matcher_check(fixture->matcher, &err));
	assert_string_equal(err.text, "column 4: missing closing parenthesis");
}

static void test_overrun_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;

	buf_init(&text, fixture->arena, 1 << 20);
	for (size_t i = 0; i < 40; i++)
		buf_add(&text, STR("aaaaaaaaaa"));
	add(fixture, "/(a+)+[bc]/", 0);
	add(fixture, "/a{9}/", 1);
	assert_null(searcher_overrun(fixture->searcher));
	struct match_list list = find_in(fixture, buf_str(&text), (struct span){0, text.len});
	assert_int_equal(list.count, 44);
	assert_string_equal(searcher_overrun(fixture->searcher), "(a+)+[bc]");
	searcher_begin(fixture->searcher);
	assert_null(searcher_overrun(fixture->searcher));
	assert_matches(fixture, find(fixture, "aab"), "0@0+3");
}

/* Compiled, used often enough for machine code, dropped for lack of room: always the same matches. */
static void test_many_searches(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "Sorry! We are sorry for the delay of 3 days.";

	add(fixture, "{we|i} {are|am} sorry", 0);
	add(fixture, "/\\b\\d days\\b/", 1);
	for (size_t i = 0; i < 300; i++)
		assert_matches(fixture, find(fixture, text), "0@7+12 1@37+6");
}

/* A searcher knows patterns by their content, not by where they are. */
static void test_searcher_outlives_matchers(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_new(1 << 20);
	struct err err = {{0}};

	for (size_t i = 0; i < 4; i++) {
		struct matcher *matcher = matcher_new(arena, i & 2 ? MATCH_CASE : 0);
		struct haystack haystack = haystack_index(fixture->arena, STR("red, blue"));
		assert_true(matcher_add_regex(matcher, i & 1 ? STR("Red") : STR("BLUE"), 0, &err));
		struct match_list list = matcher_find_all(matcher, fixture->searcher, fixture->arena, &haystack,
		                                          (struct span){0, haystack.bytes.len});
		assert_int_equal(list.count, i & 2 ? 0 : 1);
		if (list.count)
			assert_int_equal(list.at[0].where.at, i & 1 ? 0 : 5);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void test_index(void **state)
{
	static const char *const words[] = {"\x01", "@", "_",    "a", "b",  "caf",         "caf\xc3\xa9",
	                                    "don",  "e", "mail", "t", "x3", "\xef\xbf\xbc"};
	struct fixture *fixture = *state;
	struct haystack haystack =
	    haystack_index(fixture->arena, STR("E-mail: don't, CAF\xc3\x89 a_b\xe2\x82\xac\n@x3 \xef\xbf\xbc"));

	assert_int_equal(haystack.word_count, sizeof words / sizeof *words);
	for (size_t i = 0; i < haystack.word_count; i++)
		assert_true(str_eq(haystack.words[i], str_of(words[i])));
	assert_int_equal(haystack.line_count, 2);
	assert_int_equal(haystack.lines[1], 28);
	haystack = haystack_index(fixture->arena, STR(""));
	assert_int_equal(haystack.word_count, 0);
	assert_int_equal(haystack.line_count, 1);
}

/* Anchors never hide a match: texts of odd letters, digits and signs around what is looked for. */
static void test_anchors_hide_nothing(void **state)
{
	static const char *const odd[] = {"",
	                                  " ",
	                                  "\n",
	                                  ".",
	                                  "_",
	                                  "-",
	                                  "'",
	                                  "\xe2\x82\xac",
	                                  "\xc3\xa9",
	                                  "\xef\xbf\xbc",
	                                  "e\xcc\x81",
	                                  "\xd9\xa3",
	                                  "7",
	                                  "\xe0\xa5\xa9",
	                                  "\xe4\xb8\xad",
	                                  "\xf0\x9f\x98\x80",
	                                  "(",
	                                  "x"};
	static const char *const phrases[] = {"refund",   "refund*",        "re{fund|pair}",
	                                      "/refund/", "/\\brefund\\b/", "/(?<!\\w)refund\\w*/",
	                                      "/\\d/",    "/\\d ?refund/",  "/\\x{FFFC}.?refund/"};
	struct fixture *fixture = *state;

	for (size_t p = 0; p < sizeof phrases / sizeof *phrases; p++) {
		struct matcher *plain = matcher_new(fixture->arena, 0);
		struct err err = {{0}};
		fixture->matcher = matcher_new(fixture->arena, 0);
		add(fixture, phrases[p], 0);
		/* "|(?!x)x" never matches, but leaves the pattern without anchors */
		struct phrase phrase;
		assert_true(phrase_compile(fixture->arena, &fixture->sets, str_of(phrases[p]), &phrase, &err));
		struct str open = str_printf(fixture->arena, STR_FMT "|(?!x)x", STR_ARG(phrase.regex));
		assert_true(matcher_add_regex(plain, open, 0, &err));
		for (size_t i = 0; i < sizeof odd / sizeof *odd * sizeof odd / sizeof *odd; i++) {
			struct str text = str_printf(fixture->arena, "no\n%srefund%s no", odd[i / 18 % 18], odd[i % 18]);
			struct haystack haystack = haystack_index(fixture->arena, text);
			struct span all = {0, text.len};
			bool found = matcher_matches(fixture->matcher, fixture->searcher, &haystack, all);
			if (found != matcher_matches(plain, fixture->searcher, &haystack, all))
				fail_msg("%s in \"" STR_FMT "\"", phrases[p], STR_ARG(text));
		}
	}
}

/* What is known of a match's first word hides nothing either: the same is found where nobody knows where words are. */
static void test_beginnings_hide_nothing(void **state)
{
	static const char *const odd[] = {
	    "",  " ",  "\n",  ". ",           "_", "-", "'",   "\xe2\x82\xac", "\xc3\xa9", "\xcc\x81", "7",
	    "(", "Re", "re-", "\xe2\x84\xaa", "s", ",", "we ", "\xd9\xa3"};
	const size_t odd_count = sizeof odd / sizeof *odd;
	static const char *const phrases[] = {"refund us",
	                                      "refund* us",
	                                      "re{fund|pair} us",
	                                      "[we] refund us",
	                                      "{we|they|} refund us",
	                                      "{we|re}fund us",
	                                      "[we ~2] refund us",
	                                      "^ refund us",
	                                      "^ ~2 refund us",
	                                      "{'s|} refund us",
	                                      "k{e|}",
	                                      "{re-|}refund us",
	                                      "{7\\d|refund} us",
	                                      "{, refund|refund} us",
	                                      "/\\brefunds? us/",
	                                      "/\\b(?:we |re)*fund us/",
	                                      "/\\b\\d* ?refund/",
	                                      "/(?<!\\w)(?:we|7\\d?|refund) us/",
	                                      "/^refund/",
	                                      "/fund us/",
	                                      "/(?:we )?fund us/",
	                                      "/\\b(?:|we )refund us/",
	                                      "/\\b(?:refund|\\d)\\b/",
	                                      "/(?:\\b|s)refund/",
	                                      "/\\bres?fund us/",
	                                      "/\\b(?:w|re)(?:e|fund) ?us/",
	                                      "/\\b(?i:RE)fund/",
	                                      "/\\b(?!we)(?:we|refund)/",
	                                      "/\\b[7-9]?\\d? ?refund/"};
	struct fixture *fixture = *state;

	for (size_t p = 0; p < sizeof phrases / sizeof *phrases; p++)
		add(fixture, phrases[p], p);
	for (size_t i = 0; i < odd_count * odd_count; i++) {
		struct str text =
		    str_printf(fixture->arena, "no %srefund%s us, we refund us; kE", odd[i / odd_count], odd[i % odd_count]);
		struct haystack haystack = haystack_index(fixture->arena, text), placeless = haystack;
		struct span all = {0, text.len};
		placeless.places = NULL;
		struct match_list list = matcher_find_all(fixture->matcher, fixture->searcher, fixture->arena, &haystack, all);
		struct match_list again =
		    matcher_find_all(fixture->matcher, fixture->searcher, fixture->arena, &placeless, all);
		assert_int_equal(list.count, again.count);
		for (size_t k = 0; k < list.count; k++) {
			assert_int_equal(list.at[k].where.at, again.at[k].where.at);
			assert_int_equal(list.at[k].where.len, again.at[k].where.len);
		}
	}
}

/* A phrase whose first words are many in a line is looked for all the same. */
static void test_many_beginnings(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;

	buf_init(&text, fixture->arena, 1 << 12);
	add(fixture, "we refund", 0);
	for (size_t count = 1; count < 70; count++) {
		buf_add(&text, STR("we "));
		struct str line = str_printf(fixture->arena, STR_FMT "refund", STR_ARG(buf_str(&text)));
		struct match_list list = find_in(fixture, line, (struct span){0, line.len});
		assert_int_equal(list.count, 1);
		assert_int_equal(list.at[0].where.at, 3 * count - 3);
	}
}

/* So is one that may begin with many different words, or whose anchor stands for many. */
static void test_many_words_of_a_beginning(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;

	buf_init(&text, fixture->arena, 1 << 16);
	add(fixture, "/\\bab\\d* end/", 0);
	add(fixture, "/\\babc\\d* end/", 1);
	for (unsigned count = 1; count < 200; count++) {
		buf_printf(&text, "abc%u ", count);
		struct str line = str_printf(fixture->arena, "abb abd " STR_FMT "end", STR_ARG(buf_str(&text)));
		struct match_list list = find_in(fixture, line, (struct span){0, line.len});
		assert_int_equal(list.count, 1);
		assert_int_equal(list.at[0].tag, 1);
	}
}

/* Hostile texts: time must stay linear, which a run of minutes would show. */
static void test_long_lines(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;

	buf_init(&text, fixture->arena, 1 << 22);
	while (text.len < (1 << 20))
		buf_add(&text, STR("we, we received, "));
	add(fixture, "we ~20 received nothing", 0);
	add(fixture, "^we ~3 {received|got} ~5 parcel", 1);
	assert_int_equal(find_in(fixture, buf_str(&text), (struct span){0, text.len}).count, 0);
	for (size_t at = 0; at + 17 <= text.len; at += 17 * 64)
		assert_int_equal(find_in(fixture, str_sub(buf_str(&text), at, 17), (struct span){0, 17}).count, 0);
}

/* A long line is searched piece by piece: what stands across two of them is found once, wherever it stands. */
static void test_matches_across_pieces(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;
	size_t expected = 0;

	buf_init(&text, fixture->arena, 1 << 22);
	for (size_t gap = 1; text.len < (1 << 19); gap = gap % 97 + 1, expected++) {
		for (size_t i = 0; i < gap; i++)
			buf_add(&text, STR("\u00e9 "));
		buf_add(&text, STR("the door, which was never quite closed, is open. "));
	}
	add(fixture, "the door ~6 is open", 0);
	add(fixture, "/\\bthe door\\b[^.]*\\bopen\\b/", 1);
	struct match_list list = find_in(fixture, buf_str(&text), (struct span){0, text.len});
	assert_int_equal(list.count, 2 * expected);
	for (size_t i = 0; i < list.count; i++)
		assert_int_equal(list.at[i].where.len, strlen("the door, which was never quite closed, is open"));
}

/* What is tried at each place of a long line to no end costs what the line is long, which minutes would show. */
static void test_vain_tries(void **state)
{
	struct fixture *fixture = *state;
	struct buf text;

	buf_init(&text, fixture->arena, 1 << 22);
	while (text.len < (1 << 20))
		buf_char(&text, '!');
	add(fixture, "/!+\\?/", 0);
	assert_int_equal(find_in(fixture, buf_str(&text), (struct span){0, text.len}).count, 0);
	buf_add(&text, STR("?"));
	assert_int_equal(find_in(fixture, buf_str(&text), (struct span){0, text.len}).count, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_order_is_place_then_entry),
	    TEST(test_matches_of_one_entry_do_not_overlap),
	    TEST(test_match_lies_within_span),
	    TEST(test_match_beyond_span_hides_nothing),
	    TEST(test_lines),
	    TEST(test_case_and_groups),
	    TEST(test_wrong_regexes),
	    TEST(test_wrong_regex_among_phrases),
	    TEST(test_overrun_is_told),
	    TEST(test_many_searches),
	    TEST(test_searcher_outlives_matchers),
	    TEST(test_index),
	    TEST(test_anchors_hide_nothing),
	    TEST(test_beginnings_hide_nothing),
	    TEST(test_many_beginnings),
	    TEST(test_many_words_of_a_beginning),
	    TEST(test_long_lines),
	    TEST(test_matches_across_pieces),
	    TEST(test_vain_tries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
