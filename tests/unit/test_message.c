#include <time.h>

#include "mail_test.h"

#include "base/limits.h"
#include "mail/message.h"

static bool has_defect(const struct message *message, enum defect_id id)
{
	for (size_t i = 0; i < message->defects.count; i++) {
		if (message->defects.at[i].id == id) {
			return true;
		}
	}
	return false;
}

/* All parts as "path type/subtype [raw body]", one a line. */
static struct str outline(struct arena *arena, const struct message *message)
{
	struct buf out;

	buf_init(&out, arena, 100000);
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		buf_printf(&out, "%s " STR_FMT "/" STR_FMT, part->path, STR_ARG(part->type), STR_ARG(part->subtype));
		if (part->child == NULL) {
			buf_printf(&out, " [" STR_FMT "]", STR_ARG(str_span(message->source->bytes, part->body)));
		}
		buf_char(&out, '\n');
	}
	return buf_str(&out);
}

static void expect_outline(struct arena *arena, const char *mail, const char *expected)
{
	struct message *message = message_parse(arena, str_of(mail));

	assert_str(outline(arena, message), expected);
}

static void cuts_messages_into_parts(void **state)
{
	expect_outline(*state, "", "1 text/plain []\n");
	expect_outline(*state, "A: b\r\n\r\nHello\r\n", "1 text/plain [Hello\r\n]\n");
	expect_outline(*state, "just text", "1 text/plain [just text]\n");
	expect_outline(*state, "\r\nHello", "1 text/plain [Hello]\n");
	expect_outline(*state,
	               "Content-Type: multipart/alternative; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\none\r\n--b \t\r\n"
	               "Content-Type: text/html\r\n\r\ntwo\r\n\r\n--b--\r\nepilogue\r\n--b\r\n\r\nno part\r\n",
	               " multipart/alternative\n1 text/plain [one]\n2 text/html [two\r\n]\n");
	expect_outline(
	    *state,
	    "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/related; boundary=\"i\"\n\n"
	    "--i\n\na\n--i\nContent-Type: image/png\n\nb\n--i--\n\n--o\n\nc\n--o--\n",
	    " multipart/mixed\n1 multipart/related\n1.1 text/plain [a]\n1.2 image/png [b]\n2 text/plain [c]\n");
}

/* A boundary line with nothing after it: the mail broke off, and no part has begun. */
static void no_part_begins_at_the_end(void **state)
{
	static const char mail[] = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n";
	const struct message *message = message_parse(*state, str_of(mail));

	assert_str(outline(*state, message), " multipart/mixed\n1 text/plain [a]\n");
	assert_true(has_defect(message, DEFECT_UNCLOSED_MULTIPART));
}

/* A boundary line right behind another: no part lies between. */
static void a_doubled_boundary_is_one(void **state)
{
	expect_outline(*state, "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\na\n--b--\n",
	               " multipart/mixed\n1 text/plain [a]\n");
	expect_outline(*state, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\n--b--\n",
	               " multipart/mixed\n1 text/plain []\n2 text/plain []\n");
}

static void any_line_end_will_do(void **state)
{
	expect_outline(*state, "Content-Type: multipart/mixed; boundary=b\r\r--b\r\ra\r\r--b\r\rc\r--b--\r",
	               " multipart/mixed\n1 text/plain [a\r]\n2 text/plain [c]\n");
	expect_outline(*state, "Content-Type: multipart/mixed; boundary=b\r\n\n--b\n\r\na\r\n--b\r\r\nc\n--b--",
	               " multipart/mixed\n1 text/plain [a]\n2 text/plain [c]\n");
}

static void numbers_messages_in_messages_as_imap_does(void **state)
{
	expect_outline(*state,
	               "Content-Type: multipart/mixed; boundary=o\n\n--o\n\na\n--o\nContent-Type: message/rfc822\n\n"
	               "Subject: inner\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\nb\n--i--\n--o\n"
	               "Content-Type: message/rfc822\n\nSubject: plain\n\nc\n--o--\n",
	               " multipart/mixed\n1 text/plain [a]\n2 message/rfc822\n2 multipart/alternative\n2.1 text/plain [b]\n"
	               "3 message/rfc822\n3.1 text/plain [c]\n");
	expect_outline(*state, "Content-Type: message/rfc822\n\nA: b\n\nc", "1 message/rfc822\n1.1 text/plain [c]\n");
	expect_outline(*state, "Content-Type: multipart/digest; boundary=d\n\n--d\n\nA: b\n\nc\n--d--\n",
	               " multipart/digest\n1 message/rfc822\n1.1 text/plain [c]\n");
	expect_outline(*state, "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQUJD",
	               "1 message/rfc822 [QUJD]\n");
}

struct damaged {
	const char *mail, *outline;
	enum defect_id defect;
};

static void reads_malformed_trees(void **state)
{
	static const struct damaged samples[] = {
	    {"Content-Type: multipart/mixed\n\n--b\n\na\n", "1 text/plain [--b\n\na\n]\n", DEFECT_NO_BOUNDARY},
	    {"Content-Type: multipart/mixed; boundary=x\n\n--b\n\na\n", "1 text/plain [--b\n\na\n]\n",
	     DEFECT_MISSING_PARTS},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n", " multipart/mixed\n1 text/plain [a\n]\n",
	     DEFECT_UNCLOSED_MULTIPART},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; "
	     "boundary=i\n\n--i\n\na\n--b--\n",
	     " multipart/mixed\n1 multipart/mixed\n1.1 text/plain [a]\n", DEFECT_UNCLOSED_MULTIPART},
	    {"Content-Type: multipart/mixed; boundary=\"p:q\"\n\n--p:q\nA: b\n--p:q\n\nc\n--p:q--",
	     " multipart/mixed\n1 text/plain []\n2 text/plain [c]\n", DEFECT_COUNT},
	    {"Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\na\n--b--\n",
	     " multipart/mixed\n1 text/plain [a]\n", DEFECT_ENCODED_MULTIPART},
	    {"Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\na\n--b--\n",
	     " multipart/mixed\n1 text/plain [a]\n", DEFECT_DUPLICATE_BOUNDARY},
	    {"Content-Type: text/html\nContent-Type: text/plain\n\na", "1 text/html [a]\n", DEFECT_DUPLICATE_CONTENT_TYPE},
	    {"Content-Type: html\n\na", "1 text/plain [a]\n", DEFECT_BAD_CONTENT_TYPE},
	    {"Content-Type: ;\n\na", "1 text/plain [a]\n", DEFECT_BAD_CONTENT_TYPE},
	    {"Content-Transfer-Encoding: rot13\n\na", "1 text/plain [a]\n", DEFECT_UNKNOWN_ENCODING},
	    {"Content-Type: application/ms-tnef\n\na", "1 application/ms-tnef [a]\n", DEFECT_TNEF},
	    {"Content-Type: application/vnd.ms-tnef\n\na", "1 application/vnd.ms-tnef [a]\n", DEFECT_TNEF},
	    {"Content-Type: application/octet-stream; name=WINMAIL.DAT\n\na", "1 application/octet-stream [a]\n",
	     DEFECT_TNEF},
	    {"Content-Disposition: attachment; filename*=us-ascii''win%6Dail.dat\n\na", "1 text/plain [a]\n", DEFECT_TNEF},
	    {"Content-Type: multipart/mixed; boundary=b; boundary*=us-ascii''c\n\n--c\n\na\n--c--\n",
	     " multipart/mixed\n1 text/plain [a]\n", DEFECT_DUPLICATE_BOUNDARY},
	    {"Content-Type: multipart/mixed; boundary*0=b; boundary=c; boundary*1=d\n\n--bd\n\na\n--bd--\n",
	     " multipart/mixed\n1 text/plain [a]\n", DEFECT_DUPLICATE_BOUNDARY},
	    {"Content-Type: multipart/mixed; boundary*1=d; boundary*0=b\n\n--bd\n\na\n--bd--\n",
	     " multipart/mixed\n1 text/plain [a]\n", DEFECT_COUNT},
	    /* the body of an external body is nowhere, and what stands there is no text and no part */
	    {"Content-Type: message/external-body; access-type=URL\n\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n",
	     "1 message/external-body [Content-Type: multipart/mixed; boundary=b\n\n--b\n\n]\n", DEFECT_COUNT},
	    {"Hello there\n", "1 text/plain [Hello there\n]\n", DEFECT_NO_HEADER},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message = message_parse(*state, str_of(samples[i].mail));
		assert_str(outline(*state, message), samples[i].outline);
		if (samples[i].defect == DEFECT_COUNT) {
			assert_int_equal(message->defects.count, 0);
		} else {
			assert_true(has_defect(message, samples[i].defect));
		}
	}
	assert_true(has_defect(message_parse(*state, STR("A: b\n\na\0b")), DEFECT_NUL_BYTE));
}

static void names_every_defect(void **state)
{
	(void)state;
	for (int i = 0; i < DEFECT_COUNT; i++) {
		assert_non_null(strchr(defect_name((enum defect_id)i), '.'));
		assert_true(strlen(defect_text((enum defect_id)i)) > 10);
	}
}

/* ---- the text of a part ---- */

static const struct text *text_of(struct arena *arena, const char *mail, struct message **message)
{
	*message = message_parse(arena, str_of(mail));
	return part_text(*message, (*message)->root);
}

static void reads_the_text_of_a_part(void **state)
{
	struct message *message;
	const struct text *text = text_of(*state,
	                                  "Content-Type: text/plain; charset=iso-8859-1\n"
	                                  "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9 au=\n lait\n",
	                                  &message);

	assert_str(text->bytes, "caf\xc3\xa9 au lait\n");
	assert_string_equal(text->charset, "WINDOWS-1252");
	assert_origin(text, "\xc3\xa9", "=E9");
	assert_origin(text, "au lait", "au=\n lait");
	assert_road_back(text);
	text = text_of(*state,
	               "Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n"
	               "18/U\r\n0M/a\r\n",
	               &message);
	assert_str(text->bytes, "\xd0\xb2\xd0\xbe\xd1\x82\xd0\xbf\xd0\xbe\xd0\xb7");
	assert_origin(text, "\xd0\xb2", "18");
	assert_origin(text, "\xd0\xb7", "/a");
	assert_int_equal(message->defects.count, 0);
	text = text_of(*state, "A: b\n\nplain caf\xc3\xa9", &message);
	assert_true(text_is_verbatim(text, (struct span){0, text->bytes.len}));
}

static void reads_any_charset_in_any_encoding(void **state)
{
	static const struct {
		const char *fields, *body, *text;
	} samples[] = {
	    {"Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n",
	     "//5IAGkAIAAtTg==", "Hi \xe4\xb8\xad"},
	    {"Content-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: 7bit\n", "a \033$B$\"\033(B b",
	     "a \xe3\x81\x82 b"},
	    {"Content-Type: text/plain; charset=utf-7\n", "caf+AOk-", "caf\xc3\xa9"},
	    {"Content-Type: text/html; charset=\"gb18030\"\nContent-Transfer-Encoding: 8bit\n", "\xd6\xd0\x95\x32\x82\x36",
	     "\xe4\xb8\xad\xf0\xa0\x80\x80"},
	    {"Content-Type: text/plain; charset=big5\nContent-Transfer-Encoding: quoted-printable\n", "=A4=A4=\n=A4=E5",
	     "\xe4\xb8\xad\xe6\x96\x87"},
	    {"Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n", "gqA=", "\xe3\x81\x82"},
	    {"Content-Type: text/plain\n", "caf\xc3\xa9", "caf\xc3\xa9"},
	    {"Content-Type: text/plain\n", "caf\xe9 \x96 5 \x80", "caf\xc3\xa9 \xe2\x80\x93 5 \xe2\x82\xac"},
	    {"Content-Transfer-Encoding: quoted-printable\n", "caf=E9 =C3=A9", "caf\xc3\xa9 \xc3\x83\xc2\xa9"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message;
		struct str mail = str_printf(*state, "%s\n%s", samples[i].fields, samples[i].body);
		const struct text *text = text_of(*state, str_cstr(*state, mail), &message);
		assert_str(text->bytes, samples[i].text);
		assert_road_back(text);
		assert_false(has_defect(message, DEFECT_BAD_CHARSET) || has_defect(message, DEFECT_UNKNOWN_CHARSET));
	}
}

static void notes_damage_where_it_is(void **state)
{
	static const struct {
		const char *mail, *text, *at;
		enum defect_id defect;
	} samples[] = {
	    {"Content-Transfer-Encoding: quoted-printable\n\na=41 =zz", "aA =zz", "=zz", DEFECT_BAD_QUOTED_PRINTABLE},
	    {"Content-Transfer-Encoding: base64\n\nQUJD*QUJD", "ABCABC", "*QUJD", DEFECT_BAD_BASE64},
	    {"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n", "Cat", "", DEFECT_BAD_UUENCODE},
	    {"Content-Type: text/plain; charset=utf-8\n\nab\xff", "ab\xef\xbf\xbd", "\xff", DEFECT_BAD_CHARSET},
	    {"Content-Type: text/plain; charset=x-odd\n\nab", "ab", "ab", DEFECT_UNKNOWN_CHARSET},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message;
		assert_str(text_of(*state, samples[i].mail, &message)->bytes, samples[i].text);
		assert_int_equal(message->defects.count, 1);
		assert_int_equal(message->defects.at[0].id, samples[i].defect);
		assert_str(str_from(message->source->bytes, message->defects.at[0].where.at), samples[i].at);
	}
}

static void joins_flowed_lines(void **state)
{
	static const struct {
		const char *parameters, *body, *text;
	} samples[] = {
	    {"", "one \r\ntwo\r\n", "one two\r\n"},
	    {"", "one\r\ntwo \r\n", "one\r\ntwo \r\n"},
	    {"; delsp=yes", "one \r\ntwo\r\n", "onetwo\r\n"},
	    {"; delsp=yes", "one \r\n", "one \r\n"},
	    {"", " stuffed \r\n From here\r\n", "stuffed From here\r\n"},
	    {"", "one \r\n\r\ntwo\r\n", "one \r\n\r\ntwo\r\n"},
	    {"", "> quoted \r\n> more\r\n>> deeper \r\n> less\r\nmine", "> quoted more\r\n>> deeper \r\n> less\r\nmine"},
	    {"", "Yours \r\n-- \r\nJane\r\n", "Yours \r\n-- \r\nJane\r\n"},
	    {"", ">quoted \r\n>more\r\n", ">quoted more\r\n"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message;
		struct str mail = str_printf(*state, "Content-Type: text/plain; format=flowed%s\r\n\r\n%s",
		                             samples[i].parameters, samples[i].body);
		const struct text *text = text_of(*state, str_cstr(*state, mail), &message);
		assert_int_equal(text->step, TEXT_FLOWED);
		assert_road_back(text);
		assert_str(text->bytes, samples[i].text);
	}
}

/* Every character of a mail that goes through all steps comes from where it was written. */
static void every_step_leads_back(void **state)
{
	struct message *message;
	const struct text *text = text_of(*state,
	                                  "Content-Type: text/plain; charset=iso-8859-2; format=flowed\n"
	                                  "Content-Transfer-Encoding: quoted-printable\n\n"
	                                  "z=B1b =20\n> q=\n=B1 =20\n> r",
	                                  &message);

	assert_str(text->bytes, "z\xc4\x85"
	                        "b  \n> q\xc4\x85  r");
	assert_origin(text, "\xc4\x85", "=B1");
	assert_origin(text, "q\xc4\x85", "q=\n=B1");
	assert_origin(text, "  r", " =20\n> r");
	assert_road_back(text);
}

/* ---- protection ---- */

static void knows_what_is_signed_or_encrypted(void **state)
{
	static const struct {
		const char *mail;
		bool is_signed, is_encrypted;
	} samples[] = {
	    {"A: b\n\nplain", false, false},
	    {"Content-Type: multipart/signed; boundary=b\n\n--b\n\na\n--b\nContent-Type: "
	     "application/pgp-signature\n\nx\n--b--",
	     true, false},
	    {"Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nx\n--b--",
	     false, true},
	    {"Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx", true, false},
	    {"Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data\n\nx", false, true},
	    {"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIIBAAYJKoZIhvcNAQcCoA==", true,
	     false},
	    {"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIIBAAYJKoZIhvcNAQcDoA==", false,
	     true},
	    {"A: b\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi\n", true, false},
	    {"A: b\n\nhi\n-----BEGIN PGP MESSAGE-----\nx\n", false, true},
	    {"A: b\n\n> -----BEGIN PGP MESSAGE-----\nsee the -----BEGIN PGP SIGNED MESSAGE----- above\n", false, false},
	    {"Content-Transfer-Encoding: base64\n\nLS0tLS1CRUdJTiBQR1AgTUVTU0FHRS0tLS0tCg==", false, true},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\nContent-Type: message/rfc822\n\n"
	     "Content-Type: multipart/encrypted; boundary=i\n\n--i\n\nx\n--i--\n--b--",
	     false, false},
	    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
	     "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=a.p7m\n\nx\n--b--",
	     false, false},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct message *message = message_parse(*state, str_of(samples[i].mail));
		assert_int_equal(message->is_signed, samples[i].is_signed);
		assert_int_equal(message->is_encrypted, samples[i].is_encrypted);
	}
}

/* ---- attachments ---- */

static void tells_attachments(void **state)
{
	static const struct {
		const char *container, *fields;
		bool is_attachment;
	} samples[] = {
	    {"mixed", "Content-Type: text/plain\n", false},
	    {"mixed", "Content-Type: text/html; name=mail.html\n", true},
	    {"alternative", "Content-Type: text/html; name=mail.html\n", false},
	    {"mixed", "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n", true},
	    {"mixed", "Content-Type: text/csv; name=a.csv\n", true},
	    {"mixed", "Content-Type: application/pdf; name=a.pdf\n", true},
	    {"mixed", "Content-Type: application/pdf\n", true},
	    {"mixed", "Content-Type: application/pdf\nContent-Disposition: inline; filename=a.pdf\n", true},
	    {"related", "Content-Type: image/png; name=a.png\nContent-ID: <a@b>\n", false},
	    {"related", "Content-Type: image/png; name=a.png\nContent-ID: <a@b>\nContent-Disposition: attachment\n", false},
	    {"mixed", "Content-Type: image/png; name=a.png\nContent-Disposition: inline\n", false},
	    {"mixed", "Content-Type: image/png; name=a.png\n", true},
	    {"mixed", "Content-Type: image/png; name=a.png\nContent-ID: <a@b>\nContent-Disposition: attachment\n", true},
	    {"signed", "Content-Type: application/pgp-signature; name=signature.asc\n", false},
	    {"signed", "Content-Type: application/octet-stream; name=smime.p7s\nContent-Disposition: attachment\n", false},
	    {"alternative", "Content-Type: text/calendar; method=REQUEST\n", false},
	    {"mixed", "Content-Type: text/calendar; name=invite.ics\nContent-Disposition: attachment\n", true},
	    {"mixed", "Content-Type: message/rfc822\n", true},
	    {"mixed", "Content-Type: message/external-body; access-type=URL; URL=\"https://a.example/a.pdf\"\n", true},
	    {"mixed", "Content-Type: application/ms-tnef; name=winmail.dat\n", true},
	    {"mixed", "Content-Type: text/calendar; method=REQUEST\n", false},
	    {"report", "Content-Type: message/delivery-status\n", false},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct str mail =
		    str_printf(*state, "Content-Type: multipart/%s; boundary=b\n\n--b\n\nbody\n--b\n%s\nx\n--b--\n",
		               samples[i].container, samples[i].fields);
		const struct part *body = message_parse(*state, mail)->root->child;
		assert_false(part_is_attachment(body->parent));
		assert_false(part_is_attachment(body));
		if (part_is_attachment(body->next) != samples[i].is_attachment) {
			fail_msg("%s: %s", samples[i].container, samples[i].fields);
		}
	}
}

static void reads_names_of_files(void **state)
{
	static const struct {
		const char *fields, *name;
	} samples[] = {
	    {"Content-Type: a/b; name=\"=?utf-8?Q?caf=C3=A9.pdf?=\"\n", "caf\xc3\xa9.pdf"},
	    {"Content-Type: a/b; name=old\nContent-Disposition: attachment; filename=new\n", "new"},
	    {"Content-Disposition: attachment; filename*=utf-8''caf%C3%A9\n", "caf\xc3\xa9"},
	    {"Content-Disposition: attachment; filename=\"caf\xe9\"\n", "caf\xc3\xa9"},
	    {"Content-Disposition: attachment; filename=\"caf\xc3\xa9\"\n", "caf\xc3\xa9"},
	    {"Content-Disposition: attachment;\n filename*1*=%A9.pdf;\n filename*0*=utf-8''caf%C3\n", "caf\xc3\xa9.pdf"},
	    {"Content-Disposition: attachment; filename*2=f; filename*0*=koi8-r''%D7; filename*1=.pd\n", "\xd0\xb2.pdf"},
	    {"Content-Disposition: attachment\n", ""},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct str mail = str_printf(*state, "%s\nx", samples[i].fields);
		assert_str(message_parse(*state, mail)->root->filename, samples[i].name);
	}
	struct message *message =
	    message_parse(*state, STR("Content-Type: image/png\nContent-ID: < a@b >\nContent-Disposition: INLINE\n\nx"));
	assert_str(message->root->content_id, "a@b");
	assert_int_equal(message->root->disposition, DISPOSITION_INLINE);
}

/* ---- hostile mail ---- */

static size_t depth_of(const struct part *part)
{
	size_t depth = 0;

	for (; part->child != NULL; part = part->child) {
		depth++;
	}
	return depth;
}

static void keeps_to_the_limits(void **state)
{
	struct arena *arena = *state;
	struct buf out;

	buf_init(&out, arena, 1 << 28);
	for (size_t i = 0; i < 100000; i++) {
		buf_printf(&out, "Content-Type: multipart/mixed; boundary=b%zu\n\n--b%zu\n", i, i);
	}
	struct message *message = message_parse(arena, buf_str(&out));
	assert_int_equal(depth_of(message->root), LIMIT_VALUE(depth));
	assert_true(has_defect(message, DEFECT_LIMIT_DEPTH));

	message = message_parse(arena, repeated(arena, "Content-Type: message/rfc822\n\n", 100000));
	assert_int_equal(depth_of(message->root), LIMIT_VALUE(depth));
	assert_true(has_defect(message, DEFECT_LIMIT_DEPTH));

	struct str parts = repeated(arena, "--b\n\nx\n", 300000);
	message = message_parse(arena,
	                        str_printf(arena, "Content-Type: multipart/mixed; boundary=b\n\n" STR_FMT, STR_ARG(parts)));
	size_t count = 0;
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		count++;
	}
	assert_int_equal(count, LIMIT_VALUE(parts));
	assert_true(has_defect(message, DEFECT_LIMIT_PARTS));
	assert_false(has_defect(message, DEFECT_UNCLOSED_MULTIPART));

	struct str boundary = repeated(arena, "b", LIMIT_VALUE(boundary_bytes) + 1);
	message = message_parse(
	    arena, str_printf(arena, "Content-Type: multipart/mixed; boundary=" STR_FMT "\n\nx", STR_ARG(boundary)));
	assert_true(has_defect(message, DEFECT_LIMIT_BOUNDARY_BYTES));
}

/* 64 open multiparts, and then lines that nearly are boundaries. */
static void is_linear(void **state)
{
	struct arena *arena = *state;
	struct buf out;

	buf_init(&out, arena, 1 << 28);
	for (size_t i = 0; i < 64; i++) {
		buf_printf(
		    &out, "Content-Type: multipart/mixed; boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb%zu\n\n", i);
		buf_printf(&out, "--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb%zu\n", i);
	}
	buf_char(&out, '\n');
	for (size_t i = 0; i < 100000; i++) {
		buf_add(&out, STR("--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  x\n"));
	}
	clock_t start = clock();
	message_parse(arena, buf_str(&out));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
}

/* Any bytes are read, and every text leads back into them. */
static void survives_anything(void **state)
{
	static const char *const pieces[] = {"Content-Type: multipart/mixed; boundary=b\n",
	                                     "Content-Type: message/rfc822\n",
	                                     "Content-Type: text/plain; charset=iso-2022-jp; format=flowed\n",
	                                     "Content-Transfer-Encoding: base64\n",
	                                     "Content-Transfer-Encoding: quoted-printable\n",
	                                     "Subject: =?utf-8?b?w6k=?= =?utf-8?q?",
	                                     "\n",
	                                     "\r\n",
	                                     "--b\n",
	                                     "--b--\n",
	                                     "=E9=\n",
	                                     "\033$B$\"",
	                                     "w6kg",
	                                     "> a \n",
	                                     " ",
	                                     "\xff"};
	unsigned random = 11;

	for (size_t round = 0; round < 2000; round++) {
		struct arena *arena = arena_new(1 << 22);
		struct buf out;
		buf_init(&out, arena, 4000);
		for (size_t i = next_random(&random) % 24; i > 0; i--) {
			buf_add(&out, str_of(pieces[next_random(&random) % (sizeof pieces / sizeof pieces[0])]));
		}
		struct message *message = message_parse(arena, str_copy(arena, buf_str(&out)));
		for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
			assert_road_back(part_text(message, part));
			for (size_t i = 0; i < part->field_count; i++) {
				assert_road_back(field_text(message, &part->fields[i]));
			}
		}
		arena_free(arena);
	}
	(void)state;
}

struct attempt {
	struct arena *arena;
	const char *mail;
};

static void read_all(void *context)
{
	const struct attempt *attempt = context;
	struct message *message = message_parse(attempt->arena, str_of(attempt->mail));

	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		part_text(message, part);
	}
	message_value(message, "Subject");
}

/* However little room there is, the reader comes back and the arena can be used again. */
static void survives_lack_of_room(void **state)
{
	static const char mail[] =
	    "Subject: =?koi8-r?q?=D7?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n18/U0M/a\n"
	    "--b\nContent-Type: message/rfc822\n\nA: b\n\nc\n--b--\n";
	bool done = false;
	(void)state;

	for (size_t room = 1000; room < 200000 && !done; room += 500) {
		struct attempt attempt = {arena_new(room), mail};
		if (attempt.arena != NULL) {
			done = arena_try(attempt.arena, read_all, &attempt);
			arena_reset(attempt.arena);
			arena_alloc(attempt.arena, 16);
		}
		arena_free(attempt.arena);
	}
	assert_true(done);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(cuts_messages_into_parts),
	    TEST(any_line_end_will_do),
	    TEST(no_part_begins_at_the_end),
	    TEST(a_doubled_boundary_is_one),
	    TEST(numbers_messages_in_messages_as_imap_does),
	    TEST(reads_malformed_trees),
	    TEST(names_every_defect),
	    TEST(reads_the_text_of_a_part),
	    TEST(reads_any_charset_in_any_encoding),
	    TEST(notes_damage_where_it_is),
	    TEST(joins_flowed_lines),
	    TEST(every_step_leads_back),
	    TEST(knows_what_is_signed_or_encrypted),
	    TEST(tells_attachments),
	    TEST(reads_names_of_files),
	    TEST(keeps_to_the_limits),
	    TEST(is_linear),
	    TEST(survives_anything),
	    TEST(survives_lack_of_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
