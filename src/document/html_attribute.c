#include "document/html_attribute.h"

const struct html_attribute *html_attribute_find(const struct html_tag *tag, struct str name)
{
	const struct html_token *token = tag->token;

	for (size_t i = 0; i < token->attribute_count; i++) {
		if (str_eq_nocase(str_span(tag->source, token->attributes[i].name), name)) {
			return &token->attributes[i];
		}
	}
	return NULL;
}

struct str html_attribute(const struct html_tag *tag, struct str name)
{
	const struct html_attribute *found = html_attribute_find(tag, name);

	if (found == NULL) {
		return (struct str){NULL, 0};
	}
	struct str value = html_decode_value(tag->arena, str_span(tag->source, found->value));
	return value.at == NULL ? STR("") : value;
}

bool html_attribute_is(const struct html_tag *tag, struct str name, struct str value)
{
	return str_eq_nocase(html_attribute(tag, name), value);
}
