#include "mail_test.h"

#include "base/limits.h"
#include "mail/address.h"

struct sample {
	const char *value;
	struct {
		const char *name, *local, *domain;
	} mailboxes[4]; /* up to the first without a local part and a name */
};

static const struct sample samples[] = {
    {"", {{0}}},
    {"jane@example.org", {{"", "jane", "example.org"}}},
    {"Jane Doe <jane@example.org>", {{"Jane Doe", "jane", "example.org"}}},
    {"\"Doe, Jane\" <jane@example.org>, bob@example.net",
     {{"Doe, Jane", "jane", "example.org"}, {"", "bob", "example.net"}}},
    {"jane@example.org (Jane (at home) Doe)", {{"Jane (at home) Doe", "jane", "example.org"}}},
    {"\"Jane \\\"JD\\\" Doe\" <jane@example.org>", {{"Jane \"JD\" Doe", "jane", "example.org"}}},
    {"Doe, Jane <jane@example.org>", {{"Doe, Jane", "jane", "example.org"}}},
    {"a@b.c; d@e.f", {{"", "a", "b.c"}, {"", "d", "e.f"}}},
    {"Friends: a@b.c, D <d@e.f>;, g@h.i", {{"", "a", "b.c"}, {"D", "d", "e.f"}, {"", "g", "h.i"}}},
    {"undisclosed-recipients:;", {{0}}},
    {"john . doe @ example . com", {{"", "john.doe", "example.com"}}},
    {"\"john doe\"@example.com", {{"", "\"john doe\"", "example.com"}}},
    {"<\"a>b\"@example.com>", {{"", "\"a>b\"", "example.com"}}},
    {"<@relay1,@relay2:joe@example.org>", {{"", "joe", "example.org"}}},
    {"joe@[IPv6:2001:db8::1]", {{"", "joe", "[IPv6:2001:db8::1]"}}},
    {"Jane  Doe\t jane@example.org", {{"Jane Doe", "jane", "example.org"}}},
    {"Jane <jane@example.org, bob@example.net", {{"Jane", "jane", "example.org"}, {"", "bob", "example.net"}}},
    {"<<jane@example.org>>", {{"", "jane", "example.org"}}},
    {"Sales <>", {{"Sales", "", ""}}},
    {"<>", {{0}}},
    {"root", {{"", "root", ""}}},
    {"broken \" quote <a@b.c>", {{"broken \" quote", "a", "b.c"}}},
    {"Ren\xc3\xa9 <rene@example.org>", {{"Ren\xc3\xa9", "rene", "example.org"}}},
    {"jane@example.org bob@example.net", {{"", "jane", "example.org"}, {"", "bob", "example.net"}}},
    {"Jane (ours) <jane (or joe) @example.org (the (old) one)>, <bob(x>y)@example.net>",
     {{"Jane", "jane", "example.org"}, {"", "bob", "example.net"}}},
    {"<jane(half@example.org>", {{"", "jane(half", "example.org"}}},
    {", ,,;", {{0}}},
    {"@, < >, jane@example.org", {{"", "jane", "example.org"}}},
};

static void reads_mailboxes(void **state)
{
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct address_list list = address_parse(*state, str_of(samples[i].value));
		size_t count = 0;
		while (count < 4 && samples[i].mailboxes[count].name != NULL) {
			assert_true(count < list.count);
			assert_str(list.at[count].name, samples[i].mailboxes[count].name);
			assert_str(list.at[count].local, samples[i].mailboxes[count].local);
			assert_str(list.at[count].domain, samples[i].mailboxes[count].domain);
			count++;
		}
		assert_int_equal(list.count, count);
		assert_false(list.full);
	}
}

static void stops_at_the_limit(void **state)
{
	struct address_list list = address_parse(*state, repeated(*state, "a@b.c,", LIMIT_VALUE(addresses) + 1));

	assert_int_equal(list.count, LIMIT_VALUE(addresses));
	assert_true(list.full);
	assert_false(address_parse(*state, repeated(*state, "a@b.c,", LIMIT_VALUE(addresses))).full);
	list = address_parse(*state, repeated(*state, "a@b.c ", LIMIT_VALUE(addresses) + 1));
	assert_int_equal(list.count, LIMIT_VALUE(addresses));
	assert_true(list.full);
}

/* Hostile fields cost no more than their length. */
static void is_linear(void **state)
{
	static const char *const pieces[] = {
	    "a:;", "(", ")", "()", "<", "\"", "\\", ",", "a:", "[", "@", " . ", "\"\" ", "<@", "<(", "a@b ", "<()", "<@>"};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		address_parse(*state, repeated(*state, pieces[i], 500000));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(reads_mailboxes, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(stops_at_the_limit, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
