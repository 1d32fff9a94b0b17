#include "checks/amounts.h"

#include <string.h>

#include "base/buf.h"

/* ---- figures ---- */

#define DIGITS_MOST 12u

/* Digits, and separators between digits: '.', ',', ''', and a space before three digits. */
static size_t figures_end(struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		char c = text.at[at];
		bool between = at > 0 && at + 1 < text.len && ascii_digit(text.at[at + 1]) && ascii_digit(text.at[at - 1]);
		bool group = between && c == ' ' && at + 3 < text.len && ascii_digit(text.at[at + 2]) &&
		             ascii_digit(text.at[at + 3]) && (at + 4 >= text.len || !ascii_digit(text.at[at + 4]));
		if (!ascii_digit(c) && !group && !(between && strchr(".,'", c) != NULL)) {
			break;
		}
		at++;
	}
	return at;
}

/* Where the decimals begin: behind the last separator when one or two digits follow it; STR_NONE: there are none. */
static size_t decimals_at(struct str figures)
{
	size_t last = STR_NONE;

	for (size_t i = 0; i < figures.len; i++) {
		last = figures.at[i] == '.' || figures.at[i] == ',' ? i : last;
	}
	return last != STR_NONE && figures.len - last - 1 <= 2 ? last + 1 : STR_NONE;
}

size_t amount_figures(struct str text, long long *cents)
{
	struct str figures = str_sub(text, 0, figures_end(text));
	size_t decimals = decimals_at(figures), digits = 0;

	*cents = 0;
	for (size_t i = 0; i < figures.len; i++) {
		if (ascii_digit(figures.at[i]) && digits++ < DIGITS_MOST) {
			*cents = *cents * 10 + (figures.at[i] - '0');
		}
	}
	size_t after = decimals == STR_NONE ? 0 : figures.len - decimals;
	*cents *= after == 0 ? 100 : after == 1 ? 10 : 1;
	return digits > 0 && digits <= DIGITS_MOST ? figures.len : 0;
}

struct str amount_shown(struct arena *arena, long long cents)
{
	long long all = cents < 0 ? -cents : cents;
	struct str whole = str_printf(arena, "%lld", all / 100);
	struct buf out;

	buf_init(&out, arena, whole.len * 2 + 4);
	buf_add(&out, cents < 0 ? STR("-") : STR(""));
	for (size_t i = 0; i < whole.len; i++) {
		buf_add(&out, i > 0 && (whole.len - i) % 3 == 0 ? STR(",") : STR(""));
		buf_char(&out, whole.at[i]);
	}
	buf_printf(&out, ".%02lld", all % 100);
	return buf_str(&out);
}

/* ---- currencies ---- */

static const struct {
	const char *text, *same;
	bool word; /* letters only: a word of its own */
} currencies[] = {
    {"US$", "USD", false}, {"A$", "AUD", false},   {"AU$", "AUD", false},   {"C$", "CAD", false},
    {"CA$", "CAD", false}, {"NZ$", "NZD", false},  {"S$", "SGD", false},    {"HK$", "HKD", false},
    {"R$", "BRL", false},  {"$", "$", false},      {"€", "EUR", false},     {"£", "GBP", false},
    {"¥", "JPY", false},   {"₹", "INR", false},    {"EUR", "EUR", true},    {"USD", "USD", true},
    {"GBP", "GBP", true},  {"CHF", "CHF", true},   {"CAD", "CAD", true},    {"AUD", "AUD", true},
    {"NZD", "NZD", true},  {"INR", "INR", true},   {"SGD", "SGD", true},    {"HKD", "HKD", true},
    {"ZAR", "ZAR", true},  {"AED", "AED", true},   {"SEK", "SEK", true},    {"NOK", "NOK", true},
    {"DKK", "DKK", true},  {"PLN", "PLN", true},   {"CZK", "CZK", true},    {"JPY", "JPY", true},
    {"Rs.", "INR", false}, {"Rs", "INR", true},    {"kr", "kr", true},      {"euros", "EUR", true},
    {"euro", "EUR", true}, {"dollars", "$", true}, {"pounds", "GBP", true}, {"rupees", "INR", true},
};

#define CURRENCIES (sizeof currencies / sizeof currencies[0])

/* Its index, or CURRENCIES. Asked wherever a word may begin: most differ in the first byte. */
static size_t currency_at(struct str text)
{
	char first = text.len > 0 ? ascii_lower(text.at[0]) : '\0';

	for (size_t i = 0; i < CURRENCIES; i++) {
		if (ascii_lower(currencies[i].text[0]) != first) {
			continue;
		}
		struct str known = str_of(currencies[i].text);
		bool fits = str_starts(text, known) || (currencies[i].word && str_starts_nocase(text, known));
		if (fits && (!currencies[i].word || known.len == text.len || !ascii_alpha(text.at[known.len]))) {
			return i;
		}
	}
	return CURRENCIES;
}

size_t amount_currency(struct str text)
{
	size_t index = currency_at(text);

	return index < CURRENCIES ? strlen(currencies[index].text) : 0;
}

/* "$" is any dollar. */
bool amounts_same_currency(struct str a, struct str b)
{
	size_t first = currency_at(a), second = currency_at(b);

	if (first == CURRENCIES || second == CURRENCIES) {
		return first == second;
	}
	struct str one = str_of(currencies[first].same), other = str_of(currencies[second].same);
	bool dollars =
	    (str_eq(one, STR("$")) && str_ends(other, STR("D"))) || (str_eq(other, STR("$")) && str_ends(one, STR("D")));
	return str_eq(one, other) || dollars;
}

/* ---- sums ---- */

static bool is_free(struct str text, size_t at)
{
	return at == 0 || (!ascii_alnum(text.at[at - 1]) && strchr("./#_", text.at[at - 1]) == NULL);
}

/* A currency and figures behind it. */
static bool read_led(struct str rest, struct amount *amount, size_t *length)
{
	size_t sign = amount_currency(rest), at = sign;

	at += at < rest.len && rest.at[at] == ' ';
	size_t figures = sign > 0 ? amount_figures(str_from(rest, at), &amount->cents) : 0;
	amount->currency = str_sub(rest, 0, sign);
	amount->number = (struct span){at, figures};
	*length = at + figures;
	return figures > 0;
}

/* Figures and a currency behind them. */
static bool read_followed(struct str rest, struct amount *amount, size_t *length)
{
	size_t figures = amount_figures(rest, &amount->cents), at = figures;

	at += at < rest.len && rest.at[at] == ' ';
	size_t sign = figures > 0 ? amount_currency(str_from(rest, at)) : 0;
	bool next_one = sign > 0 && at + sign < rest.len && ascii_digit(rest.at[at + sign]); /* "2 $40" */
	amount->currency = str_sub(rest, at, sign);
	amount->number = (struct span){0, figures};
	*length = at + sign;
	return sign > 0 && !next_one;
}

void amounts_find(struct arena *arena, struct str text, struct span span, struct amounts *amounts)
{
	size_t end = span.at + span.len;

	for (size_t at = span.at; at < end;) {
		struct str rest = str_sub(text, at, end - at);
		struct amount amount = {0};
		size_t length = 0;
		bool digit = ascii_digit(text.at[at]);
		bool found =
		    is_free(text, at) && (digit ? read_followed(rest, &amount, &length) : read_led(rest, &amount, &length));
		if (!found) {
			at += digit ? figures_end(rest) : 1;
			continue;
		}
		bool minus = at > span.at && text.at[at - 1] == '-' && (at == span.at + 1 || text.at[at - 2] == ' ');
		amount.cents = minus ? -amount.cents : amount.cents;
		amount.number.at += at;
		amount.where = (struct span){at - minus, length + minus};
		*vec_push(arena, amounts) = amount;
		at += length;
	}
}
