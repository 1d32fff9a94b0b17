#include "mail_test.h"

#include "mail/charset.h"

struct sample {
	const char *label, *bytes, *utf8;
	const char *charset; /* text->charset; NULL: nothing had to be done */
};

static void decodes_as_mail_programs_do(void **state)
{
	static const struct sample samples[] = {
	    {"", "plain", "plain", NULL},
	    {"", "caf\xc3\xa9", "caf\xc3\xa9", NULL},
	    {"", "caf\xe9 \x93q\x94", "caf\xc3\xa9 \xe2\x80\x9cq\xe2\x80\x9d", "WINDOWS-1252"},
	    {"utf-8", "caf\xc3\xa9", "caf\xc3\xa9", NULL},
	    {"UTF8", "caf\xe9!", "caf\xef\xbf\xbd!", "UTF-8"},
	    {"us-ascii", "plain", "plain", NULL},
	    {"us-ascii", "caf\xc3\xa9", "caf\xc3\xa9", NULL},
	    {"us-ascii", "caf\xe9", "caf\xc3\xa9", "WINDOWS-1252"},
	    {"ISO-8859-1", "\x80", "\xe2\x82\xac", "WINDOWS-1252"},
	    {"iso-8859-2", "\xb1", "\xc4\x85", "iso-8859-2"},
	    {"\"koi8-r\"", "\xd7", "\xd0\xb2", "koi8-r"},
	    {"windows-1258", "a\xec", "a\xcc\x81", "windows-1258"},
	    {"shift_jis", "\x83\x5c\\", "\xe3\x82\xbd\\", "CP932"},
	    {"euc-kr", "\xb0\xa1 b", "\xea\xb0\x80 b", "CP949"},
	    {"gb2312", "\xb0\xa1", "\xe5\x95\x8a", "GB18030"},
	    {"big5", "\xa4\xa4", "\xe4\xb8\xad", "BIG5-HKSCS"},
	    {"iso-2022-jp", "a\033$B$\"$$\033(Bb",
	     "a\xe3\x81\x82\xe3\x81\x84"
	     "b",
	     "ISO-2022-JP-2"},
	    {"utf-7", "caf+AOk-!", "caf\xc3\xa9!", "utf-7"},
	    {"utf-7", "+AOkA6A-s +- +MEI", "\xc3\xa9\xc3\xa8s + \xe3\x81\x82", "utf-7"},
	    {"unicode-1-1-utf-7", "plain", "plain", "UTF-7"},
	    {"iso-2022-jp", "plain", "plain", NULL},
	    {"iso-2022-jp", "\033$B$\"\r\n\033(Bb", "\xe3\x81\x82\r\nb", "ISO-2022-JP-2"},
	    {"iso-2022-jp", "\033(J\\\033(B\\", "\xc2\xa5\\", "ISO-2022-JP-2"},
	    {"iso-2022-kr", "\033$)C\n\0160!\017 b", "\n\xea\xb0\x80 b", "iso-2022-kr"},
	    {"csISO2022JP", "\033$B$\"\033(Bb",
	     "\xe3\x81\x82"
	     "b",
	     "csiso2022jp"},
	    {"gb18030", "\x81\x30\x81\x30 \x95\x32\x82\x36!", "\xc2\x80 \xf0\xa0\x80\x80!", "gb18030"},
	    {"gbk", "\xd6\xd0", "\xe4\xb8\xad", "GB18030"},
	    {"big5-hkscs", "\x87\x40 \x88\x62", "\xe4\x8f\xb0 \xc3\x8a\xcc\x84", "big5-hkscs"},
	    {"euc-jp", "\xa4\xa2\x8e\xb1\x8f\xb0\xa1", "\xe3\x81\x82\xef\xbd\xb1\xe4\xb8\x82", "euc-jp"},
	    {"csIBM930", "\xc1\x0e\x45\x41\x0f\xc2",
	     "A\xe4\xb8\x80"
	     "B",
	     "csibm930"},
	    {"tis-620", "\xa1 b", "\xe0\xb8\x81 b", "CP874"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		const struct text *source = text_source(*state, str_of(samples[i].bytes));
		struct charset_result result = charset_decode(*state, source, str_of(samples[i].label), 1000);
		assert_str(result.text->bytes, samples[i].utf8);
		assert_false(result.unknown_label);
		if (samples[i].charset == NULL) {
			assert_ptr_equal(result.text, source);
			continue;
		}
		assert_int_equal(result.text->step, TEXT_CHARSET);
		assert_string_equal(result.text->charset, samples[i].charset);
		assert_road_back(result.text);
	}
}

static const struct text *decode(struct arena *arena, const char *label, struct str bytes)
{
	return charset_decode(arena, text_source(arena, bytes), str_of(label), 1000).text;
}

static void reads_sixteen_bits(void **state)
{
	struct arena *arena = *state;

	assert_str(decode(arena, "utf-16",
	                  STR("\xff\xfe"
	                      "A\0\xe9\0"))
	               ->bytes,
	           "A\xc3\xa9");
	assert_str(decode(arena, "utf-16", STR("\xfe\xff\0A\xd8\x3d\xde\x00"))->bytes, "A\xf0\x9f\x98\x80");
	assert_str(decode(arena, "utf-16", STR("\0A\0B"))->bytes, "AB");
	assert_str(decode(arena, "utf-16", STR("A\0B\0"))->bytes, "AB");
	assert_str(decode(arena, "utf-16be", STR("\0A\xdc\x00\0B"))->bytes, "A\xef\xbf\xbd"
	                                                                    "B");
	assert_origin(decode(arena, "utf-16le",
	                     STR("A\0\x3d\xd8\x01\xde"
	                         "B\0")),
	              "\xf0\x9f\x98\x81", "\x3d\xd8\x01\xde");
}

static void every_character_knows_its_bytes(void **state)
{
	struct arena *arena = *state;
	const struct text *latin = decode(arena, "iso-8859-1", STR("na\xefve caf\xe9"));
	const struct text *kanji = decode(arena, "iso-2022-jp", STR("a\033$B$\"$$\033(Bb"));
	const struct text *chinese = decode(arena, "gb18030", STR("a\xb0\xa1\x81\x30\x81\x30z"));
	const struct text *shifted = decode(arena, "utf-7", STR("Hi +AOkA6A- there"));
	const struct text *held = decode(arena, "windows-1258", STR("ab\xec"));

	assert_origin(latin, "\xc3\xaf", "\xef");
	assert_origin(latin, "ve caf", "ve caf");
	assert_origin(kanji, "\xe3\x81\x82", "\033$B$\"");
	assert_origin(kanji, "\xe3\x81\x84", "$$");
	assert_origin(kanji, "b", "\033(Bb");
	assert_origin(chinese, "\xe5\x95\x8a", "\xb0\xa1");
	assert_origin(chinese, "\xc2\x80", "\x81\x30\x81\x30");
	assert_origin(chinese, "z", "z");
	assert_origin(shifted, "there", "there");
	assert_origin(held, "b", "b");
	assert_origin(held, "\xcc\x81", "\xec");
}

static void tells_what_is_wrong(void **state)
{
	struct arena *arena = *state;
	static const char *const unknown[] = {"x-no-such-charset", "UTF-8//IGNORE", "../../etc", "\x80", "utf-8\n7"};

	for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
		struct charset_result result =
		    charset_decode(arena, text_source(arena, STR("caf\xe9")), str_of(unknown[i]), 1000);
		assert_true(result.unknown_label);
		assert_str(result.text->bytes, "caf\xc3\xa9");
	}
	struct charset_result bad = charset_decode(arena, text_source(arena, STR("ab\xff\xff")), STR("utf-8"), 1000);
	assert_true(bad.bad_bytes);
	assert_int_equal(bad.bad_at, 2);
	bad = charset_decode(arena, text_source(arena, STR("\xb0\xa1\xff z")), STR("euc-kr"), 1000);
	assert_true(bad.bad_bytes);
	assert_int_equal(bad.bad_at, 2);
	assert_str(bad.text->bytes, "\xea\xb0\x80\xef\xbf\xbd z");
	struct charset_result full = charset_decode(arena, text_source(arena, STR("\xe9\xe9\xe9")), STR("latin1"), 4);
	assert_true(full.full);
	assert_str(full.text->bytes, "\xc3\xa9\xc3\xa9");
}

/* A character cut off at the end of the text is one bad character, not a crash. */
static void survives_any_cut(void **state)
{
	static const char *const labels[] = {"iso-2022-jp", "utf-16", "utf-7",  "gb18030", "euc-jp",
	                                     "big5",        "hz",     "utf-32", "cp949",   "iso-2022-kr",
	                                     "koi8-r",      "cp1258", "utf-8",  "tcvn",    "ebcdic-us"};
	char bytes[24];
	unsigned random = 3;

	for (size_t round = 0; round < 3000; round++) {
		struct arena *arena = *state;
		size_t len = next_random(&random) % sizeof bytes;
		for (size_t i = 0; i < len; i++) {
			unsigned r = next_random(&random);
			bytes[i] = (char)(r % 5 == 0 ? "\033$B(~{+-\016\017"[r / 5 % 10] : (int)(r >> 3));
		}
		const char *label = labels[round % (sizeof labels / sizeof labels[0])];
		struct charset_result result =
		    charset_decode(arena, text_source(arena, (struct str){bytes, len}), str_of(label), 1000);
		if (!result.unknown_label) {
			assert_road_back(result.text);
		}
	}
}

static void encodes_back(void **state)
{
	struct arena *arena = *state;
	struct str bytes;

	assert_true(charset_encode(arena, STR("caf\xc3\xa9 \xe2\x80\x99"), "WINDOWS-1252", &bytes));
	assert_str(bytes, "caf\xe9 \x92");
	assert_true(charset_encode(arena, STR("\xea\xb0\x80"), "CP949", &bytes));
	assert_str(bytes, "\xb0\xa1");
	assert_true(charset_encode(arena, STR("\xe2\x80\x99"), "UTF-8", &bytes));
	assert_str(bytes, "\xe2\x80\x99");
	assert_false(charset_encode(arena, STR("\xe2\x80\x99"), "iso-8859-2", &bytes));
	assert_false(charset_encode(arena, STR("a"), "ISO-2022-JP-2", &bytes));
	assert_false(charset_encode(arena, STR(""), "ISO-2022-JP-2", &bytes));
	assert_false(charset_encode(arena, STR(""), "utf-7", &bytes));
	assert_false(charset_encode(arena, STR("a"), "UTF-16LE", &bytes));
	assert_false(charset_encode(arena, STR("a"), "x-no-such-charset", &bytes));
}

static void decode_much(void *context)
{
	struct arena *arena = context;

	charset_decode(arena, text_source(arena, repeated(arena, "\xe9x", 20000)), STR("koi8-r"), 1 << 20);
}

/* Where the arena ends in the middle, the converter is closed with it. */
static void gives_back_what_it_opened(void **state)
{
	struct arena *arena = arena_new(200000);
	(void)state;

	assert_false(arena_try(arena, decode_much, arena));
	arena_reset(arena);
	assert_str(decode(arena, "koi8-r", STR("\xd7"))->bytes, "\xd0\xb2");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(decodes_as_mail_programs_do, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(reads_sixteen_bits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(every_character_knows_its_bytes, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(tells_what_is_wrong, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(survives_any_cut, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(encodes_back, arena_setup, arena_teardown),
	    cmocka_unit_test(gives_back_what_it_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
