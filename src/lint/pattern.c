#include "lint/pattern.h"

#include "lint/anchors.h"
#include "lint/phrase.h"

static void read_anchor(struct str word, struct anchor *anchor)
{
	anchor->is_prefix = word.len > 1 && str_ends(word, STR("*"));
	anchor->word = str_sub(word, 0, word.len - anchor->is_prefix);
	anchor->bit = haystack_bit(anchor->word, anchor->is_prefix);
}

static struct anchor *read_anchors(const struct str_list *words, struct anchor *anchor)
{
	for (size_t i = 0; i < words->count; i++)
		read_anchor(words->at[i], anchor++);
	return anchor;
}

static void take_anchors(struct arena *arena, const struct phrase *phrase, struct traits *traits)
{
	const struct str_list *words = &phrase->anchors, *also = &phrase->also, *heads = &phrase->heads;
	struct anchor *anchors = ARENA_ARRAY(arena, words->count + also->count + heads->count + 1, struct anchor);

	traits->anchors = anchors;
	traits->anchor_count = words->count;
	traits->also_count = words->count ? also->count : 0;
	traits->head_count = heads->count;
	anchors = read_anchors(words, anchors);
	anchors = traits->also_count ? read_anchors(also, anchors) : anchors;
	read_anchors(heads, anchors);
}

struct traits pattern_read_regex(struct arena *arena, struct str regex)
{
	struct traits traits = {.key = 0x517cc1b727220a95u};
	struct anchors anchors, second;

	anchors_init(&anchors, &second);
	traits.is_line = regex_anchors(regex, &anchors);
	struct phrase phrase = {.anchors = anchors_list(&anchors, arena), .also = anchors_list(&second, arena)};
	take_anchors(arena, &phrase, &traits);
	for (size_t i = 0; i < regex.len; i++)
		traits.key = (traits.key ^ (unsigned char)regex.at[i]) * 0x100000001b3u;
	traits.key |= 1;
	return traits;
}

struct pattern pattern_of(const struct phrase_sets *sets, struct str source, const struct traits *traits)
{
	bool is_regex = phrase_is_regex(source);

	return (struct pattern){.source = is_regex ? str_sub(source, 1, source.len - 2) : source,
	                        .sets = is_regex ? NULL : sets,
	                        .traits = *traits,
	                        .is_regex = is_regex};
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
	*traits = (struct traits){.key = phrase.key | 1, .is_line = true};
	take_anchors(arena, &phrase, traits);
	return true;
}
