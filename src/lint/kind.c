#include "lint/kind.h"

#include "base/buf.h"
#include "lint/kind_words.h"
#include "lint/ruleset.h"

#define SUBJECT_POINTS 4
#define REPLY_SUBJECT_POINTS 1 /* "Re: ...": the customer's words, not the author's */
#define STRONG_POINTS 3
#define CUSTOMER_POINTS 2
#define WEAK_MOST 2
/* So much of the author's own text is the opening: what a mail is for is said there. */
#define OPENING_BYTES 300
#define RULE_POINTS 6
#define LEAST_POINTS 3
#define SECOND_LEAST 6
/* With less evidence, or another kind so near, what the kind requires is asked for more gently. */
#define SURE_LEAST 6
#define SURE_MARGIN 6
#define REFUSAL_SHARE 2
#define REFUSAL_WORDS_LEAST (-60) /* hundredths; with words that speak so much against it, it is none */
/* What the words say (kind_words.h, in hundredths) counts so much beside the cues: a hundred is ten points. */
#define WORDS_SHARE 10
/* A kind that has not even these hundredths of a point, and too few cues, is none. */
#define WEIGHT_LEAST (-420L)

/* ---- told ---- */

static struct str unquoted(struct str text)
{
	text = str_trim(text);
	if (text.len > 1 && (text.at[0] == '"' || text.at[0] == '\'') && text.at[text.len - 1] == text.at[0]) {
		text = str_sub(text, 1, text.len - 2);
	}
	return text;
}

/* "kind: order" in front matter. */
static struct str front_matter_kind(struct str text)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		if (str_starts(line, STR("kind:"))) {
			return unquoted(str_from(line, 5));
		}
	}
	return (struct str){"", 0};
}

/* "replylint: kind=order" in a comment. */
static struct str comment_kind(const struct document *document)
{
	for (size_t i = 0; i < document->comments.count; i++) {
		struct str text = document->comments.at[i].text;
		if (str_starts(text, STR("replylint: kind="))) {
			return str_trim(str_from(text, 16));
		}
	}
	return (struct str){"", 0};
}

static bool take_told(struct judge *judge, struct str name, const char *by, struct str *evidence)
{
	long kind = name.len > 0 ? ruleset_kind(judge->ruleset, name) : -1;

	if (kind < 0) {
		return false;
	}
	judge->kind = judge->second_kind = (size_t)kind;
	*evidence = str_printf(judge->arena, STR_FMT " (%s)", STR_ARG(name), by);
	return true;
}

static bool told(struct judge *judge, const struct lint_options *options, struct str *evidence)
{
	struct message *message = judge->document->message;
	struct str header = {"", 0};

	if (options->trust_header && message != NULL) {
		header = message_value(message, "X-Replylint-Kind");
	}
	return take_told(judge, str_of(options->kind != NULL ? options->kind : ""), "given by --kind", evidence) ||
	       take_told(judge, header, "given by X-Replylint-Kind", evidence) ||
	       take_told(judge, front_matter_kind(judge->document->front_matter), "given in the front matter", evidence) ||
	       take_told(judge, comment_kind(judge->document), "given in a comment", evidence) ||
	       take_told(judge, options->usual_kind, "given by the configuration", evidence);
}

/* ---- scored ---- */

struct tally {
	struct judge *judge;
	long points;       /* of cues and facts */
	long words;        /* what the words say, in hundredths */
	unsigned zones;    /* where cues count */
	bool is_asked_for; /* by the customer, in what is quoted */
	bool is_meant;     /* by more than weak cues and facts, which go with many kinds */
	struct buf evidence;
	/* One count for the weak cues, and one bit for each strong cue that has counted. */
	long weak;
	uint64_t counted;
	size_t counted_to;  /* end of the last strong match that counted: the same words count once */
	struct span opened; /* what counted in the opening */
};

static void note(struct tally *tally, const char *what, struct str text, long points)
{
	tally->points += points;
	tally->is_meant = tally->is_meant || points > 1;
	buf_printf(&tally->evidence, "%s%s\"" STR_FMT "\" +%ld", tally->evidence.len > 0 ? ", " : "", what, STR_ARG(text),
	           points);
}

static void note_fact(struct tally *tally, const char *what, long points)
{
	if (points > 0) {
		tally->points += points;
		buf_printf(&tally->evidence, "%s%s +%ld", tally->evidence.len > 0 ? ", " : "", what, points);
	}
}

/* Where the customer's words end in "Re: lift out of order - repaired"; 0 in a subject of the author's own. */
static size_t customer_words(struct str subject)
{
	size_t end = 0;

	if (!str_starts_nocase(subject, STR("re:"))) {
		return 0;
	}
	for (size_t at = 0; (at = str_find(subject, STR(" - "), at)) != STR_NONE; at++) {
		end = at;
	}
	return end > 0 ? end : subject.len;
}

static void count_subject(struct tally *tally, const struct matcher *cues, const struct page *page)
{
	const struct haystack *view = &judge_index(tally->judge, page)->view;
	struct match_list found =
	    matcher_find_all(cues, tally->judge->searcher, tally->judge->arena, view, (struct span){0, view->bytes.len});

	if (found.count > 0) {
		const struct match *last = &found.at[found.count - 1];
		bool own = last->where.at >= customer_words(view->bytes);
		note(tally, "subject ", page_bytes(page, last->where), own ? SUBJECT_POINTS : REPLY_SUBJECT_POINTS);
	}
}

/* The first words of the author's after the greeting. */
static struct span opening_of(const struct page *page)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		if (block->zone == ZONE_BODY && block->span.len > 0) {
			return (struct span){block->span.at, OPENING_BYTES};
		}
	}
	return (struct span){0, 0};
}

static void count_opening(struct tally *tally, const struct matcher *cues, const struct page *page)
{
	const struct haystack *view = &judge_index(tally->judge, page)->view;
	struct span opening = opening_of(page);
	struct match_list found = {0};

	if (opening.len > 0) {
		found = matcher_find_all(cues, tally->judge->searcher, tally->judge->arena, view, opening);
	}
	for (size_t i = 0; i < found.count && tally->opened.len == 0; i++) {
		if ((ZONES_REP >> page_block_at(page, found.at[i].where.at)->zone & 1) != 0) {
			tally->opened = found.at[i].where;
			note(tally, "at the beginning ", page_bytes(page, found.at[i].where), STRONG_POINTS);
		}
	}
}

static void count_body(struct tally *tally, const struct matcher *cues, const struct page *page, bool strong)
{
	const struct haystack *view = &judge_index(tally->judge, page)->view;
	struct match_list found =
	    matcher_find_all(cues, tally->judge->searcher, tally->judge->arena, view, (struct span){0, view->bytes.len});

	for (size_t i = 0; i < found.count; i++) {
		const struct match *match = &found.at[i];
		uint64_t bit = (uint64_t)1 << (match->tag & 63);
		bool opened = match->where.at < tally->opened.at + tally->opened.len &&
		              tally->opened.at < match->where.at + match->where.len;
		if (opened || (tally->zones >> page_block_at(page, match->where.at)->zone & 1) == 0) {
			continue;
		}
		if (strong && (tally->counted & bit) == 0 && match->where.at >= tally->counted_to) {
			tally->counted |= bit;
			tally->counted_to = match->where.at + match->where.len;
			note(tally, "", page_bytes(page, match->where), STRONG_POINTS);
		} else if (!strong && (tally->counted & bit) == 0 && tally->weak < WEAK_MOST) {
			tally->counted |= bit;
			tally->weak++;
			note(tally, "", page_bytes(page, match->where), 1);
		}
	}
}

/* What the customer asked for tells what the reply is, where something in the reply itself does so, too. */
static void count_customer(struct tally *tally, const struct matcher *cues, const struct page *page)
{
	const struct haystack *view = &judge_index(tally->judge, page)->view;
	struct match_list found =
	    matcher_find_all(cues, tally->judge->searcher, tally->judge->arena, view, (struct span){0, view->bytes.len});

	for (size_t i = 0; i < found.count && !tally->is_asked_for; i++) {
		if (page_block_at(page, found.at[i].where.at)->zone == ZONE_QUOTE) {
			tally->is_asked_for = true;
			note_fact(tally, "what the customer asks", CUSTOMER_POINTS);
		}
	}
}

static void count_page(struct tally *tally, const struct kind *kind, const struct page *page)
{
	if (page->is_subject && kind->subject != NULL) {
		count_subject(tally, kind->subject, page);
	}
	if (!page->is_subject && kind->opening != NULL) {
		count_opening(tally, kind->opening, page);
	}
	if (!page->is_subject && kind->customer != NULL) {
		count_customer(tally, kind->customer, page);
	}
	if (!page->is_subject && kind->strong != NULL) {
		tally->counted_to = 0;
		count_body(tally, kind->strong, page, true);
	}
}

static void count_pages(struct tally *tally, const struct kind *kind)
{
	const struct document *document = tally->judge->document;

	for (size_t i = 0; i < document->pages.count; i++) {
		if (!document->pages.at[i].is_alternative) {
			count_page(tally, kind, &document->pages.at[i]);
		}
	}
	tally->counted = 0;
	for (size_t i = 0; i < document->pages.count && kind->weak != NULL; i++) {
		const struct page *page = &document->pages.at[i];
		if (!page->is_alternative && !page->is_subject) {
			count_body(tally, kind->weak, page, false);
		}
	}
}

/* What a rule of the rule set finds: its patterns, its zones and its guards. */
static bool count_rule_on(struct tally *tally, const struct rule *rule, const struct page *page)
{
	struct judge *judge = tally->judge;
	const struct haystack *masked = &judge_index(judge, page)->masked;
	struct match_list found = matcher_find_all(rule->check->cues(rule), judge->searcher, judge->arena, masked,
	                                           (struct span){0, masked->bytes.len});

	for (size_t i = 0; i < found.count; i++) {
		struct span where = found.at[i].where;
		if (rule_covers(rule, page, page_block_at(page, where.at)) && judge_allows(judge, rule, page, where)) {
			note(tally, "", page_bytes(page, where), RULE_POINTS);
			return true;
		}
	}
	return false;
}

static void count_rules(struct tally *tally, const struct kind *kind)
{
	const struct document *document = tally->judge->document;

	for (size_t i = 0; i < kind->cue_rules.count; i++) {
		const struct rule *rule = ruleset_find(tally->judge->ruleset, kind->cue_rules.at[i]);
		bool found = rule == NULL || rule->check->cues == NULL;
		for (size_t k = 0; k < document->pages.count && !found; k++) {
			found = !document->pages.at[k].is_subject && count_rule_on(tally, rule, &document->pages.at[k]);
		}
	}
}

/* Sent by a program, or to many: nobody's answer to a mail, whatever its subject says. */
static bool is_automatic(struct message *message)
{
	static const char *const fields[] = {"Auto-Submitted", "List-Unsubscribe", "List-Id", "Precedence"};

	for (size_t i = 0; message != NULL && i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (message_field(message, fields[i]) != NULL && !str_eq_nocase(message_value(message, fields[i]), STR("no"))) {
			return true;
		}
	}
	return false;
}

/* What stands below a letter of what the customer wrote. */
struct quoted {
	bool any, question;
};

static struct quoted quoted_below(const struct document *document)
{
	struct quoted quoted = {false, false};

	for (size_t i = 0; i < document->pages.count; i++) {
		const struct page *page = &document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count && !quoted.question; k++) {
			const struct block *block = &page->blocks.at[k];
			if (block->zone == ZONE_QUOTE) {
				quoted.any = true;
				quoted.question = str_find_char(page_bytes(page, block->span), '?', 0) != STR_NONE;
			}
		}
	}
	return quoted;
}

/* As the header, the subject or what is quoted below tell. */
static bool is_reply(const struct document *document, struct quoted quoted)
{
	const struct page *first = document->pages.count > 0 ? &document->pages.at[0] : NULL;

	if (is_automatic(document->message)) {
		return false;
	}
	if (quoted.any || (document->message != NULL && message_field(document->message, "In-Reply-To") != NULL)) {
		return true;
	}
	return first != NULL && first->is_subject && str_starts_nocase(first->view->bytes, STR("re:"));
}

/* Facts about the message that several kinds give points for. */
struct facts {
	bool money, date_time, calendar, reply, asked;
};

static bool has_calendar(const struct document *document)
{
	if (document->message == NULL) {
		return false;
	}
	for (const struct part *part = document->message->root; part != NULL; part = part_after(part)) {
		if (str_eq(part->type, STR("text")) && str_eq(part->subtype, STR("calendar"))) {
			return true;
		}
	}
	return false;
}

static bool has_fact(struct judge *judge, const struct matcher *matcher)
{
	return matcher != NULL && judge_zones_match(judge, matcher, ZONES_REP);
}

static struct facts tell_facts(struct judge *judge)
{
	const struct ruleset *ruleset = judge->ruleset;
	bool date = has_fact(judge, ruleset->facts.date);

	struct quoted quoted = quoted_below(judge->document);
	bool reply = is_reply(judge->document, quoted);

	return (struct facts){has_fact(judge, ruleset->facts.money), date && has_fact(judge, ruleset->facts.clock),
	                      has_calendar(judge->document), reply, reply && quoted.question};
}

static struct str_list words_with(struct judge *judge, const struct facts *facts)
{
	struct message *message = judge->document->message;
	struct str_list words = kind_words_of(judge);
	const struct {
		bool holds;
		const char *word;
	} told[] = {
	    {facts->reply, "fact:reply"},
	    {facts->asked, "fact:asked"},
	    {facts->calendar, "fact:calendar"},
	    {message != NULL && message_field(message, "Auto-Submitted") != NULL, "fact:auto-submitted"},
	    {message != NULL && message_field(message, "List-Unsubscribe") != NULL, "fact:list-unsubscribe"},
	};

	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		if (told[i].holds) {
			*vec_push(judge->arena, &words) = str_of(told[i].word);
		}
	}
	return words;
}

struct str_list kind_words(struct judge *judge)
{
	struct facts facts = tell_facts(judge);

	return words_with(judge, &facts);
}

static void count_headers(struct tally *tally, const struct kind *kind)
{
	struct message *message = tally->judge->document->message;

	for (size_t i = 0; message != NULL && i < kind->headers.count; i++) {
		const struct kind_header *header = &kind->headers.at[i];
		const char *name = str_cstr(tally->judge->arena, header->field);
		const struct field *field = message_field(message, name);
		if (field != NULL && str_find_nocase(field_text(message, field)->bytes, header->value, 0) != STR_NONE) {
			note_fact(tally, name, header->points);
			tally->is_meant = true;
		}
	}
}

static void count_kind(struct tally *tally, const struct kind *kind, const struct facts *facts)
{
	tally->zones = kind->footer ? ZONES_OWN : ZONES_REP;
	count_pages(tally, kind);
	count_rules(tally, kind);
	count_headers(tally, kind);
	if (tally->points > 0) {
		note_fact(tally, "an amount", facts->money ? kind->money : 0);
		note_fact(tally, "date and time", facts->date_time ? kind->date_time : 0);
	}
	note_fact(tally, "a calendar part", facts->calendar ? kind->calendar : 0);
	if (facts->reply && kind->reply < 0) {
		tally->points += kind->reply;
	}
	note_fact(tally, "a reply", facts->reply ? kind->reply : 0);
	if (facts->asked && kind->asked > 0) {
		note_fact(tally, "a question below it", kind->asked);
		tally->is_meant = true;
	}
	if (!tally->is_meant && !(facts->calendar && kind->calendar > 0) && tally->points >= LEAST_POINTS) {
		tally->points = LEAST_POINTS - 1;
	}
}

/* Cues and words together, in hundredths of a point. */
static long weight_of(const struct tally *tally)
{
	return tally->points * 100 + tally->words * WORDS_SHARE;
}

static bool is_better(const struct kind *kinds, const struct tally *tallies, size_t a, size_t b)
{
	long x = weight_of(&tallies[a]), y = weight_of(&tallies[b]);

	return x != y ? x > y : kinds[a].priority < kinds[b].priority;
}

/* A refusal within an answer, an apology ... is judged as one, unless it is only a small part of what they say. */
static void override_by_refusal(struct judge *judge, const struct tally *tallies)
{
	long refusal = ruleset_kind(judge->ruleset, STR("refusal"));
	bool overrides =
	    judge->ruleset->kinds.at[judge->kind].refusal_overrides || judge->kind == judge->ruleset->kind_unknown;

	if (refusal >= 0 && overrides && tallies[refusal].points >= LEAST_POINTS &&
	    tallies[refusal].words >= REFUSAL_WORDS_LEAST &&
	    tallies[refusal].points * REFUSAL_SHARE >= tallies[judge->kind].points) {
		judge->kind = judge->second_kind = (size_t)refusal;
	}
}

/* The kinds that the cues and words speak for most; best is `unknown` where there is no other. */
struct ranking {
	size_t best, second;
};

static struct ranking rank_kinds(const struct ruleset *ruleset, const struct tally *tallies)
{
	size_t unknown = ruleset->kind_unknown;
	struct ranking ranking = {unknown, unknown};

	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		if (i == unknown) {
			continue;
		}
		if (ranking.best == unknown || is_better(ruleset->kinds.at, tallies, i, ranking.best)) {
			ranking.second = ranking.best;
			ranking.best = i;
		} else if (ranking.second == unknown || is_better(ruleset->kinds.at, tallies, i, ranking.second)) {
			ranking.second = i;
		}
	}
	return ranking;
}

static bool is_sure(const struct tally *tallies, size_t kind, struct ranking ranking)
{
	const struct tally *tally = &tallies[kind];
	long ahead = weight_of(&tallies[ranking.best]) - weight_of(&tallies[ranking.second]);

	return tally->points >= SURE_LEAST && (kind != ranking.best || ahead >= SURE_MARGIN * 100L);
}

static void choose_kind(struct judge *judge, const struct tally *tallies, bool is_reply)
{
	const struct ruleset *ruleset = judge->ruleset;
	struct ranking ranking = rank_kinds(ruleset, tallies);
	const struct tally *best = &tallies[ranking.best], *second = &tallies[ranking.second];

	if (ranking.best != ruleset->kind_unknown && (best->points >= LEAST_POINTS || weight_of(best) >= WEIGHT_LEAST)) {
		bool close = second->points * 10 >= best->points * 7 && second->points >= SECOND_LEAST;
		judge->kind = ranking.best;
		judge->second_kind = close ? ranking.second : ranking.best;
	} else if (is_reply) {
		long answer = ruleset_kind(ruleset, STR("answer"));
		judge->kind = judge->second_kind = answer >= 0 ? (size_t)answer : ruleset->kind_unknown;
	}
	override_by_refusal(judge, tallies);
	judge->missing_most = is_sure(tallies, judge->kind, ranking) ? LEVEL_ERROR : LEVEL_SUGGESTION;
}

static struct str evidence_of(struct judge *judge, const struct tally *tallies, const struct str_list *words)
{
	const struct tally *tally = &tallies[judge->kind];
	struct str said = kind_words_for(judge, words, judge->kind), cues = buf_str(&tally->evidence);
	struct buf out;

	buf_init(&out, judge->arena, SIZE_MAX);
	buf_add(&out, judge->ruleset->kinds.at[judge->kind].name);
	if (judge->kind == judge->ruleset->kind_unknown) {
		buf_add(&out, STR(" (no cue is clear enough)"));
	} else if (tally->points < LEAST_POINTS && weight_of(tally) < WEIGHT_LEAST) {
		buf_add(&out, STR(" (a reply)"));
	} else if (cues.len > 0) {
		buf_printf(&out, " (%ld): " STR_FMT, tally->points, STR_ARG(cues));
	} else {
		buf_char(&out, ':');
	}
	if (judge->kind != judge->ruleset->kind_unknown && said.len > 0) {
		buf_printf(&out, "%s words " STR_FMT, cues.len > 0 ? ";" : "", STR_ARG(said));
	}
	return buf_str(&out);
}

struct str kind_tell(struct judge *judge, const struct lint_options *options)
{
	const struct ruleset *ruleset = judge->ruleset;
	struct tally *tallies = ARENA_ARRAY(judge->arena, ruleset->kinds.count, struct tally);
	long said[KINDS_MAX] = {0};
	struct str evidence;

	judge->kind = judge->second_kind = ruleset->kind_unknown;
	judge->missing_most = LEVEL_ERROR;
	if (told(judge, options, &evidence)) {
		return evidence;
	}
	struct facts facts = tell_facts(judge);
	struct str_list words = words_with(judge, &facts);
	kind_words_weigh(judge, &words, said);
	for (size_t i = 0; i < ruleset->kinds.count; i++) {
		tallies[i].judge = judge;
		tallies[i].words = said[i];
		buf_init(&tallies[i].evidence, judge->arena, 2000);
		count_kind(&tallies[i], &ruleset->kinds.at[i], &facts);
	}
	choose_kind(judge, tallies, facts.reply);
	return evidence_of(judge, tallies, &words);
}
