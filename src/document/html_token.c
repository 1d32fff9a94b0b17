#include "document/html_token.h"

#include <string.h>

#define COMMENT_OPENING 4 /* of <!-- */

bool html_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

void html_tokenizer_init(struct html_tokenizer *tokenizer, struct arena *arena, struct str source)
{
	*tokenizer = (struct html_tokenizer){.source = source, .arena = arena};
}

static size_t find_or_end(struct str s, char c, size_t from)
{
	size_t at = str_find_char(s, c, from);
	return at == STR_NONE ? s.len : at;
}

/* Whether the '<' at `at` begins a tag, a comment or a declaration, and not just text. */
static bool is_markup(struct str s, size_t at)
{
	if (at + 1 >= s.len)
		return false;
	char next = s.at[at + 1];
	if (next == '/')
		return at + 2 < s.len;
	return ascii_alpha(next) || next == '!' || next == '?';
}

static void bogus_comment(struct html_tokenizer *tokenizer, struct html_token *token, size_t from)
{
	size_t end = find_or_end(tokenizer->source, '>', from);

	token->kind = HTML_BOGUS_COMMENT;
	token->content = (struct span){from, end - from};
	tokenizer->at = end < tokenizer->source.len ? end + 1 : end;
}

/* The length of what ends a comment at `at`, where a '-' stands: "-->" or "--!>"; else 0. */
static size_t comment_closing(struct str s, size_t at)
{
	struct str rest = str_from(s, at);
	if (str_starts(rest, STR("-->")))
		return 3;
	return str_starts(rest, STR("--!>")) ? 4 : 0;
}

/* Dashes that would have begun the closing are no part of a comment that the source's end cut off. */
static size_t without_closing(struct str content)
{
	if (str_ends(content, STR("--!")))
		return content.len - 3;
	if (str_ends(content, STR("--")))
		return content.len - 2;
	return str_ends(content, STR("-")) ? content.len - 1 : content.len;
}

/* At "<!--". */
static void comment(struct html_tokenizer *tokenizer, struct html_token *token)
{
	struct str s = tokenizer->source;
	size_t from = tokenizer->at + COMMENT_OPENING, at = from, closing = 0;
	struct str rest = str_from(s, from);

	token->kind = HTML_COMMENT;
	if (str_starts(rest, STR(">")) || str_starts(rest, STR("->"))) {
		token->content = (struct span){from, 0};
		tokenizer->at = from + (rest.at[0] == '>' ? 1 : 2);
		return;
	}
	for (; at < s.len; at++) {
		at = find_or_end(s, '-', at);
		closing = comment_closing(s, at);
		if (closing)
			break;
	}
	if (!closing)
		at = s.len;
	token->content = (struct span){from, closing ? at - from : without_closing(rest)};
	tokenizer->at = at + closing;
}

/* At "<!" or "<?". */
static void declaration(struct html_tokenizer *tokenizer, struct html_token *token)
{
	struct str rest = str_from(tokenizer->source, tokenizer->at);

	if (str_starts(rest, STR("<!--"))) {
		comment(tokenizer, token);
	} else if (str_starts_nocase(rest, STR("<!doctype"))) {
		tokenizer->at += sizeof "<!doctype" - 1;
		html_doctype_read(tokenizer, token);
	} else {
		bogus_comment(tokenizer, token, tokenizer->at + (rest.at[1] == '?' ? 1 : 2));
	}
}

/* At a '<' that is_markup(). False when it yields no token: "</>", or a tag that the source's end cut off. */
static bool markup(struct html_tokenizer *tokenizer, struct html_token *token)
{
	const char *at = tokenizer->source.at + tokenizer->at;

	if (at[1] == '!' || at[1] == '?') {
		declaration(tokenizer, token);
		return true;
	}
	if (at[1] == '/' && at[2] == '>') {
		tokenizer->at += 3;
		return false;
	}
	if (at[1] == '/' && !ascii_alpha(at[2])) {
		bogus_comment(tokenizer, token, tokenizer->at + 2);
		return true;
	}
	return html_tag_read(tokenizer, token);
}

static size_t data_end(struct str s, size_t from)
{
	struct html_reference ignored;

	for (size_t at = from; at < s.len; at++) {
		if (s.at[at] == '<' && is_markup(s, at))
			return at;
		if (s.at[at] == '&' && html_reference(s, at, false, &ignored))
			return at;
	}
	return s.len;
}

/* The end of the text that begins at the tokenizer's place; the place itself when something else stands there. */
static size_t text_end(const struct html_tokenizer *tokenizer)
{
	if (tokenizer->mode == HTML_PLAINTEXT)
		return tokenizer->source.len;
	if (tokenizer->mode == HTML_DATA)
		return data_end(tokenizer->source, tokenizer->at);
	return html_raw_end(tokenizer);
}

/* One token at the tokenizer's place, which is not the end. False: what stands there yields none. */
static bool read_token(struct html_tokenizer *tokenizer, struct html_token *token)
{
	size_t end = text_end(tokenizer);

	if (end > tokenizer->at) {
		token->kind = HTML_TEXT;
		tokenizer->at = end;
		return true;
	}
	if (tokenizer->source.at[end] == '&') {
		token->kind = HTML_REFERENCE;
		tokenizer->at += html_reference(tokenizer->source, end, false, &token->reference);
		return true;
	}
	return markup(tokenizer, token);
}

bool html_token_next(struct html_tokenizer *tokenizer, struct html_token *token)
{
	while (tokenizer->at < tokenizer->source.len) {
		size_t start = tokenizer->at;
		*token = (struct html_token){.mode = tokenizer->mode};
		if (read_token(tokenizer, token)) {
			token->source = (struct span){start, tokenizer->at - start};
			return true;
		}
	}
	*token = (struct html_token){.kind = HTML_END, .source = {tokenizer->source.len, 0}, .mode = tokenizer->mode};
	return false;
}
