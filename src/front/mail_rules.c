#include "front/mail_rules.h"

#include <unistd.h>

#include "front/rulesets.h"

#define SYSTEM_CONFIG "/etc/replylint/replylint.yml"

const struct ruleset *mail_rules_load(const struct front *front, struct arena *arena, const char *config_path,
                                      enum mail_action usual, struct err *err)
{
	struct config *config = ARENA_NEW(arena, struct config);
	struct ruleset_options options = {.rules_directory = rulesets_shipped(front, err),
	                                  .compiled = rulesets_compiled(front),
	                                  .checks = front->checks,
	                                  .config = config};

	config_init(config);
	if (!config_path && access(SYSTEM_CONFIG, F_OK) == 0)
		config_path = SYSTEM_CONFIG;
	if (!options.rules_directory || (config_path && !config_load(arena, config_path, config, err)))
		return NULL;
	if (!config->milter.actions.count)
		*vec_push(arena, &config->milter.actions) = (struct config_action){STR("error"), usual};
	return ruleset_load(arena, &options, err);
}
