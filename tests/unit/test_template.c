#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "document/document.h"

#define V "\xef\xbf\xbc"

struct example {
	const char *source, *expected;
};

/* What the template reads as, then "|" and each comment. */
static void check(const char *source, const char *syntax, const char *expected)
{
	struct arena *arena = arena_new(1 << 22);
	struct document document = {.arena = arena};
	const struct text *text = text_source(arena, str_of(source));
	const struct text *read = template_read(&document, text, syntax);
	struct buf told;

	buf_init(&told, arena, 1 << 20);
	buf_add(&told, read->bytes);
	for (size_t i = 0; i < document.comments.count; i++) {
		buf_printf(&told, "|" STR_FMT, STR_ARG(document.comments.at[i].text));
	}
	buf_char(&told, '\0');
	assert_string_equal(told.at, expected);
	assert_int_equal(read->step, TEXT_TEMPLATE);
	for (size_t at = 0; at < read->bytes.len; at++) {
		struct span back = text_back(read, (struct span){at, 1});
		bool value = (unsigned char)read->bytes.at[at] >= 0x80;
		assert_true(value ? back.len > 3 : str_eq(str_span(text->bytes, back), str_sub(read->bytes, at, 1)));
	}
	arena_free(arena);
}

static void check_all(const struct example *examples, size_t count, const char *syntax)
{
	for (size_t i = 0; i < count; i++) {
		check(examples[i].source, syntax, examples[i].expected);
	}
}

#define CHECK_ALL(examples, syntax) check_all((examples), sizeof(examples) / sizeof *(examples), (syntax))

static void values(void **state)
{
	static const struct example examples[] = {
	    {"Hi {{ name }},", "Hi " V ","},
	    {"{{{x}}} {{&x}} {{{{x}}}}", V " " V " " V "}"},
	    {"{{x | default: \"you\"}} {{- x -}} {{~x~}} {{.Name}} {{elsewhere}}", V " " V " " V " " V " " V},
	    {"<%= x %> <%asm_group_unsubscribe_url%> <%- user.name %>", V " " V " " V},
	    {"${x} ${order.total?string(\"0.00\")} $!{x} #{x} %{first_name}", V " " V " " V " " V " " V},
	    {"*|FNAME|* *|DATE:d/m/y|* %%First Name%% %%emailaddr%% %%=v(@x)=%%", V " " V " %%First Name%% " V " " V},
	    {"[[X]] [[${user.name}]] [NAME] [FIRST NAME] [First_Name]", V " " V " " V " " V " " V},
	    {"[Company Name, LLC] [email address] [name]", V " " V " " V},
	    {"{$x} {$client.name|upper} {!Contact.Name} {!! $x !!} <OTRS_CUSTOMER_Subject>", V " " V " " V " " V " " V},
	    {"[% name %] <?= $x ?> <?php echo $x->y; ?> {% trans \"Hello\" %}", V " " V " " V " " V},
	};

	(void)state;
	CHECK_ALL(examples, "auto");
	CHECK_ALL(examples, NULL);
}

static void controls(void **state)
{
	static const struct example examples[] = {
	    {"a{{#if x}}b{{else}}c{{/if}}d", "abcd"},
	    {"a{{~#if x~}}b{{~else if y}}c{{~/if~}}{{^x}}{{> footer}}d", "abcd"},
	    {"{{if .Name}}{{.Name}}{{else}}you{{end}}, {{range $i, $x := .Items}}a{{end}}", V "you, a"},
	    {"{{- if eq .A \"b\" -}} a {{- end -}}", " a "},
	    {"from {{start}} to {{end}} in {{range}}, {{if}}", "from " V " to " V " in " V ", " V},
	    {"{% if x %}a{%- else -%}b{% endif %}", "ab"},
	    {"<% if x %>a<%- end -%>b<%- if y -%>c<% } %>", "abc"},
	    {"[% IF x %]a[% END %][% INCLUDE footer %]", "a"},
	    {"{if $x eq 'y'}a{else}b{/if}{foreach $a as $b}c{/foreach}", "abc"},
	    {"*|IF:X|*a*|ELSE:|*b*|END:IF|*", "ab"},
	    {"<#if x>a<#else>b</#if>", "ab"},
	    {"%%[ SET @x = 1 ]%%a<?php if ($x > 1) { ?>b<?php } ?>", "ab"},
	};

	(void)state;
	CHECK_ALL(examples, "auto");
}

static void comments(void **state)
{
	static const struct example examples[] = {
	    {"a{{!-- b {{c}} --}}d{{! e }}f", "adf|b {{c}}|e"},
	    {"{# a #}{#- b -#}{* c *}[%# d %]<%# e %><%-- f --%><#-- g -->", "|a|b|c|d|e|f|g"},
	    {"{{/* a */}}{{- /* b */ -}}{{-- c --}}", "|a|b|c"},
	    {"a{% comment %}b {{x}}{% endcomment %}c", "ac|b {{x}}"},
	};

	(void)state;
	CHECK_ALL(examples, "auto");
}

static void no_tags(void **state)
{
	static const char *const texts[] = {
	    "{{",
	    "{{}}",
	    "{{ 1 }}",
	    "{{ x",
	    "{% x",
	    "{}",
	    "{ a }",
	    "{a}",
	    "{\"a\": 1}",
	    "a [1], [ a], [see: below]",
	    "[the page][1] and [1][the page]",
	    "[FAQ](https://example.com)",
	    "[FAQ]: https://example.com",
	    "50%{opacity:0}",
	    "a{*zoom:1}",
	    "a{if(x)b}",
	    "a{$(x)}",
	    "${5}",
	    "5%% and 10%%",
	    "10% off, 20% off",
	    "a{color:red}",
	    "%C3%A9",
	    "a < b > c",
	    "<p>a</p>",
	    "<!-- a -->",
	    "*|*|*",
	    "#{",
	    "{include",
	    "{else",
	    "[% 1 %]",
	    "{for example this}",
	    "[[1]]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		check(texts[i], "auto", texts[i]);
		assert_false(template_detect(str_of(texts[i]), false));
	}
}

static void languages(void **state)
{
	(void)state;
	check("{{a}} {$a} {# a #}", "handlebars", V " {$a} {# a #}");
	check("{{a}} {$a} {# a #}", "jinja", V " {$a} |a");
	check("{{a}} {$a} {if $b}[NAME]", "smarty", "{{a}} " V " [NAME]");
	check("Hi {name}, %date%: 100%", "braces", "Hi " V ", %date%: 100%");
	check("Hi {name}, %date%: 100%", "percent", "Hi {name}, " V ": 100%");
	check("{{a}}", "none", "{{a}}");
	assert_true(template_known("auto") && template_known("none") && template_known("liquid"));
	assert_false(template_known("liqui") || template_known("") || template_known("handlebars mustache"));
}

static void detection(void **state)
{
	(void)state;
	assert_true(template_detect(STR("Hi {{name}}"), false));
	assert_true(template_detect(STR("<p><%= x %>"), false));
	assert_true(template_detect(STR("Dear {$client_name}"), false));
	assert_true(template_detect(STR("{# a #}"), false));
	assert_false(template_detect(STR("Dear [NAME], {name}"), false));
	assert_true(template_detect(STR("<p>Dear [NAME], {name}"), true));
	assert_false(template_detect(STR("<p>Dear [Name], see [1]"), true));
	assert_false(template_detect(STR(""), false));
}

/* A million openings, closed or not, take no longer than reading them. */
static void hostile(void **state)
{
	static const char *const pieces[] = {"{",         "{{", "{{#",  "<%",      "[",       "[A",   "[[",
	                                     "%%",        "*|", "${a",  "{$",      "{*",      "{if ", "{{if a ",
	                                     "{% trans ", "{#", "<%- ", "{{ else", "{{      "};
	struct arena *arena = arena_new(1 << 28);

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct document document = {.arena = arena};
		struct buf source;
		buf_init(&source, arena, 1 << 24);
		for (size_t k = 0; k < 100000; k++) {
			buf_add(&source, str_of(pieces[i]));
		}
		const struct text *read = template_read(&document, text_source(arena, buf_str(&source)), NULL);
		assert_true(str_eq(read->bytes, buf_str(&source)));
		buf_add(&source, STR(" }} %} %> ] ]] |* } *} #} }}} %%"));
		read = template_read(&document, text_source(arena, buf_str(&source)), NULL);
		assert_true(read->bytes.len <= source.len);
		arena_reset(arena);
	}
	arena_free(arena);
}

static struct document *read_document(struct arena *arena, const char *bytes, const char *name)
{
	return document_read(arena, str_of(bytes), &(struct document_options){.name = name, .format = -1});
}

static void documents(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	struct document *document =
	    read_document(arena, "---\nkind: order\n---\nDear {{ name }},\n\nthank you. {# ok #}\n", "order.txt");

	(void)state;
	assert_true(document->is_template);
	assert_true(str_eq(document->front_matter, STR("kind: order\n")));
	assert_int_equal(document->pages.count, 1);
	const struct page *page = &document->pages.at[0];
	size_t value = str_find(page->view->bytes, STR(V), 0);
	assert_true(str_eq(page_tag_at(page, value), STR("{{ name }}")));
	assert_int_equal(page_tag_at(page, 0).len, 0);
	assert_int_equal(document->comments.count, 1);
	assert_true(str_eq(str_span(document->source->bytes, document->comments.at[0].where), STR("{# ok #}")));
	document = read_document(arena, "--- a\nb", "a.txt");
	assert_int_equal(document->front_matter.len, 0);
	assert_false(document->is_template);
	arena_free(arena);
}

/* A subject, a title and a mail are templates too; what stands in them leads back to the source. */
static void subjects(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	struct document *document = read_document(arena, "Subject: Order {{id}}\n\nHi.\n", "a.txt");
	const struct page *page = &document->pages.at[0];

	(void)state;
	assert_true(page->is_subject && str_eq(page->view->bytes, STR("Order " V)));
	assert_true(str_eq(page_tag_at(page, 6), STR("{{id}}")));
	document = read_document(arena, "<title>Caf&eacute; {{id}}</title><p>Hi.", "a.html");
	page = &document->pages.at[0];
	assert_true(page->is_subject && str_eq(page->view->bytes, STR("Caf\xc3\xa9 " V)));
	assert_true(str_eq(page_tag_at(page, 6), STR("{{id}}")));
	const char *mail = "Subject: Order {{id}}\nMIME-Version: 1.0\nFrom: a@example.com\n\nHi {{name}}.\n";
	struct document_options options = {.name = "a.eml", .format = -1};
	document = document_read(arena, str_of(mail), &options);
	assert_false(document->is_template);
	assert_true(str_eq(document->pages.at[0].view->bytes, STR("Order {{id}}")));
	options.template = "auto";
	document = document_read(arena, str_of(mail), &options);
	assert_true(document->is_template);
	assert_true(str_eq(document->pages.at[0].view->bytes, STR("Order " V)));
	assert_true(str_starts(document->pages.at[1].view->bytes, STR("Hi " V ".")));
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values),  cmocka_unit_test(controls),  cmocka_unit_test(comments),
	    cmocka_unit_test(no_tags), cmocka_unit_test(languages), cmocka_unit_test(detection),
	    cmocka_unit_test(hostile), cmocka_unit_test(documents), cmocka_unit_test(subjects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
