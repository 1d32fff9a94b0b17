#include "lint/pattern.h"

#include "lint/anchors.h"
#include "lint/phrase.h"

static void take_anchors(struct arena *arena, const struct str_list *words, struct traits *traits)
{
	struct anchor *anchors = ARENA_ARRAY(arena, words->count ? words->count : 1, struct anchor);

	for (size_t i = 0; i < words->count; i++) {
		struct str word = words->at[i];
		anchors[i].is_prefix = word.len > 1 && str_ends(word, STR("*"));
		anchors[i].word = str_sub(word, 0, word.len - anchors[i].is_prefix);
		anchors[i].bit = haystack_bit(anchors[i].word, anchors[i].is_prefix);
	}
	traits->anchors = anchors;
	traits->anchor_count = words->count;
}

struct traits pattern_read_regex(struct arena *arena, struct str regex)
{
	struct traits traits = {.key = 0x517cc1b727220a95u};
	struct anchors anchors;

	anchors.count = 0;
	traits.is_line = regex_anchors(regex, &anchors);
	struct str_list words = anchors_list(&anchors, arena);
	take_anchors(arena, &words, &traits);
	for (size_t i = 0; i < regex.len; i++)
		traits.key = (traits.key ^ (unsigned char)regex.at[i]) * 0x100000001b3u;
	traits.key |= 1;
	return traits;
}

bool pattern_read(struct arena *arena, const struct phrase_sets *sets, struct str source, struct traits *traits,
                  struct err *err)
{
	struct phrase phrase;

	if (phrase_is_regex(source)) {
		*traits = pattern_read_regex(arena, str_sub(source, 1, source.len - 2));
		return true;
	}
	if (!phrase_check(arena, sets, source, &phrase, err))
		return false;
	traits->is_line = true;
	traits->key = phrase.key | 1;
	take_anchors(arena, &phrase.anchors, traits);
	return true;
}
