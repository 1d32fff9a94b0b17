#include "checks/identifiers.h"

#include <string.h>

static unsigned digit(struct str digits, size_t index)
{
	return (unsigned)(digits.at[index] - '0');
}

static bool all_digits(struct str text, size_t least, size_t most)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!ascii_digit(text.at[i])) {
			return false;
		}
	}
	return text.len >= least && text.len <= most;
}

/* The number that the first `count` digits make. */
static unsigned leading(struct str digits, size_t count)
{
	unsigned number = 0;

	for (size_t i = 0; i < count && i < digits.len; i++) {
		number = number * 10 + digit(digits, i);
	}
	return number;
}

/* ---- cards ---- */

bool identifier_luhn(struct str digits)
{
	unsigned sum = 0;

	if (!all_digits(digits, 2, 64)) {
		return false;
	}
	for (size_t i = 0; i < digits.len; i++) {
		unsigned value = digit(digits, digits.len - 1 - i) * (i % 2 == 0 ? 1u : 2u);
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10 == 0;
}

const char *identifier_card(struct str digits)
{
	static const struct {
		const char *name;
		unsigned first, last, prefix, shortest, longest;
	} ranges[] = {
	    {"Visa", 4, 4, 1, 13, 13},
	    {"Visa", 4, 4, 1, 16, 16},
	    {"Visa", 4, 4, 1, 19, 19},
	    {"Mastercard", 51, 55, 2, 16, 16},
	    {"Mastercard", 2221, 2720, 4, 16, 16},
	    {"American Express", 34, 34, 2, 15, 15},
	    {"American Express", 37, 37, 2, 15, 15},
	    {"Discover", 6011, 6011, 4, 16, 19},
	    {"Discover", 644, 659, 3, 16, 19},
	    {"Diners Club", 300, 305, 3, 14, 14},
	    {"Diners Club", 36, 36, 2, 14, 14},
	    {"Diners Club", 38, 39, 2, 14, 14},
	    {"JCB", 3528, 3589, 4, 16, 16},
	    {"UnionPay", 62, 62, 2, 16, 19},
	    {"RuPay", 81, 82, 2, 16, 16},
	    {"RuPay", 508, 508, 3, 16, 16},
	    {"RuPay", 60, 60, 2, 16, 16},
	    {"Maestro", 5018, 5038, 4, 13, 19},
	};

	for (size_t i = 0; identifier_luhn(digits) && i < sizeof ranges / sizeof ranges[0]; i++) {
		unsigned prefix = leading(digits, ranges[i].prefix);
		if (prefix >= ranges[i].first && prefix <= ranges[i].last && digits.len >= ranges[i].shortest &&
		    digits.len <= ranges[i].longest) {
			return ranges[i].name;
		}
	}
	return NULL;
}

/* ---- accounts ---- */

size_t identifier_iban_length(struct str country)
{
	static const char lengths[] =
	    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18"
	    "FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27"
	    "MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27"
	    "SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

	for (size_t i = 0; country.len == 2 && i + 4 <= sizeof lengths - 1; i += 4) {
		if (memcmp(lengths + i, country.at, 2) == 0) {
			return (size_t)(lengths[i + 2] - '0') * 10 + (size_t)(lengths[i + 3] - '0');
		}
	}
	return 0;
}

bool identifier_iban(struct str iban)
{
	unsigned rest = 0;

	if (iban.len < 5 || identifier_iban_length(str_sub(iban, 0, 2)) != iban.len) {
		return false;
	}
	for (size_t i = 0; i < iban.len; i++) {
		char c = iban.at[(i + 4) % iban.len];
		bool letter = c >= 'A' && c <= 'Z';
		if (!letter && !ascii_digit(c)) {
			return false;
		}
		unsigned value = letter ? (unsigned)(c - 'A') + 10 : (unsigned)(c - '0');
		rest = (rest * (letter ? 100 : 10) + value) % 97;
	}
	return rest == 1;
}

/* ---- people ---- */

bool identifier_us_ssn(struct str digits)
{
	unsigned area = leading(digits, 3);

	return all_digits(digits, 9, 9) && area != 0 && area != 666 && area < 900 && leading(str_from(digits, 3), 2) != 0 &&
	       leading(str_from(digits, 5), 4) != 0;
}

bool identifier_uk_nino(struct str nino)
{
	static const char *const none[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};

	if (nino.len != 9 || !all_digits(str_sub(nino, 2, 6), 6, 6) || strchr("ABCD", nino.at[8]) == NULL) {
		return false;
	}
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		if (str_starts(nino, str_of(none[i]))) {
			return false;
		}
	}
	return nino.at[0] >= 'A' && nino.at[0] <= 'Z' && strchr("DFIQUV", nino.at[0]) == NULL && nino.at[1] >= 'A' &&
	       nino.at[1] <= 'Z' && strchr("DFIOQUV", nino.at[1]) == NULL;
}

/* The dihedral group of order 10: a and b below 5 turn, from 5 they mirror. */
static unsigned dihedral(unsigned a, unsigned b)
{
	unsigned turned = a < 5 ? (a + b % 5) % 5 : (a % 5 + 5 - b % 5) % 5;

	return (a < 5) == (b < 5) ? turned : turned + 5;
}

bool identifier_in_aadhaar(struct str digits)
{
	static const unsigned first[] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
	unsigned check = 0;

	if (!all_digits(digits, 12, 12) || digit(digits, 0) < 2) {
		return false;
	}
	for (size_t i = 0; i < digits.len; i++) {
		unsigned value = digit(digits, digits.len - 1 - i);
		for (size_t k = 0; k < i % 8; k++) {
			value = first[value];
		}
		check = dihedral(check, value);
	}
	return check == 0;
}

bool identifier_au_tfn(struct str digits)
{
	static const unsigned nine[] = {1, 4, 3, 7, 5, 8, 6, 9, 10}, eight[] = {10, 7, 8, 4, 6, 3, 5, 1};
	unsigned sum = 0;

	if (!all_digits(digits, 8, 9)) {
		return false;
	}
	for (size_t i = 0; i < digits.len; i++) {
		sum += digit(digits, i) * (digits.len == 9 ? nine[i] : eight[i]);
	}
	return sum % 11 == 0;
}
