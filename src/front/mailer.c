#include "front/mailer.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/handing.h"

#define OWN_PATH "/proc/self/exe"
/* In the environment of the program that gets the mail: who finds it there was called by that program. */
#define MARK "REPLYLINT_SENDING"

static bool is_same_file(const char *path, const char *other)
{
	struct stat status, others;

	return stat(path, &status) == 0 && stat(other, &others) == 0 && status.st_dev == others.st_dev &&
	       status.st_ino == others.st_ino;
}

static bool can_be_run(const char *path)
{
	struct stat status;
	return access(path, X_OK) == 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

const char *mailer_first(const char *const *paths, const char *own)
{
	while (*paths && !(can_be_run(*paths) && !is_same_file(*paths, own)))
		paths++;
	return *paths;
}

static const char *own_path(const struct front *front)
{
	return access(OWN_PATH, F_OK) == 0 ? OWN_PATH : front->program;
}

/* The usual places, then those of PATH. */
static const char *find_usual(const struct front *front)
{
	static const char *const usual[] = {"/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/local/sbin/sendmail",
	                                    "/usr/sbin/sendmail.distrib" /* where Debian's dpkg-divert moves it */};
	const char *path = getenv("PATH");
	struct str rest = str_of(path ? path : ""), folder;
	struct words paths = {0};

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		words_add(front->arena, &paths, usual[i]);
	while (str_split(&rest, ':', &folder))
		if (folder.len && folder.at[0] == '/')
			words_add(front->arena, &paths, str_printf(front->arena, STR_FMT "/sendmail", STR_ARG(folder)).at);
	return mailer_first(paths.at, own_path(front));
}

static void choose(const struct front *front, const struct options *options, const struct config *config,
                   struct words *command)
{
	const char *given = options->text[OPTION_sendmail];
	const char *usual = given || config->sendmail.count ? NULL : find_usual(front);

	*command = (struct words){0};
	if (given)
		words_add(front->arena, command, given);
	else if (usual)
		words_add(front->arena, command, usual);
	for (size_t i = 0; !given && i < config->sendmail.count; i++)
		words_add(front->arena, command, str_cstr(front->arena, config->sendmail.at[i]));
}

bool mailer_find(const struct front *front, const struct options *options, const struct config *config,
                 struct words *command, struct err *err)
{
	const char *caller = getenv(MARK);

	choose(front, options, config, command);
	if (!command->count)
		return err_set(err, "there is no sendmail on this machine; name the program that sends mail with --sendmail");
	if (is_same_file(command->at[0], own_path(front)))
		return err_set(err, "%s is replylint itself; name the program that sends mail with --sendmail", command->at[0]);
	if (caller && *caller)
		return err_set(err, "%s, which was handed a mail, hands it back; name another program with --sendmail", caller);
	return true;
}

bool mailer_become(const struct front *front, const struct words *command, int descriptor, struct err *err)
{
	if (setenv(MARK, command->at[0], 1) != 0)
		return err_set(err, "out of memory");
	return handing_become(front->arena, command, descriptor, err);
}
