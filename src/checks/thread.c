#include "checks/thread.h"

#include "base/buf.h"
#include "document/lines_told.h"

#define LETTERS_MOST 8u
#define LETTER_BYTES_MOST 65536u
#define HEAD_LINES_MOST 14u
#define HEAD_WRAPPED_MOST 3u

/* ---- lines ---- */

struct line {
	struct str text; /* without the mark of quoting */
	size_t block;
	bool begins_paragraph;
};

struct lines {
	struct line *at;
	size_t count, room;
};

/* "> text", "AB> text": the text. */
static struct str without_mark(struct str line)
{
	size_t mark = line_is_quoted(line) ? str_find_char(line, '>', 0) : STR_NONE;

	return mark == STR_NONE ? line : str_trim(str_from(line, mark + 1));
}

static bool holds_form(const struct page *page)
{
	bool form = false;

	for (size_t i = 0; i < page->blocks.count; i++) {
		form |= page->blocks.at[i].zone == ZONE_FORM;
		if (page->blocks.at[i].zone == ZONE_QUOTE) {
			return false;
		}
	}
	return form;
}

static struct lines quoted_lines(struct arena *arena, const struct page *page, enum zone zone)
{
	struct lines lines = {0};
	size_t bytes = 0;
	bool blank = true;

	for (size_t i = 0; i < page->blocks.count && bytes < LETTER_BYTES_MOST; i++) {
		const struct block *block = &page->blocks.at[i];
		struct str text = without_mark(str_trim(page_bytes(page, block->span)));
		if (block->zone != zone || text.len == 0) {
			blank = true;
			continue;
		}
		bool apart = i == 0 || page->blocks.at[i - 1].paragraph != block->paragraph;
		*vec_push(arena, &lines) = (struct line){text, i, blank || apart};
		bytes += text.len;
		blank = false;
	}
	return lines;
}

/* Whether the author of the page wrote between its quoted lines. */
static bool is_interleaved(const struct page *page, const struct lines *lines)
{
	size_t first = lines->at[0].block, last = lines->at[lines->count - 1].block;

	for (size_t i = first; i < last; i++) {
		if (page->blocks.at[i].zone == ZONE_BODY) {
			return true;
		}
	}
	return false;
}

/* ---- heads ---- */

static struct str join_lines(struct arena *arena, const struct lines *lines, size_t from, size_t to)
{
	struct buf out;

	buf_init(&out, arena, LETTER_BYTES_MOST);
	for (size_t i = from; i < to && i < lines->count; i++) {
		buf_printf(&out, "%s" STR_FMT, i > from ? " " : "", STR_ARG(lines->at[i].text));
	}
	return buf_str(&out);
}

/* The lines from `at` that are an attribution, perhaps wrapped; 0: none. */
static size_t attribution_lines(struct arena *arena, const struct lines *lines, size_t at)
{
	if (line_attribution(lines->at[at].text) != ATTRIBUTION_NONE) {
		return 1;
	}
	for (size_t count = 2; line_begins_attribution(lines->at[at].text) && count <= HEAD_WRAPPED_MOST; count++) {
		if (line_attribution(join_lines(arena, lines, at, at + count)) != ATTRIBUTION_NONE) {
			return count;
		}
	}
	return 0;
}

/* How many lines stand above the letter itself: attribution, separator, header block. */
static size_t head_lines(struct arena *arena, const struct lines *lines)
{
	size_t at = 0;

	while (at < lines->count && at < HEAD_LINES_MOST) {
		struct str text = lines->at[at].text;
		size_t attribution = attribution_lines(arena, lines, at);
		if (attribution > 0) {
			return at + attribution;
		}
		if (!line_is_original_message(text) && !line_is_rule(text) && line_header(text) == HEADER_NONE) {
			break;
		}
		at++;
	}
	return at;
}

/* ---- whose ---- */

static bool is_letter(struct str s, size_t at)
{
	return at < s.len && (ascii_alnum(s.at[at]) || (unsigned char)s.at[at] >= 0x80);
}

static bool has_word(struct str text, struct str word)
{
	for (size_t at = str_find_nocase(text, word, 0); at != STR_NONE; at = str_find_nocase(text, word, at + 1)) {
		if ((at == 0 || !is_letter(text, at - 1)) && !is_letter(text, at + word.len)) {
			return true;
		}
	}
	return false;
}

#define NAME_LEAST 3u

static bool has_name(struct str text, struct str name)
{
	struct str word;

	while (str_split(&name, ' ', &word)) {
		if (word.len >= NAME_LEAST && has_word(text, word)) {
			return true;
		}
	}
	return false;
}

static bool has_address(struct arena *arena, struct str text, const struct address *address)
{
	struct str whole = str_printf(arena, STR_FMT "@" STR_FMT, STR_ARG(address->local), STR_ARG(address->domain));

	return address->domain.len > 0 && str_find_nocase(text, whole, 0) != STR_NONE;
}

static bool is_by_one_of(struct arena *arena, struct str head, const struct address_list *addresses)
{
	for (size_t i = 0; i < addresses->count; i++) {
		if (has_address(arena, head, &addresses->at[i])) {
			return true;
		}
	}
	for (size_t i = 0; i < addresses->count && str_find_char(head, '@', 0) == STR_NONE; i++) {
		if (has_name(head, addresses->at[i].name)) {
			return true;
		}
	}
	return false;
}

/* Another mailbox of the house whose mail this is. */
static bool is_by_our_domain(const struct document *document, struct str head)
{
	size_t at = str_find_char(head, '@', 0);
	struct str domain = document->from.count > 0 ? document->from.at[0].domain : (struct str){"", 0};
	bool shared = document->to.count > 0 && str_eq_nocase(document->to.at[0].domain, domain);

	return at != STR_NONE && domain.len > 0 && !shared && str_starts_nocase(str_from(head, at + 1), domain);
}

/* The line of the head that names the writer. */
static struct str sender_line(struct arena *arena, const struct lines *lines, size_t head)
{
	for (size_t i = 0; i < head; i++) {
		if (line_header(lines->at[i].text) == HEADER_FROM) {
			return lines->at[i].text;
		}
	}
	return join_lines(arena, lines, 0, head);
}

static void tell_writer(const struct judge *judge, struct letter *letter, struct str sender, const struct letter *above)
{
	const struct document *document = judge->document;
	bool ours = is_by_one_of(judge->arena, sender, &document->from) || is_by_our_domain(document, sender);
	bool theirs = is_by_one_of(judge->arena, sender, &document->to);

	letter->writer = above != NULL && above->writer == WRITER_CUSTOMER ? WRITER_US : WRITER_CUSTOMER;
	letter->writer_is_named = ours != theirs;
	if (letter->writer_is_named) {
		letter->writer = ours ? WRITER_US : WRITER_CUSTOMER;
	}
}

/* ---- letters ---- */

#define WRAPPED_LEAST 40u

/* What stands between a line and the one before: a space where it goes on in small letters. */
static const char *joint(const struct line *line, const struct line *above)
{
	bool small = line->text.at[0] >= 'a' && line->text.at[0] <= 'z';

	if (line->begins_paragraph) {
		return "\n\n";
	}
	return small && above->text.len >= WRAPPED_LEAST ? " " : "\n";
}

static struct str letter_text(struct arena *arena, const struct lines *lines, size_t from)
{
	struct buf out;

	buf_init(&out, arena, LETTER_BYTES_MOST * 2);
	for (size_t i = from; i < lines->count; i++) {
		buf_printf(&out, "%s" STR_FMT, i > from ? joint(&lines->at[i], &lines->at[i - 1]) : "",
		           STR_ARG(lines->at[i].text));
	}
	return buf_str(&out);
}

static void read_letter(const struct judge *judge, struct letter *letter, struct str text, bool is_html)
{
	struct document scratch = {.arena = judge->arena, .format = FORMAT_TEXT};
	struct reading reading = {.text = text_source(judge->arena, text),
	                          .breaks = is_html ? BREAKS_HARD : BREAKS_WRAPPED};

	letter->page.part = "";
	letter->page.is_html = is_html;
	page_build(&scratch, &letter->page, &reading);
	letter->view = haystack_index(judge->arena, letter->page.view->bytes);
}

/* The letter that page quotes, below those above it; false: none. */
static bool add_letter(const struct judge *judge, struct thread *thread, const struct page *page)
{
	bool is_form = thread->count == 0 && holds_form(page);
	struct lines lines = quoted_lines(judge->arena, page, is_form ? ZONE_FORM : ZONE_QUOTE);
	size_t head = lines.count > 0 ? head_lines(judge->arena, &lines) : 0;

	if (lines.count <= head) {
		return false;
	}
	const struct letter *above = thread->count > 0 ? &thread->at[thread->count - 1] : NULL;
	struct letter *letter = &thread->at[thread->count++];
	letter->is_form = is_form;
	letter->head = join_lines(judge->arena, &lines, 0, head);
	letter->is_answered_inside = is_interleaved(page, &lines);
	tell_writer(judge, letter, sender_line(judge->arena, &lines, head), above);
	read_letter(judge, letter, letter_text(judge->arena, &lines, head), page->is_html);
	return true;
}

static struct thread read_thread(const struct judge *judge, const struct page *page)
{
	struct thread thread = {ARENA_ARRAY(judge->arena, LETTERS_MOST, struct letter), 0};

	while (page != NULL && thread.count < LETTERS_MOST && add_letter(judge, &thread, page)) {
		page = &thread.at[thread.count - 1].page;
	}
	return thread;
}

/* What the thread of a page is kept under. */
static const char thread_key = 0;

struct thread thread_read(struct judge *judge)
{
	const struct page *page = judge_main_page(judge->document);
	const void **known = page != NULL ? judge_memory(judge, page, &thread_key) : NULL;

	if (known == NULL) {
		return (struct thread){NULL, 0};
	}
	if (*known == NULL) {
		struct thread *thread = ARENA_NEW(judge->arena, struct thread);
		*thread = read_thread(judge, page);
		*known = thread;
	}
	return *(const struct thread *)*known;
}

const struct letter *thread_asked(const struct thread *thread)
{
	return thread->count > 0 && thread->at[0].writer == WRITER_CUSTOMER ? &thread->at[0] : NULL;
}

bool letter_is_body(const struct letter *letter, const struct block *block)
{
	(void)letter;
	return block->zone == ZONE_BODY;
}
