#include "mail/address.h"

#include "base/buf.h"
#include "base/limits.h"

struct reader {
	struct arena *arena;
	struct str s;
	size_t at;
	size_t last_quote;    /* offset of the last '"', so that one without a partner is told at once; or STR_NONE */
	bool broken_comments; /* a comment had no end: from there on parentheses are letters */
};

/* What stands between two commas: words, a comment, an address in < >. */
struct entry {
	struct buf words;     /* for people: unquoted, white space folded */
	struct buf raw;       /* as written, without the white space around '.' and '@' */
	struct str comment;   /* the last one */
	struct str route;     /* what stood in < > */
	bool has_route, done; /* done: the separator was read */
};

static char char_at(const struct reader *reader, size_t at)
{
	return at < reader->s.len ? reader->s.at[at] : '\0';
}

static bool ends_with(const struct buf *buf, char c)
{
	return buf->len > 0 && buf->at[buf->len - 1] == c;
}

/* ---- the words ---- */

static void add_word_char(struct entry *entry, char c)
{
	if (!ascii_space(c)) {
		buf_char(&entry->words, c);
	} else if (entry->words.len > 0 && !ends_with(&entry->words, ' ')) {
		buf_char(&entry->words, ' ');
	}
}

static void add_raw_char(struct entry *entry, char c)
{
	bool binds = c == '.' || c == '@';

	if (ascii_space(c)) {
		bool needless = entry->raw.len == 0 || ends_with(&entry->raw, ' ') || ends_with(&entry->raw, '.') ||
		                ends_with(&entry->raw, '@');
		if (!needless) {
			buf_char(&entry->raw, ' ');
		}
		return;
	}
	if (binds && ends_with(&entry->raw, ' ')) {
		entry->raw.len--;
	}
	buf_char(&entry->raw, c);
}

static void add_char(struct entry *entry, char c)
{
	add_word_char(entry, c);
	add_raw_char(entry, c);
}

static void read_quoted(struct reader *reader, struct entry *entry)
{
	size_t start = reader->at++;

	while (reader->at < reader->s.len && reader->s.at[reader->at] != '"') {
		reader->at += char_at(reader, reader->at) == '\\' && reader->at + 1 < reader->s.len ? 1 : 0;
		add_word_char(entry, reader->s.at[reader->at++]);
	}
	reader->at += reader->at < reader->s.len ? 1 : 0;
	buf_add(&entry->raw, str_sub(reader->s, start, reader->at - start));
}

/* "[192.0.2.1]", colons included: the domain of a bare address. */
static void read_literal(struct reader *reader, struct entry *entry)
{
	while (reader->at < reader->s.len && char_at(reader, reader->at) != ']' && char_at(reader, reader->at) != ',') {
		add_char(entry, reader->s.at[reader->at++]);
	}
}

/* ---- comments and routes ---- */

static struct str unescape(struct arena *arena, struct str s)
{
	struct buf out;

	buf_init(&out, arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		i += s.at[i] == '\\' && i + 1 < s.len ? 1 : 0;
		buf_char(&out, s.at[i]);
	}
	return str_trim(buf_str(&out));
}

/* The end of the comment at s[at], or STR_NONE when it has none. */
static size_t comment_end(struct str s, size_t at)
{
	size_t depth = 0;

	for (; at < s.len; at++) {
		char c = s.at[at];
		if (c == '\\') {
			at++;
		} else if (c == '(') {
			depth++;
		} else if (c == ')' && --depth == 0) {
			return at;
		}
	}
	return STR_NONE;
}

/* Past the comment that begins at *at; false where none begins, or it has no end. */
static bool skip_comment(struct reader *reader, size_t *at)
{
	if (reader->broken_comments || char_at(reader, *at) != '(') {
		return false;
	}
	size_t end = comment_end(reader->s, *at);
	reader->broken_comments = end == STR_NONE;
	*at = end == STR_NONE ? *at : end + 1;
	return end != STR_NONE;
}

static void read_comment(struct reader *reader, struct entry *entry)
{
	size_t start = reader->at;

	if (skip_comment(reader, &reader->at)) {
		entry->comment = unescape(reader->arena, str_sub(reader->s, start + 1, reader->at - start - 2));
		add_char(entry, ' ');
	} else {
		add_char(entry, reader->s.at[reader->at++]);
	}
}

/* The bare address between start and end: comments and white space may stand anywhere in it. */
static struct str without_blanks(struct reader *reader, size_t start, size_t end)
{
	struct buf out;
	bool quoted = false;

	buf_init(&out, reader->arena, end - start + 1);
	for (size_t at = start; at < end;) {
		char c = reader->s.at[at];
		quoted ^= c == '"';
		if (!quoted && skip_comment(reader, &at)) {
			continue;
		}
		if (quoted || !ascii_space(c)) {
			buf_char(&out, c);
		}
		at++;
	}
	return buf_str(&out);
}

/* Past the route that begins at reader->at: to its '>', or to what shows that there is none. */
static void skip_route(struct reader *reader, bool is_source_route)
{
	bool quoted = false;

	while (reader->at < reader->s.len) {
		char c = reader->s.at[reader->at];
		if (c == '"' && (quoted || reader->at != reader->last_quote)) {
			quoted = !quoted;
		}
		if (!quoted && (c == '>' || (c == ',' && !is_source_route))) {
			break;
		}
		if (quoted || !skip_comment(reader, &reader->at)) {
			reader->at++;
		}
	}
}

static void read_route(struct reader *reader, struct entry *entry)
{
	while (char_at(reader, reader->at) == '<') {
		reader->at++;
	}
	size_t start = reader->at;
	bool is_source_route = char_at(reader, start) == '@';
	skip_route(reader, is_source_route);
	size_t end = reader->at;
	if (is_source_route) { /* obsolete: <@a,@b:c@d> */
		size_t colon = str_find_char(str_sub(reader->s, 0, end), ':', start);
		start = colon != STR_NONE ? colon + 1 : start;
	}
	while (char_at(reader, reader->at) == '>') {
		reader->at++;
	}
	entry->route = without_blanks(reader, start, end);
	entry->has_route = true;
}

/* ---- entries ---- */

static void read_item(struct reader *reader, struct entry *entry)
{
	char c = reader->s.at[reader->at];

	if (c == '(') {
		read_comment(reader, entry);
	} else if (c == '"' && reader->at != reader->last_quote) {
		read_quoted(reader, entry);
	} else if (c == '<') {
		read_route(reader, entry);
	} else if (c == '[' && ends_with(&entry->raw, '@')) {
		read_literal(reader, entry);
	} else if (c == ',' || c == ';') {
		entry->done = true;
		reader->at++;
	} else if (c == ':' && !entry->has_route) { /* so far it was a group's name */
		entry->words.len = entry->raw.len = 0;
		reader->at++;
	} else {
		add_char(entry, c);
		reader->at++;
	}
}

static void begin_entry(struct entry *entry)
{
	entry->words.len = entry->raw.len = 0;
	entry->comment = entry->route = (struct str){"", 0};
	entry->has_route = entry->done = false;
}

static size_t last_index(struct str s, char c)
{
	for (size_t i = s.len; i > 0; i--) {
		if (s.at[i - 1] == c) {
			return i - 1;
		}
	}
	return STR_NONE;
}

static void set_mailbox(struct arena *arena, struct address *address, struct str mailbox)
{
	size_t at_sign = last_index(mailbox, '@');

	mailbox = str_copy(arena, mailbox);
	address->local = at_sign == STR_NONE ? mailbox : str_sub(mailbox, 0, at_sign);
	address->domain = at_sign == STR_NONE ? (struct str){"", 0} : str_from(mailbox, at_sign + 1);
}

/* An unquoted "Doe, Jane <jane@example.org>" has come as two entries: the first has neither '@' nor brackets. */
static struct str with_last_name(struct arena *arena, struct address_list *list, struct str words)
{
	const struct address *before = list->count > 0 ? &list->at[list->count - 1] : NULL;

	if (before == NULL || before->domain.len > 0 || before->name.len > 0 || words.len == 0) {
		return str_copy(arena, words);
	}
	struct buf name;
	buf_init(&name, arena, before->local.len + words.len + 2);
	buf_add(&name, before->local);
	buf_add(&name, STR(", "));
	buf_add(&name, words);
	list->count--;
	return buf_str(&name);
}

static void add_routed(struct arena *arena, struct address_list *list, const struct entry *entry)
{
	struct str words = with_last_name(arena, list, str_trim(buf_str(&entry->words)));
	struct address *address = vec_push(arena, list);

	address->name = words.len > 0 ? words : entry->comment;
	set_mailbox(arena, address, entry->route);
}

/* Whether raw is addresses with nothing but blanks between them. */
static bool is_row(struct str raw)
{
	struct str word;
	size_t count = 0;

	while (str_split(&raw, ' ', &word)) {
		if (str_find_char(word, '@', 1) == STR_NONE || word.at[0] == '"') {
			return false;
		}
		count++;
	}
	return count > 1;
}

static void add_row(struct arena *arena, struct address_list *list, struct str raw)
{
	struct str word;

	while (!list->full && str_split(&raw, ' ', &word)) {
		list->full = list->count >= LIMIT_VALUE(addresses);
		if (!list->full) {
			set_mailbox(arena, vec_push(arena, list), word);
		}
	}
}

/* Without brackets the last word with an '@' is the address, and what stands before it a name. */
static void add_bare(struct arena *arena, struct address_list *list, const struct entry *entry)
{
	struct str raw = str_trim(buf_str(&entry->raw));
	size_t space = last_index(raw, ' ');
	bool is_quoted = raw.len > 0 && raw.at[0] == '"';
	struct str last = space == STR_NONE || is_quoted ? raw : str_from(raw, space + 1);

	if (is_row(raw)) {
		add_row(arena, list, raw);
		return;
	}
	struct address *address = vec_push(arena, list);

	address->name = entry->comment;
	if (last_index(last, '@') == STR_NONE) {
		last = raw;
	} else if (last.len < raw.len && entry->comment.len == 0) {
		address->name = str_copy(arena, str_sub(raw, 0, space));
	}
	set_mailbox(arena, address, last);
}

/* "@", "< >": no mailbox after all. */
static bool is_nothing(const struct address *address)
{
	return address->name.len + address->local.len + address->domain.len == 0;
}

static void add_entry(struct arena *arena, struct address_list *list, const struct entry *entry)
{
	if (entry->has_route && (entry->route.len > 0 || entry->words.len > 0)) {
		add_routed(arena, list, entry);
	} else if (!entry->has_route && entry->raw.len > 0) {
		add_bare(arena, list, entry);
	}
	if (list->count > 0 && is_nothing(&list->at[list->count - 1])) {
		list->count--;
	}
}

struct address_list address_parse(struct arena *arena, struct str value)
{
	struct reader reader = {.arena = arena, .s = value, .last_quote = last_index(value, '"')};
	struct address_list list = {0};
	struct entry entry;

	buf_init(&entry.words, arena, value.len + 1);
	buf_init(&entry.raw, arena, value.len + 1);
	while (reader.at < value.len && !list.full) {
		if (list.count >= LIMIT_VALUE(addresses)) {
			list.full = true;
			break;
		}
		begin_entry(&entry);
		while (reader.at < value.len && !entry.done) {
			read_item(&reader, &entry);
		}
		add_entry(arena, &list, &entry);
	}
	return list;
}
