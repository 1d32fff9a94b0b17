#include "mail_test.h"

#include "mail/transfer.h"

typedef struct transfer_result decoder(struct arena *arena, const struct text *from, size_t max);

struct sample {
	const char *encoded, *decoded;
	bool damaged;
};

static void expect_samples(struct arena *arena, decoder *decode, const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct text *source = text_source(arena, str_of(samples[i].encoded));
		struct transfer_result result = decode(arena, source, 1000);
		assert_str(result.text->bytes, samples[i].decoded);
		assert_int_equal(result.damaged, samples[i].damaged);
		assert_false(result.full);
	}
}

static void reads_quoted_printable(void **state)
{
	static const struct sample samples[] = {
	    {"", "", false},
	    {"plain", "plain", false},
	    {"a=3Db=3db", "a=b=b", false},
	    {"soft=\r\nbreak", "softbreak", false},
	    {"soft= \t\nbreak", "softbreak", false},
	    {"soft=\rbreak", "softbreak", false},
	    {"the end=", "the end", false},
	    {"blanks \t\r\nat the end  \nof lines ", "blanks\r\nat the end\nof lines", false},
	    {"kept=20\r\n", "kept \r\n", false},
	    {"1 = 2", "1 = 2", true},
	    {"=4", "=4", true},
	    {"=ZZ=41", "=ZZA", true},
	};

	expect_samples(*state, transfer_decode_quoted_printable, samples, sizeof samples / sizeof samples[0]);
}

static void reads_base64(void **state)
{
	static const struct sample samples[] = {
	    {"", "", false},
	    {"QUJD", "ABC", false},
	    {"QUI=", "AB", false},
	    {"QQ==", "A", false},
	    {"QU\r\nJD\nQ U J D", "ABCABC", false},
	    {"QUI=\r\nQUI=\r\n", "ABAB", true},
	    {"QUI", "AB", true},
	    {"QUJDQ", "ABC", true},
	    {"QU*JD", "ABC", true},
	    {"QUI=\r\n_____\r\nlist mailing list\r\n", "AB", true},
	    {"Pz8_Pj4-", "\?\?\?>>>", false},
	};

	expect_samples(*state, transfer_decode_base64, samples, sizeof samples / sizeof samples[0]);
}

static void reads_uuencode(void **state)
{
	static const struct sample samples[] = {
	    {"begin 644 a.txt\n#0V%T\n`\nend\n", "Cat", false},
	    {"Hello,\r\nbegin 644 a.txt\r\n#0V%T\r\n \r\nend\r\nBye\r\n", "Cat", false},
	    {"no beginning", "", true},
	};
	struct arena *arena = *state;
	struct transfer_result cut =
	    transfer_decode_uuencode(arena, text_source(arena, STR("begin 644 a\n#0V%T\n#0V\n")), 1000);

	expect_samples(arena, transfer_decode_uuencode, samples, 3);
	assert_true(cut.damaged);
	assert_true(str_starts(cut.text->bytes, STR("Cat")));
}

static void leads_back_to_the_encoded_bytes(void **state)
{
	struct arena *arena = *state;
	const struct text *qp =
	    transfer_decode_quoted_printable(arena, text_source(arena, STR("caf=C3=A9 au=\r\n lait  \r\nfin")), 1000).text;
	const struct text *base64 =
	    transfer_decode_base64(arena, text_source(arena, STR("QUJDREVG\r\nR0hJ\r\nSg\r\n==")), 1000).text;
	const struct text *uu =
	    transfer_decode_uuencode(arena, text_source(arena, STR("begin 644 a\n&0V%T<V\"\"\nend\n")), 1000).text;

	assert_origin(qp, "\xc3\xa9", "=C3=A9");
	assert_origin(qp, "au lait", "au=\r\n lait");
	assert_origin(qp, "fin", "fin");
	assert_str(base64->bytes, "ABCDEFGHIJ");
	assert_origin(base64, "A", "QU");
	assert_origin(base64, "C", "JD");
	assert_origin(base64, "DEF", "REVG");
	assert_origin(base64, "FG", "VG\r\nR0");
	assert_origin(base64, "J", "Sg\r\n==");
	base64 = transfer_decode_base64(arena, text_source(arena, STR("QUJDREU\r\n=")), 1000).text;
	assert_origin(base64, "CD", "JDRE");
	assert_origin(base64, "E", "EU\r\n=");
	assert_origin(uu, "Cat", "0V%T");
}

static void keeps_what_fits(void **state)
{
	struct arena *arena = *state;
	struct transfer_result qp = transfer_decode_quoted_printable(arena, text_source(arena, STR("0123456789")), 4);
	struct transfer_result base64 = transfer_decode_base64(arena, text_source(arena, STR("QUJDQUJDQUJD")), 7);

	assert_true(qp.full);
	assert_str(qp.text->bytes, "0123");
	assert_true(base64.full);
	assert_str(base64.text->bytes, "ABCABC");
}

static void encodes(void **state)
{
	struct arena *arena = *state;

	assert_str(transfer_encode_quoted_printable(arena, STR("caf\xc3\xa9 = a\tb \r\nc\t\n")),
	           "caf=C3=A9 =3D a\tb=20\r\nc=09\n");
	assert_str(transfer_encode_base64(arena, STR("AB"), "\r\n"), "QUI=\r\n");
	assert_str(transfer_encode_base64(arena, repeated(arena, "ABC", 20), "\n"),
	           "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\nQUJD\n");
}

/* Any bytes come back as they were, and each of them from where it was encoded. */
static void round_trips(void **state)
{
	struct arena *arena = *state;
	unsigned random = 7;

	for (size_t round = 0; round < 50; round++) {
		char bytes[200];
		size_t len = next_random(&random) % sizeof bytes;
		for (size_t i = 0; i < len; i++) {
			bytes[i] = (char)next_random(&random);
		}
		struct str plain = {bytes, len};
		struct str encoded = transfer_encode_base64(arena, plain, round % 2 ? "\r\n" : "\n");
		const struct text *back = transfer_decode_base64(arena, text_source(arena, encoded), 1000).text;
		assert_true(str_eq(back->bytes, plain));
		for (size_t i = 0; i + 3 <= len; i += 3) {
			struct span origin = text_origin(back, (struct span){i, 3});
			assert_int_equal(origin.len, 4);
			assert_int_equal(origin.at, i / 3 * 4 + i / 57 * (round % 2 ? 2 : 1));
		}
	}
}

/* Hostile input costs no more than its length. */
static void is_linear(void **state)
{
	struct arena *arena = *state;
	static const char *const pieces[] = {"QQ==", "=", "= ", "=41", " ", "Q=", "-_", "\r"};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		const struct text *source = text_source(arena, repeated(arena, pieces[i], 300000));
		transfer_decode_base64(arena, source, 1 << 24);
		transfer_decode_quoted_printable(arena, source, 1 << 24);
		transfer_decode_uuencode(arena, source, 1 << 24);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(reads_quoted_printable, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(reads_base64, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(reads_uuencode, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(leads_back_to_the_encoded_bytes, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(keeps_what_fits, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(encodes, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(round_trips, arena_setup, arena_teardown),
	    cmocka_unit_test_setup_teardown(is_linear, arena_setup, arena_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
