#include "lint/resolve.h"

#include "lint/ruleset.h"

/* A comment that switches rules off: for the line after it, or up to the next replylint-enable. */
struct suppression {
	struct str_list ids; /* rules and groups; none: all */
	struct span where;   /* of the comment, in the source */
	size_t from, to;     /* bytes of the source in which it holds */
	bool used;
};

struct suppressions {
	struct suppression *at;
	size_t count, room;
};

static struct str_list read_ids(struct arena *arena, struct str text)
{
	struct str_list ids = {0};
	struct str word;
	size_t reason = str_find(text, STR("--"), 0);

	text = reason == STR_NONE ? text : str_sub(text, 0, reason);
	while (str_split(&text, ' ', &word)) {
		struct str piece;
		while (str_split(&word, ',', &piece)) {
			if (str_trim(piece).len > 0) {
				*vec_push(arena, &ids) = str_trim(piece);
			}
		}
	}
	return ids;
}

static size_t line_end(struct str s, size_t at)
{
	size_t end = str_find_char(s, '\n', at);

	return end == STR_NONE ? s.len : end + 1;
}

/* The comment of a suppression: its words after the keyword, or an empty slice at NULL. */
static struct str after(struct str text, const char *keyword)
{
	struct str key = str_of(keyword);
	bool whole = str_starts(text, key) && (text.len == key.len || ascii_space(text.at[key.len]));

	return whole ? str_trim(str_from(text, key.len)) : (struct str){NULL, 0};
}

static void read_comment(struct judge *judge, struct suppressions *list, const struct comment *comment)
{
	struct str source = judge->document->source->bytes;
	size_t end = comment->where.at + comment->where.len;
	struct str next_line = after(comment->text, "replylint-disable-next-line"),
	           disable = after(comment->text, "replylint-disable"), enable = after(comment->text, "replylint-enable");

	if (next_line.at != NULL) {
		struct suppression *made = vec_push(judge->arena, list);
		size_t next = line_end(source, end);
		*made =
		    (struct suppression){read_ids(judge->arena, next_line), comment->where, end, line_end(source, next), false};
	} else if (disable.at != NULL) {
		struct suppression *made = vec_push(judge->arena, list);
		*made = (struct suppression){read_ids(judge->arena, disable), comment->where, end, source.len, false};
	} else if (enable.at != NULL) {
		for (size_t i = 0; i < list->count; i++) {
			struct suppression *open = &list->at[i];
			open->to = open->to == source.len ? comment->where.at : open->to;
		}
	}
}

static bool applies(const struct suppression *suppression, const struct finding *finding)
{
	bool here = finding->source.at >= suppression->from && finding->source.at < suppression->to;
	bool named = suppression->ids.count == 0;

	for (size_t i = 0; i < suppression->ids.count; i++) {
		struct str id = suppression->ids.at[i];
		named = named || str_eq(id, finding->rule->id) || str_eq(id, finding->rule->group);
	}
	return here && named && finding->rule->suppressible;
}

static const struct rule unused_rule = {
    .id = {"replylint.unused-suppression", 28},
    .group = {"replylint", 9},
    .name = {"unused-suppression", 18},
    .level = LEVEL_WARNING,
    .message = {"this comment switches off nothing", 33},
    .why = {"A suppression that is no longer needed hides the next real finding.", 67},
    .limit = 50,
};

static void report_unused(struct judge *judge, const struct suppression *suppression)
{
	struct finding *finding = vec_push(judge->arena, &judge->findings);

	finding->rule = &unused_rule;
	finding->level = LEVEL_WARNING;
	finding->message = unused_rule.message;
	finding->page =
	    judge->document->pages.count > 0 ? &judge->document->pages.at[judge->document->pages.count - 1] : NULL;
	finding->source = suppression->where;
	finding->zone = ZONE_BODY;
	finding->order = judge->ruleset->rules.count;
}

void suppress_findings(struct judge *judge)
{
	struct suppressions list = {0};
	struct finding_list kept = {0};

	for (size_t i = 0; i < judge->document->comments.count; i++) {
		read_comment(judge, &list, &judge->document->comments.at[i]);
	}
	for (size_t i = 0; i < judge->findings.count; i++) {
		bool off = false;
		for (size_t k = 0; k < list.count; k++) {
			bool hit = applies(&list.at[k], &judge->findings.at[i]);
			list.at[k].used |= hit;
			off |= hit;
		}
		if (!off) {
			*vec_push(judge->arena, &kept) = judge->findings.at[i];
		}
	}
	judge->findings = kept;
	for (size_t i = 0; i < list.count; i++) {
		if (!list.at[i].used) {
			report_unused(judge, &list.at[i]);
		}
	}
}
