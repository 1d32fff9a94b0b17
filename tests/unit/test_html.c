#include "reading_test.h"

#include "document/html_element.h"

static void lines(void **state)
{
	static const struct example examples[] = {
	    {"", ""},
	    {"  a \r\n\t b  ", "a b"},
	    {"a<b> b</b> c", "a b c|strong:b"},
	    {"a <i> b</i>", "a b"},
	    {"a<br>b<br/>c</br>d", "a\nb\nc\nd"},
	    {"a<br><br>b", "a\n\nb"},
	    {"a<br><br><br><br>b", "a\n\nb"},
	    {"<p>a<br></p><p>b</p>", "a\n\nb"},
	    {"<p>a<p>b<div>c</div>d", "a\n\nb\n\nc\nd"},
	    {"<div>a</div><div>b</div>", "a\nb"},
	    {"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
	    {"<div>a<div>b</div></div>c", "a\nb\nc"},
	    {"<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"},
	    {"<p class=MsoNormal style='margin:0 0 11pt'>a</p><p class=MsoNormal style='MARGIN: 0cm'>b</p>c", "a\n\nb\nc"},
	    {"<p class=MsoNormal style='margin-left:36pt'>a</p><p class=MsoNormal style='margin-bottom:1em'>b</p>c",
	     "a\nb\n\nc"},
	    {"<style>p.MsoNormal {margin:0cm 0cm 8pt 0cm}</style><p class=MsoNormal>a</p><p class=MsoNormal>b</p>",
	     "a\n\nb"},
	    {"<style><!-- p.MsoNormal, div.MsoNormal {margin:0cm;\nmargin-bottom:.0001pt} --></style>"
	     "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>",
	     "a\nb"},
	    {"<style>p.MsoNormal {color:#000</style><p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"},
	    {"<p style='margin:0'>a</p><p style=\"margin: 0 0 12px\">b</p><p style='margin:0'>c</p>", "a\nb\n\nc"},
	    {"a</p>b", "a\n\nb"},
	    {"a<hr>b", "a\n\nb"},
	    {"&lt;p&gt; &amp; &copy; &#233; &nope;", "<p> & \xc2\xa9 \xc3\xa9 &nope;"},
	    {"a&#32;&#10; b&nbsp;c", "a b\xc2\xa0"
	                             "c"},
	    {"<pre>\na  b\n c\n</pre>d", "a  b\n c\n\nd|preformatted:a  b\n c"},
	    {"<div style='white-space:pre-wrap'>a  b\r\nc</div>", "a  b\nc"},
	    {"<textarea>a\nb</textarea>", "a\nb"},
	    {"<o:p></o:p>a<o:p/>b<x-y>c</x-y>", "abc"},
	    {"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "a\nb\nc\nd\n\ne|item:a|item:b\nc|item:c|item:d"},
	    {"<ol><li><p>a</p></li><li>b</li></ol>", "a\n\nb|item:a=1.|item:b=2."},
	    {"<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"},
	    {"<b>a<p>b</b>c</p>", "a\n\nbc|strong:a\n\nb"},
	    {"<div><span>a</div>b</span>c", "a\nbc"},
	    {"</div></table></b>a", "a"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void tables(void **state)
{
	static const struct example examples[] = {
	    {"<table><tr><th>a<th>b<tr><td>c<td>d</table>e", "a\nb\nc\nd\n\ne|table-head:a|table-head:b|cell:c|cell:d"},
	    {"<table><thead><tr><td>a</td><td>b</td></tr></thead><tbody><tr><td>c</table>", "a\nb\nc|cell:a|cell:b"},
	    {"<table><tr><td>a</td><td> </td></tr></table>", "a"},
	    {"<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\n\nb\n\nc|cell:c"},
	    {"<table role=presentation><tr><td>a</td><td>b</td></tr></table>c", "a\nb\nc"},
	    {"<table role=none><tr><td><table><tr><td>a<td>b</table></table>", "a\nb|cell:a|cell:b"},
	    {"<table><tr><td>a</p>b</div></td><td>c</table>", "a\n\nb\nc|cell:c"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void marks(void **state)
{
	static const struct example examples[] = {
	    {"<h1>a <b>b</b></h1>c", "a b\n\nc|heading:a b|strong:b"},
	    {"<h2>a<h3>b</h3>", "a\n\nb|heading:a|heading:b"},
	    {"<a href=' x?a=1&amp;b '>a</a> <a name=y>b</a>", "a b|link:a=x?a=1&b"},
	    {"<a href=x>a<a href=y>b</a>c", "abc|link:a=x|link:b=y"},
	    {"<a href=x><img src=y></a>", "|link:=x"},
	    {"<img alt='A &amp; B' src=c>d", "A & B d|alt:A & B=c"},
	    {"<img alt=''><img>a", "a"},
	    {"<img alt=Face><img alt=Twit>", "Face Twit|alt:Face|alt:Twit"},
	    {"<abbr title='as soon'>ASAP</abbr>", "ASAP|abbreviation:ASAP=as soon"},
	    {"<code>a</code> <kbd>b</kbd><samp>c</samp><tt>d</tt>", "a bcd|code:a|code:b|code:c|code:d"},
	    {"a<blockquote>b</blockquote>c", "a\n\nb\n\nc|blockquote:b"},
	    {"<blockquote type=cite>b</blockquote>c", "b\n\nc|blockquote:b|quote:b"},
	    {"<div class='gmail_quote x'>b</div>c", "b\nc|thread:b"},
	    {"<div class=x_gmail_quote>b</div>c", "b\nc|thread:b"},
	    {"<div class=gmail_attr>b</div>c", "b\nc|quote:b"},
	    {"<div class=ydp1yahoo_quoted>b</div>c", "b\nc|quote:b"},
	    {"<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>b</blockquote>c", "b\n\nc"},
	    {"<blockquote style='border:none;border-left:solid blue 1.5pt'>b</blockquote>c", "b\n\nc|blockquote:b"},
	    {"a<div id=appendonsend></div><hr><div id=divRplyFwdMsg>b</div>c<p>d", "a\n\nb\nc\n\nd|quote:b\nc\n\nd"},
	    {"a<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'>b</div></div>c", "a\nb\nc|divider:b"},
	    {"a<div id=mail-editor-reference-message-container class='a\nb'>b</div>c", "a\nb\nc|quote:b"},
	    {"a<div class=gmail_signature>b</div>c", "a\nb\nc|signature:b"},
	    {"a<div id=Signature>b</div>", "a\nb|signature:b"},
	    {"a<div class=signature-line>b</div>", "a\nb"},
	    {"<i style='text-transform: uppercase'>a<i style='text-transform:none'>b</i></i>", "ab|uppercase:a"},
	    {"<font color=#f00>a</font><i style='color:rgb(250, 5,5)'>b</i>c<i style='color:red !important'>d</i>",
	     "abcd|red:ab|red:d"},
	    {"<i style='color:#c00'>a</i><i style='color:#e10f0f'>b</i>", "ab|red:b"},
	    {"<i style='font-size:24px'>a</i>b<i style='font-size:18pt'>c</i><i style='font-size:17pt'>d</i>",
	     "abcd|big:a|big:c"},
	    {"<h1 style='font-size:40px'>a</h1><h3 style='font-size:40px'>b</h3>", "a\n\nb|heading:a|heading:b|big:b"},
	    {"<u>a</u><a href=x><u>b</u></a><i style='text-decoration:underline'>c</i>",
	     "abc|underline:a|link:b=x|underline:c"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void hidden(void **state)
{
	static const struct example examples[] = {
	    {"<div style='display:none'>pre</div><p>a</p>", "pre\n\na|preheader:pre"},
	    {"<i style='display:none!important'>pre&zwnj;</i>a", "pre\xe2\x80\x8c\n\na|preheader:pre\xe2\x80\x8c"},
	    {"a<i style='display:none'>b</i><i hidden>c</i><i style='mso-hide:all'>d</i>e", "ae"},
	    {"a<i style='opacity:0'>b</i><i style='max-height:0px;overflow:hidden'>c</i><i "
	     "style='visibility:hidden'>d</i>e",
	     "ae"},
	    {"<p>a</p><div style='display:none'><p>b</p></div>c", "a\n\nc"},
	    {"a<i style='font-size:0'>b<i style='font-size:16px'>c</i></i>", "ac"},
	    {"a<i style='opacity:0.5'>b</i>", "ab"},
	    {"a<i style='display:none'><a href=x>b</a></i>", "a"},
	    {"<span class=preheader>pre</span><p>a<p class=preheader>b", "pre\n\na\n\nb|preheader:pre"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

/* What hides text, and what only seems to. */
static void hiding(void **state)
{
	static const struct example examples[] = {
	    {"a<i style='DISPLAY : None ! important ; display:block'>b</i>c", "ac"},
	    {"a<i style='display:none;display:inline'>b</i>c", "abc"},
	    {"a<i style='/* x */ display:none'>b</i>c", "ac"},
	    {"a<i hidden style='display:inline'>b</i>c<i aria-hidden=true>d</i>", "abcd"},
	    {"a<p style='max-height:0'>b<p style='max-height:0;overflow:hidden'>c<p style='overflow:hidden'>d",
	     "a\n\nb\n\nd"},
	    {"a<i style='width:1px;height:1px;overflow:hidden'>b</i><i style='width:10px;overflow:hidden'>c</i>", "ac"},
	    {"a<i style='position:absolute;left:-9999px'>b</i><i style='left:-9999px'>c</i>", "ac"},
	    {"a<i style='position:absolute;top:-100em'>b</i><i style='position:absolute;left:-20px'>c</i>", "abc"},
	    {"a<i style='text-indent:-9999px'>b</i><i style='text-indent:-18pt'>c</i>", "ac"},
	    {"a<i style='position:absolute;clip:rect(0,0,0,0)'>b</i><i style='clip:rect(auto,1px,2px,3px)'>c</i>", "ac"},
	    {"a<i style='color:#FFF;background-color:white'>b<b style='color:black'>c</b></i>", "ac|strong:c"},
	    {"a<i bgcolor=#ffffff style='color:rgb(255, 255, 255)'>b</i><i style='color:#fff'>c</i>", "ac"},
	    {"a<i style='color:#fff;background:#fff url(x.png)'>b</i><i style='color:transparent'>c</i>d", "abd"},
	    {"a<i background=x bgcolor=#fff style='color:#fff'>b</i><i style='color:rgba(1,2,3,0)'>c</i>d", "abd"},
	    {"a<i style='color:#fefefe;background:none #fff'>b</i><i style='color:#eee;background:#fff'>c</i>", "ac"},
	    {"a<i style='font:0/0 a'>b<b style='font:bold 12px/1 x'>c</b><b style='font-size:small'>d</b></i>e",
	     "acde|strong:c|strong:d"},
	    {"a<i style='font-size:1px'>b<i style='font-size:100%'>c</i><font size=2>d</font></i>e", "ade"},
	    {"a<i style='visibility:collapse'>b<i style='visibility:visible'>c</i></i>", "ac"},
	    {"a<hr style='visibility:hidden'>b<hr style='display:none'>c", "a\n\nbc"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

/* Blocks, lines and words as display has them; images and buttons part words. */
static void displays(void **state)
{
	static const struct example examples[] = {
	    {"a<i style='display:block'>b</i>c", "a\nb\nc"},
	    {"<div style='display:inline'>a</div><div style='display:inline'>b</div>", "ab"},
	    {"a<a style='display:inline-block'>b</a>c", "a b c"},
	    {"a<i style='display:table-cell'>b</i><i style='display:flex'>c</i>", "a\nb\nc"},
	    {"a<button>b</button>c<input>d<svg></svg>e<video>f</video>g", "a b c d e g"},
	    {"a<img>b<img alt='c!'>d<img alt='&#128578;'>!", "a b c! d\xf0\x9f\x99\x82!|alt:c!|alt:\xf0\x9f\x99\x82"},
	    {"a<img style='display:block' alt=b><img style='display:block' alt=c>d", "a\nb\nc\nd|alt:b|alt:c"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void numbers(void **state)
{
	static const struct example examples[] = {
	    {"<ol><li>a<li>b</ol><ol><li>c</ol>", "a\nb\n\nc|item:a=1.|item:b=2.|item:c=1."},
	    {"<ol start=9><li>a<li value=20>b<li>c</ol>", "a\nb\nc|item:a=9.|item:b=20.|item:c=21."},
	    {"<ol><li>a<ul><li>b</ul><li>c</ol>", "a\nb\nc|item:a\nb=1.|item:b|item:c=2."},
	    {"<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>", "a\nb\nc\nd|item:a\nb\nc=1.|item:b=a.|item:c=b.|item:d=2."},
	    {"<ol type=i start=3><li>a<li>b</ol>", "a\nb|item:a=iii.|item:b=iv."},
	    {"<ol type=I start=1999><li>a</ol><ol type=A start=28><li>b</ol>", "a\n\nb|item:a=MCMXCIX.|item:b=AB."},
	    {"<ol start=-1 type=a><li>a<li>b<li>c</ol>", "a\nb\nc|item:a=-1.|item:b=0.|item:c=a."},
	    {"<ol><li style='display:none'>a<li>b</ol>", "a\n\nb|item:a=1.|preheader:a|item:b=2."},
	    {"<li>a", "a|item:a"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

/* What is misnested ends where browsers end it. */
static void misnested(void **state)
{
	static const struct example examples[] = {
	    {"<p><b>a</p>b</b>c", "a\n\nbc|strong:a|strong:b"},
	    {"<p><b>a<p>b</b>c", "a\n\nbc|strong:a|strong:b"},
	    {"<b><p>a</b>b</p>c", "ab\n\nc|strong:a"},
	    {"<table><td><b>a<td>b</table>c", "a\nb\n\nc|cell:a|strong:a|cell:b"},
	    {"<span style='font-size:24px'>a<b>b</span>c</b>d", "abcd|big:ab|strong:b|strong:c"},
	    {"<span style='font-size:24px'>a<div>b</span>c</div>", "a\nbc|big:a\nbc"},
	    {"x<i style='font-size:0'><b>a</i>b</b>", "xb|strong:b"},
	    {"x<i style='font-size:0'><p>a</i>b</p>", "x\n\nb"},
	    {"x<b><span style='display:none'>a</b>b", "xb"},
	    {"<h1>a</h2>b<h3>c<h4>d", "a\n\nb\n\nc\n\nd|heading:a|heading:c|heading:d"},
	    {"<a href=x><p>a<a href=y>b", "ab|link:a=x|link:b=y"},
	    {"<ul><li>a<ul></li>b</ul>c", "a\nb\nc|item:a\nb\nc"},
	    {"<li>a<div>b<li>c", "a\nb\nc|item:a\nb|item:c"},
	    {"<dl><dd>a<h2>b<dt>c", "a\n\nb\nc|heading:b\nc"},
	    {"a<svg><g>b<p>c", "a\n\nc"},
	    {"a<svg/>b<svg><foreignObject><p>c</svg>d", "a b d"},
	    {"<div>a<select>b</div>c</select>d", "a d"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void not_shown(void **state)
{
	static const struct example examples[] = {
	    {"<html><head><title>A &amp; b </title><style>c</style></head><body>d</body></html>", "d|title:=A & b"},
	    {"<head><meta><title>A</title><p>b", "b|title:=A"},
	    {"<head>a", "a"},
	    {"a<script>b</script><style>c</style><select><option>d</select><template>e</template>f", "a f"},
	    {"a<svg><title>b</title></svg><object>c</object><noscript>d</noscript>e", "a e"},
	    {"a <!-- c --> b", "a b|comment:=c"},
	    {"<p>a</p><!--[if mso]><p>x</p><![endif]--><p>b</p>", "a\n\nb|comment:=[if mso]><p>x</p><![endif]"},
	    {"<![if !mso]>a<![endif]><?xml x?><!doctype html>", "a"},
	    {"<p>a</p><p><!-- c --><b>b</b></p>", "a\n\nb|comment:=c|strong:b"},
	};

	(void)state;
	CHECK_ALL(html_read, examples);
}

static void sources(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct str html = STR("<p>a <!-- b --><a href='x'>c</a>");
	struct reading reading = html_read(arena, text_source(arena, html));

	(void)state;
	assert_int_equal(reading.breaks, BREAKS_HARD);
	assert_false(reading.truncated);
	assert_int_equal(reading.text->step, TEXT_HTML);
	assert_int_equal(reading.marks.count, 2);
	assert_true(str_eq(str_span(html, reading.marks.at[0].source), STR("<!-- b -->")));
	assert_true(str_eq(str_span(html, reading.marks.at[1].source), STR("<a href='x'>")));
	arena_free(arena);
}

/* The title, with the road back to where it is written. */
static void titles(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct str html = STR("<head><title> A &amp; <b> </title></head><title>c</title>d");
	struct reading reading = html_read(arena, text_source(arena, html));

	(void)state;
	assert_true(str_eq(reading.title->bytes, STR(" A & <b> ")));
	assert_true(str_eq(str_span(html, text_origin(reading.title, (struct span){3, 1})), STR("&amp;")));
	assert_true(str_eq(str_span(html, text_origin(reading.title, (struct span){5, 3})), STR("<b>")));
	assert_null(html_read(arena, text_source(arena, STR("a"))).title);
	arena_free(arena);
}

/* Elements without text leave nothing behind, however many there are. */
static void empty_elements(void **state)
{
	static const char *const pieces[] = {"<b>", "<b></b>", "<li>", "<td>", "<blockquote type=cite>"};
	struct arena *arena = arena_new(1 << 24);

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf html;
		buf_init(&html, arena, 1 << 21);
		for (size_t k = 0; k < 50000; k++) {
			buf_add(&html, str_of(pieces[i]));
		}
		buf_add(&html, STR("a"));
		size_t used = arena_used(arena);
		struct reading reading = html_read(arena, text_source(arena, buf_str(&html)));
		assert_true(str_eq(reading.text->bytes, STR("a")));
		assert_true(arena_used(arena) - used < 1 << 20);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void nested(struct arena *arena, const char *open, const char *close)
{
	struct buf html;

	buf_init(&html, arena, 1 << 20);
	for (size_t i = 0; i < 3000; i++) {
		buf_add(&html, str_of(open));
	}
	buf_add(&html, STR("in"));
	for (size_t i = 0; i < 3000; i++) {
		buf_add(&html, str_of(close));
	}
	buf_add(&html, STR("<p>out"));
	struct reading reading = html_read(arena, text_source(arena, buf_str(&html)));
	assert_true(str_starts(reading.text->bytes, STR("in\n")));
	assert_true(str_ends(reading.text->bytes, STR("\nout")));
	check_reading(&reading, buf_str(&html));
}

static void depth(void **state)
{
	struct arena *arena = arena_new(1 << 26);

	(void)state;
	nested(arena, "<div>", "</div>");
	nested(arena, "<blockquote type=cite>", "</blockquote>");
	nested(arena, "<table><tr><td>", "</td></tr></table>");
	nested(arena, "<b>", "");
	arena_free(arena);
}

static void element_names(void **state)
{
	static const char *const names[] = {
#define ELEMENT(name, lines, traits, group, closes, mark) name,
#include "document/html_element.def"
#undef ELEMENT
	};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_true(str_eq(html_element_find(str_of(names[i]))->name, str_of(names[i])));
	}
	assert_int_equal(html_element_find(STR("x-y"))->name.len, 0);
	assert_true(str_eq(html_element_find(STR("TABLE"))->name, STR("table")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),   cmocka_unit_test(tables),        cmocka_unit_test(marks),
	    cmocka_unit_test(hidden),  cmocka_unit_test(hiding),        cmocka_unit_test(displays),
	    cmocka_unit_test(numbers), cmocka_unit_test(misnested),     cmocka_unit_test(not_shown),
	    cmocka_unit_test(sources), cmocka_unit_test(titles),        cmocka_unit_test(empty_elements),
	    cmocka_unit_test(depth),   cmocka_unit_test(element_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
