#include "milter/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"

#define BACKLOG 4096     /* the system has its own maximum */
#define PASSED_FIRST 3   /* as systemd numbers them */
#define SOCKET_MASK 0117 /* for owner and group */
#define PATH_ROOM sizeof(((struct sockaddr_un *)0)->sun_path)

/* An address, taken apart. */
struct place {
	const char *path; /* NULL: a network address */
	int family;
	char host[256], port[32];
};

static bool place_of(const char *address, struct place *place, struct err *err)
{
	static const struct {
		const char *prefix;
		int family;
	} forms[] = {{"unix:", AF_UNIX}, {"local:", AF_UNIX}, {"inet:", AF_INET}, {"inet6:", AF_INET6}};
	const char *rest = NULL;

	*place = (struct place){.family = AF_UNIX};
	for (size_t i = 0; i < sizeof forms / sizeof *forms && !rest; i++) {
		if (strncmp(address, forms[i].prefix, strlen(forms[i].prefix)) == 0) {
			rest = address + strlen(forms[i].prefix);
			place->family = forms[i].family;
		}
	}
	const char *at = rest && place->family != AF_UNIX ? strchr(rest, '@') : NULL;
	if (at && at > rest && (size_t)(at - rest) < sizeof place->port && at[1] && strlen(at + 1) < sizeof place->host) {
		snprintf(place->port, sizeof place->port, "%.*s", (int)(at - rest), rest);
		snprintf(place->host, sizeof place->host, "%s", at + 1);
		return true;
	}
	if (!rest || place->family != AF_UNIX || rest[0] != '/')
		return err_set(err, "\"%s\" is no socket; write unix:/PATH or inet:PORT@HOST", address);
	place->path = rest;
	return true;
}

/* ---- in the file system ---- */

static size_t folder_length(const char *path)
{
	return (size_t)(strrchr(path, '/') - path) + 1;
}

/* The address of path, and of a name beside it that nobody else uses. */
static bool name_socket(const char *path, struct sockaddr_un *own, struct sockaddr_un *beside, struct err *err)
{
	*own = *beside = (struct sockaddr_un){.sun_family = AF_UNIX};
	int length = snprintf(beside->sun_path, PATH_ROOM, "%.*s.%ld", (int)folder_length(path), path, (long)getpid());

	if (strlen(path) >= PATH_ROOM || length >= (int)PATH_ROOM)
		return err_set(err, "%s: longer than the %zu bytes that a socket's name may have", path, PATH_ROOM - 1);
	memcpy(own->sun_path, path, strlen(path) + 1);
	return true;
}

static bool take_place(struct listener *listener, const struct sockaddr_un *own, const struct sockaddr_un *beside)
{
	struct stat state;
	mode_t before = umask(SOCKET_MASK);

	unlink(beside->sun_path);
	int bound = bind(listener->descriptor, (const struct sockaddr *)beside, sizeof *beside);
	umask(before);
	if (bound != 0)
		return false;
	if (stat(beside->sun_path, &state) != 0 || listen(listener->descriptor, BACKLOG) != 0 ||
	    rename(beside->sun_path, own->sun_path) != 0) {
		int why = errno;
		unlink(beside->sun_path);
		errno = why;
		return false;
	}
	listener->device = state.st_dev;
	listener->inode = state.st_ino;
	return true;
}

static bool open_path(struct listener *listener, const char *path, struct err *err)
{
	struct sockaddr_un own, beside;
	struct stat state;

	if (!name_socket(path, &own, &beside, err))
		return false;
	if (lstat(path, &state) == 0 && !S_ISSOCK(state.st_mode))
		return err_set(err, "%s: is there, and is no socket", path);
	listener->descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
	if (listener->descriptor < 0 || !take_place(listener, &own, &beside))
		return err_set(err, "%s: %s", path, strerror(errno));
	listener->path = path;
	return true;
}

bool listener_is_replaced(const struct listener *listener)
{
	struct stat state;

	if (!listener->path || stat(listener->path, &state) != 0)
		return false;
	return state.st_dev != listener->device || state.st_ino != listener->inode;
}

/* ---- in the network ---- */

static bool open_network(struct listener *listener, const struct place *place, struct err *err)
{
	const struct addrinfo hints = {.ai_family = place->family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
	struct addrinfo *found = NULL;
	const int on = 1;
	int failed = getaddrinfo(place->host, place->port, &hints, &found);

	if (failed)
		return err_set(err, "%s, port %s: %s", place->host, place->port, gai_strerror(failed));
	listener->is_network = true;
	listener->descriptor = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
	bool open = listener->descriptor >= 0 &&
	            setsockopt(listener->descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	            bind(listener->descriptor, found->ai_addr, found->ai_addrlen) == 0 &&
	            listen(listener->descriptor, BACKLOG) == 0;
	if (!open)
		err_set(err, "%s, port %s: %s", place->host, place->port, strerror(errno));
	freeaddrinfo(found);
	return open;
}

/* ---- of either kind ---- */

/* Ready for a loop that waits for several things; not for programs that are started. */
static bool settle(int descriptor)
{
	int flags = fcntl(descriptor, F_GETFL);

	return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
	       fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

bool listener_open(struct listener *listener, const char *address, struct err *err)
{
	struct place place;

	*listener = (struct listener){.descriptor = -1};
	if (!place_of(address, &place, err))
		return false;
	bool open = place.path ? open_path(listener, place.path, err) : open_network(listener, &place, err);
	if (open && !settle(listener->descriptor))
		open = err_set(err, "%s: %s", address, strerror(errno));
	if (!open && listener->descriptor >= 0)
		close(listener->descriptor);
	return open;
}

bool listener_check(const char *address, struct err *err)
{
	struct sockaddr_un own, beside;
	struct place place;
	struct stat state;
	char folder[PATH_ROOM];

	if (!place_of(address, &place, err))
		return false;
	if (!place.path)
		return true;
	if (!name_socket(place.path, &own, &beside, err))
		return false;
	snprintf(folder, sizeof folder, "%.*s", (int)folder_length(place.path), place.path);
	if (access(folder, W_OK | X_OK) != 0)
		return err_set(err, "%s: a socket cannot be made in this folder: %s", folder, strerror(errno));
	if (lstat(place.path, &state) == 0 && !S_ISSOCK(state.st_mode))
		return err_set(err, "%s: is there, and is no socket", place.path);
	return true;
}

size_t listeners_passed(struct listener listeners[LISTENERS_MAX])
{
	const char *process = getenv("LISTEN_PID"), *number = getenv("LISTEN_FDS");
	size_t count = 0;

	if (!process || !number || strtol(process, NULL, 10) != (long)getpid())
		return 0;
	long passed = strtol(number, NULL, 10);
	for (int i = 0; i < passed && count < LISTENERS_MAX; i++) {
		int listens = 0;
		socklen_t size = sizeof listens;
		if (getsockopt(PASSED_FIRST + i, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens &&
		    settle(PASSED_FIRST + i))
			listeners[count++] = (struct listener){.descriptor = PASSED_FIRST + i};
	}
	return count;
}
