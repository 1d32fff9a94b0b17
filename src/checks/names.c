#include "checks/names.h"

#include <string.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/utf8.h"

#define ACCENTED_FIRST 0xC0u
#define ACCENTED_LAST 0x17Fu
#define NAME_MOST 200u

/* What the letters from U+00C0 on are without their accents; '*': two letters, or none. */
static const char bare[] = "aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y"
                           "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
                           "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static struct str pair_of(uint32_t c)
{
	static const struct {
		uint32_t letter;
		const char *pair;
	} pairs[] = {{0xC6, "ae"}, {0xD7, ""},    {0xDE, "th"},  {0xDF, "ss"},  {0xE6, "ae"}, {0xF7, ""},
	             {0xFE, "th"}, {0x132, "ij"}, {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (pairs[i].letter == c) {
			return str_of(pairs[i].pair);
		}
	}
	return STR("");
}

bool name_fold(struct arena *arena, struct str written, struct str *folded)
{
	struct buf out;
	bool latin = true;

	buf_init(&out, arena, NAME_MOST);
	for (size_t at = 0; at < written.len;) {
		uint32_t c;
		at += utf8_decode(written, at, &c);
		bool accented = c >= ACCENTED_FIRST && c <= ACCENTED_LAST;
		if (accented && bare[c - ACCENTED_FIRST] != '*') {
			buf_char(&out, bare[c - ACCENTED_FIRST]);
		} else if (accented) {
			buf_add(&out, pair_of(c));
		} else if (c < 0x80 && ascii_alpha((char)c)) {
			buf_char(&out, ascii_lower((char)c));
		} else if (c >= 0x80) {
			latin = false;
		}
	}
	*folded = buf_str(&out);
	return latin;
}

static bool is_any(struct str word, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (str_eq_nocase(word, str_of(*words))) {
			return true;
		}
	}
	return false;
}

bool name_is_given(const struct lexicon *lexicon, struct str word)
{
	return word_list_has(&lexicon->given_names, word) || word_list_has(&lexicon->first_names, word);
}

bool name_is_title(struct str word)
{
	static const char *const titles[] = {
	    "mr",    "mrs", "ms",       "miss",   "mx",      "dr",   "prof",  "professor", "doctor", "madam",
	    "sir",   "rev", "reverend", "capt",   "captain", "sri",  "shri",  "smt",       "kumari", "herr",
	    "frau",  "mme", "monsieur", "madame", "lady",    "lord", "dame",  "father",    "fr",     "sister",
	    "judge", "hon", "mister",   "messrs", "sen",     "sgt",  "major", "colonel",   "col",    "ing",
	    "phd",   "md",  "jr",       "sr",     "esq",     "iii",  "ii",    NULL};

	return is_any(word, titles);
}

bool name_is_particle(struct str word)
{
	static const char *const particles[] = {"van", "von", "de",  "der", "den", "del", "della", "di", "da",
	                                        "do",  "dos", "das", "du",  "la",  "le",  "el",    "al", "bin",
	                                        "ibn", "ben", "y",   "e",   "ter", "ten", "zu",    "af", "av",
	                                        "san", "st",  "abu", "op",  "het", NULL};

	return is_any(word, particles);
}

static bool is_letter_at(struct str text, size_t at)
{
	return ascii_alpha(text.at[at]) || (unsigned char)text.at[at] >= 0x80;
}

/* O'Neil: an apostrophe between letters. */
static size_t part_end(struct str text, size_t at)
{
	while (at < text.len &&
	       (is_letter_at(text, at) || (text.at[at] == '\'' && at + 1 < text.len && is_letter_at(text, at + 1)))) {
		at++;
	}
	return at;
}

void names_read(struct arena *arena, struct str text, struct names *names)
{
	for (size_t at = 0; at < text.len;) {
		if (!is_letter_at(text, at)) {
			at++;
			continue;
		}
		size_t end = part_end(text, at);
		struct name name = {.written = str_sub(text, at, end - at), .where = {at, end - at}};
		names->foreign |= !name_fold(arena, name.written, &name.folded);
		if (name.folded.len > 1 && !name_is_title(name.written)) {
			*vec_push(arena, names) = name;
		}
		at = end;
	}
}

/* Whether nickname is short for name. */
static bool is_short_for(const struct lexicon *lexicon, struct str nickname, struct str name)
{
	struct str names = word_list_value(&lexicon->nicknames, nickname), one;

	while (str_split(&names, ' ', &one)) {
		if (one.len > 0 && str_eq(one, name)) {
			return true;
		}
	}
	return false;
}

static bool have_same_long_form(const struct lexicon *lexicon, struct str a, struct str b)
{
	struct str names = word_list_value(&lexicon->nicknames, a), one;

	while (str_split(&names, ' ', &one)) {
		if (one.len > 0 && is_short_for(lexicon, b, one)) {
			return true;
		}
	}
	return false;
}

#define PREFIX_LEAST 3u

/* "Alex" of "Alexandros", "Raj" of "Rajkumar". */
static bool begins(struct str name, struct str start)
{
	return start.len >= PREFIX_LEAST && name.len >= start.len + 2 && str_starts(name, start);
}

/* "Joerg" and "Jorg", which Jörg is without its accent. */
static bool same_without_umlauts(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.len && k < b.len && a.at[i] == b.at[k]) {
		bool vowel = strchr("aou", a.at[i]) != NULL;
		i++;
		k++;
		bool e_in_a = vowel && i < a.len && a.at[i] == 'e', e_in_b = vowel && k < b.len && b.at[k] == 'e';
		i += e_in_a && !e_in_b;
		k += e_in_b && !e_in_a;
	}
	return i == a.len && k == b.len;
}

bool names_alike(const struct lexicon *lexicon, struct str a, struct str b)
{
	return same_without_umlauts(a, b) || begins(a, b) || begins(b, a) || is_short_for(lexicon, a, b) ||
	       is_short_for(lexicon, b, a) || have_same_long_form(lexicon, a, b);
}

#define NEAR_LEAST 5u

bool names_near(struct str a, struct str b)
{
	size_t edits = nearest_edits(a, b), shorter = a.len < b.len ? a.len : b.len;

	if (shorter + 1 < NEAR_LEAST || (a.len < NEAR_LEAST && b.len < NEAR_LEAST)) {
		return false;
	}
	return edits == 1 || (edits == 2 && shorter >= NEAR_LEAST && a.at[0] == b.at[0]);
}

bool names_is_person(struct arena *arena, const struct lexicon *lexicon, struct str text)
{
	struct names names = {0};

	if (str_starts_nocase(text, STR("st ")) || str_starts_nocase(text, STR("saint ")) ||
	    str_find(text, STR("'s"), 0) != STR_NONE) {
		return false;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (ascii_digit(text.at[i]) || strchr("@&+/|#:!?*", text.at[i]) != NULL) {
			return false;
		}
	}
	names_read(arena, text, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (word_list_has(&lexicon->not_names, names.at[i].folded)) {
			return false;
		}
	}
	return !names.foreign && names.count >= 1 && names.count <= 5;
}
