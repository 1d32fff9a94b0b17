/* Which parts of a mail are its text, and which its files. */
#include "mail_test.h"

#include "document/document.h"

#define TOP "From: a@b.example\nMIME-Version: 1.0\n"
#define MIXED TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello Ann,\n\nSee there.\n--b\n"

static struct document *read_mail(struct arena *arena, const char *mail)
{
	struct document_options options = {.format = FORMAT_MAIL};

	return document_read(arena, str_of(mail), &options);
}

/* "page|page+file file": what a reader sees of each page, white space folded, then the files that are no images. */
static struct str outline(struct arena *arena, const struct document *document)
{
	struct buf out;

	buf_init(&out, arena, 10000);
	for (size_t i = 0; i < document->pages.count; i++) {
		struct str text = str_trim(document->pages.at[i].view->bytes);
		buf_add(&out, i > 0 ? STR("|") : STR(""));
		for (size_t k = 0; k < text.len; k++) {
			buf_char(&out, text.at[k] == '\n' ? ' ' : text.at[k]);
		}
	}
	for (size_t i = 0; i < document->attachments.count; i++) {
		const struct attachment *attachment = &document->attachments.at[i];
		buf_printf(&out, "%s" STR_FMT "(" STR_FMT ")", attachment->is_inline ? "-" : "+", STR_ARG(attachment->type),
		           STR_ARG(attachment->name));
	}
	return buf_str(&out);
}

static void tells_text_from_files(void **state)
{
	static const struct {
		const char *mail, *outline;
	} samples[] = {
	    {TOP "\nHello Ann,\n\nhere it is:\n\nbegin 644 plan.doc\n#0V%T\n`\nend\n\nKim\n",
	     "Hello Ann,  here it is:  Kim+application/octet-stream(plan.doc)"},
	    {TOP "Content-Type: text/html\n\n<p>Hello\nbegin 644 plan.doc\n#0V%T\n`\nend\n",
	     "Hello begin 644 plan.doc #0V%T ' end"},
	    {MIXED "Content-Type: message/external-body; access-type=URL; name=a.pdf\n\nContent-Type: text/plain\n\nNO "
	           "TEXT\n--b--\n",
	     "Hello Ann,  See there.+message/external-body(a.pdf)"},
	    {MIXED "Content-Type: application/ms-tnef; name=winmail.dat\n\nNO TEXT\n--b--\n",
	     "Hello Ann,  See there.+application/ms-tnef(winmail.dat)"},
	    {MIXED "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n",
	     "Hello Ann,  See there.-text/calendar()"},
	    {MIXED "Content-Type: message/rfc822\n\nSubject: x\n\nNOT MINE\n--b--\n",
	     "Hello Ann,  See there.+message/rfc822()"},
	    {MIXED "Content-Type: text/plain\n\nA footer.\n--b--\n", "Hello Ann,  See there.|A footer."},
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		assert_str(outline(*state, read_mail(*state, samples[i].mail)), samples[i].outline);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(tells_text_from_files, arena_setup, arena_teardown),
	};

	if (!utf8_locale()) {
		return 2;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
