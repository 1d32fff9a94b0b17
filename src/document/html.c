/* html: tags to lines and marks. What is open is kept in a stack of bounded depth; there is no tree. */
#include "base/limits.h"
#include "document/html_called.h"
#include "document/html_look.h"
#include "document/html_writer.h"

#define OPEN_MOST 512
#define NAME_BUCKETS 256

struct entry {
	const struct html_element *element;
	uint32_t hash;                /* of its name */
	unsigned flags, sets, clears; /* its flags, and what of them it changed */
	size_t first_mark, mark_count;
	size_t cells, last_cell; /* TRAIT_ROW: cells that hold text, and the mark of the last + 1 */
	unsigned before, after;  /* line ends */
	bool apart;
	size_t list; /* the list it is in or is, its place in the stack + 1 */
	long number; /* TRAIT_NUMBERED: of its next item */
	struct str type;
};

struct reader {
	struct str source;
	struct html_tokenizer tokenizer;
	struct html_token token;
	struct html_tag tag;       /* the token */
	struct html_called called; /* the token, if it is a start tag */
	struct html_writer writer;
	struct entry open[OPEN_MOST];
	size_t count, deeper;              /* deeper: open elements that found no room */
	unsigned names_open[NAME_BUCKETS]; /* by hash */
	size_t rest;                       /* index + 1 of the mark that a divider began */
	bool in_title;
	struct text_builder title;
	const struct text *html, *title_text;
};

static uint32_t name_hash(struct str name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.len; i++) {
		hash = (hash ^ (unsigned char)ascii_lower(name.at[i])) * 16777619u;
	}
	return hash;
}

static unsigned flags_here(const struct reader *reader)
{
	return reader->count > 0 ? reader->open[reader->count - 1].flags : 0;
}

/* Text with those flags is not part of the reading. */
static bool is_dropped(const struct reader *reader, unsigned flags)
{
	return (flags & (HTML_HEAD | HTML_DROPPED)) || ((flags & HTML_HIDDEN) && reader->writer.visible);
}

static void write_break(struct reader *reader, unsigned lines, unsigned flags)
{
	if (lines > 0 && !is_dropped(reader, flags)) {
		html_write_break(&reader->writer, lines, reader->token.source);
	}
}

/* Parts the words before the tag from those behind it. */
static void write_gap(struct reader *reader, size_t at)
{
	html_write_space(&reader->writer, (struct span){at, 0});
}

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
static unsigned element_flags(const struct reader *reader, const struct html_element *element)
{
	unsigned flags = html_look(&reader->tag, element, flags_here(reader));
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

/* What stands before an item of a numbered list, which is counted on; empty for all else. */
static struct str item_marker(struct reader *reader, const struct entry *entry)
{
	struct entry *list = entry->list > 0 ? &reader->open[entry->list - 1] : NULL;

	if (entry->element->mark != MARK_LIST_ITEM || list == NULL || !(list->element->traits & TRAIT_NUMBERED)) {
		return (struct str){NULL, 0};
	}
	long number = html_attribute_number(&reader->tag, STR("value"), list->number);
	list->number = number + 1;
	return html_item_marker(reader->writer.arena, list->type, number);
}

static void mark_element(struct reader *reader, const struct entry *entry)
{
	const struct html_element *element = entry->element;
	bool is_cell = element->group == GROUP_CELL;
	bool is_layout =
	    (is_cell && (entry->flags & HTML_LAYOUT)) || (element->mark == MARK_BLOCKQUOTE && (entry->flags & HTML_INDENT));

	if (element->mark != NO_MARK && !is_layout) {
		struct mark *mark = html_mark(&reader->writer, (enum mark_kind)element->mark);
		mark->value = item_marker(reader, entry);
	}
	if (is_named(element, "a")) {
		struct str href = attribute(reader, STR("href"));
		if (href.at != NULL) {
			mark_value(reader, MARK_LINK, str_trim(href));
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
	if (entry->flags & HTML_DIVIDER) {
		html_mark(&reader->writer, MARK_DIVIDER);
	}
	if (html_called_signature(&reader->called)) {
		html_mark(&reader->writer, MARK_SIGNATURE);
	}
}

/* ---- the stack ---- */

static void drop_mark(struct reader *reader, size_t index)
{
	reader->writer.marks.at[index].span.len = 0;
}

/* A cell of several lines, or alone in its row, only lays text out. */
static void end_cell(struct reader *reader, const struct entry *cell, size_t below)
{
	struct str text = buf_str(&reader->writer.out.bytes);

	for (size_t i = 0; i < cell->mark_count; i++) {
		const struct mark *mark = &reader->writer.marks.at[cell->first_mark + i];
		if ((mark->kind != MARK_CELL && mark->kind != MARK_TABLE_HEAD) || mark->span.len == 0) {
			continue;
		}
		if (str_find_char(str_span(text, mark->span), '\n', 0) != STR_NONE) {
			drop_mark(reader, cell->first_mark + i);
		} else if (below > 0 && (reader->open[below - 1].element->traits & TRAIT_ROW)) {
			reader->open[below - 1].last_cell = cell->first_mark + i + 1;
		}
		if (below > 0) {
			reader->open[below - 1].cells++;
		}
	}
}

static void end_marks(struct reader *reader, struct entry *entry)
{
	struct html_writer *writer = &reader->writer;
	bool empty = entry->first_mark >= writer->unplaced && entry->first_mark + entry->mark_count == writer->marks.count;

	for (size_t i = entry->first_mark; i < entry->first_mark + entry->mark_count; i++) {
		html_mark_end(writer, i);
		empty &= writer->marks.at[i].kind != MARK_LINK;
	}
	if (empty) { /* millions of empty elements need no memory */
		writer->marks.count = entry->first_mark;
		entry->mark_count = 0;
	}
}

/* Ends the marks and lines of an open element. */
static void end_entry(struct reader *reader, size_t index)
{
	struct entry *entry = &reader->open[index];

	end_marks(reader, entry);
	if (entry->element->group == GROUP_CELL) {
		end_cell(reader, entry, index);
	} else if ((entry->element->traits & TRAIT_ROW) && entry->cells == 1 && entry->last_cell > 0) {
		drop_mark(reader, entry->last_cell - 1);
	}
	write_break(reader, entry->after, entry->flags);
	if (entry->apart && !is_dropped(reader, entry->flags)) {
		write_gap(reader, reader->token.source.at);
	}
	reader->names_open[entry->hash % NAME_BUCKETS]--;
}

static void pop_to(struct reader *reader, size_t count)
{
	while (reader->count > count) {
		end_entry(reader, reader->count - 1);
		reader->count--;
	}
}

/* Ends one element around others that stay open, and no longer look as it made them look. */
static void remove_entry(struct reader *reader, size_t index)
{
	unsigned inherited = index > 0 ? reader->open[index - 1].flags : 0;

	end_entry(reader, index);
	for (size_t i = index; i + 1 < reader->count; i++) {
		struct entry *entry = &reader->open[i];
		*entry = reader->open[i + 1];
		entry->list -= entry->list > index + 1;
		entry->flags = (inherited & ~(unsigned)HTML_OWN & ~entry->clears) | entry->sets;
		inherited = entry->flags;
	}
	reader->count--;
}

/* Whether elements of those groups inside this one leave those outside alone. */
static bool stops(const struct html_element *element, unsigned groups)
{
	if (element->traits & TRAIT_TABLE) {
		return true;
	}
	if (groups & CLOSES_ROWS) {
		return false;
	}
	bool of_items = (groups & (GROUP_ITEM | GROUP_TERM)) && element->lines > 0 && !(element->traits & TRAIT_THROUGH);
	return of_items || (element->traits & (TRAIT_SCOPE | TRAIT_LIST)) != 0;
}

/* The outermost open element of one of these groups that an element of them inside ends; reader->count for none. */
static size_t find_implied(const struct reader *reader, unsigned groups)
{
	size_t found = reader->count;

	for (size_t i = reader->count; groups != 0 && i > 0; i--) {
		const struct html_element *element = reader->open[i - 1].element;
		if (element->group & groups) {
			found = i - 1;
		} else if (stops(element, groups)) {
			break;
		}
	}
	return found;
}

/* Ends the elements that one of these groups ends by its start: what is inside with them, but for links. */
static void close_implied(struct reader *reader, unsigned groups)
{
	size_t link = groups & GROUP_A ? find_implied(reader, GROUP_A) : reader->count;

	if (link < reader->count) {
		remove_entry(reader, link);
	}
	pop_to(reader, find_implied(reader, groups & ~(unsigned)GROUP_A));
}

static unsigned lines_around(const struct entry *entry, unsigned inherited)
{
	if (entry->element->lines < 2) {
		return entry->element->lines;
	}
	bool tight = (entry->element->traits & TRAIT_LIST) && (inherited & HTML_IN_LIST);
	tight |= (entry->element->traits & TRAIT_TABLE) && (entry->flags & HTML_LAYOUT);
	return tight ? 1 : 2;
}

static void push(struct reader *reader, const struct entry *entry)
{
	if (reader->count == OPEN_MOST) {
		reader->deeper++;
		return;
	}
	reader->open[reader->count++] = *entry;
	reader->names_open[entry->hash % NAME_BUCKETS]++;
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

static void void_element(struct reader *reader, const struct entry *entry)
{
	size_t end = reader->token.source.at + reader->token.source.len;

	if (is_dropped(reader, entry->flags)) {
		return;
	}
	if (is_named(entry->element, "br")) {
		html_write_line_end(&reader->writer, reader->token.source);
	} else if (is_named(entry->element, "img")) {
		write_alt(reader, entry->flags);
	}
	if (entry->apart) {
		write_gap(reader, end);
	}
	write_break(reader, entry->after, entry->flags);
}

static void set_lines(struct reader *reader, struct entry *entry, unsigned inherited)
{
	entry->before = entry->after = lines_around(entry, inherited);
	if (entry->element->traits & TRAIT_MARGINLESS) {
		bool is_tight = html_called_tight(&reader->called);
		entry->before = is_tight || (entry->flags & HTML_TIGHT_TOP) ? 1 : 2;
		entry->after = is_tight || (entry->flags & HTML_TIGHT_BOTTOM) ? 1 : 2;
	}
	if (entry->flags & (HTML_AS_INLINE | HTML_AS_APART)) {
		entry->before = entry->after = 0;
	} else if ((entry->flags & HTML_AS_BLOCK) && entry->before == 0) {
		entry->before = entry->after = 1;
	}
	entry->apart = html_stands_apart(&reader->tag, entry->element, entry->flags);
}

/* What the list that it is or is in says of it. */
static void set_list(struct reader *reader, struct entry *entry)
{
	entry->list = reader->count > 0 ? reader->open[reader->count - 1].list : 0;
	if (!(entry->element->traits & TRAIT_LIST)) {
		return;
	}
	entry->list = reader->count + 1;
	entry->number = html_attribute_number(&reader->tag, STR("start"), 1);
	entry->type = attribute(reader, STR("type"));
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
	struct entry entry = {.element = element, .hash = name_hash(name)};

	reader->called = (struct html_called){attribute(reader, STR("class")), attribute(reader, STR("id"))};
	if (reader->count > 0 && (flags_here(reader) & HTML_HEAD) && !(element->traits & TRAIT_IN_HEAD) &&
	    (reader->open[reader->count - 1].element->traits & TRAIT_HEAD)) {
		pop_to(reader, reader->count - 1);
	}
	if (!(flags_here(reader) & HTML_DROPPED)) {
		close_implied(reader, element->closes);
	}
	unsigned inherited = flags_here(reader);
	if (is_named(element, "title") && !(inherited & HTML_DROPPED)) {
		begin_title(reader);
	}
	entry.flags = element_flags(reader, element);
	entry.sets = entry.flags & ~inherited;
	entry.clears = inherited & ~entry.flags;
	set_lines(reader, &entry, inherited);
	set_list(reader, &entry);
	write_break(reader, entry.before, entry.flags);
	if (entry.apart && !is_dropped(reader, inherited) && !(entry.sets & HTML_GONE)) {
		write_gap(reader, reader->token.source.at);
	}
	if (reader->rest == 0 && !is_dropped(reader, entry.flags) && html_called_divider(&reader->called)) {
		html_mark(&reader->writer, MARK_QUOTE);
		reader->rest = reader->writer.marks.count;
	}
	entry.first_mark = reader->writer.marks.count;
	if (!is_dropped(reader, entry.flags) && reader->count < OPEN_MOST) {
		mark_element(reader, &entry);
	}
	entry.mark_count = reader->writer.marks.count - entry.first_mark;
	bool is_void =
	    (element->traits & TRAIT_VOID) || (reader->token.self_closing && str_find_char(name, ':', 0) != STR_NONE);
	if (is_void) {
		void_element(reader, &entry);
	} else if (!(element->traits & TRAIT_IGNORED)) {
		push(reader, &entry);
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

/* The open element that an end tag ends, + 1; 0 when there is none. */
static size_t find_open(const struct reader *reader, const struct html_element *element, uint32_t hash)
{
	bool of_table = (element->group & CLOSES_ROWS) || (element->traits & TRAIT_TABLE);

	if (reader->names_open[hash % NAME_BUCKETS] == 0) {
		return 0;
	}
	for (size_t i = reader->count; i > 0; i--) {
		const struct entry *entry = &reader->open[i - 1];
		if (entry->hash == hash) {
			return i;
		}
		bool stop = (entry->element->traits & TRAIT_TABLE) || (!of_table && (entry->element->traits & TRAIT_SCOPE));
		if (stop) {
			return 0;
		}
	}
	return 0;
}

static void end_tag(struct reader *reader)
{
	struct str name = str_span(reader->source, reader->token.name);
	const struct html_element *element = html_element_find(name);

	if (is_named(element, "title")) {
		end_title(reader);
	}
	if (reader->deeper > 0 && !(element->traits & (TRAIT_VOID | TRAIT_IGNORED))) {
		reader->deeper--;
		return;
	}
	size_t found = find_open(reader, element, name_hash(name));
	if (found > 0 && (element->traits & TRAIT_INLINE)) {
		remove_entry(reader, found - 1);
	} else if (found > 0) {
		pop_to(reader, found - 1);
	} else if (is_named(element, "p")) {
		write_break(reader, 2, flags_here(reader));
	} else if (is_named(element, "br") && !is_dropped(reader, flags_here(reader))) {
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
	if (reader->count > 0 && (reader->open[reader->count - 1].element->traits & TRAIT_HEAD) && !is_blank(bytes)) {
		pop_to(reader, reader->count - 1); /* text ends the head */
	}
	unsigned flags = flags_here(reader) & ~(unsigned)HTML_OWN;
	if (is_dropped(reader, flags)) {
		return;
	}
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
}

static void take_token(struct reader *reader)
{
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
	pop_to(reader, 0);
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
	reader->tag = (struct html_tag){arena, html->bytes, &reader->token};
	html_tokenizer_init(&reader->tokenizer, arena, html->bytes);
	html_writer_init(&reader->writer, arena, html->bytes);
	while (html_token_next(&reader->tokenizer, &reader->token)) {
		if (tokens++ == LIMIT_VALUE(html_tokens)) {
			reading.truncated = true;
			break;
		}
		take_token(reader);
	}
	end_reading(reader);
	reading.text = text_build(&reader->writer.out, TEXT_HTML, html);
	reading.marks = reader->writer.marks;
	reading.title = reader->title_text;
	return reading;
}
