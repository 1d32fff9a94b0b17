#include "front/wrap.h"

#include "base/utf8.h"

#define WIDTH 79u

static bool next_word(struct str *rest, struct str *word)
{
	size_t len = 0;

	while (rest->len && ascii_space(rest->at[0]))
		*rest = str_from(*rest, 1);
	while (len < rest->len && !ascii_space(rest->at[len]))
		len++;
	*word = str_sub(*rest, 0, len);
	*rest = str_from(*rest, len);
	return len > 0;
}

void wrap_print(FILE *out, size_t column, struct str text)
{
	struct str word;
	size_t used = column;

	while (next_word(&text, &word)) {
		size_t width = utf8_columns(word);
		if (used > column && used + 1 + width > WIDTH) {
			fprintf(out, "\n%*s", (int)column, "");
			used = column;
		} else if (used > column) {
			putc(' ', out);
			used++;
		}
		fwrite(word.at, 1, word.len, out);
		used += width;
	}
	putc('\n', out);
}

void wrap_labelled(FILE *out, size_t indent, const char *label, struct str text)
{
	if (!text.len)
		return;
	fprintf(out, "%*s%s", (int)indent, "", label);
	wrap_print(out, indent + str_of(label).len, text);
}
