/* markup_images: pictures that say nothing to those who do not see them, or that nobody sees. */
#include "checks/markup.h"

#include "base/utf8.h"

/* ---- alt ---- */

#define SPACER_MOST 2 /* pixels */

static bool is_spacer(const struct markup_image *image)
{
	return (image->width >= 0 && image->width <= SPACER_MOST) || (image->height >= 0 && image->height <= SPACER_MOST);
}

static bool has_word(struct str text)
{
	uint32_t c = 0;

	for (size_t at = 0; at < text.len;) {
		at += utf8_decode(text, at, &c);
		if (utf8_is_letter(c) || utf8_is_digit(c) || c == 0xfffc) {
			return true;
		}
	}
	return false;
}

/* Whether the link around the image has words, its own or another picture's. */
static bool link_has_words(const struct page *page, const struct markup_image *image)
{
	size_t low = 0, high = page->links.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (page->links.at[middle].tag.at < image->link.at) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low == page->links.count || page->links.at[low].tag.at != image->link.at ||
	       has_word(page_bytes(page, page->links.at[low].span));
}

/* "logo.png" */
static bool is_file_name(struct str alt)
{
	static const char *const endings[] = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (str_ends_nocase(alt, str_of(endings[i]))) {
			return true;
		}
	}
	return false;
}

static void report_missing_alt(const struct rule *rule, struct judge *judge, const struct page *page,
                               const struct markup_image *image)
{
	bool spacer = is_spacer(image);
	struct change change =
	    markup_attribute(page, image->tag, spacer ? STR(" alt=\"\"") : STR(" alt=\"{what it shows}\""));
	struct report report = {.changes = &change,
	                        .change_count = 1,
	                        .applicability = spacer ? APPLY_SAFE : APPLY_PLACEHOLDER,
	                        .level = spacer ? LEVEL_SUGGESTION : judge_level(judge, rule),
	                        .has_level = true,
	                        .subject = STR("this picture has no text for those who do not see it")};

	markup_report(judge, rule, page, &report, image->tag);
}

static void judge_alt(const struct rule *rule, struct judge *judge, const struct page *page,
                      const struct markup_image *image)
{
	struct report report = {0};
	struct str alt = str_trim(image->alt);

	if (image->alt.at == NULL) {
		report_missing_alt(rule, judge, page, image);
	} else if (image->link.len > 0 && alt.len == 0 && !link_has_words(page, image)) {
		report.subject = STR("this picture is a link, and nothing says where it leads");
		markup_report(judge, rule, page, &report, image->tag);
	} else if (is_file_name(alt) || markup_is_listed(&MARKUP_RULE(rule)->generic, markup_bare(judge, alt))) {
		report.subject =
		    str_printf(judge->arena, "the text '" STR_FMT "' says nothing about the picture", STR_ARG(alt));
		report.level = LEVEL_WARNING;
		report.has_level = true;
		markup_report(judge, rule, page, &report, image->tag);
	}
}

void markup_alt(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;

	for (size_t i = 0; i < markup->images.count; i++) {
		const struct markup_image *image = &markup->images.at[i];
		if (!image->is_decoration && markup_covers(rule, page, image->at)) {
			judge_alt(rule, judge, page, image);
		}
	}
}

/* ---- nothing but pictures ---- */

#define WIDE_LEAST 200 /* pixels */
#define WORDS_ENOUGH 12u
#define WORDS_ENOUGH_BESIDE_ANY 5u /* a picture of unknown size may be a logo */
#define WORDS_LOOKED_AT 2000u

static bool is_wide(const struct markup_image *image)
{
	return !is_spacer(image) && (image->width < 0 || image->width > WIDE_LEAST);
}

static bool is_in_mark(const struct page *page, enum mark_kind kind, size_t at)
{
	for (size_t i = 0; i < page->marks.count && page->marks.at[i].span.at <= at; i++) {
		const struct mark *mark = &page->marks.at[i];
		if (mark->kind == kind && at < mark->span.at + mark->span.len) {
			return true;
		}
	}
	return false;
}

/* Words of the author's that are no picture's and no link's; a template's value may be many. */
static bool has_words(const struct page *page, size_t enough)
{
	const unsigned zones = ZONES_REP & ~ZONE_BIT(ZONE_PREHEADER);
	size_t count = 0;

	for (size_t i = 0; i < page->words.count && i < WORDS_LOOKED_AT && count < enough; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];
		bool own = (zones >> block->zone & 1) != 0 && !is_in_mark(page, MARK_ALT, word->span.at) &&
		           !is_in_mark(page, MARK_LINK, word->span.at);
		count += own ? (word->flags & WORD_VALUE ? enough : 1) : 0;
	}
	return count >= enough || page->words.count > WORDS_LOOKED_AT;
}

void markup_image_only(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;
	struct report report = {0};

	if (judge->document->is_template && markup->root.len == 0) {
		return; /* a piece, with a page around it elsewhere */
	}
	for (size_t i = 0; i < markup->images.count; i++) {
		const struct markup_image *image = &markup->images.at[i];
		if (is_wide(image) && markup_covers(rule, page, image->at)) {
			size_t enough = image->width > WIDE_LEAST ? WORDS_ENOUGH : WORDS_ENOUGH_BESIDE_ANY;
			if (!has_words(page, enough)) {
				markup_report(judge, rule, page, &report, image->tag);
			}
			return;
		}
	}
}

/* ---- where they come from ---- */

static bool has_part(const struct message *message, struct str content_id)
{
	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		if (str_eq(part->content_id, content_id)) {
			return true;
		}
	}
	return false;
}

/* cid: of a part that is not there. A mail of a single part may get its pictures later. */
static bool is_lost(const struct judge *judge, struct str source)
{
	const struct message *message = judge->document->message;

	return message != NULL && message->root->child != NULL && !has_part(message, str_from(source, 4));
}

/* What is wrong with a picture's source; NULL: nothing. */
static const char *source_fault(const struct judge *judge, const struct page *page, struct str source)
{
	struct str scheme = markup_scheme(source);

	if (source.len == 0) {
		return "this picture has no source";
	}
	if (markup_is_value(source)) {
		return NULL;
	}
	if (str_eq_nocase(scheme, STR("cid"))) {
		return is_lost(judge, source) ? "this picture is not among the parts of the mail" : NULL;
	}
	if (str_eq_nocase(scheme, STR("data"))) {
		return "many mail programs do not show a picture that stands in its own address (data:)";
	}
	if (str_eq_nocase(scheme, STR("file")) || scheme.len == 1 || str_starts(source, STR("\\\\"))) {
		return "this picture lies on the author's computer";
	}
	if (markup_is_private(markup_host(source))) {
		return "this picture's address leads nowhere outside the author's network";
	}
	if (scheme.len == 0 && !page->markup->has_base) {
		return "a picture's address must begin with https://: a mail has no place of its own";
	}
	return str_eq_nocase(scheme, STR("http")) ? "a picture over http: is held back or shown with a warning" : NULL;
}

void markup_image_source(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup *markup = page->markup;

	for (size_t i = 0; i < markup->images.count; i++) {
		const struct markup_image *image = &markup->images.at[i];
		const char *fault = source_fault(judge, page, image->source);
		if (fault == NULL || !markup_covers(rule, page, image->at)) {
			continue;
		}
		struct report report = {.subject = str_of(fault)};
		report.has_level =
		    str_starts_nocase(image->source, STR("http://")) && !markup_is_private(markup_host(image->source));
		report.level = LEVEL_WARNING;
		markup_report(judge, rule, page, &report, image->tag);
	}
}
