/* markup_links: links that do not say where they lead, or lead somewhere else, or nowhere; and too many of them. */
#include "checks/markup.h"

#include <string.h>

#include "checks/hits.h"
#include "lint/ruleset.h"

/* ---- their text ---- */

static void judge_html_text(const struct rule *rule, struct judge *judge, const struct page *page)
{
	for (size_t i = 0; i < page->links.count; i++) {
		struct span span = page->links.at[i].span;
		struct str text = page_bytes(page, span);
		if (span.len > 0 && span.len < 60 && markup_is_listed(&MARKUP_RULE(rule)->generic, markup_bare(judge, text))) {
			judge_report(judge, rule, page, span, NULL);
		}
	}
}

/* Whether an address follows behind `at` and what may stand before it. */
static bool is_before_address(struct str view, size_t at)
{
	while (at < view.len && (ascii_space(view.at[at]) || memchr(":,-><(", view.at[at], 6) != NULL)) {
		at++;
	}
	struct str rest = str_sub(view, at, 8);
	return str_starts_nocase(rest, STR("http://")) || str_starts_nocase(rest, STR("https://")) ||
	       str_starts_nocase(rest, STR("www."));
}

/* "click here: https://..." */
static void judge_plain_text(const struct rule *rule, struct judge *judge, const struct page *page)
{
	const struct markup_rule *data = MARKUP_RULE(rule);
	struct match_list found = {0};

	if (data->phrases != NULL && !page->is_alternative && !page->is_subject) {
		found = hits_find(judge, data->phrases, page, HITS_MASKED);
	}
	for (size_t i = 0; i < found.count; i++) {
		if (is_before_address(page->view->bytes, found.at[i].where.at + found.at[i].where.len)) {
			judge_report(judge, rule, page, found.at[i].where, NULL);
		}
	}
}

void markup_link_text(const struct rule *rule, struct judge *judge, const struct page *page)
{
	if (page->markup != NULL) {
		judge_html_text(rule, judge, page);
	} else {
		judge_plain_text(rule, judge, page);
	}
}

/* ---- hosts ---- */

/* The part of a host that its owner chose: "shop" of www.shop.co.uk. */
static struct str owner_of(struct str host)
{
	static const char *const second[] = {"co", "com", "org", "net", "ac", "gov", "edu", "gob", "or", "ne", "ltd"};
	struct str labels[8] = {{0}}, label, rest = host;
	size_t count = 0;

	while (count < 8 && str_split(&rest, '.', &label)) {
		labels[count++] = label;
	}
	if (count < 2 || rest.len > 0) {
		return host;
	}
	size_t owner = count - 2;
	for (size_t i = 0; owner > 0 && i < sizeof second / sizeof *second; i++) {
		if (labels[count - 1].len == 2 && str_eq_nocase(labels[owner], str_of(second[i]))) {
			return labels[owner - 1];
		}
	}
	return labels[owner];
}

/* A mail address or a host that the text consists of; at is NULL when it is none. */
static struct str shown_address(struct str text)
{
	text = str_trim(text);
	if (str_find_char(text, ' ', 0) != STR_NONE || str_find_char(text, '.', 0) == STR_NONE || text.len > 300) {
		return (struct str){NULL, 0};
	}
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.at[i] >= 0x80) {
			return (struct str){NULL, 0};
		}
	}
	return text;
}

/* "www.shop.example/..." or "https://shop.example": its host; empty when the text is none. */
static struct str shown_host(struct str text)
{
	struct str host = markup_host(text);

	if (host.len == 0 && str_starts_nocase(text, STR("www."))) {
		size_t end = 0;
		while (end < text.len && memchr("/?#:", text.at[end], 4) == NULL) {
			end++;
		}
		host = str_sub(text, 0, end);
	}
	return host;
}

/* Hosts that stand in for others: counters of clicks and scanners of links, which rewrite what is sent. */
static bool is_in_between(struct str host)
{
	static const char *const hosts[] = {"safelinks.protection.outlook.com",
	                                    "urldefense.com",
	                                    "urldefense.proofpoint.com",
	                                    "sendgrid.net",
	                                    "list-manage.com",
	                                    "mailgun.org",
	                                    "mandrillapp.com",
	                                    "awstrack.me",
	                                    "hubspotlinks.com",
	                                    "klclick.com",
	                                    "mimecastprotect.com",
	                                    "mimecast.com",
	                                    "barracudanetworks.com",
	                                    "google.com"};

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		if (str_ends_nocase(host, str_of(hosts[i]))) {
			return true;
		}
	}
	return str_starts_nocase(host, STR("click.")) || str_starts_nocase(host, STR("track.")) ||
	       str_starts_nocase(host, STR("link.")) || str_starts_nocase(host, STR("links.")) ||
	       str_starts_nocase(host, STR("email."));
}

static bool is_shortener(struct str host)
{
	static const char *const hosts[] = {"bit.ly",  "tinyurl.com", "t.co",    "goo.gl",  "ow.ly",       "is.gd",
	                                    "buff.ly", "rebrand.ly",  "cutt.ly", "tiny.cc", "shorturl.at", "rb.gy"};

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		if (str_eq_nocase(host, str_of(hosts[i]))) {
			return true;
		}
	}
	return false;
}

/* ---- their targets ---- */

struct fault {
	enum level level;
	const char *text;
};

static bool is_own(const struct judge *judge, struct str host)
{
	const struct str_list *domains = &judge->ruleset->config->milter.domains;

	for (size_t i = 0; i < domains->count; i++) {
		struct str domain = domains->at[i];
		domain = str_starts(domain, STR(".")) ? str_from(domain, 1) : domain;
		if (str_eq_nocase(owner_of(host), owner_of(domain)) && str_ends_nocase(host, domain)) {
			return true;
		}
	}
	return false;
}

/* The address that the text shows is not the one that the link leads to. */
static bool misleads(struct str text, struct str target)
{
	struct str shown = shown_address(text), host = markup_host(target);

	if (shown.at == NULL) {
		return false;
	}
	if (str_find_char(shown, '@', 0) != STR_NONE && str_starts_nocase(target, STR("mailto:"))) {
		struct str address = str_from(target, 7);
		size_t end = str_find_char(address, '?', 0);
		address = end == STR_NONE ? address : str_sub(address, 0, end);
		return str_find_char(address, '@', 0) != STR_NONE && str_find_char(address, '%', 0) == STR_NONE &&
		       str_find_nocase(shown, address, 0) == STR_NONE;
	}
	struct str shown_as = shown_host(shown);
	return shown_as.len > 0 && host.len > 0 && !is_in_between(host) &&
	       !str_eq_nocase(owner_of(shown_as), owner_of(host));
}

/* Links that lead nowhere for the customer. */
static const char *dead_end(const struct page *page, struct str target)
{
	static const char *const schemes[] = {"javascript", "vbscript", "data", "file", "about", "blob"};
	struct str scheme = markup_scheme(target);

	if (target.len == 0 || str_eq(target, STR("#"))) {
		return "this link leads nowhere";
	}
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (str_eq_nocase(scheme, str_of(schemes[i]))) {
			return "mail programs block a link of this kind, or it leads to the author's own computer";
		}
	}
	if (scheme.len == 1 || str_starts(target, STR("\\\\"))) {
		return "this link leads to the author's own computer";
	}
	if (markup_is_private(markup_host(target))) {
		return "this link leads nowhere outside the author's network";
	}
	bool relative = scheme.len == 0 && target.at[0] != '#' && !page->markup->has_base;
	return relative ? "a link in a mail needs its whole address: https://..." : NULL;
}

static struct fault fault_of(const struct judge *judge, const struct rule *rule, const struct page *page,
                             const struct link *link)
{
	enum level level = judge_level(judge, rule);
	struct str host = markup_host(link->target);
	const char *dead = dead_end(page, link->target);

	if (dead != NULL) {
		return (struct fault){level, dead};
	}
	if (misleads(page_bytes(page, link->span), link->target)) {
		return (struct fault){level, "the address that is shown is not the one that the link leads to"};
	}
	if (is_shortener(host)) {
		return (struct fault){LEVEL_WARNING, "nobody can see where a shortened link leads"};
	}
	if (str_starts_nocase(link->target, STR("http:")) && is_own(judge, host)) {
		return (struct fault){LEVEL_WARNING, "a link to your own pages over http: looks unsafe; use https:"};
	}
	return (struct fault){level, NULL};
}

void markup_link_target(const struct rule *rule, struct judge *judge, const struct page *page)
{
	for (size_t i = 0; i < page->links.count; i++) {
		const struct link *link = &page->links.at[i];
		if (markup_is_value(link->target) || !markup_covers(rule, page, link->span.at)) {
			continue;
		}
		struct fault fault = fault_of(judge, rule, page, link);
		if (fault.text != NULL) {
			struct report report = {.subject = str_of(fault.text), .level = fault.level, .has_level = true};
			markup_report(judge, rule, page, &report, link->tag);
		}
	}
}

/* ---- how many ---- */

#define TARGETS_MOST 32u

struct targets {
	struct str at[TARGETS_MOST];
	size_t count;
};

static void add_target(struct targets *targets, struct str target)
{
	for (size_t i = 0; i < targets->count; i++) {
		if (str_eq(targets->at[i], target)) {
			return;
		}
	}
	if (targets->count < TARGETS_MOST) {
		targets->at[targets->count++] = target;
	}
}

/* The second button that leads elsewhere than the first, or the link that is one too many. */
void markup_calls(const struct rule *rule, struct judge *judge, const struct page *page)
{
	struct targets buttons = {.count = 0}, all = {.count = 0};
	size_t most = (size_t)MARKUP_RULE(rule)->most;

	for (size_t i = 0; i < page->links.count; i++) {
		const struct link *link = &page->links.at[i];
		bool counts = str_starts_nocase(link->target, STR("http")) || markup_is_value(link->target);
		if (!counts || link->span.len == 0 || !markup_covers(rule, page, link->span.at)) {
			continue;
		}
		add_target(&all, link->target);
		if (link->is_button) {
			add_target(&buttons, link->target);
		}
		if (buttons.count > 1 || (most > 0 && all.count > most)) {
			judge_report(judge, rule, page, link->span, NULL);
			return;
		}
	}
}
