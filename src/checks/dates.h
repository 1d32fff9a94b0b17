/*
 * dates: the dates that stand in a text, as written, and the weekday that is said to go with each. English forms:
 * "14 May 2026", "14th of May", "May 14th, 2026", "14-May-26", "2026-05-14", "14/05/2026", "14.5.26", "Fri 14/5",
 * "Friday the 14th". Nothing is judged here: "31 June" is found, too.
 */
#ifndef REPLYLINT_CHECKS_DATES_H
#define REPLYLINT_CHECKS_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "base/str.h"

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK };

/* A run of digits, a run of letters, or one other byte that is no space. */
struct token {
	enum token_kind kind;
	struct span span;
	bool tight; /* nothing stands between it and the one before */
	bool first; /* of its line */
	int number; /* of up to 6 digits, else -1 */
};

/* With a TOKEN_END at the end, which is not counted. */
struct token_list {
	struct token *at;
	size_t count, room;
	struct str text;
};

struct token_list tokens_read(struct arena *arena, struct str text);

/* Past either end: a TOKEN_END. */
const struct token *token_at(const struct token_list *tokens, size_t index);
struct str token_text(const struct token_list *tokens, size_t index);
bool token_is(const struct token_list *tokens, size_t index, const char *word); /* in any case; or a mark */

/* Whether the word is one of the NULL-terminated list, in any case. */
bool token_is_any(const struct token_list *tokens, size_t index, const char *const *words);

/* The weekday or month that the word at index is; -1 or 0: none. Abbreviations and "may" count with a capital only. */
int token_weekday(const struct token_list *tokens, size_t index);
int token_month(const struct token_list *tokens, size_t index);

enum date_form {
	DATE_NAMED,   /* with the month's name */
	DATE_ISO,     /* 2026-05-14 */
	DATE_NUMERIC, /* 14/05/2026, 05.14.26: first and second in either order */
	DATE_SHORT,   /* 14/5, behind a weekday */
	DATE_ORDINAL  /* "the 14th", behind a weekday: the day alone */
};

struct written_date {
	enum date_form form;
	struct span where;          /* without the weekday */
	size_t first_token, tokens; /* of where */
	int year;                   /* 0: not written */
	int month, day;             /* numeric forms: the first and the second number, whatever they are */
	bool month_first;           /* of a named date */
	char separator;             /* of a numeric one */
	bool short_year;            /* written with two digits */
	bool has_weekday;
	int weekday;
	struct span weekday_where;
};

struct written_dates {
	struct written_date *at;
	size_t count, room;
};

struct written_dates dates_find(struct arena *arena, const struct token_list *tokens);

#define DATE_READINGS_MOST 2u

/* What the date may mean in `year` (its own, if it has one): the days that exist, for numeric forms day first. */
size_t date_readings(const struct written_date *date, int year, struct date readings[DATE_READINGS_MOST]);

/* The span of the weekday, if it has one, and of the date. */
struct span date_whole(const struct written_date *date);

#endif
