/* What GMime makes of the same mails: see dump.h. */
#include <string.h>

#include <gmime/gmime.h>

#include "dump.h"

/* Raw 8-bit as we take it: UTF-8 if it validates, else windows-1252. */
static GMimeParserOptions *options_new(void)
{
	const char *charsets[] = {"utf-8", "windows-1252", NULL};
	GMimeParserOptions *options = g_mime_parser_options_new();

	g_mime_parser_options_set_fallback_charsets(options, charsets);
	return options;
}

static json_t *string_of(const char *text)
{
	return dump_string(text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static json_t *pair_of(const char *first, const char *second)
{
	json_t *pair = json_array();

	json_array_append_new(pair, string_of(first));
	json_array_append_new(pair, string_of(second));
	return pair;
}

static void add_headers(json_t *headers, GMimeHeaderList *list)
{
	GMimeParserOptions *options = options_new();

	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		char *unfolded = g_mime_utils_header_unfold(g_mime_header_get_raw_value(header));
		char *value = g_mime_utils_header_decode_text(options, unfolded);
		json_array_append_new(headers, pair_of(g_mime_header_get_name(header), value));
		g_free(value);
		g_free(unfolded);
	}
	g_mime_parser_options_free(options);
}

/* GMime keeps the fields of MIME with the part that is the message's content. */
static json_t *headers_of(GMimeMessage *message)
{
	json_t *headers = json_array();

	add_headers(headers, g_mime_object_get_header_list(GMIME_OBJECT(message)));
	add_headers(headers, g_mime_object_get_header_list(g_mime_message_get_mime_part(message)));
	return headers;
}

static void add_addresses(json_t *all, InternetAddressList *list)
{
	for (int i = 0; i < internet_address_list_length(list); i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		if (INTERNET_ADDRESS_IS_GROUP(address)) {
			add_addresses(all, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
		} else {
			const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
			json_array_append_new(all, pair_of(internet_address_get_name(address), addr));
		}
	}
}

static json_t *addresses_of(GMimeHeaderList *list)
{
	json_t *addresses = json_object();
	GMimeParserOptions *options = options_new();

	for (const char *const *name = dump_address_fields; *name != NULL; name++) {
		GMimeHeader *header = g_mime_header_list_get_header(list, *name);
		if (header != NULL) {
			json_t *all = json_array();
			InternetAddressList *parsed = internet_address_list_parse(options, g_mime_header_get_raw_value(header));
			if (parsed != NULL) {
				add_addresses(all, parsed);
				g_object_unref(parsed);
			}
			json_object_set_new(addresses, *name, all);
		}
	}
	g_mime_parser_options_free(options);
	return addresses;
}

static json_t *content_of(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);

	if (content != NULL) {
		g_mime_data_wrapper_write_to_stream(content, stream);
	}
	json_t *dumped = dump_bytes((const char *)bytes->data, bytes->len);
	g_object_unref(stream);
	return dumped;
}

static void add_part(json_t *parts, GMimeObject *object);

static void add_inner(json_t *parts, json_t *dumped, GMimeObject *object)
{
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *multipart = GMIME_MULTIPART(object);
		for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
			add_part(parts, g_mime_multipart_get_part(multipart, i));
		}
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		if (message != NULL && g_mime_message_get_mime_part(message) != NULL) {
			add_part(parts, g_mime_message_get_mime_part(message));
		}
	} else if (GMIME_IS_TEXT_PART(object)) {
		char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
		json_object_set_new(dumped, "text", string_of(text));
		g_free(text);
	} else {
		json_object_set_new(dumped, "bytes", content_of(GMIME_PART(object)));
	}
}

/* The name of the file: a message that is attached has one too. */
static const char *name_of(GMimeObject *object)
{
	const char *name = g_mime_object_get_content_disposition_parameter(object, "filename");

	return name != NULL ? name : g_mime_object_get_content_type_parameter(object, "name");
}

static void add_part(json_t *parts, GMimeObject *object)
{
	json_t *dumped = json_object();
	GMimeContentType *type = g_mime_object_get_content_type(object);
	char *name = g_ascii_strdown(g_mime_content_type_get_media_type(type), -1);
	char *subtype = g_ascii_strdown(g_mime_content_type_get_media_subtype(type), -1);
	char *whole = g_strdup_printf("%s/%s", name, subtype);

	json_object_set_new(dumped, "type", string_of(whole));
	json_object_set_new(dumped, "name", string_of(name_of(object)));
	json_array_append_new(parts, dumped);
	add_inner(parts, dumped, object);
	g_free(whole);
	g_free(subtype);
	g_free(name);
}

static json_t *read_mail(const char *bytes, size_t length)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeParserOptions *options = options_new();
	GMimeMessage *message = g_mime_parser_construct_message(parser, options);
	json_t *mail = json_object();

	if (message != NULL) {
		GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
		json_t *parts = json_array();
		add_part(parts, g_mime_message_get_mime_part(message));
		json_object_set_new(mail, "headers", headers_of(message));
		json_object_set_new(mail, "addresses", addresses_of(headers));
		json_object_set_new(mail, "parts", parts);
		g_object_unref(message);
	}
	g_mime_parser_options_free(options);
	g_object_unref(parser);
	g_object_unref(stream);
	return mail;
}

int main(int argc, char **argv)
{
	(void)argc;
	g_mime_init();
	int status = dump_files(argv + 1, read_mail);
	g_mime_shutdown();
	return status;
}
