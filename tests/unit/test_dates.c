/* The dates of a text, as written: each as "[weekday] form day.month.year" of the span in brackets. */
#include "mail_test.h"

#include "base/buf.h"
#include "checks/dates.h"

static struct str shown(struct arena *arena, struct str text)
{
	static const char forms[] = {'n', 'i', '#', 's', 'o'};
	struct token_list tokens = tokens_read(arena, text);
	struct written_dates dates = dates_find(arena, &tokens);
	struct buf out;

	buf_init(&out, arena, 4096);
	for (size_t i = 0; i < dates.count; i++) {
		const struct written_date *date = &dates.at[i];
		buf_printf(&out, "%s%c ", i > 0 ? "; " : "", forms[date->form]);
		if (date->has_weekday) {
			buf_printf(&out, "%.3s ", calendar_weekday_name(date->weekday));
		}
		buf_printf(&out, "%d.%d.%d", date->day, date->month, date->year);
	}
	return buf_str(&out);
}

static void test_forms(void **state)
{
	static const struct {
		const char *text, *dates;
	} cases[] = {
	    {"14 May 2026", "n 14.5.2026"},
	    {"on 14th May", "n 14.5.0"},
	    {"the 14th of May, 2026.", "n 14.5.2026"},
	    {"14. May 2026", "n 14.5.2026"},
	    {"14-May-2026", "n 14.5.2026"},
	    {"14-May-26", "n 14.5.2026"},
	    {"14May2026", "n 14.5.2026"},
	    {"14 May '26", "n 14.5.2026"},
	    {"May 14, 2026", "n 14.5.2026"},
	    {"May 14th 2026", "n 14.5.2026"},
	    {"Sept. 3rd", "n 3.9.0"},
	    {"Feb 3 at 9", "n 3.2.0"},
	    {"May the 4th", "n 4.5.0"},
	    {"2026-05-14", "i 14.5.2026"},
	    {"2026/05/14", "i 14.5.2026"},
	    {"14/05/2026", "# 5.14.2026"},
	    {"14.5.26,", "# 5.14.2026"},
	    {"14-05-2026", "# 5.14.2026"},
	    {"Thursday, 14 May 2026", "n Thu 14.5.2026"},
	    {"Thu 14 May", "n Thu 14.5.0"},
	    {"Thurs. 14 May", "n Thu 14.5.0"},
	    {"THURSDAY 14 MAY 2026", "n Thu 14.5.2026"},
	    {"Thursday the 14th of May", "n Thu 14.5.0"},
	    {"Thursday (14 May)", "n Thu 14.5.0"},
	    {"Thursday - May 14", "n Thu 14.5.0"},
	    {"Thursday morning, May 14", "n Thu 14.5.0"},
	    {"next Thursday, the 14th", "o Thu 14.0.0"},
	    {"Thu 14/5", "s Thu 5.14.0"},
	    {"14 May 2026 (Thursday)", "n Thu 14.5.2026"},
	    {"14 May is a Thursday.", "n Thu 14.5.0"},
	    {"14 May falls on a Thursday", "n Thu 14.5.0"},
	    {"on 14 May, Thursday, at 9", "n Thu 14.5.0"},
	    {"Thursday 14 May - Sunday 17 May 2026", "n Thu 14.5.0; n Sun 17.5.2026"},
	    {"14-17 May", "n 17.5.0"},
	    {"31 June", "n 31.6.0"},
	    {"41/61/2026", "# 61.41.2026"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str dates = shown(*state, str_of(cases[i].text));
		if (!str_eq(dates, str_of(cases[i].dates))) {
			fail_msg("%s: \"" STR_FMT "\", not \"%s\"", cases[i].text, STR_ARG(dates), cases[i].dates);
		}
	}
}

/* No date, or one whose weekday is not said. */
static void test_traps(void **state)
{
	static const struct {
		const char *text, *dates;
	} cases[] = {
	    {"You may 14 times", ""},
	    {"version 1.2.2026.4", ""},
	    {"10.12.20.14", ""},
	    {"we are here 24/7, Friday 24/7", ""},
	    {"Friday 1/2 price", ""},
	    {"a 9.30 start", ""},
	    {"the 14th", ""},
	    {"INV-2026-05-14", ""},
	    {"2026-05-14-A", "i 14.5.2026"},
	    {"Monday to Friday, 14 May", "n 14.5.0"},
	    {"Mon-Fri 14 May", "n 14.5.0"},
	    {"Mondays and Fridays, 14 May", "n 14.5.0"},
	    {"every Friday, 14 May to 30 June", "n 14.5.0; n 30.6.0"},
	    {"The Vancouver Sun, April 19, 2001", "n 19.4.2001"},
	    {"in the Sun, April 19", "n 19.4.0"},
	    {"Closed Friday. 14 May is fine.", "n 14.5.0"},
	    {"Closed Friday\n14 May", "n 14.5.0"},
	    {"On 14 May, Monday to Friday", "n 14.5.0"},
	    {"14 May, Tuesday 19 May", "n 14.5.0; n Tue 19.5.0"},
	    {"14 May, Friday's delivery", "n 14.5.0"},
	    {"May 14, 20:00", "n 14.5.0"},
	    {"14 May 09:00", "n 14.5.0"},
	    {"14\nMay", ""},
	    {"", ""},
	    {"14", ""},
	    {"May", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str dates = shown(*state, str_of(cases[i].text));
		if (!str_eq(dates, str_of(cases[i].dates))) {
			fail_msg("%s: \"" STR_FMT "\", not \"%s\"", cases[i].text, STR_ARG(dates), cases[i].dates);
		}
	}
}

/* Every span lies in the text and begins and ends with what was read. */
static void test_spans(void **state)
{
	struct str text = STR("We come on Thursday, the 14th of May 2026, or on 2026-05-15 (Friday).");
	struct token_list tokens = tokens_read(*state, text);
	struct written_dates dates = dates_find(*state, &tokens);

	assert_int_equal(dates.count, 2);
	assert_str(str_span(text, date_whole(&dates.at[0])), "Thursday, the 14th of May 2026");
	assert_str(str_span(text, dates.at[0].where), "14th of May 2026");
	assert_str(str_span(text, date_whole(&dates.at[1])), "2026-05-15 (Friday");
}

static void test_readings(void **state)
{
	struct date readings[DATE_READINGS_MOST];
	struct token_list tokens = tokens_read(*state, STR("3/4/2026 13/4/2026 4/13/2026 4/4/2026 31/6/2026 29 Feb"));
	struct written_dates dates = dates_find(*state, &tokens);

	assert_int_equal(dates.count, 6);
	assert_int_equal(date_readings(&dates.at[0], 0, readings), 2);
	assert_int_equal(readings[0].month, 4);
	assert_int_equal(readings[1].month, 3);
	assert_int_equal(date_readings(&dates.at[1], 0, readings), 1);
	assert_int_equal(readings[0].day, 13);
	assert_int_equal(date_readings(&dates.at[2], 0, readings), 1);
	assert_int_equal(readings[0].day, 13);
	assert_int_equal(date_readings(&dates.at[3], 0, readings), 1);
	assert_int_equal(date_readings(&dates.at[4], 0, readings), 0);
	assert_int_equal(date_readings(&dates.at[5], 2027, readings), 0);
	assert_int_equal(date_readings(&dates.at[5], 2028, readings), 1);
}

/* Any bytes: no crash, spans within the text, in order. */
static void test_any_bytes(void **state)
{
	static const char alphabet[] = "0123456789 0123/./-, (May Fri day 14th of\nSun\xC3\xA9'";
	unsigned seed = 7;

	for (int round = 0; round < 20000; round++) {
		char bytes[64];
		size_t len = next_random(&seed) % sizeof bytes;
		for (size_t i = 0; i < len; i++) {
			bytes[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
		}
		struct token_list tokens = tokens_read(*state, (struct str){bytes, len});
		struct written_dates dates = dates_find(*state, &tokens);
		for (size_t i = 0; i < dates.count; i++) {
			struct span whole = date_whole(&dates.at[i]);
			assert_true(whole.len > 0 && whole.at + whole.len <= len);
		}
		if (round % 1000 == 0) {
			arena_reset(*state);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_forms, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_traps, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_spans, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_readings, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(test_any_bytes, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
