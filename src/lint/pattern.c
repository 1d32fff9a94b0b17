#include "lint/pattern.h"

#include "base/buf.h"
#include "lint/anchors.h"
#include "lint/phrase.h"

/* Reads words, prefixes with '*' behind them, into anchors from *anchor on; their bytes go to `bytes`. */
static void read_anchors(const struct str_list *list, struct anchor **anchor, struct buf *bytes)
{
	for (size_t i = 0; i < list->count; i++) {
		bool is_prefix = list->at[i].len > 1 && str_ends(list->at[i], STR("*"));
		struct str word = str_sub(list->at[i], 0, list->at[i].len - is_prefix);
		*(*anchor)++ = (struct anchor){.word = (uint32_t)bytes->len,
		                               .bit = haystack_bit(word, is_prefix),
		                               .len = (uint8_t)word.len,
		                               .is_prefix = is_prefix};
		buf_add(bytes, word);
	}
}

static void take_anchors(struct arena *arena, const struct phrase *phrase, struct traits *traits)
{
	const struct str_list *words = &phrase->anchors, *also = &phrase->also, *heads = &phrase->heads;
	struct anchor *anchors = ARENA_ARRAY(arena, words->count + also->count + heads->count + 1, struct anchor);
	struct buf bytes;

	traits->anchors = anchors;
	traits->anchor_count = words->count;
	traits->also_count = words->count ? also->count : 0;
	traits->head_count = heads->count;
	buf_init(&bytes, arena, UINT32_MAX);
	read_anchors(words, &anchors, &bytes);
	if (traits->also_count)
		read_anchors(also, &anchors, &bytes);
	read_anchors(heads, &anchors, &bytes);
	traits->words = buf_str(&bytes).at;
}

struct traits pattern_read_regex(struct arena *arena, struct str regex)
{
	struct traits traits = {.key = 0x517cc1b727220a95u};
	struct anchors anchors, second, heads;

	anchors_init(&anchors, &second);
	anchors_init(&heads, NULL);
	traits.is_line = regex_anchors(regex, &anchors, &heads);
	struct phrase phrase = {.anchors = anchors_list(&anchors, arena),
	                        .also = anchors_list(&second, arena),
	                        .heads = anchors_list(&heads, arena)};
	take_anchors(arena, &phrase, &traits);
	for (size_t i = 0; i < regex.len; i++)
		traits.key = (traits.key ^ (unsigned char)regex.at[i]) * 0x100000001b3u;
	traits.key |= 1;
	return traits;
}

struct str pattern_word(struct arena *arena, struct str regex)
{
	return str_printf(arena, "\\b(?:" STR_FMT ")\\b", STR_ARG(regex));
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
