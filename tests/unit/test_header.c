#include "mail_test.h"

#include "base/limits.h"
#include "mail/content.h"
#include "mail/message.h"

/* The text of the Subject of a message with that header line. */
static const struct text *subject(struct arena *arena, struct str value, struct message **message)
{
	struct str bytes = str_printf(arena, "Subject:" STR_FMT "\r\n\r\nbody\r\n", STR_ARG(value));

	*message = message_parse(arena, bytes);
	assert_int_equal((*message)->root->field_count, 1);
	return field_text(*message, &(*message)->root->fields[0]);
}

static bool has_defect(const struct message *message, enum defect_id id)
{
	for (size_t i = 0; i < message->defects.count; i++) {
		if (message->defects.at[i].id == id) {
			return true;
		}
	}
	return false;
}

struct sample {
	const char *value, *text;
	bool bad;
};

static void decodes_values(void **state)
{
	static const struct sample samples[] = {
	    {" plain", "plain", false},
	    {"", "", false},
	    {" \t ", "", false},
	    {" folded\r\n line\r\n\tagain ", "folded line\tagain", false},
	    {" caf\xc3\xa9", "caf\xc3\xa9", false},
	    {" =?utf-8?Q?caf=C3=A9_au_lait?= !", "caf\xc3\xa9 au lait !", false},
	    {" =?UTF-8?b?Y2Fmw6k=?=", "caf\xc3\xa9", false},
	    {" =?iso-8859-1*fr?q?caf=E9?=", "caf\xc3\xa9", false},
	    {" a =?utf-8?q?b?= c", "a b c", false},
	    {" =?utf-8?q?a?=\r\n =?utf-8?q?b?= \t =?iso-8859-1?b?Yw==?=", "abc", false},
	    {" =?utf-8?q?a?==?utf-8?q?b?=", "ab", false},
	    {" =?utf-8?B?4pk=?=\r\n =?utf-8?B?oA==?=", "\xe2\x99\xa0", false},
	    {" a =?utf-8?B?w?=", "a", true},
	    {" =?utf-8?Q?=E2=99?=\r\n =?utf-8?Q?=A0_ace?=", "\xe2\x99\xa0 ace", false},
	    {" =?iso-2022-jp?B?GyRCJCIkJBsoQg==?=", "\xe3\x81\x82\xe3\x81\x84", false},
	    {" =?us-ascii?q?caf=E9?=", "caf\xc3\xa9", false},
	    {" =?utf-8?q?caf=E9?=", "caf\xef\xbf\xbd", true},
	    {" =?x-none?q?a=41?=", "aA", true},
	    {" =?utf-8?q?blank at the end ?=", "blank at the end", false},
	    {" =?utf-8?q?Really?\?=", "Really?", false},
	    {" =?utf-8?q?\?=", "", false},
	    {" =?utf-8?q?broken =?utf-8?q?whole?=", "=?utf-8?q?broken whole", true},
	    {" =?utf-8?x?odd?=", "=?utf-8?x?odd?=", false},
	    {" what =?", "what =?", false},
	    {" 1 =?2?", "1 =?2?", false},
	    {" =?iso-8859-1?Q?Fr\xf6sche?=", "Fr\xc3\xb6sche", false},
	    {" Fr\xf6sche =?utf-8?q?=C3=A9?=", "Fr\xc3\xb6sche \xc3\xa9", false},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message;
		const struct text *text = subject(*state, str_of(samples[i].value), &message);
		assert_str(text->bytes, samples[i].text);
		assert_int_equal(has_defect(message, DEFECT_BAD_ENCODED_WORD), samples[i].bad);
		assert_road_back(text);
	}
}

static void raw_8bit_is_a_defect(void **state)
{
	struct message *message;

	assert_str(subject(*state, STR(" caf\xe9"), &message)->bytes, "caf\xc3\xa9");
	assert_true(has_defect(message, DEFECT_RAW_8BIT_HEADER));
	assert_str(subject(*state, STR(" caf\xc3\xa9"), &message)->bytes, "caf\xc3\xa9");
	assert_int_equal(message->defects.count, 0);
}

static void leads_back_to_the_source(void **state)
{
	struct message *message;
	const struct text *text =
	    subject(*state, STR(" You said\r\n =?utf-8?Q?caf=C3=A9=20?=\r\n =?utf-8?B?4pml?= raw\xc3\xa9"), &message);

	assert_str(text->bytes, "You said caf\xc3\xa9 \xe2\x99\xa5 raw\xc3\xa9");
	assert_origin(text, "You said", "You said");
	assert_origin(text, "caf", "caf");
	assert_origin(text, "\xc3\xa9", "=C3=A9");
	assert_origin(text, "\xe2\x99\xa5", "4pml");
	assert_origin(text, "raw\xc3\xa9", "raw\xc3\xa9");
}

static void cuts_the_section_into_fields(void **state)
{
	struct message *message = message_parse(*state, STR("From x@y Mon Jan  1 10:00:00 2024\nA: 1\n 2\nB :3\r\nC:\r"
	                                                    "bad line\nD: 4\n\nbody"));

	assert_int_equal(message->root->field_count, 3);
	assert_str(str_span(message->source->bytes, message_field(message, "a")->value_span), " 1\n 2");
	assert_str(message_value(message, "b"), "3");
	assert_str(message_value(message, "C"), "");
	assert_ptr_equal(message_field(message, "D"), NULL);
	assert_str(message_value(message, "D"), "");
	assert_true(has_defect(message, DEFECT_BAD_HEADER_LINE));
	assert_str(str_span(message->source->bytes, message->root->body), "bad line\nD: 4\n\nbody");
}

static void keeps_to_the_limits(void **state)
{
	struct arena *arena = *state;
	struct str many = repeated(arena, "A: b\n", LIMIT_VALUE(header_count) + 10);
	struct str bytes = str_printf(arena, STR_FMT "\nbody", STR_ARG(many));
	struct message *message = message_parse(arena, bytes);

	assert_int_equal(message->root->field_count, LIMIT_VALUE(header_count));
	assert_true(has_defect(message, DEFECT_LIMIT_HEADER_COUNT));
	assert_str(part_text(message, message->root)->bytes, "body");

	struct str one = repeated(arena, "0123456789", LIMIT_VALUE(header_bytes) / 5);
	bytes = str_printf(arena, "A: " STR_FMT "\n more\nB: c\n\nbody", STR_ARG(one));
	message = message_parse(arena, bytes);
	assert_int_equal(message->root->field_count, 1);
	assert_int_equal(message->root->fields[0].value_span.len, LIMIT_VALUE(header_bytes) - 2);
	assert_true(has_defect(message, DEFECT_LIMIT_HEADER_BYTES));
	assert_str(part_text(message, message->root)->bytes, "body");
}

struct parameter_sample {
	const char *raw, *value, *name, *parameter; /* parameter NULL: absent */
};

static void reads_parameters(void **state)
{
	static const struct parameter_sample samples[] = {
	    {"text/plain", "text/plain", "charset", NULL},
	    {" Text/PLAIN ; Charset = utf-8", "text/plain", "charset", "utf-8"},
	    {"text/plain; charset=\"utf-8\" (Plain; text)", "text/plain", "charset", "utf-8"},
	    {"text/plain (a; b); charset=utf-8 (c)", "text/plain", "charset", "utf-8"},
	    {"multipart/mixed;\r\n\tboundary=\"a \\\"b\\\"\"", "multipart/mixed", "boundary", "a \"b\""},
	    {"multipart/mixed; boundary==_a=b_", "multipart/mixed", "boundary", "=_a=b_"},
	    {"text/plain charset=utf-8 format=flowed", "text/plain", "charset", "utf-8"},
	    {"text/plain charset=\"utf-8\" format=flowed", "text/plain", "format", "flowed"},
	    {"text/plain; a; ; charset=utf-8;", "text/plain", "charset", "utf-8"},
	    {"a/b; name=my file (1).pdf; x=y", "a/b", "name", "my file"},
	    {"a/b; name=file(1).pdf", "a/b", "name", "file(1).pdf"},
	    {"a/b; name=\"never closed", "a/b", "name", "never closed"},
	    {"a/b; name=one; name=two", "a/b", "name", "one"},
	    {"attachment; filename*=UTF-8'en'caf%C3%A9%20a.pdf", "attachment", "filename", "caf\xc3\xa9 a.pdf"},
	    {"attachment; filename*=iso-8859-1''caf%E9; filename=cafe", "attachment", "filename", "caf\xc3\xa9"},
	    {"attachment; filename*1=\"b.p\"; filename*0=a; filename*2=df", "attachment", "filename", "ab.pdf"},
	    {"attachment; filename*0*=utf-8''%E2%99; filename*1*=%A0; filename*2=%20", "attachment", "filename",
	     "\xe2\x99\xa0%20"},
	    {"attachment; filename*0=a; filename*2=c", "attachment", "filename", "a"},
	    {"attachment; filename*1=b", "attachment", "filename", NULL},
	    {"attachment; filename*=caf%C3%A9", "attachment", "filename", "caf\xc3\xa9"},
	    {"attachment; filename*=utf-8''100%zz%4", "attachment", "filename", "100%zz%4"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct content content = content_parse(*state, str_of(samples[i].raw));
		struct str value = content_parameter(*state, &content, samples[i].name);
		assert_str(content.value, samples[i].value);
		assert_int_equal(value.at != NULL, samples[i].parameter != NULL);
		assert_str(value, samples[i].parameter != NULL ? samples[i].parameter : "");
	}
}

static void cuts_long_parameters(void **state)
{
	struct str raw = str_printf(*state, "a/b; name=" STR_FMT, STR_ARG(repeated(*state, "x", 5000)));
	struct content content = content_parse(*state, raw);

	assert_true(content.too_long);
	assert_int_equal(content_parameter(*state, &content, "name").len, LIMIT_VALUE(parameter_bytes));
}

/* Hostile fields cost no more than their length. */
static void is_linear(void **state)
{
	static const char *const words[] = {"=?",
	                                    "=?a?q?",
	                                    "=?a?q? ",
	                                    "=?utf-8?q?a?= ",
	                                    "=?koi8-r?q?=D7?= =?utf-8?q?b?=\r\n ",
	                                    "=?utf-8?b?Q?=",
	                                    "=?utf-8?q?a?",
	                                    "?=",
	                                    " ",
	                                    "=?koi8-r?q?=D7?=\xff"};
	static const char *const pieces[] = {";", "a=", "(", "a=b;", " ", "a*0=b;", "\"", "a=b ", "\\", "a=\"\";", "'"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct message *message;
		struct str value = repeated(*state, words[i], 1000000 / strlen(words[i]));
		subject(*state, str_printf(*state, " a" STR_FMT, STR_ARG(value)), &message);
	}
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct str raw = str_printf(*state, "a/b;" STR_FMT, STR_ARG(repeated(*state, pieces[i], 300000)));
		struct content content = content_parse(*state, raw);
		content_parameter(*state, &content, "a");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(decodes_values, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(raw_8bit_is_a_defect, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(leads_back_to_the_source, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(cuts_the_section_into_fields, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(keeps_to_the_limits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(reads_parameters, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(cuts_long_parameters, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
