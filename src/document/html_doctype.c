/* html_doctype: <!DOCTYPE name PUBLIC "..." "..."> (WHATWG 13.2.5.53-68). */
#include "document/html_token.h"

struct cursor {
	struct str s;
	size_t at;
};

static bool at_end(const struct cursor *cursor)
{
	return cursor->at >= cursor->s.len;
}

static bool is_at(const struct cursor *cursor, char c)
{
	return !at_end(cursor) && cursor->s.at[cursor->at] == c;
}

static void skip_space(struct cursor *cursor)
{
	while (!at_end(cursor) && html_is_space(cursor->s.at[cursor->at]))
		cursor->at++;
}

/* An identifier in quotes; false when there is none or a '>' or the end comes before the closing quote. */
static bool read_identifier(struct cursor *cursor, struct str *identifier)
{
	skip_space(cursor);
	if (!is_at(cursor, '"') && !is_at(cursor, '\''))
		return false;
	char quote = cursor->s.at[cursor->at++];
	size_t start = cursor->at;
	while (!at_end(cursor) && !is_at(cursor, quote) && !is_at(cursor, '>'))
		cursor->at++;
	*identifier = str_sub(cursor->s, start, cursor->at - start);
	if (!is_at(cursor, quote))
		return false;
	cursor->at++;
	return true;
}

/* After PUBLIC or SYSTEM: false when malformed. */
static bool read_identifiers(struct cursor *cursor, struct html_token *token, bool is_public)
{
	if (!is_public)
		return read_identifier(cursor, &token->system_id);
	if (!read_identifier(cursor, &token->public_id))
		return false;
	skip_space(cursor);
	return is_at(cursor, '>') || read_identifier(cursor, &token->system_id);
}

/* After the name: false when malformed. */
static bool read_external(struct cursor *cursor, struct html_token *token)
{
	struct str rest;

	skip_space(cursor);
	if (is_at(cursor, '>'))
		return true;
	rest = str_from(cursor->s, cursor->at);
	bool is_public = str_starts_nocase(rest, STR("public"));
	if (!is_public && !str_starts_nocase(rest, STR("system")))
		return false;
	cursor->at += 6;
	if (!read_identifiers(cursor, token, is_public))
		return false;
	skip_space(cursor); /* anything but the end is forgiven after the identifiers */
	return !at_end(cursor);
}

void html_doctype_read(struct html_tokenizer *tokenizer, struct html_token *token)
{
	struct cursor cursor = {tokenizer->source, tokenizer->at};

	token->kind = HTML_DOCTYPE;
	skip_space(&cursor);
	token->name.at = cursor.at;
	while (!at_end(&cursor) && !html_is_space(cursor.s.at[cursor.at]) && !is_at(&cursor, '>'))
		cursor.at++;
	token->name.len = cursor.at - token->name.at;
	token->quirks = token->name.len == 0 || !read_external(&cursor, token);
	while (!at_end(&cursor) && !is_at(&cursor, '>'))
		cursor.at++;
	tokenizer->at = at_end(&cursor) ? cursor.at : cursor.at + 1;
}
