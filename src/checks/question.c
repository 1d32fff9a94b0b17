/*
 * question: something that the customer's letter asks, and that the reply does not touch: none of the words that the
 * question alone has, no word like them, no answer of the type it wants. What is not plain is not reported.
 */
#include "base/err.h"
#include "checks/answers.h"
#include "lint/ruleset.h"

/* How questions and answers are told. Rules that say the same of it share one, and what is read by it. */
struct manner {
	const struct node *node; /* of the rule that was loaded first */
	struct asking asking;
	struct answering answering;
	const struct matcher *deferred; /* the answer is promised, given elsewhere, or needs something first */
};

struct data {
	bool items;
	bool doubtful; /* also reports, as a warning or a suggestion, what is not plainly open */
	bool at_once;  /* praise: the answer comes first */
	const struct manner *manner;
};

/* ---- loading ---- */

static bool load_type(const struct rule_source *source, const struct node *node, struct answering *answering)
{
	const struct node *topic = node_get(node, "topic"), *asked = node_get(node, "asked"),
	                  *told = node_get(node, "told"), *plain = node_get(node, "plain");
	struct answer_type *type = &answering->types[answering->type_count];

	if (told == NULL || answering->type_count == ANSWER_TYPES_MOST) {
		return node_err(node, source->err, "a type of answer needs the key 'told' (at most %u types)",
		                ANSWER_TYPES_MOST);
	}
	answering->type_count++;
	return (topic == NULL || node_str(topic, &type->topic, source->err)) &&
	       (plain == NULL || node_bool(plain, &type->is_plain, source->err)) &&
	       (asked == NULL || rule_matcher_of(source, asked, &type->asked)) &&
	       rule_matcher_of(source, told, &type->told);
}

static bool load_answering(const struct rule_source *source, struct answering *answering)
{
	const struct node *types = node_get(source->node, "types"), *closed = node_get(source->node, "closed");

	for (const struct node *type = types != NULL ? types->value : NULL; type != NULL; type = type->next) {
		if (!load_type(source, type, answering)) {
			return false;
		}
	}
	return rule_matcher(source, "yes-no", &answering->yes_no) &&
	       rule_matcher(source, "courtesy", &answering->courtesy) &&
	       rule_matcher(source, "receipt", &answering->receipt) && rule_matcher(source, "aside", &answering->aside) &&
	       rule_matcher(source, "dodges", &answering->dodges) &&
	       (closed == NULL || node_str_list(source->arena, closed, &answering->closed, source->err));
}

/* The rule's own, and then those of its manner. */
static const char *const keys[] = {"items", "at-once",  "doubtful", "indirect", "idle",   "yes-no", "deferred",
                                   "types", "courtesy", "receipt",  "aside",    "dodges", "closed", NULL};
#define OWN_KEYS 3

static bool same_manner(const struct node *a, const struct node *b)
{
	for (const char *const *key = keys + OWN_KEYS; *key != NULL; key++) {
		if (!node_equal(node_get(a, *key), node_get(b, *key))) {
			return false;
		}
	}
	return true;
}

/* That of a rule which was loaded before, or NULL. */
static const struct manner *find_manner(const struct rule_source *source, const struct rule *rule)
{
	for (size_t i = 0; i < source->ruleset->rules.count; i++) {
		const struct rule *other = source->ruleset->rules.at[i];
		const struct data *data = other->data;
		if (other->check == rule->check && same_manner(data->manner->node, source->node)) {
			return data->manner;
		}
	}
	return NULL;
}

static bool load_manner(const struct rule_source *source, const struct rule *rule, const struct manner **manner)
{
	*manner = find_manner(source, rule);
	if (*manner != NULL) {
		return true;
	}
	struct manner *own = ARENA_NEW(source->arena, struct manner);
	own->node = node_copy(source->arena, source->node);
	*manner = own;
	return load_answering(source, &own->answering) && rule_matcher(source, "indirect", &own->asking.indirect) &&
	       rule_matcher(source, "idle", &own->asking.idle) && rule_matcher(source, "deferred", &own->deferred);
}

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct data *data = ARENA_NEW(source->arena, struct data);
	const struct node *items = node_get(source->node, "items"), *at_once = node_get(source->node, "at-once"),
	                  *doubtful = node_get(source->node, "doubtful");

	rule->data = data;
	return (items == NULL || node_bool(items, &data->items, source->err)) &&
	       (doubtful == NULL || node_bool(doubtful, &data->doubtful, source->err)) &&
	       (at_once == NULL || node_bool(at_once, &data->at_once, source->err)) &&
	       load_manner(source, rule, &data->manner);
}

/* ---- the reply ---- */

static size_t numbered_lines(const struct page *page)
{
	size_t count = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		struct str line = str_trim(page_bytes(page, page->blocks.at[i].span));
		bool numbered = line.len > 2 && ascii_digit(line.at[0]) && (line.at[1] == '.' || line.at[1] == ')');
		count += page->blocks.at[i].zone == ZONE_BODY && (numbered || page->blocks.at[i].kind == BLOCK_LIST_ITEM);
	}
	return count;
}

static bool has_files(const struct document *document)
{
	for (size_t i = 0; i < document->attachments.count; i++) {
		if (!document->attachments.at[i].is_inline) {
			return true;
		}
	}
	return false;
}

/* ---- reporting ---- */

#define SHOWN_MOST 140u
#define SHOWN_QUESTIONS_MOST 4u

static struct str shorten(struct arena *arena, struct str text)
{
	size_t end = SHOWN_MOST;

	if (text.len <= SHOWN_MOST) {
		return text;
	}
	while (end > 0 && text.at[end] != ' ') {
		end--;
	}
	return str_printf(arena, STR_FMT " ...", STR_ARG(str_sub(text, 0, end)));
}

#define SLOT STR("{question}")

/* text with the slot {question} filled. */
static struct str with_question(struct arena *arena, struct str text, struct str question)
{
	size_t slot = str_find(text, SLOT, 0);

	return slot == STR_NONE ? text
	                        : str_printf(arena, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(text, 0, slot)),
	                                     STR_ARG(question), STR_ARG(str_from(text, slot + SLOT.len)));
}

/* The questions as one: "When will it come?" and "What does it cost?" */
static struct str join_questions(struct arena *arena, const struct str_list *questions)
{
	struct str joined = shorten(arena, questions->at[0]);

	for (size_t i = 1; i < questions->count && i < SHOWN_QUESTIONS_MOST; i++) {
		joined =
		    str_printf(arena, STR_FMT "\" and \"" STR_FMT, STR_ARG(joined), STR_ARG(shorten(arena, questions->at[i])));
	}
	return joined;
}

/* A doubtful one at most as a warning, or a suggestion. */
static enum level level_of(struct judge *judge, const struct rule *rule, enum openness openness)
{
	enum level level = judge_level(judge, rule), most = openness == OPEN_PLAINLY  ? LEVEL_ERROR
	                                                    : openness == OPEN_LIKELY ? LEVEL_WARNING
	                                                                              : LEVEL_SUGGESTION;
	return level < most ? level : most;
}

static void report_open(struct judge *judge, const struct rule *rule, const struct str_list *questions,
                        enum openness openness)
{
	struct change change = {0};
	bool open = false;
	struct str shown = join_questions(judge->arena, questions);
	struct str sentence = judge_fill(judge, with_question(judge->arena, rule->fix, shown), &open);
	const struct page *page = judge_insertion(judge, INSERT_BEFORE_CLOSING, sentence, &change);
	struct report report = {.subject = shown,
	                        .changes = &change,
	                        .change_count = sentence.len > 0 ? 1 : 0,
	                        .applicability = APPLY_PLACEHOLDER,
	                        .level = level_of(judge, rule, openness),
	                        .has_level = true,
	                        .description = sentence};
	judge_report(judge, rule, page, change.where, &report);
}

/* A link to the answer: in the letter itself, not below it. */
static bool has_link(const struct page *page)
{
	for (size_t i = 0; i < page->links.count; i++) {
		if (page_block_at(page, page->links.at[i].span.at)->zone == ZONE_BODY) {
			return true;
		}
	}
	return false;
}

/* A list in the reply answers point by point; a file or a page may hold what no sentence says. */
static bool is_answered_otherwise(const struct answers *answers)
{
	size_t points = numbered_lines(answers->page);

	return (points > 1 && points >= answers->asks.count) ||
	       (answers->touched == 0 && (has_files(answers->judge->document) || has_link(answers->page)));
}

#define SENTENCES_FIRST 2u

/* One of the first sentences answers a question, and none stays open. */
static void praise_answer(struct judge *judge, const struct rule *rule, const struct answers *answers)
{
	const struct page *page = answers->page;
	size_t seen = 0;

	for (size_t i = 0; i < page->sentences.count && seen < SENTENCES_FIRST; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		if (page->blocks.at[sentence->block].zone != ZONE_BODY) {
			continue;
		}
		seen++;
		if (answers_begin_in(answers, sentence->span)) {
			judge_report(judge, rule, page, sentence->span, NULL);
			return;
		}
	}
}

/* The letter's questions, or the items of its list, and the answers to them. */
static const struct answers *read_answers(struct judge *judge, const struct data *data, const struct letter *letter)
{
	struct answers *answers = ARENA_NEW(judge->arena, struct answers);
	const struct manner *manner = data->manner;

	*answers = (struct answers){
	    .judge = judge, .how = &manner->answering, .page = judge_main_page(judge->document), .letter = letter};
	answers->asks = data->items ? asked_items(judge, letter) : asked_questions(judge, letter, &manner->asking);
	if (answers->asks.count > 0) {
		answers_read(answers);
	}
	return answers;
}

/* The same, for all rules that ask for it. */
static const struct answers *answers_of(struct judge *judge, const struct data *data, const struct letter *letter)
{
	const struct page *page = judge_main_page(judge->document);
	const void *key = data->items ? (const void *)data : data->manner;

	if (*judge_memory(judge, page, key) == NULL) {
		const struct answers *answers = read_answers(judge, data, letter);
		*judge_memory(judge, page, key) = answers;
	}
	return *judge_memory(judge, page, key);
}

/* The questions that are as open as this. */
static struct str_list questions_open(const struct answers *answers, enum openness openness)
{
	struct str_list open = {0};

	for (size_t i = 0; i < answers->asks.count; i++) {
		if (answers_openness(answers, &answers->asks.at[i]) == openness) {
			*vec_push(answers->judge->arena, &open) = answers->asks.at[i].text;
		}
	}
	return open;
}

static void judge_asks(struct judge *judge, const struct rule *rule, const struct letter *letter)
{
	const struct data *data = rule->data;
	const struct answers *answers = answers_of(judge, data, letter);

	if (answers->asks.count == 0 || is_answered_otherwise(answers) ||
	    answers_say_freely(answers, data->manner->deferred)) {
		return;
	}
	for (enum openness openness = OPEN_PLAINLY; openness > OPEN_NOT; openness--) {
		struct str_list open = questions_open(answers, openness);
		bool reported = openness == OPEN_PLAINLY || data->doubtful || data->at_once;
		if (open.count > 0 && reported) {
			if (!data->at_once) {
				report_open(judge, rule, &open, openness);
			}
			return;
		}
	}
	if (data->at_once) {
		praise_answer(judge, rule, answers);
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct thread thread = thread_read(judge);
	const struct letter *letter = thread_asked(&thread);

	if (letter != NULL && !letter->is_answered_inside && !judge->document->is_cut) {
		judge_asks(judge, rule, letter);
	}
}

const struct check check_question = {"question", keys, load, run, NULL};
