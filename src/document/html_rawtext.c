/* html_rawtext: where RCDATA, RAWTEXT and script data end (WHATWG 13.2.5.9-31). */
#include "document/html_token.h"

/* Whether name, then white space, '/' or '>', stands at `at`. */
static bool is_name(struct str s, size_t at, struct str name)
{
	struct str rest = str_from(s, at);

	if (name.len == 0 || rest.len <= name.len || !str_starts_nocase(rest, name))
		return false;
	char next = rest.at[name.len];
	return html_is_space(next) || next == '/' || next == '>';
}

static bool is_end_tag(const struct html_tokenizer *tokenizer, size_t at)
{
	struct str s = tokenizer->source;
	return at + 1 < s.len && s.at[at] == '<' && s.at[at + 1] == '/' && is_name(s, at + 2, tokenizer->last_start);
}

static size_t rcdata_end(const struct html_tokenizer *tokenizer)
{
	struct str s = tokenizer->source;
	struct html_reference ignored;

	for (size_t at = tokenizer->at; at < s.len; at++) {
		if (is_end_tag(tokenizer, at))
			return at;
		if (s.at[at] == '&' && html_reference(s, at, false, &ignored))
			return at;
	}
	return s.len;
}

static size_t rawtext_end(const struct html_tokenizer *tokenizer)
{
	for (size_t at = tokenizer->at; at < tokenizer->source.len; at++)
		if (is_end_tag(tokenizer, at))
			return at;
	return tokenizer->source.len;
}

/* In a script, <!-- hides <script> ... </script> from the search for the end tag, until -->. */
enum escape {
	ESCAPE_NONE,
	ESCAPE_COMMENT, /* after <!-- */
	ESCAPE_SCRIPT   /* after <!-- ... <script */
};

/* What begins at the '<' at `at`; *next is where to go on. */
static enum escape escape_at_less(struct str s, size_t at, enum escape escape, size_t *next)
{
	static const struct str script = {"script", 6};

	*next = at + 1;
	if (escape == ESCAPE_NONE && str_starts(str_from(s, at), STR("<!--"))) {
		*next = at + 2; /* the dashes may be those of --> too */
		return ESCAPE_COMMENT;
	}
	if (escape == ESCAPE_COMMENT && is_name(s, at + 1, script))
		return ESCAPE_SCRIPT;
	if (escape == ESCAPE_SCRIPT && at + 1 < s.len && s.at[at + 1] == '/' && is_name(s, at + 2, script))
		return ESCAPE_COMMENT;
	return escape;
}

static size_t script_end(const struct html_tokenizer *tokenizer)
{
	struct str s = tokenizer->source;
	enum escape escape = ESCAPE_NONE;

	for (size_t at = tokenizer->at, next; at < s.len; at = next) {
		next = at + 1;
		if (s.at[at] == '-' && str_starts(str_from(s, at), STR("-->"))) {
			escape = ESCAPE_NONE;
		} else if (s.at[at] == '<') {
			if (escape != ESCAPE_SCRIPT && is_end_tag(tokenizer, at))
				return at;
			escape = escape_at_less(s, at, escape, &next);
		}
	}
	return s.len;
}

size_t html_raw_end(const struct html_tokenizer *tokenizer)
{
	if (tokenizer->mode == HTML_SCRIPT)
		return script_end(tokenizer);
	return tokenizer->mode == HTML_RCDATA ? rcdata_end(tokenizer) : rawtext_end(tokenizer);
}
