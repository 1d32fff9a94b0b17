#include "document/html_called.h"

#include <string.h>

#include "document/html_token.h"

static bool is_any(struct str s, const char *const *names)
{
	while (*names != NULL && !str_eq_nocase(s, str_of(*names))) {
		names++;
	}
	return *names != NULL;
}

/* Mail programs put "x_" before the names in what they quote, Yahoo "ydp" and a number before all. */
static struct str without_prefix(struct str name)
{
	while (str_starts_nocase(name, STR("x_"))) {
		name = str_from(name, 2);
	}
	size_t yahoo = str_starts_nocase(name, STR("ydp")) ? str_find_nocase(name, STR("yahoo"), 0) : STR_NONE;
	return yahoo == STR_NONE ? name : str_from(name, yahoo);
}

static bool holds_any(struct str value, const char *const *names)
{
	for (size_t at = 0; at < value.len;) {
		size_t start = at;
		while (at < value.len && !html_is_space(value.at[at])) {
			at++;
		}
		if (is_any(without_prefix(str_sub(value, start, at - start)), names)) {
			return true;
		}
		at++;
	}
	return false;
}

static bool is_called(const struct html_called *called, const char *const *names)
{
	return holds_any(called->class, names) || holds_any(called->id, names);
}

bool html_called_quote(const struct html_called *called)
{
	static const char *const names[] = {"gmail_attr",
	                                    "yahoo_quoted",
	                                    "moz-cite-prefix",
	                                    "OLK_SRC_BODY_SECTION",
	                                    "zmail_extra",
	                                    "protonmail_quote",
	                                    "tutanota_quote",
	                                    "ms-outlook-mobile-reference-message",
	                                    "mail-editor-reference-message-container",
	                                    NULL};

	return is_called(called, names);
}

bool html_called_divider(const struct html_called *called)
{
	static const char *const names[] = {"divRplyFwdMsg", NULL};

	return is_called(called, names);
}

bool html_called_thread(const struct html_called *called)
{
	static const char *const names[] = {"gmail_quote", "gmail_quote_container", NULL};

	return is_called(called, names);
}

/* "Signature", "gmail_signature", "protonmail_signature_block"; not "signature-line", where the reader is to sign. */
static bool is_signature(struct str name)
{
	size_t at = str_find_nocase(name, STR("signature"), 0);

	if (at == STR_NONE) {
		return false;
	}
	struct str rest = str_from(name, at + strlen("signature"));
	rest = rest.len > 0 && strchr("_-", rest.at[0]) != NULL ? str_from(rest, 1) : rest;
	return rest.len == 0 || ascii_digit(rest.at[0]) || str_starts_nocase(rest, STR("block")) ||
	       str_starts_nocase(rest, STR("container")) || str_starts_nocase(rest, STR("wrapper"));
}

static bool holds_signature(struct str value)
{
	for (size_t at = 0; at < value.len; at++) {
		size_t start = at;
		while (at < value.len && !html_is_space(value.at[at])) {
			at++;
		}
		if (is_signature(str_sub(value, start, at - start))) {
			return true;
		}
	}
	return false;
}

bool html_called_signature(const struct html_called *called)
{
	return holds_signature(called->class) || holds_signature(called->id);
}

bool html_called_preheader(const struct html_called *called)
{
	static const char *const names[] = {"preheader", "preheader-text", "preview-text", "previewtext", NULL};

	return is_called(called, names);
}

bool html_called_tight(const struct html_called *called)
{
	static const char *const names[] = {"MsoNormal", NULL};

	return is_called(called, names);
}
