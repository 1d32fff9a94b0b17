#include "document/wording.h"

struct words {
	const struct str *at;
	size_t count;
};

#define LIST(name) static const struct str words_##name[] = {
#define SAY(text) {(text), sizeof(text) - 1},
#define END                                                                                                            \
	}                                                                                                                  \
	;
#include "document/wording.def"
#undef LIST
#undef SAY
#undef END

static struct words words_of(enum wording list)
{
	static const struct words lists[WORDING_COUNT] = {
#define LIST(name) [WORDING_##name] = {words_##name, sizeof words_##name / sizeof *words_##name},
#define SAY(text)
#define END
#include "document/wording.def"
#undef LIST
#undef SAY
#undef END
	};

	return lists[list];
}

static bool is_letter(struct str s, size_t at)
{
	return at < s.len && (ascii_alnum(s.at[at]) || (unsigned char)s.at[at] >= 0x80);
}

bool wording_is(enum wording list, struct str s)
{
	struct words words = words_of(list);

	for (size_t i = 0; i < words.count; i++) {
		if (str_eq_nocase(s, words.at[i])) {
			return true;
		}
	}
	return false;
}

bool wording_starts(enum wording list, struct str s)
{
	struct words words = words_of(list);

	for (size_t i = 0; i < words.count; i++) {
		if (str_starts_nocase(s, words.at[i]) && !is_letter(s, words.at[i].len)) {
			return true;
		}
	}
	return false;
}

bool wording_has(enum wording list, struct str s)
{
	struct words words = words_of(list);

	for (size_t i = 0; i < words.count; i++) {
		for (size_t at = 0; (at = str_find_nocase(s, words.at[i], at)) != STR_NONE; at++) {
			if ((at == 0 || !is_letter(s, at - 1)) && !is_letter(s, at + words.at[i].len)) {
				return true;
			}
		}
	}
	return false;
}

bool wording_contains(enum wording list, struct str s)
{
	struct words words = words_of(list);

	for (size_t i = 0; i < words.count; i++) {
		if (str_find_nocase(s, words.at[i], 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}
