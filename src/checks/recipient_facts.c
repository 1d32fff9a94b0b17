/* Who a mail goes to. */
#include <string.h>

#include "base/utf8.h"
#include "checks/recipient.h"
#include "document/lines_told.h"

const struct page *recipient_page(const struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (!page->is_subject && !page->is_alternative) {
			return page;
		}
	}
	return NULL;
}

static bool has_domain(const struct str_list *domains, struct str domain)
{
	for (size_t i = 0; i < domains->count; i++) {
		struct str own = domains->at[i];
		bool below = own.len > 0 && own.at[0] == '.' && str_ends_nocase(domain, own);
		if (below || str_eq_nocase(domain, own)) {
			return true;
		}
	}
	return false;
}

bool recipient_is_inside(const struct judge *judge, struct str domain)
{
	const struct config *config = judge->ruleset->config;
	const struct address_list *from = &judge->document->from;

	for (size_t i = 0; i < from->count; i++) {
		if (str_eq_nocase(from->at[i].domain, domain)) {
			return true;
		}
	}
	return has_domain(&config->organisation.domains, domain) || has_domain(&config->milter.domains, domain);
}

/* ---- the addresses ---- */

static bool is_own_address(const struct document *document, const struct address *address)
{
	for (size_t i = 0; i < document->from.count; i++) {
		const struct address *from = &document->from.at[i];
		if (str_eq_nocase(from->local, address->local) && str_eq_nocase(from->domain, address->domain)) {
			return true;
		}
	}
	return false;
}

static bool has_given_name(const struct lexicon *lexicon, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		struct str name = names->at[i].folded;
		if (name_is_given(lexicon, name)) {
			return true;
		}
	}
	return false;
}

/* "ana.diaz" names a person: at least two parts, one of them a given name. */
static bool read_local(const struct judge *judge, struct str local, struct reference *reference)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	*reference = (struct reference){.written = local, .is_address = true};
	names_read(judge->arena, local, &reference->names);
	return reference->names.count >= 2 && has_given_name(lexicon, &reference->names) &&
	       names_is_person(judge->arena, lexicon, local);
}

/* A display name of two parts or more, or of one that is a given name. */
static bool read_display(const struct judge *judge, struct str written, struct reference *reference)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;

	*reference = (struct reference){.written = written};
	names_read(judge->arena, written, &reference->names);
	return names_is_person(judge->arena, lexicon, written) &&
	       (reference->names.count >= 2 || has_given_name(lexicon, &reference->names));
}

static void add_address(const struct judge *judge, const struct address *address, struct references *references)
{
	struct reference display, local;
	bool named = read_display(judge, address->name, &display), telling = read_local(judge, address->local, &local);

	references->foreign |= display.names.foreign;
	references->complete &= named || telling;
	if (named) {
		*vec_push(judge->arena, references) = display;
	}
	if (telling) {
		*vec_push(judge->arena, references) = local;
	}
}

/* ---- how the quoted letter is signed ---- */

static bool is_customers(const struct block *block)
{
	return (ZONES_CUSTOMER >> block->zone & 1) != 0;
}

static struct str quoted_line(const struct page *page, size_t block)
{
	struct str line = page_bytes(page, page->blocks.at[block].span);
	size_t at = 0;

	while (at < line.len && (line.at[at] == '>' || line.at[at] == ' ' || line.at[at] == '|')) {
		at++;
	}
	return str_trim(str_from(line, at));
}

/* The line above that is not empty, or the empty text. */
static struct str quoted_line_above(const struct page *page, size_t block)
{
	while (block > 0 && is_customers(&page->blocks.at[block - 1])) {
		struct str line = quoted_line(page, --block);
		if (line.len > 0) {
			return line;
		}
	}
	return STR("");
}

#define SIGNED_MOST 3u

static bool is_sign_off(const struct judge *judge, const struct page *page, size_t block, struct reference *reference)
{
	struct str line = quoted_line(page, block);
	bool last = block + 1 == page->blocks.count || !is_customers(&page->blocks.at[block + 1]);

	if (!line_is_name(line) || line_is_closing(line) || !read_display(judge, line, reference) ||
	    reference->names.count > SIGNED_MOST) {
		return false;
	}
	return line_is_closing(quoted_line_above(page, block)) ||
	       (last && has_given_name(&judge->ruleset->lexicon, &reference->names));
}

static void add_sign_offs(const struct judge *judge, struct references *references)
{
	const struct page *page = recipient_page(judge);

	for (size_t i = 0; page != NULL && i < page->blocks.count; i++) {
		struct reference reference;
		if (is_customers(&page->blocks.at[i]) && is_sign_off(judge, page, i, &reference)) {
			*vec_push(judge->arena, references) = reference;
			references->complete = true;
			return; /* the first is the letter that is answered */
		}
	}
}

struct references recipient_references(const struct judge *judge)
{
	const struct document *document = judge->document;
	struct references references = {.complete = document->to.count > 0};
	struct references copies = {.complete = true};

	for (size_t i = 0; i < document->to.count; i++) {
		if (is_own_address(document, &document->to.at[i])) {
			references.complete = false;
		} else {
			add_address(judge, &document->to.at[i], &references);
		}
	}
	add_sign_offs(judge, &references);
	for (size_t i = 0; i < document->cc.count; i++) {
		add_address(judge, &document->cc.at[i], &copies);
	}
	for (size_t i = 0; i < copies.count; i++) {
		*vec_push(judge->arena, &references) = copies.at[i];
	}
	references.foreign |= copies.foreign;
	return references;
}

/* ---- where else a name stands ---- */

static bool word_is(struct arena *arena, struct str word, struct str folded)
{
	struct str other;
	bool accents = false;

	for (size_t i = 0; i < word.len; i++) {
		accents |= (unsigned char)word.at[i] >= 0x80;
	}
	return str_eq_nocase(word, folded) || (accents && name_fold(arena, word, &other) && str_eq(other, folded));
}

static bool page_mentions(const struct judge *judge, const struct page *page, struct str folded)
{
	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];
		bool read = page->is_subject || is_customers(block);
		if (read && word_is(judge->arena, page_bytes(page, word->span), folded)) {
			return true;
		}
	}
	return false;
}

#define PIECE_LEAST 3u

static bool addresses_mention(const struct judge *judge, const struct address_list *list, struct str folded)
{
	for (size_t i = 0; i < list->count && folded.len >= PIECE_LEAST; i++) {
		struct str local, name;
		name_fold(judge->arena, list->at[i].local, &local);
		name_fold(judge->arena, list->at[i].name, &name);
		if (str_find(local, folded, 0) != STR_NONE || str_find(name, folded, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

bool recipient_is_mentioned(const struct judge *judge, struct str folded)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		if (page_mentions(judge, &judge->document->pages.at[i], folded)) {
			return true;
		}
	}
	return addresses_mention(judge, &judge->document->to, folded) ||
	       addresses_mention(judge, &judge->document->cc, folded);
}
