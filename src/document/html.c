/* html: tags to lines and marks. What is open is kept in a stack of bounded depth; there is no tree. */
#include "base/limits.h"
#include "document/html_called.h"
#include "document/html_look.h"
#include "document/html_markup.h"
#include "document/html_stack.h"

/* White space folds, so more is read than is judged, but not without end. */
#define READ_MOST ((size_t)8 * LIMIT_VALUE(text_bytes))

struct reader {
	struct str source;
	struct html_tokenizer tokenizer;
	struct html_token token;
	struct html_tag tag;       /* the token */
	struct html_called called; /* the token, if it is a start tag */
	struct html_said said;     /* the same */
	struct html_writer writer;
	struct html_stack stack;
	struct html_markup markup;
	unsigned normal; /* margins that Outlook's paragraphs lack */
	size_t rest;     /* index + 1 of the mark that a divider began */
	bool in_title;
	struct text_builder title;
	const struct text *html, *title_text;
};

/* ---- attributes ---- */

static struct str attribute(const struct reader *reader, struct str name)
{
	return html_attribute(&reader->tag, name);
}

static bool is_quote(const struct reader *reader, const struct html_element *element)
{
	return html_called_quote(&reader->called) ||
	       (element->mark == MARK_BLOCKQUOTE && str_eq_nocase(attribute(reader, STR("type")), STR("cite")));
}

static bool is_named(const struct html_element *element, const char *name)
{
	return str_eq(element->name, str_of(name));
}

/* The flags of an element that begins here. */
static unsigned element_flags(struct reader *reader, const struct html_element *element)
{
	reader->said = (struct html_said){0};
	unsigned flags = html_look(&reader->tag, element, html_stack_flags(&reader->stack), &reader->said);
	bool preheader = !reader->writer.visible && html_called_preheader(&reader->called);

	return preheader ? flags | HTML_GONE : flags;
}

/* ---- marks ---- */

static void mark_value(struct reader *reader, enum mark_kind kind, struct str value)
{
	struct mark *mark = html_mark(&reader->writer, kind);

	mark->value = value;
	mark->source = reader->token.source;
}

/* Padded and on a colour of its own, or called so. */
static bool is_button(const struct reader *reader)
{
	bool drawn = reader->said.is_padded && (reader->said.background.len > 0 || reader->said.has_picture);

	return drawn || str_find_nocase(reader->called.class, STR("btn"), 0) != STR_NONE ||
	       str_find_nocase(reader->called.class, STR("button"), 0) != STR_NONE ||
	       html_attribute_is(&reader->tag, STR("role"), STR("button"));
}

/* What stands before an item of a numbered list, which is counted on; empty for all else. */
static struct str item_marker(struct reader *reader, const struct html_open *open)
{
	struct html_open *list = open->list > 0 ? &reader->stack.at[open->list - 1] : NULL;

	if (open->element->mark != MARK_LIST_ITEM || list == NULL || !(list->element->traits & TRAIT_NUMBERED)) {
		return (struct str){NULL, 0};
	}
	long number = html_attribute_number(&reader->tag, STR("value"), list->number);
	list->number = number + 1;
	return html_item_marker(reader->writer.arena, list->type, number);
}

static void mark_element(struct reader *reader, const struct html_open *open)
{
	const struct html_element *element = open->element;
	bool is_cell = element->group == GROUP_CELL;
	bool is_layout =
	    (is_cell && (open->flags & HTML_LAYOUT)) || (element->mark == MARK_BLOCKQUOTE && (open->flags & HTML_INDENT));

	if (element->mark != NO_MARK && !is_layout) {
		struct mark *mark = html_mark(&reader->writer, (enum mark_kind)element->mark);
		mark->value = item_marker(reader, open);
	}
	if (is_named(element, "a")) {
		struct str href = attribute(reader, STR("href"));
		if (href.at != NULL) {
			mark_value(reader, MARK_LINK, str_trim(href));
			reader->writer.marks.at[reader->writer.marks.count - 1].is_button = is_button(reader);
		}
	} else if (is_named(element, "abbr") || is_named(element, "acronym")) {
		struct str title = attribute(reader, STR("title"));
		if (title.len > 0) {
			mark_value(reader, MARK_ABBREVIATION, title);
		}
	}
	if (is_quote(reader, element)) {
		html_mark(&reader->writer, MARK_QUOTE);
	}
	if (html_called_thread(&reader->called) && element->mark != MARK_BLOCKQUOTE) {
		html_mark(&reader->writer, MARK_THREAD);
	}
	if (open->flags & HTML_DIVIDER) {
		html_mark(&reader->writer, MARK_DIVIDER);
	}
	if (html_called_signature(&reader->called)) {
		html_mark(&reader->writer, MARK_SIGNATURE);
	}
}

/* ---- markup ---- */

/* The ink of text here. */
static const struct html_ink *ink_here(const struct reader *reader)
{
	const struct html_open *top = html_stack_top(&reader->stack);

	return top != NULL ? &top->ink : &reader->markup.base;
}

/* The tag of the link that is open; length 0: none is. */
static struct span open_link(const struct reader *reader)
{
	for (size_t i = reader->stack.count; i > 0; i--) {
		const struct html_open *open = &reader->stack.at[i - 1];
		for (size_t k = open->first_mark; k < open->first_mark + open->mark_count; k++) {
			if (reader->writer.marks.at[k].kind == MARK_LINK) {
				return reader->writer.marks.at[k].source;
			}
		}
	}
	return (struct span){0, 0};
}

/* Takes note of a start tag. */
static void see_tag(struct reader *reader, struct html_open *open, unsigned inherited)
{
	bool link = open->element->group == GROUP_A;
	struct html_seen seen = {.tag = &reader->tag,
	                         .element = open->element,
	                         .said = &reader->said,
	                         .class = reader->called.class,
	                         .at = reader->writer.out.bytes.len,
	                         .is_hidden = (open->flags & (HTML_HIDDEN | HTML_HEAD)) != 0};

	open->ink = html_ink_inside(ink_here(reader), &reader->said, reader->token.source, link);
	if (inherited & HTML_DROPPED) {
		return;
	}
	if (is_named(open->element, "img") && (inherited & HTML_IN_LINK)) {
		seen.link = open_link(reader);
	}
	html_markup_start(&reader->markup, &seen);
}

/* ---- lines and lists ---- */

static unsigned lines_around(const struct html_open *open, unsigned inherited)
{
	if (open->element->lines < 2) {
		return open->element->lines;
	}
	bool tight = (open->element->traits & TRAIT_LIST) && (inherited & HTML_IN_LIST);
	tight |= (open->element->traits & TRAIT_TABLE) && (open->flags & HTML_LAYOUT);
	return tight ? 1 : 2;
}

/* ---- tags ---- */

/* The text of an image. */
static void write_alt(struct reader *reader, unsigned flags)
{
	const struct html_attribute *alt = html_attribute_find(&reader->tag, STR("alt"));
	struct html_writer *writer = &reader->writer;

	if (alt == NULL || alt->value.len == 0) {
		return;
	}
	struct str s = str_sub(reader->source, 0, alt->value.at + alt->value.len);
	size_t index = writer->marks.count, end;
	mark_value(reader, MARK_ALT, attribute(reader, STR("src")));
	for (size_t at = alt->value.at; at < s.len; at = end) {
		struct html_reference reference;
		size_t length = s.at[at] == '&' ? html_reference(s, at, true, &reference) : 0;
		if (length > 0) {
			html_write_atom(writer, (struct str){reference.bytes, reference.len}, (struct span){at, length}, flags);
			end = at + length;
			continue;
		}
		end = str_find_char(s, '&', at + 1);
		end = end == STR_NONE ? s.len : end;
		html_write(writer, (struct span){at, end - at}, flags & ~(unsigned)HTML_PRE);
	}
	html_mark_end(writer, index);
}

static void void_element(struct reader *reader, const struct html_open *open)
{
	struct span behind = {reader->token.source.at + reader->token.source.len, 0};

	if (html_is_skipped(&reader->writer, open->flags)) {
		return;
	}
	if (is_named(open->element, "br")) {
		html_write_line_end(&reader->writer, reader->token.source);
	} else if (is_named(open->element, "img")) {
		write_alt(reader, open->flags);
	}
	if (open->apart) {
		html_write_space(&reader->writer, behind);
	}
	if (open->after > 0) {
		html_write_break(&reader->writer, open->after, behind);
	}
}

/* Whether a paragraph of Outlook's has no margin on that side: what its style= says counts more than its class. */
static bool is_tight(struct reader *reader, struct str side, enum html_flag flag)
{
	struct str style = attribute(reader, STR("style"));
	bool says = str_find_nocase(style, STR("margin:"), 0) != STR_NONE || str_find_nocase(style, side, 0) != STR_NONE;

	return html_called_tight(&reader->called) && (reader->normal & flag) && !says;
}

static void set_lines(struct reader *reader, struct html_open *open, unsigned inherited)
{
	open->before = open->after = lines_around(open, inherited);
	if (open->element->traits & TRAIT_MARGINLESS) {
		bool above = is_tight(reader, STR("margin-top:"), HTML_TIGHT_TOP);
		bool below = is_tight(reader, STR("margin-bottom:"), HTML_TIGHT_BOTTOM);
		open->before = above || (open->flags & HTML_TIGHT_TOP) ? 1 : 2;
		open->after = below || (open->flags & HTML_TIGHT_BOTTOM) ? 1 : 2;
	}
	if (open->flags & (HTML_AS_INLINE | HTML_AS_APART)) {
		open->before = open->after = 0;
	} else if ((open->flags & HTML_AS_BLOCK) && open->before == 0) {
		open->before = open->after = 1;
	}
	open->apart = html_stands_apart(&reader->tag, open->element, open->flags);
}

/* What the list that it is or is in says of it. */
static void set_list(struct reader *reader, struct html_open *open)
{
	open->list = reader->stack.count > 0 ? reader->stack.at[reader->stack.count - 1].list : 0;
	if (!(open->element->traits & TRAIT_LIST)) {
		return;
	}
	open->list = reader->stack.count + 1;
	open->number = html_attribute_number(&reader->tag, STR("start"), 1);
	open->type = attribute(reader, STR("type"));
}

static void begin_title(struct reader *reader)
{
	reader->in_title = true;
	text_begin(&reader->title, reader->writer.arena, reader->source.len * 2 + 16);
}

static void start_tag(struct reader *reader)
{
	struct str name = str_span(reader->source, reader->token.name);
	const struct html_element *element = html_element_find(name);
	struct html_open open = {.element = element, .hash = html_name_hash(name)};

	reader->called = (struct html_called){attribute(reader, STR("class")), attribute(reader, STR("id"))};
	if (reader->stack.count > 0 && (html_stack_flags(&reader->stack) & HTML_HEAD) &&
	    !(element->traits & TRAIT_IN_HEAD) &&
	    (reader->stack.at[reader->stack.count - 1].element->traits & TRAIT_HEAD)) {
		html_stack_pop(&reader->stack, reader->stack.count - 1);
	}
	html_stack_start(&reader->stack, element);
	unsigned inherited = html_stack_flags(&reader->stack);
	if (is_named(element, "title") && !(inherited & HTML_DROPPED)) {
		begin_title(reader);
	}
	open.flags = element_flags(reader, element);
	open.sets = open.flags & ~inherited;
	open.clears = inherited & ~open.flags;
	if ((element->traits & TRAIT_FORMATTING) && (inherited & HTML_HIDDEN)) {
		struct html_said said = {0};
		open.sets |= html_look(&reader->tag, element, 0, &said); /* may go on where it is all that hides */
	}
	see_tag(reader, &open, inherited);
	set_lines(reader, &open, inherited);
	set_list(reader, &open);
	html_stack_break(&reader->stack, open.before, open.flags);
	if (open.apart && !html_is_skipped(&reader->writer, inherited) && !(open.sets & HTML_GONE)) {
		html_stack_gap(&reader->stack);
	}
	if (reader->rest == 0 && !html_is_skipped(&reader->writer, open.flags) && html_called_divider(&reader->called)) {
		html_mark(&reader->writer, MARK_QUOTE);
		reader->rest = reader->writer.marks.count;
	}
	open.first_mark = reader->writer.marks.count;
	if (!html_is_skipped(&reader->writer, open.flags) && reader->stack.count < HTML_OPEN_MOST) {
		mark_element(reader, &open);
	}
	open.mark_count = reader->writer.marks.count - open.first_mark;
	bool ends_itself = (element->traits & TRAIT_FOREIGN) || str_find_char(name, ':', 0) != STR_NONE;
	bool is_void = (element->traits & TRAIT_VOID) || (reader->token.self_closing && ends_itself);
	if (is_void) {
		void_element(reader, &open);
	} else if (!(element->traits & TRAIT_IGNORED)) {
		html_stack_push(&reader->stack, &open);
	}
}

static void end_title(struct reader *reader)
{
	if (!reader->in_title) {
		return;
	}
	const struct text *title = text_build(&reader->title, TEXT_HTML, reader->html);
	mark_value(reader, MARK_TITLE, str_trim(title->bytes));
	reader->title_text = reader->title_text == NULL ? title : reader->title_text;
	reader->in_title = false;
}

static void end_tag(struct reader *reader)
{
	struct str name = str_span(reader->source, reader->token.name);
	const struct html_element *element = html_element_find(name);

	if (is_named(element, "title")) {
		end_title(reader);
	} else if (element->traits & TRAIT_TABLE) {
		html_markup_table_end(&reader->markup);
	}
	if (html_stack_end(&reader->stack, element, html_name_hash(name))) {
		return;
	}
	if (is_named(element, "p")) {
		html_stack_break(&reader->stack, 2, html_stack_flags(&reader->stack));
	} else if (is_named(element, "br") && !html_is_skipped(&reader->writer, html_stack_flags(&reader->stack))) {
		html_write_line_end(&reader->writer, reader->token.source);
	}
}

/* ---- text ---- */

static bool is_blank(struct str s)
{
	size_t at = 0;

	while (at < s.len && html_is_space(s.at[at])) {
		at++;
	}
	return at == s.len;
}

static void write_text(struct reader *reader, unsigned flags)
{
	const struct html_token *token = &reader->token;
	size_t before = reader->writer.out.bytes.len;

	if (token->kind == HTML_REFERENCE) {
		struct str decoded = {token->reference.bytes, token->reference.len};
		if (decoded.len == 1 && html_is_space(decoded.at[0])) {
			html_write_space(&reader->writer, token->source);
		} else {
			html_write_atom(&reader->writer, decoded, token->source, flags);
		}
	} else {
		html_write(&reader->writer, token->source, flags);
	}
	if ((flags & HTML_HIDDEN) == 0) {
		html_markup_text(&reader->markup, ink_here(reader),
		                 (struct span){before, reader->writer.out.bytes.len - before}, flags);
	}
}

static void text(struct reader *reader)
{
	const struct html_token *token = &reader->token;
	struct str bytes = str_span(reader->source, token->source);

	if (reader->in_title && token->kind == HTML_REFERENCE) {
		struct str decoded = {token->reference.bytes, token->reference.len};
		text_add_atom(&reader->title, decoded, token->source.at, token->source.len);
		return;
	}
	if (reader->in_title) {
		text_add_copy(&reader->title, bytes, token->source.at);
		return;
	}
	if (reader->stack.count > 0 && (reader->stack.at[reader->stack.count - 1].element->traits & TRAIT_HEAD) &&
	    !is_blank(bytes)) {
		html_stack_pop(&reader->stack, reader->stack.count - 1); /* text ends the head */
	}
	unsigned flags = html_stack_flags(&reader->stack) & ~(unsigned)HTML_OWN;
	if (html_is_skipped(&reader->writer, flags)) {
		const struct html_open *top = html_stack_top(&reader->stack);
		if (top != NULL && is_named(top->element, "style")) {
			html_markup_sheet(&reader->markup, bytes);
			reader->normal = html_style_normal(bytes, reader->normal);
		}
		return;
	}
	write_text(reader, flags);
}

static void take_token(struct reader *reader)
{
	reader->stack.tag = reader->token.source;
	switch (reader->token.kind) {
	case HTML_TEXT:
	case HTML_REFERENCE:
		text(reader);
		break;
	case HTML_START_TAG:
		start_tag(reader);
		break;
	case HTML_END_TAG:
		end_tag(reader);
		break;
	case HTML_COMMENT:
		reader->markup.made->comment_bytes += reader->token.source.len;
		mark_value(reader, MARK_COMMENT, str_trim(str_span(reader->source, reader->token.content)));
		break;
	case HTML_BOGUS_COMMENT:
	case HTML_DOCTYPE:
	case HTML_END:
		break;
	}
}

/* Ends the marks that last to the end of the body. */
static void end_reading(struct reader *reader)
{
	end_title(reader);
	html_stack_pop(&reader->stack, 0);
	if (reader->rest > 0) {
		html_mark_end(&reader->writer, reader->rest - 1);
	}
	html_writer_end(&reader->writer);
}

struct reading html_read(struct arena *arena, const struct text *html)
{
	struct reader *reader = ARENA_NEW(arena, struct reader);
	struct reading reading = {.breaks = BREAKS_HARD};
	size_t tokens = 0;

	reader->source = html->bytes;
	reader->html = html;
	reader->normal = HTML_TIGHT_TOP | HTML_TIGHT_BOTTOM;
	reader->tag = (struct html_tag){arena, html->bytes, &reader->token};
	html_tokenizer_init(&reader->tokenizer, arena, html->bytes);
	html_writer_init(&reader->writer, arena, html->bytes);
	html_markup_init(&reader->markup, arena, html);
	reader->stack.arena = arena;
	reader->stack.writer = &reader->writer;
	while (html_token_next(&reader->tokenizer, &reader->token)) {
		if (tokens++ == LIMIT_VALUE(html_tokens)) {
			reading.truncated = true;
			break;
		}
		reading.goes_on = reader->writer.out.bytes.len > READ_MOST;
		if (reading.goes_on) {
			break;
		}
		take_token(reader);
	}
	end_reading(reader);
	reading.text = text_build(&reader->writer.out, TEXT_HTML, html);
	reading.marks = reader->writer.marks;
	reading.title = reader->title_text;
	reading.markup = reader->markup.made;
	return reading;
}
