/* compile-rules: makes the file that the shipped rules load from; `make` lays it beside the program. */
#include "front/front.h"
#include "front/options.h"
#include "front/rulesets.h"

enum status front_compile_rules(const struct front *front, const struct options *options)
{
	struct err err = {""};
	struct config config;

	if (options->arguments.count != 1) {
		err_set(&err, "compile-rules takes one argument, the file to write");
		return front_trouble(&err);
	}
	config_init(&config);
	struct ruleset_options rules = {
	    .rules_directory = rulesets_shipped(front, &err), .checks = front->checks, .config = &config};
	if (!rules.rules_directory || !ruleset_compile(front->arena, &rules, options->arguments.at[0], &err))
		return front_trouble(&err);
	return STATUS_CLEAN;
}
