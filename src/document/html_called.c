#include "document/html_called.h"

#include "document/html_token.h"

static bool is_any(struct str s, const char *const *names)
{
	while (*names != NULL && !str_eq_nocase(s, str_of(*names))) {
		names++;
	}
	return *names != NULL;
}

/* Mail programs put "x_" before the names in what they quote. */
static struct str without_prefix(struct str name)
{
	while (str_starts_nocase(name, STR("x_"))) {
		name = str_from(name, 2);
	}
	return name;
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
	static const char *const names[] = {"gmail_quote",
	                                    "gmail_extra",
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
	static const char *const names[] = {"divRplyFwdMsg", "appendonsend", NULL};

	return is_called(called, names);
}

bool html_called_signature(const struct html_called *called)
{
	return str_find_nocase(called->class, STR("signature"), 0) != STR_NONE ||
	       str_find_nocase(called->id, STR("signature"), 0) != STR_NONE;
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
