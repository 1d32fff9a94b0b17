/*
 * The tokenizer for a test program: on each line of standard input a case, {"input", "state", "last", "grow"}, on each
 * line of standard output its tokens as html5lib's tests write them. With "grow" the source comes a byte at a time
 * (html_feed.h).
 */
#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/html_feed.h"
#include "base/buf.h"

struct run {
	struct arena *arena;
	struct str source;
	json_t *tokens;
};

/* ---- tokens as the tests write them ---- */

/* Line ends as LF, which a tokenizer's input stream has already. */
static struct str one_line_end(struct arena *arena, struct str s)
{
	struct buf buf;

	buf_init(&buf, arena, s.len + 1);
	for (size_t at = 0; at < s.len; at++) {
		bool pair = s.at[at] == '\r' && at + 1 < s.len && s.at[at + 1] == '\n';
		if (!pair) {
			buf_char(&buf, s.at[at] == '\r' ? '\n' : s.at[at]);
		}
	}
	return buf_str(&buf);
}

/* What is written there, with NUL as U+FFFD unless it is kept. */
static json_t *written(const struct run *run, struct str s, bool keeps_nul)
{
	struct buf buf;

	s = one_line_end(run->arena, s);
	buf_init(&buf, run->arena, s.len * 3 + 1);
	for (size_t at = 0; at < s.len; at++) {
		if (s.at[at] == '\0' && !keeps_nul) {
			buf_code_point(&buf, 0xFFFD);
		} else {
			buf_char(&buf, s.at[at]);
		}
	}
	return json_stringn(buf.len > 0 ? buf.at : "", buf.len);
}

static json_t *name_of(const struct run *run, struct span name)
{
	return written(run, str_lower(run->arena, str_span(run->source, name)), false);
}

/* Text that follows text is one token with it. */
static void add_text(const struct run *run, json_t *text)
{
	json_t *last = json_array_get(run->tokens, json_array_size(run->tokens) - 1);

	if (last == NULL || strcmp(json_string_value(json_array_get(last, 0)), "Character") != 0) {
		json_array_append_new(run->tokens, json_pack("[so]", "Character", text));
		return;
	}
	json_t *before = json_array_get(last, 1);
	struct buf joined;
	buf_init(&joined, run->arena, json_string_length(before) + json_string_length(text) + 1);
	buf_add(&joined, (struct str){json_string_value(before), json_string_length(before)});
	buf_add(&joined, (struct str){json_string_value(text), json_string_length(text)});
	json_array_set_new(last, 1, json_stringn(joined.at, joined.len));
	json_decref(text);
}

static json_t *attributes_of(const struct run *run, const struct html_token *token)
{
	json_t *object = json_object();

	for (size_t i = 0; i < token->attribute_count; i++) {
		json_t *name = name_of(run, token->attributes[i].name);
		struct str value = one_line_end(run->arena, str_span(run->source, token->attributes[i].value));
		value = html_decode_value(run->arena, value);
		if (json_object_get(object, json_string_value(name)) == NULL) {
			json_object_set_new(object, json_string_value(name),
			                    json_stringn(value.len > 0 ? value.at : "", value.len));
		}
		json_decref(name);
	}
	return object;
}

static json_t *identifier(const struct run *run, struct str s)
{
	return s.at == NULL ? json_null() : written(run, s, false);
}

static json_t *doctype_of(const struct run *run, const struct html_token *token)
{
	json_t *name = token->name.len > 0 ? name_of(run, token->name) : json_null();

	return json_pack("[soooo]", "DOCTYPE", name, identifier(run, token->public_id), identifier(run, token->system_id),
	                 json_boolean(!token->quirks));
}

static void add_tag(const struct run *run, const struct html_token *token)
{
	json_t *name = name_of(run, token->name);

	if (token->kind == HTML_END_TAG) {
		json_array_append_new(run->tokens, json_pack("[so]", "EndTag", name));
		return;
	}
	json_t *tag = json_pack("[soo]", "StartTag", name, attributes_of(run, token));
	if (token->self_closing) {
		json_array_append_new(tag, json_true());
	}
	json_array_append_new(run->tokens, tag);
}

static void add_token(const struct run *run, const struct html_token *token)
{
	json_t *comment;

	switch (token->kind) {
	case HTML_TEXT:
		add_text(run, written(run, str_span(run->source, token->source), token->mode == HTML_DATA));
		break;
	case HTML_REFERENCE:
		add_text(run, json_stringn(token->reference.bytes, token->reference.len));
		break;
	case HTML_START_TAG:
	case HTML_END_TAG:
		add_tag(run, token);
		break;
	case HTML_COMMENT:
	case HTML_BOGUS_COMMENT:
		comment = written(run, str_span(run->source, token->content), false);
		json_array_append_new(run->tokens, json_pack("[so]", "Comment", comment));
		break;
	case HTML_DOCTYPE:
		json_array_append_new(run->tokens, doctype_of(run, token));
		break;
	case HTML_END:
		break;
	}
}

/* ---- cases ---- */

static enum html_mode mode_of(const char *state)
{
	static const char *const names[] = {[HTML_DATA] = "Data state",
	                                    [HTML_RCDATA] = "RCDATA state",
	                                    [HTML_RAWTEXT] = "RAWTEXT state",
	                                    [HTML_SCRIPT] = "Script data state",
	                                    [HTML_PLAINTEXT] = "PLAINTEXT state"};
	enum html_mode mode = HTML_DATA;

	while (strcmp(names[mode], state) != 0) {
		mode++;
		assert(mode <= HTML_PLAINTEXT);
	}
	return mode;
}

static void run_case(json_t *wanted)
{
	json_t *input = json_object_get(wanted, "input");
	struct run run = {.arena = arena_new((size_t)1 << 26), .tokens = json_array()};
	struct html_feed feed;
	struct html_token token;

	run.source = str_copy(run.arena, (struct str){json_string_value(input), json_string_length(input)});
	html_tokenizer_init(&feed.tokenizer, run.arena, run.source);
	feed.tokenizer.keeps_mode = true;
	feed.tokenizer.mode = mode_of(json_string_value(json_object_get(wanted, "state")));
	feed.tokenizer.last_start = str_of(json_string_value(json_object_get(wanted, "last")));
	html_feed_init(&feed, json_is_true(json_object_get(wanted, "grow")));
	while (html_feed_next(&feed, &token)) {
		add_token(&run, &token);
	}
	json_dumpf(run.tokens, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(run.tokens);
	arena_free(run.arena);
}

int main(void)
{
	json_t *wanted;

	while ((wanted = json_loadf(stdin, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL)) != NULL) {
		run_case(wanted);
		json_decref(wanted);
	}
	return 0;
}
