/*
 * brand: names of products and organisations that are written otherwise than their owner does: in other case, in two
 * words or with a dash. The names are those of the configuration (brand, organisation: names, products), and, as
 * suggestions, the well-known ones with a capital inside (PayPal). What could be ordinary
 * words ("the best buy") is left alone.
 */
#include <string.h>

#include "base/utf8.h"
#include "checks/hits.h"
#include "lint/ruleset.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	(void)source;
	(void)rule;
	return true;
}

struct on {
	const struct rule *rule;
	struct judge *judge;
	const struct page *page;
};

static struct str word_at(const struct on *on, size_t index)
{
	return page_bytes(on->page, on->page->words.at[index].span);
}

/* ---- comparing ---- */

/* The next letter or digit of s behind *at, in lower case; 0 at the end. */
static char next_sign(struct str s, size_t *at)
{
	while (*at < s.len && (s.at[*at] == ' ' || s.at[*at] == '-')) {
		(*at)++;
	}
	return *at < s.len ? ascii_lower(s.at[(*at)++]) : '\0';
}

/* Whether both are the same but for case, spaces and dashes. */
static bool same_signs(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	char c;

	do {
		c = next_sign(a, &i);
		if (c != next_sign(b, &k)) {
			return false;
		}
	} while (c != '\0');
	return true;
}

/* Whether the words of a span are ordinary ones, as they are written: lower case, each in the list. */
static bool is_ordinary(const struct on *on, size_t first, size_t count)
{
	for (size_t i = first; i < first + count; i++) {
		struct str word = word_at(on, i);
		if ((on->page->words.at[i].flags & (WORD_TITLE | WORD_UPPER)) != 0 ||
		    !word_list_has(&on->judge->ruleset->lexicon.words, word)) {
			return false;
		}
	}
	return true;
}

/* Words in capitals are somebody shouting, which other rules see to. */
static bool is_shouted(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] >= 'a' && text.at[i] <= 'z') {
			return false;
		}
	}
	return true;
}

/* At a sentence's start "the Doorman" has a capital more. */
static bool is_as_written(const struct on *on, struct str text, struct str name, size_t first)
{
	bool begins = (on->page->words.at[first].flags & WORD_FIRST) != 0;

	return str_eq(text, name) ||
	       (begins && text.len == name.len && str_eq(str_from(text, 1), str_from(name, 1)) && name.at[0] >= 'a');
}

static void report(const struct on *on, struct span where, struct str name, bool known_only)
{
	struct change change = {where, name};
	struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_SAFE};

	report.message = str_printf(on->judge->arena, "'" STR_FMT "' is written " STR_FMT,
	                            STR_ARG(page_bytes(on->page, where)), STR_ARG(name));
	report.level = LEVEL_SUGGESTION;
	report.has_level = known_only;
	judge_report(on->judge, on->rule, on->page, where, &report);
}

/* ---- the organisation's names ---- */

static size_t count_words(struct str name)
{
	size_t count = name.len > 0;

	for (size_t i = 0; i < name.len; i++) {
		count += name.at[i] == ' ' || name.at[i] == '-';
	}
	return count;
}

/* The words from first on that, run together, are the name; 0: none. */
static size_t words_that_make(const struct on *on, size_t first, struct str name)
{
	const struct word *words = on->page->words.at;
	size_t most = count_words(name) + 1;

	for (size_t count = 1; count <= most && first + count <= on->page->words.count; count++) {
		const struct word *last = &words[first + count - 1];
		struct span span = {words[first].span.at, last->span.at + last->span.len - words[first].span.at};
		if (last->sentence != words[first].sentence || (last->flags & (WORD_MASKED | WORD_VALUE)) != 0 ||
		    span.len > name.len + most) {
			return 0;
		}
		if (same_signs(page_bytes(on->page, span), name)) {
			return count;
		}
	}
	return 0;
}

static void judge_name(const struct on *on, struct str name)
{
	const struct word *words = on->page->words.at;

	for (size_t i = 0; name.len > 2 && i < on->page->words.count; i++) {
		size_t count = ascii_lower(word_at(on, i).at[0]) == ascii_lower(name.at[0]) ? words_that_make(on, i, name) : 0;
		if (count == 0) {
			continue;
		}
		const struct word *last = &words[i + count - 1];
		struct span where = {words[i].span.at, last->span.at + last->span.len - words[i].span.at};
		struct str text = page_bytes(on->page, where);
		bool ordinary = is_ordinary(on, i, count) && count == count_words(name);
		if (!is_as_written(on, text, name, i) && !is_shouted(text) && !ordinary) {
			report(on, where, name, false);
		}
		i += count - 1;
	}
}

static void judge_names(const struct on *on, const struct str_list *names)
{
	for (size_t i = 0; i < names->count; i++) {
		judge_name(on, names->at[i]);
	}
}

/* ---- names that are known everywhere ---- */

static bool has_inner_capital(struct str name)
{
	bool inner = false, lower = false;

	for (size_t i = 0; i < name.len; i++) {
		bool upper = name.at[i] >= 'A' && name.at[i] <= 'Z';
		inner |= upper && i > 0;
		lower |= name.at[i] >= 'a' && name.at[i] <= 'z';
	}
	return inner && lower;
}

static bool is_configured(const struct str_list *names, struct str word)
{
	for (size_t i = 0; i < names->count; i++) {
		if (same_signs(names->at[i], word)) {
			return true;
		}
	}
	return false;
}

static void judge_known(const struct on *on)
{
	const struct lexicon *lexicon = &on->judge->ruleset->lexicon;

	for (size_t i = 0; i < on->page->words.count; i++) {
		const struct word *word = &on->page->words.at[i];
		struct str text = word_at(on, i), name = word_list_value(&lexicon->brands, text);
		bool plain = (word->flags & (WORD_MASKED | WORD_VALUE | WORD_UPPER)) == 0;
		if (plain && name.len > 2 && has_inner_capital(name) && !is_as_written(on, text, name, i) &&
		    !word_list_has(&lexicon->words, text) && !is_configured(&on->judge->ruleset->config->brand, text)) {
			report(on, word->span, name, true);
		}
	}
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct config *config = judge->ruleset->config;

	for (size_t i = 0; i < judge->document->pages.count; i++) {
		struct on on = {rule, judge, &judge->document->pages.at[i]};
		judge_names(&on, &config->brand);
		judge_names(&on, &config->organisation.names);
		judge_names(&on, &config->organisation.products);
		judge_known(&on);
	}
}

const struct check check_brand = {"brand", (const char *const[]){NULL}, load, run, NULL};
