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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cards), cmocka_unit_test(test_no_cards), cmocka_unit_test(test_checks_see_one_digit),
	    cmocka_unit_test(test_iban),  cmocka_unit_test(test_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
