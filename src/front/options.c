#include "front/options.h"

#include <string.h>

#include "base/nearest.h"

#define CHECK (1u << COMMAND_check)
#define EXPLAIN (1u << COMMAND_explain)
#define RULES (1u << COMMAND_rules)
#define FILTER (1u << COMMAND_filter)
#define SENDMAIL (1u << COMMAND_sendmail)
#define MILTER (1u << COMMAND_milter)
#define EVERY ((1u << COMMAND_COUNT) - 1)

/* The names of the output formats, each with a space behind it. */
static const char report_names[] =
#define FORMAT(name) #name " "
#include "report/formats.def"
#undef FORMAT
    ;

const struct option option_table[OPTION_COUNT] = {
#define OPTION(symbol, name, letter, argument, type, choices, commands, group, help)                                   \
	{name, letter, argument, type, choices, commands, group, help},
#include "front/options.def"
#undef OPTION
};

/* What is being read. */
struct reading_options {
	struct arena *arena;
	enum command_id command;
	char *const *next;
	struct options *options;
	struct err *err;
};

bool option_is_for(enum option_id option, enum command_id command)
{
	return option_table[option].commands >> command & 1u;
}

bool option_choice(struct str *choices, struct str *word)
{
	return str_split(choices, ' ', word) && word->len;
}

bool options_number(const struct options *options, enum option_id option, size_t most, size_t *number, struct err *err)
{
	const char *written = options->text[option], *name = option_table[option].name;
	size_t value = 0;

	if (!written)
		return true;
	for (const char *at = written; *at; at++) {
		if (!ascii_digit(*at))
			return err_set(err, "--%s: \"%s\" is no number", name, written);
		value = value > most ? value : value * 10 + (size_t)(*at - '0');
	}
	*number = value;
	return (value > 0 && value <= most) || err_set(err, "--%s: %s is not between 1 and %zu", name, written, most);
}

void words_add(struct arena *arena, struct words *words, const char *word)
{
	*vec_push(arena, words) = word;
	vec_push(arena, words);
	words->count--;
}

struct str_list words_split_commas(struct arena *arena, const struct words *words)
{
	struct str_list list = {0};
	struct str piece;

	for (size_t i = 0; i < words->count; i++) {
		struct str rest = str_of(words->at[i]);
		while (str_split(&rest, ',', &piece)) {
			piece = str_trim(piece);
			if (piece.len)
				*vec_push(arena, &list) = piece;
		}
	}
	return list;
}

static bool unknown(const struct reading_options *reading, const char *written, struct str name)
{
	const char *names[OPTION_COUNT];
	size_t count = 0;

	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if (option_is_for(id, reading->command))
			names[count++] = option_table[id].name;
	const char *near = nearest_name(name, names, count);
	if (near)
		return err_set(reading->err, "unknown option %s; did you mean --%s?", written, near);
	return err_set(reading->err, "unknown option %s; \"replylint --help\" lists the options", written);
}

static bool set_choice(const struct reading_options *reading, enum option_id id, const char *value)
{
	struct str choices = str_of(option_table[id].choices), word;

	for (size_t i = 0; option_choice(&choices, &word); i++) {
		if (str_eq(word, str_of(value))) {
			reading->options->choice[id] = i;
			return true;
		}
	}
	struct str allowed = str_trim(str_of(option_table[id].choices));
	return err_set(reading->err, "--%s cannot be \"%s\"; it is one of: " STR_FMT, option_table[id].name, value,
	               STR_ARG(allowed));
}

static bool set_value(const struct reading_options *reading, enum option_id id, const char *value)
{
	struct options *options = reading->options;

	options->given[id] = true;
	if (option_table[id].type == OPTION_CHOICE && !set_choice(reading, id, value))
		return false;
	if (option_table[id].type == OPTION_LIST)
		words_add(reading->arena, &options->list[id], value);
	else
		options->text[id] = value;
	return true;
}

/* Sets option id, whose value is given or is the next argument. */
static bool take(struct reading_options *reading, enum option_id id, const char *value)
{
	if (!option_table[id].argument) {
		if (value)
			return err_set(reading->err, "--%s takes no value", option_table[id].name);
		reading->options->given[id] = true;
		return true;
	}
	if (!value && !(value = *reading->next))
		return err_set(reading->err, "--%s needs a value: %s", option_table[id].name, option_table[id].argument);
	if (value == *reading->next)
		reading->next++;
	return set_value(reading, id, value);
}

/* The option of that name, or OPTION_COUNT. */
static enum option_id find_long(enum command_id command, struct str name)
{
	enum option_id id = 0;

	while (id < OPTION_COUNT && !(option_is_for(id, command) && str_eq(name, str_of(option_table[id].name))))
		id++;
	return id;
}

static bool take_long(struct reading_options *reading, const char *written)
{
	struct str rest = str_of(written + 2), name;
	const char *equals = strchr(written, '=');

	str_split(&rest, '=', &name);
	enum option_id id = find_long(reading->command, name);
	return id < OPTION_COUNT ? take(reading, id, equals ? equals + 1 : NULL) : unknown(reading, written, name);
}

/* Short options, several behind one dash. */
static bool take_short(struct reading_options *reading, const char *written)
{
	for (const char *at = written + 1; *at; at++) {
		enum option_id id = 0;
		while (id < OPTION_COUNT && !(option_table[id].letter == *at && option_is_for(id, reading->command)))
			id++;
		if (id == OPTION_COUNT)
			return unknown(reading, written, str_of(at));
		if (option_table[id].argument)
			return take(reading, id, at[1] ? at + 1 : NULL);
		reading->options->given[id] = true;
	}
	return true;
}

bool option_hands_on(enum command_id command)
{
	return command == COMMAND_sendmail;
}

/* Whether another program's arguments begin here. */
static bool begins_foreign(enum command_id command, const char *argument)
{
	struct str rest = str_of(argument), name;

	if (!option_hands_on(command))
		return false;
	str_split(&rest, '=', &name);
	return !str_starts(name, STR("--")) || find_long(command, str_from(name, 2)) == OPTION_COUNT;
}

static void set_defaults(struct arena *arena, struct options *options)
{
	*options = (struct options){0};
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		struct str choices = str_of(option_table[id].choices), word;
		if (option_table[id].type == OPTION_CHOICE && option_choice(&choices, &word))
			options->text[id] = str_cstr(arena, word);
	}
}

bool options_parse(struct arena *arena, enum command_id command, char *const *arguments, struct options *options,
                   struct err *err)
{
	struct reading_options reading = {
	    .arena = arena, .command = command, .next = arguments, .options = options, .err = err};
	bool done = false;

	set_defaults(arena, options);
	while (*reading.next && !begins_foreign(command, *reading.next)) {
		const char *argument = *reading.next++;
		bool fine = true;
		if (done || argument[0] != '-' || !argument[1])
			words_add(arena, &options->arguments, argument);
		else if (strcmp(argument, "--") == 0)
			done = true;
		else
			fine = argument[1] == '-' ? take_long(&reading, argument) : take_short(&reading, argument);
		if (!fine)
			return false;
	}
	while (*reading.next)
		words_add(arena, &options->arguments, *reading.next++);
	return true;
}
