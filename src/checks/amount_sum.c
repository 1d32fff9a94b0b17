/* Lines of amounts against the total below them; amounts of the customer's letter with digits swapped. */
#include <string.h>

#include "checks/amount.h"

/* ---- lines ---- */

enum line_kind {
	LINE_TEXT,  /* no amount, or more than one */
	LINE_ITEM,  /* "Door $900" */
	LINE_TOTAL, /* "Total $1,200" */
	LINE_APART  /* "of which VAT $20": nobody knows how it is counted */
};

struct line {
	enum line_kind kind;
	struct amount amount;
	struct span label;
};

static bool matches(struct judge *judge, const struct page *page, const struct matcher *matcher, struct span span)
{
	return matcher != NULL && matcher_matches(matcher, judge->searcher, &judge_index(judge, page)->view, span);
}

/* A line that ends with its only amount; a sentence ends with a full stop and is none. */
static struct line read_line(const struct rule *rule, struct judge *judge, const struct page *page,
                             const struct block *block)
{
	const struct amount_data *data = rule->data;
	struct line line = {.kind = LINE_TEXT};
	struct amounts amounts = {0};

	amounts_find(judge->arena, page->view->bytes, block->span, &amounts);
	if (amounts.count != 1) {
		line.kind = amounts.count > 1 ? LINE_APART : LINE_TEXT;
		return line;
	}
	line.amount = amounts.at[0];
	size_t end = line.amount.where.at + line.amount.where.len, block_end = block->span.at + block->span.len;
	line.label = (struct span){block->span.at, line.amount.where.at - block->span.at};
	if (end != block_end) {
		return line;
	}
	line.kind = matches(judge, page, data->apart, line.label)     ? LINE_APART
	            : matches(judge, page, data->phrases, line.label) ? LINE_TOTAL
	                                                              : LINE_ITEM;
	return line;
}

/* ---- sums ---- */

struct sum {
	long long cents;
	size_t items;
	struct str currency;
	bool spoilt; /* a line that cannot be added */
};

static void add_line(struct sum *sum, const struct line *line)
{
	if (sum->items > 0 && !amounts_same_currency(sum->currency, line->amount.currency)) {
		sum->spoilt = true;
	}
	sum->currency = line->amount.currency;
	sum->cents += line->amount.cents;
	sum->items++;
}

static void report_sum(const struct rule *rule, struct judge *judge, const struct page *page, const struct sum *sum,
                       const struct line *total)
{
	struct report report = {0};
	struct str shown = amount_shown(judge->arena, sum->cents);

	report.message = str_printf(judge->arena, "the %zu lines above add up to " STR_FMT ", not " STR_FMT, sum->items,
	                            STR_ARG(shown), STR_ARG(page_bytes(page, total->amount.number)));
	report.description =
	    str_printf(judge->arena, "give " STR_FMT ", or the amount that is wrong above", STR_ARG(shown));
	judge_report(judge, rule, page, total->amount.where, &report);
}

#define TOLERANCE 2 /* cents, for rounded lines */

static void judge_total(const struct rule *rule, struct judge *judge, const struct page *page, struct sum *sum,
                        const struct line *total)
{
	long long difference = sum->cents - total->amount.cents;
	bool fits = difference >= -TOLERANCE && difference <= TOLERANCE;
	bool judged = sum->items >= 2 && !sum->spoilt && amounts_same_currency(sum->currency, total->amount.currency);

	if (judged && !fits) {
		report_sum(rule, judge, page, sum, total);
	}
	/* What follows a total may be added to it, or be another list: only a total that fits is a line of the next. */
	*sum = (struct sum){.spoilt = true};
}

static bool is_cell(const struct block *block)
{
	return block->kind == BLOCK_CELL || block->kind == BLOCK_TABLE_HEAD;
}

static void judge_lines(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct sum sum = {0};
	size_t paragraph = 0;

	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		struct line line = {.kind = LINE_TEXT};
		if (rule_covers(rule, page, block) && !is_cell(block)) {
			line = read_line(rule, judge, page, block);
		}
		/* A list of its own begins in each paragraph, but its total may stand in one of its own. */
		if (line.kind == LINE_TEXT || (line.kind == LINE_ITEM && block->paragraph != paragraph)) {
			sum = (struct sum){0};
		}
		if (line.kind == LINE_TOTAL) {
			judge_total(rule, judge, page, &sum, &line);
		} else if (line.kind == LINE_ITEM) {
			add_line(&sum, &line);
		}
		sum.spoilt |= line.kind == LINE_APART;
		paragraph = block->paragraph;
	}
}

/* ---- swapped digits ---- */

/* Whether two neighbours among the digits have changed places, and nothing else. */
static bool is_swapped(struct str a, struct str b)
{
	size_t first = 0;

	if (a.len != b.len || a.len < 3) {
		return false;
	}
	while (first < a.len && a.at[first] == b.at[first]) {
		first++;
	}
	if (first + 1 >= a.len) {
		return false;
	}
	size_t second = first + 1;
	second += !ascii_digit(a.at[second]) && second + 1 < a.len; /* the point between them */
	return a.at[first] == b.at[second] && a.at[second] == b.at[first] &&
	       str_eq(str_from(a, second + 1), str_from(b, second + 1));
}

#define SIDES_MOST 200u /* amounts: in longer lists any two digits are swapped somewhere */

struct sides {
	struct amounts customers, own;
};

static void read_sides(const struct rule *rule, struct judge *judge, const struct page *page, struct sides *sides)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		if (sides->customers.count > SIDES_MOST || sides->own.count > SIDES_MOST) {
			return;
		}
		if ((ZONES_CUSTOMER >> block->zone & 1) != 0) {
			amounts_find(judge->arena, page->view->bytes, block->span, &sides->customers);
		} else if (rule_covers(rule, page, block)) {
			amounts_find(judge->arena, page->view->bytes, block->span, &sides->own);
		}
	}
}

static bool has_sum(const struct amounts *amounts, long long cents)
{
	for (size_t i = 0; i < amounts->count; i++) {
		if (amounts->at[i].cents == cents) {
			return true;
		}
	}
	return false;
}

static void judge_swapped(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct sides sides = {0};

	read_sides(rule, judge, page, &sides);
	if (sides.customers.count > SIDES_MOST || sides.own.count > SIDES_MOST) {
		return;
	}
	for (size_t i = 0; i < sides.own.count; i++) {
		const struct amount *own = &sides.own.at[i];
		for (size_t k = 0; k < sides.customers.count && !has_sum(&sides.customers, own->cents); k++) {
			const struct amount *other = &sides.customers.at[k];
			if (has_sum(&sides.own, other->cents) ||
			    !is_swapped(page_bytes(page, own->number), page_bytes(page, other->number))) {
				continue;
			}
			struct report report = {.message = str_printf(judge->arena, "'" STR_FMT "': the customer wrote " STR_FMT,
			                                              STR_ARG(page_bytes(page, own->where)),
			                                              STR_ARG(page_bytes(page, other->where)))};
			judge_report(judge, rule, page, own->where, &report);
			break;
		}
	}
}

void amount_sum(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		judge_lines(rule, judge, page);
		judge_swapped(rule, judge, page);
	}
}
