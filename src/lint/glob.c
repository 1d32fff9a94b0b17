#include "lint/config.h"

#include <string.h>

/* The last star that was passed: where the glob goes on behind it, and what of the path it has eaten. */
struct star {
	size_t behind, eaten; /* behind == 0: none yet */
	bool deep;            /* "**": folders too */
};

/* Passes the star at g, with the slash behind a "**". */
static struct star pass_star(struct str glob, size_t g, size_t p)
{
	bool deep = str_starts(str_from(glob, g), STR("**"));

	g += deep ? 2 : 1;
	return (struct star){deep && str_starts(str_from(glob, g), STR("/")) ? g + 1 : g, p, deep};
}

static bool same_at(struct str glob, size_t g, struct str path, size_t p)
{
	return g < glob.len && p < path.len && (glob.at[g] == path.at[p] || (glob.at[g] == '?' && path.at[p] != '/'));
}

/* Tries the shortest rest first, remembering only the last star (linear in practice). */
static bool matches_plain(struct str glob, struct str path)
{
	struct star star = {0, 0, false};
	size_t g = 0, p = 0;

	while (p < path.len || g < glob.len) {
		if (g < glob.len && glob.at[g] == '*') {
			star = pass_star(glob, g, p);
			g = star.behind;
		} else if (same_at(glob, g, path, p)) {
			g++;
			p++;
		} else if (star.behind > 0 && star.eaten < path.len && (star.deep || path.at[star.eaten] != '/')) {
			p = ++star.eaten;
			g = star.behind;
		} else {
			return false;
		}
	}
	return true;
}

#define BRACES_MAX 8
#define GLOB_MAX 1024u

/* Tries the alternatives of the first braces, which may be followed by more. */
static bool matches(struct str glob, struct str path, unsigned braces)
{
	size_t open = str_find_char(glob, '{', 0);
	size_t close = open == STR_NONE ? STR_NONE : str_find_char(glob, '}', open);

	if (close == STR_NONE || braces == BRACES_MAX) {
		return matches_plain(glob, path);
	}
	struct str inner = str_sub(glob, open + 1, close - open - 1), piece;
	char room[GLOB_MAX];
	while (str_split(&inner, ',', &piece)) {
		size_t length = open + piece.len + glob.len - close - 1;
		if (length > sizeof room) {
			return false;
		}
		memcpy(room, glob.at, open);
		memcpy(room + open, piece.at, piece.len);
		memcpy(room + open + piece.len, glob.at + close + 1, glob.len - close - 1);
		if (matches((struct str){room, length}, path, braces + 1)) {
			return true;
		}
	}
	return false;
}

bool glob_matches(struct str glob, struct str path)
{
	size_t name = path.len;

	while (str_starts(glob, STR("./"))) {
		glob = str_from(glob, 2);
	}
	while (name > 0 && path.at[name - 1] != '/') {
		name--;
	}
	if (str_find_char(glob, '/', 0) == STR_NONE) {
		return matches(glob, str_from(path, name), 0);
	}
	if (str_ends(glob, STR("/"))) {
		/* "mails/" is about whatever has such a beginning. */
		for (size_t i = 0; i < path.len; i++) {
			if (path.at[i] == '/' && matches(glob, str_sub(path, 0, i + 1), 0)) {
				return true;
			}
		}
		return false;
	}
	return matches(glob, path, 0);
}
