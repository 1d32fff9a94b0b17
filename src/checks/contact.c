/*
 * contact: ways to reach us that lead nowhere: a mail address whose domain is misspelt or none, a link to a machine of
 * our own (localhost, 10.0.0.1, staging.), a link whose text shows another address than it leads to, a telephone number
 * of too few or too many digits. `phrases` lead to a telephone number.
 */
#include <string.h>

#include "base/err.h"
#include "checks/hits.h"

static bool load(const struct rule_source *source, struct rule *rule)
{
	const struct matcher *phrases;

	if (!rule_matcher(source, "phrases", &phrases)) {
		return false;
	}
	rule->data = phrases;
	return phrases != NULL || node_err(source->node, source->err, "a rule of type contact needs the key 'phrases'");
}

struct on {
	const struct rule *rule;
	struct judge *judge;
	const struct page *page;
	struct str view;
};

/* ---- mail addresses ---- */

static bool is_address_byte(char c)
{
	return ascii_alnum(c) || strchr("._%+-", c) != NULL;
}

/* The domain as it was meant, where it is one of the usual slips; empty: it is none. */
static struct str domain_meant(struct arena *arena, struct str domain)
{
	static const char *const slips[][2] = {
	    {"gmial.com", "gmail.com"},     {"gmai.com", "gmail.com"},      {"gamil.com", "gmail.com"},
	    {"gnail.com", "gmail.com"},     {"gmil.com", "gmail.com"},      {"gmaill.com", "gmail.com"},
	    {"gmal.com", "gmail.com"},      {"hotmial.com", "hotmail.com"}, {"hotmal.com", "hotmail.com"},
	    {"hotmai.com", "hotmail.com"},  {"hotmil.com", "hotmail.com"},  {"hotnail.com", "hotmail.com"},
	    {"yaho.com", "yahoo.com"},      {"yahooo.com", "yahoo.com"},    {"yhaoo.com", "yahoo.com"},
	    {"yhoo.com", "yahoo.com"},      {"outlok.com", "outlook.com"},  {"outloo.com", "outlook.com"},
	    {"outlool.com", "outlook.com"}, {"iclould.com", "icloud.com"},  {"icoud.com", "icloud.com"},
	    {"icluod.com", "icloud.com"},   {"gmail.co", "gmail.com"},      {"hotmail.co", "hotmail.com"},
	    {"gmail.om", "gmail.com"},      {"yahoo.co", "yahoo.com"},      {"googlmail.com", "googlemail.com"}};
	static const char *const ends[][2] = {{".con", ".com"}, {".cmo", ".com"}, {".comm", ".com"},    {".ocm", ".com"},
	                                      {".ogr", ".org"}, {".nte", ".net"}, {".co.ku", ".co.uk"}, {".cpm", ".com"}};

	for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++) {
		if (str_eq_nocase(domain, str_of(slips[i][0]))) {
			return str_of(slips[i][1]);
		}
	}
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (str_ends_nocase(domain, str_of(ends[i][0]))) {
			size_t stem = domain.len - strlen(ends[i][0]);
			return str_printf(arena, STR_FMT "%s", STR_ARG(str_sub(domain, 0, stem)), ends[i][1]);
		}
	}
	return STR("");
}

/* "ana@company": letters on both sides and no dot; "3 pcs@5" and "@handle" are no addresses. */
static bool has_no_dot(struct str local, struct str domain)
{
	bool letters = domain.len >= 3 && local.len >= 2;

	for (size_t i = 0; i < domain.len; i++) {
		letters &= ascii_alpha(domain.at[i]) || domain.at[i] == '-';
	}
	for (size_t i = 0; i < local.len; i++) {
		letters &= ascii_alpha(local.at[i]) || local.at[i] == '.';
	}
	return letters;
}

static void judge_address(const struct on *on, size_t sign)
{
	size_t start = sign, end = sign + 1;

	while (start > 0 && is_address_byte(on->view.at[start - 1])) {
		start--;
	}
	while (end < on->view.len &&
	       (ascii_alnum(on->view.at[end]) || on->view.at[end] == '-' || on->view.at[end] == '.')) {
		end++;
	}
	while (end > sign + 1 && !ascii_alnum(on->view.at[end - 1])) {
		end--;
	}
	struct span where = {start, end - start}, domain = {sign + 1, end - sign - 1};
	struct str meant = domain_meant(on->judge->arena, page_bytes(on->page, domain));
	struct change change = {domain, meant};
	struct report report = {.changes = &change, .change_count = 1, .applicability = APPLY_UNSAFE};
	bool bare = has_no_dot(str_sub(on->view, start, sign - start), page_bytes(on->page, domain));
	if (start < sign && meant.len > 0) {
		report.message = str_printf(on->judge->arena, "'" STR_FMT "' is hardly meant: mail to it goes nowhere",
		                            STR_ARG(page_bytes(on->page, where)));
		judge_report(on->judge, on->rule, on->page, where, &report);
	} else if (start < sign && bare && !(end < on->view.len && (unsigned char)on->view.at[end] >= 0x80)) {
		judge_report(on->judge, on->rule, on->page, where, NULL);
	}
}

/* ---- links ---- */

/* The host of a URL, in any case; empty: it has none. */
static struct str host_of(struct str url)
{
	size_t scheme = str_find(url, STR("://"), 0);
	size_t start = scheme == STR_NONE ? 0 : scheme + 3, end = start;
	bool web = str_starts_nocase(url, STR("http")) || (scheme == STR_NONE && str_starts_nocase(url, STR("www.")));

	while (end < url.len && (ascii_alnum(url.at[end]) || url.at[end] == '.' || url.at[end] == '-')) {
		end++;
	}
	while (end > start && url.at[end - 1] == '.') { /* of the sentence */
		end--;
	}
	return web ? str_sub(url, start, end - start) : STR("");
}

static size_t label_count(struct str host)
{
	size_t dots = 0;

	for (size_t i = 0; i < host.len; i++) {
		dots += host.at[i] == '.';
	}
	return dots + 1;
}

/* 172.16. to 172.31.: what RFC 1918 sets apart between 10. and 192.168. */
static bool is_middle_network(struct str host)
{
	struct str second = str_from(host, 4);
	bool two_digits = second.len > 2 && ascii_digit(second.at[0]) && ascii_digit(second.at[1]) && second.at[2] == '.';
	int number = two_digits ? (second.at[0] - '0') * 10 + second.at[1] - '0' : 0;

	return str_starts(host, STR("172.")) && number >= 16 && number <= 31 && label_count(host) == 4;
}

/* A machine that only colleagues reach. */
static bool is_inner_host(struct str host)
{
	static const char *const starts[] = {"127.",     "10.",  "192.168.", "staging.", "stage.",  "stg.",
	                                     "preprod.", "uat.", "qa.",      "dev.",     "sandbox."};
	static const char *const ends[] = {".local", ".internal", ".localhost", ".lan", ".corp", ".intranet"};
	bool numbers = host.len > 0 && ascii_digit(host.at[host.len - 1]);

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (str_ends_nocase(host, str_of(ends[i]))) {
			return true;
		}
	}
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		bool network = ascii_digit(starts[i][0]);
		if (str_starts_nocase(host, str_of(starts[i])) && network == numbers &&
		    label_count(host) >= (network ? 4 : 3)) {
			return true;
		}
	}
	return str_eq_nocase(host, STR("localhost")) || (numbers && is_middle_network(host));
}

/* The name below the public ending: "example" of shop.example.com and of example.co.uk. */
static struct str name_of(struct str host)
{
	static const char *const seconds[] = {"co", "com", "org", "net", "gov", "ac", "edu"};
	struct str labels[10], label;
	size_t count = 0;

	while (count < 10 && str_split(&host, '.', &label)) {
		labels[count++] = label;
	}
	if (count < 2) {
		return STR("");
	}
	bool second = false;
	for (size_t i = 0; count >= 3 && i < sizeof seconds / sizeof seconds[0]; i++) {
		second |= labels[count - 1].len == 2 && str_eq_nocase(labels[count - 2], str_of(seconds[i]));
	}
	return labels[count - (second ? 3 : 2)];
}

/* Hosts that count clicks and lead on; a short label, or one that says so. */
static bool counts_clicks(struct str host)
{
	static const char *const words[] = {"click",     "track",    "link",     "trk",       "email",   "mail", "news",
	                                    "go.",       "t.",       "e.",       "r.",        "u.",      "url",  "redirect",
	                                    "safelinks", "mandrill", "sendgrid", "mailchimp", "hubspot", "lnk",  "bit.ly"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct str word = str_of(words[i]);
		bool label = word.at[word.len - 1] == '.';
		if (label ? str_starts_nocase(host, word) : str_find_nocase(host, word, 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

/* The address that a link's text shows: "www.shop.com/x", "https://shop.com"; empty: words. */
static struct str shown_host(struct str text)
{
	bool plain = str_find_char(text, ' ', 0) == STR_NONE && str_find_char(text, '@', 0) == STR_NONE;

	return plain ? host_of(text) : STR("");
}

static void judge_link(const struct on *on, const struct link *link)
{
	struct str host = host_of(link->target), shown = shown_host(str_trim(page_bytes(on->page, link->span)));
	struct str name = name_of(host), other = name_of(shown);
	struct report report = {0};

	if (is_inner_host(host)) {
		report.message = str_printf(on->judge->arena, "only colleagues reach '" STR_FMT "'", STR_ARG(host));
		judge_report(on->judge, on->rule, on->page, link->span, &report);
	} else if (name.len > 0 && other.len > 0 && !str_eq_nocase(name, other) && !counts_clicks(host)) {
		report.message = str_printf(on->judge->arena, "the link shows " STR_FMT " and leads to " STR_FMT,
		                            STR_ARG(shown), STR_ARG(host));
		judge_report(on->judge, on->rule, on->page, link->span, &report);
	}
}

/* Addresses that stand in the text as they are. */
static void judge_bare_urls(const struct on *on)
{
	for (size_t at = str_find(on->view, STR("://"), 0); at != STR_NONE; at = str_find(on->view, STR("://"), at + 3)) {
		size_t start = at;
		while (start > 0 && ascii_alpha(on->view.at[start - 1])) {
			start--;
		}
		struct str host = host_of(str_from(on->view, start));
		struct report report = {0};
		if (is_inner_host(host)) {
			struct span where = {start, (size_t)(host.at - on->view.at) + host.len - start};
			report.message = str_printf(on->judge->arena, "only colleagues reach '" STR_FMT "'", STR_ARG(host));
			judge_report(on->judge, on->rule, on->page, where, &report);
		}
	}
}

/* ---- telephones ---- */

#define PHONE_MOST 40u

struct phone {
	struct span where;
	char digits[PHONE_MOST];
	size_t count;
	bool international;
};

/* A telephone number as it is written: digits with one separator between, "(0)" left out. */
static bool read_phone(struct str view, size_t at, struct phone *phone)
{
	size_t end = at;

	phone->international = at < view.len && view.at[at] == '+';
	at += phone->international;
	phone->where.at = at - phone->international;
	for (end = at; end < view.len && phone->count < PHONE_MOST; end++) {
		struct str rest = str_from(view, end);
		if (str_starts(rest, STR("(0)"))) {
			end += 2;
		} else if (ascii_digit(view.at[end])) {
			phone->digits[phone->count++] = view.at[end];
			phone->where.len = end + 1 - phone->where.at;
		} else if (strchr(" ()-./", view.at[end]) == NULL ||
		           (end > at && view.at[end] == ' ' && view.at[end - 1] == ' ')) {
			break;
		}
	}
	bool joined =
	    end < view.len &&
	    (ascii_alpha(view.at[end]) || (unsigned char)view.at[end] >= 0x80 || strchr("*_:+", view.at[end]) != NULL) &&
	    view.at[end - 1] != ' ';
	return phone->count > 0 && !joined;
}

/* Countries whose numbers have one length, with the country's own digits. */
static bool has_wrong_length(const struct phone *phone)
{
	static const struct {
		const char *code;
		size_t least, most;
	} countries[] = {{"1", 11, 11}, {"44", 11, 12}, {"61", 11, 11}, {"91", 12, 12}, {"353", 10, 12}, {"64", 10, 12}};
	struct str digits = {phone->digits, phone->count};

	for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++) {
		if (str_starts(digits, str_of(countries[i].code))) {
			return phone->count < countries[i].least || phone->count > countries[i].most;
		}
	}
	return phone->count < 8 || phone->count > 15;
}

#define GROUPS 3u

/* "503-555-01": area code and exchange of North America, and too few digits behind the last hyphen. */
static bool is_cut_short(struct str written)
{
	size_t groups[GROUPS] = {0}, group = 0, last = written.len;

	for (size_t i = 0; i < written.len && group < GROUPS; i++) {
		bool digit = ascii_digit(written.at[i]), after_digit = i > 0 && ascii_digit(written.at[i - 1]);
		if (!digit && after_digit) {
			last = i;
			group++;
		}
		if (digit && group < GROUPS) {
			groups[group] += 1;
		}
	}
	return group == GROUPS - 1 && groups[0] == 3 && groups[1] == 3 && groups[2] > 0 && groups[2] < 4 &&
	       written.at[last] == '-';
}

/* At home a leading 0 or an area code in brackets shows that the number is meant to be whole. */
static bool is_impossible(const struct phone *phone, struct str written)
{
	bool whole = phone->digits[0] == '0' && phone->count >= 4;

	if (phone->international) {
		return has_wrong_length(phone);
	}
	return (whole && phone->count < 8) || phone->count > 15 || (phone->digits[0] > '1' && is_cut_short(written));
}

static void judge_phones(const struct on *on)
{
	struct match_list found = hits_find(on->judge, on->rule->data, on->page, HITS_WHOLE);

	for (size_t i = 0; i < found.count; i++) {
		size_t at = found.at[i].where.at + found.at[i].where.len;
		struct phone phone = {.count = 0};
		while (at < on->view.len && strchr(" :", on->view.at[at]) != NULL) {
			at++;
		}
		if (read_phone(on->view, at, &phone) && is_impossible(&phone, page_bytes(on->page, phone.where))) {
			struct report report = {.description = STR("compare it with your own list")};
			report.message = str_printf(on->judge->arena, "no telephone number has %zu digits there", phone.count);
			judge_report(on->judge, on->rule, on->page, phone.where, &report);
		}
	}
}

/* ---- a page ---- */

static void run(const struct rule *rule, struct judge *judge)
{
	for (size_t i = 0; i < judge->document->pages.count; i++) {
		const struct page *page = &judge->document->pages.at[i];
		struct on on = {rule, judge, page, page->view->bytes};
		for (size_t at = str_find_char(on.view, '@', 0); at != STR_NONE; at = str_find_char(on.view, '@', at + 1)) {
			judge_address(&on, at);
		}
		for (size_t k = 0; k < page->links.count; k++) {
			judge_link(&on, &page->links.at[k]);
		}
		judge_bare_urls(&on);
		judge_phones(&on);
	}
}

const struct check check_contact = {"contact", (const char *const[]){"phrases", NULL}, load, run, NULL};
