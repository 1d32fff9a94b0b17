/* markup: what the checks of HTML share (markup*.c, links.c). */
#ifndef REPLYLINT_CHECKS_MARKUP_H
#define REPLYLINT_CHECKS_MARKUP_H

#include "lint/check.h"

/* What a rule about markup says besides `what`. */
struct markup_rule {
	const struct markup_kind *kind;
	bool designed;                 /* judged only in markup that somebody designed */
	struct str_list generic;       /* lower case: an alt text, a link's text that say nothing */
	const struct matcher *phrases; /* NULL: none */
	long most;                     /* 0: not given */
};

struct markup_kind {
	const char *name;
	void (*run)(const struct rule *rule, struct judge *judge, const struct page *page);
	bool plain_too; /* looks at plain text as well */
};

#define MARKUP_RULE(rule) ((const struct markup_rule *)(rule)->data)

/*
 * Whether somebody designed the message's markup: a template, a file, an automatic mail; not a mail in which a mail
 * program's traces are, or which answers one.
 */
bool markup_is_designed(const struct judge *judge);

/* Whether the rule looks at what stands behind the text before `at`. */
bool markup_covers(const struct rule *rule, const struct page *page, size_t at);

/* Reports the tag; report->markup is set here. */
void markup_report(struct judge *judge, const struct rule *rule, const struct page *page, struct report *report,
                   struct span tag);

/* An attribute to be added to the tag, behind its name. */
struct change markup_attribute(const struct page *page, struct span tag, struct str attribute);

/* The text in lower case, without what is no letter or digit at its ends. */
struct str markup_bare(struct judge *judge, struct str text);

bool markup_is_listed(const struct str_list *list, struct str text);

/* A template's value, or a tag of a language that is not told, stands at its beginning: what it is, is not known. */
bool markup_is_value(struct str address);

/* The host of http:, https: or //; empty for others. */
struct str markup_host(struct str address);

/* localhost and the addresses of networks at home: nobody else gets there. */
bool markup_is_private(struct str host);

/* The scheme without its colon; empty when the address has none. */
struct str markup_scheme(struct str address);

void markup_alt(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_image_only(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_image_source(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_lang(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_dir(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_tables(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_size(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_oddities(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_preheader(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_contrast(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_font_size(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_link_text(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_link_target(const struct rule *rule, struct judge *judge, const struct page *page);
void markup_calls(const struct rule *rule, struct judge *judge, const struct page *page);

#endif
