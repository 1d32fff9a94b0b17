#define _DEFAULT_SOURCE /* initgroups() */
/*
 * milter: the daemon that Postfix asks about each mail. It loads the rules once; the supervisor gives each connection
 * to a process that has them, too.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "front/counters.h"
#include "front/front.h"
#include "front/mail_rules.h"
#include "front/mailer.h"
#include "front/milter_connection.h"
#include "front/options.h"
#include "milter/notify.h"
#include "milter/supervisor.h"

#define RULES_ARENA_MAX ((size_t)1 << 30)
#define CONNECTIONS 200 /* Postfix has at most 100 SMTP sessions where nothing else is configured */
#define CONNECTIONS_MAX 100000

/* The rules that new connections are judged by. */
struct rules {
	struct arena *arena;
	struct bench bench;
	struct words mailer; /* for notices; empty: nobody asks for them */
};

struct milter {
	const struct front *front;
	const struct options *options;
	struct log log;
	struct rules rules;
	struct counters *counters;
	int counters_descriptor;
	struct notice_quota *quota;
};

/* ---- rules ---- */

static void rules_release(struct rules *rules)
{
	bench_release(&rules->bench);
	arena_free(rules->arena);
}

/* Where the configuration asks for notices there must be somebody to send them, and to get them. */
static bool find_mailer(const struct milter *milter, const struct config *config, struct words *mailer, struct err *err)
{
	if (!policy_asks_for(&config->milter, MAIL_NOTIFY))
		return true;
	if (!config->milter.domains.count)
		return err_set(err, "%s: notify needs the key domains: nobody else is written to", config->path);
	return mailer_find(milter->front, milter->options, config, mailer, err) &&
	       (access(mailer->at[0], X_OK) == 0 || err_set(err, "%s: %s", mailer->at[0], strerror(errno)));
}

static bool rules_load(const struct milter *milter, struct rules *rules, struct err *err)
{
	const struct mail_rules_options wanted = {.config_path = milter->options->text[OPTION_mail_config],
	                                          .usual = MAIL_LOG,
	                                          .strict = milter->options->given[OPTION_check_config]};

	*rules = (struct rules){.arena = arena_new(RULES_ARENA_MAX)};
	const struct ruleset *ruleset = rules->arena ? mail_rules_load(milter->front, rules->arena, &wanted, err) : NULL;
	if (!ruleset || !find_mailer(milter, ruleset->config, &rules->mailer, err) || !bench_init(&rules->bench, ruleset)) {
		if (!err_is_set(err))
			err_set(err, "out of memory");
		rules_release(rules);
		return false;
	}
	if (!wanted.strict)
		bench_warm(&rules->bench);
	return true;
}

/* ---- what the supervisor calls ---- */

/* In a new process: what it judges is of no concern to the others. */
static void enter(void *context)
{
	struct milter *milter = context;
	struct bench branch;

	if (!bench_branch(&branch, &milter->rules.bench)) {
		log_line(&milter->log, LOG_ERR, "out of memory; a connection is closed");
		_exit(1);
	}
	milter->rules.bench = branch;
}

static void serve(void *context, int descriptor)
{
	struct milter *milter = context;

	const struct notices notices = {milter->rules.mailer, milter->quota};
	const struct milter_serving serving = {&milter->rules.bench, &notices, &milter->log, milter->counters};

	milter_connection_serve(&serving, descriptor);
}

static void turn(void *context)
{
	struct milter *milter = context;

	counters_turn(milter->counters);
}

static bool reload(void *context)
{
	struct milter *milter = context;
	struct rules fresh;
	struct err err = {""};

	notify("RELOADING=1");
	bool good = rules_load(milter, &fresh, &err);
	if (good) {
		rules_release(&milter->rules);
		milter->rules = fresh;
		counters_reload(milter->counters, milter->rules.bench.ruleset->rules.count);
		log_line(&milter->log, LOG_INFO, "configuration loaded again");
	} else {
		counters_reload(milter->counters, 0);
		log_line(&milter->log, LOG_ERR, "the old configuration stays, the new one is wrong: %s", err.text);
	}
	notify("READY=1");
	return good;
}

static void leave(void *context)
{
	struct milter *milter = context;

	atomic_store(&milter->counters->is_ready, false);
	notify("STOPPING=1");
}

/* ---- the start ---- */

/* Whom the options name: who we are where they name nobody. */
static bool find_ids(const struct options *options, uid_t *uid, gid_t *gid, struct err *err)
{
	const char *user = options->text[OPTION_user], *group = options->text[OPTION_group];
	const struct passwd *passwd = user ? getpwnam(user) : NULL;

	if (user && !passwd)
		return err_set(err, "--user: there is no user \"%s\"", user);
	*uid = passwd ? passwd->pw_uid : geteuid();
	*gid = passwd ? passwd->pw_gid : getegid();
	const struct group *entry = group ? getgrnam(group) : NULL;
	if (group && !entry)
		return err_set(err, "--group: there is no group \"%s\"", group);
	*gid = entry ? entry->gr_gid : *gid;
	return true;
}

static bool become(const struct options *options, struct err *err)
{
	const char *user = options->text[OPTION_user];
	bool is_root = geteuid() == 0;
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (is_root && !user)
		return err_set(err, "milter does not run as root: name another user with --user");
	if (!find_ids(options, &uid, &gid, err))
		return false;
	bool done = (!is_root || initgroups(user, gid) == 0) && (gid == getegid() || setgid(gid) == 0) &&
	            (uid == geteuid() || setuid(uid) == 0);
	return done || err_set(err, "--user, --group: %s", strerror(errno));
}

static bool open_listeners(struct supervisor *supervisor, const struct options *options, struct err *err)
{
	const struct words *sockets = &options->list[OPTION_socket];

	for (size_t i = 0; i < sockets->count; i++) {
		struct listener *listener = &supervisor->listeners[supervisor->listener_count];
		if (!listener_open(listener, sockets->at[i], err))
			return false;
		supervisor->listener_count++;
		if (listener->is_network)
			log_line(supervisor->log, LOG_WARNING,
			         "%s: anyone who reaches this port can ask, and each mail takes longer "
			         "than over a UNIX socket",
			         sockets->at[i]);
	}
	return true;
}

static bool usage_is_right(const struct options *options, size_t passed, struct err *err)
{
	size_t count = options->list[OPTION_socket].count;

	if (options->arguments.count)
		return err_set(err, "milter takes no arguments: %s", options->arguments.at[0]);
	if (count + passed > LISTENERS_MAX)
		return err_set(err, "at most %d sockets", LISTENERS_MAX);
	return count || passed || options->given[OPTION_check_config] || err_set(err, "milter needs --socket unix:PATH");
}

/* Before the rules, which take longer. */
static bool check_sockets(const struct options *options, struct err *err)
{
	const struct words *sockets = &options->list[OPTION_socket];

	for (size_t i = 0; i < sockets->count; i++)
		if (!listener_check(sockets->at[i], err))
			return false;
	return !options->given[OPTION_metrics] || listener_check(options->text[OPTION_metrics], err);
}

static enum status tell_good(const struct ruleset *ruleset)
{
	const char *path = ruleset->config->path;

	printf("%s: good, %zu rules\n", path ? path : "no configuration", ruleset->rules.count);
	return front_close(stdout, "standard output");
}

static const char *find_metrics(const struct front *front)
{
	static const char *const beside[] = {"/libexec/replylint/metrics", "/../libexec/replylint/metrics"};
	const char *folder = front_folder(front);

	for (size_t i = 0; folder && i < sizeof beside / sizeof *beside; i++) {
		const char *path = str_printf(front->arena, "%s%s", folder, beside[i]).at;
		if (access(path, X_OK) == 0)
			return path;
	}
	return NULL;
}

/* The program that tells the counters to whoever asks; it ends by itself when we do. */
static bool start_metrics(const struct milter *milter, struct err *err)
{
	const char *address = milter->options->text[OPTION_metrics];
	const char *path = address ? find_metrics(milter->front) : NULL;

	if (!address)
		return true;
	if (!path)
		return err_set(err, "--metrics: this replylint was built without libmicrohttpd");
	const char *descriptor = str_printf(milter->front->arena, "%d", milter->counters_descriptor).at;
	pid_t child = fork();
	if (child == 0) {
		execl(path, "replylint-metrics", address, descriptor, (char *)NULL);
		_exit(127);
	}
	return child > 0 || err_set(err, "--metrics: %s", strerror(errno));
}

/* Not before, since whoever is told may send a signal at once. */
static void tell_ready(void *context)
{
	const struct milter *milter = context;
	size_t rules = milter->rules.bench.ruleset->rules.count;

	log_line(&milter->log, LOG_INFO, "replylint %s is ready, with %zu rules", REPLYLINT_VERSION, rules);
	atomic_store(&milter->counters->rules, rules);
	atomic_store(&milter->counters->is_ready, true);
	notify("READY=1");
}

static enum status run(struct milter *milter, struct supervisor *supervisor)
{
	struct err err = {""};

	milter->counters = counters_new(&milter->counters_descriptor, &err);
	if (!milter->counters || !start_metrics(milter, &err) || !open_listeners(supervisor, milter->options, &err))
		return front_trouble(&err);
	return supervisor_run(supervisor, &err) ? STATUS_CLEAN : front_trouble(&err);
}

enum status front_milter(const struct front *front, const struct options *options)
{
	struct milter milter = {.front = front,
	                        .options = options,
	                        .quota = notice_quota_new(),
	                        .log = {"replylint/milter", strcmp(options->text[OPTION_log], "stderr") == 0}};
	struct supervisor supervisor = {.log = &milter.log,
	                                .context = &milter,
	                                .connections_max = CONNECTIONS,
	                                .begin = tell_ready,
	                                .enter = enter,
	                                .serve = serve,
	                                .turn = turn,
	                                .reload = reload,
	                                .leave = leave};
	struct err err = {""};

	supervisor.listener_count = listeners_passed(supervisor.listeners);
	if (!usage_is_right(options, supervisor.listener_count, &err) ||
	    !options_number(options, OPTION_connections, CONNECTIONS_MAX, &supervisor.connections_max, &err) ||
	    !become(options, &err) || !check_sockets(options, &err) || !rules_load(&milter, &milter.rules, &err))
		return front_trouble(&err);
	enum status status =
	    options->given[OPTION_check_config] ? tell_good(milter.rules.bench.ruleset) : run(&milter, &supervisor);
	rules_release(&milter.rules);
	notice_quota_free(milter.quota);
	return status;
}
