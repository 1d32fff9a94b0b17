#include "base/window.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void window_init(struct window *window, int descriptor, size_t step)
{
	*window = (struct window){.descriptor = descriptor, .step = step, .view = {"", 0}};
}

void window_init_over(struct window *window, struct str bytes)
{
	*window = (struct window){.descriptor = -1, .view = bytes, .ended = true};
}

void window_release(struct window *window)
{
	free(window->buffer);
	window->buffer = NULL;
}

/*
 * Room behind the view. The view moves to the front of the buffer only when at least as much has been dropped, so that
 * each byte is moved once on average.
 */
static bool make_room(struct window *window)
{
	size_t len = window->view.len, dropped = window->buffer ? (size_t)(window->view.at - window->buffer) : 0;

	if (dropped + len < window->room)
		return true;
	if (dropped > 0 && dropped >= len) {
		memmove(window->buffer, window->view.at, len);
		dropped = 0;
	} else {
		size_t room = window->room ? window->room * 2 : window->step;
		char *buffer = room > window->room ? realloc(window->buffer, room) : NULL;
		if (!buffer)
			return false;
		window->buffer = buffer;
		window->room = room;
	}
	window->view.at = window->buffer + dropped;
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool window_more(struct window *window, size_t most)
{
	struct str *view = &window->view;
	ssize_t got;

	if (window->ended || window->error || view->len >= most)
		return false;
	if (!make_room(window)) {
		window->error = ENOMEM;
		return false;
	}
	char *end = window->buffer + (view->at - window->buffer) + view->len;
	size_t free_room = window->room - (size_t)(end - window->buffer);
	do
		got = read(window->descriptor, end, least(least(free_room, window->step), most - view->len));
	while (got < 0 && errno == EINTR);
	window->error = got < 0 ? errno : 0;
	window->ended = got == 0;
	if (got <= 0)
		return false;
	if (window->copy)
		fwrite(end, 1, (size_t)got, window->copy);
	view->len += (size_t)got;
	return true;
}

void window_drop(struct window *window, size_t count)
{
	window->view = str_from(window->view, count);
	window->offset += count;
}

void window_copy_to(struct window *window, FILE *out)
{
	fwrite(window->view.at, 1, window->view.len, out);
	window->copy = out;
}
