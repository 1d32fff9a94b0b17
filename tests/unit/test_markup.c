#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "checks/markup.h"
#include "document/html_colour.h"
#include "document/reading.h"

struct read {
	struct arena *arena;
	const struct markup *markup;
};

static struct read read(const char *html)
{
	struct arena *arena = arena_new(1 << 26);
	struct reading reading = html_read(arena, text_source(arena, str_of(html)));

	return (struct read){arena, reading.markup};
}

static void check_str(struct str s, const char *expected)
{
	assert_int_equal(s.len, str_of(expected).len);
	assert_memory_equal(s.at, expected, s.len);
}

static struct str tag(const struct read *read, struct span span)
{
	return str_span(read->markup->html->bytes, span);
}

/* ---- the page ---- */

static void test_root(void **state)
{
	(void)state;
	struct read page = read("<!doctype html><html lang=de><body dir='rtl' lang=en><p>x</p></body></html>");
	check_str(tag(&page, page.markup->root), "<html lang=de>");
	check_str(page.markup->lang, "de");
	check_str(page.markup->dir, "rtl");
	arena_free(page.arena);
	page = read("<p>x</p>");
	assert_int_equal(page.markup->root.len, 0);
	assert_null(page.markup->lang.at);
	arena_free(page.arena);
}

/* ---- images ---- */

static void test_images(void **state)
{
	(void)state;
	struct read page = read("<p>ab</p><a href='/x'>c<b><img src=' a.png ' width=10 height=2px></b></a>"
	                        "<div style='display:none'><img src=hidden.png></div><img alt='' role=presentation>");
	assert_int_equal(page.markup->images.count, 2);
	const struct markup_image *first = &page.markup->images.at[0], *second = &page.markup->images.at[1];
	check_str(first->source, "a.png");
	check_str(tag(&page, first->link), "<a href='/x'>");
	assert_null(first->alt.at);
	assert_int_equal(first->width, 10);
	assert_int_equal(first->height, 2);
	assert_false(first->is_decoration);
	assert_int_equal(first->at, 5); /* behind "ab", a blank line, and "c" */
	assert_non_null(second->alt.at);
	assert_int_equal(second->link.len, 0);
	assert_int_equal(second->width, MARKUP_LENGTH_UNKNOWN);
	assert_true(second->is_decoration);
	arena_free(page.arena);
}

/* ---- tables ---- */

static void test_tables(void **state)
{
	(void)state;
	struct read page =
	    read("<table><tr><td><table role=none><tr><td>a</table><table><tr><th>b</table></td></tr></table>");
	assert_int_equal(page.markup->tables.count, 3);
	assert_false(page.markup->tables.at[0].is_data);
	assert_false(page.markup->tables.at[0].has_role);
	assert_true(page.markup->tables.at[1].has_role);
	assert_true(page.markup->tables.at[2].is_data);
	arena_free(page.arena);
	page = read("<table border=1><tr><td>a</table><table border=0><tr><td>a</table>");
	assert_true(page.markup->tables.at[0].is_data);
	assert_false(page.markup->tables.at[1].is_data);
	arena_free(page.arena);
}

/* ---- text ---- */

static void test_texts(void **state)
{
	(void)state;
	static const struct {
		const char *html;
		unsigned contrast;
		long size;
		bool certain;
	} cases[] = {
	    {"<p style='color:#777'>x</p>", 447, 0, false},
	    {"<p style='color:#767676'>x</p>", 0, 0, false},
	    {"<body bgcolor=#dddddd><p style='color:#666'>x</p>", 422, 0, false},
	    {"<td style='color:#777;background:#ddd'>x</td>", 329, 0, true},
	    {"<div style='color:#777;background:#ddd'><b>x</b></div>", 329, 0, false},
	    {"<div style='background:#000'><font color=darkblue>x</font></div>", 137, 0, false},
	    {"<div style='background:url(a.png)'><p style='color:#aaa'>x</p></div>", 0, 0, false},
	    {"<div style='background:linear-gradient(red, blue)'><p style='color:#aaa'>x</p></div>", 0, 0, false},
	    {"<p style='color:rgba(0,0,0,0.3)'>x</p>", 0, 0, false},
	    {"<p style='color:#ccc'><a href=x>x</a></p>", 0, 0, false},
	    {"<p style='color:#ccc'><a href=x style='color:#bbb'>x</a></p>", 191, 0, false},
	    {"<p style='color:var(--grey)'>x</p>", 0, 0, false},
	    {"<p style='font-size:9px'>x</p>", 0, 900, false},
	    {"<p style='font-size:8pt'>x</p>", 0, 1066, false},
	    {"<p style='font-size:12px'>x</p>", 0, 0, false},
	    {"<p style='font-size:9px'><b style='font-size:120%'>x</b></p>", 0, 0, false},
	    {"<p style='font:10px/14px Arial'>x</p>", 0, 1000, false},
	    {"<small style='font-size:x-small'>x</small>", 0, 1000, false},
	    {"<p style='font-size:9px;display:none'>x</p>", 0, 0, false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct read page = read(cases[i].html);
		bool told = cases[i].contrast > 0 || cases[i].size > 0;
		print_message("%s\n", cases[i].html);
		assert_int_equal(page.markup->texts.count, told ? 1 : 0);
		if (told) {
			assert_int_equal(page.markup->texts.at[0].contrast, cases[i].contrast);
			assert_int_equal(page.markup->texts.at[0].size, cases[i].size);
			assert_int_equal(page.markup->texts.at[0].is_certain, cases[i].certain);
		}
		arena_free(page.arena);
	}
}

/* Against the formula's well-known values. */
static void test_contrast(void **state)
{
	(void)state;
	static const struct html_colour black = {0, 0, 0, false, false}, white = {255, 255, 255, false, false},
	                                grey = {119, 119, 119, false, false};

	assert_int_equal(html_colour_contrast(&black, &white), 2100);
	assert_int_equal(html_colour_contrast(&white, &white), 100);
	assert_int_equal(html_colour_contrast(&white, &grey), html_colour_contrast(&grey, &white));
	struct html_colour better = html_colour_readable(&grey, &white, 450);
	assert_true(html_colour_contrast(&better, &white) >= 450);
	assert_true(better.red == better.green && better.red < grey.red && better.red > 100);
	better = html_colour_readable(&grey, &black, 700);
	assert_true(better.red > grey.red && html_colour_contrast(&better, &black) >= 700);
}

/* ---- oddities ---- */

static void test_oddities(void **state)
{
	(void)state;
	static const struct {
		const char *html;
		int kind;
	} cases[] = {
	    {"<script>a()</script>", ODDITY_SCRIPT},
	    {"<script type='application/ld+json'>{}</script>", -1},
	    {"<form action=x></form>", ODDITY_FORM},
	    {"<iframe src=x></iframe>", ODDITY_FRAME},
	    {"<video src=x></video>", ODDITY_MEDIA},
	    {"<link rel=stylesheet href=a.css>", ODDITY_SHEET},
	    {"<link rel=stylesheet href='https://fonts.example/css'>", -1},
	    {"<svg><path d=x></svg>", ODDITY_DRAWING},
	    {"<div style='display:grid'>x</div>", ODDITY_GRID},
	    {"<div style='display: inline-flex'>x</div>", ODDITY_FLEX},
	    {"<div style='position:absolute'>x</div>", ODDITY_PLACED},
	    {"<div style='position:relative'>x</div>", -1},
	    {"<p style='margin:var(--gap)'>x</p>", ODDITY_VARIABLE},
	    {"<td style='background-image:url(a.png)'>x</td>", ODDITY_PICTURE},
	    {"<td bgcolor='#fff' style='background-image:url(a.png)'>x</td>", -1},
	    {"<td style='background:#fff url(a.png)'>x</td>", -1},
	    {"<!--[if mso]><form></form><![endif]--><p style='color:#333'>x</p>", -1},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct read page = read(cases[i].html);
		print_message("%s\n", cases[i].html);
		assert_int_equal(page.markup->oddities.count, cases[i].kind >= 0 ? 1 : 0);
		if (cases[i].kind >= 0) {
			assert_int_equal((int)page.markup->oddities.at[0].kind, cases[i].kind);
		}
		arena_free(page.arena);
	}
}

static void test_program(void **state)
{
	(void)state;
	struct read page = read("<p class=MsoNormal>x</p>");
	assert_true(page.markup->is_of_program);
	arena_free(page.arena);
	page = read("<style>p { color: red }</style><!-- abc --><p class=note>x</p>");
	assert_false(page.markup->is_of_program);
	assert_true(page.markup->sheet_has_colours);
	assert_int_equal(page.markup->comment_bytes, 12);
	arena_free(page.arena);
}

/* ---- addresses ---- */

static void test_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *address, *scheme, *host;
		bool is_value;
	} cases[] = {
	    {"https://www.shop.example/a?b#c", "https", "www.shop.example", false},
	    {"HTTP://user:pw@shop.example:8080/x", "HTTP", "shop.example", false},
	    {"//cdn.example/a.png", "", "cdn.example", false},
	    {"mailto:a@b.example", "mailto", "", false},
	    {"C:\\a.png", "C", "", false},
	    {"a/b:c", "", "", false},
	    {"", "", "", false},
	    {"{{ url }}", "", "", true},
	    {"*|UNSUB|*", "", "", true},
	    {"\xef\xbf\xbc/track", "", "", true},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str address = str_of(cases[i].address);
		check_str(markup_scheme(address), cases[i].scheme);
		check_str(markup_host(address), cases[i].host);
		assert_int_equal(markup_is_value(address), cases[i].is_value);
	}
	check_str(markup_host(STR("https://shop.example@evil.example/")), "evil.example");
	assert_true(markup_is_private(STR("localhost")) && markup_is_private(STR("192.168.0.7")));
	assert_false(markup_is_private(STR("localhost.example")) || markup_is_private(STR("101.10.0.1")));
}

/* No list grows beyond its limit, and depth costs nothing. */
static void test_bounds(void **state)
{
	(void)state;
	struct arena *arena = arena_new(1 << 28);
	struct buf html;

	buf_init(&html, arena, 1 << 24);
	for (int i = 0; i < 20000; i++) {
		buf_add(&html, STR("<table><tr><td style='color:#ccc'>x<img>"));
	}
	struct reading reading = html_read(arena, text_source(arena, buf_str(&html)));
	assert_int_equal(reading.markup->images.count, MARKUP_MOST);
	assert_int_equal(reading.markup->tables.count, MARKUP_MOST);
	assert_true(reading.markup->texts.count <= MARKUP_MOST);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_root),    cmocka_unit_test(test_images),    cmocka_unit_test(test_tables),
	    cmocka_unit_test(test_texts),   cmocka_unit_test(test_contrast),  cmocka_unit_test(test_oddities),
	    cmocka_unit_test(test_program), cmocka_unit_test(test_addresses), cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
