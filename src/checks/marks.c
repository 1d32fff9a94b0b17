/* Marks and markup: stretched letters, exclamation marks, dots, emoji, shouting HTML. */
#include <string.h>

#include "base/utf8.h"
#include "checks/yelling.h"
#include "lint/ruleset.h"

/* ---- stretched words ---- */

#define STRETCH_WORD_MOST 60u

static bool is_roman(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (strchr("IVXLCDMivxlcdm", word.at[i]) == NULL) {
			return false;
		}
	}
	return true;
}

/* Where a letter stands three times and more, and how often. */
static size_t stretch_at(struct str word, size_t *count)
{
	for (size_t i = 0; i + 2 < word.len; i++) {
		size_t same = 1;
		while (i + same < word.len && ascii_lower(word.at[i + same]) == ascii_lower(word.at[i])) {
			same++;
		}
		if (same >= 3 && ascii_alpha(word.at[i])) {
			*count = same;
			return i;
		}
	}
	return STR_NONE;
}

/* Each stretch with `keep` letters left. */
static struct str shortened(struct arena *arena, struct str word, size_t keep)
{
	size_t count;

	for (size_t at = stretch_at(word, &count); at != STR_NONE; at = stretch_at(word, &count)) {
		word = str_printf(arena, STR_FMT STR_FMT, STR_ARG(str_sub(word, 0, at + keep)),
		                  STR_ARG(str_from(word, at + count)));
	}
	return word;
}

static bool is_exception(struct str word)
{
	static const char *const words[] = {"www", "mmm", "hmmm", "hmm",  "brrr", "zzz",  "aaa",
	                                    "xxx", "iii", "viii", "grrr", "shh",  "pssst"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (str_eq_nocase(word, str_of(words[i]))) {
			return true;
		}
	}
	return false;
}

static bool is_size(struct str word)
{
	return word.len > 0 && (str_starts(word, STR("XX")) || str_starts(word, STR("AAA")));
}

void yelling_stretch(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct word_list *words = &judge->ruleset->lexicon.words;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		struct str text = page_bytes(page, word->span);
		size_t count;
		if (text.len > STRETCH_WORD_MOST || !yelling_is_plain_word(word) || stretch_at(text, &count) == STR_NONE ||
		    is_roman(text) || is_exception(text) || is_size(text) || word_list_has(words, text)) {
			continue;
		}
		struct str once = shortened(judge->arena, text, 1), twice = shortened(judge->arena, text, 2);
		bool one = word_list_has(words, once), two = word_list_has(words, twice);
		if (once.len == 1) {
			continue; /* "yyyy", "ffffff": a format, a colour */
		}
		/* "goood" may be meant for "god" and for "good": then nothing is put in its place. */
		struct change change = {word->span, one ? once : twice};
		struct report report = {.changes = &change, .change_count = one != two, .applicability = APPLY_UNSAFE};
		judge_report(judge, rule, page, word->span, &report);
	}
}

/* ---- exclamation marks ---- */

struct exclamations {
	size_t sentences, marks;
	struct span last;
};

void yelling_exclamations(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct exclamations count = {0};
	bool strict = judge_level(judge, rule) > LEVEL_SUGGESTION;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		struct str text = page_bytes(page, sentence->span);
		const struct block *block = &page->blocks.at[sentence->block];
		bool greets = block->zone == ZONE_GREETING || block->zone == ZONE_CLOSING;
		if (!rule_covers(rule, page, block) || (strict && greets)) {
			continue;
		}
		count.sentences++;
		if (str_ends(text, STR("!"))) {
			count.marks++;
			count.last = (struct span){sentence->span.at + sentence->span.len - 1, 1};
		}
	}
	bool many = count.marks >= 3 && count.marks * 100 >= count.sentences * 34;
	if (many || (strict && count.marks >= 2)) {
		judge_report(judge, rule, page, count.last, NULL);
	}
}

/* ---- dots ---- */

static bool trails_off(struct str sentence)
{
	return str_ends(sentence, STR("...")) || str_ends(sentence, STR("\xe2\x80\xa6"));
}

static bool asks_customer(struct str sentence)
{
	return str_starts_nocase(sentence, STR("please")) || str_find_nocase(sentence, STR(" please"), 0) != STR_NONE;
}

void yelling_ellipsis(const struct rule *rule, struct judge *judge, const struct page *page)
{
	size_t count = 0;
	bool request = false;
	struct span last = {0, 0};

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		struct str text = page_bytes(page, sentence->span);
		if (rule_covers(rule, page, &page->blocks.at[sentence->block]) && trails_off(text) &&
		    sentence->word_count > 1) {
			count++;
			request |= asks_customer(text);
			last = sentence->span;
		}
	}
	if (count >= 2 || request) {
		judge_report(judge, rule, page, last, NULL);
	}
}

/* ---- emoji ---- */

static const char *const emoticons[] = {":-)", ":)", ";-)", ";)", ":-(", ":(", ":D",  ":-D", ":P", ":-P", "=)",  "=(",
                                        "=D",  "<3", ":'(", ";P", "xD",  "XD", ":-/", ":/",  "^^", "^_^", ":'-("};

static bool is_edge(struct str s, size_t at)
{
	return at >= s.len || ascii_space(s.at[at]) || strchr(".,!?", s.at[at]) != NULL;
}

/* What only completes an emoji: variation selector, the signs for woman and man, the keycap. */
static bool completes_emoji(uint32_t c)
{
	return c == 0xFE0F || c == 0x2640 || c == 0x2642 || c == 0x20E3;
}

/* Length of the emoji at s[at], all that stand side by side, or 0. */
static size_t emoji_run(struct str s, size_t at)
{
	uint32_t c;
	size_t end = at, length = utf8_decode(s, at, &c);

	for (bool goes_on = utf8_is_emoji(c); goes_on && end < s.len; goes_on = utf8_is_emoji(c) || completes_emoji(c)) {
		end += length;
		length = end < s.len ? utf8_decode(s, end, &c) : 0;
	}
	return end - at;
}

/* Length of the emoji or emoticon at s[at], or 0. An emoticon stands apart. */
static size_t emoji_length(struct str s, size_t at)
{
	bool inside = at > 0 && !ascii_space(s.at[at - 1]);
	size_t emoji = (unsigned char)s.at[at] < 0x80 ? 0 : emoji_run(s, at);

	if (emoji > 0 || inside) {
		return emoji;
	}
	for (size_t i = 0; i < sizeof emoticons / sizeof emoticons[0]; i++) {
		struct str emoticon = emoticons[i][0] == s.at[at] ? str_of(emoticons[i]) : STR("");
		if (emoticon.len > 0 && str_starts(str_from(s, at), emoticon) && is_edge(s, at + emoticon.len)) {
			return emoticon.len;
		}
	}
	return 0;
}

void yelling_emoji(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct str s = page->masked;

	for (size_t at = 0; at < s.len;) {
		uint32_t c;
		size_t length = emoji_length(s, at);
		if (length > 0) {
			size_t space = at > 0 && s.at[at - 1] == ' ' ? 1 : 0;
			struct change change = {{at - space, length + space}, {"", 0}};
			struct report report = {
			    .changes = &change, .change_count = 1, .applicability = APPLY_SAFE, .description = STR("leave it out")};
			judge_report(judge, rule, page, (struct span){at, length}, &report);
			at += length;
		} else {
			at += utf8_decode(s, at, &c);
		}
	}
}

/* ---- markup ---- */

#define MARKUP_CHARACTERS_LEAST 20u
#define BOLD_SHARE_MOST 25u
#define BOLD_CHARACTERS_LEAST 200u

static const char *markup_name(enum mark_kind kind)
{
	static const struct {
		enum mark_kind kind;
		const char *name;
	} names[] = {{MARK_RED, "red text"},
	             {MARK_BIG, "oversized text"},
	             {MARK_UNDERLINE, "underlined text"},
	             {MARK_UPPERCASE, "text set in capitals"}};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (names[i].kind == kind) {
			return names[i].name;
		}
	}
	return NULL;
}

void yelling_markup(const struct rule *rule, struct judge *judge, const struct page *page)
{
	size_t bold = 0;
	const struct mark *first_bold = NULL;

	for (size_t i = 0; i < page->marks.count; i++) {
		const struct mark *mark = &page->marks.at[i];
		const char *name = markup_name(mark->kind);
		if (mark->kind == MARK_STRONG) {
			bold += mark->span.len;
			first_bold = first_bold == NULL ? mark : first_bold;
		}
		if (name != NULL && utf8_count(page_bytes(page, mark->span)) >= MARKUP_CHARACTERS_LEAST) {
			struct report report = {.subject = str_of(name)};
			judge_report(judge, rule, page, mark->span, &report);
		}
	}
	if (bold * 100 > page->view->bytes.len * BOLD_SHARE_MOST && bold >= BOLD_CHARACTERS_LEAST) {
		struct report report = {.subject = STR("so much bold text")};
		judge_report(judge, rule, page, first_bold->span, &report);
	}
}
