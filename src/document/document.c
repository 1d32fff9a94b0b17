#include "document/document.h"

#include <string.h>

#include "base/utf8.h"
#include "document/lines_told.h"
#include "mail/charset.h"
#include "mail/header.h"
#include "mail/lines.h"
#include "mail/uuencoded.h"
#include "base/limits.h"

/* ---- what it is ---- */

static enum format format_by_name(const char *name, bool *known)
{
	static const struct {
		const char *extension;
		enum format format;
	} extensions[] = {
	    {".eml", FORMAT_MAIL},  {".html", FORMAT_HTML},   {".htm", FORMAT_HTML},
	    {".mjml", FORMAT_HTML}, {".md", FORMAT_MARKDOWN}, {".markdown", FORMAT_MARKDOWN},
	};
	struct str path = str_of(name != NULL ? name : "");

	*known = true;
	for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
		if (str_ends_nocase(path, str_of(extensions[i].extension))) {
			return extensions[i].format;
		}
	}
	*known = false;
	return FORMAT_TEXT;
}

#define HEADER_FIELDS_LOOKED_AT 60u

/* A header section of a mail on its way: fields that only mail programs write. */
static bool looks_like_mail(struct str bytes)
{
	static const char *const fields[] = {"Received:", "Message-ID:",   "MIME-Version:", "Return-Path:",    "Date:",
	                                     "From:",     "Content-Type:", "Delivered-To:", "DKIM-Signature:", "X-Mailer:"};
	size_t found = 0, count = 0;

	for (size_t at = 0, next; count < HEADER_FIELDS_LOOKED_AT; at = next, count++) {
		next = header_next(bytes, at, count == 0);
		if (next == at)
			break;
		for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
			found += str_starts_nocase(str_from(bytes, at), str_of(fields[i]));
	}
	return found >= 2;
}

#define HTML_LOOKED_AT 8192u
#define HTML_TAGS_ENOUGH 3u

/* A page, or a piece of one, which may begin with a comment, a template's tag or text: three tags of blocks tell. */
static bool looks_like_html(struct str bytes)
{
	static const char *const tags[] = {"<p>",    "<p ",     "</p>",  "<div",  "</div>", "<table", "</table>",
	                                   "<td",    "</td>",   "<tr",   "</tr>", "<h1",    "<h2",    "</h1>",
	                                   "</h2>",  "<li>",    "</li>", "<br>",  "<br/>",  "<br />", "<a href",
	                                   "<style", "<center", "<mj-",  "<tbody"};
	static const char *const first[] = {"<!doctype", "<html", "<p>",   "<p ",  "<div",
	                                    "<table",    "<body", "<head", "<mjml"};
	struct str start = str_trim(str_sub(bytes, 0, HTML_LOOKED_AT));
	size_t found = 0;

	for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
		if (str_starts_nocase(start, str_of(first[i]))) {
			return true;
		}
	}
	for (size_t at = str_find_char(start, '<', 0); at != STR_NONE && found < HTML_TAGS_ENOUGH;
	     at = str_find_char(start, '<', at + 1)) {
		for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
			found += str_starts_nocase(str_from(start, at), str_of(tags[i]));
		}
	}
	return found >= HTML_TAGS_ENOUGH;
}

static enum format tell_format(struct str bytes, const struct document_options *options)
{
	bool known;
	enum format format = format_by_name(options->name, &known);

	if (options->format >= 0) {
		return (enum format)options->format;
	}
	if (known) {
		return format;
	}
	return looks_like_mail(bytes) ? FORMAT_MAIL : looks_like_html(bytes) ? FORMAT_HTML : FORMAT_TEXT;
}

/* ---- limits ---- */

void document_defect(struct document *document, enum defect_id id, struct span where)
{
	for (size_t i = 0; i < document->defects.count; i++) {
		if (document->defects.at[i].id == id) {
			return;
		}
	}
	*vec_push(document->arena, &document->defects) = (struct defect){id, where};
}

/* ---- pages ---- */

static struct page *add_page(struct document *document, const struct reading *reading, const char *part)
{
	struct page *page = vec_push(document->arena, &document->pages);

	page->part = part;
	page->is_html = reading->breaks == BREAKS_HARD;
	page_build(document, page, reading);
	if (reading->truncated) {
		document->is_cut = true;
		document_defect(document, DEFECT_LIMIT_HTML_TOKENS, text_origin(reading->text->from, (struct span){0, 0}));
	}
	return page;
}

/* The mail says which one it answers. */
static bool is_answer(const struct document *document)
{
	return document->message && message_field(document->message, "In-Reply-To");
}

static void add_subject(struct document *document, const struct text *text)
{
	struct page *page = vec_push(document->arena, &document->pages);
	struct reading reading = {.text = text, .breaks = BREAKS_SOFT};

	page->part = "subject";
	page->is_subject = true;
	page->is_answered = is_answer(document) && str_starts_nocase(str_trim(text->bytes), STR("re:"));
	page_build(document, page, &reading);
	document->subject_known = true;
}

static void take_comments(struct document *document, const struct reading *reading)
{
	for (size_t i = 0; i < reading->marks.count; i++) {
		const struct mark *mark = &reading->marks.at[i];
		if (mark->kind == MARK_COMMENT) {
			struct comment *comment = vec_push(document->arena, &document->comments);
			comment->text = str_trim(mark->value);
			comment->where =
			    reading->text->from != NULL ? text_origin(reading->text->from, mark->source) : mark->source;
		}
	}
}

/* ---- templates ---- */

static bool wants_template(const struct document *document, const struct document_options *options)
{
	if (options->template != NULL) {
		return strcmp(options->template, "none") != 0;
	}
	return !options->is_stdin && document->format != FORMAT_MAIL &&
	       template_detect(document->source->bytes, document->format == FORMAT_HTML);
}

static const struct text *read_tags(struct document *document, const struct text *text,
                                    const struct document_options *options)
{
	return document->is_template ? template_read(document, text, options->template) : text;
}

/* ---- mail ---- */

static bool has_type(const struct part *part, const char *type, const char *subtype)
{
	return str_eq(part->type, str_of(type)) && str_eq(part->subtype, str_of(subtype));
}

static bool is_inside(const struct part *part, const char *type, const char *subtype)
{
	for (const struct part *up = part->parent; up != NULL; up = up->parent) {
		if (has_type(up, type, subtype)) {
			return true;
		}
	}
	return false;
}

/* Whether an HTML part stands beside part in the same multipart/alternative, however deep. */
static bool has_html_twin(const struct part *part)
{
	const struct part *alternative = part->parent;

	while (alternative != NULL && !has_type(alternative, "multipart", "alternative")) {
		alternative = alternative->parent;
	}
	if (alternative == NULL) {
		return false;
	}
	for (const struct part *other = alternative->child; other != NULL; other = part_after(other)) {
		if (has_type(other, "text", "html") && is_inside(other, "multipart", "alternative")) {
			return true;
		}
	}
	return false;
}

/* Files in the middle of plain text are attachments. */
static const struct text *take_files(struct document *document, const struct text *text)
{
	struct str_list names = {0};

	text = uuencoded_remove(document->arena, text, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct attachment *attachment = vec_push(document->arena, &document->attachments);
		*attachment = (struct attachment){.name = names.at[i], .type = STR("application/octet-stream")};
	}
	return text;
}

static void read_text_part(struct document *document, const struct part *part, const struct document_options *options)
{
	const struct text *text = part_text(document->message, part);
	bool html = str_eq(part->subtype, STR("html"));
	text = read_tags(document, html ? text : take_files(document, text), options);
	struct reading reading = html ? html_read(document->arena, text) : plain_read(document->arena, text);
	struct page *page = add_page(document, &reading, part->path);

	page->is_alternative = !html && has_html_twin(part);
	take_comments(document, &reading);
}

static void add_attachment(struct document *document, const struct part *part)
{
	struct attachment *attachment = vec_push(document->arena, &document->attachments);

	attachment->name = part->filename;
	attachment->type = str_printf(document->arena, STR_FMT "/" STR_FMT, STR_ARG(part->type), STR_ARG(part->subtype));
	attachment->is_inline = !part_is_attachment(part);
}

static void read_parts(struct document *document, const struct document_options *options)
{
	for (const struct part *part = document->message->root; part != NULL; part = part_after(part)) {
		bool leaf = part->child == NULL && !str_eq(part->type, STR("multipart"));
		bool text = has_type(part, "text", "plain") || has_type(part, "text", "html");
		if (is_inside(part, "message", "rfc822")) {
			continue;
		}
		if (leaf && text && !part_is_attachment(part) && !document->message->is_encrypted) {
			read_text_part(document, part, options);
		} else if (leaf || has_type(part, "message", "rfc822")) {
			add_attachment(document, part);
		}
	}
}

static void add_names(struct document *document, struct str text)
{
	size_t start = 0;

	for (size_t i = 0; i <= text.len; i++) {
		bool letter = i < text.len && (ascii_alpha(text.at[i]) || (unsigned char)text.at[i] >= 0x80 ||
		                               ((text.at[i] == '\'' || text.at[i] == '-') && i > start));
		if (letter) {
			continue;
		}
		uint32_t first = 0;
		struct str word = str_sub(text, start, i - start);
		if (word.len > 1) {
			utf8_decode(word, 0, &first);
		}
		if (utf8_is_upper(first)) {
			*vec_push(document->arena, &document->names) = word;
		}
		start = i + 1;
	}
}

static void take_addresses(struct document *document, struct address_list *list, struct str value)
{
	*list = address_parse(document->arena, value);
	for (size_t i = 0; i < list->count && i < 50; i++) {
		add_names(document, list->at[i].name);
	}
}

static void take_field(struct document *document, struct address_list *list, const char *name)
{
	const struct field *field = message_field(document->message, name);

	take_addresses(document, list, message_value(document->message, name));
	if (list->full) {
		message_defect(document->message, DEFECT_LIMIT_ADDRESSES, field->value_span);
	}
}

static void read_mail(struct document *document, const struct document_options *options)
{
	struct message *message = message_parse(document->arena, document->source->bytes);
	const struct field *subject;

	message->in_mailbox = options->in_mailbox;
	document->message = message;
	document->source = message->source;
	document->is_template = wants_template(document, options);
	document->attachments_known = true;
	document->closing_known = true;
	take_field(document, &document->from, "From");
	take_field(document, &document->reply_to, "Reply-To");
	take_field(document, &document->to, "To");
	take_field(document, &document->cc, "Cc");
	document->date = mail_date_parse(message_value(message, "Date"));
	subject = message_field(message, "Subject");
	if (subject != NULL) {
		add_subject(document, read_tags(document, field_text(message, subject), options));
	}
	document->subject_known = true;
	read_parts(document, options);
}

/* ---- drafts and templates ---- */

/* "---\nkind: order\n---\n" at the start of a file: its length, or 0. */
static size_t read_front_matter(struct document *document, struct str bytes)
{
	if (!str_starts(bytes, STR("---\n")) && !str_starts(bytes, STR("---\r\n"))) {
		return 0;
	}
	size_t start = lines_next(bytes, 0);
	for (size_t at = start, lines = 0; at < bytes.len && lines < 100; at = lines_next(bytes, at), lines++) {
		struct str line = str_sub(bytes, at, lines_end(bytes, at) - at);
		if (str_eq(str_trim(line), STR("---"))) {
			document->front_matter = str_sub(bytes, start, at - start);
			return lines_next(bytes, at);
		}
	}
	return 0;
}

enum draft_field { DRAFT_SUBJECT, DRAFT_TO, DRAFT_FROM, DRAFT_REPLY_TO, DRAFT_CC, DRAFT_DATE, DRAFT_BCC, DRAFT_COUNT };

struct draft_header {
	struct span fields[DRAFT_COUNT]; /* values; length 0: absent */
	size_t body;
};

/* The field that line begins with, or DRAFT_COUNT. */
static enum draft_field draft_field_of(struct str line, size_t *name_length)
{
	static const char *const names[DRAFT_COUNT] = {"subject:", "to:", "from:", "reply-to:", "cc:", "date:", "bcc:"};

	for (enum draft_field field = 0; field < DRAFT_COUNT; field++) {
		if (str_starts_nocase(line, str_of(names[field]))) {
			*name_length = strlen(names[field]);
			return field;
		}
	}
	return DRAFT_COUNT;
}

/* A draft may begin with "Subject: ..." and the like, up to a blank line. */
static bool read_draft_header(struct str bytes, struct draft_header *header)
{
	size_t count = 0;

	for (size_t at = header->body; at < bytes.len; at = lines_next(bytes, at), count++) {
		struct str line = str_sub(bytes, at, lines_end(bytes, at) - at);
		size_t length = 0;
		if (str_trim(line).len == 0) {
			header->body = count > 0 ? lines_next(bytes, at) : header->body;
			return count > 0;
		}
		enum draft_field field = draft_field_of(line, &length);
		if (field == DRAFT_COUNT) {
			return false;
		}
		struct str value = str_trim(str_from(line, length));
		header->fields[field] = (struct span){value.len > 0 ? (size_t)(value.at - bytes.at) : at, value.len};
	}
	return false;
}

static struct reading read_format(struct document *document, const struct text *text)
{
	switch (document->format) {
	case FORMAT_HTML:
		return html_read(document->arena, text);
	case FORMAT_MARKDOWN:
		return markdown_read(document->arena, text);
	case FORMAT_MAIL:
	case FORMAT_TEXT:
	default:
		return plain_read(document->arena, text);
	}
}

static const struct text *decode(struct document *document, struct span span)
{
	const struct text *part = text_part(document->arena, document->source, span);

	return charset_decode(document->arena, part, (struct str){"", 0}, LIMIT_VALUE(decoded_bytes)).text;
}

static void take_draft_header(struct document *document, const struct draft_header *header,
                              const struct document_options *options)
{
	struct str bytes = document->source->bytes;

	if (header->fields[DRAFT_SUBJECT].len > 0) {
		const struct text *subject = decode(document, header->fields[DRAFT_SUBJECT]);
		add_subject(document, read_tags(document, subject, options));
	}
	take_addresses(document, &document->from, str_span(bytes, header->fields[DRAFT_FROM]));
	take_addresses(document, &document->to, str_span(bytes, header->fields[DRAFT_TO]));
	take_addresses(document, &document->cc, str_span(bytes, header->fields[DRAFT_CC]));
	document->date = mail_date_parse(str_span(bytes, header->fields[DRAFT_DATE]));
	take_addresses(document, &document->reply_to, str_span(bytes, header->fields[DRAFT_REPLY_TO]));
}

static void read_draft(struct document *document, const struct document_options *options)
{
	struct str bytes = document->source->bytes;
	struct draft_header header = {.body = read_front_matter(document, bytes)};
	bool has_header = document->format == FORMAT_TEXT && read_draft_header(bytes, &header);

	document->is_template = wants_template(document, options);
	if (has_header) {
		take_draft_header(document, &header, options);
	}
	const struct text *body = decode(document, (struct span){header.body, bytes.len - header.body});
	struct reading reading = read_format(document, read_tags(document, body, options));
	bool titled = reading.title != NULL && str_trim(reading.title->bytes).len > 0;
	if (!document->subject_known && titled && options->subject == NULL) {
		add_subject(document, reading.title);
	}
	add_page(document, &reading, "");
	take_comments(document, &reading);
	document->closing_known = !options->is_stdin;
}

/* ---- what the command line says ---- */

static void apply_options(struct document *document, const struct document_options *options)
{
	if (options->to != NULL) {
		take_addresses(document, &document->to, str_of(options->to));
	}
	if (options->from != NULL) {
		take_addresses(document, &document->from, str_of(options->from));
	}
	if (options->attachment_names != NULL) {
		document->attachments_known = true;
		for (size_t i = 0; options->attachment_names[i] != NULL; i++) {
			struct attachment *attachment = vec_push(document->arena, &document->attachments);
			attachment->name = str_of(options->attachment_names[i]);
		}
	}
}

/* Names that stand in greetings and closings. */
static void take_written_names(struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			const struct block *block = &page->blocks.at[k];
			if (block->zone == ZONE_GREETING || block->zone == ZONE_CLOSING || block->zone == ZONE_SIGNATURE) {
				add_names(document, page_bytes(page, block->span));
			}
		}
	}
}

struct document *document_read(struct arena *arena, struct str bytes, const struct document_options *options)
{
	struct document *document = ARENA_NEW(arena, struct document);

	bytes.len = bytes.len < LIMIT_VALUE(source_bytes) ? bytes.len : LIMIT_VALUE(source_bytes);
	document->arena = arena;
	document->source = text_source(arena, bytes);
	document->format = tell_format(bytes, options);
	if (options->subject != NULL) {
		add_subject(document, text_source(arena, str_of(options->subject)));
	}
	if (document->format == FORMAT_MAIL) {
		read_mail(document, options);
	} else {
		read_draft(document, options);
	}
	apply_options(document, options);
	take_written_names(document);
	if (document->message != NULL) {
		for (size_t i = 0; i < document->message->defects.count; i++) {
			*vec_push(arena, &document->defects) = document->message->defects.at[i];
		}
	}
	return document;
}
