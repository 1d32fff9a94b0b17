#include "front/reply.h"

#include "base/buf.h"
#include "base/utf8.h"

#define QUOTED_MAX 60u /* characters of the mail that a line repeats */
#define FIX_MAX 240u

static const char *spelled(uint32_t code_point)
{
	static const struct {
		uint32_t code_point;
		const char *text;
	} table[] = {{0x2018, "'"},   {0x2019, "'"}, {0x201A, "'"}, {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""},
	             {0x2010, "-"},   {0x2011, "-"}, {0x2013, "-"}, {0x2014, "-"},  {0x2026, "..."}, {0xC4, "Ae"},
	             {0xD6, "Oe"},    {0xDC, "Ue"},  {0xE4, "ae"},  {0xF6, "oe"},   {0xFC, "ue"},    {0xDF, "ss"},
	             {0x20AC, "EUR"}, {0xA3, "GBP"}, {0xE9, "e"},   {0xE8, "e"},    {0xE0, "a"},     {0xE7, "c"}};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].code_point == code_point)
			return table[i].text;
	return "?";
}

static bool is_blank(uint32_t code_point)
{
	return (code_point < 0x80 && ascii_space((char)code_point)) || code_point == 0xA0;
}

struct str reply_ascii(struct arena *arena, struct str text)
{
	struct buf buf;
	bool blank = false;

	buf_init(&buf, arena, SIZE_MAX);
	for (size_t at = 0; at < text.len;) {
		uint32_t code_point;
		at += utf8_decode(text, at, &code_point);
		if (is_blank(code_point)) {
			blank = buf.len > 0;
			continue;
		}
		if (blank)
			buf_char(&buf, ' ');
		blank = false;
		if (code_point > ' ' && code_point < 0x7F)
			buf_char(&buf, (char)code_point);
		else
			buf_add(&buf, str_of(spelled(code_point)));
	}
	return buf_str(&buf);
}

static void add_shortened(struct buf *buf, struct str text, size_t most)
{
	buf_add(buf, str_sub(text, 0, most));
	if (text.len > most)
		buf_add(buf, STR("..."));
}

static void add_line(struct arena *arena, struct buf *buf, const struct finding *finding)
{
	struct str quoted = reply_ascii(arena, finding->text);
	struct str message = reply_ascii(arena, finding->message);
	size_t start = buf->len;

	if (quoted.len) {
		buf_char(buf, '"');
		add_shortened(buf, quoted, QUOTED_MAX);
		buf_add(buf, STR("\": "));
	}
	add_shortened(buf, message, FIX_MAX - QUOTED_MAX);
	if (finding->fix && finding->fix->description.len) {
		buf_add(buf, finding->fix->applicability == APPLY_ADVICE ? STR(". Advice: ") : STR(". Write: "));
		add_shortened(buf, reply_ascii(arena, finding->fix->description), FIX_MAX);
	}
	if (buf->len - start > REPLY_LINE_MAX - 1)
		buf->len = start + REPLY_LINE_MAX - 1;
	buf_char(buf, '\n');
}

struct replying {
	struct arena *arena;
	const struct result *result;
	const enum mail_action *wanted; /* what each finding asks for */
	enum mail_action most;          /* the strongest of them: what happens to the mail */
	struct buf buf;
	size_t lines, left; /* written; not written for want of room */
};

static void add_finding(struct replying *replying, const struct finding *finding)
{
	if (replying->lines >= REPLY_LINES_MAX - 1) {
		replying->left++;
		return;
	}
	add_line(replying->arena, &replying->buf, finding);
	replying->lines++;
}

/* The findings that decide, or those that do not, from the gravest level down to least. */
static void add_findings(struct replying *replying, bool decisive, enum level least)
{
	const struct finding_list *all = &replying->result->findings;

	for (int level = LEVEL_ERROR; level >= (int)least; level--)
		for (size_t i = 0; i < all->count; i++)
			if ((replying->wanted[i] == replying->most) == decisive && (int)all->at[i].level == level)
				add_finding(replying, &all->at[i]);
}

struct str reply_text(struct arena *arena, const struct result *result, const struct config_milter *milter,
                      const struct envelope *envelope)
{
	struct replying replying = {.arena = arena, .result = result, .most = MAIL_LOG};
	const struct finding_list *all = &result->findings;
	enum mail_action *wanted = ARENA_ARRAY(arena, all->count + 1, enum mail_action);

	buf_init(&replying.buf, arena, SIZE_MAX);
	for (size_t i = 0; i < all->count; i++) {
		wanted[i] = policy_action(milter, envelope, &all->at[i]);
		replying.most = wanted[i] > replying.most ? wanted[i] : replying.most;
	}
	replying.wanted = wanted;
	add_findings(&replying, true, LEVEL_SUGGESTION);
	add_findings(&replying, false, LEVEL_WARNING);
	if (replying.left)
		buf_printf(&replying.buf, "and %zu more. ", replying.left);
	if (replying.most >= MAIL_TEMPFAIL)
		buf_add(&replying.buf, STR("The mail was not sent: please correct it and send it again"));
	return buf_str(&replying.buf);
}
