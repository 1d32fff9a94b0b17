/* The calendar, and Date fields. */
#include "mail_test.h"

#include "base/calendar.h"
#include "mail/date.h"

static void test_known_days(void **state)
{
	(void)state;
	assert_int_equal(calendar_number((struct date){1970, 1, 1}), 0);
	assert_int_equal(calendar_number((struct date){2000, 3, 1}), 11017);
	assert_int_equal(calendar_weekday(calendar_number((struct date){2026, 5, 12})), 1);
	assert_int_equal(calendar_weekday(calendar_number((struct date){1969, 7, 20})), 6);
	assert_int_equal(calendar_weekday(calendar_number((struct date){1, 1, 1})), 0);
}

/* Every day of 800 years: there and back, each weekday after the one before. */
static void test_round(void **state)
{
	(void)state;
	long first = calendar_number((struct date){1600, 1, 1}), last = calendar_number((struct date){2400, 12, 31});
	for (long day = first; day <= last; day++) {
		struct date date = calendar_date(day);
		assert_true(calendar_is_valid(date));
		assert_int_equal(calendar_number(date), day);
		assert_int_equal(calendar_weekday(day + 1), (calendar_weekday(day) + 1) % 7);
	}
}

static void test_valid(void **state)
{
	(void)state;
	assert_true(calendar_is_valid((struct date){2028, 2, 29}));
	assert_false(calendar_is_valid((struct date){2027, 2, 29}));
	assert_false(calendar_is_valid((struct date){2100, 2, 29}));
	assert_true(calendar_is_valid((struct date){2000, 2, 29}));
	assert_false(calendar_is_valid((struct date){2026, 6, 31}));
	assert_false(calendar_is_valid((struct date){2026, 13, 1}));
	assert_false(calendar_is_valid((struct date){2026, 0, 1}));
	assert_false(calendar_is_valid((struct date){2026, 1, 0}));
	assert_false(calendar_is_valid((struct date){10000, 1, 1}));
}

static void test_date_fields(void **state)
{
	static const struct {
		const char *value;
		struct date date;
		int minutes;
		bool zone_known;
		int zone;
	} good[] = {
	    {"Tue, 12 May 2026 09:05:00 +0200", {2026, 5, 12}, 545, true, 120},
	    {"12 May 2026 23:59 -0430", {2026, 5, 12}, 1439, true, -270},
	    {"Tue,12 May 26 09:05:00 GMT", {2026, 5, 12}, 545, true, 0},
	    {"Fri, 1 Jan 99 00:00:00 EST", {1999, 1, 1}, 0, true, -300},
	    {" Tue (a day), 12 (the (12th)) May 2026 09 : 05 : 00 -0700 (MST)", {2026, 5, 12}, 545, true, -420},
	    {"12 May 2026 09:05:00 -0000", {2026, 5, 12}, 545, false, 0},
	    {"12 May 2026", {2026, 5, 12}, 0, false, 0},
	    {"12 May 2026 25:00 +0100", {2026, 5, 12}, 0, false, 0},
	    {"Tue, 12 May 126 09:05 +1", {2026, 5, 12}, 545, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct mail_date date = mail_date_parse(str_of(good[i].value));
		assert_true(date.known);
		assert_int_equal(date.day, calendar_number(good[i].date));
		assert_int_equal(date.minutes, good[i].minutes);
		assert_int_equal(date.zone_known, good[i].zone_known);
		assert_int_equal(date.zone, good[i].zone);
	}
}

static void test_bad_date_fields(void **state)
{
	static const char *const bad[] = {"",
	                                  "Tue",
	                                  "31 June 2026 09:00 +0000",
	                                  "12 Mai 2026",
	                                  "12 M 26",
	                                  "2026-05-12",
	                                  "May 12 2026",
	                                  "((((",
	                                  "12 May 9",
	                                  "99999999999999"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(mail_date_parse(str_of(bad[i])).known);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known_days),  cmocka_unit_test(test_round),           cmocka_unit_test(test_valid),
	    cmocka_unit_test(test_date_fields), cmocka_unit_test(test_bad_date_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
