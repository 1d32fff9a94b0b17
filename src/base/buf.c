#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void buf_init(struct buf *buf, struct arena *arena, size_t max)
{
	*buf = (struct buf){.arena = arena, .max = max};
}

static bool buf_reserve(struct buf *buf, size_t more)
{
	if (more > buf->max - buf->len) {
		buf->full = true;
		return false;
	}
	if (more > buf->room - buf->len) {
		size_t room = buf->room ? buf->room * 2 : 256;
		if (room < buf->len + more)
			room = buf->len + more;
		buf->at = arena_grow(buf->arena, buf->at, buf->len, room);
		buf->room = room;
	}
	return true;
}

void buf_expect(struct buf *buf, size_t bytes)
{
	size_t left = buf->max - buf->len;

	buf_reserve(buf, bytes < left ? bytes : left);
}

void buf_add(struct buf *buf, struct str bytes)
{
	if (!bytes.len || !buf_reserve(buf, bytes.len))
		return;
	memcpy(buf->at + buf->len, bytes.at, bytes.len);
	buf->len += bytes.len;
}

void buf_char(struct buf *buf, char c)
{
	buf_add(buf, (struct str){&c, 1});
}

void buf_code_point(struct buf *buf, unsigned long code_point)
{
	char bytes[UTF8_MAX];
	buf_add(buf, (struct str){bytes, utf8_encode((uint32_t)code_point, bytes)});
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	int len = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (len > 0 && (size_t)len < sizeof text) {
		buf_add(buf, (struct str){text, (size_t)len});
	} else if (len > 0) {
		char *longer = arena_alloc(buf->arena, (size_t)len + 1);
		va_start(args, format);
		vsnprintf(longer, (size_t)len + 1, format, args);
		va_end(args);
		buf_add(buf, (struct str){longer, (size_t)len});
	}
}

struct str buf_str(const struct buf *buf)
{
	return (struct str){buf->at ? buf->at : "", buf->len};
}
