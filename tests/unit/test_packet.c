#include "mail_test.h"

#include "milter/packet.h"

static struct str bytes_of(struct arena *arena, uint32_t length, const char *rest)
{
	struct buf buf;

	buf_init(&buf, arena, SIZE_MAX);
	packet_add_number(&buf, length);
	buf_add(&buf, str_of(rest));
	return buf_str(&buf);
}

static void a_packet_is_taken_when_it_is_whole(void **state)
{
	struct str whole = bytes_of(*state, 3, "Hab+");
	struct packet packet = {0};

	for (size_t len = 0; len < 7; len++) {
		struct str cut = str_sub(whole, 0, len);
		assert_int_equal(packet_take(&cut, &packet), PACKET_PART);
		assert_int_equal(cut.len, len);
	}
	assert_int_equal(packet_take(&whole, &packet), PACKET_WHOLE);
	assert_int_equal(packet.command, 'H');
	assert_str(packet.data, "ab");
	assert_str(whole, "+");
}

static void a_packet_may_have_no_data(void **state)
{
	struct str bytes = bytes_of(*state, 1, "Q");
	struct packet packet = {0};

	assert_int_equal(packet_take(&bytes, &packet), PACKET_WHOLE);
	assert_int_equal(packet.data.len, 0);
	assert_int_equal(bytes.len, 0);
}

static void a_length_beyond_reason_is_bad_before_its_bytes_come(void **state)
{
	static const uint32_t lengths[] = {0, PACKET_MAX + 1, UINT32_MAX, 0x80000000u};
	struct packet packet;

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct str bytes = bytes_of(*state, lengths[i], "A");
		assert_int_equal(packet_take(&bytes, &packet), PACKET_BAD);
	}
	struct str bytes = bytes_of(*state, PACKET_MAX, "A");
	assert_int_equal(packet_take(&bytes, &packet), PACKET_PART);
}

static void strings_and_numbers_end_where_they_should(void **state)
{
	struct str data = {"one\0two\0\0three", 14}, string;
	uint32_t number = 0;

	(void)state;
	assert_true(packet_string(&data, &string));
	assert_str(string, "one");
	assert_true(packet_string(&data, &string));
	assert_true(packet_string(&data, &string));
	assert_int_equal(string.len, 0);
	assert_false(packet_string(&data, &string));
	assert_str(data, "three");
	assert_true(packet_number(&data, &number));
	assert_int_equal(number, 0x74687265);
	assert_false(packet_number(&data, &number));
	assert_str(data, "e");
}

static void what_is_written_can_be_read(void **state)
{
	struct packet packet;
	struct buf out;
	struct str string;
	uint32_t number;

	buf_init(&out, *state, SIZE_MAX);
	buf_add(&out, STR("before"));
	size_t start = packet_begin(&out, ANSWER_CHANGE_HEADER);
	packet_add_number(&out, 0xFEDCBA98u);
	packet_add_string(&out, (struct str){"with\0NUL", 8});
	packet_add_string(&out, STR(""));
	packet_end(&out, start);
	struct str bytes = str_from(buf_str(&out), strlen("before"));
	assert_int_equal(packet_take(&bytes, &packet), PACKET_WHOLE);
	assert_int_equal(packet.command, 'm');
	assert_true(packet_number(&packet.data, &number));
	assert_int_equal(number, 0xFEDCBA98u);
	assert_true(packet_string(&packet.data, &string));
	assert_str(string, "with");
	assert_true(packet_string(&packet.data, &string));
	assert_int_equal(packet.data.len + bytes.len + string.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_packet_is_taken_when_it_is_whole, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(a_packet_may_have_no_data, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(a_length_beyond_reason_is_bad_before_its_bytes_come, arena_setup,
	                                    arena_teardown),
	    cmocka_unit_test_setup_teardown(strings_and_numbers_end_where_they_should, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(what_is_written_can_be_read, arena_setup, arena_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
