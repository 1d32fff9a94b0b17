/* A time of day for a reader whose clock shows another. */
#include "checks/date.h"
#include "checks/hits.h"
#include "document/lines_told.h"
#include "lint/ruleset.h"

/* "+0200" in a line, behind a space; false: there is none. */
static bool read_zone(struct str line, int *minutes)
{
	for (size_t i = 1; i + 5 <= line.len; i++) {
		bool sign = line.at[i - 1] == ' ' && (line.at[i] == '+' || line.at[i] == '-');
		int number = 0;
		for (size_t k = i + 1; sign && k < i + 5; k++) {
			sign = ascii_digit(line.at[k]);
			number = number * 10 + (line.at[k] - '0');
		}
		bool ends = i + 5 == line.len || !ascii_alnum(line.at[i + 5]);
		if (sign && ends && number % 100 < 60 && number <= 1400) {
			*minutes = (number / 100 * 60 + number % 100) * (line.at[i] == '-' ? -1 : 1);
			return true;
		}
	}
	return false;
}

/* The zone in which the customer wrote: of the line that says when. */
static bool find_zone(const struct page *page, int *minutes)
{
	for (size_t i = 0; i < page->blocks.count; i++) {
		const struct block *block = &page->blocks.at[i];
		struct str line = str_trim(page_bytes(page, block->span));
		bool when = line_header(line) == HEADER_DATE || line_header(line) == HEADER_SENT ||
		            line_attribution(line) != ATTRIBUTION_NONE;
		if ((ZONES_CUSTOMER >> block->zone & 1) != 0 && when && read_zone(line, minutes)) {
			return true;
		}
	}
	return false;
}

#define SAME_CLOCK 60 /* minutes apart from which it matters */

void date_zone(const struct date_page *on)
{
	const struct mail_date *ours = &on->judge->document->date;
	const struct matcher *clock = on->judge->ruleset->facts.clock;
	int theirs = 0;

	if (clock == NULL || !ours->zone_known || !find_zone(on->page, &theirs)) {
		return;
	}
	int apart = ours->zone > theirs ? ours->zone - theirs : theirs - ours->zone;
	if (apart < SAME_CLOCK) {
		return;
	}
	struct match_list found = hits_find(on->judge, clock, on->page, HITS_MASKED);
	for (size_t i = 0; i < found.count; i++) {
		const struct block *block = page_block_at(on->page, found.at[i].where.at);
		if (rule_covers(on->rule, on->page, block)) {
			judge_report(on->judge, on->rule, on->page, found.at[i].where, NULL);
			return;
		}
	}
}
