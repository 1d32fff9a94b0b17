/* Which sendmail a mail is handed to, and what its arguments say. */
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

#include "front/mailer.h"
#include "front/submission.h"

struct fixture {
	struct arena *arena;
	char folder[64];
};

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.arena = arena_new(1 << 20), .folder = "/tmp/replylint-unit-XXXXXX"};
	*state = &fixture;
	return mkdtemp(fixture.folder) ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	int left = rmdir(fixture->folder);
	arena_free(fixture->arena);
	return left;
}

static const char *place(struct fixture *fixture, const char *name)
{
	return str_printf(fixture->arena, "%s/%s", fixture->folder, name).at;
}

static const char *make(struct fixture *fixture, const char *name, mode_t mode)
{
	const char *path = place(fixture, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static void takes_the_first_that_is_not_itself(void **state)
{
	struct fixture *fixture = *state;
	const char *own = make(fixture, "own", 0755), *text = make(fixture, "text", 0644);
	const char *linked = place(fixture, "linked"), *hard = place(fixture, "hard"), *real = make(fixture, "real", 0755);

	assert_int_equal(symlink(own, linked), 0);
	assert_int_equal(link(own, hard), 0);
	const char *const paths[] = {
	    place(fixture, "gone"), fixture->folder, text, linked, hard, own, real, "/bin/sh", NULL};
	assert_string_equal(mailer_first(paths, own), real);
	assert_string_equal(mailer_first(paths, "gone"), linked);
	const char *const none[] = {linked, own, NULL};
	assert_null(mailer_first(none, own));
	const char *const made[] = {own, text, linked, hard, real};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		assert_int_equal(unlink(made[i]), 0);
}

static struct submission read_words(struct fixture *fixture, const char *line)
{
	struct str rest = str_of(line), word;
	struct words words = {0};
	struct submission submission;

	while (rest.len && str_split(&rest, ' ', &word))
		words_add(fixture->arena, &words, str_cstr(fixture->arena, word));
	submission_read(fixture->arena, &words, &submission);
	return submission;
}

static void tells_recipients_from_values(void **state)
{
	struct fixture *fixture = *state;
	static const char *const lines[] = {
	    "-oi -f rep@shop.example a@b.example c@d.example",
	    "-oi a@b.example -frep@shop.example <c@d.example>",
	    "-i -r rep@shop.example -- a@b.example c@d.example",
	    "-vif rep@shop.example -F Kim a@b.example c@d.example",
	    "-X log -N never -R hdrs -V env -B 8BITMIME -O x=y -L l -h 3 -p p -r rep@shop.example a@b.example c@d.example",
	    "-C cf -A a -e m -a b -o i -F Kim -f <rep@shop.example> a@b.example c@d.example"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct submission submission = read_words(fixture, lines[i]);
		assert_true(submission.brings_mail);
		assert_true(submission.has_sender);
		assert_false(submission.reads_header);
		assert_true(str_eq(submission.sender, STR("rep@shop.example")));
		assert_int_equal(submission.recipients.count, 2);
		assert_true(str_eq(submission.recipients.at[0], STR("a@b.example")));
		assert_true(str_eq(submission.recipients.at[1], STR("c@d.example")));
	}
	assert_int_equal(read_words(fixture, "a -- -f -t").recipients.count, 3);
	assert_false(read_words(fixture, "a -- -f -t").reads_header);
	assert_true(read_words(fixture, "-t").brings_mail);
	assert_false(read_words(fixture, "-f").brings_mail);
	assert_false(read_words(fixture, "").brings_mail);
	assert_false(read_words(fixture, "-bp a@b.example").brings_mail);
	assert_false(read_words(fixture, "-G -i a@b.example").brings_mail);
	assert_true(read_words(fixture, "-bm a@b.example").brings_mail);
}

static void completes_the_envelope_from_the_header(void **state)
{
	struct fixture *fixture = *state;
	static const char mail[] = "From: Kim <rep@shop.example>\r\nTo: a@b.example, \"C, D\" <c@d.example>\r\nbcc: e\r\n"
	                           "Cc: g: h@i.example;\r\nTo: j@k.example\r\n\r\nTo: x@y.example\r\n";
	struct message *message = message_parse(fixture->arena, str_of(mail));
	struct submission submission = read_words(fixture, "-t l@m.example");
	struct envelope envelope = submission_envelope(fixture->arena, &submission, message);
	static const char *const wanted[] = {"l@m.example", "a@b.example", "c@d.example",
	                                     "j@k.example", "h@i.example", "e"};

	assert_true(envelope.is_known);
	assert_true(str_eq(envelope.sender, STR("rep@shop.example")));
	assert_int_equal(envelope.recipients.count, sizeof wanted / sizeof *wanted);
	for (size_t i = 0; i < envelope.recipients.count; i++)
		assert_true(str_eq(envelope.recipients.at[i], str_of(wanted[i])));
	submission = read_words(fixture, "-f x@y.example l@m.example");
	envelope = submission_envelope(fixture->arena, &submission, message);
	assert_true(str_eq(envelope.sender, STR("x@y.example")));
	assert_int_equal(envelope.recipients.count, 1);
	submission = read_words(fixture, "l@m.example");
	assert_false(submission_envelope(fixture->arena, &submission, message_parse(fixture->arena, STR("\n"))).is_known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(takes_the_first_that_is_not_itself, setup, teardown),
	    cmocka_unit_test_setup_teardown(tells_recipients_from_values, setup, teardown),
	    cmocka_unit_test_setup_teardown(completes_the_envelope_from_the_header, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
