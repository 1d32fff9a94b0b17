/* The smallest pieces of a change: what stays as it is keeps its bytes, its markup and its typography. */
#include "lint/fix_pieces.h"

#include "base/utf8.h"

static void add(struct fixing *fixing, struct pieces *pieces, struct span where, struct str bytes)
{
	struct piece *piece = vec_push(fixing->arena, pieces);

	*piece = (struct piece){.where = where, .bytes = bytes};
}

static void add_insertion(struct fixing *fixing, struct pieces *pieces, size_t at, struct str bytes, bool behind)
{
	struct piece *piece = vec_push(fixing->arena, pieces);

	*piece = (struct piece){.where = {at, 0}, .bytes = bytes, .behind = behind};
}

static bool continues(char byte)
{
	return ((unsigned char)byte & 0xC0u) == 0x80u;
}

static size_t common_prefix(struct str a, struct str b)
{
	size_t length = 0;

	while (length < a.len && length < b.len && a.at[length] == b.at[length]) {
		length++;
	}
	while (length > 0 && ((length < a.len && continues(a.at[length])) || (length < b.len && continues(b.at[length])))) {
		length--;
	}
	return length;
}

static size_t common_suffix(struct str a, struct str b)
{
	size_t length = 0;

	while (length < a.len && length < b.len && a.at[a.len - 1 - length] == b.at[b.len - 1 - length]) {
		length++;
	}
	while (length > 0 && continues(a.at[a.len - length])) {
		length--;
	}
	return length;
}

/* Without what is alike at both ends. */
static void add_trimmed(struct fixing *fixing, struct pieces *pieces, struct span where, struct str new_bytes)
{
	struct str old_bytes = page_bytes(fixing->page, where);
	size_t before = common_prefix(old_bytes, new_bytes);
	size_t after = common_suffix(str_from(old_bytes, before), str_from(new_bytes, before));
	struct span rest = {where.at + before, where.len - before - after};
	struct str bytes = str_sub(new_bytes, before, new_bytes.len - before - after);

	if (rest.len == 0 && bytes.len > 0) {
		add_insertion(fixing, pieces, rest.at, bytes, before > 0);
	} else if (rest.len > 0) {
		add(fixing, pieces, rest, bytes);
	}
}

/* Character by character, for words of as many characters: the spans that differ. */
static void add_characters(struct fixing *fixing, struct pieces *pieces, struct span where, struct str new_bytes)
{
	struct str old_bytes = page_bytes(fixing->page, where);
	size_t i = 0, j = 0, start = 0, new_start = 0;

	while (i < old_bytes.len && j < new_bytes.len) {
		uint32_t a, b;
		size_t old_length = utf8_decode(old_bytes, i, &a), new_length = utf8_decode(new_bytes, j, &b);
		if (a == b && i > start) {
			add(fixing, pieces, (struct span){where.at + start, i - start},
			    str_sub(new_bytes, new_start, j - new_start));
		}
		i += old_length;
		j += new_length;
		start = a == b ? i : start;
		new_start = a == b ? j : new_start;
	}
	if (i > start) {
		add(fixing, pieces, (struct span){where.at + start, i - start}, str_sub(new_bytes, new_start, j - new_start));
	}
}

static void add_word(struct fixing *fixing, struct pieces *pieces, struct span where, struct str new_bytes)
{
	struct str old_bytes = page_bytes(fixing->page, where);

	if (str_eq(old_bytes, new_bytes)) {
		return;
	}
	if (text_is_verbatim(fixing->page->view, where)) {
		add(fixing, pieces, where, new_bytes);
	} else if (utf8_count(old_bytes) == utf8_count(new_bytes)) {
		add_characters(fixing, pieces, where, new_bytes);
	} else {
		add_trimmed(fixing, pieces, where, new_bytes);
	}
}

static size_t token_end(struct str s, size_t at)
{
	bool blank = at < s.len && ascii_space(s.at[at]);

	while (at < s.len && ascii_space(s.at[at]) == blank) {
		at++;
	}
	return at;
}

/* Whether both have as many words and the same white space between them. */
static bool words_align(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && j < b.len) {
		size_t a_end = token_end(a, i), b_end = token_end(b, j);
		bool a_blank = ascii_space(a.at[i]), b_blank = ascii_space(b.at[j]);
		if (a_blank != b_blank || (a_blank && !str_eq(str_sub(a, i, a_end - i), str_sub(b, j, b_end - j)))) {
			return false;
		}
		i = a_end;
		j = b_end;
	}
	return i == a.len && j == b.len;
}

static void add_words(struct fixing *fixing, struct pieces *pieces, struct span where, struct str new_bytes)
{
	struct str old_bytes = page_bytes(fixing->page, where);

	for (size_t i = 0, j = 0; i < old_bytes.len;) {
		size_t i_end = token_end(old_bytes, i), j_end = token_end(new_bytes, j);
		add_word(fixing, pieces, (struct span){where.at + i, i_end - i}, str_sub(new_bytes, j, j_end - j));
		i = i_end;
		j = j_end;
	}
}

/*
 * A paragraph of its own goes between two blocks and nowhere else (a body without text may be no body at all); what
 * keeps it apart from its neighbour is added.
 */
static bool add_paragraph(struct fixing *fixing, struct pieces *pieces, const struct change *change)
{
	struct str view = fixing->page->view->bytes, text = str_trim(change->text);
	size_t at = change->where.at;
	bool behind = str_starts(change->text, STR("\n\n"));
	bool between = behind ? at == view.len || view.at[at] == '\n' : at == 0 || view.at[at - 1] == '\n';
	bool close_after = at + 1 < view.len && view.at[at] == '\n' && view.at[at + 1] != '\n';
	bool close_before = at > 1 && view.at[at - 2] != '\n';

	if (!between || view.len == 0) {
		return false;
	}
	struct str bytes = behind ? str_printf(fixing->arena, "\n\n" STR_FMT "%s", STR_ARG(text), close_after ? "\n" : "")
	                          : str_printf(fixing->arena, "%s" STR_FMT "\n\n", close_before ? "\n" : "", STR_ARG(text));
	add_insertion(fixing, pieces, at, bytes, behind);
	pieces->at[pieces->count - 1].is_paragraph = true;
	return true;
}

bool fix_split(struct fixing *fixing, const struct change *change, struct pieces *pieces)
{
	struct span where = change->where;
	struct str old_bytes = page_bytes(fixing->page, where), text = change->text;
	bool extends = str_starts(text, old_bytes) || str_ends(text, old_bytes);

	if (where.len == 0 && (str_starts(text, STR("\n\n")) || str_ends(text, STR("\n\n")))) {
		return add_paragraph(fixing, pieces, change);
	}
	if (where.len == 0) {
		bool behind = text.len > 0 && ascii_space(text.at[0]);
		add_insertion(fixing, pieces, where.at, text, behind || where.at == fixing->page->view->bytes.len);
	} else if (!extends && words_align(old_bytes, text)) {
		add_words(fixing, pieces, where, text);
	} else if (!extends && text_is_verbatim(fixing->page->view, where)) {
		add(fixing, pieces, where, text);
	} else {
		add_trimmed(fixing, pieces, where, text);
	}
	return true;
}
