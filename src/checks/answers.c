#include "checks/answers.h"

#define CLAUSES_MOST 400u
#define CLAUSE_WORDS_LEAST 3u
#define FRAGMENT_MOST 4u

static bool matches(const struct answers *on, const struct matcher *matcher, struct span span)
{
	return matcher != NULL &&
	       matcher_matches(matcher, on->judge->searcher, &judge_index(on->judge, on->page)->view, span);
}

/* ---- topics and types ---- */

/* A text that may answer. Which types of answer a clause holds is looked up when it is asked for. */
struct telling {
	const struct answers *on;
	const struct told_words *told;
	const struct span *clause; /* NULL: the whole reply */
	enum { TYPE_UNKNOWN, TYPE_TOLD, TYPE_NOT_TOLD } types[ANSWER_TYPES_MOST];
};

static bool tells_type(struct telling *telling, size_t type)
{
	const struct answers *on = telling->on;

	if (telling->clause == NULL || !on->told_type[type]) {
		return on->told_type[type];
	}
	if (telling->types[type] == TYPE_UNKNOWN) {
		telling->types[type] = matches(on, on->how->types[type].told, *telling->clause) ? TYPE_TOLD : TYPE_NOT_TOLD;
	}
	return telling->types[type] == TYPE_TOLD;
}

static bool tells_topic(struct telling *telling, struct str topics)
{
	const struct answering *how = telling->on->how;

	if (topics.len == 0 || told_has_topic(telling->told, topics)) {
		return topics.len > 0;
	}
	for (size_t i = 0; i < how->type_count; i++) {
		if (topics_meet(how->types[i].topic, topics) && tells_type(telling, i)) {
			return true;
		}
	}
	return false;
}

/* How far a text holds the keys of a question. */
enum held {
	HELD_NOT,
	HELD_PARTLY, /* words like some of them */
	HELD_MOSTLY, /* words like most of them, or like all whose likes are known */
	HELD_EXACTLY /* one of them as it is */
};

static enum held keys_held(struct telling *telling, const struct key_list *keys)
{
	size_t alike = 0, known = 0;

	for (size_t i = 0; i < keys->count; i++) {
		if (told_has_stem(telling->told, keys->at[i].stem)) {
			return HELD_EXACTLY;
		}
	}
	for (size_t i = 0; i < keys->count; i++) {
		known += keys->at[i].topics.len > 0;
		alike += tells_topic(telling, keys->at[i].topics);
	}
	return alike == 0 ? HELD_NOT : alike == known || alike * 2 > keys->count ? HELD_MOSTLY : HELD_PARTLY;
}

static enum held reply_holds(const struct answers *on, const struct ask *ask)
{
	struct telling reply = {.on = on, .told = &on->told};

	return keys_held(&reply, &ask->keys);
}

/* The first type that the question wants; type_count: none. */
static size_t find_wanted(const struct answers *on, const struct ask *ask)
{
	size_t i = ask->wants_yes_no ? on->how->type_count : 0;

	while (i < on->how->type_count &&
	       (on->how->types[i].asked == NULL ||
	        !matcher_matches(on->how->types[i].asked, on->judge->searcher, &on->letter->view, ask->where))) {
		i++;
	}
	return i;
}

static size_t wanted_type(const struct answers *on, const struct ask *ask)
{
	return on->wanted[ask - on->asks.at];
}

/* ---- clauses ---- */

/* Whether a clause begins at a word of the sentence: not within "1,480" or "16:00". */
static bool begins_clause(const struct page *page, const struct word *word, const struct word *before)
{
	static const char *const joints[] = {"and",      "but",    "so",    "which", "because",
	                                     "although", "though", "while", "as",    NULL};
	size_t end = before->span.at + before->span.len;
	struct str between = str_sub(page->view->bytes, end, word->span.at - end);

	return (between.len > 1 &&
	        (str_find_char(between, ';', 0) != STR_NONE || str_find_char(between, ':', 0) != STR_NONE ||
	         str_find_char(between, ',', 0) != STR_NONE || str_find_char(between, '(', 0) != STR_NONE)) ||
	       word_is_one(page_bytes(page, word->span), joints);
}

struct clause_words {
	const struct page *page;
	const struct sentence *sentence;
	size_t first, count; /* words of the sentence */
};

static struct span clause_span(const struct clause_words *words)
{
	const struct word *first = &words->page->words.at[words->sentence->first_word + words->first];
	const struct word *last = first + words->count - 1;

	return (struct span){first->span.at, last->span.at + last->span.len - first->span.at};
}

static struct str clause_word(const struct clause_words *words, size_t index)
{
	const struct word *word = &words->page->words.at[words->sentence->first_word + words->first + index];

	return page_bytes(words->page, word->span);
}

/* "It costs ...", "This takes ...": goes on about the same thing. */
static bool begins_with_it(const struct clause_words *words)
{
	static const char *const starts[] = {"it", "it's", "its", "this", "that", "that's", "it'll", NULL};

	return word_is_one(clause_word(words, 0), starts);
}

static const char *const verbs[] = {"is",     "are",    "was",  "were",  "has",     "have",  "had",    "can",
                                    "can't",  "cannot", "will", "won't", "would",   "could", "may",    "must",
                                    "should", "do",     "does", "don't", "doesn't", "isn't", "aren't", "need",
                                    "needs",  "goes",   "come", "comes", "costs",   NULL};

static bool has_one(const struct clause_words *words, size_t from, const char *const *list)
{
	for (size_t i = from; i < words->count; i++) {
		if (word_is_one(clause_word(words, i), list)) {
			return true;
		}
	}
	return false;
}

static bool has_pronoun(const struct clause_words *words)
{
	static const char *const pronouns[] = {"they", "them", "these", "those",  "he",      "him",  "she",  "her",  "both",
	                                       "all",  "one",  "ones",  "either", "neither", "none", "same", "each", NULL};

	return has_one(words, 0, pronouns);
}

/* "I'll fit it", "we have sent it"; not "I checked", "as far as we can see". */
static bool is_ours(const struct clause_words *words)
{
	static const char *const whole[] = {"i'll", "we'll", "i've", "we've", "i'm", "we're", NULL};
	static const char *const subjects[] = {"i", "we", NULL};
	static const char *const forms[] = {"will", "have", "am", "are", "could", "would", "shall", NULL};
	bool ours = has_one(words, 0, whole);

	for (size_t i = 0; i + 1 < words->count && !ours; i++) {
		ours = word_is_one(clause_word(words, i), subjects) && word_is_one(clause_word(words, i + 1), forms);
	}
	return ours;
}

/* ", and will be delivered", "because the driver was ill", "and you can book it": part of what stands before it. */
static bool depends(const struct clause_words *words)
{
	static const char *const joints[] = {"and", "but", "so", NULL};
	static const char *const links[] = {"which",    "who",    "that", "because", "as",     "while",
	                                    "although", "though", "if",   "where",   "unless", "until",
	                                    "to",       "with",   "for",  "from",    NULL};
	static const char *const subjects[] = {
	    "i",     "we",    "you",    "he",     "she",     "they",    "there", "i'm",  "i'll",   "i've",  "i'd", "we'll",
	    "we're", "we've", "you'll", "you're", "there's", "they're", "he'll", "he's", "she'll", "she's", NULL};
	static const char *const it[] = {"it", NULL};
	size_t at = word_is_one(clause_word(words, 0), joints) ? 1 : 0;
	struct str first = clause_word(words, at);
	bool own = word_is_one(first, subjects) ||
	           (!word_is_one(first, links) && !word_is_one(first, verbs) && has_one(words, at + 1, verbs));

	return words->first > 0 && (!own || has_one(words, at, it));
}

/* Whether the clause belongs to one of the questions. The type it wants makes only the first one its answer. */
static bool belongs(struct answers *on, const struct clause_words *words, struct span span)
{
	struct told_words told = {0};
	struct telling clause = {.on = on, .told = &told, .clause = &span};
	struct sentence part = *words->sentence;

	part.first_word += words->first;
	part.word_count = words->count;
	told_add(on->judge, &told, words->page, &part);
	told_sort(&told);
	for (size_t i = 0; i < on->asks.count; i++) {
		if (keys_held(&clause, &on->asks.at[i].keys) != HELD_NOT) {
			on->is_told[i] = true;
			return true;
		}
		size_t wanted = wanted_type(on, &on->asks.at[i]);
		if (wanted < on->how->type_count && !on->is_told[i] && tells_type(&clause, wanted)) {
			on->is_told[i] = true;
			return true;
		}
	}
	return false;
}

static bool overlap(struct span a, struct span b)
{
	return a.at < b.at + b.len && b.at < a.at + a.len;
}

static bool is_aside(const struct answers *on, struct span sentence, struct span clause)
{
	if (on->how->aside == NULL) {
		return false;
	}
	struct match_list found = matcher_find_all(on->how->aside, on->judge->searcher, on->judge->arena,
	                                           &judge_index(on->judge, on->page)->view, sentence);
	for (size_t i = 0; i < found.count; i++) {
		if (overlap(found.at[i].where, clause)) {
			return true;
		}
	}
	return false;
}

/* "Gavin", "Westway Water 01632 960411" at the letter's end: nothing but names. */
static bool is_signature(const struct clause_words *words)
{
	const struct page *page = words->page;
	const struct block *block = &page->blocks.at[words->sentence->block];
	bool is_last = block->paragraph > 0;

	for (size_t i = words->sentence->block + 1; is_last && i < page->blocks.count; i++) {
		is_last = page->blocks.at[i].zone != ZONE_BODY || page->blocks.at[i].paragraph == block->paragraph;
	}
	for (size_t i = 0; is_last && i < words->count; i++) {
		char first = clause_word(words, i).at[0];
		is_last = !ascii_alpha(first) || ascii_lower(first) != first;
	}
	return is_last;
}

static void add_clause(struct answers *on, const struct clause_words *words)
{
	struct clause *above = on->clauses.count > 0 ? &on->clauses.at[on->clauses.count - 1] : NULL;
	bool above_belongs = above != NULL && !above->is_free;
	struct clause *clause = vec_push(on->judge->arena, &on->clauses);

	clause->span = clause_span(words);
	clause->sentence = words->sentence->span;
	clause->has_pronoun = has_pronoun(words);
	clause->is_ours = is_ours(words);
	clause->is_fragment = words->sentence->word_count <= FRAGMENT_MOST && !has_one(words, 0, verbs);
	clause->is_free =
	    !(above_belongs && (depends(words) || begins_with_it(words))) && !belongs(on, words, clause->span);
	clause->is_dodge = clause->is_free && matches(on, on->how->dodges, clause->sentence);
	clause->is_aside =
	    clause->is_free &&
	    (clause->is_dodge || is_aside(on, clause->sentence, clause->span) ||
	     (clause->is_fragment && is_signature(words) && !matches(on, on->how->yes_no, clause->sentence)));
}

/* Commas and joints divide a sentence where each part has some words. */
static void add_clauses(struct answers *on, const struct sentence *sentence)
{
	const struct word *words = &on->page->words.at[sentence->first_word];
	size_t first = 0;

	for (size_t i = 1; i <= sentence->word_count && on->clauses.count < CLAUSES_MOST; i++) {
		bool end = i == sentence->word_count;
		bool enough = i - first >= CLAUSE_WORDS_LEAST && sentence->word_count - i >= CLAUSE_WORDS_LEAST;
		if (end || (enough && begins_clause(on->page, &words[i], &words[i - 1]))) {
			add_clause(on, &(struct clause_words){on->page, sentence, first, i - first});
			first = i;
		}
	}
}

static bool is_told_in(const struct page *page, const struct sentence *sentence, unsigned zones)
{
	return sentence->word_count > 0 && (zones >> page->blocks.at[sentence->block].zone & 1) != 0;
}

/* Whether a question wants the type, or has a word that it answers, too. Nobody asks for the others. */
static bool is_wanted(const struct answers *on, size_t type)
{
	for (size_t i = 0; i < on->asks.count; i++) {
		const struct key_list *keys = &on->asks.at[i].keys;
		bool wanted = on->wanted[i] == type;
		for (size_t k = 0; k < keys->count && !wanted; k++) {
			wanted = topics_meet(on->how->types[type].topic, keys->at[k].topics);
		}
		if (wanted) {
			return true;
		}
	}
	return false;
}

/* Whether the reply tells the type of answer: a day in "Thank you for your message of Monday" is the customer's. */
static bool reply_tells(const struct answers *on, const struct matcher *told)
{
	const struct haystack *view = &judge_index(on->judge, on->page)->view;
	struct span all = {0, view->bytes.len};
	struct match_list found = matcher_find_all(told, on->judge->searcher, on->judge->arena, view, all);

	for (size_t i = 0; i < found.count; i++) {
		size_t at = found.at[i].where.at;
		bool own = (ZONES_OWN >> page_block_at(on->page, at)->zone & 1) != 0;
		bool receipt =
		    on->page->sentences.count > 0 && matches(on, on->how->receipt, page_sentence_at(on->page, at)->span);
		if (own && !receipt) {
			return true;
		}
	}
	return false;
}

static void read_types(struct answers *on)
{
	on->wanted = ARENA_ARRAY(on->judge->arena, on->asks.count + 1, size_t);
	for (size_t i = 0; i < on->asks.count; i++) {
		on->wanted[i] = find_wanted(on, &on->asks.at[i]);
	}
	for (size_t i = 0; i < on->how->type_count; i++) {
		on->told_type[i] = is_wanted(on, i) && reply_tells(on, on->how->types[i].told);
	}
}

/* Whether there is nothing but courtesies and asides around what sends the customer elsewhere. */
static bool only_dodges(const struct answers *on)
{
	bool dodges = false;

	for (size_t i = 0; i < on->clauses.count; i++) {
		const struct clause *clause = &on->clauses.at[i];
		if (!clause->is_aside && !matches(on, on->how->courtesy, clause->sentence)) {
			return false;
		}
		dodges |= clause->is_dodge;
	}
	return dodges;
}

void answers_read(struct answers *on)
{
	for (size_t i = 0; i < on->page->sentences.count; i++) {
		if (is_told_in(on->page, &on->page->sentences.at[i], ZONES_REP)) {
			told_add(on->judge, &on->told, on->page, &on->page->sentences.at[i]);
		}
	}
	told_sort(&on->told);
	on->is_told = ARENA_ARRAY(on->judge->arena, on->asks.count + 1, bool);
	on->openness = ARENA_ARRAY(on->judge->arena, on->asks.count + 1, enum openness);
	read_types(on);
	for (size_t i = 0; i < on->page->sentences.count; i++) {
		if (is_told_in(on->page, &on->page->sentences.at[i], ZONE_BIT(ZONE_BODY))) {
			add_clauses(on, &on->page->sentences.at[i]);
		}
	}
	for (size_t i = 0; i < on->asks.count; i++) {
		on->touched += answers_touch(on, &on->asks.at[i]);
	}
	on->is_dodged = on->touched == 0 && only_dodges(on);
}

/* ---- what is open ---- */

/* Free to answer any question in other words: it belongs to none, and is no courtesy. */
static bool is_open_clause(const struct answers *on, const struct clause *clause)
{
	return clause->is_free && !matches(on, on->how->courtesy, clause->sentence);
}

bool answers_say_freely(const struct answers *on, const struct matcher *matcher)
{
	for (size_t i = 0; i < on->clauses.count; i++) {
		const struct clause *clause = &on->clauses.at[i];
		if (is_open_clause(on, clause) && !clause->is_aside && matches(on, matcher, clause->span)) {
			return true;
		}
	}
	return false;
}

/* The type of answer that is wanted is told. *plain: one is wanted without which there is no answer. */
static bool type_is_told(const struct answers *on, const struct ask *ask, bool *plain)
{
	size_t i = wanted_type(on, ask);

	*plain = i < on->how->type_count && on->how->types[i].is_plain;
	return i < on->how->type_count && on->told_type[i];
}

bool answers_touch(const struct answers *on, const struct ask *ask)
{
	bool plain;

	return reply_holds(on, ask) >= HELD_MOSTLY || type_is_told(on, ask, &plain);
}

static bool is_closed(const struct answers *on, const struct key_list *keys)
{
	for (size_t i = 0; i < keys->count; i++) {
		for (size_t k = 0; k < on->how->closed.count; k++) {
			if (topics_meet(on->how->closed.at[k], keys->at[i].topics)) {
				return true;
			}
		}
	}
	return false;
}

/* Whether the clause says yes or no, or its sentence does and has not answered another question with it. */
static bool says_yes_no(const struct answers *on, const struct clause *clause)
{
	const struct clause *first = clause, *at = on->clauses.at;

	if (matches(on, on->how->yes_no, clause->span)) {
		return true;
	}
	for (; first > at && first[-1].sentence.at == clause->sentence.at; first--) {
		if (!first[-1].is_free) {
			return false;
		}
	}
	return matches(on, on->how->yes_no, clause->sentence);
}

static const struct word *ask_words(const struct answers *on, const struct ask *ask, size_t *count)
{
	const struct page *page = &on->letter->page;
	const struct sentence *sentence = page_sentence_at(page, ask->where.at);
	const struct word *first = &page->words.at[sentence->first_word], *end = first + sentence->word_count;

	for (; first < end && !overlap(first->span, ask->where); first++) {
	}
	for (*count = 0; first + *count < end && overlap(first[*count].span, ask->where); ++*count) {
	}
	return first;
}

static bool ask_has(const struct answers *on, const struct ask *ask, const char *const *list)
{
	size_t count;
	const struct word *words = ask_words(on, ask, &count);

	for (size_t i = 0; i < count; i++) {
		if (word_is_one(page_bytes(&on->letter->page, words[i].span), list)) {
			return true;
		}
	}
	return false;
}

/* "Is there parking?", "Can guests use the courts?": nothing but yes or no is asked. */
static bool is_polar(const struct answers *on, const struct ask *ask)
{
	static const char *const others[] = {"how",    "how's", "what",  "what's", "where", "where's", "when",
	                                     "when's", "which", "whose", "who",    "who's", "why",     NULL};

	return ask->wants_yes_no || !ask_has(on, ask, others);
}

/* "Could you send it?": who does it answers. Not "Could you tell me whether ...". */
static bool is_request(const struct answers *on, const struct ask *ask)
{
	static const char *const asked[] = {"can", "could", "would", "will", NULL}, *const you[] = {"you", NULL},
	                         *const telling[] = {"tell", "let", "say", "explain", "confirm", "advise", NULL};
	const struct page *page = &on->letter->page;
	size_t count;
	const struct word *words = ask_words(on, ask, &count);

	for (size_t i = 0; i + 2 < count; i++) {
		if (word_is_one(page_bytes(page, words[i].span), asked) &&
		    word_is_one(page_bytes(page, words[i + 1].span), you)) {
			return !word_is_one(page_bytes(page, words[i + 2].span), telling);
		}
	}
	return false;
}

/* Whether a free clause may be the answer. Of what is closed, only one that does not name what it is about. */
static bool may_be_answered(const struct answers *on, const struct ask *ask)
{
	bool only_short = is_closed(on, &ask->keys), polar = is_polar(on, ask);

	for (size_t i = 0; i < on->clauses.count; i++) {
		const struct clause *clause = &on->clauses.at[i];
		if (is_open_clause(on, clause) && !(polar && clause->is_aside) &&
		    (!only_short || clause->has_pronoun || clause->is_fragment || says_yes_no(on, clause))) {
			return true;
		}
	}
	return false;
}

/* Whether it is plain that nothing answers the question. */
static bool is_plainly_open(const struct answers *on, const struct ask *ask)
{
	bool plain, told = type_is_told(on, ask, &plain);
	enum held held = reply_holds(on, ask);

	if (told || (held == HELD_EXACTLY && !ask->is_borrowed)) {
		return false;
	}
	if (plain) {
		return true;
	}
	if (held == HELD_MOSTLY || ask->keys.count == 0 || ask->is_borrowed) {
		return false;
	}
	return on->is_dodged || (on->touched > 0 && !may_be_answered(on, ask));
}

/*
 * Whether a free clause says yes or no to the question, or points to something, or says that we do what is asked. Of a
 * question that is held in part, the clause that says yes or no need not be free.
 */
static bool may_be_said(const struct answers *on, const struct ask *ask)
{
	bool polar = is_polar(on, ask), request = is_request(on, ask), partly = reply_holds(on, ask) == HELD_PARTLY;

	for (size_t i = 0; i < on->clauses.count; i++) {
		const struct clause *clause = &on->clauses.at[i];
		bool open = is_open_clause(on, clause) && !clause->is_aside;
		bool said = polar && (open || partly) && says_yes_no(on, clause);
		if (said || (open && (clause->has_pronoun || clause->is_fragment || (request && clause->is_ours)))) {
			return true;
		}
	}
	return false;
}

/* What and which, where, when and how are answered by too many words. */
static bool is_narrow(const struct answers *on, const struct ask *ask)
{
	static const char *const narrow[] = {"why", "who", "who's", NULL};

	return is_polar(on, ask) || ask_has(on, ask, narrow);
}

static enum openness openness_of(const struct answers *on, const struct ask *ask)
{
	bool plain;

	if (is_plainly_open(on, ask)) {
		return OPEN_PLAINLY;
	}
	if (!ask->is_plain || ask->is_borrowed || ask->keys.count == 0 || type_is_told(on, ask, &plain) ||
	    reply_holds(on, ask) >= HELD_MOSTLY || !is_narrow(on, ask) || may_be_said(on, ask)) {
		return OPEN_NOT;
	}
	return on->touched > 0 && is_polar(on, ask) ? OPEN_LIKELY : OPEN_PERHAPS;
}

bool answers_begin_in(const struct answers *on, struct span span)
{
	for (size_t i = 0; i < on->clauses.count; i++) {
		const struct clause *clause = &on->clauses.at[i];
		if (clause->span.at >= span.at && clause->span.at < span.at + span.len && !clause->is_free &&
		    !matches(on, on->how->courtesy, clause->sentence)) {
			return true;
		}
	}
	return false;
}

enum openness answers_openness(const struct answers *on, const struct ask *ask)
{
	enum openness *known = &on->openness[ask - on->asks.at];

	if (*known == OPEN_UNKNOWN) {
		*known = openness_of(on, ask);
	}
	return *known;
}
