/* How long: paragraphs that nobody reads, and mails longer than their kind needs. */
#include "checks/structure.h"

/* ---- walls of text ---- */

#define SENTENCE_WORDS 11u /* of this length on average, many sentences make a wall */
#define PIECE_WORDS 90u
#define PIECE_SENTENCES 5u

static bool is_wall(const struct structure *structure, size_t kind, const struct paragraph *paragraph)
{
	size_t most = (size_t)structure->words[kind], sentences = (size_t)structure->sentences;
	bool long_sentences = paragraph->words > sentences * SENTENCE_WORDS;

	return (most > 0 && paragraph->words > most) ||
	       (sentences > 0 && paragraph->sentences > sentences && long_sentences);
}

/* Where the paragraph may be parted: a piece has grown long enough, or the next sentence would make it too long. */
struct cuts {
	struct change *at;
	size_t count, room;
	size_t most;             /* words of a piece; 0: any number */
	size_t words, sentences; /* of the piece so far, which may begin in a block before */
};

static void cut_block(struct judge *judge, const struct page *page, const struct block *block, struct cuts *cuts)
{
	for (size_t i = 0; i < block->sentence_count; i++) {
		const struct sentence *sentence = &page->sentences.at[block->first_sentence + i];
		size_t end = sentence->span.at + sentence->span.len;
		bool is_last = i + 1 >= block->sentence_count;
		bool is_long = (cuts->words += sentence->word_count) >= PIECE_WORDS;
		bool is_full = ++cuts->sentences >= PIECE_SENTENCES;
		size_t next = is_last ? 0 : sentence[1].word_count;
		bool grows = cuts->most > 0 && next <= cuts->most && cuts->words + next > cuts->most;
		if ((is_long || is_full || grows) && !is_last && sentence[1].span.at > end) {
			*(struct change *)vec_push(judge->arena, cuts) =
			    (struct change){{end, sentence[1].span.at - end}, STR("\n\n")};
			cuts->words = cuts->sentences = 0;
		}
	}
}

static void report_wall(struct judge *judge, const struct rule *rule, const struct page *page,
                        const struct paragraph *paragraph)
{
	long error = structure_of(rule)->error_words;
	struct cuts cuts = {.most = (size_t)structure_of(rule)->words[judge->kind]};
	struct report report = {.applicability = APPLY_UNSAFE, .description = STR("part it into shorter paragraphs")};

	for (size_t i = paragraph->first; i <= paragraph->last; i++) {
		cut_block(judge, page, &page->blocks.at[i], &cuts);
	}
	report.changes = cuts.at;
	report.change_count = cuts.count;
	report.subject = str_printf(judge->arena, "%zu words", paragraph->words);
	report.level = LEVEL_ERROR;
	report.has_level = error > 0 && paragraph->words > (size_t)error && judge_level(judge, rule) == LEVEL_WARNING;
	judge_report(judge, rule, page, paragraph->span, &report);
}

void structure_walls(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct paragraph paragraph;

	for (size_t block = 0; structure_paragraph(page, block, &paragraph); block = paragraph.last + 1) {
		if (is_wall(structure_of(rule), judge->kind, &paragraph)) {
			report_wall(judge, rule, page, &paragraph);
		}
	}
}

/* ---- mails that are too long ---- */

void structure_length(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct paragraph paragraph, longest = {0};
	size_t words = 0, most = (size_t)structure_of(rule)->words[judge->kind];

	for (size_t block = 0; structure_paragraph(page, block, &paragraph); block = paragraph.last + 1) {
		words += paragraph.words;
		longest = paragraph.words > longest.words ? paragraph : longest;
	}
	if (most > 0 && words > most) {
		struct report report = {.subject = str_printf(judge->arena, "%zu words", words)};
		judge_report(judge, rule, page, page_sentence_at(page, longest.span.at)->span, &report);
	}
}
