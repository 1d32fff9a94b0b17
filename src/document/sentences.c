/* Where sentences end: at a mark that is not part of an abbreviation, a number, an address or another sentence. */
#include "document/document.h"

#include <string.h>

#include "base/utf8.h"

enum abbreviation {
	NO_ABBREVIATION,
	NEVER,   /* no sentence ends with it */
	TITLE,   /* the same when it has a capital; else LAST */
	NUMBER,  /* it belongs to the number, code or letter that follows, if one does */
	DATE,    /* a day or month when it has a capital; it belongs to the month or number that follows */
	UNIT,    /* behind a number; else an ordinary word */
	COMPANY, /* it belongs to the legal form that follows */
	STREET,  /* "Mill St." behind a name; else "St. Ives" */
	LAST     /* a sentence may end with it: does, when a capital follows */
};

/* A full stop, and what is around it. */
struct stop {
	struct str s;
	size_t start, at, next,
	    end;         /* the sentence's start; the full stop; what is behind it and its closing marks; block */
	struct str word; /* before it, inner full stops included */
};

static bool is_any(struct str word, const char *const *list)
{
	while (*list != NULL && !str_eq_nocase(word, str_of(*list))) {
		list++;
	}
	return *list != NULL;
}

static enum abbreviation find_abbreviation(struct str word)
{
	static const struct {
		const char *word;
		enum abbreviation kind;
	} known[] = {
#define ABBREVIATION(word, kind) {word, kind},
#include "document/abbreviations.def"
#undef ABBREVIATION
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_eq_nocase(word, str_of(known[i].word))) {
			return known[i].kind;
		}
	}
	return NO_ABBREVIATION;
}

/* ---- words around ---- */

#define WORD_MOST 60u

/* The word that ends before `at`, inner full stops included. */
static struct str word_before(struct str s, size_t start, size_t at)
{
	size_t begin = at;

	while (begin > start && at - begin < WORD_MOST && !ascii_space(s.at[begin - 1]) &&
	       strchr("(\"'[,;:!?/*_", s.at[begin - 1]) == NULL) {
		begin--;
	}
	return str_sub(s, begin, at - begin);
}

/* The word before the stop's word; empty at the start of the sentence. */
static struct str word_before_last(const struct stop *stop)
{
	size_t at = (size_t)(stop->word.at - stop->s.at);

	while (at > stop->start && stop->s.at[at - 1] == ' ') {
		at--;
	}
	return word_before(stop->s, stop->start, at);
}

static struct str word_after(const struct stop *stop)
{
	size_t at = stop->next;

	while (at < stop->end && strchr(" \"'([*_-#", stop->s.at[at]) != NULL) {
		at++;
	}
	size_t last = at;
	while (last < stop->end && last - at < WORD_MOST && !ascii_space(stop->s.at[last]) &&
	       strchr(".,;:!?)\"]", stop->s.at[last]) == NULL) {
		last++;
	}
	return str_sub(stop->s, at, last - at);
}

static bool has_capital(struct str word)
{
	uint32_t first = 0;

	if (word.len > 0) {
		utf8_decode(word, 0, &first);
	}
	return utf8_is_upper(first);
}

static bool has_digit(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (ascii_digit(word.at[i])) {
			return true;
		}
	}
	return false;
}

/* A letter, or letters that are all capitals, or anything with a digit or a template's value in it: "B", "AB-7". */
static bool is_code(struct str word)
{
	bool capitals = word.len > 0;

	for (size_t i = 0; i < word.len; i++) {
		capitals &= word.at[i] >= 'A' && word.at[i] <= 'Z';
	}
	return has_digit(word) || (capitals && !str_eq(word, STR("I")) && !str_eq(word, STR("A")));
}

static bool is_month_or_day(struct str word)
{
	static const char *const names[] = {"january", "february", "march",     "april",       "may",      "june",
	                                    "july",    "august",   "september", "october",     "november", "december",
	                                    "monday",  "tuesday",  "wednesday", "thursday",    "friday",   "saturday",
	                                    "sunday",  "januar",   "februar",   "m\xc3\xa4rz", "mai",      "juni",
	                                    "juli",    "oktober",  "dezember",  NULL};

	return is_any(word, names) || (has_capital(word) && find_abbreviation(word) == DATE);
}

/* ---- full stops ---- */

/* "Vitamin C.", "plan B.": a letter that is no initial. */
static bool is_lettered(struct str word)
{
	static const char *const nouns[] = {"plan", "option",   "vitamin",  "type",      "grade",   "flat",     "unit",
	                                    "step", "class",    "zone",     "team",      "block",   "gate",     "line",
	                                    "part", "category", "form",     "group",     "section", "annex",    "appendix",
	                                    "room", "level",    "platform", "hepatitis", "size",    "terminal", "exit",
	                                    "row",  "door",     "schedule", NULL};

	return is_any(word, nouns);
}

static bool letter_ends(const struct stop *stop, bool capital)
{
	return capital && (stop->word.at[0] == 'I' || is_lettered(word_before_last(stop)));
}

/* "1. Open the box", "two ways: 1. By post", "4. Mai", "version 2.4. is". */
static bool number_ends(const struct stop *stop, struct str after)
{
	bool is_short = stop->word.len <= 2;
	size_t at = (size_t)(stop->word.at - stop->s.at);
	bool first = at == stop->start || (at > 1 && stop->s.at[at - 2] == ':');

	return !(is_short && (first || is_month_or_day(after))) &&
	       (after.len == 0 || !ascii_alpha(after.at[0]) || has_capital(after));
}

static bool abbreviation_ends(const struct stop *stop, enum abbreviation kind, struct str after)
{
	static const char *const forms[] = {"kg", "kgaa", "ltd", "inc", "ohg", "limited", "llc", "plc", "gmbh", "of", NULL};
	bool capital = after.len == 0 || has_capital(after), titled = has_capital(stop->word);

	switch (kind) {
	case NEVER:
		return after.len == 0;
	case TITLE:
		return !titled && capital;
	case NUMBER:
		return capital && !is_code(after);
	case DATE:
		return titled ? capital && !is_month_or_day(after) : true;
	case UNIT:
		return capital || !has_digit(word_before_last(stop));
	case COMPANY:
		return capital && !is_any(after, forms);
	case STREET:
		return capital && has_capital(word_before_last(stop));
	case LAST:
	case NO_ABBREVIATION:
	default:
		return capital;
	}
}

/* "p.m.", "a.s.a.p.", "Ph.D.": letters with full stops between. */
static bool is_dotted(struct str word)
{
	size_t dot = str_find_char(word, '.', 0);

	return dot != STR_NONE && dot > 0 && dot <= 2 && word.len <= 8 && ascii_alpha(word.at[0]);
}

static bool is_digits(struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!ascii_digit(word.at[i]) && word.at[i] != '.') {
			return false;
		}
	}
	return word.len > 0;
}

/* Whether a full stop ends a sentence. */
static bool stop_ends(const struct stop *stop)
{
	struct str after = word_after(stop), word = stop->word;
	enum abbreviation kind = find_abbreviation(word);
	bool capital = after.len == 0 || has_capital(after);

	if (word.len == 0) {
		return false; /* ". . ." */
	}
	if (kind != NO_ABBREVIATION) {
		return abbreviation_ends(stop, kind, after);
	}
	if (word.len == 1 && ascii_alpha(word.at[0])) {
		return letter_ends(stop, capital);
	}
	if (is_digits(word)) {
		return number_ends(stop, after);
	}
	return !is_dotted(word) || (capital && !is_month_or_day(after));
}

/* ---- other marks ---- */

static bool begins(struct str s, size_t at, const char *what)
{
	return str_starts(str_from(s, at), str_of(what));
}

/* The length of an emoji or of a face made of signs at s[at], or 0. */
static size_t face_length(struct str s, size_t at)
{
	static const char *const faces[] = {":-)", ":)", ";-)", ";)", ":-(", ":(", ":-D", ":D", ":-P", ":P", "<3"};
	uint32_t c;
	size_t length = utf8_decode(s, at, &c);

	if (utf8_is_emoji(c) || c == 0xFE0F) {
		return length;
	}
	for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
		if (begins(s, at, faces[i])) {
			return strlen(faces[i]);
		}
	}
	return 0;
}

/* Where faces end that stand at `at`, with or without a space before each; `at` when there are none. */
static size_t skip_faces(struct str s, size_t at, size_t end)
{
	struct str rest = str_sub(s, 0, end);

	for (;;) {
		size_t face = at + (at < end && s.at[at] == ' ');
		size_t length = face < end ? face_length(rest, face) : 0;
		if (length == 0 || face + length > end) {
			return at;
		}
		at = face + length;
	}
}

/* Closing quotation marks and brackets belong to the sentence that they close. */
static size_t skip_closers(struct str s, size_t at, size_t end)
{
	while (at < end && strchr(".!?\"')]*_", s.at[at]) != NULL) {
		at++;
	}
	return at;
}

static bool goes_on(struct str s, size_t next, size_t end)
{
	uint32_t c;

	if (next + 1 >= end) {
		return false;
	}
	utf8_decode(s, next + 1, &c);
	return utf8_is_lower(c);
}

enum ending { NO_ENDING, FULL_STOP, ELLIPSIS, QUESTION, WIDE };

/* The mark at s[at], and its length: "?" or "!", a full stop or several, an East Asian one that no space follows. */
static enum ending ending_at(struct str s, size_t at, size_t end, size_t *length)
{
	*length = 1;
	if (s.at[at] == '!' || s.at[at] == '?') {
		return QUESTION;
	}
	if (s.at[at] == '.') {
		while (at + *length < end && s.at[at + *length] == '.') {
			++*length;
		}
		return *length > 1 ? ELLIPSIS : FULL_STOP;
	}
	*length = 3;
	if (begins(s, at, "\xe2\x80\xa6")) {
		return ELLIPSIS;
	}
	bool wide = begins(s, at, "\xe3\x80\x82") || begins(s, at, "\xef\xbc\x81") || begins(s, at, "\xef\xbc\x9f");
	return wide ? WIDE : NO_ENDING;
}

/* ---- sentences ---- */

struct splitter {
	struct str s;
	size_t start, end; /* of the sentence; of the block */
};

/* Whether a capital follows the white space at `at`, or nothing. */
static bool begins_anew(const struct splitter *splitter, size_t at)
{
	struct stop stop = {.s = splitter->s, .next = at, .end = splitter->end};
	struct str after = word_after(&stop);

	return after.len == 0 || has_capital(after);
}

/* Whether the mark and what closes behind it, up to next, end the sentence. */
static bool ends_here(const struct splitter *splitter, enum ending ending, size_t at, size_t next)
{
	struct stop stop = {splitter->s, splitter->start, at,
	                    next,        splitter->end,   word_before(splitter->s, splitter->start, at)};

	if (strchr("\"')]", splitter->s.at[next - 1]) != NULL && goes_on(splitter->s, next, splitter->end)) {
		return false; /* it ends what stands in quotation marks or brackets */
	}
	if (ending == FULL_STOP) {
		return stop_ends(&stop);
	}
	return ending == QUESTION || begins_anew(splitter, next);
}

/* Where the sentence ends that what stands at `at` may end, or 0. *resume: behind what stands there. */
static size_t end_at(const struct splitter *splitter, size_t at, size_t *resume)
{
	struct str s = splitter->s;
	size_t length, end = splitter->end;

	*resume = at + 1;
	if (ascii_alnum(s.at[at]) || s.at[at] == ' ') {
		return 0;
	}
	enum ending ending = ending_at(s, at, end, &length);
	size_t next = ending == NO_ENDING ? at : skip_closers(s, at + length, end), faces = skip_faces(s, next, end);
	if (ending != NO_ENDING || faces > next) {
		*resume = faces;
	}
	if (ending == WIDE) {
		return next;
	}
	bool parted = faces == end || s.at[faces] == ' ';
	if (!parted || (faces == next && ending == NO_ENDING)) {
		return 0;
	}
	if (ending == NO_ENDING) {
		return at > splitter->start && begins_anew(splitter, faces) ? faces : 0;
	}
	bool touching = next < end && s.at[next] != ' '; /* a face follows at once */
	return touching || ends_here(splitter, ending, at, next) ? faces : 0;
}

static void add_sentence(struct arena *arena, struct page *page, size_t block, struct span span)
{
	struct str s = page->view->bytes;

	while (span.len > 0 && s.at[span.at] == ' ') {
		span.at++;
		span.len--;
	}
	while (span.len > 0 && s.at[span.at + span.len - 1] == ' ') {
		span.len--;
	}
	if (span.len > 0) {
		*vec_push(arena, &page->sentences) = (struct sentence){.span = span, .block = block};
		page->blocks.at[block].sentence_count++;
	}
}

void sentences_split(struct arena *arena, struct page *page, size_t block)
{
	struct span span = page->blocks.at[block].span;
	struct splitter splitter = {page->view->bytes, span.at, span.at + span.len};

	page->blocks.at[block].first_sentence = page->sentences.count;
	for (size_t at = span.at, resume; at < splitter.end; at = resume) {
		size_t end = end_at(&splitter, at, &resume);
		if (end > 0) {
			add_sentence(arena, page, block, (struct span){splitter.start, end - splitter.start});
			splitter.start = end;
			while (splitter.start < splitter.end && splitter.s.at[splitter.start] == ' ') {
				splitter.start++;
			}
			resume = end;
		}
	}
	add_sentence(arena, page, block, (struct span){splitter.start, splitter.end - splitter.start});
}
