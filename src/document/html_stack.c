#include "document/html_stack.h"

uint32_t html_name_hash(struct str name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.len; i++) {
		hash = (hash ^ (unsigned char)ascii_lower(name.at[i])) * 16777619u;
	}
	return hash;
}

static unsigned *names(struct html_stack *stack, uint32_t hash)
{
	return &stack->names[hash % HTML_NAME_BUCKETS];
}

unsigned html_stack_flags(const struct html_stack *stack)
{
	return stack->count > 0 ? stack->at[stack->count - 1].flags : 0;
}

const struct html_open *html_stack_top(const struct html_stack *stack)
{
	return stack->count > 0 ? &stack->at[stack->count - 1] : NULL;
}

void html_stack_break(struct html_stack *stack, unsigned lines, unsigned flags)
{
	bool gone = (flags & HTML_GONE) && stack->writer->visible;

	if (lines > 0 && !gone && !(flags & (HTML_HEAD | HTML_DROPPED))) {
		html_write_break(stack->writer, lines, stack->tag);
	}
}

void html_stack_gap(struct html_stack *stack)
{
	html_write_space(stack->writer, (struct span){stack->tag.at, 0});
}

void html_stack_push(struct html_stack *stack, const struct html_open *open)
{
	if (stack->count == HTML_OPEN_MOST) {
		stack->deeper++;
		return;
	}
	*vec_push(stack->arena, stack) = *open;
	(*names(stack, open->hash))++;
}

/* ---- the end of an element ---- */

static void drop_mark(struct html_stack *stack, size_t index)
{
	stack->writer->marks.at[index].span.len = 0;
}

/* A cell of several lines, or alone in its row, only lays text out. */
static void end_cell(struct html_stack *stack, const struct html_open *cell, size_t below)
{
	struct str text = buf_str(&stack->writer->out.bytes);
	struct html_open *row = below > 0 ? &stack->at[below - 1] : NULL;

	for (size_t i = cell->first_mark; i < cell->first_mark + cell->mark_count; i++) {
		const struct mark *mark = &stack->writer->marks.at[i];
		if ((mark->kind != MARK_CELL && mark->kind != MARK_TABLE_HEAD) || mark->span.len == 0) {
			continue;
		}
		if (str_find_char(str_span(text, mark->span), '\n', 0) != STR_NONE) {
			drop_mark(stack, i);
		} else if (row != NULL && (row->element->traits & TRAIT_ROW)) {
			row->last_cell = i + 1;
		}
		if (row != NULL) {
			row->cells++;
		}
	}
}

static void end_marks(struct html_stack *stack, struct html_open *open)
{
	struct html_writer *writer = stack->writer;
	bool empty = open->first_mark >= writer->unplaced && open->first_mark + open->mark_count == writer->marks.count;

	for (size_t i = open->first_mark; i < open->first_mark + open->mark_count; i++) {
		html_mark_end(writer, i);
		empty &= writer->marks.at[i].kind != MARK_LINK;
	}
	if (empty) { /* millions of empty elements need no memory */
		writer->marks.count = open->first_mark;
		open->mark_count = 0;
	}
}

/* Ends the marks and lines of an open element. */
static void end_open(struct html_stack *stack, size_t index)
{
	struct html_open *open = &stack->at[index];

	end_marks(stack, open);
	if (open->element->group == GROUP_CELL) {
		end_cell(stack, open, index);
	} else if ((open->element->traits & TRAIT_ROW) && open->cells == 1 && open->last_cell > 0) {
		drop_mark(stack, open->last_cell - 1);
	}
	html_stack_break(stack, open->after, open->flags);
	if (open->apart && !html_is_skipped(stack->writer, open->flags)) {
		html_stack_gap(stack);
	}
	(*names(stack, open->hash))--;
}

/* ---- bold, italic and the like ---- */

#define SAME_MOST 3 /* of one name are opened again */

static unsigned flags_inside(unsigned inherited, const struct html_open *open)
{
	return (inherited & ~(unsigned)HTML_OWN & ~open->clears) | open->sets;
}

/* Opens again what an element around it has ended: its text goes on behind that element. */
static void open_again(struct html_stack *stack, const struct html_open *ended)
{
	struct html_open open = *ended;

	if (*names(stack, open.hash) >= SAME_MOST || stack->count == HTML_OPEN_MOST) {
		return;
	}
	open.flags = flags_inside(html_stack_flags(stack), &open);
	open.list = stack->count > 0 ? stack->at[stack->count - 1].list : 0;
	open.first_mark = stack->writer->marks.count;
	open.mark_count = 0;
	if (open.element->mark != NO_MARK && !html_is_skipped(stack->writer, open.flags)) {
		html_mark(stack->writer, (enum mark_kind)open.element->mark);
		open.mark_count = 1;
	}
	html_stack_push(stack, &open);
}

void html_stack_pop(struct html_stack *stack, size_t count)
{
	while (stack->count > count) {
		end_open(stack, stack->count - 1);
		stack->count--;
	}
}

/* The same, but bold and the like inside go on, if they were not begun in a cell. */
static void end_from(struct html_stack *stack, size_t index)
{
	size_t end = stack->count;

	html_stack_pop(stack, index);
	for (size_t i = index; i < end && !(stack->at[i].element->traits & (TRAIT_SCOPE | TRAIT_TABLE)); i++) {
		struct html_open ended = stack->at[i];
		if (i > index && (ended.element->traits & TRAIT_FORMATTING)) {
			open_again(stack, &ended);
		}
	}
}

static bool is_block(const struct html_element *element)
{
	return element->lines > 0 || (element->traits & (TRAIT_SCOPE | TRAIT_TABLE | TRAIT_LIST));
}

/*
 * Ends one element around blocks that stay open, and no longer look as it made them look. What else is inside ends
 * too, but for bold and the like.
 */
static void end_alone(struct html_stack *stack, size_t index)
{
	size_t kept = index;

	for (size_t i = index; i < stack->count; i++) {
		const struct html_element *element = stack->at[i].element;
		if (i == index || !(is_block(element) || element->group == GROUP_A || (element->traits & TRAIT_FORMATTING))) {
			end_open(stack, i);
			continue;
		}
		const struct html_open *outer = kept > 0 ? &stack->at[kept - 1] : NULL;
		struct html_open *open = &stack->at[kept++];
		*open = stack->at[i];
		open->flags = flags_inside(outer != NULL ? outer->flags : 0, open);
		open->list = element->traits & TRAIT_LIST ? kept : outer != NULL ? outer->list : 0;
	}
	stack->count = kept;
}

/* ---- what a start tag ends ---- */

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

/* The outermost open element of one of these groups that an element of them inside ends; stack->count for none. */
static size_t find_implied(const struct html_stack *stack, unsigned groups)
{
	size_t found = stack->count;

	for (size_t i = stack->count; groups != 0 && i > 0; i--) {
		const struct html_element *element = stack->at[i - 1].element;
		if (element->group & groups) {
			found = i - 1;
		} else if (stops(element, groups)) {
			break;
		}
	}
	return found;
}

/* Whether it is of HTML only, so that it does not belong into a picture. */
static bool is_foreign_to_svg(const struct html_element *element)
{
	bool shared = element->group == GROUP_A || str_eq(element->name, STR("font")) ||
	              (element->traits & (TRAIT_DROPPED | TRAIT_IN_HEAD | TRAIT_IGNORED | TRAIT_HTML_INSIDE));

	return element->name.len > 0 && !shared;
}

/* An svg that was left open ends where HTML begins. */
static void leave_svg(struct html_stack *stack)
{
	for (size_t i = stack->count; i > 0; i--) {
		unsigned traits = stack->at[i - 1].element->traits;
		if (traits & TRAIT_HTML_INSIDE) {
			return;
		}
		if (traits & TRAIT_FOREIGN) {
			html_stack_pop(stack, i - 1);
			return;
		}
	}
}

void html_stack_start(struct html_stack *stack, const struct html_element *element)
{
	if ((html_stack_flags(stack) & HTML_DROPPED) && is_foreign_to_svg(element)) {
		leave_svg(stack);
	}
	if (html_stack_flags(stack) & HTML_DROPPED) {
		return;
	}
	unsigned groups = element->closes;
	size_t link = groups & GROUP_A ? find_implied(stack, GROUP_A) : stack->count;

	if (link < stack->count) {
		end_alone(stack, link);
	}
	size_t found = find_implied(stack, groups & ~(unsigned)(GROUP_A | GROUP_HEADING));
	if (found < stack->count) {
		end_from(stack, found);
	}
	if (stack->count > 0 && (stack->at[stack->count - 1].element->group & groups & GROUP_HEADING)) {
		html_stack_pop(stack, stack->count - 1);
	}
}

/* ---- what an end tag ends ---- */

/* Whether an end tag of this element inside the open one ends nothing outside. */
static bool shields(const struct html_element *open, const struct html_element *element)
{
	bool of_table = (element->group & CLOSES_ROWS) || (element->traits & TRAIT_TABLE);

	if (of_table) {
		return (open->traits & TRAIT_TABLE) != 0;
	}
	bool list = (open->traits & TRAIT_LIST) && !str_eq(open->name, STR("dl"));
	if ((open->traits & (TRAIT_TABLE | TRAIT_SCOPE)) || ((element->group & GROUP_ITEM) && list)) {
		return true;
	}
	bool formats = (element->traits & TRAIT_FORMATTING) || element->group == GROUP_A;
	return (element->traits & TRAIT_INLINE) && !formats && is_block(open);
}

/* The open element that an end tag ends, + 1; 0 when there is none. */
static size_t find_open(struct html_stack *stack, const struct html_element *element, uint32_t hash)
{
	bool heading = element->group == GROUP_HEADING;

	if (*names(stack, hash) == 0 && !heading) {
		return 0;
	}
	for (size_t i = stack->count; i > 0; i--) {
		const struct html_open *open = &stack->at[i - 1];
		if (open->hash == hash || (heading && open->element->group == GROUP_HEADING)) {
			return i;
		}
		if (shields(open->element, element)) {
			return 0;
		}
	}
	return 0;
}

/* Bold and the like around a block ends around it, too, and not in it. */
static bool has_block_inside(const struct html_stack *stack, size_t index)
{
	for (size_t i = index + 1; i < stack->count; i++) {
		if (is_block(stack->at[i].element)) {
			return true;
		}
	}
	return false;
}

bool html_stack_end(struct html_stack *stack, const struct html_element *element, uint32_t hash)
{
	if (stack->deeper > 0 && !(element->traits & (TRAIT_VOID | TRAIT_IGNORED))) {
		stack->deeper--;
		return true;
	}
	size_t found = find_open(stack, element, hash);
	if (found == 0) {
		return false;
	}
	if ((element->traits & TRAIT_INLINE) && has_block_inside(stack, found - 1)) {
		end_alone(stack, found - 1);
	} else {
		end_from(stack, found - 1);
	}
	return true;
}
