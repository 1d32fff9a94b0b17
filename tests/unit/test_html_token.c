#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "document/html_token.h"

static const char kind_letters[] = {
    [HTML_TEXT] = 't',    [HTML_REFERENCE] = '&',     [HTML_START_TAG] = '<', [HTML_END_TAG] = '/',
    [HTML_COMMENT] = '!', [HTML_BOGUS_COMMENT] = '?', [HTML_DOCTYPE] = 'd',   [HTML_END] = '\0'};

static void tell(struct buf *told, struct arena *arena, struct str source, const struct html_token *token)
{
	bool is_tag = token->kind == HTML_START_TAG || token->kind == HTML_END_TAG;
	struct str name = str_span(source, is_tag ? token->name : token->content);

	buf_printf(
	    told, "%c" STR_FMT, kind_letters[token->kind],
	    STR_ARG(token->kind == HTML_TEXT || token->kind == HTML_REFERENCE ? str_span(source, token->source) : name));
	for (size_t i = 0; i < token->attribute_count; i++) {
		struct str value = html_decode_value(arena, str_span(source, token->attributes[i].value));
		buf_printf(told, " " STR_FMT "=" STR_FMT, STR_ARG(str_span(source, token->attributes[i].name)), STR_ARG(value));
	}
	buf_add(told, str_of(token->self_closing ? " /|" : "|"));
}

/* Each token as its kind's letter and what it holds; tokens follow each other without overlap. */
static void check(const char *html, const char *expected)
{
	struct arena *arena = arena_new(1 << 20);
	struct str source = str_of(html);
	struct html_tokenizer tokenizer;
	struct html_token token;
	struct buf told;
	size_t at = 0;

	buf_init(&told, arena, 1 << 16);
	html_tokenizer_init(&tokenizer, arena, source);
	while (html_token_next(&tokenizer, &token)) {
		assert_true(token.source.at >= at && token.source.len > 0);
		at = token.source.at + token.source.len;
		assert_true(at <= source.len);
		tell(&told, arena, source, &token);
	}
	assert_int_equal(token.kind, HTML_END);
	buf_char(&told, '\0');
	assert_string_equal(told.at, expected);
	arena_free(arena);
}

struct example {
	const char *html, *expected;
};

static void tokens(void **state)
{
	static const struct example examples[] = {
	    {"", ""},
	    {"a < b <3 &", "ta < b <3 &|"},
	    {"<p>a</p >", "<p|ta|/p|"},
	    {"<a b=c d='e f' g=\"&lt;\" h b=i>", "<a b=c d=e f g=< h= b=i|"},
	    {"<a/b = c/>", "<a b=c/|"},
	    {"<br/><x y/>", "<br /|<x y= /|"},
	    {"<a =b>", "<a =b=|"},
	    {"<a href=?x&copy=1&copy;>", "<a href=?x&copy=1\xc2\xa9|"},
	    {"a&amp;b&notit;&nope;&#65&#x41;", "ta|&&amp;|tb|&&not|tit;&nope;|&&#65|&&#x41;|"},
	    {"<!--a--><!--b--!><!--><!---><!--c", "!a|!b|!|!|!c|"},
	    {"<!a><?b?></ c></>d", "?a|??b?|? c|td|"},
	    {"<!DOCTYPE html>a", "d|ta|"},
	    {"a<b", "ta|"},
	    {"a<b c='", "ta|"},
	    {"<title>a<b>&amp;</Title>c", "<title|ta<b>|&&amp;|/Title|tc|"},
	    {"<style>a<b>&amp;</style>c", "<style|ta<b>&amp;|/style|tc|"},
	    {"<script><!--<script></script>--></script>a", "<script|t<!--<script></script>-->|/script|ta|"},
	    {"<textarea></p></textarea>", "<textarea|t</p>|/textarea|"},
	    {"<plaintext>a</plaintext>", "<plaintext|ta</plaintext>|"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		check(examples[i].html, examples[i].expected);
	}
}

static void references(void **state)
{
	static const struct example examples[] = {
	    {"&eacute;", "\xc3\xa9"},
	    {"&#233;", "\xc3\xa9"},
	    {"&#xE9", "\xc3\xa9"},
	    {"&#150;", "\xe2\x80\x93"},
	    {"&#0;", "\xef\xbf\xbd"},
	    {"&#xD800;", "\xef\xbf\xbd"},
	    {"&#99999999999;", "\xef\xbf\xbd"},
	    {"&NotEqualTilde;", "\xe2\x89\x82\xcc\xb8"},
	    {"&amp", "&"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct html_reference reference = {.len = 0};
		struct str s = str_of(examples[i].html);
		assert_int_equal(html_reference(s, 0, false, &reference), s.len);
		assert_true(str_eq((struct str){reference.bytes, reference.len}, str_of(examples[i].expected)));
	}
	struct html_reference ignored;
	assert_int_equal(html_reference(STR("&;"), 0, false, &ignored), 0);
	assert_int_equal(html_reference(STR("&#;"), 0, false, &ignored), 0);
	assert_int_equal(html_reference(STR("&amp="), 0, true, &ignored), 0);
	assert_int_equal(html_reference(STR("&amp;="), 0, true, &ignored), 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(tokens), cmocka_unit_test(references)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
