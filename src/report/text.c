/* text: for people. Each finding with its snippet and its fix; per message its kind, score and face; then the sum. */
#include "base/buf.h"
#include "base/utf8.h"
#include "report/report.h"
#include "report/snippet.h"

enum style {
	STYLE_PATH,
	STYLE_RULE,
	STYLE_NUMBER,
	STYLE_FIX,
	STYLE_PRAISE,
	STYLE_SUGGESTION,
	STYLE_WARNING,
	STYLE_ERROR
};

static const char *const style_codes[] = {
    [STYLE_PATH] = "1",    [STYLE_RULE] = "1",        [STYLE_NUMBER] = "34",  [STYLE_FIX] = "32",
    [STYLE_PRAISE] = "32", [STYLE_SUGGESTION] = "36", [STYLE_WARNING] = "33", [STYLE_ERROR] = "1;31"};

static const enum style level_styles[LEVEL_COUNT] = {[LEVEL_PRAISE] = STYLE_PRAISE,
                                                     [LEVEL_SUGGESTION] = STYLE_SUGGESTION,
                                                     [LEVEL_WARNING] = STYLE_WARNING,
                                                     [LEVEL_ERROR] = STYLE_ERROR};

static const char *const fix_labels[APPLY_COUNT] = {
    [APPLY_ADVICE] = "help", [APPLY_PLACEHOLDER] = "add", [APPLY_UNSAFE] = "unsafe fix", [APPLY_SAFE] = "fix"};

static void begin_style(const struct reporting *reporting, enum style style)
{
	if (reporting->color)
		fprintf(reporting->out, "\033[%sm", style_codes[style]);
}

static void end_style(const struct reporting *reporting)
{
	if (reporting->color)
		fputs("\033[m", reporting->out);
}

static void repeat(FILE *out, char c, size_t count)
{
	while (count-- > 0)
		putc(c, out);
}

/* A finding's first line. */
static void print_head(const struct reporting *reporting, const struct reported *reported,
                       const struct finding *finding)
{
	FILE *out = reporting->out;
	struct place place = reported_start(reported, finding);
	struct str message = report_clean(reported->result->document->arena, finding->message);

	begin_style(reporting, STYLE_PATH);
	fprintf(out, "%s:%zu:%zu", reported_path(reported), place.line, place.column);
	end_style(reporting);
	putc(' ', out);
	begin_style(reporting, level_styles[finding->level]);
	fputs(level_names[finding->level], out);
	end_style(reporting);
	putc(' ', out);
	begin_style(reporting, STYLE_RULE);
	fprintf(out, STR_FMT, STR_ARG(finding->rule->id));
	end_style(reporting);
	fprintf(out, "  " STR_FMT "\n", STR_ARG(message));
}

/* "  14 | " */
static void print_gutter(const struct reporting *reporting, unsigned digits, size_t number)
{
	begin_style(reporting, STYLE_NUMBER);
	if (number)
		fprintf(reporting->out, "  %*zu |", (int)digits, number);
	else
		fprintf(reporting->out, "  %*s |", (int)digits, "");
	end_style(reporting);
}

static void print_snippet(const struct reporting *reporting, const struct snippet *snippet, enum level level)
{
	for (size_t i = 0; i < snippet->count; i++) {
		const struct shown_line *line = &snippet->line[i];
		print_gutter(reporting, snippet->digits, line->number);
		fprintf(reporting->out, " " STR_FMT "\n", STR_ARG(line->text));
		print_gutter(reporting, snippet->digits, 0);
		repeat(reporting->out, ' ', line->mark + 1);
		begin_style(reporting, level_styles[level]);
		repeat(reporting->out, '^', line->marks);
		end_style(reporting);
		putc('\n', reporting->out);
	}
	if (snippet->left_out) {
		print_gutter(reporting, snippet->digits, 0);
		fprintf(reporting->out, " (%zu more line%s)\n", snippet->left_out, snippet->left_out == 1 ? "" : "s");
	}
}

/* The length of the start of text that fits into width columns, broken at a space where there is one. */
static size_t line_that_fits(struct str text, size_t width)
{
	size_t columns = 0, at = 0, space = 0;

	while (at < text.len) {
		uint32_t code_point;
		size_t len = utf8_decode(text, at, &code_point);
		columns += utf8_width(code_point);
		if (columns > width)
			return space ? space : (at ? at : len);
		if (code_point == ' ')
			space = at;
		at += len;
	}
	return text.len;
}

/* "     = fix: text", wrapped; line breaks of text are kept. */
static void print_note(const struct reporting *reporting, unsigned indent, const char *label, struct str text)
{
	size_t before = indent + 4 + str_of(label).len;
	size_t room = reporting->width > before + 20 ? reporting->width - before : 20;
	struct str line;

	repeat(reporting->out, ' ', indent);
	begin_style(reporting, STYLE_FIX);
	fprintf(reporting->out, "= %s:", label);
	end_style(reporting);
	putc(' ', reporting->out);
	for (bool first = true; str_split(&text, '\n', &line);) {
		do {
			size_t len = line_that_fits(line, room);
			repeat(reporting->out, ' ', first ? 0 : before);
			fprintf(reporting->out, STR_FMT "\n", STR_ARG(str_sub(line, 0, len)));
			line = str_trim(str_from(line, len));
			first = false;
		} while (line.len);
	}
}

/* The text of a note: line breaks kept, blank lines and trailing ones not, everything else harmless. */
static struct str note_text(struct arena *arena, struct str text)
{
	struct buf out;
	struct str line;

	buf_init(&out, arena, SIZE_MAX);
	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		if (out.len)
			buf_char(&out, '\n');
		buf_add(&out, report_clean(arena, line));
	}
	return buf_str(&out);
}

static void print_fix(const struct reporting *reporting, const struct reported *reported, const struct finding *finding,
                      unsigned digits)
{
	struct arena *arena = reported->result->document->arena;
	struct str advice = finding->rule->advice;

	if (finding->fix) {
		struct str what = note_text(arena, finding->fix->description);
		print_note(reporting, digits + 3, fix_labels[finding->fix->applicability], what.len ? what : STR("delete it"));
	} else if (advice.len) {
		print_note(reporting, digits + 3, fix_labels[APPLY_ADVICE], note_text(arena, advice));
	}
}

static size_t print_findings(const struct reporting *reporting, const struct reported *reported)
{
	const struct finding_list *findings = &reported->result->findings;
	size_t printed = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->at[i];
		if (finding->level < reporting->least)
			continue;
		struct snippet snippet = snippet_make(reporting, reported, finding);
		print_head(reporting, reported, finding);
		print_snippet(reporting, &snippet, finding->level);
		print_fix(reporting, reported, finding, snippet.digits);
		printed++;
	}
	return printed;
}

static void add_points(struct buf *out, long tenths)
{
	buf_printf(out, "%s%ld", tenths < 0 ? "-" : "", (tenths < 0 ? -tenths : tenths) / 10);
	if (tenths % 10)
		buf_printf(out, ".%ld", (tenths < 0 ? -tenths : tenths) % 10);
}

/* "100 -20 yelling.all-caps-message -8 jargon.undefined-term = 72" */
static struct str ledger_text(struct arena *arena, const struct result *result)
{
	const struct rule *gate = NULL;
	long sum = 1000;
	struct buf out;

	buf_init(&out, arena, SIZE_MAX);
	buf_add(&out, STR("100"));
	for (size_t i = 0; i < result->ledger.count; i++) {
		const struct ledger_entry *entry = &result->ledger.at[i];
		buf_char(&out, ' ');
		add_points(&out, entry->points);
		buf_printf(&out, " " STR_FMT, STR_ARG(entry->rule->id));
		sum += entry->points;
		if (entry->rule->gate && !gate)
			gate = entry->rule;
	}
	buf_add(&out, STR(" = "));
	if (gate && sum > result->score) {
		add_points(&out, sum);
		buf_printf(&out, ", capped by " STR_FMT " at ", STR_ARG(gate->id));
	} else if (sum < 0) {
		add_points(&out, sum);
		buf_add(&out, STR(", at least "));
	}
	add_points(&out, result->score);
	return buf_str(&out);
}

/* "  label: text", wrapped behind the label. */
static void print_labelled(const struct reporting *reporting, const char *label, struct str text)
{
	size_t before = 4 + str_of(label).len;
	size_t room = reporting->width > before + 20 ? reporting->width - before : 20;

	fprintf(reporting->out, "  %s: ", label);
	for (bool first = true; text.len; first = false) {
		size_t len = line_that_fits(text, room);
		repeat(reporting->out, ' ', first ? 0 : before);
		fprintf(reporting->out, STR_FMT "\n", STR_ARG(str_sub(text, 0, len)));
		text = str_trim(str_from(text, len));
	}
}

static void print_footer(const struct reporting *reporting, const struct reported *reported)
{
	const struct result *result = reported->result;
	FILE *out = reporting->out;
	struct str kind = result->kind_evidence.len ? result->kind_evidence : reported_kind(reported);

	begin_style(reporting, STYLE_PATH);
	fprintf(out, "%s", reported_path(reported));
	end_style(reporting);
	fprintf(out, ": %s %s", reporting->utf8 ? face_emoji(result->face) : face_ascii(result->face),
	        face_name(result->face));
	if (result->face_reason.len)
		fprintf(out, ": " STR_FMT, STR_ARG(result->face_reason));
	putc('\n', out);
	print_labelled(reporting, "kind", report_clean(result->document->arena, kind));
	print_labelled(reporting, "score", ledger_text(result->document->arena, result));
	if (result->rules_not_run)
		fprintf(out, "  %zu rule%s not judged in this kind of message\n", result->rules_not_run,
		        result->rules_not_run == 1 ? " is" : "s are");
	if (reported->fixed)
		fprintf(out, "  %zu fix%s applied\n", reported->fixed, reported->fixed == 1 ? "" : "es");
	putc('\n', out);
}

/* What was found besides the findings listed. */
static void print_extras(const struct reporting *reporting, const struct reported *reported)
{
	const struct result *result = reported->result;
	const struct defect_list *defects = &result->document->defects;

	for (size_t i = 0; i < result->more.count; i++)
		fprintf(reporting->out, "%s: %zu more of " STR_FMT "\n", reported_path(reported), result->more.at[i].count,
		        STR_ARG(result->more.at[i].rule->id));
	for (size_t i = 0; i < defects->count; i++) {
		struct place place = locator_place(reported->locator, defects->at[i].where.at);
		fprintf(reporting->out, "%s:%zu:%zu defect %s  %s\n", reported_path(reported), place.line, place.column,
		        defect_name(defects->at[i].id), defect_text(defects->at[i].id));
	}
	if (result->overrun)
		fprintf(reporting->out, "%s: the pattern \"%s\" met its match limit and was left out\n",
		        reported_path(reported), result->overrun);
}

static void text_message(struct reporting *reporting, const struct reported *reported)
{
	size_t printed = print_findings(reporting, reported);

	print_extras(reporting, reported);
	if (!reporting->quiet && (printed || reported->fixed || !reporting->many))
		print_footer(reporting, reported);
}

static void print_count(FILE *out, size_t count, const char *what)
{
	fprintf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* "1 fix with --fix, 2 more with --unsafe-fixes" */
static void print_fixable(FILE *out, const struct totals *totals)
{
	size_t safe = totals->fixable[APPLY_SAFE], unsafe = totals->fixable[APPLY_UNSAFE];

	if (safe)
		fprintf(out, "; --fix repairs %zu", safe);
	if (unsafe)
		fprintf(out, "%s --unsafe-fixes %zu%s", safe ? "," : ";", unsafe, safe ? " more" : "");
}

static void print_faces(const struct reporting *reporting, const struct totals *totals)
{
	const char *separator = "";

	for (enum face face = 0; face < FACE_COUNT; face++) {
		if (!totals->face[face])
			continue;
		fprintf(reporting->out, "%s%s %s %zu", separator, reporting->utf8 ? face_emoji(face) : face_ascii(face),
		        face_name(face), totals->face[face]);
		separator = ", ";
	}
	putc('\n', reporting->out);
}

static void text_end(struct reporting *reporting, const struct totals *totals)
{
	FILE *out = reporting->out;

	if (reporting->statistics)
		report_statistics(out, totals);
	if (reporting->quiet || (totals->failed && !totals->messages))
		return;
	print_count(out, totals->messages, "message");
	fputs(": ", out);
	print_count(out, totals->count[LEVEL_ERROR], "error");
	fputs(", ", out);
	print_count(out, totals->count[LEVEL_WARNING], "warning");
	fputs(", ", out);
	print_count(out, totals->count[LEVEL_SUGGESTION], "suggestion");
	if (totals->count[LEVEL_PRAISE])
		fprintf(out, ", %zu well done", totals->count[LEVEL_PRAISE]);
	if (totals->fixed)
		fprintf(out, "; %zu fixed", totals->fixed);
	if (totals->failed) {
		fputs("; ", out);
		print_count(out, totals->failed, "file");
		fputs(" not judged", out);
	}
	if (!reporting->repairing)
		print_fixable(out, totals);
	putc('\n', out);
	if (totals->messages > 1)
		print_faces(reporting, totals);
}

const struct reporter report_text = {.name = "text",
                                     .help = "for people: snippets with carets, fixes, kind, score and face",
                                     .has_statistics = true,
                                     .message = text_message,
                                     .end = text_end};
