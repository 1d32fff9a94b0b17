/* What every format needs of a message: places, its kind, and text that does no harm to a terminal. */
#include "base/buf.h"
#include "base/utf8.h"
#include "report/report.h"

struct place reported_start(const struct reported *reported, const struct finding *finding)
{
	return locator_place(reported->locator, finding->source.at);
}

struct place reported_end(const struct reported *reported, const struct finding *finding)
{
	return locator_place(reported->locator, finding->source.at + finding->source.len);
}

struct str reported_kind(const struct reported *reported)
{
	return reported->ruleset->kinds.at[reported->result->kind].name;
}

/* Characters that would move a terminal's cursor or turn its text around. */
static bool is_unsafe(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
	       (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069) ||
	       code_point == 0x2028 || code_point == 0x2029;
}

uint32_t report_clean_char(uint32_t code_point)
{
	if (code_point < 0x80 && ascii_space((char)code_point))
		return ' ';
	return is_unsafe(code_point) ? UTF8_REPLACEMENT : code_point;
}

struct str report_clean(struct arena *arena, struct str text)
{
	struct buf clean;

	buf_init(&clean, arena, SIZE_MAX);
	for (size_t at = 0; at < text.len;) {
		uint32_t code_point;
		at += utf8_decode(text, at, &code_point);
		buf_code_point(&clean, report_clean_char(code_point));
	}
	return buf_str(&clean);
}

const char *reported_path(const struct reported *reported)
{
	struct arena *arena = reported->result->document->arena;
	return str_cstr(arena, report_clean(arena, str_of(reported->path)));
}
