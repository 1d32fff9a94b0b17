/* Where a configuration is found, and which of its entries are about a file. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lint/config.h"

static const char *readable(struct arena *arena, const char *directory, const char *name)
{
	const char *path = str_printf(arena, "%s/%s", directory, name).at;

	return access(path, F_OK) == 0 ? path : NULL;
}

static const char *discover_upward(struct arena *arena, const char *directory)
{
	char absolute[PATH_MAX];
	const char *found = NULL;

	if (realpath(directory, absolute) == NULL) {
		return NULL;
	}
	while (found == NULL) {
		found = readable(arena, absolute, ".replylint.yml");
		char *slash = strrchr(absolute, '/');
		if (slash == NULL || slash[1] == '\0') {
			break;
		}
		slash[slash == absolute ? 1 : 0] = '\0';
	}
	return found;
}

const char *config_of_user(struct arena *arena)
{
	const char *found = NULL;
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (xdg != NULL && xdg[0] == '/') {
		found = readable(arena, xdg, "replylint/replylint.yml");
	}
	if (found == NULL && home != NULL && home[0] == '/') {
		found = readable(arena, home, ".config/replylint/replylint.yml");
	}
	return found != NULL ? found : readable(arena, "/etc/replylint", "replylint.yml");
}

const char *config_discover(struct arena *arena, const char *directory)
{
	const char *found = discover_upward(arena, directory);

	return found != NULL ? found : config_of_user(arena);
}

/* The path below the folder; for a file elsewhere (with --config, or the user's configuration) as it was named. */
static struct str below(struct str folder, const struct config_path *path)
{
	size_t len = folder.len > 1 ? folder.len : 0; /* "/" */
	struct str named = path->named;

	if (str_starts(path->absolute, str_sub(folder, 0, len)) && path->absolute.len > len &&
	    path->absolute.at[len] == '/') {
		return str_from(path->absolute, len + 1);
	}
	while (str_starts(named, STR("./"))) {
		named = str_from(named, 2);
	}
	return named;
}

static bool is_about(const struct config_files *files, const struct config_path *path)
{
	struct str relative = below(files->folder, path);

	for (size_t i = 0; i < files->globs.count; i++) {
		if (glob_matches(files->globs.at[i], relative)) {
			return true;
		}
	}
	return false;
}

uint64_t config_overrides_for(const struct config *config, const struct config_path *path)
{
	uint64_t found = 0;

	for (size_t i = 0; i < config->overrides.count; i++) {
		if (is_about(&config->overrides.at[i].files, path)) {
			found |= (uint64_t)1 << i;
		}
	}
	return found;
}

struct str config_kind_for(const struct config *config, const struct config_path *path)
{
	for (size_t i = 0; i < config->kinds.count; i++) {
		if (is_about(&config->kinds.at[i].files, path)) {
			return config->kinds.at[i].kind;
		}
	}
	return (struct str){"", 0};
}

struct str config_template_for(const struct config *config, const struct config_path *path)
{
	for (size_t i = 0; i < config->templates.count; i++) {
		if (is_about(&config->templates.at[i].files, path)) {
			return config->templates.at[i].syntax;
		}
	}
	return (struct str){"", 0};
}
