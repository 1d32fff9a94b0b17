/* Each tokenization state of WHATWG 13.2.5 that HTML in mail can be in, and what each kind of character does there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "html_feed.h"

struct teller {
	struct arena *arena;
	struct str source;
	struct buf told;
};

static const char kind_letters[] = {
    [HTML_TEXT] = 't',    [HTML_REFERENCE] = '&',     [HTML_START_TAG] = '<', [HTML_END_TAG] = '/',
    [HTML_COMMENT] = '!', [HTML_BOGUS_COMMENT] = '?', [HTML_DOCTYPE] = 'd',   [HTML_END] = '\0'};

static void tell_tag(struct teller *teller, const struct html_token *token)
{
	buf_printf(&teller->told, STR_FMT, STR_ARG(str_span(teller->source, token->name)));
	for (size_t i = 0; i < token->attribute_count; i++) {
		struct str name = str_span(teller->source, token->attributes[i].name);
		struct str value = html_decode_value(teller->arena, str_span(teller->source, token->attributes[i].value));
		buf_printf(&teller->told, " " STR_FMT "=" STR_FMT, STR_ARG(name), STR_ARG(value));
	}
	buf_add(&teller->told, str_of(token->self_closing ? " /" : ""));
}

static void tell_doctype(struct teller *teller, const struct html_token *token)
{
	buf_printf(&teller->told, STR_FMT, STR_ARG(str_span(teller->source, token->name)));
	if (token->public_id.at != NULL) {
		buf_printf(&teller->told, " public=" STR_FMT, STR_ARG(token->public_id));
	}
	if (token->system_id.at != NULL) {
		buf_printf(&teller->told, " system=" STR_FMT, STR_ARG(token->system_id));
	}
	buf_add(&teller->told, str_of(token->quirks ? " quirks" : ""));
}

static void tell(struct teller *teller, const struct html_token *token)
{
	buf_char(&teller->told, kind_letters[token->kind]);
	switch (token->kind) {
	case HTML_TEXT:
	case HTML_REFERENCE:
		buf_add(&teller->told, str_span(teller->source, token->source));
		break;
	case HTML_START_TAG:
	case HTML_END_TAG:
		tell_tag(teller, token);
		break;
	case HTML_COMMENT:
	case HTML_BOGUS_COMMENT:
		buf_add(&teller->told, str_span(teller->source, token->content));
		break;
	case HTML_DOCTYPE:
		tell_doctype(teller, token);
		break;
	case HTML_END:
		break;
	}
	buf_char(&teller->told, '|');
}

/* Each token as its kind's letter and what it holds; tokens follow each other without overlap. */
static void check_fed(const char *html, const char *expected, bool by_bytes)
{
	struct teller teller = {.arena = arena_new(1 << 20), .source = str_of(html)};
	struct html_feed feed;
	struct html_token token;
	size_t at = 0;

	buf_init(&teller.told, teller.arena, 1 << 16);
	html_tokenizer_init(&feed.tokenizer, teller.arena, teller.source);
	html_feed_init(&feed, by_bytes);
	while (html_feed_next(&feed, &token)) {
		assert_true(token.source.at >= at && token.source.len > 0);
		at = token.source.at + token.source.len;
		assert_true(at <= teller.source.len);
		tell(&teller, &token);
	}
	assert_int_equal(token.kind, HTML_END);
	buf_char(&teller.told, '\0');
	assert_string_equal(teller.told.at, expected);
	arena_free(teller.arena);
}

struct example {
	const char *html, *expected;
};

static void check_all(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_fed(examples[i].html, examples[i].expected, false);
		check_fed(examples[i].html, examples[i].expected, true);
	}
}

#define CHECK_ALL(examples) check_all((examples), sizeof(examples) / sizeof *(examples))

/* Data, tag open, end tag open. */
static void data(void **state)
{
	static const struct example examples[] = {
	    {"", ""},
	    {"plain words", "tplain words|"},
	    {"2 < 3 <4 <- <", "t2 < 3 <4 <- <|"},
	    {"<p>", "<p|"},
	    {"</p>", "/p|"},
	    {"<\xc3\xa9>", "t<\xc3\xa9>|"},
	    {"a<!x>b<?y>c", "ta|?x|tb|??y|tc|"},
	    {"a</>b", "ta|tb|"},
	    {"a</ p>b</3>c", "ta|? p|tb|?3|tc|"},
	    {"a</", "ta</|"},
	    {"A & B", "tA & B|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Tag name, before and after attribute name, self-closing start tag. */
static void tags(void **state)
{
	static const struct example examples[] = {
	    {"<TaBle>", "<TaBle|"},      {"<o:p>", "<o:p|"},  {"<p<q>", "<p<q|"},   {"<p\tq\nr\fs\rt>", "<p q= r= s= t=|"},
	    {"<br/>", "<br /|"},         {"<br / >", "<br|"}, {"<br//>", "<br /|"}, {"<br/a>", "<br a=|"},
	    {"</p a=b />", "/p a=b /|"}, {"a<p", "ta|"},      {"a<p ", "ta|"},      {"a<p/", "ta|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Before, in and after an attribute's name; its value double-quoted, single-quoted and unquoted; after a quoted one. */
static void attributes(void **state)
{
	static const struct example examples[] = {
	    {"<p =a>", "<p =a=|"},
	    {"<p a=1 =b=2>", "<p a=1 =b=2|"},
	    {"<p A=1 a=2>", "<p A=1 a=2|"},
	    {"<p a/b>", "<p a= b=|"},
	    {"<p a\"b'c<d=1>", "<p a\"b'c<d=1|"},
	    {"<p a >", "<p a=|"},
	    {"<p a  =  1>", "<p a=1|"},
	    {"<p a b>", "<p a= b=|"},
	    {"<p a /b>", "<p a= b=|"},
	    {"<p a=>", "<p a=|"},
	    {"<p a= >t", "<p a=|tt|"},
	    {"<p a=\"x > 'y' &amp; <z>\">", "<p a=x > 'y' & <z>|"},
	    {"<p a='x > \"y\" &lt;'>", "<p a=x > \"y\" <|"},
	    {"<p a=x\"y'z`=<&gt;>", "<p a=x\"y'z`=<>|"},
	    {"<p a=x/>", "<p a=x/|"},
	    {"<p a=x b>", "<p a=x b=|"},
	    {"<p a=\"x\"b='y'c/>", "<p a=x b=y c= /|"},
	    {"<p a=\"x\"\n>", "<p a=x|"},
	    {"t<p a=\"x", "tt|"},
	    {"t<p a='x>", "tt|"},
	    {"t<p a=x", "tt|"},
	    {"t<p a=\"x\"", "tt|"},
	    {"t<p a=", "tt|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Bogus comment, markup declaration open. */
static void declarations(void **state)
{
	static const struct example examples[] = {
	    {"<!>a", "?|ta|"},
	    {"<!-a>b", "?-a|tb|"},
	    {"<?xml version='1'?>a", "??xml version='1'?|ta|"},
	    {"<![if !mso]>a<![endif]>", "?[if !mso]|ta|?[endif]|"},
	    {"<![CDATA[a>b]]>", "?[CDATA[a|tb]]>|"},
	    {"<!doctyp>", "?doctyp|"},
	    {"<!a", "?a|"},
	    {"<!", "?|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Comment start, start dash, comment, less-than, less-than bang and dashes, end dash, end, end bang. */
static void comments(void **state)
{
	static const struct example examples[] = {
	    {"<!--a-->b", "!a|tb|"},
	    {"<!---->b", "!|tb|"},
	    {"<!-->b", "!|tb|"},
	    {"<!--->b", "!|tb|"},
	    {"<!---a-->b", "!-a|tb|"},
	    {"<!--a-b--c-->d", "!a-b--c|td|"},
	    {"<!--a--->b", "!a-|tb|"},
	    {"<!--a--!>b", "!a|tb|"},
	    {"<!--a--!b-->c", "!a--!b|tc|"},
	    {"<!--a--!-->b", "!a--!|tb|"},
	    {"<!--a<b-->c", "!a<b|tc|"},
	    {"<!--a<!b-->c", "!a<!b|tc|"},
	    {"<!--a<!-b-->c", "!a<!-b|tc|"},
	    {"<!--a<!--b-->c", "!a<!--b|tc|"},
	    {"<!--a<!-->b", "!a<!|tb|"},
	    {"<!--a<<!--->b", "!a<<!-|tb|"},
	    {"<!--[if mso]><p>a</p><![endif]-->b", "![if mso]><p>a</p><![endif]|tb|"},
	    {"<!--a>b", "!a>b|"},
	    {"<!--a", "!a|"},
	    {"<!--a-", "!a|"},
	    {"<!--a--", "!a|"},
	    {"<!--a--!", "!a|"},
	    {"<!--a<!-", "!a<!|"},
	    {"<!--", "!|"},
	    {"<!---", "!|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Doctype, before, in and after its name. */
static void doctypes(void **state)
{
	static const struct example examples[] = {
	    {"<!DOCTYPE html>a", "dhtml|ta|"},
	    {"<!doctypehtml>", "dhtml|"},
	    {"<!doctype\n HtMl\n>", "dHtMl|"},
	    {"<!doctype>", "d quirks|"},
	    {"<!doctype >", "d quirks|"},
	    {"<!doctype", "d quirks|"},
	    {"<!doctype html", "dhtml quirks|"},
	    {"<!doctype html ", "dhtml quirks|"},
	    {"<!doctype html bogus \"a>b", "dhtml quirks|tb|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* After the PUBLIC and SYSTEM keywords, before, in and after the identifiers, between them, bogus doctype. */
static void doctype_identifiers(void **state)
{
	static const struct example examples[] = {
	    {"<!doctype a PUBLIC \"b\" 'c'>", "da public=b system=c|"},
	    {"<!doctype a public'b'\"c\">", "da public=b system=c|"},
	    {"<!doctype a public \"b\" >", "da public=b|"},
	    {"<!doctype a public>", "da quirks|"},
	    {"<!doctype a public b>", "da quirks|"},
	    {"<!doctype a public \"b>c", "da public=b quirks|tc|"},
	    {"<!doctype a public 'b", "da public=b quirks|"},
	    {"<!doctype a public 'b' c>", "da public=b quirks|"},
	    {"<!doctype a public 'b' 'c>d", "da public=b system=c quirks|td|"},
	    {"<!doctype a system \"b\">", "da system=b|"},
	    {"<!doctype a SYSTEM'b'>", "da system=b|"},
	    {"<!doctype a system 'b' c>d", "da system=b|td|"},
	    {"<!doctype a system>", "da quirks|"},
	    {"<!doctype a system b>", "da quirks|"},
	    {"<!doctype a system \"b>c", "da system=b quirks|tc|"},
	    {"<!doctype a system 'b'", "da system=b quirks|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* RCDATA and RAWTEXT with their less-than, end tag open and end tag name; PLAINTEXT. */
static void raw_text(void **state)
{
	static const struct example examples[] = {
	    {"<title>a<b>&amp;</Title >c", "<title|ta<b>|&&amp;|/Title|tc|"},
	    {"<title>a</titles></title/>b", "<title|ta</titles>|/title /|tb|"},
	    {"<title><!--a--></title>b", "<title|t<!--a-->|/title|tb|"},
	    {"<title>a</ti", "<title|ta</ti|"},
	    {"<title>a</title", "<title|ta</title|"},
	    {"<title>a</title b", "<title|ta|"},
	    {"<textarea></p><</textarea>", "<textarea|t</p><|/textarea|"},
	    {"<style>a<b>&amp;</style>c", "<style|ta<b>&amp;|/style|tc|"},
	    {"<style></script></</style\t>c", "<style|t</script></|/style|tc|"},
	    {"<xmp><p></xmp><iframe><p></iframe><noembed><p></noembed><noframes><p></noframes>",
	     "<xmp|t<p>|/xmp|<iframe|t<p>|/iframe|<noembed|t<p>|/noembed|<noframes|t<p>|/noframes|"},
	    {"<plaintext>a</plaintext>&amp;", "<plaintext|ta</plaintext>&amp;|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Script data with all its escaped and double escaped states. */
static void scripts(void **state)
{
	static const struct example examples[] = {
	    {"<script>a<b></script>c", "<script|ta<b>|/script|tc|"},
	    {"<script>a</b></scripts></SCRIPT >c", "<script|ta</b></scripts>|/SCRIPT|tc|"},
	    {"<script><!a</script>b", "<script|t<!a|/script|tb|"},
	    {"<script><!-a</script>b", "<script|t<!-a|/script|tb|"},
	    {"<script><!--a</script>b", "<script|t<!--a|/script|tb|"},
	    {"<script><!--a-b--c<d</e</script>b", "<script|t<!--a-b--c<d</e|/script|tb|"},
	    {"<script><!--<script></script>a</script>b", "<script|t<!--<script></script>a|/script|tb|"},
	    {"<script><!--<script>a</script>--></script>b", "<script|t<!--<script>a</script>-->|/script|tb|"},
	    {"<script><!--<script>a--></script>b", "<script|t<!--<script>a-->|/script|tb|"},
	    {"<script><!--<script>a-b--c<d</e</script></script>f", "<script|t<!--<script>a-b--c<d</e</script>|/script|tf|"},
	    {"<script><!--<scripts></script>b", "<script|t<!--<scripts>|/script|tb|"},
	    {"<script><!--<script/></scripts></script/></script>b",
	     "<script|t<!--<script/></scripts></script/>|/script|tb|"},
	    {"<script><!--><script></script>b", "<script|t<!--><script>|/script|tb|"},
	    {"<script><!---><script></script>b", "<script|t<!---><script>|/script|tb|"},
	    {"<script>a-->b</script>c", "<script|ta-->b|/script|tc|"},
	    {"<script><!--<script>a", "<script|t<!--<script>a|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

/* Character reference, named, ambiguous ampersand, numeric, hexadecimal and decimal, their starts and ends. */
static void references(void **state)
{
	static const struct example examples[] = {
	    {"a&amp;b", "ta|&&amp;|tb|"},
	    {"&amp", "&&amp|"},
	    {"&ampx", "&&amp|tx|"},
	    {"&notit;&notin;", "&&not|tit;|&&notin;|"},
	    {"&nope;&;& &&lt;", "t&nope;&;& &|&&lt;|"},
	    {"&#65;&#65&#65x", "&&#65;|&&#65|&&#65|tx|"},
	    {"&#x4A;&#X4a&#x4ag", "&&#x4A;|&&#X4a|&&#x4a|tg|"},
	    {"&#;&#x;&#xg&#a&#", "t&#;&#x;&#xg&#a&#|"},
	    {"<p a=?x&copy=1&copy;&copyx&copy>", "<p a=?x&copy=1\xc2\xa9&copyx\xc2\xa9|"},
	    {"<p a='&copy=' b=\"&amp\" c=&#65x>", "<p a=&copy= b=& c=Ax|"},
	};

	(void)state;
	CHECK_ALL(examples);
}

static void reference_characters(void **state)
{
	static const struct example examples[] = {
	    {"&eacute;", "\xc3\xa9"},
	    {"&#233;", "\xc3\xa9"},
	    {"&#xE9", "\xc3\xa9"},
	    {"&#150;", "\xe2\x80\x93"},
	    {"&#x81;", "\xc2\x81"},
	    {"&#0;", "\xef\xbf\xbd"},
	    {"&#xD800;", "\xef\xbf\xbd"},
	    {"&#x110000;", "\xef\xbf\xbd"},
	    {"&#x10FFFF;", "\xf4\x8f\xbf\xbf"},
	    {"&#99999999999999999999;", "\xef\xbf\xbd"},
	    {"&NotEqualTilde;", "\xe2\x89\x82\xcc\xb8"},
	    {"&amp", "&"},
	    {"&CounterClockwiseContourIntegral;", "\xe2\x88\xb3"},
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

/* NULs stay in the spans; a value has U+FFFD for them. */
static void nuls(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct str source = STR("a\0b<p\0 c=\0&amp;>");
	struct html_tokenizer tokenizer;
	struct html_token token;

	(void)state;
	html_tokenizer_init(&tokenizer, arena, source);
	assert_true(html_token_next(&tokenizer, &token));
	assert_true(str_eq(str_span(source, token.source), STR("a\0b")));
	assert_true(html_token_next(&tokenizer, &token));
	assert_true(str_eq(str_span(source, token.name), STR("p\0")));
	struct str value = html_decode_value(arena, str_span(source, token.attributes[0].value));
	assert_true(str_eq(value, STR("\xef\xbf\xbd&")));
	assert_false(html_token_next(&tokenizer, &token));
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(data),
	    cmocka_unit_test(tags),
	    cmocka_unit_test(attributes),
	    cmocka_unit_test(declarations),
	    cmocka_unit_test(comments),
	    cmocka_unit_test(doctypes),
	    cmocka_unit_test(doctype_identifiers),
	    cmocka_unit_test(raw_text),
	    cmocka_unit_test(scripts),
	    cmocka_unit_test(references),
	    cmocka_unit_test(reference_characters),
	    cmocka_unit_test(nuls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
