/*
 * The zones of whole mails: tests/zones/NAME.eml beside what its blocks are, tests/zones/NAME.zones: a line for each
 * block, its zone and its text; " ..." ends a text that goes on. `build/tests/test_zones FILE...` prints the zones of
 * files instead.
 */
#include <stdlib.h>

#include "mail_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "document/document.h"

#define FOLDER "tests/zones/"
#define CASES_LEAST 80u
#define MORE " ..."
#define FILE_MOST ((size_t)1 << 24)

static struct str read_file(struct arena *arena, const char *path)
{
	struct err err = {0};
	struct str bytes;

	if (!file_read(arena, path, FILE_MOST, &bytes, &err)) {
		fail_msg("%s", err.text);
	}
	return bytes;
}

/* "zone text" of each block of each page but the subject; a blank line between pages. */
static struct str zones_of(struct arena *arena, const char *path)
{
	struct document_options options = {.name = path, .format = -1};
	struct document *document = document_read(arena, read_file(arena, path), &options);
	struct buf out;

	buf_init(&out, arena, 1 << 20);
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		if (page->is_subject) {
			continue;
		}
		if (out.len > 0) {
			buf_char(&out, '\n');
		}
		for (size_t k = 0; k < page->blocks.count; k++) {
			const struct block *block = &page->blocks.at[k];
			struct str text = str_trim(page_bytes(page, block->span));
			buf_printf(&out, "%s " STR_FMT "\n", zone_name(block->zone), STR_ARG(text));
		}
	}
	return buf_str(&out);
}

static bool line_fits(struct str actual, struct str expected)
{
	if (str_ends(expected, STR(MORE))) {
		return str_starts(actual, str_sub(expected, 0, expected.len - strlen(MORE)));
	}
	return str_eq(actual, expected);
}

static bool fits(struct str actual, struct str expected)
{
	struct str line, wanted;

	while (str_split(&expected, '\n', &wanted)) {
		if (!str_split(&actual, '\n', &line) || !line_fits(line, wanted)) {
			return false;
		}
	}
	return !str_split(&actual, '\n', &line);
}

static bool check_case(struct arena *arena, const char *mail)
{
	struct str base = str_sub(str_of(mail), 0, strlen(mail) - strlen(".eml"));
	struct str path = str_printf(arena, STR_FMT ".zones", STR_ARG(base));
	struct str actual = zones_of(arena, mail), expected = read_file(arena, path.at);

	if (fits(actual, expected)) {
		return true;
	}
	fprintf(stderr, "--- %s\n" STR_FMT "+++ what is told\n" STR_FMT "\n", path.at, STR_ARG(expected), STR_ARG(actual));
	return false;
}

static void tells_whose_every_line_is(void **state)
{
	struct str_list names = {0};
	struct err err = {0};
	size_t mails = 0, wrong = 0;

	assert_true(file_list(*state, FOLDER, &names, &err));
	for (size_t i = 0; i < names.count; i++) {
		if (str_ends(names.at[i], STR(".eml"))) {
			struct arena *arena = arena_new(1 << 26);
			wrong += !check_case(arena, str_printf(arena, FOLDER STR_FMT, STR_ARG(names.at[i])).at);
			arena_free(arena);
			mails++;
		}
	}
	print_message("%zu mails, %zu wrong\n", mails, wrong);
	assert_true(mails >= CASES_LEAST);
	assert_int_equal(wrong, 0);
}

static int show(int count, char **paths)
{
	for (int i = 0; i < count; i++) {
		struct arena *arena = arena_new(1 << 28);
		struct str zones = zones_of(arena, paths[i]);
		printf("== %s\n" STR_FMT, paths[i], STR_ARG(zones));
		arena_free(arena);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(tells_whose_every_line_is, arena_setup, arena_teardown),
	};

	utf8_locale();
	return argc > 1 ? show(argc - 1, argv + 1) : cmocka_run_group_tests(tests, NULL, NULL);
}
