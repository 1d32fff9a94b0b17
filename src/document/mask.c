/* What lexical rules must not read as the author's running words, overwritten byte for byte. */
#include "document/view.h"

#include <string.h>

#define QUOTATION_MOST 300u
#define PHONE_DIGITS_LEAST 7u

static void mask(char *bytes, size_t at, size_t len)
{
	memset(bytes + at, VIEW_MASK, len);
}

/* ---- addresses and URLs ---- */

static bool is_domain_end(struct str label)
{
	static const char *const known[] = {"com",     "org",  "net", "uk",  "de",  "eu", "io", "co",
	                                    "au",      "ca",   "in",  "gov", "edu", "us", "fr", "info",
	                                    "example", "test", "ie",  "nz",  "ch",  "at", "nl", "be"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_eq_nocase(label, str_of(known[i]))) {
			return true;
		}
	}
	return false;
}

/* "shop.example.com/track": labels with dots between, the last a known top-level domain. */
static bool is_domain(struct str token)
{
	size_t slash = str_find_char(token, '/', 0), dot = STR_NONE;
	struct str host = slash == STR_NONE ? token : str_sub(token, 0, slash);

	for (size_t i = 0; i < host.len; i++) {
		if (host.at[i] == '.') {
			dot = i;
		} else if (!ascii_alnum(host.at[i]) && host.at[i] != '-') {
			return false;
		}
	}
	return dot != STR_NONE && dot > 0 && is_domain_end(str_from(host, dot + 1));
}

static bool is_address(struct str token)
{
	size_t at_sign = str_find_char(token, '@', 0);

	return at_sign != STR_NONE && at_sign > 0 && at_sign + 1 < token.len;
}

static bool is_reference(struct str token)
{
	return str_find(token, STR("://"), 0) != STR_NONE || str_starts_nocase(token, STR("www.")) ||
	       str_starts_nocase(token, STR("mailto:")) || is_address(token) || is_domain(token);
}

static void mask_references(struct str s, char *bytes)
{
	for (size_t at = 0; at < s.len;) {
		size_t end = at;
		while (end < s.len && !ascii_space(s.at[end]) && s.at[end] != '<' && s.at[end] != '>') {
			end++;
		}
		size_t start = at, last = end;
		while (start < last && strchr("(\"'[", s.at[start]) != NULL) {
			start++;
		}
		while (last > start && strchr(".,;:!?)\"']", s.at[last - 1]) != NULL) {
			last--;
		}
		if (is_reference(str_sub(s, start, last - start))) {
			mask(bytes, start, last - start);
		}
		at = end + 1;
	}
}

/* ---- phone numbers ---- */

static bool is_phone_byte(char c)
{
	return ascii_digit(c) || memchr(" ()-+./", c, 7) != NULL;
}

static void mask_phones(struct str s, char *bytes)
{
	for (size_t at = 0; at < s.len;) {
		if (!ascii_digit(s.at[at]) && s.at[at] != '+' && s.at[at] != '(') {
			at++;
			continue;
		}
		size_t end = at, digits = 0, last = at;
		for (; end < s.len && is_phone_byte(s.at[end]); end++) {
			if (ascii_digit(s.at[end])) {
				digits++;
				last = end + 1;
			}
		}
		bool joined = (at > 0 && ascii_alpha(s.at[at - 1])) || (last < s.len && ascii_alpha(s.at[last]));
		if (digits >= PHONE_DIGITS_LEAST && !joined) {
			mask(bytes, at, last - at);
		}
		at = end > at ? end : at + 1;
	}
}

/* ---- quotations and code ---- */

/* From one double quotation mark to the next in the same paragraph; what stands in them is somebody else's. */
static void mask_quotations(struct str s, char *bytes)
{
	for (size_t at = 0; at < s.len; at++) {
		if (s.at[at] != '"') {
			continue;
		}
		size_t end = at + 1;
		while (end < s.len && end - at < QUOTATION_MOST && s.at[end] != '"' &&
		       !(s.at[end] == '\n' && end + 1 < s.len && s.at[end + 1] == '\n')) {
			end++;
		}
		bool inch = at > 0 && ascii_digit(s.at[at - 1]);
		if (end < s.len && s.at[end] == '"' && !inch) {
			mask(bytes, at + 1, end - at - 1);
			at = end;
		}
	}
}

struct str view_mask(struct arena *arena, const struct page *page)
{
	struct str s = page->view->bytes;
	char *bytes = arena_alloc(arena, s.len + 1);

	if (s.len > 0) {
		memcpy(bytes, s.at, s.len);
	}
	mask_quotations(s, bytes);
	mask_references(s, bytes);
	mask_phones(s, bytes);
	for (size_t i = 0; i < page->marks.count; i++) {
		const struct mark *mark_here = &page->marks.at[i];
		if (mark_here->kind == MARK_CODE) {
			mask(bytes, mark_here->span.at, mark_here->span.len);
		}
	}
	return (struct str){bytes, s.len};
}
