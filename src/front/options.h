/*
 * options: the command line of every command, read by one table (options.def).
 *
 * --name VALUE, --name=VALUE, -o VALUE, -oVALUE; options and arguments in any order; "--" ends the options; "-" is an
 * argument. The last one of an option counts, but for lists, which gather. Commands that hand their arguments on to
 * another program take long options only, in front; what follows them is an argument, whatever it looks like.
 */
#ifndef REPLYLINT_FRONT_OPTIONS_H
#define REPLYLINT_FRONT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "front/front.h"

enum option_id {
#define OPTION(symbol, name, letter, argument, type, choices, commands, group, help) OPTION_##symbol,
#include "front/options.def"
#undef OPTION
	OPTION_COUNT
};

enum option_type {
	OPTION_FLAG,
	OPTION_TEXT,
	OPTION_CHOICE,
	OPTION_LIST /* may be given again */
};

struct option {
	const char *name;
	char letter; /* 0: none */
	const char *argument;
	enum option_type type;
	const char *choices; /* OPTION_CHOICE: words apart by a space; the first is the default */
	unsigned commands;   /* bit: enum command_id */
	const char *group, *help;
};

extern const struct option option_table[OPTION_COUNT];

/* NULL-terminated. */
struct words {
	const char **at;
	size_t count, room;
};

struct options {
	bool given[OPTION_COUNT];
	const char *text[OPTION_COUNT];  /* OPTION_TEXT and _CHOICE; NULL when not given (a choice: its default) */
	size_t choice[OPTION_COUNT];     /* OPTION_CHOICE: the index of the word */
	struct words list[OPTION_COUNT]; /* OPTION_LIST; at is NULL when not given */
	struct words arguments;
};

/* Reads arguments (without the program's and the command's name). False and err: what is wrong and what would do. */
bool options_parse(struct arena *arena, enum command_id command, char *const *arguments, struct options *options,
                   struct err *err);

/* Whether the command takes the option. */
bool option_is_for(enum option_id option, enum command_id command);

/* Whether the command hands its arguments on to another program. */
bool option_hands_on(enum command_id command);

/* Takes the next word off *choices; false at the end. */
bool option_choice(struct str *choices, struct str *word);

/* The number that is given for an option, or *number as it was. False and err: it is none from 1 to most. */
bool options_number(const struct options *options, enum option_id option, size_t most, size_t *number, struct err *err);

/* Appends a word; the list stays NULL-terminated. */
void words_add(struct arena *arena, struct words *words, const char *word);

/* The list's entries, cut at commas. */
struct str_list words_split_commas(struct arena *arena, const struct words *words);

#endif
