/*
 * markup: what is wrong with the HTML of a message. `what` says which: alt, image-only, image-source; link-text,
 * link-target, calls; lang, dir, tables, size, oddities, preheader; contrast, font-size. With `designed: true` only
 * where somebody designed the markup: not in a reply, whose markup a mail program wrote.
 */
#include "checks/markup.h"

#include <string.h>

#include "base/err.h"
#include "lint/ruleset.h"

static const struct markup_kind kinds[] = {
    {"alt", markup_alt, false},
    {"image-only", markup_image_only, false},
    {"image-source", markup_image_source, false},
    {"lang", markup_lang, false},
    {"dir", markup_dir, false},
    {"tables", markup_tables, false},
    {"size", markup_size, false},
    {"oddities", markup_oddities, false},
    {"preheader", markup_preheader, false},
    {"contrast", markup_contrast, false},
    {"font-size", markup_font_size, false},
    {"link-text", markup_link_text, true},
    {"link-target", markup_link_target, false},
    {"calls", markup_calls, false},
};

static bool load(const struct rule_source *source, struct rule *rule)
{
	struct markup_rule *data = ARENA_NEW(source->arena, struct markup_rule);
	const struct node *designed = node_get(source->node, "designed"), *generic = node_get(source->node, "generic"),
	                  *most = node_get(source->node, "most");

	rule->data = data;
	data->kind = RULE_WHAT(source, kinds);
	return data->kind != NULL && (designed == NULL || node_bool(designed, &data->designed, source->err)) &&
	       (generic == NULL || node_str_list(source->arena, generic, &data->generic, source->err)) &&
	       (most == NULL || node_long(most, &data->most, source->err)) &&
	       rule_matcher(source, "phrases", &data->phrases);
}

static void run(const struct rule *rule, struct judge *judge)
{
	const struct markup_rule *data = rule->data;

	if (data->designed && !markup_is_designed(judge)) {
		return;
	}
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->markup != NULL || data->kind->plain_too) {
			data->kind->run(rule, judge, page);
		}
	}
}

const struct check check_markup = {
    "markup", (const char *const[]){"what", "designed", "generic", "phrases", "most", NULL}, load, run, NULL};

/* ---- who wrote it ---- */

static struct str field(const struct judge *judge, const char *name)
{
	return message_value(judge->document->message, name);
}

static bool is_there(const struct judge *judge, const char *name)
{
	return message_field(judge->document->message, name) != NULL;
}

/* Sent to many, or by a program. */
static bool is_automatic(const struct judge *judge)
{
	struct str submitted = field(judge, "Auto-Submitted"), precedence = field(judge, "Precedence");

	return (submitted.len > 0 && !str_eq_nocase(submitted, STR("no"))) || precedence.len > 0 ||
	       is_there(judge, "List-Unsubscribe") || is_there(judge, "List-Id") || is_there(judge, "Feedback-ID") ||
	       is_there(judge, "X-Auto-Response-Suppress");
}

/* What people write mail with; libraries of programs say their name in X-Mailer, too. */
static bool names_program(struct str mailer)
{
	static const char *const programs[] = {"Outlook",      "Apple Mail", "iPhone",    "iPad",      "Thunderbird",
	                                       "Roundcube",    "Zimbra",     "Evolution", "KMail",     "Mutt",
	                                       "Horde",        "Lotus",      "Foxmail",   "eM Client", "Mailbird",
	                                       "SquirrelMail", "SOGo",       "Mozilla"};

	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		if (str_find_nocase(mailer, str_of(programs[i]), 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

static bool shows_traces(const struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		if (page->markup != NULL && page->markup->is_of_program) {
			return true;
		}
		for (size_t k = 0; k < page->blocks.count; k++) {
			if ((ZONES_CUSTOMER >> page->blocks.at[k].zone & 1) != 0) {
				return true;
			}
		}
	}
	return names_program(field(judge, "X-Mailer")) || names_program(field(judge, "User-Agent"));
}

bool markup_is_designed(const struct judge *judge)
{
	if (judge->document->message == NULL || is_automatic(judge)) {
		return true;
	}
	return !is_there(judge, "In-Reply-To") && !is_there(judge, "References") && !shows_traces(judge);
}

/* ---- shared ---- */

bool markup_covers(const struct rule *rule, const struct page *page, size_t at)
{
	/* What stands before all text is the author's, even where that is a footer. */
	bool leads = page->blocks.count == 0 ||
	             (at <= page->blocks.at[0].span.at && (ZONES_CUSTOMER >> page->blocks.at[0].zone & 1) == 0);

	return leads || rule_covers(rule, page, page_block_at(page, at));
}

void markup_report(struct judge *judge, const struct rule *rule, const struct page *page, struct report *report,
                   struct span tag)
{
	report->markup = tag;
	judge_report(judge, rule, page, (struct span){0, 0}, report);
}

struct change markup_attribute(const struct page *page, struct span tag, struct str attribute)
{
	struct str html = page->markup->html->bytes;
	size_t end = tag.at + 1;

	while (end < tag.at + tag.len && (ascii_alnum(html.at[end]) || html.at[end] == ':' || html.at[end] == '-')) {
		end++;
	}
	return (struct change){{end, 0}, attribute};
}

struct str markup_bare(struct judge *judge, struct str text)
{
	while (text.len > 0 && !ascii_alnum(text.at[0])) {
		text = str_from(text, 1);
	}
	while (text.len > 0 && !ascii_alnum(text.at[text.len - 1])) {
		text.len--;
	}
	return str_lower(judge->arena, text);
}

bool markup_is_listed(const struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], text)) {
			return true;
		}
	}
	return false;
}

/* ---- addresses ---- */

bool markup_is_value(struct str address)
{
	return str_starts(address, STR("\xef\xbf\xbc")) ||
	       (address.len > 0 && memchr("{[%$*|<@", address.at[0], 8) != NULL);
}

struct str markup_scheme(struct str address)
{
	size_t end = 0;

	while (end < address.len && (ascii_alnum(address.at[end]) || (end > 0 && memchr("+.-", address.at[end], 3)))) {
		end++;
	}
	return end < address.len && address.at[end] == ':' && end > 0 && ascii_alpha(address.at[0])
	           ? str_sub(address, 0, end)
	           : STR("");
}

struct str markup_host(struct str address)
{
	struct str scheme = markup_scheme(address);
	bool web = scheme.len == 0 || str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https"));
	struct str rest = str_from(address, scheme.len > 0 ? scheme.len + 1 : 0);
	size_t end = 2;

	if (!web || !str_starts(rest, STR("//"))) {
		return STR("");
	}
	while (end < rest.len && memchr("/?#", rest.at[end], 3) == NULL) {
		end++;
	}
	struct str host = str_sub(rest, 2, end - 2);
	size_t at = str_find_char(host, '@', 0); /* user:password@ */
	host = at == STR_NONE ? host : str_from(host, at + 1);
	size_t port = str_find_char(host, ':', 0);
	return port == STR_NONE ? host : str_sub(host, 0, port);
}

bool markup_is_private(struct str host)
{
	static const char *const beginnings[] = {"127.", "10.", "192.168.", "0.0.0.0", "172.16.", "172.17."};
	bool private = str_eq_nocase(host, STR("localhost")) || str_ends_nocase(host, STR(".local")) ||
	               str_ends_nocase(host, STR(".localhost")) || str_ends_nocase(host, STR(".internal"));

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		private |= str_starts(host, str_of(beginnings[i]));
	}
	return private;
}
