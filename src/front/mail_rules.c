#include "front/mail_rules.h"

#include <unistd.h>

#include "front/rulesets.h"

#define SYSTEM_CONFIG "/etc/replylint/replylint.yml"

/* NULL: there is none. */
static const char *usual_path(struct arena *arena, const struct mail_rules_options *options)
{
	if (options->users)
		return config_of_user(arena);
	return access(SYSTEM_CONFIG, F_OK) == 0 ? SYSTEM_CONFIG : NULL;
}

const struct config *mail_rules_config(struct arena *arena, const struct mail_rules_options *options, struct err *err)
{
	struct config *config = ARENA_NEW(arena, struct config);
	const char *path = options->config_path ? options->config_path : usual_path(arena, options);

	config_init(config);
	if (path && !config_load(arena, path, config, err))
		return NULL;
	if (!config->milter.actions.count)
		*vec_push(arena, &config->milter.actions) = (struct config_action){STR("error"), options->usual};
	return config;
}

const struct ruleset *mail_rules_load(const struct front *front, struct arena *arena,
                                      const struct mail_rules_options *options, struct err *err)
{
	const struct config *config = mail_rules_config(arena, options, err);
	struct ruleset_options sources = {.rules_directory = rulesets_shipped(front, err),
	                                  .compiled = options->strict ? NULL : rulesets_compiled(front),
	                                  .checks = front->checks,
	                                  .config = config,
	                                  .keep_examples = options->strict};

	return config && sources.rules_directory ? ruleset_load(arena, &sources, err) : NULL;
}
