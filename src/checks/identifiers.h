/*
 * identifiers: numbers that carry a check of their own: payment cards (ISO/IEC 7812: Luhn, issuers' ranges), IBAN
 * (ISO 13616: mod 97 and the length of each country), national identity numbers. All take what is written without its
 * spaces and dashes.
 */
#ifndef REPLYLINT_CHECKS_IDENTIFIERS_H
#define REPLYLINT_CHECKS_IDENTIFIERS_H

#include <stdbool.h>

#include "base/str.h"

bool identifier_luhn(struct str digits);

/* The scheme whose range and length a number with a good check digit has ("Visa"), or NULL. */
const char *identifier_card(struct str digits);

bool identifier_iban(struct str iban); /* capitals */

/* The length of a country's IBAN by its two letters; 0: the country has none. */
size_t identifier_iban_length(struct str country);

bool identifier_us_ssn(struct str digits);     /* nine digits; areas, groups and serials that are given out */
bool identifier_uk_nino(struct str nino);      /* "AB123456C" */
bool identifier_in_aadhaar(struct str digits); /* twelve digits, Verhoeff's check */
bool identifier_au_tfn(struct str digits);     /* eight or nine digits, weighted check */

#endif
