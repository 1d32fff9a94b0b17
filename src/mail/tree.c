#include "mail/tree.h"

#include "base/limits.h"
#include "mail/header.h"
#include "mail/lines.h"
#include "mail/part.h"

#define DEPTH_MAX 64u

/* A multipart or a message/rfc822 in which reading goes on. */
struct frame {
	struct part *part, *last; /* last: the child that was begun last, or NULL */
	size_t children;
	bool is_multipart;
};

struct parser {
	struct message *message;
	struct str s;
	struct part *root;
	struct frame stack[DEPTH_MAX];
	size_t depth, multiparts; /* multiparts: those on the stack */
	size_t parts;
	struct part *leaf; /* the part whose body is being read; NULL in preambles and epilogues */
	bool stopped;      /* no more parts are read */
};

_Static_assert(sizeof((struct parser *)0)->stack / sizeof(struct frame) == DEPTH_MAX, "one frame for each level");

/* ---- boundaries ---- */

/* The frame whose boundary the line is, counted from 1, or 0; *closing for "--boundary--". White space may follow. */
static size_t boundary_frame(const struct parser *parser, struct str line, bool *closing)
{
	if (!str_starts(line, STR("--"))) {
		return 0;
	}
	line = str_from(line, 2);
	while (line.len > 0 && ascii_space(line.at[line.len - 1])) {
		line.len--;
	}
	for (size_t i = parser->depth; i > 0; i--) {
		const struct frame *frame = &parser->stack[i - 1];
		struct str boundary = frame->part->boundary;
		if (!frame->is_multipart || !str_starts(line, boundary)) {
			continue;
		}
		*closing = line.len == boundary.len + 2 && str_ends(line, STR("--"));
		if (line.len == boundary.len || *closing) {
			return i;
		}
	}
	return 0;
}

static bool is_boundary(const void *context, struct str line)
{
	bool closing;

	return boundary_frame(context, line, &closing) > 0;
}

/* ---- opening ---- */

/* As IMAP numbers parts; a multipart that is a whole message stands for the message's path. */
static const char *path_of(const struct parser *parser, const struct part *part, size_t depth)
{
	struct arena *arena = parser->message->arena;
	bool whole = part_is(part, "multipart", NULL);

	if (depth == 0) {
		return whole ? "" : "1";
	}
	const struct frame *frame = &parser->stack[depth - 1];
	if (!frame->is_multipart && whole) {
		return frame->part->path;
	}
	const char *dot = frame->part->path[0] != '\0' ? "." : "";
	return str_cstr(arena, str_printf(arena, "%s%s%zu", frame->part->path, dot, frame->children));
}

/* The part whose header stands at at, as the next child of the innermost frame. */
static struct part *new_part(struct parser *parser, size_t at)
{
	struct message *message = parser->message;
	struct header_stop stop = {is_boundary, parser};
	struct header header = header_parse(message, (struct span){at, parser->s.len - at}, &stop);
	struct part *part = ARENA_NEW(message->arena, struct part);
	struct frame *frame = parser->depth > 0 ? &parser->stack[parser->depth - 1] : NULL;

	parser->parts++;
	part->fields = header.fields.at;
	part->field_count = header.fields.count;
	part->body = (struct span){header.end, parser->s.len - header.end};
	if (frame != NULL) {
		part->parent = frame->part;
		if (frame->last != NULL) {
			frame->last->next = part;
		} else {
			frame->part->child = part;
		}
		frame->last = part;
		frame->children++;
	} else {
		parser->root = part;
	}
	part_read(message, part);
	return part;
}

/* Whether the part's boundary can be looked for. */
static bool has_boundary(struct parser *parser, const struct part *part)
{
	struct span where = {part->body.at, 0};

	if (part->boundary.len == 0) {
		message_defect(parser->message, DEFECT_NO_BOUNDARY, where);
		return false;
	}
	if (part->boundary.len > LIMIT_VALUE(boundary_bytes)) {
		message_defect(parser->message, DEFECT_LIMIT_BOUNDARY_BYTES, where);
		return false;
	}
	return true;
}

/* Whether part holds others and is opened; what cannot be opened is a leaf. */
static bool can_open(struct parser *parser, struct part *part)
{
	bool is_multipart = part_is(part, "multipart", NULL);
	struct span where = {part->body.at, 0};

	if (!is_multipart && !part_is_message(part)) {
		return false;
	}
	if (is_multipart && !has_boundary(parser, part)) {
		return false;
	}
	if (parser->depth >= DEPTH_MAX || parser->depth >= LIMIT_VALUE(depth)) {
		message_defect(parser->message, DEFECT_LIMIT_DEPTH, where);
		return false;
	}
	if (!is_multipart && parser->parts >= LIMIT_VALUE(parts)) {
		message_defect(parser->message, DEFECT_LIMIT_PARTS, where);
		return false;
	}
	bool encoded = part->transfer == TRANSFER_QUOTED_PRINTABLE || part->transfer == TRANSFER_BASE64;
	if (is_multipart && encoded) {
		message_defect(parser->message, DEFECT_ENCODED_MULTIPART, where);
	}
	return true;
}

static void push(struct parser *parser, struct part *part)
{
	bool is_multipart = part_is(part, "multipart", NULL);

	parser->stack[parser->depth++] = (struct frame){.part = part, .is_multipart = is_multipart};
	parser->multiparts += is_multipart;
}

/* Begins the part whose header stands at at, and the messages that it is or holds; returns where reading goes on. */
static size_t open_part(struct parser *parser, size_t at)
{
	for (;;) {
		struct part *part = new_part(parser, at);
		bool opens = can_open(parser, part);
		if (!opens && part_is(part, "multipart", NULL)) {
			part_read_as_text(part);
		}
		part->path = path_of(parser, part, parser->depth);
		at = part->body.at;
		if (!opens) {
			parser->leaf = part;
			return at;
		}
		push(parser, part);
		parser->leaf = NULL;
		if (part_is(part, "multipart", NULL)) {
			return at;
		}
	}
}

/* ---- closing ---- */

static void end_body(struct part *part, size_t at)
{
	part->body.len = at > part->body.at ? at - part->body.at : 0;
}

/* Takes the innermost frame off the stack; its body ends at at. */
static void pop(struct parser *parser, size_t at, bool closed)
{
	struct frame *frame = &parser->stack[--parser->depth];
	struct part *part = frame->part;
	struct span where = {part->body.at, 0};

	end_body(part, at);
	if (!frame->is_multipart) {
		return;
	}
	parser->multiparts--;
	if (part->child == NULL) { /* no boundary line stood in it: it is text after all */
		message_defect(parser->message, DEFECT_MISSING_PARTS, where);
		part_read_as_text(part);
		part->path = path_of(parser, part, parser->depth);
	} else if (!closed && !parser->stopped) {
		message_defect(parser->message, DEFECT_UNCLOSED_MULTIPART, where);
	}
}

/* Ends the leaf and every frame above depth at at. */
static void close_above(struct parser *parser, size_t depth, size_t at)
{
	if (parser->leaf != NULL) {
		end_body(parser->leaf, at);
		parser->leaf = NULL;
	}
	while (parser->depth > depth) {
		pop(parser, at, false);
	}
}

/* Whether frame `depth`'s boundary stands at at once more: nothing lies between, not even the blank line of a part. */
static bool is_doubled(const struct parser *parser, size_t depth, size_t at)
{
	bool closing = false;
	struct str line = str_sub(parser->s, at, lines_end(parser->s, at) - at);

	return boundary_frame(parser, line, &closing) == depth && !closing;
}

/* The line of frame `depth`'s boundary, with the line end before it, is at place; returns where reading goes on. */
static size_t take_boundary(struct parser *parser, size_t depth, bool closing, struct span place)
{
	size_t next = place.at + place.len;

	close_above(parser, depth, place.at);
	if (next == parser->s.len && !closing) { /* the mail breaks off: no part has begun */
		pop(parser, place.at, false);
		return next;
	}
	if (closing) {
		pop(parser, next, true);
		return next;
	}
	if (is_doubled(parser, depth, next)) {
		return next;
	}
	if (parser->parts >= LIMIT_VALUE(parts)) {
		message_defect(parser->message, DEFECT_LIMIT_PARTS, (struct span){next, 0});
		parser->stopped = true;
		return next;
	}
	return open_part(parser, next);
}

/* The next line at or after at that begins with "--", which alone may be a boundary; the end where there is none. */
static size_t next_dashes(struct str s, size_t at)
{
	for (size_t dash = str_find_char(s, '-', at); dash != STR_NONE; dash = str_find_char(s, '-', dash + 1)) {
		bool begins = dash == at || s.at[dash - 1] == '\n' || s.at[dash - 1] == '\r';
		if (begins && str_starts(str_from(s, dash), STR("--"))) {
			return dash;
		}
	}
	return s.len;
}

/* The line end before the line at at, which belongs to a boundary; not before start. */
static size_t line_end_before(struct str s, size_t at, size_t start)
{
	size_t end = at > start ? at - 1 : at;

	return end > start && s.at[end] == '\n' && s.at[end - 1] == '\r' ? end - 1 : end;
}

const struct part *tree_parse(struct message *message)
{
	struct parser *parser = ARENA_NEW(message->arena, struct parser);

	parser->message = message;
	parser->s = message->source->bytes;
	size_t at = open_part(parser, 0), start = at; /* start: where reading went on after the last boundary */
	while (parser->multiparts > 0 && !parser->stopped && (at = next_dashes(parser->s, at)) < parser->s.len) {
		size_t line_end = lines_end(parser->s, at), next = line_end + lines_end_length(parser->s, line_end);
		bool closing = false;
		size_t depth = boundary_frame(parser, str_sub(parser->s, at, line_end - at), &closing);
		size_t before = line_end_before(parser->s, at, start);
		if (depth > 0) {
			at = start = take_boundary(parser, depth, closing, (struct span){before, next - before});
		} else {
			at = next;
		}
	}
	close_above(parser, 0, parser->s.len);
	return parser->root;
}
