/* --help: one page, from the tables of commands and options. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "front/front.h"
#include "front/options.h"
#include "front/wrap.h"

#define HELP_COLUMN 27

/* What the option is for, and the words that its value may be. */
static void print_help(FILE *out, const struct option *option)
{
	char text[256];
	struct str choices = str_trim(str_of(option->choices));

	snprintf(text, sizeof text, "%s%s" STR_FMT, option->help, choices.len ? ": " : "", STR_ARG(choices));
	wrap_print(out, HELP_COLUMN, str_of(text));
}

/* What does not fit beside its help stands above it. */
static void print_left(FILE *out, const char *left)
{
	if (strlen(left) < HELP_COLUMN)
		fprintf(out, "%-*s", HELP_COLUMN, left);
	else
		fprintf(out, "%s\n%*s", left, HELP_COLUMN, "");
}

static void print_option(FILE *out, const struct option *option, bool has_letters)
{
	char left[64];
	char letter[8] = "    ";

	if (option->letter && has_letters)
		snprintf(letter, sizeof letter, "-%c, ", option->letter);
	snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name, option->argument ? " " : "",
	         option->argument ? option->argument : "");
	print_left(out, left);
	print_help(out, option);
}

static void print_options(FILE *out, enum command_id command)
{
	const char *group = "";

	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		if (!option_is_for(id, command))
			continue;
		if (strcmp(option_table[id].group, group) != 0)
			fprintf(out, "\n%s:\n", group = option_table[id].group);
		print_option(out, &option_table[id], !option_hands_on(command));
	}
}

static void print_commands(FILE *out)
{
	fputs("\nCommands (check may be left out):\n", out);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++) {
		char left[64];
		snprintf(left, sizeof left, "  %s %s", command_table[id].name,
		         id == COMMAND_check ? "" : command_table[id].arguments);
		print_left(out, left);
		fprintf(out, "%s\n", command_table[id].summary);
	}
}

void help_print(FILE *out, enum command_id command)
{
	if (command == COMMAND_COUNT) {
		fputs("Usage: replylint [check] [OPTION]... [PATH|-]...\n"
		      "Finds what would leave a customer shouted at, confused or passed on in an\n"
		      "outgoing mail, draft or template, and offers the fix.\n",
		      out);
		print_commands(out);
		print_options(out, COMMAND_check);
		fputs("\nExit status: 0 nothing at or above the fail level, 1 findings, 2 trouble.\n"
		      "Manual: replylint(1), replylint.yml(5), replylint-rules(7).\n",
		      out);
		return;
	}
	fprintf(out, "Usage: replylint %s%s%s\n", command_table[command].name, *command_table[command].arguments ? " " : "",
	        command_table[command].arguments);
	const char *summary = command_table[command].summary;
	fprintf(out, "%c%s.\n", toupper((unsigned char)summary[0]), summary + 1);
	print_options(out, command);
}
