/* Numbers with a check of their own: the published examples of each kind, and every change of one digit in them. */
#include "mail_test.h"

#include "checks/identifiers.h"

static void test_cards(void **state)
{
	static const struct {
		const char *digits, *scheme;
	} cards[] = {
	    {"4111111111111111", "Visa"},
	    {"4222222222222", "Visa"},
	    {"5555555555554444", "Mastercard"},
	    {"2223003122003222", "Mastercard"},
	    {"378282246310005", "American Express"},
	    {"6011111111111117", "Discover"},
	    {"30569309025904", "Diners Club"},
	    {"3530111333300000", "JCB"},
	    {"6200000000000005", "UnionPay"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
		assert_string_equal(identifier_card(str_of(cards[i].digits)), cards[i].scheme);
	}
}

static void test_no_cards(void **state)
{
	static const char *const numbers[] = {"1234567890123456",
	                                      "4111111111111112",
	                                      "411111111111111",
	                                      "9411111111111111",
	                                      "0000000000000000",
	                                      "",
	                                      "4",
	                                      "49015420323751",
	                                      "490154203237518",
	                                      "41111111111111110000000"};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		assert_null(identifier_card(str_of(numbers[i])));
	}
}

/* Whether some other digit at one place passes, too. */
static bool survives_change(const char *number, bool (*check)(struct str))
{
	char changed[40];
	struct str text = {changed, strlen(number)};

	assert_true(check(str_of(number)));
	for (size_t i = 0; i < text.len; i++) {
		for (char c = '0'; ascii_digit(number[i]) && c <= '9'; c++) {
			memcpy(changed, number, text.len);
			changed[i] = c;
			if (c != number[i] && check(text)) {
				return true;
			}
		}
	}
	return false;
}

static void test_checks_see_one_digit(void **state)
{
	(void)state;
	assert_false(survives_change("4111111111111111", identifier_luhn));
	assert_false(survives_change("DE89370400440532013000", identifier_iban));
	assert_false(survives_change("GB29NWBK60161331926819", identifier_iban));
	assert_false(survives_change("NO9386011117947", identifier_iban));
	assert_false(survives_change("999941057058", identifier_in_aadhaar));
	assert_false(survives_change("123456782", identifier_au_tfn));
}

static void test_iban(void **state)
{
	static const char *const bad[] = {
	    "DE8937040044053201300",  "DE893704004405320130000",    "XX89370400440532013000", "DE", "",
	    "de89370400440532013000", "DE89 3704 0044 0532 0130 00"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(identifier_iban(str_of(bad[i])));
	}
	assert_int_equal(identifier_iban_length(STR("MT")), 31);
	assert_int_equal(identifier_iban_length(STR("US")), 0);
}

static void test_people(void **state)
{
	(void)state;
	assert_true(identifier_us_ssn(STR("219099999")));
	assert_false(identifier_us_ssn(STR("000121234")));
	assert_false(identifier_us_ssn(STR("666121234")));
	assert_false(identifier_us_ssn(STR("900121234")));
	assert_false(identifier_us_ssn(STR("219001234")));
	assert_false(identifier_us_ssn(STR("219090000")));
	assert_true(identifier_uk_nino(STR("AB123456C")));
	assert_false(identifier_uk_nino(STR("DB123456C")));
	assert_false(identifier_uk_nino(STR("GB123456C")));
	assert_false(identifier_uk_nino(STR("AB123456E")));
	assert_false(identifier_uk_nino(STR("AB12345C")));
	assert_false(identifier_in_aadhaar(STR("199941057058")));
}

/* A number of that length that begins so, then noughts, and has a good check digit. */
static struct str number_from(char room[24], const char *prefix, size_t length)
{
	struct str number = {room, length};

	memset(room, '0', 24);
	memcpy(room, prefix, strlen(prefix));
	while (!identifier_luhn(number)) {
		assert_true(room[length - 1]++ < '9');
	}
	return number;
}

static void test_issuers_limits(void **state)
{
	static const struct {
		const char *prefix;
		size_t length;
		const char *scheme;
	} cases[] = {
	    {"4", 12, NULL},
	    {"4", 13, "Visa"},
	    {"4", 14, NULL},
	    {"4", 15, NULL},
	    {"4", 16, "Visa"},
	    {"4", 17, NULL},
	    {"4", 18, NULL},
	    {"4", 19, "Visa"},
	    {"4", 20, NULL},
	    {"50", 16, NULL},
	    {"51", 16, "Mastercard"},
	    {"55", 16, "Mastercard"},
	    {"56", 16, NULL},
	    {"51", 15, NULL},
	    {"51", 17, NULL},
	    {"2220", 16, NULL},
	    {"2221", 16, "Mastercard"},
	    {"2720", 16, "Mastercard"},
	    {"2721", 16, NULL},
	    {"33", 15, NULL},
	    {"34", 15, "American Express"},
	    {"35", 15, NULL},
	    {"36", 15, NULL},
	    {"37", 15, "American Express"},
	    {"38", 15, NULL},
	    {"34", 14, NULL},
	    {"34", 16, NULL},
	    {"6010", 17, NULL},
	    {"6011", 16, "Discover"},
	    {"6011", 19, "Discover"},
	    {"6011", 15, NULL},
	    {"6011", 20, NULL},
	    {"6012", 17, NULL},
	    {"643", 16, NULL},
	    {"644", 16, "Discover"},
	    {"659", 16, "Discover"},
	    {"660", 16, NULL},
	    {"299", 14, NULL},
	    {"300", 14, "Diners Club"},
	    {"305", 14, "Diners Club"},
	    {"306", 14, NULL},
	    {"35", 14, NULL},
	    {"36", 14, "Diners Club"},
	    {"37", 14, NULL},
	    {"38", 14, "Diners Club"},
	    {"39", 14, "Diners Club"},
	    {"36", 13, NULL},
	    {"3527", 16, NULL},
	    {"3528", 16, "JCB"},
	    {"3589", 16, "JCB"},
	    {"3590", 16, NULL},
	    {"3528", 15, NULL},
	    {"3528", 17, NULL},
	    {"61", 16, NULL},
	    {"62", 16, "UnionPay"},
	    {"62", 19, "UnionPay"},
	    {"62", 15, NULL},
	    {"62", 20, NULL},
	    {"63", 16, NULL},
	    {"80", 16, NULL},
	    {"81", 16, "RuPay"},
	    {"82", 16, "RuPay"},
	    {"83", 16, NULL},
	    {"507", 16, NULL},
	    {"508", 16, "RuPay"},
	    {"509", 16, NULL},
	    {"5017", 16, NULL},
	    {"5018", 13, "Maestro"},
	    {"5038", 19, "Maestro"},
	    {"5038", 12, NULL},
	    {"5038", 20, NULL},
	    {"5039", 16, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char room[24];
		const char *scheme = identifier_card(number_from(room, cases[i].prefix, cases[i].length));
		const char *expected = cases[i].scheme;
		if (scheme != expected && (scheme == NULL || expected == NULL || strcmp(scheme, expected) != 0)) {
			fail_msg("%zu digits from %s are %s, not %s", cases[i].length, cases[i].prefix, scheme ? scheme : "nothing",
			         expected ? expected : "nothing");
		}
	}
}

/* How many of the check digits from 02 to 98 make an account of noughts an IBAN. */
static size_t good_check_digits(const char *country, size_t length)
{
	size_t good = 0;

	for (int check = 2; check <= 98; check++) {
		char iban[40];
		snprintf(iban, sizeof iban, "%s%02d%030d", country, check, 0);
		good += identifier_iban((struct str){iban, length});
	}
	return good;
}

static void test_iban_of_any_country(void **state)
{
	size_t countries = 0;

	(void)state;
	for (char country[] = "AA"; country[0] <= 'Z'; country[0]++) {
		for (country[1] = 'A'; country[1] <= 'Z'; country[1]++) {
			size_t length = identifier_iban_length(str_of(country));
			countries += length > 0;
			if (length == 0) {
				continue;
			}
			assert_true(length >= 15 && length <= 33);
			assert_int_equal(good_check_digits(country, length), 1);
			assert_int_equal(good_check_digits(country, length - 1), 0);
			assert_int_equal(good_check_digits(country, length + 1), 0);
		}
	}
	assert_int_equal(countries, 89);
	assert_int_equal(identifier_iban_length(STR("OM")), 23);
	assert_int_equal(identifier_iban_length(STR("D2")), 0);
	assert_int_equal(identifier_iban_length(STR("de")), 0);
	assert_int_equal(identifier_iban_length(STR("DE8")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cards),
	    cmocka_unit_test(test_no_cards),
	    cmocka_unit_test(test_checks_see_one_digit),
	    cmocka_unit_test(test_iban),
	    cmocka_unit_test(test_people),
	    cmocka_unit_test(test_issuers_limits),
	    cmocka_unit_test(test_iban_of_any_country),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
