/* html_tag: tags and their attributes (WHATWG 13.2.5.6-8, 13.2.5.32-40). */
#include "document/html_token.h"

static bool ends_name(char c)
{
	return html_is_space(c) || c == '/' || c == '>';
}

static size_t name_end(struct str s, size_t at)
{
	while (at < s.len && !ends_name(s.at[at]))
		at++;
	return at;
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.len && html_is_space(s.at[at]))
		at++;
	return at;
}

/* The value after a '=' that stands before `at`; the place behind it, s.len when the source ends inside. */
static size_t read_value(struct str s, size_t at, struct span *value)
{
	at = skip_space(s, at);
	*value = (struct span){at, 0};
	if (at >= s.len || s.at[at] == '>')
		return at;
	if (s.at[at] == '"' || s.at[at] == '\'') {
		size_t end = str_find_char(s, s.at[at], at + 1);
		if (end == STR_NONE)
			return s.len;
		*value = (struct span){at + 1, end - at - 1};
		return end + 1;
	}
	while (at < s.len && !html_is_space(s.at[at]) && s.at[at] != '>')
		at++;
	value->len = at - value->at;
	return at;
}

/* One attribute at `at`, where its name begins (which may be a '='). */
static size_t read_attribute(struct html_tokenizer *tokenizer, size_t at)
{
	struct str s = tokenizer->source;
	struct html_attribute *attribute = vec_push(tokenizer->arena, &tokenizer->attributes);

	attribute->name.at = at++;
	while (at < s.len && !ends_name(s.at[at]) && s.at[at] != '=')
		at++;
	attribute->name.len = at - attribute->name.at;
	size_t after = skip_space(s, at);
	attribute->value = (struct span){at, 0};
	if (after >= s.len || s.at[after] != '=')
		return after;
	return read_value(s, after + 1, &attribute->value);
}

/* From behind the name to behind the '>'; s.len + 1 when the source ends before. */
static size_t read_attributes(struct html_tokenizer *tokenizer, size_t at, bool *self_closing)
{
	struct str s = tokenizer->source;

	tokenizer->attributes.count = 0;
	*self_closing = false;
	while (at < s.len) {
		if (s.at[at] == '>')
			return at + 1;
		if (s.at[at] == '/') {
			*self_closing = at + 1 < s.len && s.at[at + 1] == '>';
			at++;
		} else if (html_is_space(s.at[at])) {
			at++;
		} else {
			at = read_attribute(tokenizer, at);
		}
	}
	return s.len + 1;
}

struct mode_of {
	struct str name;
	enum html_mode mode;
};

static enum html_mode mode_after(struct str name)
{
	static const struct mode_of modes[] = {
	    {{"title", 5}, HTML_RCDATA},     {{"textarea", 8}, HTML_RCDATA}, {{"style", 5}, HTML_RAWTEXT},
	    {{"xmp", 3}, HTML_RAWTEXT},      {{"iframe", 6}, HTML_RAWTEXT},  {{"noembed", 7}, HTML_RAWTEXT},
	    {{"noframes", 8}, HTML_RAWTEXT}, {{"script", 6}, HTML_SCRIPT},   {{"plaintext", 9}, HTML_PLAINTEXT},
	};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (str_eq_nocase(modes[i].name, name))
			return modes[i].mode;
	return HTML_DATA;
}

bool html_tag_read(struct html_tokenizer *tokenizer, struct html_token *token)
{
	struct str s = tokenizer->source;
	bool is_end = s.at[tokenizer->at + 1] == '/';
	size_t name = tokenizer->at + (is_end ? 2 : 1), end = name_end(s, name);
	size_t after = read_attributes(tokenizer, end, &token->self_closing);

	if (tokenizer->mode != HTML_PLAINTEXT)
		tokenizer->mode = HTML_DATA;
	if (after > s.len) {
		tokenizer->at = s.len;
		return false;
	}
	tokenizer->at = after;
	token->kind = is_end ? HTML_END_TAG : HTML_START_TAG;
	token->name = (struct span){name, end - name};
	token->attributes = tokenizer->attributes.at;
	token->attribute_count = tokenizer->attributes.count;
	if (!is_end) {
		tokenizer->last_start = str_span(s, token->name);
		if (!tokenizer->keeps_mode)
			tokenizer->mode = mode_after(tokenizer->last_start);
	}
	return true;
}
