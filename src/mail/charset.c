#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define WINDOWS_1252 "WINDOWS-1252"

/* Labels that iconv does not know, or that mail programs read as something wider. */
static const struct {
	const char *label, *name;
} aliases[] = {
    {"", "UTF-8"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"iso-8859-1", WINDOWS_1252},
    {"iso8859-1", WINDOWS_1252},
    {"latin1", WINDOWS_1252},
    {"us-ascii", WINDOWS_1252},
    {"ascii", WINDOWS_1252},
    {"ansi_x3.4-1968", WINDOWS_1252},
    {"x-ansi", WINDOWS_1252},
    {"cp-1252", WINDOWS_1252},
    {"x-cp1252", WINDOWS_1252},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-6-i", "ISO-8859-6"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"ks_c_5601-1987", "CP949"},
    {"euc-kr", "CP949"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"x-sjis", "CP932"},
    {"big5", "BIG5-HKSCS"},
    {"x-mac-roman", "MACINTOSH"},
    {"cp-850", "CP850"},
};

/* A name that iconv_open() can be asked for: letters, digits and -_.:+ only, so that "//" means nothing. */
static bool is_label(struct str label)
{
	for (size_t i = 0; i < label.len; i++) {
		if (!ascii_alnum(label.at[i]) && memchr("-_.:+()", label.at[i], 7) == NULL) {
			return false;
		}
	}
	return label.len > 0 && label.len < 64;
}

static const char *resolve(struct arena *arena, struct str label)
{
	struct str lower = str_lower(arena, str_trim(label));

	for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
		if (str_eq(lower, str_of(aliases[i].label))) {
			return aliases[i].name;
		}
	}
	return is_label(lower) ? str_cstr(arena, lower) : NULL;
}

static bool is_ascii(struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.at[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

/* Charsets in which bytes below 0x80 may mean something else than ASCII. */
static bool is_stateful(const char *name)
{
	static const char *const prefixes[] = {"iso-2022", "utf-7", "utf-16", "utf-32", "ucs-", "hz", "csiso2022"};
	struct str label = str_of(name);

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		if (str_starts_nocase(label, str_of(prefixes[i]))) {
			return true;
		}
	}
	return str_starts_nocase(label, STR("ibm")) || str_starts_nocase(label, STR("ebcdic"));
}

struct converter {
	iconv_t iconv;
	struct str from;
	size_t at, started; /* next byte; first byte of what has not come out yet */
	struct text_builder out;
	struct charset_result *result;
};

static void bad_byte(struct converter *converter)
{
	if (!converter->result->bad_bytes) {
		converter->result->bad_bytes = true;
		converter->result->bad_at = converter->at;
	}
	converter->at++;
	text_add_atom(&converter->out, STR("\xef\xbf\xbd"), converter->started, converter->at - converter->started);
	converter->started = converter->at;
}

/*
 * One character: bytes are offered one more at a time until something comes out, so that every character knows its
 * bytes. Escape sequences give nothing and belong to the character after them.
 */
static void convert_one(struct converter *converter)
{
	char utf8[32];
	size_t offered = 1, left = converter->from.len - converter->at;

	for (; offered <= left && offered <= 16; offered++) {
		char *in = (char *)(uintptr_t)(converter->from.at + converter->at), *out = utf8;
		size_t in_left = offered, out_left = sizeof utf8;
		size_t done = iconv(converter->iconv, &in, &in_left, &out, &out_left);
		size_t made = sizeof utf8 - out_left;
		size_t taken = offered - in_left;
		if (done == (size_t)-1 && errno != EINVAL) {
			break;
		}
		if (taken == 0) {
			continue;
		}
		converter->at += taken;
		if (made > 0) {
			text_add_atom(&converter->out, (struct str){utf8, made}, converter->started,
			              converter->at - converter->started);
			converter->started = converter->at;
		}
		return;
	}
	iconv(converter->iconv, NULL, NULL, NULL, NULL);
	bad_byte(converter);
}

static void convert_all(struct converter *converter, bool ascii_is_ascii)
{
	while (converter->at < converter->from.len && !converter->out.bytes.full) {
		size_t end = converter->at;
		while (ascii_is_ascii && end < converter->from.len && (unsigned char)converter->from.at[end] < 0x80) {
			end++;
		}
		if (end > converter->at && converter->started == converter->at) {
			text_add_copy(&converter->out, str_sub(converter->from, converter->at, end - converter->at), converter->at);
			converter->at = converter->started = end;
		} else {
			convert_one(converter);
		}
	}
}

/* UTF-8 with bad bytes in it: those become U+FFFD. */
static void repair_utf8(struct arena *arena, const struct text *from, size_t max, struct charset_result *result)
{
	struct converter converter = {.from = from->bytes, .result = result};

	text_begin(&converter.out, arena, max);
	while (converter.at < from->bytes.len && !converter.out.bytes.full) {
		size_t valid = utf8_valid_prefix(str_from(from->bytes, converter.at));
		text_add_copy(&converter.out, str_sub(from->bytes, converter.at, valid), converter.at);
		converter.at += valid;
		converter.started = converter.at;
		if (converter.at < from->bytes.len) {
			bad_byte(&converter);
		}
	}
	struct text *text = (struct text *)(uintptr_t)text_build(&converter.out, TEXT_CHARSET, from);
	text->charset = "UTF-8";
	result->text = text;
}

static bool convert(struct arena *arena, const struct text *from, const char *name, struct charset_result *result)
{
	struct converter converter = {.from = from->bytes, .result = result};

	converter.iconv = iconv_open("UTF-8", name);
	if (converter.iconv == (iconv_t)-1) {
		return false;
	}
	text_begin(&converter.out, arena, result->max);
	convert_all(&converter, !is_stateful(name));
	iconv_close(converter.iconv);
	struct text *text = (struct text *)(uintptr_t)text_build(&converter.out, TEXT_CHARSET, from);
	text->charset = name;
	result->text = text;
	return true;
}

struct charset_result charset_decode(struct arena *arena, const struct text *from, struct str label, size_t max)
{
	struct charset_result result = {.text = from, .max = max};
	const char *name = resolve(arena, label);
	bool stateful = name != NULL && is_stateful(name);

	if (name == NULL) {
		result.unknown_label = true;
		name = "UTF-8";
	}
	if (!stateful && is_ascii(from->bytes)) {
		return result;
	}
	bool undeclared = str_trim(label).len == 0;
	bool declared_utf8 = str_eq_nocase(str_of(name), STR("UTF-8"));
	if (!stateful && utf8_valid(from->bytes) && (declared_utf8 || strcmp(name, WINDOWS_1252) == 0)) {
		return result;
	}
	if (declared_utf8 && !undeclared && !result.unknown_label) {
		repair_utf8(arena, from, max, &result);
		return result;
	}
	if (declared_utf8) {
		name = WINDOWS_1252;
	}
	if (!convert(arena, from, name, &result)) {
		result.unknown_label = true;
		if (!utf8_valid(from->bytes)) {
			convert(arena, from, WINDOWS_1252, &result);
		}
	}
	return result;
}

bool charset_encode(struct arena *arena, struct str utf8, const char *charset, struct str *bytes)
{
	size_t room = utf8.len * 4 + 16, in_left = utf8.len, out_left = room;
	char *in = (char *)(uintptr_t)utf8.at, *start = arena_alloc(arena, room), *out = start;

	if (is_stateful(charset)) {
		return false;
	}
	iconv_t iconv_handle = iconv_open(charset, "UTF-8");
	if (iconv_handle == (iconv_t)-1) {
		return false;
	}
	size_t done = iconv(iconv_handle, &in, &in_left, &out, &out_left);
	iconv_close(iconv_handle);
	*bytes = (struct str){start, room - out_left};
	return done == 0;
}
