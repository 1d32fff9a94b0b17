#include "mail/lines.h"

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
	while (at < s.len && s.at[at] != '\n' && s.at[at] != '\r') {
		at++;
	}
	return at;
}

size_t lines_next(struct str s, size_t at)
{
	at = lines_end(s, at);
	return at + lines_end_length(s, at);
}
