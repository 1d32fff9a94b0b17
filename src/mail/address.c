#include "mail/address.h"

#include "base/buf.h"
#include "base/limits.h"

struct cursor {
	struct arena *arena;
	struct str s;
	size_t at;
};

/* What stands between two commas: words, a comment, an address in < >. */
struct entry {
	struct buf words;
	struct str comment, route; /* route: inside < > */
	bool has_route;
};

static struct str read_comment(struct cursor *cursor)
{
	size_t depth = 0, start = cursor->at + 1;

	for (; cursor->at < cursor->s.len; cursor->at++) {
		char c = cursor->s.at[cursor->at];
		if (c == '\\') {
			cursor->at++;
		} else if (c == '(') {
			depth++;
		} else if (c == ')' && --depth == 0) {
			cursor->at++;
			return str_sub(cursor->s, start, cursor->at - 1 - start);
		}
	}
	return str_from(cursor->s, start);
}

static void read_quoted(struct cursor *cursor, struct buf *out)
{
	for (cursor->at++; cursor->at < cursor->s.len && cursor->s.at[cursor->at] != '"'; cursor->at++) {
		if (cursor->s.at[cursor->at] == '\\' && cursor->at + 1 < cursor->s.len) {
			cursor->at++;
		}
		buf_char(out, cursor->s.at[cursor->at]);
	}
	cursor->at++;
}

static struct str read_route(struct cursor *cursor)
{
	size_t start = ++cursor->at;

	while (cursor->at < cursor->s.len && cursor->s.at[cursor->at] != '>' && cursor->s.at[cursor->at] != ',') {
		cursor->at++;
	}
	struct str route = str_sub(cursor->s, start, cursor->at - start);
	cursor->at += cursor->at < cursor->s.len && cursor->s.at[cursor->at] == '>' ? 1 : 0;
	size_t colon = str_find_char(route, ':', 0); /* obsolete source routes: <@a,@b:c@d> */
	return str_trim(colon == STR_NONE ? route : str_from(route, colon + 1));
}

static void add_entry(struct arena *arena, struct address_list *list, struct entry *entry)
{
	struct str words = str_trim(buf_str(&entry->words));
	struct str mailbox = entry->has_route ? entry->route : words;
	size_t at_sign = STR_NONE;

	for (size_t i = mailbox.len; i > 0 && at_sign == STR_NONE; i--) {
		at_sign = mailbox.at[i - 1] == '@' ? i - 1 : STR_NONE;
	}
	if (mailbox.len == 0 && words.len == 0) {
		return;
	}
	struct address *address = vec_push(arena, list);
	address->local = str_trim(at_sign == STR_NONE ? mailbox : str_sub(mailbox, 0, at_sign));
	address->domain = at_sign == STR_NONE ? (struct str){"", 0} : str_trim(str_from(mailbox, at_sign + 1));
	address->name = str_copy(arena, entry->has_route && words.len > 0 ? words : str_trim(entry->comment));
	address->local = str_copy(arena, address->local);
	address->domain = str_copy(arena, address->domain);
}

/* One character or construct of an entry; false at the end of the entry. */
static bool read_item(struct cursor *cursor, struct entry *entry)
{
	char c = cursor->s.at[cursor->at];

	switch (c) {
	case '(':
		entry->comment = read_comment(cursor);
		return true;
	case '"':
		read_quoted(cursor, &entry->words);
		return true;
	case '<':
		entry->route = read_route(cursor);
		entry->has_route = true;
		return true;
	case ',':
	case ';':
		cursor->at++;
		return false;
	case ':': /* a group's name ends here */
		entry->words.len = 0;
		cursor->at++;
		return true;
	default:
		buf_char(&entry->words, ascii_space(c) ? ' ' : c);
		cursor->at++;
		return true;
	}
}

struct address_list address_parse(struct arena *arena, struct str value)
{
	struct cursor cursor = {arena, value, 0};
	struct address_list list = {0};
	struct entry entry = {0};

	buf_init(&entry.words, arena, LIMIT_VALUE(header_bytes));
	while (cursor.at < value.len && list.count < LIMIT_VALUE(addresses)) {
		entry.words.len = 0;
		entry.comment = entry.route = (struct str){"", 0};
		entry.has_route = false;
		while (cursor.at < value.len && read_item(&cursor, &entry)) {
		}
		add_entry(arena, &list, &entry);
	}
	return list;
}
