/* markup_page: what the page says of itself: language, direction, layout tables, size, and what mail cannot show. */
#include "checks/markup.h"

#include "lint/ruleset.h"

/* ---- language ---- */

#define WORDS_TO_TELL 30u

/* Whether the words are English: a quarter of them, and more, are those that every English text is full of. */
static bool is_english(const struct judge *judge, const struct page *page)
{
	size_t words = 0, known = 0;

	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		if ((word->flags & (WORD_MASKED | WORD_VALUE | WORD_DIGIT)) == 0) {
			words++;
			known += word_list_has(&judge->ruleset->lexicon.function_words, page_bytes(page, word->span));
		}
	}
	return words >= WORDS_TO_TELL && known * 4 >= words;
}

static bool names_another_language(struct str lang)
{
	static const char *const others[] = {"de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "no", "fi", "cs"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct str other = str_of(others[i]);
		if (str_starts_nocase(lang, other) && (lang.len == 2 || lang.at[2] == '-' || lang.at[2] == '_')) {
			return true;
		}
	}
	return false;
}

void markup_lang(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;
	struct report report = {.subject = STR("the page does not say its language")};

	if (markup->root.len == 0) {
		return;
	}
	if (str_trim(markup->lang).len == 0) {
		struct change change = markup_attribute(page, markup->root, STR(" lang=\"en\""));
		bool english = is_english(judge, page) && markup->lang.at == NULL;
		report.changes = &change;
		report.change_count = english ? 1 : 0;
		report.applicability = APPLY_UNSAFE;
		report.description = STR("lang=\"en\", or the language that it is in");
		markup_report(judge, rule, page, &report, markup->root);
	} else if (names_another_language(markup->lang) && is_english(judge, page)) {
		report.subject =
		    str_printf(judge->arena, "the page says it is in '" STR_FMT "' and is in English", STR_ARG(markup->lang));
		markup_report(judge, rule, page, &report, markup->root);
	}
}

static bool is_right_to_left(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i + 1 < text.len; i++) { /* Hebrew and Arabic: U+0590 to U+06FF */
		unsigned char c = (unsigned char)text.at[i];
		count += c >= 0xd6 && c <= 0xdb;
	}
	return count * 4 > text.len;
}

void markup_dir(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;

	if (markup->root.len > 0 && markup->dir.at == NULL) {
		struct str dir = is_right_to_left(page->view->bytes) ? STR(" dir=\"rtl\"") : STR(" dir=\"ltr\"");
		struct change change = markup_attribute(page, markup->root, dir);
		struct report report = {
		    .changes = &change, .change_count = 1, .applicability = APPLY_SAFE, .description = str_trim(dir)};
		markup_report(judge, rule, page, &report, markup->root);
	}
}

/* ---- layout tables ---- */

/* All of them in one finding, at the first. */
void markup_tables(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;
	struct change *changes = ARENA_ARRAY(judge->arena, markup->tables.count + 1, struct change);
	const struct markup_table *first = NULL;
	struct report report = {
	    .changes = changes, .applicability = APPLY_UNSAFE, .description = STR("role=\"presentation\"")};

	for (size_t i = 0; i < markup->tables.count; i++) {
		const struct markup_table *table = &markup->tables.at[i];
		if (!table->has_role && !table->is_data) {
			changes[report.change_count++] = markup_attribute(page, table->tag, STR(" role=\"presentation\""));
			first = first != NULL ? first : table;
		}
	}
	if (first != NULL) {
		report.subject = str_printf(judge->arena, "%zu", report.change_count);
		markup_report(judge, rule, page, &report, first->tag);
	}
}

/* ---- size ---- */

#define KB 1000u

/* At the beginning of the HTML. */
void markup_size(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;
	size_t most = (size_t)MARKUP_RULE(rule)->most, size = markup->html->bytes.len;
	struct report report = {0};

	if (size <= most) {
		return;
	}
	report.subject = str_printf(judge->arena, "%zu", (size + KB - 1) / KB);
	report.description = str_printf(judge->arena, "of it, styles are %zu KB and comments %zu KB",
	                                markup->sheet_bytes / KB, markup->comment_bytes / KB);
	markup_report(judge, rule, page, &report, markup->root.len > 0 ? markup->root : (struct span){0, 1});
}

/* ---- what mail programs leave out ---- */

void markup_oddities(const struct rule *rule, struct judge *judge, const struct page *page)
{
	static const char *const texts[ODDITY_COUNT] = {
	    [ODDITY_SCRIPT] = "no mail program runs a script",
	    [ODDITY_FORM] = "most mail programs do not send a form; lead to one by a link",
	    [ODDITY_FRAME] = "no mail program shows a frame",
	    [ODDITY_MEDIA] = "few mail programs play or show this; lead to it by a picture with a link",
	    [ODDITY_SHEET] = "mail programs do not fetch a style sheet; write the styles into the mail",
	    [ODDITY_DRAWING] = "most mail programs do not show SVG; use a PNG",
	    [ODDITY_GRID] = "few mail programs know display: grid; lay out with a table",
	    [ODDITY_FLEX] = "some mail programs do not know display: flex; lay out with a table",
	    [ODDITY_PLACED] = "many mail programs take this position out; lay out with a table",
	    [ODDITY_VARIABLE] = "few mail programs know var(); write the value",
	    [ODDITY_PICTURE] = "some mail programs leave this background out; give it a colour, too",
	};
	const struct markup *markup = page->markup;

	for (size_t i = 0; i < markup->oddities.count; i++) {
		struct report report = {.subject = str_of(texts[markup->oddities.at[i].kind])};
		markup_report(judge, rule, page, &report, markup->oddities.at[i].tag);
	}
}

/* ---- the first words ---- */

/* What an inbox shows beside the subject. */
void markup_preheader(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup_rule *data = MARKUP_RULE(rule);

	if (page->blocks.count > 0 && data->phrases != NULL) {
		struct span first = page->blocks.at[0].span;
		if (matcher_matches(data->phrases, judge->searcher, &judge_index(judge, page)->view, first)) {
			judge_report(judge, rule, page, first, NULL);
		}
	}
}
