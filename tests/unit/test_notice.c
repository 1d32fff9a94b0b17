/* Notices to senders: how often, and that nothing of a mail can become a header field. */
#include "mail_test.h"

#include <stdio.h>
#include <string.h>

#include "front/notice.h"

static void test_one_sender(void **state)
{
	struct notice_quota *quota = notice_quota_new();

	(void)state;
	assert_non_null(quota);
	assert_true(notice_quota_take(quota, STR("kim@shop.example"), 0));
	assert_false(notice_quota_take(quota, STR("Kim@Shop.example"), NOTICE_SECONDS - 1));
	assert_true(notice_quota_take(quota, STR("pat@shop.example"), 1));
	assert_true(notice_quota_take(quota, STR("kim@shop.example"), NOTICE_SECONDS));
	assert_false(notice_quota_take(quota, STR("kim@shop.example"), NOTICE_SECONDS + 1));
	notice_quota_free(quota);
}

static void test_all_together(void **state)
{
	struct notice_quota *quota = notice_quota_new();
	unsigned taken = 0;
	char sender[40];

	(void)state;
	assert_non_null(quota);
	for (int i = 0; i < 3 * (int)NOTICES_MOST; i++) {
		snprintf(sender, sizeof sender, "user%d@shop.example", i);
		taken += notice_quota_take(quota, str_of(sender), 7200);
	}
	assert_int_equal(taken, NOTICES_MOST);
	assert_false(notice_quota_take(quota, STR("last@shop.example"), 7200 + 3599));
	assert_true(notice_quota_take(quota, STR("last@shop.example"), 7200 + 3600));
	notice_quota_free(quota);
}

static void test_no_new_lines(void **state)
{
	struct notices notices = {.quota = notice_quota_new()};
	struct verdict verdict = {.notify = true, .reply = "\"AH\": shouts\nsecond"};
	struct envelope envelope = {.is_known = true, .sender = STR("kim@shop.example")};
	struct notice_about about = {&verdict, &envelope, STR(" Your\r\n lamp\nBcc: all@shop.example")};
	struct notice notice;

	assert_non_null(notices.quota);
	*vec_push(*state, &envelope.recipients) = STR("ann@home.example\r\nBcc: all@shop.example");
	assert_true(notice_write(&notices, &about, &notice));
	assert_string_equal(notice.sender, "kim@shop.example");
	assert_non_null(
	    strstr(notice.text, "\nSubject: About your mail: Your lampBcc: all@shop.example\nAuto-Submitted: "));
	assert_null(strstr(notice.text, "\nBcc"));
	assert_non_null(strstr(notice.text, "\n\n- \"AH\": shouts\n- second\n\n"));
	assert_false(notice_write(&notices, &about, &notice));
	verdict.notify = false;
	envelope.sender = STR("pat@shop.example");
	assert_false(notice_write(&notices, &about, &notice));
	notice_quota_free(notices.quota);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_sender), cmocka_unit_test(test_all_together),
	                                   cmocka_unit_test(test_no_new_lines)};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
