/* Sentences: the cases of tests/unit/sentences.txt. */
#include "mail_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "document/document.h"

#define CASES "tests/unit/sentences.txt"
#define CASES_LEAST 100u
#define FILE_MOST ((size_t)1 << 20)

/* Each sentence of a draft behind "| ", on a line of its own. */
static struct str sentences_of(struct arena *arena, struct str draft)
{
	struct document_options options = {.format = FORMAT_TEXT, .template = "none"};
	const struct document *document = document_read(arena, draft, &options);
	struct buf out;

	buf_init(&out, arena, FILE_MOST);
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->sentences.count; k++) {
			buf_printf(&out, "| " STR_FMT "\n", STR_ARG(page_bytes(page, page->sentences.at[k].span)));
		}
	}
	return buf_str(&out);
}

/* Takes the next case off *rest: lines up to the first "| ", then those. */
static bool take_case(struct str *rest, struct str *draft, struct str *expected)
{
	struct str all = *rest, line;

	*draft = *expected = (struct str){all.at, 0};
	while (str_split(rest, '\n', &line)) {
		size_t end = (size_t)(line.at - all.at) + line.len + 1;
		end = end < all.len ? end : all.len;
		if (str_starts(line, STR("| "))) {
			expected->at = expected->len == 0 ? line.at : expected->at;
			expected->len = (size_t)(all.at + end - expected->at);
		} else if (expected->len > 0) {
			return true;
		} else if (draft->len == 0 && (line.len == 0 || line.at[0] == '#')) {
			draft->at = all.at + end;
		} else {
			draft->len = (size_t)(all.at + end - draft->at);
		}
	}
	return expected->len > 0;
}

static void end_where_readers_stop(void **state)
{
	struct err err = {0};
	struct str rest, draft, expected;
	size_t cases = 0, wrong = 0;

	assert_true(file_read(*state, CASES, FILE_MOST, &rest, &err));
	while (take_case(&rest, &draft, &expected)) {
		struct str actual = sentences_of(*state, draft);
		cases++;
		if (!str_eq(actual, expected)) {
			wrong++;
			fprintf(stderr, "---\n" STR_FMT STR_FMT "+++ what is told\n" STR_FMT, STR_ARG(draft), STR_ARG(expected),
			        STR_ARG(actual));
		}
	}
	print_message("%zu texts, %zu wrong\n", cases, wrong);
	assert_true(cases >= CASES_LEAST);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(end_where_readers_stop, arena_setup, arena_teardown),
	};

	utf8_locale();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
