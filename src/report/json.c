/*
 * json and jsonl: for programs. json is one object with all messages and a summary, written as it goes; jsonl is one
 * message object per line. "version" 1: fields are only added, never changed.
 */
#include <jansson.h>

#include "base/utf8.h"
#include "mail/transfer.h"
#include "report/report.h"

#define JSON_STYLE (JSON_COMPACT | JSON_REAL_PRECISION(15))

/* What most of the functions below need. */
struct writing {
	struct arena *arena;
	const struct reporting *reporting;
	const struct reported *reported;
};

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

/* A string; bytes that are no UTF-8 become U+FFFD. */
static json_t *text_json(struct arena *arena, struct str text)
{
	struct buf valid;

	if (utf8_valid(text))
		return json_stringn(text.len ? text.at : "", text.len);
	buf_init(&valid, arena, SIZE_MAX);
	for (size_t at = 0; at < text.len;) {
		uint32_t code_point;
		at += utf8_decode(text, at, &code_point);
		buf_code_point(&valid, code_point);
	}
	struct str fixed = buf_str(&valid);
	return json_stringn(fixed.at, fixed.len);
}

/* The same, null for none. */
static json_t *optional_json(struct arena *arena, struct str text)
{
	return text.len ? text_json(arena, text) : json_null();
}

static json_t *count_json(size_t count)
{
	return json_integer((json_int_t)count);
}

/* Tenths of a point as points: an integer where it is one. */
static json_t *points_json(long tenths)
{
	return tenths % 10 == 0 ? json_integer(tenths / 10) : json_real((double)tenths / 10);
}

/* New bytes that are no UTF-8 (the source's charset is another) come as base64. */
static json_t *edit_json(struct writing *writing, const struct edit *edit)
{
	json_t *object = json_object();

	set(object, "offset", count_json(locator_place(writing->reported->locator, edit->where.at).offset));
	set(object, "length", count_json(edit->where.len));
	if (utf8_valid(edit->text))
		set(object, "text", text_json(writing->arena, edit->text));
	else
		set(object, "base64",
		    text_json(writing->arena, str_trim(transfer_encode_base64(writing->arena, edit->text, ""))));
	return object;
}

static json_t *fixes_json(struct writing *writing, const struct fix *fix)
{
	json_t *fixes = json_array();

	if (!fix)
		return fixes;
	json_t *object = json_object(), *edits = json_array();
	set(object, "applicability", json_string(applicability_names[fix->applicability]));
	set(object, "description", text_json(writing->arena, fix->description));
	for (size_t i = 0; i < fix->edit_count; i++)
		json_array_append_new(edits, edit_json(writing, &fix->edits[i]));
	set(object, "edits", edits);
	json_array_append_new(fixes, object);
	return fixes;
}

static json_t *finding_json(struct writing *writing, const struct finding *finding)
{
	json_t *object = json_object();
	struct place start = reported_start(writing->reported, finding), end = reported_end(writing->reported, finding);
	struct str impression = str_of(impression_names[finding->rule->impression]);

	set(object, "rule", text_json(writing->arena, finding->rule->id));
	set(object, "impression", optional_json(writing->arena, impression));
	set(object, "level", json_string(level_names[finding->level]));
	set(object, "message", text_json(writing->arena, finding->message));
	set(object, "line", count_json(start.line));
	set(object, "column", count_json(start.column));
	set(object, "end_line", count_json(end.line));
	set(object, "end_column", count_json(end.column));
	set(object, "offset", count_json(start.offset));
	set(object, "length", count_json(finding->source.len));
	set(object, "text", text_json(writing->arena, finding->text));
	set(object, "zone", json_string(zone_name(finding->zone)));
	set(object, "part", text_json(writing->arena, str_of(finding->page ? finding->page->part : "")));
	set(object, "fixes", fixes_json(writing, finding->fix));
	set(object, "url", optional_json(writing->arena, finding->rule->link));
	return object;
}

static json_t *findings_json(struct writing *writing)
{
	const struct finding_list *findings = &writing->reported->result->findings;
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++)
		if (findings->at[i].level >= writing->reporting->least)
			json_array_append_new(array, finding_json(writing, &findings->at[i]));
	return array;
}

static json_t *ledger_json(struct writing *writing)
{
	const struct result *result = writing->reported->result;
	json_t *array = json_array();

	for (size_t i = 0; i < result->ledger.count; i++) {
		json_t *entry = json_object();
		set(entry, "rule", text_json(writing->arena, result->ledger.at[i].rule->id));
		set(entry, "points", points_json(result->ledger.at[i].points));
		json_array_append_new(array, entry);
	}
	return array;
}

static json_t *more_json(struct writing *writing)
{
	const struct result *result = writing->reported->result;
	json_t *array = json_array();

	for (size_t i = 0; i < result->more.count; i++) {
		json_t *entry = json_object();
		set(entry, "rule", text_json(writing->arena, result->more.at[i].rule->id));
		set(entry, "count", count_json(result->more.at[i].count));
		json_array_append_new(array, entry);
	}
	return array;
}

static json_t *defects_json(struct writing *writing)
{
	const struct defect_list *defects = &writing->reported->result->document->defects;
	json_t *array = json_array();

	for (size_t i = 0; i < defects->count; i++) {
		json_t *entry = json_object();
		struct place place = locator_place(writing->reported->locator, defects->at[i].where.at);
		set(entry, "id", json_string(defect_name(defects->at[i].id)));
		set(entry, "line", count_json(place.line));
		set(entry, "column", count_json(place.column));
		set(entry, "message", json_string(defect_text(defects->at[i].id)));
		json_array_append_new(array, entry);
	}
	return array;
}

static json_t *message_json(struct writing *writing)
{
	const struct result *result = writing->reported->result;
	const struct document *document = result->document;
	struct str id = document->message ? message_value(document->message, "Message-ID") : (struct str){NULL, 0};
	json_t *object = json_object();

	set(object, "path", text_json(writing->arena, str_of(writing->reported->path)));
	if (writing->reported->number)
		set(object, "number", count_json(writing->reported->number));
	set(object, "message_id", optional_json(writing->arena, id));
	set(object, "kind", text_json(writing->arena, reported_kind(writing->reported)));
	set(object, "kind_evidence", text_json(writing->arena, result->kind_evidence));
	set(object, "language", json_string("en"));
	set(object, "score", points_json(result->score));
	set(object, "face", json_string(face_name(result->face)));
	set(object, "face_reason", text_json(writing->arena, result->face_reason));
	set(object, "ledger", ledger_json(writing));
	set(object, "findings", findings_json(writing));
	set(object, "more", more_json(writing));
	set(object, "defects", defects_json(writing));
	set(object, "rules_not_run", count_json(result->rules_not_run));
	if (result->overrun)
		set(object, "overrun", text_json(writing->arena, str_of(result->overrun)));
	if (writing->reported->fixed)
		set(object, "fixed", count_json(writing->reported->fixed));
	return object;
}

static void write_message(struct reporting *reporting, const struct reported *reported)
{
	struct writing writing = {.arena = reported->result->document->arena, .reporting = reporting, .reported = reported};
	json_t *object = message_json(&writing);

	json_dumpf(object, reporting->out, JSON_STYLE);
	json_decref(object);
}

static void json_begin(struct reporting *reporting)
{
	fputs("{\"version\":1,\"messages\":[", reporting->out);
}

static void json_message(struct reporting *reporting, const struct reported *reported)
{
	fputs(reporting->messages ? ",\n" : "\n", reporting->out);
	write_message(reporting, reported);
}

static json_t *statistics_json(const struct totals *totals)
{
	json_t *object = json_object();

	for (size_t i = 0; i < totals->rules.count; i++)
		json_object_set_new(object, totals->rules.at[i].rule.at, count_json(totals->rules.at[i].count));
	return object;
}

static json_t *summary_json(const struct reporting *reporting, const struct totals *totals)
{
	json_t *summary = json_object(), *faces = json_object();

	set(summary, "messages", count_json(totals->messages));
	set(summary, "errors", count_json(totals->count[LEVEL_ERROR]));
	set(summary, "warnings", count_json(totals->count[LEVEL_WARNING]));
	set(summary, "suggestions", count_json(totals->count[LEVEL_SUGGESTION]));
	set(summary, "praise", count_json(totals->count[LEVEL_PRAISE]));
	for (enum face face = 0; face < FACE_COUNT; face++)
		set(faces, face_name(face), count_json(totals->face[face]));
	set(summary, "faces", faces);
	if (totals->fixed)
		set(summary, "fixed", count_json(totals->fixed));
	if (totals->failed)
		set(summary, "failed", count_json(totals->failed));
	if (reporting->statistics)
		set(summary, "rules", statistics_json(totals));
	return summary;
}

static void json_end(struct reporting *reporting, const struct totals *totals)
{
	json_t *summary = summary_json(reporting, totals);

	fputs(reporting->messages ? "\n],\"summary\":" : "],\"summary\":", reporting->out);
	json_dumpf(summary, reporting->out, JSON_STYLE);
	fputs("}\n", reporting->out);
	json_decref(summary);
}

static void jsonl_message(struct reporting *reporting, const struct reported *reported)
{
	write_message(reporting, reported);
	putc('\n', reporting->out);
}

const struct reporter report_json = {.name = "json",
                                     .help = "one JSON object with all messages and a summary",
                                     .has_statistics = true,
                                     .begin = json_begin,
                                     .message = json_message,
                                     .end = json_end};

const struct reporter report_jsonl = {
    .name = "jsonl", .help = "one JSON object per message and line", .message = jsonl_message};
