/* What stands in a letter twice, and what should not stand in it at all: colleagues' mails below a customer's. */
#include <stdlib.h>
#include <string.h>

#include "checks/structure.h"
#include "document/lines_told.h"
#include "document/zones.h"

/* ---- paragraphs ---- */

#define REPEAT_WORDS 8u
#define RUN 5u                      /* words that are compared together */
#define SHARED_LEAST(n) ((n)*4 / 5) /* of n runs: then it is the same paragraph, a word or two apart */

/* A pair of numbers to sort: a run of words and its paragraph, or a paragraph and an earlier one that shares a run. */
struct pair {
	uint64_t key;
	size_t value;
};

struct pairs {
	struct pair *at;
	size_t count, room;
};

struct repeats {
	struct arena *arena;
	const struct page *page;
	struct {
		struct paragraph *at;
		size_t count, room;
	} paragraphs;
	struct pairs runs;   /* hash of RUN words -> index of paragraph */
	struct pairs shared; /* paragraph -> the first one that has the same run */
};

static int compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	return a->key != b->key ? (a->key < b->key ? -1 : 1) : (a->value > b->value) - (a->value < b->value);
}

static void sort_pairs(struct pairs *pairs)
{
	if (pairs->count > 0) {
		qsort(pairs->at, pairs->count, sizeof *pairs->at, compare_pairs);
	}
}

static void add_pair(struct arena *arena, struct pairs *pairs, uint64_t key, size_t value)
{
	struct pair *pair = vec_push(arena, pairs);

	pair->key = key;
	pair->value = value;
}

/* FNV-1a */
static uint64_t hash_on(uint64_t hash, struct str word)
{
	for (size_t i = 0; i < word.len; i++) {
		hash = (hash ^ (unsigned char)ascii_lower(word.at[i])) * 1099511628211u;
	}
	return (hash ^ ' ') * 1099511628211u;
}

static struct str word_at(const struct page *page, size_t word)
{
	return page_bytes(page, page->words.at[word].span);
}

/* The words of a paragraph stand one behind the other in page->words. */
static void add_runs(struct repeats *repeats, const struct paragraph *paragraph)
{
	const struct page *page = repeats->page;
	size_t first = page->sentences.at[page->blocks.at[paragraph->first].first_sentence].first_word;

	for (size_t i = first; i + RUN <= first + paragraph->words; i++) {
		uint64_t hash = 14695981039346656037u;
		for (size_t k = 0; k < RUN; k++) {
			hash = hash_on(hash, word_at(page, i + k));
		}
		add_pair(repeats->arena, &repeats->runs, hash, repeats->paragraphs.count - 1);
	}
}

/* For each paragraph, which earlier one has how many of its runs first: as pairs, sorted. */
static void share_runs(struct repeats *repeats)
{
	size_t owner = 0;

	sort_pairs(&repeats->runs);
	for (size_t i = 1; i < repeats->runs.count; i++) {
		const struct pair *run = &repeats->runs.at[i];
		owner = run->key == repeats->runs.at[owner].key ? owner : i;
		if (repeats->runs.at[owner].value != run->value) {
			add_pair(repeats->arena, &repeats->shared, run->value, repeats->runs.at[owner].value);
		}
	}
	sort_pairs(&repeats->shared);
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void report_repeat(struct judge *judge, const struct rule *rule, const struct repeats *repeats,
                          const struct pair *pair, size_t shared)
{
	const struct paragraph *again = &repeats->paragraphs.at[pair->key], *first = &repeats->paragraphs.at[pair->value];
	size_t runs = larger(again->words, first->words) + 1 - RUN;
	bool same = shared >= runs && again->words == first->words;
	struct span above = repeats->page->blocks.at[again->first - 1].span;
	struct change change = {{above.at + above.len, again->span.at + again->span.len - above.at - above.len}, {"", 0}};
	struct report report = {.applicability = APPLY_UNSAFE, .description = rule->advice};

	if (shared < SHARED_LEAST(runs) || (judge->document->is_template && !same)) {
		return; /* the branches of a template are alike */
	}
	report.changes = &change;
	report.change_count = same ? 1 : 0;
	judge_report(judge, rule, repeats->page, again->span, &report);
}

void structure_repeats(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct repeats repeats = {.arena = judge->arena, .page = page};
	struct paragraph paragraph;

	for (size_t block = 0; structure_paragraph(page, block, &paragraph); block = paragraph.last + 1) {
		if (paragraph.is_running && paragraph.words >= REPEAT_WORDS) {
			*(struct paragraph *)vec_push(judge->arena, &repeats.paragraphs) = paragraph;
			add_runs(&repeats, &paragraph);
		}
	}
	share_runs(&repeats);
	for (size_t i = 0, end; i < repeats.shared.count; i = end) {
		const struct pair *pair = &repeats.shared.at[i];
		for (end = i; end < repeats.shared.count && compare_pairs(pair, &repeats.shared.at[end]) == 0;) {
			end++;
		}
		report_repeat(judge, rule, &repeats, pair, end - i);
	}
}

/* ---- signatures ---- */

/* A closing with a name below it. */
static bool is_signed_at(const struct page *page, size_t block)
{
	if (block + 1 >= page->blocks.count || !line_is_closing(zones_line(page, block))) {
		return false;
	}
	struct str below = zones_line(page, block + 1);
	return line_is_name(below) && !line_is_closing(below);
}

void structure_signatures(const struct rule *rule, struct judge *judge, const struct page *page)
{
	size_t above = STR_NONE;
	bool begun = false;

	for (size_t i = 0; i < page->blocks.count; i++) {
		enum zone zone = page->blocks.at[i].zone;
		if (begun && line_is_greeting(zones_line(page, i))) {
			return; /* a letter in the letter */
		}
		begun |= zone == ZONE_BODY;
		if ((ZONES_OWN >> zone & 1) == 0) {
			above = STR_NONE;
		} else if (is_signed_at(page, i)) {
			if (above != STR_NONE) {
				judge_report(judge, rule, page, page->blocks.at[i].span, NULL);
			}
			above = i;
		}
	}
}

/* ---- colleagues' mails ---- */

#define HEADER_LINES 8u

static bool is_any_of(struct str text, const char *const *list)
{
	while (*list != NULL && !str_eq_nocase(text, str_of(*list))) {
		list++;
	}
	return *list != NULL;
}

/* Everybody's: a common domain there makes no colleagues. */
static bool is_public(struct str domain)
{
	static const char *const domains[] = {
	    "gmail.com",   "googlemail.com", "outlook.com", "hotmail.com",    "hotmail.co.uk",
	    "live.com",    "yahoo.com",      "yahoo.co.uk", "yahoo.co.in",    "icloud.com",
	    "me.com",      "aol.com",        "gmx.com",     "gmx.de",         "gmx.net",
	    "web.de",      "t-online.de",    "proton.me",   "protonmail.com", "btinternet.com",
	    "bigpond.com", "rediffmail.com", NULL};

	return domain.len == 0 || is_any_of(domain, domains);
}

/* A mailbox that passes on what customers write in forms. */
static bool is_machine(struct str local)
{
	static const char *const names[] = {
	    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "website",       "web",      "webform",
	    "form",    "forms",    "contact",  "info",       "wordpress",    "notifications", "mailer",   "admin",
	    "shop",    "store",    "orders",   "enquiries",  "sales",        "support",       "helpdesk", "hello",
	    "service", "system",   "office",   "mail",       "postmaster",   "webmaster",     "tickets",  NULL};

	return is_any_of(local, names);
}

static struct address_list addresses_on(struct arena *arena, struct str line)
{
	size_t colon = str_find_char(line, ':', 0);

	return address_parse(arena, str_from(line, colon == STR_NONE ? line.len : colon + 1));
}

static bool all_within(const struct address_list *list, struct str domain)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!str_eq_nocase(list->at[i].domain, domain)) {
			return false;
		}
	}
	return true;
}

/* The line of a block, without marks of quoting before it. */
static struct str unquoted_line(const struct page *page, size_t block)
{
	struct str line = zones_line(page, block);
	size_t at = 0;

	while (at < line.len && (line.at[at] == '>' || line.at[at] == ' ')) {
		at++;
	}
	return str_from(line, at);
}

/* Whether the header that begins at block is of a mail from one colleague to others: all of the sender's domain. */
static bool is_among_colleagues(struct judge *judge, const struct page *page, size_t block, struct str domain)
{
	struct address_list from = addresses_on(judge->arena, unquoted_line(page, block));
	size_t recipients = 0;

	if (from.count != 1 || !all_within(&from, domain) || is_machine(from.at[0].local)) {
		return false;
	}
	for (size_t i = block + 1; i < page->blocks.count && i <= block + HEADER_LINES; i++) {
		enum header_field field = line_header(unquoted_line(page, i));
		if (field == HEADER_NONE) {
			break;
		}
		struct address_list to = addresses_on(judge->arena, unquoted_line(page, i));
		recipients += field == HEADER_TO ? to.count : 0;
		if (field == HEADER_TO && !all_within(&to, domain)) {
			return false;
		}
	}
	return recipients > 0;
}

void structure_internal(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct document *document = judge->document;
	struct str domain = document->from.count > 0 ? document->from.at[0].domain : STR("");

	if (is_public(domain) || document->to.count == 0 || all_within(&document->to, domain)) {
		return;
	}
	for (size_t i = 0; i < page->blocks.count; i++) {
		bool quoted = (ZONES_CUSTOMER >> page->blocks.at[i].zone & 1) != 0;
		if (quoted && line_header(unquoted_line(page, i)) == HEADER_FROM &&
		    is_among_colleagues(judge, page, i, domain)) {
			judge_report(judge, rule, page, page->blocks.at[i].span, NULL);
		}
	}
}
