#include "mail/lines.h"

#include <string.h>

#define STRETCH 128u /* bytes searched at once: no mail with CR alone is looked through again and again for an LF */

size_t lines_end_length(struct str s, size_t at)
{
	if (at >= s.len) {
		return 0;
	}
	if (s.at[at] == '\r') {
		return at + 1 < s.len && s.at[at + 1] == '\n' ? 2 : 1;
	}
	return s.at[at] == '\n' ? 1 : 0;
}

size_t lines_end(struct str s, size_t at)
{
	while (at < s.len) {
		size_t length = s.len - at < STRETCH ? s.len - at : STRETCH;
		const char *lf = memchr(s.at + at, '\n', length);
		length = lf != NULL ? (size_t)(lf - s.at) - at : length;
		const char *cr = memchr(s.at + at, '\r', length);
		if (cr != NULL) {
			return (size_t)(cr - s.at);
		}
		at += length;
		if (lf != NULL) {
			return at;
		}
	}
	return at;
}

size_t lines_next(struct str s, size_t at)
{
	at = lines_end(s, at);
	return at + lines_end_length(s, at);
}
