#include "lint/config.h"

#include <string.h>

/*
 * "*" within a folder, "**" across: tries the shortest rest first, remembering only the last star (linear in
 * practice).
 */
static bool matches_plain(struct str glob, struct str path)
{
	size_t g = 0, p = 0, star = STR_NONE, resume = 0;
	bool deep = false;

	while (p < path.len || g < glob.len) {
		if (g < glob.len && glob.at[g] == '*') {
			deep = g + 1 < glob.len && glob.at[g + 1] == '*';
			g += deep ? 2 : 1;
			if (deep && g < glob.len && glob.at[g] == '/') {
				g++;
			}
			star = g;
			resume = p;
			continue;
		}
		bool same =
		    g < glob.len && p < path.len && (glob.at[g] == path.at[p] || (glob.at[g] == '?' && path.at[p] != '/'));
		if (same) {
			g++;
			p++;
		} else if (star != STR_NONE && resume < path.len && (deep || path.at[resume] != '/')) {
			p = ++resume;
			g = star;
		} else {
			return false;
		}
	}
	return true;
}

static bool matches(struct str glob, struct str path)
{
	size_t open = str_find_char(glob, '{', 0);
	size_t close = open == STR_NONE ? STR_NONE : str_find_char(glob, '}', open);

	if (close == STR_NONE) {
		return matches_plain(glob, path);
	}
	struct str inner = str_sub(glob, open + 1, close - open - 1), piece;
	char room[1024];
	while (str_split(&inner, ',', &piece)) {
		size_t length = open + piece.len + glob.len - close - 1;
		if (length > sizeof room) {
			return false;
		}
		memcpy(room, glob.at, open);
		memcpy(room + open, piece.at, piece.len);
		memcpy(room + open + piece.len, glob.at + close + 1, glob.len - close - 1);
		struct str expanded = {room, length};
		/* a glob has few braces: what is left of them is taken literally */
		if (matches_plain(expanded, path)) {
			return true;
		}
	}
	return false;
}

bool glob_matches(struct str glob, struct str path)
{
	size_t name = path.len;

	while (name > 0 && path.at[name - 1] != '/') {
		name--;
	}
	if (str_find_char(glob, '/', 0) == STR_NONE && matches(glob, str_from(path, name))) {
		return true;
	}
	if (matches(glob, path)) {
		return true;
	}
	for (size_t i = 0; i < path.len; i++) {
		if (path.at[i] == '/' && matches(glob, str_from(path, i + 1))) {
			return true;
		}
	}
	return false;
}
