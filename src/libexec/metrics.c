/*
 * metrics: tells by HTTP how the milter that has started it is: /metrics for Prometheus, /healthy and /ready for
 * whoever decides whether it must be restarted and may get mail. A program of its own, since no other part needs
 * libmicrohttpd, and so that nothing it does can harm mail. Ends with the milter.
 *
 * usage: metrics ADDRESS DESCRIPTOR    DESCRIPTOR: the counters
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "front/counters.h"
#include "milter/listener.h"

#define PAGE_MAX 65536
#define PEERS_MAX 32
#define PATIENCE 10u /* seconds for a request */

struct answer {
	unsigned status;
	const char *type;
	struct str page;
};

static struct answer answer_of(bool good, const char *word)
{
	return (struct answer){good ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, "text/plain",
	                       str_of(good ? word : "no\n")};
}

static struct answer answer(const struct counters *counters, struct arena *arena, const char *path)
{
	struct buf page;

	if (strcmp(path, "/healthy") == 0)
		return answer_of(counters_are_alive(counters), "healthy\n");
	if (strcmp(path, "/ready") == 0)
		return answer_of(counters_are_ready(counters), "ready\n");
	if (strcmp(path, "/metrics") != 0)
		return (struct answer){MHD_HTTP_NOT_FOUND, "text/plain", STR("there are /metrics, /healthy and /ready\n")};
	buf_init(&page, arena, PAGE_MAX);
	counters_print(counters, &page);
	return (struct answer){MHD_HTTP_OK, "text/plain; version=0.0.4", buf_str(&page)};
}

/* The parameters are those of MHD_AccessHandlerCallback. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *data, size_t *data_size, void **request)
{
	struct arena *arena = arena_new(2 * PAGE_MAX);
	struct answer given = {MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain", STR("GET and HEAD only\n")};

	(void)version, (void)data, (void)data_size, (void)request;
	if (!arena)
		return MHD_NO;
	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
		given = answer(context, arena, path);
	struct MHD_Response *response =
	    MHD_create_response_from_buffer(given.page.len, (void *)(size_t)given.page.at, MHD_RESPMEM_MUST_COPY);
	arena_free(arena);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, given.type);
	enum MHD_Result queued = MHD_queue_response(connection, given.status, response);
	MHD_destroy_response(response);
	return queued;
}

/* The milter before us may still have the address: it ends soon. -1: we are not wanted any more. */
static int open_patiently(const char *address, pid_t milter)
{
	struct listener listener;
	struct err err = {""}, last = {""};

	while (!listener_open(&listener, address, &err)) {
		if (getppid() != milter)
			return -1;
		if (strcmp(err.text, last.text) != 0)
			fprintf(stderr, "replylint metrics: %s\n", err.text);
		last = err;
		err = (struct err){""};
		sleep(1);
	}
	return listener.descriptor;
}

int main(int argc, char **argv)
{
	const pid_t milter = getppid();
	struct counters *counters = argc == 3 ? counters_of((int)strtol(argv[2], NULL, 10)) : NULL;

	if (!counters) {
		fputs("replylint metrics: the milter starts it\n", stderr);
		return 2;
	}
	int descriptor = open_patiently(argv[1], milter);
	if (descriptor < 0)
		return 0;
	struct MHD_Daemon *daemon = MHD_start_daemon(
	    MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, handle, counters, MHD_OPTION_LISTEN_SOCKET, descriptor,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)PEERS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, PATIENCE, MHD_OPTION_END);
	if (!daemon) {
		fputs("replylint metrics: libmicrohttpd cannot begin\n", stderr);
		return 2;
	}
	while (getppid() == milter)
		sleep(1);
	MHD_stop_daemon(daemon);
	return 0;
}
