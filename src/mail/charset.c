#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define WINDOWS_1252 "WINDOWS-1252"
#define UNDECLARED "" /* to be guessed: nothing is said, or ASCII of what is not */

/* Labels that iconv does not know, or that mail programs read as something wider (the WHATWG's list of labels). */
static const struct {
	const char *label, *name;
} aliases[] = {
    {"", UNDECLARED},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"x-unicode-2-0-utf-8", "UTF-8"},
    {"utf8mb4", "UTF-8"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"x-unicode-2-0-utf-7", "UTF-7"},
    {"utf-7-imap", "UTF-7-IMAP"},
    {"unicode", "UTF-16"},
    {"iso-8859-1", WINDOWS_1252},
    {"iso8859-1", WINDOWS_1252},
    {"iso_8859-1", WINDOWS_1252},
    {"iso_8859-1:1987", WINDOWS_1252},
    {"iso88591", WINDOWS_1252},
    {"latin1", WINDOWS_1252},
    {"latin-1", WINDOWS_1252},
    {"l1", WINDOWS_1252},
    {"us-ascii", UNDECLARED},
    {"usascii", UNDECLARED},
    {"ascii", UNDECLARED},
    {"ansi", WINDOWS_1252},
    {"ansi_x3.4-1968", UNDECLARED},
    {"iso646-us", UNDECLARED},
    {"x-ansi", WINDOWS_1252},
    {"cp1252", WINDOWS_1252},
    {"cp-1252", WINDOWS_1252},
    {"x-cp1252", WINDOWS_1252},
    {"windows1252", WINDOWS_1252},
    {"x-cp1250", "WINDOWS-1250"},
    {"x-cp1251", "WINDOWS-1251"},
    {"cp-1251", "WINDOWS-1251"},
    {"win-1251", "WINDOWS-1251"},
    {"windows1251", "WINDOWS-1251"},
    {"cp-850", "CP850"},
    {"dos-874", "WINDOWS-874"},
    {"windows-874", "CP874"},
    {"tis-620", "CP874"},
    {"iso-8859-11", "CP874"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso_8859-9", "WINDOWS-1254"},
    {"latin5", "WINDOWS-1254"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-8-e", "ISO-8859-8"},
    {"iso-8859-6-i", "ISO-8859-6"},
    {"iso-8859-6-e", "ISO-8859-6"},
    {"koi8", "KOI8-R"},
    {"koi", "KOI8-R"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-mac-roman", "MACINTOSH"},
    {"x-macroman", "MACINTOSH"},
    {"mac", "MACINTOSH"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"csgb2312", "GB18030"},
    {"chinese", "GB18030"},
    {"euc-cn", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"hz-gb-2312", "HZ"},
    {"big5", "BIG5-HKSCS"},
    {"big-5", "BIG5-HKSCS"},
    {"cn-big5", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"ks_c_5601-1987", "CP949"},
    {"ks_c_5601-1989", "CP949"},
    {"ksc5601", "CP949"},
    {"korean", "CP949"},
    {"euc-kr", "CP949"},
    {"windows-949", "CP949"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"x-euc-jp", "EUC-JP"},
    {"eucjp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP-2"},
};

/* Characters of what a name may be that iconv_open() is asked for: "//TRANSLIT" and paths mean nothing. */
static bool is_label(struct str label)
{
	for (size_t i = 0; i < label.len; i++) {
		if (!ascii_alnum(label.at[i]) && memchr("-_.:+", label.at[i], 5) == NULL) {
			return false;
		}
	}
	return label.len > 0 && label.len < 64;
}

static struct str bare_label(struct str label)
{
	label = str_trim(label);
	while (label.len > 0 && (label.at[0] == '"' || label.at[0] == '\'')) {
		label = str_from(label, 1);
	}
	while (label.len > 0 && memchr("\"';,", label.at[label.len - 1], 4) != NULL) {
		label.len--;
	}
	return str_trim(label);
}

static const char *resolve(struct arena *arena, struct str label)
{
	struct str lower = str_lower(arena, bare_label(label));

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

/* ---- iconv ---- */

/* Whether name begins with one of them, registered aliases with "cs" before them included. */
static bool starts_with_one(const char *name, const char *const *prefixes)
{
	struct str label = str_of(name);

	label = str_from(label, str_starts_nocase(label, STR("cs")) ? 2 : 0);
	for (; *prefixes != NULL; prefixes++) {
		if (str_starts_nocase(label, str_of(*prefixes))) {
			return true;
		}
	}
	return false;
}

/* Charsets of 16 or 32 bits: the bytes of one unit. */
static size_t unit_of(const char *name)
{
	static const char *const two[] = {"utf-16", "utf16", "ucs-2", "ucs2", "iso-10646-ucs-2", "unicode", NULL};
	static const char *const four[] = {"utf-32", "utf32", "ucs-4", "ucs4", "10646-1", NULL};

	return starts_with_one(name, two) ? 2 : starts_with_one(name, four) ? 4 : 1;
}

/* An open converter; closed when its work is done, or with the arena when that ran out of room meanwhile. */
struct handle {
	iconv_t iconv;
	bool is_open;
};

static void handle_close(void *object)
{
	struct handle *handle = object;

	if (handle->is_open) {
		iconv_close(handle->iconv);
		handle->is_open = false;
	}
}

static struct handle *handle_open(struct arena *arena, const char *to, const char *from)
{
	struct handle *handle = ARENA_NEW(arena, struct handle);

	arena_defer(arena, handle_close, handle);
	handle->iconv = iconv_open(to, from);
	handle->is_open = handle->iconv != (iconv_t)-1;
	return handle->is_open ? handle : NULL;
}

static bool is_iso_2022(const char *name)
{
	static const char *const prefixes[] = {"iso-2022", "iso2022", NULL};

	return starts_with_one(name, prefixes);
}

/* Charsets whose bytes mean something else after an escape sequence or a shift: EBCDIC with double bytes among them. */
static bool has_shifts(const char *name)
{
	static const char *const prefixes[] = {"utf-7",  "utf7", "hz",    "ibm93", "ibm-93", "cp93", "ibm13",
	                                       "ibm-13", "cp13", "ibm-3", "scsu",  "bocu",   NULL};

	return is_iso_2022(name) || starts_with_one(name, prefixes) || unit_of(name) > 1;
}

/* Whether ISO 2022 text never leaves ASCII: as so declared mail in English does. */
static bool never_shifts(struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if (memchr("\033\016\017\216\217", bytes.at[i], 5) != NULL) {
			return false;
		}
	}
	return is_ascii(bytes);
}

/* Whether ASCII stays as it is: no other letters in its place, no escape sequences, no shifts. */
static bool is_ascii_compatible(iconv_t converter, const char *name)
{
	static const char shifts[] = "\033$B0!\033(B~{0!~}+AOk-";
	char ascii[127 + sizeof shifts], utf8[sizeof ascii * 4], *in = ascii, *out = utf8;
	size_t in_left = sizeof ascii, out_left = sizeof utf8;

	for (size_t i = 0; i < 127; i++) {
		ascii[i] = (char)(i + 1);
	}
	memcpy(ascii + 127, shifts, sizeof shifts);
	size_t done = iconv(converter, &in, &in_left, &out, &out_left);
	if (done != (size_t)-1) {
		done = iconv(converter, NULL, NULL, &out, &out_left);
	}
	bool same = done == 0 && sizeof utf8 - out_left == sizeof ascii && memcmp(utf8, ascii, sizeof ascii) == 0;
	iconv(converter, NULL, NULL, NULL, NULL);
	return same && !has_shifts(name);
}

struct converter {
	iconv_t iconv;
	struct str from;
	size_t at, started; /* next byte; first byte of what has not come out yet */
	size_t unit;
	bool ascii, shifts; /* is_ascii_compatible(), has_shifts() */
	struct text_builder out;
	struct charset_result *result;
};

static void note_bad(struct converter *converter, size_t at)
{
	if (!converter->result->bad_bytes) {
		converter->result->bad_bytes = true;
		converter->result->bad_at = at;
	}
}

static void bad_bytes(struct converter *converter)
{
	size_t left = converter->from.len - converter->at;

	note_bad(converter, converter->at);
	converter->at += converter->unit < left ? converter->unit : left;
	text_add_atom(&converter->out, STR("\xef\xbf\xbd"), converter->started, converter->at - converter->started);
	converter->started = converter->at;
}

/*
 * What the converter holds back until it knows whether a combining mark follows (Vietnamese, Hong Kong, JIS X 0213): it
 * is taken out at once, so that every character knows its bytes. Elsewhere escape sequences and shifts give nothing.
 */
static size_t take_out(struct converter *converter, char *out, size_t room)
{
	size_t left = room;

	if (!converter->shifts) {
		iconv(converter->iconv, NULL, NULL, &out, &left);
	}
	return room - left;
}

/* Some converters let through what is beyond Unicode. */
static void add_converted(struct converter *converter, struct str utf8)
{
	if (!utf8_valid(utf8)) {
		note_bad(converter, converter->started);
		utf8 = STR("\xef\xbf\xbd");
	}
	if (utf8.len > 0) {
		text_add_atom(&converter->out, utf8, converter->started, converter->at - converter->started);
		converter->started = converter->at;
	}
}

/*
 * One character: bytes are offered one more at a time until some are taken, so that every character knows its bytes.
 * What gives nothing (an escape sequence) belongs to the character after it.
 */
static void convert_one(struct converter *converter)
{
	char utf8[64];
	size_t left = converter->from.len - converter->at;

	for (size_t offered = converter->unit; offered <= left && offered <= 16; offered++) {
		char *in = (char *)(uintptr_t)(converter->from.at + converter->at), *out = utf8;
		size_t in_left = offered, out_left = sizeof utf8;
		size_t done = iconv(converter->iconv, &in, &in_left, &out, &out_left);
		size_t made = sizeof utf8 - out_left, taken = offered - in_left;
		if (taken > 0) {
			converter->at += taken;
			made += made == 0 ? take_out(converter, out, out_left) : 0;
			add_converted(converter, (struct str){utf8, made});
			return;
		}
		if (done == (size_t)-1 && errno != EINVAL) {
			break;
		}
	}
	bad_bytes(converter);
}

static void convert_all(struct converter *converter)
{
	char utf8[64], *out = utf8;
	size_t out_left = sizeof utf8;

	while (converter->at < converter->from.len && !converter->out.bytes.full) {
		size_t end = converter->at;
		while (converter->ascii && end < converter->from.len && (unsigned char)converter->from.at[end] < 0x80) {
			end++;
		}
		if (end > converter->at && converter->started == converter->at) {
			text_add_copy(&converter->out, str_sub(converter->from, converter->at, end - converter->at), converter->at);
			converter->at = converter->started = end;
		} else {
			convert_one(converter);
		}
	}
	iconv(converter->iconv, NULL, NULL, &out, &out_left);
	converter->started -= converter->started == converter->at && converter->at > 0 ? 1 : 0;
	add_converted(converter, (struct str){utf8, sizeof utf8 - out_left});
}

static const struct text *finish(struct arena *arena, struct converter *converter, const struct text *from,
                                 const char *charset)
{
	struct text *text = ARENA_NEW(arena, struct text);

	*text = *text_build(&converter->out, TEXT_CHARSET, from);
	text->charset = charset;
	converter->result->full = converter->out.bytes.full;
	return text;
}

/* UTF-8 with bad bytes in it: those become U+FFFD. */
static void repair_utf8(struct arena *arena, const struct text *from, size_t max, struct charset_result *result)
{
	struct converter converter = {.from = from->bytes, .unit = 1, .result = result};

	text_begin(&converter.out, arena, max);
	while (converter.at < from->bytes.len && !converter.out.bytes.full) {
		size_t valid = utf8_valid_prefix(str_from(from->bytes, converter.at));
		text_add_copy(&converter.out, str_sub(from->bytes, converter.at, valid), converter.at);
		converter.at += valid;
		converter.started = converter.at;
		if (converter.at < from->bytes.len) {
			bad_bytes(&converter);
		}
	}
	result->text = finish(arena, &converter, from, "UTF-8");
}

/* UTF-16 without a byte order mark: the half with the zeros is the higher one; big endian where there are none. */
static const char *byte_order(struct str bytes)
{
	size_t zeros[2] = {0};

	for (size_t i = 0; i < bytes.len && i < 512; i++) {
		zeros[i & 1] += bytes.at[i] == '\0';
	}
	return zeros[1] > zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

static const char *with_byte_order(const char *name, struct str bytes)
{
	bool marked = str_starts(bytes, STR("\xfe\xff")) || str_starts(bytes, STR("\xff\xfe"));

	return str_eq_nocase(str_of(name), STR("utf-16")) && !marked ? byte_order(bytes) : name;
}

static bool convert(struct arena *arena, const struct text *from, const char *name, size_t max,
                    struct charset_result *result)
{
	struct converter converter = {.from = from->bytes, .unit = unit_of(name), .result = result};

	name = with_byte_order(name, from->bytes);
	struct handle *handle = handle_open(arena, "UTF-8", name);
	if (handle == NULL) {
		return false;
	}
	converter.iconv = handle->iconv;
	converter.shifts = has_shifts(name);
	converter.ascii = is_ascii_compatible(converter.iconv, name);
	if ((converter.ascii && is_ascii(from->bytes)) || (is_iso_2022(name) && never_shifts(from->bytes))) {
		handle_close(handle);
		return true;
	}
	text_begin(&converter.out, arena, max);
	convert_all(&converter);
	handle_close(handle);
	result->text = finish(arena, &converter, from, name);
	return true;
}

/* Where no charset is declared or known: UTF-8 if it validates, else what most such mail is written in. */
static void guess(struct arena *arena, const struct text *from, size_t max, struct charset_result *result)
{
	if (!utf8_valid(from->bytes)) {
		convert(arena, from, WINDOWS_1252, max, result);
	}
}

struct charset_result charset_decode(struct arena *arena, const struct text *from, struct str label, size_t max)
{
	struct charset_result result = {.text = from};
	const char *name = resolve(arena, label);
	bool is_utf8 = name != NULL && str_eq_nocase(str_of(name), STR("UTF-8"));

	result.unknown_label = name == NULL;
	if (name == NULL || name[0] == '\0') {
		guess(arena, from, max, &result);
	} else if (is_utf8) {
		if (!utf8_valid(from->bytes)) {
			repair_utf8(arena, from, max, &result);
		}
	} else if (strcmp(name, WINDOWS_1252) == 0 && is_ascii(from->bytes)) {
		return result;
	} else if (!convert(arena, from, name, max, &result)) {
		result.unknown_label = true;
		guess(arena, from, max, &result);
	}
	return result;
}

bool charset_encode(struct arena *arena, struct str utf8, const char *charset, struct str *bytes)
{
	size_t room = utf8.len * 4 + 16, in_left = utf8.len, out_left = room;
	char *in = (char *)(uintptr_t)utf8.at, *start = arena_alloc(arena, room), *out = start;

	if (str_eq(str_of(charset), STR("UTF-8"))) {
		*bytes = str_copy(arena, utf8);
		return utf8_valid(utf8);
	}
	struct handle *handle = handle_open(arena, charset, "UTF-8");
	struct handle *back = handle_open(arena, "UTF-8", charset);
	if (handle == NULL || back == NULL || !is_ascii_compatible(back->iconv, charset)) {
		return false; /* what has state cannot be written into the middle of a text */
	}
	size_t done = iconv(handle->iconv, &in, &in_left, &out, &out_left);
	if (done != (size_t)-1) {
		done += iconv(handle->iconv, NULL, NULL, &out, &out_left);
	}
	handle_close(handle);
	handle_close(back);
	*bytes = (struct str){start, room - out_left};
	return done == 0;
}
