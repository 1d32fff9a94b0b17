#include "front/examples.h"

#include "base/buf.h"
#include "lint/example.h"

#define BOUNDARY "=_example_"

/* ---- reading ---- */

static bool read_list(struct arena *arena, const struct node *sequence, bool bad, struct example_list *list,
                      struct err *err)
{
	if (sequence && sequence->kind != NODE_SEQUENCE)
		return node_err(sequence, err, "must be a list of examples");
	for (const struct node *node = sequence ? sequence->value : NULL; node; node = node->next) {
		struct example example = {.bad = bad};
		if (!example_read(arena, node, &example, err))
			return false;
		*vec_push(arena, list) = example;
	}
	return true;
}

bool examples_read(struct arena *arena, const struct node *mapping, struct example_list *list, struct err *err)
{
	const struct node *examples = node_get(mapping, "examples");

	if (!examples || examples->kind != NODE_MAPPING)
		return node_err(mapping, err, "has no examples: with the lists bad: and good:");
	for (const struct node *child = examples->value; child; child = child->next)
		if (!str_eq(child->key->scalar, STR("bad")) && !str_eq(child->key->scalar, STR("good")))
			return node_err(child->key, err, "unknown key \"" STR_FMT "\"; allowed: bad good",
			                STR_ARG(child->key->scalar));
	return read_list(arena, node_get(examples, "bad"), true, list, err) &&
	       read_list(arena, node_get(examples, "good"), false, list, err);
}

/* ---- as messages ---- */

static bool choose_kind(struct arena *arena, const struct ruleset *ruleset, const struct rule *rule,
                        const struct example *example, struct specimen *specimen, struct err *err)
{
	size_t kind = ruleset->kind_unknown;

	if (example->kind.len && ruleset_kind(ruleset, example->kind) < 0)
		return node_err(example->node, err, "there is no kind \"" STR_FMT "\"", STR_ARG(example->kind));
	if (example->kind.len)
		kind = (size_t)ruleset_kind(ruleset, example->kind);
	else if (!(rule->kinds >> kind & 1u))
		for (kind = 0; kind + 1 < ruleset->kinds.count && !(rule->kinds >> kind & 1u);)
			kind++;
	specimen->options.kind = str_cstr(arena, ruleset->kinds.at[kind].name);
	return true;
}

static void add_header(struct buf *mail, const char *name, struct str value)
{
	if (!value.len)
		return;
	buf_printf(mail, "%s: ", name);
	struct str line;
	for (bool first = true; str_split(&value, '\n', &line); first = false) {
		buf_add(mail, first ? STR("") : STR(" "));
		buf_add(mail, line);
	}
	buf_char(mail, '\n');
}

static void add_text(struct buf *mail, struct str text, struct specimen *specimen)
{
	specimen->before = mail->len;
	buf_add(mail, text);
	specimen->after = mail->len;
}

/* A multipart's header and the plain part of it. */
static void add_plain(struct buf *mail, struct str plain)
{
	buf_add(mail, STR("Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\n\n--" BOUNDARY
	                  "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"));
	buf_add(mail, plain);
	buf_add(mail, STR("\n--" BOUNDARY "\n"));
}

static void add_body(struct buf *mail, const struct example *example)
{
	buf_printf(mail, "Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
	           example->is_html ? "html" : "plain");
}

static void add_attachments(struct buf *mail, const struct example *example)
{
	for (size_t i = 0; i < example->attachments.count; i++)
		buf_printf(mail,
		           "\n--" BOUNDARY "\nContent-Type: application/octet-stream\n"
		           "Content-Disposition: attachment; filename=\"" STR_FMT "\"\n"
		           "Content-Transfer-Encoding: base64\n\nAAAA\n",
		           STR_ARG(example->attachments.at[i]));
	buf_add(mail, STR("\n--" BOUNDARY "--\n"));
}

static void build_mail(struct arena *arena, const struct rule *rule, const struct example *example,
                       struct specimen *specimen)
{
	bool as_subject = rule->zones == ZONE_BIT(ZONE_SUBJECT);
	struct buf mail;

	buf_init(&mail, arena, SIZE_MAX);
	add_header(&mail, "From", example->from);
	add_header(&mail, "To", example->to);
	add_header(&mail, "Cc", example->cc);
	add_header(&mail, "Date", example->date);
	add_header(&mail, "In-Reply-To", example->is_reply ? STR("<1@customer.example>") : STR(""));
	if (as_subject) {
		buf_add(&mail, STR("Subject: "));
		add_text(&mail, example->text, specimen);
		buf_char(&mail, '\n');
	} else {
		add_header(&mail, "Subject", example->subject);
	}
	buf_add(&mail, STR("MIME-Version: 1.0\n"));
	if (example->attachments.count)
		buf_add(&mail, STR("Content-Type: multipart/mixed; boundary=\"" BOUNDARY "\"\n\n--" BOUNDARY "\n"));
	else if (example->plain.len)
		add_plain(&mail, example->plain);
	add_body(&mail, example);
	if (as_subject)
		buf_add(&mail, example->body);
	else
		add_text(&mail, example->text, specimen);
	buf_char(&mail, '\n');
	if (example->attachments.count)
		add_attachments(&mail, example);
	else if (example->plain.len)
		buf_add(&mail, STR("\n--" BOUNDARY "--\n"));
	specimen->bytes = buf_str(&mail);
	specimen->after = specimen->bytes.len - specimen->after;
	specimen->options.document.name = "example.eml";
	specimen->options.document.format = FORMAT_MAIL;
}

static const char *optional(struct arena *arena, struct str text)
{
	return text.len ? str_cstr(arena, text) : NULL;
}

static void build_draft(struct arena *arena, const struct rule *rule, const struct example *example,
                        struct specimen *specimen)
{
	struct document_options *document = &specimen->options.document;
	const char **names = ARENA_ARRAY(arena, example->attachments.count + 1, const char *);

	for (size_t i = 0; i < example->attachments.count; i++)
		names[i] = str_cstr(arena, example->attachments.at[i]);
	specimen->bytes = example->text;
	document->name = example->is_html ? "example.html" : "example.txt";
	document->format = example->is_html ? FORMAT_HTML : FORMAT_TEXT;
	document->template = rule->formats & RULE_TEMPLATE ? "auto" : "none";
	document->attachment_names = example->attachments_given ? names : NULL;
	document->to = optional(arena, example->to);
	document->from = optional(arena, example->from);
	document->subject = optional(arena, example->subject);
}

bool example_specimen(struct arena *arena, const struct ruleset *ruleset, const struct rule *rule,
                      const struct example *example, struct specimen *specimen, struct err *err)
{
	*specimen = (struct specimen){.options = {.only = rule}};
	if (rule->formats & RULE_MAIL)
		build_mail(arena, rule, example, specimen);
	else
		build_draft(arena, rule, example, specimen);
	return choose_kind(arena, ruleset, rule, example, specimen, err);
}
