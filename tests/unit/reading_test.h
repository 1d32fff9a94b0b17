/* What the tests of html_read() and markdown_read() share. */
#ifndef REPLYLINT_TESTS_UNIT_READING_TEST_H
#define REPLYLINT_TESTS_UNIT_READING_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "document/reading.h"

static const char *const mark_names[] = {
    [MARK_HEADING] = "heading",
    [MARK_LIST_ITEM] = "item",
    [MARK_CELL] = "cell",
    [MARK_TABLE_HEAD] = "table-head",
    [MARK_PREFORMATTED] = "preformatted",
    [MARK_CODE] = "code",
    [MARK_LINK] = "link",
    [MARK_ALT] = "alt",
    [MARK_ABBREVIATION] = "abbreviation",
    [MARK_BLOCKQUOTE] = "blockquote",
    [MARK_QUOTE] = "quote",
    [MARK_THREAD] = "thread",
    [MARK_DIVIDER] = "divider",
    [MARK_SIGNATURE] = "signature",
    [MARK_STRONG] = "strong",
    [MARK_UPPERCASE] = "uppercase",
    [MARK_PREHEADER] = "preheader",
    [MARK_RED] = "red",
    [MARK_BIG] = "big",
    [MARK_UNDERLINE] = "underline",
    [MARK_TITLE] = "title",
    [MARK_COMMENT] = "comment",
};

/* Every letter and digit of the reading is one of the source; marks are in order and inside the text. */
static inline void check_reading(const struct reading *reading, struct str source)
{
	struct str s = reading->text->bytes;
	size_t start = 0, before = 0;

	for (size_t at = 0; at < s.len; at++) {
		struct span origin = text_origin(reading->text, (struct span){at, 1});
		assert_true(origin.at >= before);
		before = origin.at;
		assert_true(!ascii_alnum(s.at[at]) || str_eq(str_span(source, origin), str_sub(s, at, 1)));
	}
	for (size_t i = 0; i < reading->marks.count; i++) {
		const struct mark *mark = &reading->marks.at[i];
		assert_true(mark->span.at >= start && mark->span.at + mark->span.len <= s.len);
		start = mark->span.at;
	}
}

typedef struct reading read_source(struct arena *arena, const struct text *source);

struct example {
	const char *source, *expected; /* "text|kind:text|kind:text=value" */
};

static inline void check_example(read_source *read, const struct example *example)
{
	struct arena *arena = arena_new(1 << 24);
	struct str source = str_copy(arena, str_of(example->source));
	struct reading reading = read(arena, text_source(arena, source));
	struct buf told;

	buf_init(&told, arena, 1 << 20);
	buf_add(&told, reading.text->bytes);
	for (size_t i = 0; i < reading.marks.count; i++) {
		const struct mark *mark = &reading.marks.at[i];
		buf_printf(&told, "|%s:" STR_FMT, mark_names[mark->kind], STR_ARG(str_span(reading.text->bytes, mark->span)));
		if (mark->value.len > 0)
			buf_printf(&told, "=" STR_FMT, STR_ARG(mark->value));
	}
	buf_char(&told, '\0');
	assert_string_equal(told.at, example->expected);
	check_reading(&reading, source);
	arena_free(arena);
}

static inline void check_examples(read_source *read, const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_example(read, &examples[i]);
}

#define CHECK_ALL(read, examples) check_examples((read), (examples), sizeof(examples) / sizeof *(examples))

#endif
