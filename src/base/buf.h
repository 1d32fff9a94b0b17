/*
 * buf: bytes that grow, in an arena, up to a maximum. What comes after the maximum is dropped and `full`
 * is set: the owner decides whether that is a defect or an error.
 */
#ifndef REPLYLINT_BASE_BUF_H
#define REPLYLINT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct buf {
	struct arena *arena;
	char *at;
	size_t len, room, max;
	bool full;
};

void buf_init(struct buf *buf, struct arena *arena, size_t max);
/* Makes room for so many bytes, or the maximum, at once: a large buffer that grows leaves its smaller ones behind. */
void buf_expect(struct buf *buf, size_t bytes);

void buf_add(struct buf *buf, struct str bytes);
void buf_char(struct buf *buf, char c);
void buf_code_point(struct buf *buf, unsigned long code_point); /* as UTF-8 */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What has been gathered; valid until the next change of buf. */
struct str buf_str(const struct buf *buf);

#endif
