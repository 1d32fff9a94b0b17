#include "document/document.h"

#include <stdlib.h>
#include <string.h>

#define VALUE "\xef\xbf\xbc" /* U+FFFC */

#define TAG_BYTES_MOST 2000u
#define COMMENT_BYTES_MOST 20000u
#define NAME_BYTES_MOST 100u
#define LABEL_BYTES_MOST 40u
#define LETTER_WITHIN 32u

enum tag_kind {
	TAG_VALUE,
	TAG_CONTROL,
	TAG_BEGIN, /* control, and a TAG_END belongs to it */
	TAG_END,   /* control where something has begun, else a value of that name */
	TAG_COMMENT
};

/* How sure it is that such a tag is one. */
enum tag_trust {
	TELLS,        /* nothing else looks like it: it tells a template */
	TELLS_MARKUP, /* in HTML it does */
	FITS,         /* taken for a tag in what is known as a template */
	ASKED         /* only where its language is asked for */
};

enum tag_inside {
	INSIDE_ANY,
	INSIDE_NONE,       /* nothing but the word */
	INSIDE_MORE,       /* white space and more after the word, and no '{' or ';' */
	INSIDE_VALUE,      /* a letter among the first bytes */
	INSIDE_EXPRESSION, /* begins with a letter or '_' */
	INSIDE_NAME,       /* customer.first_name */
	INSIDE_CAPITALS,   /* FIRST NAME, First_Name; no link of Markdown */
	INSIDE_LABEL       /* Product Name, email address: a few words of letters; no link of Markdown */
};

struct tag_syntax {
	const char *languages;
	enum tag_trust trust;
	struct str open;
	const char *words;
	struct str close;
	enum tag_inside inside;
	enum tag_kind kind;
};

static const struct tag_syntax syntaxes[] = {
#define TAG(languages, trust, open, words, close, inside, kind)                                                        \
	{languages, trust, {open, sizeof(open) - 1}, words, {close, sizeof(close) - 1}, inside, kind},
#include "document/template.def"
#undef TAG
};

#define SYNTAX_COUNT (sizeof syntaxes / sizeof syntaxes[0])

struct scanner {
	struct str s;
	const char *language; /* NULL: all that are not only taken when asked for */
	bool used[SYNTAX_COUNT];
	/* The first close of each syntax at or after where it was last looked for, + 1; so that looking stays linear. */
	size_t closes[SYNTAX_COUNT];
	size_t begun; /* TAG_BEGIN without its TAG_END */
};

struct tag {
	const struct tag_syntax *syntax;
	struct span whole, inside;
};

/* ---- languages ---- */

static bool holds_word(const char *words, struct str word)
{
	struct str rest = str_of(words), piece;

	while (word.len > 0 && str_split(&rest, ' ', &piece)) {
		if (str_eq(piece, word)) {
			return true;
		}
	}
	return false;
}

static bool is_auto(const char *language)
{
	return language == NULL || strcmp(language, "auto") == 0;
}

bool template_known(const char *language)
{
	bool known = is_auto(language) || strcmp(language, "none") == 0;

	for (size_t i = 0; i < SYNTAX_COUNT && !known; i++) {
		known = holds_word(syntaxes[i].languages, str_of(language));
	}
	return known;
}

static bool lists_name(const struct str_list *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq(names->at[i], name)) {
			return true;
		}
	}
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct str_list template_languages(struct arena *arena)
{
	struct str_list names = {0};

	for (size_t i = 0; i < SYNTAX_COUNT; i++) {
		struct str rest = str_of(syntaxes[i].languages), name;
		while (str_split(&rest, ' ', &name)) {
			if (!lists_name(&names, name)) {
				*vec_push(arena, &names) = str_copy(arena, name);
			}
		}
	}
	qsort(names.at, names.count, sizeof *names.at, compare_names);
	return names;
}

static void scanner_init(struct scanner *scanner, struct str s, const char *language)
{
	*scanner = (struct scanner){.s = s, .language = is_auto(language) ? NULL : language};
	for (size_t i = 0; i < SYNTAX_COUNT; i++) {
		scanner->used[i] =
		    is_auto(language) ? syntaxes[i].trust != ASKED : holds_word(syntaxes[i].languages, str_of(language));
	}
}

/* ---- one tag ---- */

static bool is_name_char(char c)
{
	return ascii_alnum(c) || c == '_';
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.len && ascii_space(s.at[at])) {
		at++;
	}
	return at;
}

/* "{{-", "{{~" */
static bool is_trim(char c)
{
	return c == '-' || c == '~';
}

/* Behind the opening whose first byte stands at `at`, a trim mark passed over; STR_NONE when it is not there. */
static size_t after_open(struct str s, size_t at, struct str whole)
{
	struct str bracket = str_sub(whole, 0, 2), rest = str_from(s, at);

	if (bracket.len == 2 && (rest.len < 2 || rest.at[1] != whole.at[1])) {
		return STR_NONE;
	}
	bool trims = bracket.len == 2 && rest.len > 2 && is_trim(rest.at[2]) && whole.at[2] != rest.at[2];
	size_t behind = bracket.len + (trims ? 1 : 0);
	if (!str_starts(str_from(rest, behind), str_from(whole, bracket.len))) {
		return STR_NONE;
	}
	return at + behind + whole.len - bracket.len;
}

/* Behind the word at `at` when it is one of words. White space may stand before it after a two-character bracket. */
static size_t after_word(struct str s, size_t at, const struct tag_syntax *syntax)
{
	size_t start = syntax->open.len > 1 ? skip_space(s, at) : at, end = start;

	while (end < s.len && end - start < NAME_BYTES_MOST && is_name_char(s.at[end])) {
		end++;
	}
	return holds_word(syntax->words, str_sub(s, start, end - start)) ? end : STR_NONE;
}

/* Where the name at `at` ends, white space around it included; `at` when none stands there. */
static size_t name_end(struct str s, size_t at)
{
	size_t start = skip_space(s, at), end = start;

	if (start - at > 1 || start >= s.len || (!ascii_alpha(s.at[start]) && s.at[start] != '_')) {
		return at;
	}
	while (end < s.len && end - start < NAME_BYTES_MOST &&
	       (is_name_char(s.at[end]) || s.at[end] == '.' || s.at[end] == '-')) {
		end++;
	}
	return end < s.len && s.at[end] == ' ' && start > at ? end + 1 : end;
}

/* Whether Markdown makes a link of the brackets around at ... end. */
static bool is_linked(struct str s, size_t at, size_t end)
{
	char next = end + 1 < s.len ? s.at[end + 1] : ' ';
	bool begins_line = at < 2 || s.at[at - 2] == '\n';

	return next == '(' || next == '[' || (at > 1 && s.at[at - 2] == ']') || (next == ':' && begins_line);
}

/* FIRST NAME, or a name with '_' in it. */
static size_t capitals_end(struct str s, size_t at)
{
	size_t end = at, capitals = 0, small = 0, underscores = 0;

	for (; end < s.len && end - at < NAME_BYTES_MOST; end++) {
		char c = s.at[end];
		if (!is_name_char(c) && c != ' ' && c != '-') {
			break;
		}
		capitals += c >= 'A' && c <= 'Z';
		small += c >= 'a' && c <= 'z';
		underscores += c == '_';
	}
	return is_linked(s, at, end) || (small == 0 ? capitals < 2 : underscores == 0) ? at : end;
}

/* "Company Name, LLC", "email address" */
static size_t label_end(struct str s, size_t at)
{
	size_t end = at, letters = 0;

	for (; end < s.len && end - at < LABEL_BYTES_MOST; end++) {
		if (!is_name_char(s.at[end]) && strchr(" ,-'/", s.at[end]) == NULL) {
			break;
		}
		letters += ascii_alpha(s.at[end]);
	}
	return is_linked(s, at, end) || letters == 0 || ascii_space(s.at[at]) ? at : end;
}

/* The next close at or after `at`; s.len when there is none. */
static size_t next_close(struct scanner *scanner, size_t index, size_t at)
{
	size_t *known = &scanner->closes[index];

	if (*known < at + 1) {
		size_t found = str_find(scanner->s, syntaxes[index].close, at);
		*known = (found == STR_NONE ? scanner->s.len : found) + 1;
	}
	return *known - 1;
}

static bool has_letter(struct str s)
{
	size_t at = 0;

	while (at < s.len && at < LETTER_WITHIN && !ascii_alpha(s.at[at])) {
		at++;
	}
	return at < s.len && at < LETTER_WITHIN;
}

/* Whether what stands between is what the syntax wants there. */
static bool fits(const struct tag_syntax *syntax, struct str inside)
{
	switch (syntax->inside) {
	case INSIDE_NONE:
		return inside.len == 0;
	case INSIDE_MORE:
		return inside.len > 1 && ascii_space(inside.at[0]) && skip_space(inside, 0) < inside.len &&
		       str_find_char(inside, '{', 0) == STR_NONE && str_find_char(inside, ';', 0) == STR_NONE;
	case INSIDE_VALUE:
		return has_letter(inside);
	case INSIDE_EXPRESSION:
		inside = str_from(inside, skip_space(inside, 0));
		return inside.len > 0 && (ascii_alpha(inside.at[0]) || inside.at[0] == '_');
	case INSIDE_NAME:
	case INSIDE_CAPITALS:
	case INSIDE_LABEL:
	case INSIDE_ANY:
	default:
		return true;
	}
}

/* Where the inside that begins at `at` ends and a close stands; STR_NONE when it is no such tag. */
static size_t inside_end(struct scanner *scanner, size_t index, size_t at)
{
	const struct tag_syntax *syntax = &syntaxes[index];
	struct str s = scanner->s;
	size_t most = syntax->kind == TAG_COMMENT ? COMMENT_BYTES_MOST : TAG_BYTES_MOST, end;

	if (syntax->inside == INSIDE_NAME || syntax->inside == INSIDE_CAPITALS || syntax->inside == INSIDE_LABEL) {
		end = syntax->inside == INSIDE_NAME       ? name_end(s, at)
		      : syntax->inside == INSIDE_CAPITALS ? capitals_end(s, at)
		                                          : label_end(s, at);
		return end > at && str_starts(str_from(s, end), syntax->close) ? end : STR_NONE;
	}
	end = next_close(scanner, index, at);
	return end < s.len && end - at <= most ? end : STR_NONE;
}

static bool read_tag(struct scanner *scanner, size_t index, size_t at, struct tag *tag)
{
	const struct tag_syntax *syntax = &syntaxes[index];
	size_t inside = after_open(scanner->s, at, syntax->open), word = inside;

	if (inside == STR_NONE || (syntax->kind == TAG_END && scanner->begun == 0)) {
		return false;
	}
	if (syntax->words != NULL) {
		word = after_word(scanner->s, inside, syntax);
	}
	size_t end = word != STR_NONE ? inside_end(scanner, index, word) : STR_NONE;
	if (end == STR_NONE || !fits(syntax, str_sub(scanner->s, word, end - word))) {
		return false;
	}
	tag->syntax = syntax;
	tag->whole = (struct span){at, end + syntax->close.len - at};
	tag->inside = (struct span){inside, end - inside};
	return true;
}

static bool may_open(char c)
{
	return c == '{' || c == '<' || c == '[' || c == '*' || c == '$' || c == '%' || c == '#';
}

/* The next tag at or after `at`; false when there is none. */
static bool next_tag(struct scanner *scanner, size_t at, struct tag *tag)
{
	for (; at < scanner->s.len; at++) {
		char c = scanner->s.at[at];
		if (!may_open(c)) {
			continue;
		}
		for (size_t i = 0; i < SYNTAX_COUNT; i++) {
			if (scanner->used[i] && syntaxes[i].open.at[0] == c && read_tag(scanner, i, at, tag)) {
				return true;
			}
		}
	}
	return false;
}

bool template_detect(struct str bytes, bool markup)
{
	struct scanner scanner;
	struct tag tag;

	scanner_init(&scanner, bytes, NULL);
	for (size_t i = 0; i < SYNTAX_COUNT; i++) {
		scanner.used[i] = syntaxes[i].trust == TELLS || (markup && syntaxes[i].trust == TELLS_MARKUP);
	}
	return next_tag(&scanner, 0, &tag);
}

/* ---- reading ---- */

static void add_comment(struct document *document, const struct text *source, const struct tag *tag)
{
	struct comment *comment = vec_push(document->arena, &document->comments);
	struct str text = str_span(source->bytes, tag->inside);

	while (text.len > 0 && is_trim(text.at[text.len - 1])) {
		text.len--; /* a trim mark */
	}
	comment->text = str_trim(text);
	comment->where = text_origin(source, tag->whole);
}

const struct text *template_read(struct document *document, const struct text *source, const char *syntax)
{
	struct str s = source->bytes;
	struct scanner scanner;
	struct text_builder out;
	struct tag tag;
	size_t at = 0;

	scanner_init(&scanner, s, syntax);
	text_begin(&out, document->arena, s.len * 2 + 16);
	while (next_tag(&scanner, at, &tag)) {
		text_add_copy(&out, str_sub(s, at, tag.whole.at - at), at);
		at = tag.whole.at + tag.whole.len;
		if (tag.syntax->kind == TAG_VALUE) {
			text_add_atom(&out, STR(VALUE), tag.whole.at, tag.whole.len);
		} else if (tag.syntax->kind == TAG_COMMENT) {
			add_comment(document, source, &tag);
		}
		scanner.begun += tag.syntax->kind == TAG_BEGIN;
		scanner.begun -= tag.syntax->kind == TAG_END;
	}
	text_add_copy(&out, str_from(s, at), at);
	return text_build(&out, TEXT_TEMPLATE, source);
}
