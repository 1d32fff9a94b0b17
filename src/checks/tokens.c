#include <string.h>

#include "checks/dates.h"

#define NUMBER_DIGITS_MOST 6u

static bool is_letter(char c)
{
	return ascii_alpha(c) || (unsigned char)c >= 0x80;
}

static size_t run_end(struct str text, size_t at)
{
	size_t end = at + 1;
	bool digit = ascii_digit(text.at[at]), letter = is_letter(text.at[at]);

	while (end < text.len && ((digit && ascii_digit(text.at[end])) || (letter && is_letter(text.at[end])))) {
		end++;
	}
	return end;
}

static int number_of(struct str digits)
{
	int number = 0;

	if (digits.len > NUMBER_DIGITS_MOST) {
		return -1;
	}
	for (size_t i = 0; i < digits.len; i++) {
		number = number * 10 + (digits.at[i] - '0');
	}
	return number;
}

static struct token read_token(struct str text, size_t at)
{
	struct token token = {.span = {at, run_end(text, at) - at}, .number = -1};

	if (ascii_digit(text.at[at])) {
		token.kind = TOKEN_NUMBER;
		token.number = number_of(str_span(text, token.span));
	} else {
		token.kind = is_letter(text.at[at]) ? TOKEN_WORD : TOKEN_MARK;
	}
	return token;
}

struct token_list tokens_read(struct arena *arena, struct str text)
{
	struct token_list tokens = {.text = text};
	bool tight = false, first = true;

	for (size_t at = 0; at < text.len;) {
		if (ascii_space(text.at[at])) {
			first |= text.at[at] == '\n';
			tight = false;
			at++;
			continue;
		}
		struct token *token = vec_push(arena, &tokens);
		*token = read_token(text, at);
		token->tight = tight;
		token->first = first;
		at += token->span.len;
		tight = true;
		first = false;
	}
	struct token *end = vec_push(arena, &tokens);
	*end = (struct token){.span = {text.len, 0}, .first = true, .number = -1};
	tokens.count--;
	return tokens;
}

const struct token *token_at(const struct token_list *tokens, size_t index)
{
	return &tokens->at[index < tokens->count ? index : tokens->count];
}

struct str token_text(const struct token_list *tokens, size_t index)
{
	return str_span(tokens->text, token_at(tokens, index)->span);
}

bool token_is(const struct token_list *tokens, size_t index, const char *word)
{
	return str_eq_nocase(token_text(tokens, index), str_of(word));
}

bool token_is_any(const struct token_list *tokens, size_t index, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (token_is(tokens, index, *words)) {
			return true;
		}
	}
	return false;
}

static bool has_capital(struct str word)
{
	return word.len > 0 && word.at[0] >= 'A' && word.at[0] <= 'Z';
}

/* "Mon", "Tues", "Thurs", "Weds": the beginning of name, of three letters or as one of them is usual. */
static bool abbreviates(struct str word, struct str name)
{
	static const char *const longer[] = {"Tues", "Weds", "Thur", "Thurs", "Sept"};
	bool usual = word.len == 3;

	if (!str_eq_nocase(str_sub(word, 0, 3), str_sub(name, 0, 3))) {
		return false;
	}
	for (size_t i = 0; i < sizeof longer / sizeof longer[0]; i++) {
		usual |= str_eq_nocase(word, str_of(longer[i]));
	}
	return usual;
}

int token_weekday(const struct token_list *tokens, size_t index)
{
	struct str word = token_text(tokens, index);

	for (int day = 0; token_at(tokens, index)->kind == TOKEN_WORD && day < 7; day++) {
		struct str name = str_of(calendar_weekday_name(day));
		if (str_eq_nocase(word, name) || (has_capital(word) && abbreviates(word, name))) {
			return day;
		}
	}
	return -1;
}

/* Words of every day, which name a month only with a capital. */
static bool is_everyday(struct str word)
{
	return str_eq_nocase(word, STR("may")) || str_eq_nocase(word, STR("march")) || str_eq_nocase(word, STR("mar")) ||
	       str_eq_nocase(word, STR("dec"));
}

int token_month(const struct token_list *tokens, size_t index)
{
	struct str word = token_text(tokens, index);

	if (token_at(tokens, index)->kind != TOKEN_WORD || word.len < 3) {
		return 0;
	}
	for (int month = 1; month <= 12; month++) {
		const char *name = calendar_month_name(month);
		if (ascii_lower(word.at[0]) == ascii_lower(name[0]) &&
		    (str_eq_nocase(word, str_of(name)) || abbreviates(word, str_of(name)))) {
			return is_everyday(word) && !has_capital(word) ? 0 : month;
		}
	}
	return 0;
}
