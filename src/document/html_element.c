#include "document/html_element.h"

#include "document/reading.h"

static const struct html_element elements[] = {
#define ELEMENT(name, lines, traits, group, closes, mark)                                                              \
	{{(name), sizeof(name) - 1}, (lines), (traits), (group), (closes), (int)(mark)},
#include "document/html_element.def"
#undef ELEMENT
};

static int compare_nocase(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int difference = ascii_lower(a.at[i]) - ascii_lower(b.at[i]);
		if (difference != 0) {
			return difference;
		}
	}
	return (a.len > b.len) - (a.len < b.len);
}

const struct html_element *html_element_find(struct str name)
{
	static const struct html_element other = {.traits = TRAIT_INLINE, .mark = NO_MARK};
	size_t low = 0, high = sizeof elements / sizeof *elements;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_nocase(elements[middle].name, name);
		if (order == 0) {
			return &elements[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return &other;
}
