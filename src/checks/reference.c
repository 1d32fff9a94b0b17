/*
 * reference: the reply gives another number than the thread for the same thing. The thread is the subject and what the
 * customer wrote. Silent where one of the reply's numbers is known there, where the numbers are built otherwise (ours
 * and theirs), and where `unless` says that there is a new or a second one.
 */
#include "base/nearest.h"
#include "checks/references.h"
#include "lint/check.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	(void)source;
	(void)rule;
	return true;
}

struct sides {
	struct reference_numbers thread, reply;
	const struct page *page; /* of the reply */
};

static void read_page(const struct judge *judge, const struct rule *rule, const struct page *page, struct sides *sides)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		bool customers = (ZONES_CUSTOMER >> block->zone & 1) != 0;
		if (page->is_subject || customers) {
			references_find(judge->arena, page->view->bytes, block->span, &sides->thread);
		} else if (rule_covers(rule, page, block) && !page->is_alternative) {
			sides->page = page;
			references_find(judge->arena, page->view->bytes, block->span, &sides->reply);
		}
	}
}

/* Letters of a number may have been left out: "Q-4471" and "4471". */
static bool is_known(const struct reference_numbers *thread, struct str number)
{
	for (size_t i = 0; i < thread->count; i++) {
		struct str known = thread->at[i].number;
		if (str_find_nocase(known, number, 0) != STR_NONE || str_find_nocase(number, known, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* Whether the thread's text holds the number anywhere, under whatever name. */
static bool is_mentioned(const struct judge *judge, struct str number)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		for (size_t k = 0; k < page->blocks.count; k++) {
			const struct block *block = &page->blocks.at[k];
			bool thread = page->is_subject || (ZONES_CUSTOMER >> block->zone & 1) != 0;
			if (thread && str_find_nocase(page_bytes(page, block->span), number, 0) != STR_NONE) {
				return true;
			}
		}
	}
	return false;
}

/* The thread's one number of the thing, or NULL when it has none or several. */
static const struct reference_number *only_one(const struct reference_numbers *thread, enum reference_thing thing)
{
	const struct reference_number *found = NULL;

	for (size_t i = 0; i < thread->count; i++) {
		const struct reference_number *number = &thread->at[i];
		if (number->thing != thing) {
			continue;
		}
		if (found != NULL && !str_eq_nocase(found->number, number->number)) {
			return NULL;
		}
		found = number;
	}
	return found;
}

/* The thread's number of which this one is a slip, whatever each is called: two digits have changed places. */
static const struct reference_number *swapped_of(const struct sides *sides, struct str number)
{
	for (size_t i = 0; i < sides->thread.count; i++) {
		struct str known = sides->thread.at[i].number;
		bool told = false;
		for (size_t k = 0; k < sides->reply.count; k++) {
			told |= str_eq_nocase(sides->reply.at[k].number, known);
		}
		if (!told && nearest_swapped_digits(number, known)) {
			return &sides->thread.at[i];
		}
	}
	return NULL;
}

static void judge_number(struct judge *judge, const struct rule *rule, const struct sides *sides,
                         const struct reference_number *given)
{
	const struct reference_number *meant = swapped_of(sides, given->number);

	meant = meant != NULL ? meant : only_one(&sides->thread, given->thing);
	if (meant == NULL || !references_same_shape(meant->number, given->number)) {
		return;
	}
	struct change change = {given->where, meant->number};
	struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE};
	bool slip = nearest_edits(meant->number, given->number) == 1;
	report.message = str_printf(judge->arena, "'" STR_FMT "' is " STR_FMT " in the thread%s", STR_ARG(given->number),
	                            STR_ARG(meant->number), slip ? ": a slip of the finger?" : "");
	judge_report(judge, rule, sides->page, given->where, &report);
}

/* ---- numbers that no word introduces ---- */

static bool is_number_char(char c)
{
	return ascii_alnum(c) || c == '-' || c == '/';
}

/* Whether the author's text on the page holds the number. */
static bool is_given(const struct page *page, struct str number)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		bool own = (ZONES_OWN >> page->blocks.at[i].zone & 1) != 0;
		if (own && str_find_nocase(page_bytes(page, page->blocks.at[i].span), number, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* "I checked on PP-20471", where the customer wrote of order PP-20417. */
static void judge_bare(struct judge *judge, const struct rule *rule, const struct sides *sides, struct span where)
{
	struct str number = page_bytes(sides->page, where);

	for (size_t i = 0; i < sides->thread.count; i++) {
		struct str known = sides->thread.at[i].number;
		struct reference_number given = {.thing = sides->thread.at[i].thing, .number = number, .where = where};
		if (nearest_swapped_digits(number, known) && !is_mentioned(judge, number) && !is_given(sides->page, known)) {
			judge_number(judge, rule, sides, &given);
			return;
		}
	}
}

#define BARE_LEAST 6u

/* The words of the block that are built like numbers, but for those that `sides` has. */
static void judge_bare_in(struct judge *judge, const struct rule *rule, const struct sides *sides, struct span block)
{
	struct str text = sides->page->view->bytes;

	for (size_t at = block.at, end; at < block.at + block.len; at = end + 1) {
		bool digits = false, seen = false;
		for (end = at; end < block.at + block.len && is_number_char(text.at[end]); end++) {
			digits |= ascii_digit(text.at[end]);
		}
		for (size_t i = 0; i < sides->reply.count; i++) {
			seen |=
			    sides->reply.at[i].where.at < end && at < sides->reply.at[i].where.at + sides->reply.at[i].where.len;
		}
		if (digits && !seen && end - at >= BARE_LEAST) {
			judge_bare(judge, rule, sides, (struct span){at, end - at});
		}
	}
}

static void judge_bares(struct judge *judge, const struct rule *rule, const struct sides *sides)
{
	for (size_t i = 0; i < sides->page->blocks.count; i++) {
		const struct block *block = &sides->page->blocks.at[i];
		if (rule_covers(rule, sides->page, block)) {
			judge_bare_in(judge, rule, sides, block->span);
		}
	}
}

/* One number of the thing that the thread knows, and the others are told beside it on purpose. */
static bool knows_thing(const struct judge *judge, const struct sides *sides, enum reference_thing thing)
{
	for (size_t i = 0; i < sides->reply.count; i++) {
		struct str number = sides->reply.at[i].number;
		if (sides->reply.at[i].thing == thing && (is_known(&sides->thread, number) || is_mentioned(judge, number))) {
			return true;
		}
	}
	return false;
}

static void run(const struct rule *rule, struct judge *judge)
{
	struct sides sides = {.page = NULL};

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		read_page(judge, rule, &judge->document->pages.at[i], &sides);
	}
	for (size_t i = 0; i < sides.reply.count && sides.thread.count > 0; i++) {
		if (!knows_thing(judge, &sides, sides.reply.at[i].thing)) {
			judge_number(judge, rule, &sides, &sides.reply.at[i]);
		}
	}
	if (sides.page != NULL && sides.thread.count > 0) {
		judge_bares(judge, rule, &sides);
	}
}

const struct check check_reference = {"reference", (const char *const[]){NULL}, load, run, NULL};
