#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "document/view.h"

bool fuzz_inside(struct span span, size_t length)
{
	return span.at <= length && span.len <= length - span.at;
}

static void check_run(const struct text *text, size_t i)
{
	const struct run *run = &text->runs[i];
	size_t end = i + 1 < text->run_count ? text->runs[i + 1].here : text->bytes.len;

	assert(run->here < end && end <= text->bytes.len);
	assert(fuzz_inside((struct span){run->there, run->span}, text->from->bytes.len));
	assert(run->kind != RUN_COPY || run->span == end - run->here);
	assert(run->kind != RUN_COPY ||
	       str_eq(str_sub(text->bytes, run->here, run->span), str_sub(text->from->bytes, run->there, run->span)));
}

void fuzz_check_text(const struct text *text)
{
	for (; text->from; text = text->from) {
		assert(text->bytes.len == 0 || (text->run_count > 0 && text->runs[0].here == 0));
		for (size_t i = 0; i < text->run_count && text->bytes.len > 0; i++)
			check_run(text, i);
		struct span whole = text_back(text, (struct span){0, text->bytes.len});
		assert(fuzz_inside(whole, text->from->bytes.len));
		for (size_t at = 0; at < text->bytes.len && text->bytes.len < 4096; at++)
			assert(fuzz_inside(text_back(text, (struct span){at, 1}), text->from->bytes.len));
	}
	assert(text->step == TEXT_SOURCE);
}

/* ---- message.h ---- */

static void check_fields(const struct message *message, const struct part *part)
{
	size_t before = 0;

	for (size_t i = 0; i < part->field_count; i++) {
		const struct field *field = &part->fields[i];
		assert(fuzz_inside(field->name_span, message->source->bytes.len) && field->name_span.at >= before);
		assert(fuzz_inside(field->value_span, message->source->bytes.len));
		assert(str_eq(field->name, str_span(message->source->bytes, field->name_span)));
		assert(field->value_span.at >= field->name_span.at + field->name_span.len);
		before = field->value_span.at + field->value_span.len;
	}
}

static void check_part(const struct message *message, const struct part *part)
{
	const struct part *up = part->parent;

	assert(part->path && part->type.len > 0 && part->subtype.len > 0);
	assert(fuzz_inside(part->body, message->source->bytes.len));
	assert(!up || (part->body.at >= up->body.at && part->body.at + part->body.len <= up->body.at + up->body.len));
	assert(!part->child || part->child->parent == part);
	assert(!part->next || (part->next->parent == up && part->next->body.at >= part->body.at + part->body.len));
	assert(utf8_valid(part->filename));
	check_fields(message, part);
}

void fuzz_check_message(const struct message *message)
{
	size_t parts = 0;

	assert(message->root && !message->root->parent && !message->root->next);
	for (const struct part *part = message->root; part; part = part_after(part), parts++)
		check_part(message, part);
	assert(parts <= LIMIT_VALUE(parts));
	for (size_t i = 0; i < message->defects.count; i++) {
		assert(message->defects.at[i].id < DEFECT_COUNT);
		assert(fuzz_inside(message->defects.at[i].where, message->source->bytes.len));
	}
}

/* ---- document.h ---- */

static void check_masked(const struct page *page)
{
	assert(page->masked.len == page->view->bytes.len && utf8_valid(page->masked));
	for (size_t i = 0; i < page->masked.len; i++)
		assert(page->masked.at[i] == VIEW_MASK || page->masked.at[i] == page->view->bytes.at[i]);
}

static void check_blocks(const struct page *page)
{
	size_t before = 0, sentences = 0, paragraph = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		assert(block->span.len > 0 && block->span.at >= before && block->zone < ZONE_COUNT);
		assert(fuzz_inside(block->span, page->view->bytes.len) && block->paragraph >= paragraph);
		assert(block->sentence_count == 0 || block->first_sentence == sentences);
		before = block->span.at + block->span.len;
		sentences += block->sentence_count;
		paragraph = block->paragraph;
	}
	assert(sentences == page->sentences.count);
}

static void check_sentences(const struct page *page)
{
	size_t words = 0;

	for (size_t i = 0; i < page->sentences.count; i++) {
		const struct sentence *sentence = &page->sentences.at[i];
		assert(sentence->block < page->blocks.count && sentence->span.len > 0);
		struct span block = page->blocks.at[sentence->block].span;
		assert(sentence->span.at >= block.at && sentence->span.at + sentence->span.len <= block.at + block.len);
		assert(i == 0 || sentence->span.at >= sentence[-1].span.at + sentence[-1].span.len);
		assert(sentence->word_count == 0 || sentence->first_word == words);
		words += sentence->word_count;
	}
	assert(words == page->words.count);
}

static void check_words(const struct page *page)
{
	size_t source = text_root(page->view)->bytes.len;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		assert(word->sentence < page->sentences.count && word->span.len > 0);
		struct span sentence = page->sentences.at[word->sentence].span;
		assert(word->span.at >= sentence.at && word->span.at + word->span.len <= sentence.at + sentence.len);
		assert(i == 0 || word->span.at >= word[-1].span.at + word[-1].span.len);
		assert(utf8_valid(page_bytes(page, word->span)));
		struct span origin = text_origin(page->view, word->span);
		assert(fuzz_inside(origin, source) && origin.len > 0);
	}
}

static void check_page(const struct page *page)
{
	assert(page->view && page->part && utf8_valid(page->view->bytes));
	fuzz_check_text(page->view);
	check_masked(page);
	check_blocks(page);
	check_sentences(page);
	check_words(page);
	for (size_t i = 0; i < page->links.count; i++)
		assert(fuzz_inside(page->links.at[i].span, page->view->bytes.len));
	for (size_t i = 0; i < page->marks.count; i++)
		assert(fuzz_inside(page->marks.at[i].span, page->view->bytes.len));
}

void fuzz_check_document(const struct document *document)
{
	for (size_t i = 0; i < document->pages.count; i++)
		check_page(&document->pages.at[i]);
	for (size_t i = 0; i < document->comments.count; i++)
		assert(fuzz_inside(document->comments.at[i].where, document->source->bytes.len));
	for (size_t i = 0; i < document->defects.count; i++)
		assert(fuzz_inside(document->defects.at[i].where, document->source->bytes.len));
	if (document->message)
		fuzz_check_message(document->message);
}
