/*
 * readability: sentences that are hard to read. `what` says which measure: grade (the Flesch-Kincaid grade level), long
 * (words of a sentence), passive (share of passive sentences), negatives (words of `phrases` among all), doubled (a
 * word twice in a row). Only running text of the author's is measured: no lists, cells, headings or numbers.
 */
#include "checks/readability.h"

#include "base/err.h"

static const struct readability_kind kinds[] = {
    {"grade", readability_grade},         {"long", readability_long},       {"passive", readability_passive},
    {"negatives", readability_negatives}, {"doubled", readability_doubled},
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct readability_rule *data = ARENA_NEW(source->arena, struct readability_rule);
	const struct node *most = node_get(source->node, "most"), *words = node_get(source->node, "words");

	rule->data = data;
	data->kind = RULE_WHAT(source, kinds);
	return data->kind != NULL && (most == NULL || node_long(most, &data->most, source->err)) &&
	       (words == NULL || node_str_list(source->arena, words, &data->words, source->err)) &&
	       rule_matcher(source, "phrases", &data->phrases);
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct readability_rule *data = rule->data;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (!page->is_subject && page->blocks.count > 0) {
			data->kind->run(rule, judge, page);
		}
	}
}

const struct check check_readability = {"readability", (const char *const[]){"what", "most", "words", "phrases", NULL},
                                        load, run, NULL};

/* ---- shared ---- */

static struct str word_at(const struct page *page, const struct sentence *sentence, size_t i)
{
	return page_bytes(page, page->words.at[sentence->first_word + i].span);
}

bool readability_counts(const struct rule *rule, const struct page *page, const struct sentence *sentence)
{
	const struct block *block = &page->blocks.at[sentence->block];

	return rule_covers(rule, page, block) && block->zone == ZONE_BODY && block->kind == BLOCK_PARAGRAPH;
}

static bool is_listed(const struct str_list *list, struct str word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq_nocase(list->at[i], word)) {
			return true;
		}
	}
	return false;
}

/* ---- long sentences ---- */

#define SEGMENT_MOST 20u /* words up to a semicolon that can be read as a sentence */

struct length {
	size_t words;   /* of the sentence; an aside in brackets is read by itself */
	size_t longest; /* of the pieces between semicolons */
};

static struct length length_of(const struct page *page, const struct sentence *sentence)
{
	struct length length = {0, 0};
	size_t piece = 0, end = sentence->span.at;
	bool aside = false;

	for (size_t i = 0; i < sentence->word_count; i++) {
		struct span word = page->words.at[sentence->first_word + i].span;
		struct str between = str_sub(page->view->bytes, end, word.at - end);
		end = word.at + word.len;
		aside = (aside && str_find_char(between, ')', 0) == STR_NONE) || str_find_char(between, '(', 0) != STR_NONE;
		if (aside) {
			continue;
		}
		length.words++;
		piece = str_find_char(between, ';', 0) != STR_NONE ? 1 : piece + 1;
		length.longest = piece > length.longest ? piece : length.longest;
	}
	return length;
}

/* The word before which the sentence is best parted: the joint nearest its middle; 0: there is none. */
static size_t find_joint(const struct page *page, const struct sentence *sentence)
{
	static const char *const joints[] = {"and", "but", "which", "because", "so", "if", "while", "although", "who"};
	size_t middle = sentence->word_count / 2, best = 0;

	for (size_t i = 4; i + 4 < sentence->word_count; i++) {
		size_t gap = i > middle ? i - middle : middle - i, best_gap = best > middle ? best - middle : middle - best;
		for (size_t k = 0; k < sizeof joints / sizeof *joints; k++) {
			if (str_eq_nocase(word_at(page, sentence, i), str_of(joints[k])) && gap < best_gap) {
				best = i;
			}
		}
	}
	return best;
}

void readability_long(const struct rule *rule, struct judge *judge, const struct page *page)
{
	size_t most = (size_t)READABILITY_RULE(rule)->most;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (sentence->word_count <= most || !readability_counts(rule, page, sentence)) {
			continue;
		}
		struct length length = length_of(page, sentence);
		if (length.words <= most || length.longest <= SEGMENT_MOST) {
			continue;
		}
		struct report report = {.subject = str_printf(judge->arena, "%zu", length.words)};
		size_t joint = find_joint(page, sentence);
		if (joint > 0) {
			report.description =
			    str_printf(judge->arena, "begin a new sentence at '" STR_FMT " " STR_FMT "'",
			               STR_ARG(word_at(page, sentence, joint)), STR_ARG(word_at(page, sentence, joint + 1)));
		}
		judge_report(judge, rule, page, sentence->span, &report);
	}
}

/* ---- passive sentences ---- */

static bool is_be(struct str word)
{
	static const char *const forms[] = {"is",    "are",   "was",    "were",   "be",     "been",
	                                    "being", "isn't", "aren't", "wasn't", "weren't"};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (str_eq_nocase(word, str_of(forms[i]))) {
			return true;
		}
	}
	return false;
}

static bool may_stand_between(struct str word)
{
	static const char *const words[] = {"not",   "also",   "now",   "already", "then", "still",
	                                    "never", "always", "often", "only",    "just", "all"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq_nocase(word, str_of(words[i]))) {
			return true;
		}
	}
	return word.len > 4 && str_ends_nocase(word, STR("ly"));
}

static bool is_participle(const struct readability_rule *data, struct str word)
{
	static const char *const irregular[] = {
	    "bought", "brought", "built",  "caught", "chosen", "cut",   "done",  "drawn",  "driven",     "found",
	    "given",  "held",    "kept",   "known",  "laid",   "led",   "left",  "lost",   "made",       "met",
	    "paid",   "put",     "read",   "run",    "said",   "seen",  "sent",  "set",    "shown",      "shut",
	    "sold",   "spent",   "stolen", "taken",  "taught", "told",  "torn",  "thrown", "understood", "withdrawn",
	    "worn",   "written", "broken", "beaten", "begun",  "bound", "dealt", "drunk",  "eaten",      "forgotten",
	};

	if (is_listed(&data->words, word)) {
		return false;
	}
	for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++) {
		if (str_eq_nocase(word, str_of(irregular[i]))) {
			return true;
		}
	}
	return word.len > 4 && str_ends_nocase(word, STR("ed")) && !str_ends_nocase(word, STR("eed"));
}

#define BETWEEN_MOST 2u

/* A form of "be", up to two adverbs, and a participle. */
static bool is_passive(const struct readability_rule *data, const struct page *page, const struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->word_count; i++) {
		size_t next = i + 1, adverbs = 0;
		if (!is_be(word_at(page, sentence, i))) {
			continue;
		}
		while (next < sentence->word_count && adverbs < BETWEEN_MOST &&
		       (may_stand_between(word_at(page, sentence, next)) || is_be(word_at(page, sentence, next)))) {
			next++;
			adverbs++;
		}
		if (next < sentence->word_count && is_participle(data, word_at(page, sentence, next))) {
			return true;
		}
	}
	return false;
}

#define PASSIVE_LEAST 3u
#define SENTENCE_LEAST 3u /* words */

void readability_passive(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct readability_rule *data = READABILITY_RULE(rule);
	const struct sentence *first = NULL;
	size_t all = 0, passive = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (sentence->word_count < SENTENCE_LEAST || !readability_counts(rule, page, sentence)) {
			continue;
		}
		all++;
		if (is_passive(data, page, sentence)) {
			passive++;
			first = first != NULL ? first : sentence;
		}
	}
	if (passive >= PASSIVE_LEAST && passive * 100 > all * (size_t)data->most) {
		struct report report = {.subject = str_printf(judge->arena, "%zu of %zu", passive, all)};
		judge_report(judge, rule, page, first->span, &report);
	}
}

/* ---- negatives ---- */

#define NEGATIVES_LEAST 4u

void readability_negatives(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct readability_rule *data = READABILITY_RULE(rule);
	struct match_list found = {0};
	size_t words = 0, count = 0, first = 0;

	if (data->phrases != NULL) {
		found = hits_find(judge, data->phrases, page, HITS_MASKED);
	}
	for (size_t i = 0; i < page->sentences.count; i++) {
		words += readability_counts(rule, page, &page->sentences.at[i]) ? page->sentences.at[i].word_count : 0;
	}
	for (size_t i = 0; i < found.count; i++) {
		bool counts = readability_counts(rule, page, page_sentence_at(page, found.at[i].where.at));
		first = counts && count == 0 ? i : first;
		count += counts;
	}
	if (count >= NEGATIVES_LEAST && count * 100 > words * (size_t)data->most) {
		struct report report = {.subject = str_printf(judge->arena, "%zu in %zu words", count, words)};
		judge_report(judge, rule, page, found.at[first].where, &report);
	}
}

/* ---- doubled words ---- */

static bool is_doubled(const struct readability_rule *data, const struct page *page, const struct word *a,
                       const struct word *b)
{
	const unsigned other = WORD_MASKED | WORD_VALUE | WORD_DIGIT;
	struct str between = str_sub(page->view->bytes, a->span.at + a->span.len, b->span.at - a->span.at - a->span.len);
	bool names = (b->flags & (WORD_TITLE | WORD_UPPER)) != 0 && (a->flags & (WORD_TITLE | WORD_UPPER)) != 0;

	return str_eq(between, STR(" ")) && ((a->flags | b->flags) & other) == 0 && !names &&
	       str_eq_nocase(page_bytes(page, a->span), page_bytes(page, b->span)) &&
	       !is_listed(&data->words, page_bytes(page, b->span));
}

void readability_doubled(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct readability_rule *data = READABILITY_RULE(rule);

	for (size_t i = 1; i < page->words.count; i++) {
		const struct word *a = &page->words.at[i - 1], *b = &page->words.at[i];
		if (a->sentence != b->sentence || !is_doubled(data, page, a, b)) {
			continue;
		}
		size_t end = a->span.at + a->span.len;
		struct change change = {{end, b->span.at + b->span.len - end}, STR("")};
		struct report report = {
		    .changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE, .description = STR("leave one out")};
		judge_report(judge, rule, page, (struct span){a->span.at, b->span.at + b->span.len - a->span.at}, &report);
	}
}
