/* A configuration file, and its globs over some paths. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "lint/config.h"

static void match_globs(struct arena *arena, const struct config *config)
{
	static const char *const paths[] = {"a.eml", "mails/2026/reply to a customer.eml",
	                                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/b", ""};

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct config_path path = {str_printf(arena, "/mails/%s", paths[i]), str_of(paths[i])};
		uint64_t overrides = config_overrides_for(config, &path);
		config_kind_for(config_overridden(arena, config, overrides), &path);
		config_template_for(config, &path);
	}
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct config config;
	struct err err = {""};

	config_init(&config);
	bool good = config_load(arena, fuzz_file(bytes), &config, &err);
	assert(good == !err_is_set(&err));
	assert(utf8_valid(str_of(err.text)) && !strchr(err.text, '\n'));
	if (good)
		match_globs(arena, &config);
}
