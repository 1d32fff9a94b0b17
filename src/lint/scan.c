#include "lint/scan.h"

#include "base/utf8.h"

#define GAP_MAX 50u

bool scan_fail(const struct scan *scan, size_t at, const char *what)
{
	return err_set(scan->err, "column %zu: %s", utf8_count(str_sub(scan->source, 0, at)) + 1, what);
}

void scan_write(struct scan *scan, const char *text)
{
	if (scan->out)
		buf_add(scan->out, str_of(text));
}

static char peek_next(const struct scan *scan)
{
	struct scan next = *scan;

	next.at++;
	return scan_peek(&next);
}

void scan_skip_spaces(struct scan *scan)
{
	while (ascii_space(scan_peek(scan)))
		scan->at++;
}

static bool ends_word(char c)
{
	return scan_ends(c) || c == '{' || c == '[' || c == '~' || c == '^' || c == ',' || ascii_space(c);
}

bool scan_at_dollar(const struct scan *scan)
{
	size_t next = scan->at + 1;

	if (scan_peek(scan) != '$')
		return false;
	while (next < scan->source.len && ascii_space(scan->source.at[next]))
		next++;
	return next == scan->source.len || scan_ends(scan->source.at[next]);
}

/* Length of a typographic quote or hyphen at `at`, which the views have as ASCII; *plain is that. 0: none. */
static size_t folded(struct str source, size_t at, char *plain)
{
	static const struct {
		const char bytes[4];
		char plain;
	} folds[] = {{"\xe2\x80\x98", '\''}, {"\xe2\x80\x99", '\''}, {"\xe2\x80\x9c", '"'},
	             {"\xe2\x80\x9d", '"'},  {"\xe2\x80\x90", '-'},  {"\xe2\x80\x91", '-'}};

	if ((unsigned char)source.at[at] != 0xe2)
		return 0;
	for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
		if (str_starts(str_from(source, at), (struct str){folds[i].bytes, 3})) {
			*plain = folds[i].plain;
			return 3;
		}
	}
	return 0;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters and digits. */
static void scan_plain(struct scan *scan)
{
	size_t start = scan->at;

	while (is_plain(scan_peek(scan)))
		scan->at++;
	if (scan->out)
		buf_add(scan->out, str_sub(scan->source, start, scan->at - start));
}

static void write_char(struct scan *scan, char c)
{
	if (!scan->out)
		return;
	if (!ascii_alnum(c) && (unsigned char)c < 0x80)
		buf_char(scan->out, '\\');
	buf_char(scan->out, c);
}

/* From a backslash on: \d, \w, either with +, or any other character as itself. */
static bool scan_escape(struct scan *scan)
{
	char c = peek_next(scan);

	if (c == '\0' || ascii_space(c))
		return scan_fail(scan, scan->at, "'\\' must be followed by a character, as in \\@");
	if (c != 'd' && c != 'w' && ascii_alnum(c))
		return scan_fail(scan, scan->at, "only \\d and \\w are known, and '\\' before a special character");
	scan->at += 2;
	if (c != 'd' && c != 'w') {
		write_char(scan, c);
		return true;
	}
	scan_write(scan, c == 'd' ? "\\d" : "\\w");
	if (scan_peek(scan) == '+') {
		scan_write(scan, "+");
		scan->at++;
	}
	return true;
}

static bool scan_star(struct scan *scan, size_t start, bool *any_ending)
{
	if (scan->at == start)
		return scan_fail(scan, start, "'*' stands behind the beginning of a word, as in apologi*; any word is ~1");
	scan->at++;
	if (scan_is_letter(scan_peek(scan)))
		return scan_fail(scan, scan->at - 1, "'*' stands only at the end of a word");
	*any_ending = true;
	scan_write(scan, "\\p{L}*");
	return true;
}

static void scan_character(struct scan *scan)
{
	char plain = scan_peek(scan);
	size_t fold = folded(scan->source, scan->at, &plain);

	write_char(scan, plain);
	scan->at += fold ? fold : 1;
}

bool scan_word_text(struct scan *scan, bool *any_ending)
{
	size_t start = scan->at;
	bool good = true;

	while (good) {
		scan_plain(scan);
		char c = scan_peek(scan);
		if (ends_word(c) || (c == '$' && scan_at_dollar(scan)))
			return true;
		if (c == '\\')
			good = scan_escape(scan);
		else if (c == '*')
			good = scan_star(scan, start, any_ending);
		else
			scan_character(scan);
	}
	return false;
}

/* The end of the run of letters and digits at `at`, and what stands there; *next: behind that. */
static size_t run_end(struct str word, size_t at, uint32_t *code_point, size_t *next)
{
	for (;; at = *next) {
		while (at < word.len && is_plain(word.at[at]))
			at++;
		*code_point = 0;
		*next = at + 1;
		if (at == word.len)
			return at;
		*next = at + utf8_decode(word, at, code_point);
		if (*code_point < 0x80 || (!utf8_is_letter(*code_point) && !utf8_is_digit(*code_point)))
			return at;
	}
}

void scan_anchor(struct scan *scan, struct str word, bool open_left, bool open_right)
{
	struct anchor_word best = {.text = {"", 0}};
	uint32_t code_point;
	size_t next;

	if (str_find_char(word, '\\', 0) != STR_NONE) {
		if (str_find(word, STR("\\d"), 0) != STR_NONE)
			anchors_add(scan->anchors, (struct anchor_word){.text = STR(ANCHOR_DIGIT)});
		return;
	}
	for (size_t start = 0; start < word.len; start = next) {
		size_t end = run_end(word, start, &code_point, &next);
		struct anchor_word run = {.text = str_sub(word, start, end - start)};
		run.is_prefix = end < word.len ? code_point == '*' : open_right;
		if (run.text.len > best.text.len && !(start == 0 && open_left))
			best = run;
	}
	anchors_add(scan->anchors, best);
}

void scan_no_head(struct scan *scan)
{
	if (scan->leads)
		scan->heads = NULL;
}

void scan_head(struct scan *scan, struct str word, bool open_right)
{
	struct anchor_word head = {.is_prefix = open_right};
	size_t len = 0;

	while (len < word.len && is_plain(word.at[len]))
		len++;
	if (len < word.len)
		head.is_prefix = word.at[len] == '*' || word.at[len] == '\\';
	head.text = str_sub(word, 0, len);
	bool has_others = len < word.len && (unsigned char)word.at[len] >= 0x80;
	if (scan->leads && scan->heads && (len == 0 || has_others || !anchors_add_head(scan->heads, head)))
		scan->heads = NULL;
	scan->leads = false;
}

bool scan_open_right(const struct scan *scan)
{
	char next = scan_peek(scan);

	return next == '{' || next == '[' || next == '@' || next == '\\' || scan_is_letter(next);
}

bool scan_apostrophe(const struct scan *scan)
{
	char plain = scan_peek(scan);

	return scan->at < scan->source.len && (plain == '\'' || (folded(scan->source, scan->at, &plain) && plain == '\''));
}

bool scan_attaches(const struct scan *scan)
{
	char c = scan_peek(scan);

	return c == ',' || c == ';' || c == ':' || c == '.' || c == '!' || c == '?' || scan_at_dollar(scan) ||
	       scan_apostrophe(scan);
}

/* +1 at an opening bracket, -1 at a closing one. */
static int nesting(char c)
{
	return (c == '{' || c == '[') - (c == '}' || c == ']');
}

bool scan_any_attaches(const struct scan *scan, bool only_apostrophes)
{
	struct scan ahead = *scan;
	int depth = 0;

	if (!scan->may_attach)
		return false;
	do {
		char c = scan_peek(&ahead);
		depth += nesting(c);
		ahead.at += c == '\\' ? 2 : 1;
		if (depth != 1 || (c != '|' && nesting(c) != 1))
			continue;
		scan_skip_spaces(&ahead);
		if (only_apostrophes ? scan_apostrophe(&ahead) : scan_attaches(&ahead))
			return true;
	} while (depth > 0 && ahead.at < ahead.source.len);
	return false;
}

bool scan_number(struct scan *scan, unsigned *words)
{
	size_t start = scan->at++;

	for (*words = 0; ascii_digit(scan_peek(scan)); scan->at++) {
		*words = *words * 10 + (unsigned)(scan_peek(scan) - '0');
		if (*words > GAP_MAX)
			return scan_fail(scan, start, "a gap is of at most 50 words");
	}
	if (scan->at == start + 1)
		return scan_fail(scan, start, "'~' must be followed by a number of words, as in ~3");
	if (!scan_ends(scan_peek(scan)) && !ascii_space(scan_peek(scan)) && !scan_at_dollar(scan))
		return scan_fail(scan, scan->at, "a space is expected behind the gap");
	return true;
}
