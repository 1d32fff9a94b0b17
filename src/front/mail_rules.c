#include "front/mail_rules.h"

#include <unistd.h>

#include "front/rulesets.h"

#define SYSTEM_CONFIG "/etc/replylint/replylint.yml"

const struct ruleset *mail_rules_load(const struct front *front, struct arena *arena,
                                      const struct mail_rules_options *options, struct err *err)
{
	struct config *config = ARENA_NEW(arena, struct config);
	struct ruleset_options sources = {.rules_directory = rulesets_shipped(front, err),
	                                  .compiled = options->strict ? NULL : rulesets_compiled(front),
	                                  .checks = front->checks,
	                                  .config = config,
	                                  .keep_examples = options->strict};
	const char *path = options->config_path;

	config_init(config);
	if (!path && access(SYSTEM_CONFIG, F_OK) == 0)
		path = SYSTEM_CONFIG;
	if (!sources.rules_directory || (path && !config_load(arena, path, config, err)))
		return NULL;
	if (!config->milter.actions.count)
		*vec_push(arena, &config->milter.actions) = (struct config_action){STR("error"), options->usual};
	return ruleset_load(arena, &sources, err);
}
