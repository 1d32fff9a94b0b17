/* Lines of amounts against the total below them; amounts of the customer's letter with digits swapped. */
#include <string.h>

#include "base/nearest.h"
#include "checks/amount.h"

/* ---- lines ---- */

enum line_kind {
	LINE_TEXT,    /* no amount at its end */
	LINE_ITEM,    /* "Door $900", "2 chairs at $40: $80" */
	LINE_TOTAL,   /* "Total $1,200" */
	LINE_PERHAPS, /* "VAT 20%: $180", "Discount $20": added, taken off or told only */
	LINE_APART    /* "Deposit from $20": nobody knows how it is counted */
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

#define PIECES_MOST 10000

/* Whether the last amount is so many times an earlier one as a number before it says: "2 chairs at $40: $80". */
static bool is_multiplied(struct str text, struct span line, const struct amounts *amounts)
{
	const struct amount *last = &amounts->at[amounts->count - 1];

	for (size_t i = line.at; i < last->where.at; i++) {
		long pieces = 0;
		bool starts = ascii_digit(text.at[i]) && (i == line.at || !ascii_alnum(text.at[i - 1]));
		while (starts && i < last->where.at && ascii_digit(text.at[i]) && pieces < PIECES_MOST) {
			pieces = pieces * 10 + (text.at[i++] - '0');
		}
		for (size_t k = 0; starts && k + 1 < amounts->count; k++) {
			if (pieces > 0 && amounts->at[k].cents * pieces == last->cents) {
				return true;
			}
		}
	}
	return false;
}

/* Figures with two decimals at the line's end, behind a colon or a gap, without a currency: "Certificate: 45.00". */
static void add_bare(struct arena *arena, struct str text, struct span line, struct amounts *amounts)
{
	size_t end = line.at + line.len, at = end;
	long long cents;

	while (at > line.at && (ascii_digit(text.at[at - 1]) || strchr(".,", text.at[at - 1]) != NULL)) {
		at--;
	}
	bool decimals = end - at > 3 && text.at[end - 3] == '.' && ascii_digit(text.at[at]);
	bool behind_gap = at >= line.at + 2 && text.at[at - 1] == ' ' && strchr(": .", text.at[at - 2]) != NULL;
	if (decimals && behind_gap && amount_figures(str_sub(text, at, end - at), &cents) == end - at) {
		struct span figures = {at, end - at};
		*vec_push(arena, amounts) = (struct amount){.where = figures, .number = figures, .cents = cents};
	}
}

static enum line_kind label_kind(const struct rule *rule, struct judge *judge, const struct page *page,
                                 struct span label)
{
	const struct amount_data *data = rule->data;

	if (matches(judge, page, data->apart, label)) {
		return LINE_APART;
	}
	bool is_total = matches(judge, page, data->phrases, label);
	if (matches(judge, page, data->perhaps, label)) {
		return is_total ? LINE_APART : LINE_PERHAPS;
	}
	return is_total ? LINE_TOTAL : LINE_ITEM;
}

/* A line that ends with an amount, its only one or the product of another; a sentence ends with a full stop. */
static struct line read_line(const struct rule *rule, struct judge *judge, const struct page *page,
                             const struct block *block)
{
	struct str text = page->view->bytes;
	struct line line = {.kind = LINE_TEXT};
	struct amounts amounts = {0};

	amounts_find(judge->arena, text, block->span, &amounts);
	if (amounts.count == 0) {
		add_bare(judge->arena, text, block->span, &amounts);
	}
	if (amounts.count == 0) {
		return line;
	}
	line.amount = amounts.at[amounts.count - 1];
	bool at_end = line.amount.where.at + line.amount.where.len == block->span.at + block->span.len;
	line.label = (struct span){block->span.at, line.amount.where.at - block->span.at};
	if (amounts.count > 1) {
		line.kind = at_end && is_multiplied(text, block->span, &amounts) ? LINE_ITEM : LINE_APART;
	} else if (at_end) {
		line.kind = label_kind(rule, judge, page, line.label);
	}
	return line;
}

/* ---- sums ---- */

#define PERHAPS_MOST 6u

struct sum {
	long long cents;
	size_t items;
	long long perhaps[PERHAPS_MOST]; /* amounts that are added, taken off or not counted: the total shows which */
	size_t perhaps_count;
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

static void add_perhaps(struct sum *sum, const struct line *line)
{
	sum->spoilt |= sum->perhaps_count == PERHAPS_MOST;
	if (sum->perhaps_count < PERHAPS_MOST) {
		sum->perhaps[sum->perhaps_count++] = line->amount.cents;
	}
}

#define TOLERANCE 2 /* cents, for rounded lines */

/* Whether the lines make the total in any way: what may be counted is added, taken off or left out. */
static bool makes(const struct sum *sum, long long total)
{
	size_t ways = 1;

	for (size_t i = 0; i < sum->perhaps_count; i++) {
		ways *= 3;
	}
	for (size_t way = 0; way < ways; way++) {
		long long cents = sum->cents;
		for (size_t i = 0, rest = way; i < sum->perhaps_count; i++, rest /= 3) {
			cents += ((long long)(rest % 3) - 1) * sum->perhaps[i];
		}
		if (cents - total >= -TOLERANCE && cents - total <= TOLERANCE) {
			return true;
		}
	}
	return false;
}

static void report_sum(const struct rule *rule, struct judge *judge, const struct page *page, const struct sum *sum,
                       const struct line *total)
{
	struct report report = {0};
	struct str shown = amount_shown(judge->arena, sum->cents), told = page_bytes(page, total->amount.number);

	if (sum->perhaps_count > 0) {
		report.message = str_printf(judge->arena, "the lines above do not add up to " STR_FMT, STR_ARG(told));
		report.description = STR("add the lines up again");
	} else {
		report.message = str_printf(judge->arena, "the %zu lines above add up to " STR_FMT ", not " STR_FMT, sum->items,
		                            STR_ARG(shown), STR_ARG(told));
		report.description =
		    str_printf(judge->arena, "give " STR_FMT ", or the amount that is wrong above", STR_ARG(shown));
	}
	judge_report(judge, rule, page, total->amount.where, &report);
}

static void judge_total(const struct rule *rule, struct judge *judge, const struct page *page, struct sum *sum,
                        const struct line *total)
{
	bool judged = sum->items >= 2 && !sum->spoilt && amounts_same_currency(sum->currency, total->amount.currency);

	if (judged && !makes(sum, total->amount.cents)) {
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
		} else if (line.kind == LINE_PERHAPS) {
			add_perhaps(&sum, &line);
		}
		sum.spoilt |= line.kind == LINE_APART;
		paragraph = block->paragraph;
	}
}

/* ---- swapped digits ---- */

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
			    !nearest_swapped_digits(page_bytes(page, own->number), page_bytes(page, other->number))) {
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
