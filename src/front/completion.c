/* completion: the tables of commands and options as completion scripts for bash, zsh and fish. */
#include <string.h>

#include "base/str.h"
#include "front/front.h"
#include "front/options.h"

/* What the value of an option is completed with. */
enum completes {
	COMPLETES_NOTHING,
	COMPLETES_FILE,
	COMPLETES_FOLDER,
	COMPLETES_RULE,
	COMPLETES_KIND,
	COMPLETES_CHOICE
};

#define RULE_IDS "replylint rules 2>/dev/null | cut -d' ' -f1"
#define KINDS "replylint rules --kinds 2>/dev/null | grep -o '^[a-z-]*'"

static enum completes completes(const struct option *option)
{
	static const struct {
		const char *argument;
		enum completes completes;
	} table[] = {
	    {"FILE", COMPLETES_FILE}, {"DIR", COMPLETES_FOLDER}, {"ID,...", COMPLETES_RULE}, {"KIND", COMPLETES_KIND}};

	if (option->choices)
		return COMPLETES_CHOICE;
	for (size_t i = 0; option->argument && i < sizeof table / sizeof *table; i++)
		if (strcmp(option->argument, table[i].argument) == 0)
			return table[i].completes;
	return COMPLETES_NOTHING;
}

static struct str choices_of(const struct option *option)
{
	return str_trim(str_of(option->choices));
}

/* ---- bash ---- */

static void bash_words(enum command_id command)
{
	printf("\t%s) options=\"", command_table[command].name);
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if (option_is_for(id, command))
			printf("--%s ", option_table[id].name);
	puts("\" ;;");
}

static void bash_value(enum command_id command, const struct option *option)
{
	static const char *const actions[] = {
	    [COMPLETES_NOTHING] = "return",
	    [COMPLETES_FILE] = "_replylint_paths -f; return",
	    [COMPLETES_FOLDER] = "_replylint_paths -d; return",
	    [COMPLETES_RULE] = "COMPREPLY=($(compgen -W \"$(" RULE_IDS ")\" -- \"$cur\")); return",
	    [COMPLETES_KIND] = "COMPREPLY=($(compgen -W \"$(" KINDS ")\" -- \"$cur\")); return"};

	printf("\t%s:--%s) ", command_table[command].name, option->name);
	if (option->choices)
		printf("COMPREPLY=($(compgen -W \"" STR_FMT "\" -- \"$cur\")); return ;;\n", STR_ARG(choices_of(option)));
	else
		printf("%s ;;\n", actions[completes(option)]);
}

static void bash(void)
{
	puts("# bash completion for replylint\n"
	     "_replylint_paths() {\n"
	     "\tcompopt -o filenames\n"
	     "\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
	     "}\n"
	     "_replylint() {\n"
	     "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check options\n"
	     "\tif [ \"$cur\" = = ]; then cur=; elif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	     "\tcase ${COMP_WORDS[1]} in");
	fputs("\t", stdout);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("%s%s", id ? "|" : "", command_table[id].name);
	puts(") [ \"$COMP_CWORD\" -gt 1 ] && command=${COMP_WORDS[1]} ;;\n\tesac\n\tcase $command:$prev in");
	for (enum command_id command = 0; command < COMMAND_COUNT; command++)
		for (enum option_id id = 0; id < OPTION_COUNT; id++)
			if (option_is_for(id, command) && option_table[id].argument)
				bash_value(command, &option_table[id]);
	puts("\tesac\n\tcase $command in");
	for (enum command_id command = 0; command < COMMAND_COUNT; command++)
		bash_words(command);
	puts("\tesac\n"
	     "\tcase $command:$cur in\n"
	     "\t*:-*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
	     "\texplain:*) COMPREPLY=($(compgen -W \"$(" RULE_IDS ")\" -- \"$cur\")) ;;\n"
	     "\tcompletion:*) COMPREPLY=($(compgen -W \"bash zsh fish\" -- \"$cur\")) ;;\n"
	     "\t*) _replylint_paths -f");
	fputs("\t\t[ \"$COMP_CWORD\" -gt 1 ] || COMPREPLY+=($(compgen -W \"", stdout);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("%s ", command_table[id].name);
	puts("\" -- \"$cur\")) ;;\n\tesac\n}\ncomplete -F _replylint replylint");
}

/* ---- zsh ---- */

static void zsh_option(const struct option *option)
{
	static const char *const actions[] = {[COMPLETES_NOTHING] = " ",
	                                      [COMPLETES_FILE] = "_files",
	                                      [COMPLETES_FOLDER] = "_files -/",
	                                      [COMPLETES_RULE] = "($(" RULE_IDS "))",
	                                      [COMPLETES_KIND] = "($(" KINDS "))"};

	fputs("\t\t", stdout);
	if (option->letter)
		printf("'-%c[%s]' ", option->letter, option->help);
	/* Double quotes let the lists of rules and kinds be made when they are asked for; help texts hold none. */
	printf("\"%s--%s%s[%s]", option->type == OPTION_LIST ? "*" : "", option->name, option->argument ? "=" : "",
	       option->help);
	if (option->choices)
		printf(":%s:(" STR_FMT ")", option->argument, STR_ARG(choices_of(option)));
	else if (option->argument)
		printf(":%s:%s", option->argument, actions[completes(option)]);
	puts("\" \\");
}

static const char *zsh_arguments(enum command_id command)
{
	switch (command) {
	case COMMAND_check:
		return "*:file:_files";
	case COMMAND_explain:
		return "*:rule:($(" RULE_IDS "))";
	case COMMAND_test_rules:
		return "*:folder:_files -/";
	case COMMAND_completion:
		return ":shell:(bash zsh fish)";
	case COMMAND_compile_rules:
		return ":file:_files";
	case COMMAND_rules:
	case COMMAND_filter:
	case COMMAND_sendmail:
	case COMMAND_milter:
	case COMMAND_init:
	case COMMAND_COUNT:
		break;
	}
	return NULL;
}

static void zsh(void)
{
	puts("#compdef replylint\n_replylint() {\n\tlocal command=check\n\tlocal -a commands\n\tcommands=(");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("\t\t'%s:%s'\n", command_table[id].name, command_table[id].summary);
	puts("\t)\n"
	     "\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
	     "\t\t_describe command commands\n\t\t_files\n\t\treturn\n\tfi\n"
	     "\tif (( ${commands[(I)${words[2]}:*]} )); then\n"
	     "\t\tcommand=$words[2]\n\t\tshift words\n\t\t(( CURRENT-- ))\n\tfi\n"
	     "\tcase $command in");
	for (enum command_id command = 0; command < COMMAND_COUNT; command++) {
		printf("\t%s)\n\t\t_arguments \\\n", command_table[command].name);
		for (enum option_id id = 0; id < OPTION_COUNT; id++)
			if (option_is_for(id, command))
				zsh_option(&option_table[id]);
		if (zsh_arguments(command))
			printf("\t\t\"%s\"\n", zsh_arguments(command));
		puts("\t\t;;");
	}
	puts("\tesac\n}\n_replylint \"$@\"");
}

/* ---- fish ---- */

static void fish_option(enum command_id command, const struct option *option)
{
	static const char *const values[] = {[COMPLETES_NOTHING] = " -x",
	                                     [COMPLETES_FILE] = " -r -F",
	                                     [COMPLETES_FOLDER] = " -x -a '(__fish_complete_directories)'",
	                                     [COMPLETES_RULE] = " -x -a \"(" RULE_IDS ")\"",
	                                     [COMPLETES_KIND] = " -x -a \"(" KINDS ")\""};

	printf("complete -c replylint -n '__replylint_in %s' -l %s", command_table[command].name, option->name);
	if (option->letter)
		printf(" -s %c", option->letter);
	if (option->choices)
		printf(" -x -a '" STR_FMT "'", STR_ARG(choices_of(option)));
	else if (option->argument)
		fputs(values[completes(option)], stdout);
	printf(" -d '%s'\n", option->help);
}

static void fish(void)
{
	fputs("# fish completion for replylint\n"
	      "function __replylint_in\n"
	      "\tset -l words (commandline -opc)\n"
	      "\tset -l command check\n"
	      "\tcontains -- \"$words[2]\"",
	      stdout);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf(" %s", command_table[id].name);
	puts("; and set command $words[2]\n\ttest $command = $argv[1]\nend");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("complete -c replylint -n __fish_use_subcommand -a %s -d '%s'\n", command_table[id].name,
		       command_table[id].summary);
	for (enum command_id command = 0; command < COMMAND_COUNT; command++)
		for (enum option_id id = 0; id < OPTION_COUNT; id++)
			if (option_is_for(id, command))
				fish_option(command, &option_table[id]);
	puts("complete -c replylint -n '__replylint_in explain' -f -a \"(" RULE_IDS ")\"\n"
	     "complete -c replylint -n '__replylint_in completion' -f -a 'bash zsh fish'");
}

enum status front_completion(const struct front *front, const struct options *options)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
	struct err err = {""};

	(void)front;
	for (size_t i = 0; options->arguments.count == 1 && i < sizeof shells / sizeof *shells; i++) {
		if (strcmp(options->arguments.at[0], shells[i].name) == 0) {
			shells[i].print();
			return front_close(stdout, "standard output");
		}
	}
	err_set(&err, "completion for which shell? bash, zsh or fish");
	return front_trouble(&err);
}
