/* The name in From: against the name below the letter. */
#include "base/utf8.h"
#include "checks/recipient.h"
#include "document/lines_told.h"

#define SIGNED_MOST 3u

/* The name that the letter is signed with: the first line of the closing that is one. */
static bool read_signed(const struct judge *judge, const struct page *page, struct span *where, struct names *names)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		struct str line = str_trim(page_bytes(page, block->span));
		if (block->zone != ZONE_CLOSING || line_is_closing(line)) {
			continue;
		}
		if (!line_is_name(line) || !names_is_person(judge->arena, &judge->ruleset->lexicon, line)) {
			return false;
		}
		names_read(judge->arena, line, names);
		*where = (struct span){(size_t)(line.at - page->view->bytes.at), line.len};
		return names->count > 0 && names->count <= SIGNED_MOST && !names->foreign;
	}
	return false;
}

/* A name is that of somebody only with a given name in it; "Billing" and "Maple Smiles" sign for a team. */
static bool has_given(const struct lexicon *lexicon, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		if (name_is_given(lexicon, names->at[i].folded)) {
			return true;
		}
	}
	return false;
}

static bool share_name(const struct lexicon *lexicon, const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t k = 0; k < b->count; k++) {
			if (names_alike(lexicon, a->at[i].folded, b->at[k].folded)) {
				return true;
			}
		}
	}
	return false;
}

/* Whether one entry of the configuration's staff has both: "Kate, Katherine Miller". */
static bool are_one_of_staff(const struct judge *judge, const struct names *a, const struct names *b)
{
	const struct str_list *staff = &judge->ruleset->config->organisation.staff;

	for (size_t i = 0; i < staff->count; i++) {
		struct names known = {0};
		names_read(judge->arena, staff->at[i], &known);
		if (share_name(&judge->ruleset->lexicon, a, &known) && share_name(&judge->ruleset->lexicon, b, &known)) {
			return true;
		}
	}
	return false;
}

/* "for Keith Miller", "Keith asked me to answer": the sender is named in the letter itself. */
static bool letter_names(const struct page *page, const struct names *names)
{
	for (size_t i = 0; i < page->words.count; i++) {
		const struct word *word = &page->words.at[i];
		const struct block *block = &page->blocks.at[page->sentences.at[word->sentence].block];
		for (size_t k = 0; k < names->count && (ZONES_OWN >> block->zone & 1) != 0; k++) {
			struct str text = page_bytes(page, word->span);
			if (str_eq_nocase(text, names->at[k].folded) || str_eq(text, names->at[k].written)) {
				return true;
			}
		}
	}
	return false;
}

/* Letters of the address that the signed name stands for: "jim" of jim.w@. */
static bool address_names(const struct judge *judge, const struct address *from, const struct names *names)
{
	struct str local;

	name_fold(judge->arena, from->local, &local);
	for (size_t i = 0; i < names->count; i++) {
		if (str_find(local, names->at[i].folded, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

void recipient_author(const struct rule *rule, struct judge *judge)
{
	const struct lexicon *lexicon = &judge->ruleset->lexicon;
	const struct address_list *from = &judge->document->from;
	const struct page *page = recipient_page(judge);
	struct names sender = {0}, signer = {0};
	struct span where;

	if (page == NULL || from->count != 1 || !names_is_person(judge->arena, lexicon, from->at[0].name) ||
	    !read_signed(judge, page, &where, &signer)) {
		return;
	}
	names_read(judge->arena, from->at[0].name, &sender);
	if (!has_given(lexicon, &sender) || !has_given(lexicon, &signer) || share_name(lexicon, &sender, &signer) ||
	    address_names(judge, &from->at[0], &signer) || letter_names(page, &sender) ||
	    are_one_of_staff(judge, &sender, &signer)) {
		return;
	}
	struct report report = {0};
	report.message = str_printf(judge->arena, "the mail is from " STR_FMT ", the letter from '" STR_FMT "'",
	                            STR_ARG(from->at[0].name), STR_ARG(page_bytes(page, where)));
	judge_report(judge, rule, page, where, &report);
}
