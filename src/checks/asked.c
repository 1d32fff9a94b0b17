#include "checks/asked.h"

#include "lint/ruleset.h"

#define ASKS_MOST 40u
#define WORDS_MOST 60u
#define SHOUTED_LEAST 4u

/* ---- questions ---- */

static bool matches(struct judge *judge, const struct letter *letter, const struct matcher *matcher, struct span span)
{
	return matcher != NULL && matcher_matches(matcher, judge->searcher, &letter->view, span);
}

/* "WHY is this so complicated", "who else has it???": the customer is beside himself and wants no answer to it. */
static bool is_outcry(const struct judge *judge, const struct page *page, const struct sentence *sentence)
{
	struct str text = page_bytes(page, sentence->span);
	bool stacked = str_ends(text, STR("??")) || str_ends(text, STR("!?")) || str_ends(text, STR("?!")) ||
	               str_ends(text, STR("?!!"));

	for (size_t i = 0; !stacked && i < sentence->word_count; i++) {
		const struct word *word = &page->words.at[sentence->first_word + i];
		stacked = (word->flags & WORD_UPPER) != 0 && word->span.len >= SHOUTED_LEAST &&
		          word_list_has(&judge->ruleset->lexicon.words, page_bytes(page, word->span));
	}
	return stacked;
}

static bool is_question(struct judge *judge, const struct letter *letter, const struct sentence *sentence,
                        const struct asking *asking)
{
	struct str text = page_bytes(&letter->page, sentence->span);
	enum zone zone = letter->page.blocks.at[sentence->block].zone;

	return (zone == ZONE_BODY || zone == ZONE_GREETING) && sentence->word_count <= WORDS_MOST &&
	       (str_ends(text, STR("?")) || matches(judge, letter, asking->indirect, sentence->span)) &&
	       !matches(judge, letter, asking->idle, sentence->span) && !is_outcry(judge, &letter->page, sentence);
}

/* ---- keys ---- */

/* All words of the letter, and of the mail's subject. */
static struct told_words letter_words(const struct judge *judge, const struct letter *letter)
{
	const struct page *page = &letter->page, *subject = judge->document->pages.at;
	bool has_subject = judge->document->pages.count > 0 && subject->is_subject;
	struct told_words words = {0};

	for (size_t i = 0; i < page->sentences.count; i++) {
		if (page->blocks.at[page->sentences.at[i].block].zone != ZONE_QUOTE) {
			told_add(judge, &words, page, &page->sentences.at[i]);
		}
	}
	for (size_t i = 0; has_subject && i < subject->sentences.count; i++) {
		told_add(judge, &words, subject, &subject->sentences.at[i]);
	}
	told_sort(&words);
	return words;
}

/* The keys of a sentence, or of a part of one, that stand nowhere else in the letter; all, where there are none. */
static struct key_list own_keys(const struct judge *judge, const struct letter *letter, const struct sentence *part,
                                const struct told_words *all)
{
	struct key_list keys = keys_of(judge, &letter->page, part), own = {0};
	struct told_words words = {0};

	told_add(judge, &words, &letter->page, part);
	told_sort(&words);
	for (size_t i = 0; i < keys.count; i++) {
		if (told_count(all, keys.at[i].stem) <= told_count(&words, keys.at[i].stem)) {
			*vec_push(judge->arena, &own) = keys.at[i];
		}
	}
	return own.count > 0 ? own : keys;
}

/* ---- lists ---- */

static bool begins_with_number(struct str line)
{
	size_t at = 0;

	while (at < line.len && at < 2 && ascii_digit(line.at[at])) {
		at++;
	}
	if (at == 0 && line.len > 1 && ascii_alpha(line.at[0]) && line.at[1] == ')') {
		at = 1;
	}
	return at > 0 && at + 1 < line.len && (line.at[at] == '.' || line.at[at] == ')' || line.at[at] == ':') &&
	       !ascii_digit(line.at[at + 1]);
}

static bool begins_with_bullet(struct str line)
{
	return str_starts(line, STR("- ")) || str_starts(line, STR("* ")) || str_starts(line, STR("\xe2\x80\xa2"));
}

/* An item without its number or bullet. */
static struct str item_text(struct str line)
{
	size_t blank = str_find_char(line, ' ', 0);

	return (begins_with_number(line) || begins_with_bullet(line)) && blank != STR_NONE ? str_trim(str_from(line, blank))
	                                                                                   : line;
}

static bool is_item(const struct page *page, size_t block)
{
	struct str line = str_trim(page_bytes(page, page->blocks.at[block].span));

	return page->blocks.at[block].zone == ZONE_BODY &&
	       (page->blocks.at[block].kind == BLOCK_LIST_ITEM || begins_with_number(line) || begins_with_bullet(line));
}

struct ask_list asked_items(struct judge *judge, const struct letter *letter)
{
	struct ask_list asks = {.all = letter_words(judge, letter)};
	const struct page *page = &letter->page;

	for (size_t i = 0; i < page->sentences.count && asks.count < ASKS_MOST; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		const struct block *block = &page->blocks.at[sentence->block];
		if (block->first_sentence != i || !is_item(page, sentence->block)) {
			continue;
		}
		*vec_push(judge->arena, &asks) = (struct ask){.text = item_text(str_trim(page_bytes(page, block->span))),
		                                              .where = block->span,
		                                              .keys = own_keys(judge, letter, sentence, &asks.all)};
	}
	asks.count = asks.count > 1 ? asks.count : 0;
	return asks;
}

/* ---- two questions in one sentence ---- */

static const char *const auxiliaries[] = {"do",   "does",  "did",    "is",  "are",  "was", "were", "can",   "could",
                                          "will", "would", "should", "may", "have", "has", "am",   "shall", NULL};

static bool asks_anew(struct str word)
{
	static const char *const starts[] = {"what", "when", "where", "who", "which", "how", "why", "whether", "if", NULL};

	return word_is_one(word, auxiliaries) || word_is_one(word, starts);
}

#define PART_LEAST 3u

/* "will I", "do you", "what does", "how much", "when can": not "when I come", "which is" and what else goes on. */
static bool begins_question(const struct page *page, const struct word *word)
{
	static const char *const subjects[] = {"i",    "you",  "we",  "it", "they", "he",  "she",   "there",
	                                       "this", "that", "the", "my", "your", "our", "these", NULL};
	static const char *const words[] = {"how", "what", "why", NULL};
	static const char *const links[] = {"when", "where", "who", "which", NULL};
	struct str first = page_bytes(page, word->span), second = page_bytes(page, word[1].span);

	return word_is_one(first, words) || (word_is_one(first, auxiliaries) && word_is_one(second, subjects)) ||
	       (word_is_one(first, links) && word_is_one(second, auxiliaries));
}

static bool follows_comma(const struct page *page, const struct word *word)
{
	size_t end = word[-1].span.at + word[-1].span.len;

	return str_find_char(str_sub(page->view->bytes, end, word->span.at - end), ',', 0) != STR_NONE;
}

/*
 * How many words of the sentence from `first` are one question: "... tennis elbow, and do you accept ..." are two, and
 * so are "It is paid, will I get it?", of which only one asks.
 */
static size_t question_words(const struct page *page, const struct sentence *sentence, size_t first)
{
	const struct word *words = &page->words.at[sentence->first_word];

	for (size_t i = first + PART_LEAST; i + PART_LEAST <= sentence->word_count; i++) {
		bool next = asks_anew(page_bytes(page, words[i + 1].span)) || asks_anew(page_bytes(page, words[i + 2].span));
		if ((str_eq_nocase(page_bytes(page, words[i].span), STR("and")) && next) ||
		    (follows_comma(page, &words[i]) && begins_question(page, &words[i]))) {
			return i - first;
		}
	}
	return sentence->word_count - first;
}

/* A part of a sentence, as one; its end is the sentence's, where nothing follows. */
static struct sentence part_of(const struct page *page, const struct sentence *whole, size_t first, size_t count)
{
	struct sentence part = *whole;
	const struct word *words = &page->words.at[whole->first_word];
	size_t at = first > 0 ? words[first].span.at : whole->span.at;
	size_t end = first + count < whole->word_count
	                 ? words[first + count - 1].span.at + words[first + count - 1].span.len
	                 : whole->span.at + whole->span.len;

	part.first_word += first;
	part.word_count = count;
	part.span = (struct span){at, end - at};
	return part;
}

/* The questions of a letter as they are found. */
struct asking_letter {
	struct judge *judge;
	const struct letter *letter;
	const struct asking *asking;
	struct ask_list asks;
};

#define ASKED_WITHIN 3u

/* Whether a part of a sentence asks itself: in front of a comma "If I order today" and "It is paid" do not. */
static bool part_asks(const struct asking_letter *of, const struct sentence *part)
{
	const struct page *page = &of->letter->page;

	for (size_t i = 0; i < ASKED_WITHIN && i + 1 < part->word_count; i++) {
		if (begins_question(page, &page->words.at[part->first_word + i])) {
			return true;
		}
	}
	return matches(of->judge, of->letter, of->asking->indirect, part->span);
}

static bool wants_yes_no(const struct asking_letter *of, const struct sentence *part)
{
	static const char *const telling[] = {"tell",   "let",  "say",  "know",     "explain", "confirm",
	                                      "advise", "idea", "give", "remember", "send",    "quote",
	                                      "check",  "see",  "find", "show",     "inform",  NULL};
	const struct page *page = &of->letter->page;
	const struct word *words = &page->words.at[part->first_word];
	size_t first = 0;

	while (first < ASKED_WITHIN && first + 1 < part->word_count && !begins_question(page, &words[first])) {
		first++;
	}
	bool closed = first + 1 < part->word_count && word_is_one(page_bytes(page, words[first].span), auxiliaries);
	for (size_t i = first; closed && i < part->word_count; i++) {
		closed = !word_is_one(page_bytes(page, words[i].span), telling);
	}
	return closed;
}

/* A question without a word of its own is about what stands before it: in its sentence, or in the one before. */
static void borrow_keys(const struct asking_letter *of, const struct sentence *sentence, struct ask *ask)
{
	if (ask->keys.count == 0) {
		ask->keys = own_keys(of->judge, of->letter, sentence, &of->asks.all);
	}
	if (ask->keys.count == 0 && sentence > of->letter->page.sentences.at) {
		ask->keys = keys_of(of->judge, &of->letter->page, sentence - 1);
		ask->is_borrowed = true;
	}
}

static void add_questions(struct asking_letter *of, const struct sentence *sentence)
{
	const struct page *page = &of->letter->page;

	for (size_t first = 0; first < sentence->word_count;) {
		size_t count = question_words(page, sentence, first), next = first + count;
		struct sentence part = part_of(page, sentence, first, count);
		bool is_context = next < sentence->word_count &&
		                  follows_comma(page, &page->words.at[sentence->first_word + next]) && !part_asks(of, &part);
		first = next;
		if (is_context) {
			continue;
		}
		struct ask *ask = vec_push(of->judge->arena, &of->asks);
		ask->text = page_bytes(page, part.span);
		ask->where = part.span;
		ask->is_plain = part_asks(of, &part);
		ask->wants_yes_no = wants_yes_no(of, &part);
		ask->keys = own_keys(of->judge, of->letter, &part, &of->asks.all);
		borrow_keys(of, sentence, ask);
	}
}

struct ask_list asked_questions(struct judge *judge, const struct letter *letter, const struct asking *asking)
{
	struct asking_letter of = {
	    .judge = judge, .letter = letter, .asking = asking, .asks.all = letter_words(judge, letter)};
	const struct page *page = &letter->page;

	for (size_t i = 0; i < page->sentences.count && of.asks.count < ASKS_MOST; i++) {
		if (is_question(judge, letter, &page->sentences.at[i], asking)) {
			add_questions(&of, &page->sentences.at[i]);
		}
	}
	return of.asks;
}
