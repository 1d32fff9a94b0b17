#include "checks/structure.h"

#include <string.h>

/* ---- how long ---- */

static size_t block_words(const struct page *page, const struct block *block)
{
	size_t words = 0;

	for (size_t i = 0; i < block->sentence_count; i++) {
		words += page->sentences.at[block->first_sentence + i].word_count;
	}
	return words;
}

size_t structure_words(const struct document *document)
{
	const struct page *page = judge_main_page(document);
	size_t words = 0;

	for (size_t i = 0; page != NULL && i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		words += block->zone == ZONE_BODY ? block_words(page, block) : 0;
	}
	return words;
}

/* ---- paragraphs ---- */

#define RUNNING_WORDS 8u

bool structure_is_item(const struct page *page, const struct block *block)
{
	static const char *const bullets[] = {"- ", "* ", "+ ", "\xe2\x80\xa2", "\xc2\xb7", "\xe2\x80\x93 ", "> ", "o "};
	struct str text = str_trim(page_bytes(page, block->span));
	size_t at = 0;

	for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++) {
		if (str_starts(text, str_of(bullets[i]))) {
			return true;
		}
	}
	at += at < text.len && text.at[at] == '(';
	if (at < text.len && ascii_alpha(text.at[at])) {
		at++;
	} else {
		while (at < text.len && at < 3 && ascii_digit(text.at[at])) {
			at++;
		}
	}
	bool marked = at > 0 && at < text.len && strchr(".)", text.at[at]) != NULL;
	return block->kind == BLOCK_LIST_ITEM || (marked && at + 1 < text.len && text.at[at + 1] == ' ');
}

/* A line of running text; "Size: 3" and lines of addresses are none. */
static bool is_running(const struct page *page, const struct block *block)
{
	struct str text = str_trim(page_bytes(page, block->span));
	bool ends = text.len > 0 && strchr(".!?:\"')", text.at[text.len - 1]) != NULL;

	return block->kind == BLOCK_PARAGRAPH && !structure_is_item(page, block) &&
	       (ends || block_words(page, block) >= RUNNING_WORDS);
}

/* Where a line is broken, a sentence may go on in the next block. */
static bool ends_sentence(const struct page *page, const struct block *block)
{
	struct str text = str_trim(page_bytes(page, block->span));

	return text.len == 0 || strchr(".!?:;)\"'", text.at[text.len - 1]) != NULL;
}

bool structure_paragraph(const struct page *page, size_t block, struct paragraph *paragraph)
{
	const struct block *blocks = page->blocks.at;
	size_t at = block;

	while (at < page->blocks.count && blocks[at].zone != ZONE_BODY) {
		at++;
	}
	if (at >= page->blocks.count) {
		return false;
	}
	*paragraph = (struct paragraph){.first = at, .is_running = true};
	for (size_t i = at; i < page->blocks.count && blocks[i].zone == ZONE_BODY; i++) {
		if (blocks[i].paragraph != blocks[at].paragraph) {
			break;
		}
		bool running = is_running(page, &blocks[i]);
		paragraph->last = i;
		paragraph->is_running &= running;
		paragraph->words += running ? block_words(page, &blocks[i]) : 0;
		paragraph->sentences += running ? blocks[i].sentence_count : 0;
		paragraph->sentences -=
		    running && i > at && blocks[i].sentence_count > 0 && !ends_sentence(page, &blocks[i - 1]);
	}
	const struct span *first = &blocks[at].span, *last = &blocks[paragraph->last].span;
	paragraph->span = (struct span){first->at, last->at + last->len - first->at};
	return true;
}

/* ---- where it comes from ---- */

static bool has_customer(const struct document *document)
{
	const struct page *page = judge_main_page(document);

	for (size_t i = 0; page != NULL && i < page->blocks.count; i++) {
		if ((ZONES_CUSTOMER >> page->blocks.at[i].zone & 1) != 0) {
			return true;
		}
	}
	return false;
}

static struct str subject_of(const struct document *document)
{
	bool has = document->pages.count > 0 && document->pages.at[0].is_subject;

	return has ? str_trim(document->pages.at[0].view->bytes) : STR("");
}

bool structure_is_reply(const struct document *document)
{
	static const char *const prefixes[] = {"re:", "aw:", "sv:", "antw:", "odp:", "rv:", "re :", "re["};
	struct str subject = subject_of(document);

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		if (str_starts_nocase(subject, str_of(prefixes[i]))) {
			return true;
		}
	}
	bool threaded = document->message != NULL && (message_field(document->message, "In-Reply-To") != NULL ||
	                                              message_field(document->message, "References") != NULL);
	return threaded || has_customer(document);
}

bool structure_is_automatic(const struct document *document)
{
	static const char *const fields[] = {"List-Unsubscribe", "List-Id", "Precedence", "X-Auto-Response-Suppress",
	                                     "Feedback-ID"};
	struct message *message = document->message;

	if (message == NULL) {
		return document->is_template;
	}
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (message_field(message, fields[i]) != NULL) {
			return true;
		}
	}
	struct str submitted = message_value(message, "Auto-Submitted");
	return document->is_template || (submitted.len > 0 && !str_eq_nocase(submitted, STR("no")));
}
