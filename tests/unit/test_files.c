#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "front/files.h"

static void put(const char *folder, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (!text) {
		assert_int_equal(mkdir(path, 0700), 0);
		return;
	}
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Everything the walk yields, without the folder's name, a space behind each. */
static const char *walk_all(struct arena *arena, const char *folder, const char *const *paths)
{
	struct file_walk *walk = file_walk_new(arena, paths, NULL);
	struct buf seen;
	const char *path;
	struct err err = {""};

	buf_init(&seen, arena, 4096);
	for (; file_walk_next(walk, &path, &err); err.text[0] = '\0')
		buf_printf(&seen, "%s ",
		           path ? (strncmp(path, folder, strlen(folder)) ? path : path + strlen(folder) + 1) : "!");
	return str_cstr(arena, buf_str(&seen));
}

static void folders_are_searched_for_mail(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	char folder[] = "/tmp/replylint-files-XXXXXX";
	static const struct {
		const char *name, *text;
	} tree[] = {{"b.eml", "x"},         {"a.html", "x"},
	            {"c.png", "x"},         {"box", "From a@b Mon Jan  1 00:00:00 2024\n\n"},
	            {"notes", "x"},         {".hidden.eml", "x"},
	            {"sub", NULL},          {"sub/A.TXT", "x"},
	            {".git", NULL},         {".git/x.txt", "x"},
	            {"md", NULL},           {"md/cur", NULL},
	            {"md/new", NULL},       {"md/tmp", NULL},
	            {"md/cur/1:2,S", "x"},  {"md/new/2", "x"},
	            {"md/tmp/3", "x"},      {"md/.Sent", NULL},
	            {"md/.Sent/cur", NULL}, {"md/.Sent/new", NULL},
	            {"md/.Sent/cur/4", "x"}};
	(void)state;

	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < sizeof tree / sizeof *tree; i++)
		put(folder, tree[i].name, tree[i].text);
	const char *loop = str_printf(arena, "%s/sub/loop", folder).at;
	assert_int_equal(symlink("..", loop), 0);
	const char *whole[] = {folder, NULL};
	assert_string_equal(walk_all(arena, folder, whole),
	                    "a.html b.eml box md/.Sent/cur/4 md/cur/1:2,S md/new/2 sub/A.TXT ");
	const char *named[] = {"-", str_printf(arena, "%s/notes", folder).at, str_printf(arena, "%s/none", folder).at,
	                       str_printf(arena, "%s/md/new", folder).at, NULL};
	assert_string_equal(walk_all(arena, folder, named), "- notes ! md/new/2 ");
	for (size_t i = sizeof tree / sizeof *tree; i-- > 0;) {
		if (i == 6)
			unlink(loop);
		remove(str_printf(arena, "%s/%s", folder, tree[i].name).at);
	}
	assert_int_equal(rmdir(folder), 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(folders_are_searched_for_mail)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
