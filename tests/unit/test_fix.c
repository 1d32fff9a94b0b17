#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "document/document.h"
#include "lint/fix.h"
#include "lint/rule.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	assert_true(utf8_locale());
	arena = arena_new((size_t)1 << 30);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct document *read_document(const char *bytes)
{
	struct document_options options = {.format = -1, .template = NULL};

	return document_read(arena, str_of(bytes), &options);
}

static struct document *read_file(const char *bytes, enum format format, const char *template)
{
	struct document_options options = {.format = (int)format, .template = template};

	return document_read(arena, str_of(bytes), &options);
}

/* The change that makes `old_text`, as a reader sees it on the page, into `new_text`. */
static struct change change_of(const struct page *page, const char *old_text, const char *new_text)
{
	size_t at = str_find(page->view->bytes, str_of(old_text), 0);

	assert_true(at != STR_NONE);
	return (struct change){{at, strlen(old_text)}, str_of(new_text)};
}

static struct str apply(struct document *document, struct edit *edits, size_t count)
{
	struct fix fix = {APPLY_SAFE, {NULL, 0}, edits, count};
	struct finding finding = {.fix = &fix};
	struct finding_list list = {&finding, 1, 1};
	struct fix_outcome outcome = fix_apply(arena, document->source->bytes, &list, APPLY_SAFE);

	assert_int_equal(outcome.applied, 1);
	return outcome.bytes;
}

static void assert_str(struct str actual, const char *expected)
{
	struct str wanted = str_of(expected);

	if (!str_eq(actual, wanted)) {
		print_error("expected: " STR_FMT "\nactual:   " STR_FMT "\n", STR_ARG(wanted), STR_ARG(actual));
	}
	assert_true(str_eq(actual, wanted));
}

static struct edit *encode(struct document *document, size_t page, const char *old_text, const char *new_text,
                           size_t *count)
{
	struct change change = change_of(&document->pages.at[page], old_text, new_text);

	return fix_encode(document, &document->pages.at[page], &change, 1, count);
}

static void assert_fixed(struct document *document, size_t page, const char *const change[2], const char *expected)
{
	size_t count;
	struct edit *edits = encode(document, page, change[0], change[1], &count);

	if (expected == NULL) {
		assert_null(edits);
		return;
	}
	assert_non_null(edits);
	assert_str(apply(document, edits, count), expected);
}

#define HEAD "From: a@example.com\nDate: Mon, 4 May 2026 16:42:00 -0400\nMIME-Version: 1.0\n"
#define CHANGE(old_text, new_text) ((const char *const[]){old_text, new_text})

/* ---- drafts ---- */

static void words_of_a_draft_are_replaced_in_place(void **state)
{
	(void)state;
	assert_fixed(read_file("Please find attached\r\nthe list.\r\n", FORMAT_TEXT, "none"), 0,
	             CHANGE("Please find attached", "I have attached"), "I have attached\r\nthe list.\r\n");
}

static void typography_that_stays_keeps_its_bytes(void **state)
{
	(void)state;
	assert_fixed(read_file("WE DON\xe2\x80\x99T SHIP", FORMAT_TEXT, "none"), 0,
	             CHANGE("WE DON'T SHIP", "We don't ship"), "We don\xe2\x80\x99t ship");
}

static void a_change_over_a_line_wrap_leaves_the_wrap(void **state)
{
	(void)state;
	const char *text = "We looked at the door that you wrote about and we think that it is\n"
	                   "REALLY BROKEN, so we will send somebody to have a look at it.\n";
	const char *fixed = "We looked at the door that you wrote about and we think that it is\n"
	                    "really broken, so we will send somebody to have a look at it.\n";

	assert_fixed(read_file(text, FORMAT_TEXT, "none"), 0, CHANGE("it is REALLY BROKEN, so", "it is really broken, so"),
	             fixed);
}

static void a_wrapped_paragraph_that_grows_is_wrapped_again(void **state)
{
	(void)state;
	const char *text = "Do you want the door insulated? Let me know and I will send you a\r\nprice.\r\n\r\nKeith\r\n";
	const char *fixed = "Do you want the door insulated (with foam in it)? Let me know and\r\n"
	                    "I will send you a price.\r\n\r\nKeith\r\n";

	assert_fixed(read_file(text, FORMAT_TEXT, "none"), 0, CHANGE("insulated", "insulated (with foam in it)"), fixed);
}

static struct str insert(struct document *document, const char *before, const char *text)
{
	const struct page *page = &document->pages.at[0];
	size_t at = str_find(page->view->bytes, str_of(before), 0), count;
	assert_true(at != STR_NONE);
	struct change change = {{at + (text[0] == '\n' ? strlen(before) : 0), 0}, str_of(text)};
	struct edit *edits = fix_encode(document, page, &change, 1, &count);

	return edits != NULL ? apply(document, edits, count) : (struct str){NULL, 0};
}

static void a_paragraph_stands_between_blank_lines(void **state)
{
	(void)state;
	const char *close = "Hello Ana,\r\nyour door is here.\r\nRegards";

	assert_str(insert(read_file(close, FORMAT_TEXT, "none"), "Hello Ana,", "\n\nThank you."),
	           "Hello Ana,\r\n\r\nThank you.\r\n\r\nyour door is here.\r\nRegards");
	assert_str(insert(read_file(close, FORMAT_TEXT, "none"), "Regards", "Thank you.\n\n"),
	           "Hello Ana,\r\nyour door is here.\r\n\r\nThank you.\r\n\r\nRegards");
	assert_str(insert(read_file("Hello", FORMAT_TEXT, "none"), "Hello", "\n\nThank you."), "Hello\n\nThank you.");
	assert_null(insert(read_file(close, FORMAT_TEXT, "none"), "your", "\n\nThank you.").at);
}

/* ---- HTML ---- */

static void html_keeps_markup_and_entities(void **state)
{
	(void)state;
	const char *text = "<p>WE <b>DO</b> NOT SHIP &amp; WE&nbsp;DON&rsquo;T SELL</p>";

	assert_fixed(read_file(text, FORMAT_HTML, "none"), 0,
	             CHANGE("WE DO NOT SHIP & WE DON'T SELL", "We do not ship & we don't sell"),
	             "<p>We <b>do</b> not ship &amp; we&nbsp;don&rsquo;t sell</p>");
	assert_fixed(read_file("<p>a b</p>", FORMAT_HTML, "none"), 0, CHANGE("a b", "x < y & z"),
	             "<p>x &lt; y &amp; z</p>");
	assert_fixed(read_file("<p>one <b>two</b> three</p>", FORMAT_HTML, "none"), 0, CHANGE("one two three", "four"),
	             NULL);
	assert_fixed(read_file("<p><img alt=\"OLD text\" src=x></p>", FORMAT_HTML, "none"), 0,
	             CHANGE("OLD text", "\"new\" one"), "<p><img alt=\"&quot;new&quot; one\" src=x></p>");
}

static void a_paragraph_in_html_is_written_as_its_neighbours_are(void **state)
{
	(void)state;
	assert_str(
	    insert(read_file("<p>Hello Ana,</p>\n<p>It is here.</p>", FORMAT_HTML, "none"), "Hello Ana,", "\n\nThank you."),
	    "<p>Hello Ana,</p><p>Thank you.</p>\n<p>It is here.</p>");
	assert_str(insert(read_file("<div>Hello Ana,<br><br>It is here.</div>", FORMAT_HTML, "none"), "Hello Ana,",
	                  "\n\nThank you."),
	           "<div>Hello Ana,<br><br>Thank you.<br><br>It is here.</div>");
	assert_str(
	    insert(read_file("<p>Here.</p><p class=x><b>Regards</b></p>", FORMAT_HTML, "none"), "Regards", "A & b.\n\n"),
	    "<p>Here.</p><p>A &amp; b.</p><p class=x><b>Regards</b></p>");
}

static void template_values_are_never_written_over(void **state)
{
	(void)state;
	const char *text = "DEAR {{ name }}, WE ARE OPEN.";

	assert_fixed(read_file(text, FORMAT_TEXT, "auto"), 0,
	             CHANGE("DEAR \xef\xbf\xbc, WE ARE OPEN.", "Dear \xef\xbf\xbc, we are open."),
	             "Dear {{ name }}, we are open.");
	assert_fixed(read_file(text, FORMAT_TEXT, "auto"), 0, CHANGE("DEAR \xef\xbf\xbc, WE", "Hello"), NULL);
	assert_fixed(read_file("WE {% if a %}ARE{% endif %} OPEN", FORMAT_TEXT, "auto"), 0, CHANGE("WE ARE OPEN", "closed"),
	             NULL);
}

/* ---- mail ---- */

static void quoted_printable_is_escaped_and_its_lines_stay_short(void **state)
{
	(void)state;
	struct document *document =
	    read_document(HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
	                       "Wir k=C3=B6nnen die Sache heute nicht klaeren, aber morgen ganz bestimmt ja=\n gewiss.\n");
	size_t count;
	struct edit *edits = encode(document, 0, "Sache heute", "\xc3\xa4lteste = Sache von uns heute oder", &count);

	assert_non_null(edits);
	struct str fixed = apply(document, edits, count);
	assert_true(str_find(fixed, STR("=C3=A4lteste =3D Sache"), 0) != STR_NONE);
	for (size_t at = 0; at < fixed.len;) {
		size_t end = str_find_char(fixed, '\n', at);
		assert_true(end - at <= 76);
		at = end + 1;
	}
	const struct document *again = document_read(arena, fixed, &(struct document_options){.format = -1});
	assert_true(str_find(again->pages.at[0].view->bytes,
	                     STR("die \xc3\xa4lteste = Sache von uns heute oder nicht klaeren, aber morgen ganz "
	                         "bestimmt ja gewiss."),
	                     0) != STR_NONE);
}

static void what_is_added_to_one_line_ends_as_the_header_does(void **state)
{
	(void)state;
	assert_fixed(read_document("From: a@example.com\r\n\r\nIt is here."), 0, CHANGE("It is", "Hello,\n\nIt is"),
	             "From: a@example.com\r\n\r\nHello,\r\n\r\nIt is here.");
}

static void a_charset_that_lacks_a_character_takes_no_edit(void **state)
{
	(void)state;
	const char *mail = HEAD "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
	                        "Sch\xf6ne Gr\xfc\xdf"
	                        "e\n";
	const char *fixed = HEAD "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
	                         "Sehr sch\xf6ne Gr\xfc\xdf"
	                         "e\n";

	assert_fixed(read_document(mail), 0, CHANGE("Sch\xc3\xb6ne", "Sehr sch\xc3\xb6ne"), fixed);
	assert_fixed(read_document(mail), 0, CHANGE("Sch\xc3\xb6ne", "Sch\xe4\xb8\xad"), NULL);
	assert_fixed(read_document(HEAD "Content-Type: text/plain; charset=us-ascii\n\nSchoene\n"), 0,
	             CHANGE("Schoene", "Sch\xc3\xb6ne"), NULL);
}

/*
 * A word before, between or behind characters in another state stays: with its bytes a shift could go, or new ones be
 * read in the wrong state.
 */
static void what_has_shifts_takes_no_edit(void **state)
{
	(void)state;
	static const struct {
		const char *charset, *body;
	} samples[] = {
	    {"iso-2022-jp", "ONE \033$B$\"$$\033(B TWO \033$B$\"\033(B\n"},
	    {"iso-2022-kr", "\033$)C\nONE \0160!\017 TWO \0160!\017\n"},
	    {"utf-7", "ONE +MEI- TWO +MEI-.\n"},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct str mail =
		    str_printf(arena, HEAD "Content-Type: text/plain; charset=%s\n\n%s", samples[i].charset, samples[i].body);
		assert_fixed(read_document(mail.at), 0, CHANGE("ONE", "one"), NULL);
		assert_fixed(read_document(mail.at), 0, CHANGE("ONE ", ""), NULL);
		assert_fixed(read_document(mail.at), 0, CHANGE(" TWO", ""), NULL);
		assert_fixed(read_document(mail.at), 0, CHANGE("TWO ", ""), NULL);
	}
	assert_fixed(read_document(HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\nONE TWO\n"), 0,
	             CHANGE("ONE", "one"), HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\none TWO\n");
	assert_fixed(read_document(HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\nONE TWO\n"), 0,
	             CHANGE("ONE", "\xe3\x81\x82"), NULL);
	assert_fixed(read_document(HEAD "Subject: =?iso-2022-jp?B?T05FIBskQiQiGyhCIFRXTw==?=\n\nHello\n"), 0,
	             CHANGE("ONE", "one"), NULL);
	assert_fixed(read_document(HEAD "Subject: =?utf-7?Q?ONE_+MEI-_TWO?=\n\nHello\n"), 0, CHANGE(" TWO", ""), NULL);
}

static void a_file_in_the_middle_of_a_text_stays(void **state)
{
	(void)state;
#define FILE_LINES "begin 644 a.txt\n#0V%T\n`\nend\n"
	const char *mail = HEAD "\nHELLO ANA,\n\nhere it is:\n" FILE_LINES "SEE YOU\n";

	assert_fixed(read_document(mail), 0, CHANGE("HELLO ANA", "Hello Ana"),
	             HEAD "\nHello Ana,\n\nhere it is:\n" FILE_LINES "SEE YOU\n");
	assert_fixed(read_document(mail), 0, CHANGE("SEE YOU", "See you"),
	             HEAD "\nHELLO ANA,\n\nhere it is:\n" FILE_LINES "See you\n");
	assert_fixed(read_document(mail), 0, CHANGE("is:\nSEE", "was:\nSEE"),
	             HEAD "\nHELLO ANA,\n\nhere it was:\n" FILE_LINES "SEE YOU\n");
	assert_fixed(read_document(mail), 0, CHANGE("is:\nSEE YOU", "is"), NULL);
}

#define BASE64 HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"

static void base64_of_the_same_length_changes_where_it_must(void **state)
{
	(void)state;
	/* "HELLO ANA, WE ARE OPEN TODAY AND TOMORROW, AND ON FRIDAY TOO.\n" */
	const char *mail =
	    BASE64 "SEVMTE8gQU5BLCBXRSBBUkUgT1BFTiBUT0RBWSBBTkQgVE9NT1JST1csIEFORCBPTiBGUklEQVkg\nVE9PLgo=\n";
	const char *fixed =
	    BASE64 "SEVMTE8gQU5BLCBXRSBhcmUgb3BlbiBUT0RBWSBBTkQgVE9NT1JST1csIEFORCBPTiBGUklEQVkg\nVE9PLgo=\n";
	struct document *document = read_document(mail);
	size_t count;
	struct edit *edits = encode(document, 0, "ARE OPEN", "are open", &count);

	assert_non_null(edits);
	assert_str(apply(document, edits, count), fixed);
	for (size_t i = 0; i < count; i++) {
		assert_true(edits[i].where.len <= 16);
	}
}

static void base64_that_grows_is_encoded_to_its_end(void **state)
{
	(void)state;
	const char *mail =
	    BASE64 "SEVMTE8gQU5BLCBXRSBBUkUgT1BFTiBUT0RBWSBBTkQgVE9NT1JST1csIEFORCBPTiBGUklEQVkg\nVE9PLgo=\n";
	struct document *document = read_document(mail);
	const struct page *page = &document->pages.at[0];
	struct change changes[2] = {change_of(page, "TODAY", "NOT TODAY"), change_of(page, "TOO", "ALSO")};
	size_t count;
	struct edit *edits = fix_encode(document, page, changes, 2, &count);

	assert_non_null(edits);
	assert_int_equal(count, 1);
	const struct document *again =
	    document_read(arena, apply(document, edits, count), &(struct document_options){.format = -1});
	assert_str(again->pages.at[0].view->bytes, "HELLO ANA, WE ARE OPEN NOT TODAY AND TOMORROW, AND ON FRIDAY ALSO.");
}

static void encoded_words_are_encoded_again(void **state)
{
	(void)state;
	const char *const mails[] = {
	    "Subject: Re: =?utf-8?Q?F=C3=9CR_SIE:_DAS_TOR?= IST DA\n" HEAD "\nHello\n",
	    "Subject: Re: =?utf-8?B?RsOcUiBTSUU6IERBUyBUT1I=?= IST DA\n" HEAD "\nHello\n",
	    "Subject: Re: =?iso-8859-1?Q?F=DCR_SIE:?=\n =?iso-8859-1?Q?_DAS_TOR?= IST DA\n" HEAD "\nHello\n",
	};

	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		struct document *document = read_document(mails[i]);
		size_t count;
		assert_true(document->pages.at[0].is_subject);
		struct edit *edits = encode(document, 0, "F\xc3\x9cR SIE: DAS TOR IST DA",
		                            "F\xc3\xbcr Sie: Das Tor aus dem Lager in der langen Stra\xc3\x9f"
		                            "e 27 ist da",
		                            &count);
		assert_null(edits); /* over the end of an encoded word */
		edits = encode(document, 0, "F\xc3\x9cR SIE: DAS TOR",
		               "F\xc3\xbcr Sie: Das Tor aus dem Lager in der langen Stra\xc3\x9f"
		               "e 27",
		               &count);
		assert_non_null(edits);
		struct str fixed = apply(document, edits, count);
		const struct document *again = document_read(arena, fixed, &(struct document_options){.format = -1});
		assert_str(again->pages.at[0].view->bytes,
		           "Re: F\xc3\xbcr Sie: Das Tor aus dem Lager in der langen Stra\xc3\x9f"
		           "e 27 IST DA");
		assert_int_equal(again->defects.count, document->defects.count);
	}
}

static void sealed_mail_is_never_changed(void **state)
{
	(void)state;
	const char *mail = HEAD "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n"
	                        "--b\nContent-Type: text/plain\n\nHELLO ALL\n--b\n"
	                        "Content-Type: application/pgp-signature\n\nx\n--b--\n";

	assert_fixed(read_document(mail), 0, CHANGE("HELLO", "hello"), NULL);
}

static void both_alternatives_say_the_same(void **state)
{
	(void)state;
	const char *mail = HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
	                        "--b\nContent-Type: text/plain\n\nHello. It is NOT here.\n--b\n"
	                        "Content-Type: text/html\n\n<p>Hello. It is <b>NOT</b> here.</p>\n--b--\n";
	const char *fixed = HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
	                         "--b\nContent-Type: text/plain\n\nHello. It is not here.\n--b\n"
	                         "Content-Type: text/html\n\n<p>Hello. It is <b>not</b> here.</p>\n--b--\n";
	struct document *document = read_document(mail);

	assert_true(document->pages.at[0].is_alternative);
	assert_fixed(document, 1, CHANGE("NOT", "not"), fixed);
}

/* ---- applying and comparing ---- */

static void overlapping_fixes_wait_for_the_next_round(void **state)
{
	(void)state;
	struct edit edits[] = {{{0, 3}, STR("x")}, {{2, 3}, STR("y")}, {{5, 1}, STR("z")}, {{5, 0}, STR("-")}};
	struct fix fixes[4];
	struct finding findings[4] = {0};
	struct finding_list list = {findings, 4, 4};

	for (size_t i = 0; i < 4; i++) {
		fixes[i] = (struct fix){i == 2 ? APPLY_UNSAFE : APPLY_SAFE, {NULL, 0}, &edits[i], 1};
		findings[i].fix = &fixes[i];
	}
	struct fix_outcome outcome = fix_apply(arena, STR("abcdefg"), &list, APPLY_UNSAFE);
	assert_str(outcome.bytes, "xdezg");
	assert_int_equal(outcome.applied, 2);
	assert_int_equal(outcome.skipped, 2);
	assert_str(fix_apply(arena, STR("abcdefg"), &list, APPLY_SAFE).bytes, "xde-fg");
}

static void a_diff_shows_what_changed_and_where(void **state)
{
	(void)state;
	assert_int_equal(fix_diff(arena, "a.txt", STR("a\n"), STR("a\n")).len, 0);
	assert_str(fix_diff(arena, "/d/a.txt", STR("1\n2\n3\n4\n5\n"), STR("1\n2\n3\nfour\n5\n")),
	           "--- a/d/a.txt\n+++ b/d/a.txt\n@@ -1,5 +1,5 @@\n 1\n 2\n 3\n-4\n+four\n 5\n");
	assert_str(fix_diff(arena, "a", STR("x"), STR("x\r\ny")),
	           "--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n-x\n\\ No newline at end of file\n+x\r\n+y\n"
	           "\\ No newline at end of file\n");
}

/* Five hundred lines that differ, and what is alike behind them stays out of the diff. */
static void a_diff_ends_where_the_texts_meet_again(void **state)
{
	struct buf old_text, new_text;

	(void)state;
	buf_init(&old_text, arena, 1 << 20);
	buf_init(&new_text, arena, 1 << 20);
	for (int i = 0; i < 2000; i++) {
		buf_printf(&old_text, "%s %d\n", i < 500 ? "OLD" : "same", i);
		buf_printf(&new_text, "%s %d\n", i < 500 ? "new" : "same", i);
	}
	struct str diff = fix_diff(arena, "a", buf_str(&old_text), buf_str(&new_text));
	assert_true(str_find(diff, STR("@@ -1,503 +1,503 @@"), 0) != STR_NONE);
	assert_true(str_find(diff, STR("-OLD 499\n"), 0) != STR_NONE);
	assert_int_equal(str_find(diff, STR("same 503"), 0), STR_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_of_a_draft_are_replaced_in_place),
	    cmocka_unit_test(typography_that_stays_keeps_its_bytes),
	    cmocka_unit_test(a_change_over_a_line_wrap_leaves_the_wrap),
	    cmocka_unit_test(a_wrapped_paragraph_that_grows_is_wrapped_again),
	    cmocka_unit_test(a_paragraph_stands_between_blank_lines),
	    cmocka_unit_test(html_keeps_markup_and_entities),
	    cmocka_unit_test(a_paragraph_in_html_is_written_as_its_neighbours_are),
	    cmocka_unit_test(template_values_are_never_written_over),
	    cmocka_unit_test(quoted_printable_is_escaped_and_its_lines_stay_short),
	    cmocka_unit_test(what_is_added_to_one_line_ends_as_the_header_does),
	    cmocka_unit_test(a_charset_that_lacks_a_character_takes_no_edit),
	    cmocka_unit_test(what_has_shifts_takes_no_edit),
	    cmocka_unit_test(a_file_in_the_middle_of_a_text_stays),
	    cmocka_unit_test(base64_of_the_same_length_changes_where_it_must),
	    cmocka_unit_test(base64_that_grows_is_encoded_to_its_end),
	    cmocka_unit_test(encoded_words_are_encoded_again),
	    cmocka_unit_test(sealed_mail_is_never_changed),
	    cmocka_unit_test(both_alternatives_say_the_same),
	    cmocka_unit_test(overlapping_fixes_wait_for_the_next_round),
	    cmocka_unit_test(a_diff_shows_what_changed_and_where),
	    cmocka_unit_test(a_diff_ends_where_the_texts_meet_again),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
