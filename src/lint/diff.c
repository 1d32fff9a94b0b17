/* A unified diff, as `git apply` takes it. Where the texts part, the nearest line that both have joins them again. */
#include "lint/fix.h"

#include <string.h>

#include "base/buf.h"

#define CONTEXT 3u
#define WINDOW 200u

struct lines {
	struct str *at;
	size_t count, room;
};

/* A stretch of old lines that new lines replace. */
struct hunk {
	size_t old_at, old_count, new_at, new_count;
};

struct hunks {
	struct hunk *at;
	size_t count, room;
};

/* Lines with their line ends. */
static struct lines split(struct arena *arena, struct str bytes)
{
	struct lines lines = {0};

	for (size_t at = 0; at < bytes.len;) {
		size_t end = str_find_char(bytes, '\n', at);
		end = end == STR_NONE ? bytes.len : end + 1;
		*vec_push(arena, &lines) = str_sub(bytes, at, end - at);
		at = end;
	}
	return lines;
}

/* The smallest replacement at (i, j) after which both texts go on alike. */
static struct hunk next_change(const struct lines *old_lines, const struct lines *new_lines, size_t i, size_t j)
{
	for (size_t total = 1; total <= WINDOW; total++) {
		for (size_t a = 0; a <= total; a++) {
			size_t b = total - a;
			if (i + a < old_lines->count && j + b < new_lines->count &&
			    str_eq(old_lines->at[i + a], new_lines->at[j + b])) {
				return (struct hunk){i, a, j, b};
			}
		}
	}
	return (struct hunk){i, old_lines->count - i, j, new_lines->count - j};
}

static struct hunks find_changes(struct arena *arena, const struct lines *old_lines, const struct lines *new_lines)
{
	struct hunks hunks = {0};
	struct lines old_part = *old_lines, new_part = *new_lines;
	size_t i = 0, j = 0;

	while (old_part.count && new_part.count &&
	       str_eq(old_part.at[old_part.count - 1], new_part.at[new_part.count - 1])) {
		old_part.count--; /* alike to the end: however far apart the texts are before, they meet here */
		new_part.count--;
	}
	while (i < old_part.count || j < new_part.count) {
		if (i < old_part.count && j < new_part.count && str_eq(old_lines->at[i], new_lines->at[j])) {
			i++;
			j++;
			continue;
		}
		struct hunk change = next_change(&old_part, &new_part, i, j);
		*vec_push(arena, &hunks) = change;
		i += change.old_count;
		j += change.new_count;
	}
	return hunks;
}

static void add_line(struct buf *out, char mark, struct str line)
{
	buf_char(out, mark);
	buf_add(out, line);
	if (!str_ends(line, STR("\n"))) {
		buf_add(out, STR("\n\\ No newline at end of file\n"));
	}
}

static void add_lines(struct buf *out, char mark, const struct lines *lines, struct span which)
{
	const struct str *line = lines->at;

	for (size_t i = 0; line && i < which.len; i++) {
		add_line(out, mark, line[which.at + i]);
	}
}

/* The changes first to last, closer together than two contexts, as one hunk. */
static void add_hunk(struct buf *out, const struct lines *old_lines, const struct lines *new_lines,
                     const struct hunks *hunks, size_t first, size_t last)
{
	const struct hunk *begin = &hunks->at[first], *end = &hunks->at[last];

	size_t lead = begin->old_at < CONTEXT ? begin->old_at : CONTEXT;
	size_t after = old_lines->count - (end->old_at + end->old_count);
	size_t tail = after < CONTEXT ? after : CONTEXT;
	size_t old_at = begin->old_at - lead, old_end = end->old_at + end->old_count + tail;
	size_t new_at = begin->new_at - lead, new_end = end->new_at + end->new_count + tail;

	buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", old_end > old_at ? old_at + 1 : 0, old_end - old_at,
	           new_end > new_at ? new_at + 1 : 0, new_end - new_at);
	size_t at = old_at;
	for (const struct hunk *hunk = begin; hunk <= end; hunk++) {
		add_lines(out, ' ', old_lines, (struct span){at, hunk->old_at - at});
		add_lines(out, '-', old_lines, (struct span){hunk->old_at, hunk->old_count});
		add_lines(out, '+', new_lines, (struct span){hunk->new_at, hunk->new_count});
		at = hunk->old_at + hunk->old_count;
	}
	add_lines(out, ' ', old_lines, (struct span){at, old_end - at});
}

/* The path as git reads it: below the folder it is applied in. */
static const char *below(const char *path)
{
	while (path[0] == '/' || (path[0] == '.' && path[1] == '/')) {
		path += path[0] == '/' ? 1 : 2;
	}
	return path;
}

/* One of the two lines with the name, as git writes them: in quotes where it must be, with a tab behind spaces. */
static void add_name(struct buf *out, const char *prefix, const char *path)
{
	bool quoted = false;

	for (const char *at = path; *at; at++) {
		quoted = quoted || (unsigned char)*at < ' ' || strchr("\"\\\177", *at);
	}
	buf_printf(out, "%.4s%s%s", prefix, quoted ? "\"" : "", prefix + 4);
	for (const char *at = path; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == '\177') {
			buf_printf(out, "\\%03o", (unsigned)*at);
		} else {
			buf_printf(out, "%s%c", *at == '"' || *at == '\\' ? "\\" : "", *at);
		}
	}
	buf_printf(out, "%s\n", quoted ? "\"" : strchr(path, ' ') ? "\t" : "");
}

struct str fix_diff(struct arena *arena, const char *path, struct str old_bytes, struct str new_bytes)
{
	struct lines old_lines = split(arena, old_bytes), new_lines = split(arena, new_bytes);
	struct buf out;

	if (str_eq(old_bytes, new_bytes)) {
		return (struct str){"", 0};
	}
	struct hunks hunks = find_changes(arena, &old_lines, &new_lines);
	buf_init(&out, arena, (old_bytes.len + new_bytes.len) * 2 + 4096);
	add_name(&out, "--- a/", below(path));
	add_name(&out, "+++ b/", below(path));
	for (size_t first = 0; first < hunks.count;) {
		size_t last = first;
		while (last + 1 < hunks.count &&
		       hunks.at[last + 1].old_at - (hunks.at[last].old_at + hunks.at[last].old_count) <= 2 * CONTEXT) {
			last++;
		}
		add_hunk(&out, &old_lines, &new_lines, &hunks, first, last);
		first = last + 1;
	}
	return buf_str(&out);
}
