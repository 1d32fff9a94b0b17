#include <stdlib.h>

#include "lint/resolve.h"
#include "lint/ruleset.h"

/*
 * Comments that switch rules off. Told in sorted lists, so that a mail with many comments and many findings takes no
 * longer than its size: each comment is a claim on the names it gives, each finding stands under three names (its
 * rule's, its group's and the empty one, which a comment without names means).
 */

/* A comment that switches rules off: for the line after it, or up to the next replylint-enable. */
struct suppression {
	struct str_list ids; /* rules and groups; none: all */
	struct span where;   /* of the comment, in the source */
	size_t from, to;     /* bytes of the source in which it holds */
	bool open;           /* up to the next replylint-enable */
	bool used;
};

struct suppressions {
	struct suppression *at;
	size_t count, room;
	size_t open; /* those before it hold no longer */
	struct known_line {
		size_t from, end;
	} this_line, next_line; /* where an end of line was looked for last, and found */
};

/* A name and a stretch of the source: where a suppression holds; or, with from == to, where a finding stands. */
struct claim {
	struct str name;
	size_t from, to;
	size_t reach;                    /* the furthest `to` of those of the name up to here */
	struct suppression *suppression; /* NULL: a finding */
};

struct claims {
	struct claim *at;
	size_t count, room;
};

/* ---- reading ---- */

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

/* Behind the end of the line that holds at. */
static size_t line_end(struct str s, size_t at, struct known_line *known)
{
	if (at < known->from || at >= known->end) {
		size_t end = str_find_char(s, '\n', at);
		*known = (struct known_line){at, end == STR_NONE ? s.len : end + 1};
	}
	return known->end;
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
		size_t next = line_end(source, end, &list->this_line);
		*vec_push(judge->arena, list) = (struct suppression){.ids = read_ids(judge->arena, next_line),
		                                                     .where = comment->where,
		                                                     .from = end,
		                                                     .to = line_end(source, next, &list->next_line)};
	} else if (disable.at != NULL) {
		*vec_push(judge->arena, list) = (struct suppression){.ids = read_ids(judge->arena, disable),
		                                                     .where = comment->where,
		                                                     .from = end,
		                                                     .to = source.len,
		                                                     .open = true};
	} else if (enable.at != NULL) {
		for (; list->open < list->count; list->open++) {
			struct suppression *open = &list->at[list->open];
			open->to = open->open ? comment->where.at : open->to;
		}
	}
}

/* ---- telling ---- */

static int compare_claims(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = str_compare(x->name, y->name);

	return order != 0 ? order : x->from < y->from ? -1 : x->from > y->from;
}

static void sort_claims(struct claims *claims)
{
	if (claims->count > 1) {
		qsort(claims->at, claims->count, sizeof *claims->at, compare_claims);
	}
	for (size_t i = 0; i < claims->count; i++) {
		struct claim *here = &claims->at[i], *before = i > 0 ? here - 1 : NULL;
		bool further = before != NULL && before->reach > here->to && str_eq(before->name, here->name);
		here->reach = further ? before->reach : here->to;
	}
}

/* The first claim of a greater name, or of this name that begins at or behind from. */
static size_t first_from(const struct claims *claims, struct str name, size_t from)
{
	struct claim wanted = {.name = name, .from = from};
	size_t low = 0, high = claims->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_claims(&claims->at[middle], &wanted) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static struct claims claims_of(struct arena *arena, const struct suppressions *list)
{
	struct claims claims = {0};

	for (size_t i = 0; i < list->count; i++) {
		struct suppression *suppression = &list->at[i];
		struct claim claim = {.from = suppression->from, .to = suppression->to, .suppression = suppression};
		for (size_t k = 0; k < suppression->ids.count; k++) {
			claim.name = suppression->ids.at[k];
			*vec_push(arena, &claims) = claim;
		}
		if (suppression->ids.count == 0) {
			*vec_push(arena, &claims) = claim;
		}
	}
	sort_claims(&claims);
	return claims;
}

/* The names that switch a finding of rule off. */
#define NAMES ((size_t)3)
static struct str name_of(const struct rule *rule, size_t which)
{
	return which == 0 ? rule->id : which == 1 ? rule->group : (struct str){"", 0};
}

static bool is_off(const struct claims *claims, const struct finding *finding)
{
	for (size_t which = 0; which < NAMES && finding->rule->suppressible; which++) {
		struct str name = name_of(finding->rule, which);
		size_t behind = first_from(claims, name, finding->source.at + 1);
		const struct claim *last = behind > 0 ? &claims->at[behind - 1] : NULL;
		if (last != NULL && str_eq(last->name, name) && last->reach > finding->source.at) {
			return true;
		}
	}
	return false;
}

static void note_used(struct arena *arena, const struct claims *claims, const struct finding_list *off)
{
	struct claims found = {0};

	for (size_t i = 0; i < off->count * NAMES; i++) {
		size_t at = off->at[i / NAMES].source.at;
		*vec_push(arena, &found) =
		    (struct claim){.name = name_of(off->at[i / NAMES].rule, i % NAMES), .from = at, .to = at};
	}
	sort_claims(&found);
	for (size_t i = 0; i < claims->count; i++) {
		const struct claim *claim = &claims->at[i];
		size_t first = first_from(&found, claim->name, claim->from);
		claim->suppression->used |=
		    first < found.count && str_eq(found.at[first].name, claim->name) && found.at[first].from < claim->to;
	}
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
	struct finding_list kept = {0}, off = {0};

	for (size_t i = 0; i < judge->document->comments.count; i++) {
		read_comment(judge, &list, &judge->document->comments.at[i]);
	}
	if (list.count == 0) {
		return;
	}
	struct claims claims = claims_of(judge->arena, &list);
	for (size_t i = 0; i < judge->findings.count; i++) {
		const struct finding *finding = &judge->findings.at[i];
		struct finding_list *side = is_off(&claims, finding) ? &off : &kept;
		*vec_push(judge->arena, side) = *finding;
	}
	note_used(judge->arena, &claims, &off);
	judge->findings = kept;
	for (size_t i = 0; i < list.count; i++) {
		if (!list.at[i].used) {
			report_unused(judge, &list.at[i]);
		}
	}
}
