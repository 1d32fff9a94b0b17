/* What replylint's own reader makes of mails: see dump.h. */
#include "base/arena.h"
#include "base/utf8.h"
#include "mail/address.h"
#include "mail/message.h"

#include "dump.h"

static json_t *string_of(struct str s)
{
	return dump_string(s.at != NULL ? s.at : "", s.len);
}

static json_t *headers_of(struct message *message)
{
	json_t *headers = json_array();

	for (size_t i = 0; i < message->root->field_count; i++) {
		const struct field *field = &message->root->fields[i];
		json_t *pair = json_array();
		json_array_append_new(pair, string_of(field->name));
		json_array_append_new(pair, string_of(field_text(message, field)->bytes));
		json_array_append_new(headers, pair);
	}
	return headers;
}

static json_t *list_of(struct arena *arena, const struct address_list *list)
{
	json_t *all = json_array();

	for (size_t i = 0; i < list->count; i++) {
		const struct address *address = &list->at[i];
		const char *sign = address->domain.len > 0 ? "@" : "";
		struct str whole =
		    str_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(address->local), sign, STR_ARG(address->domain));
		json_t *pair = json_array();
		json_array_append_new(pair, string_of(address->name));
		json_array_append_new(pair, string_of(whole));
		json_array_append_new(all, pair);
	}
	return all;
}

static json_t *addresses_of(struct message *message)
{
	json_t *addresses = json_object();

	for (const char *const *name = dump_address_fields; *name != NULL; name++) {
		const struct field *field = message_field(message, *name);
		if (field != NULL) {
			struct address_list list = address_parse(message->arena, field_text(message, field)->bytes);
			json_object_set_new(addresses, *name, list_of(message->arena, &list));
		}
	}
	return addresses;
}

static json_t *part_of(struct message *message, const struct part *part)
{
	struct str type = str_printf(message->arena, STR_FMT "/" STR_FMT, STR_ARG(part->type), STR_ARG(part->subtype));
	json_t *object = json_object();

	json_object_set_new(object, "type", string_of(type));
	json_object_set_new(object, "name", string_of(part->filename));
	if (part->child != NULL) {
		return object;
	}
	if (part->flowed && str_eq(part->subtype, STR("plain"))) {
		json_object_set_new(object, "flowed", json_boolean(part->delsp));
	}
	if (dump_is_text(str_cstr(message->arena, type))) {
		json_object_set_new(object, "text", string_of(part_text(message, part)->bytes));
	} else {
		struct str bytes = part_bytes(message, part)->bytes;
		json_object_set_new(object, "bytes", dump_bytes(bytes.at, bytes.len));
	}
	return object;
}

static json_t *read_mail(const char *bytes, size_t length)
{
	struct arena *arena = arena_new((size_t)1 << 30);
	struct message *message = message_parse(arena, (struct str){bytes, length});
	json_t *mail = json_object(), *parts = json_array(), *defects = json_array();

	for (const struct part *part = message->root; part != NULL; part = part_after(part)) {
		json_array_append_new(parts, part_of(message, part));
	}
	json_object_set_new(mail, "headers", headers_of(message));
	json_object_set_new(mail, "addresses", addresses_of(message));
	json_object_set_new(mail, "parts", parts);
	for (size_t i = 0; i < message->defects.count; i++) {
		json_array_append_new(defects, json_string(defect_name(message->defects.at[i].id)));
	}
	json_object_set_new(mail, "defects", defects);
	arena_free(arena);
	return mail;
}

int main(int argc, char **argv)
{
	(void)argc;
	utf8_locale();
	return dump_files(argv + 1, read_mail);
}
