/* Lines: a phrase or /regular expression/ each, up to a blank line; the text that they are searched in follows. */
#include "fuzz.h"

#include "base/utf8.h"
#include "lint/phrase.h"
#include "mail/charset.h"

#define PATTERNS_MOST 16u
/* What is longer is searched piece by piece, and what is found depends on where a piece ends. */
#define SHORT 4000u

static struct matcher *read_patterns(struct arena *arena, struct str *bytes)
{
	struct matcher *matcher = matcher_new(arena, 0);

	for (size_t i = 0; i < PATTERNS_MOST; i++) {
		struct err err = {""};
		struct str line = fuzz_line(bytes);
		if (line.len == 0)
			break;
		bool good = matcher_add_phrase(matcher, &fuzz_ruleset()->sets, line, i, &err);
		assert(good == !err_is_set(&err));
	}
	return matcher;
}

/* Where the words stand tells only where not to look: without it the same is found. */
static void check_places(const struct matcher *matcher, struct arena *arena, const struct haystack *haystack,
                         const struct match_list *found)
{
	struct haystack placeless = *haystack;
	struct span all = {0, haystack->bytes.len};

	if (haystack->bytes.len > SHORT)
		return;
	placeless.places = NULL;
	struct match_list again = matcher_find_all(matcher, fuzz_searcher(), arena, &placeless, all);
	assert(again.count == found->count || searcher_overrun(fuzz_searcher()));
	for (size_t i = 0; i < found->count && again.count == found->count; i++) {
		assert(again.at[i].where.at == found->at[i].where.at && again.at[i].where.len == found->at[i].where.len);
		assert(again.at[i].tag == found->at[i].tag);
	}
}

void fuzz_one(struct arena *arena, struct str bytes)
{
	struct matcher *matcher = read_patterns(arena, &bytes);
	const struct text *text = charset_decode(arena, text_source(arena, bytes), STR(""), bytes.len * 4).text;
	struct haystack haystack = haystack_index(arena, text->bytes);
	struct span all = {0, text->bytes.len};
	struct err err = {""};

	if (!matcher_check(matcher, &err))
		return;
	struct match_list found = matcher_find_all(matcher, fuzz_searcher(), arena, &haystack, all);
	for (size_t i = 0; i < found.count; i++) {
		const struct match *match = &found.at[i];
		assert(match->where.len > 0 && fuzz_inside(match->where, text->bytes.len));
		assert(utf8_valid(str_span(text->bytes, match->where)));
		assert(i == 0 || match->where.at >= match[-1].where.at);
	}
	assert(matcher_matches(matcher, fuzz_searcher(), &haystack, all) == (found.count > 0));
	check_places(matcher, arena, &haystack, &found);
}
