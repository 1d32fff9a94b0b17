/* The value of an address field (RFC 5322 3.4). */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "mail/address.h"
#include "mail/charset.h"

void fuzz_one(struct arena *arena, struct str bytes)
{
	const struct text *text = charset_decode(arena, text_source(arena, bytes), STR(""), bytes.len * 4).text;
	struct address_list list = address_parse(arena, text->bytes);

	assert(list.count <= LIMIT_VALUE(addresses));
	for (size_t i = 0; i < list.count; i++) {
		const struct address *address = &list.at[i];
		assert(utf8_valid(address->name) && utf8_valid(address->local) && utf8_valid(address->domain));
		assert(address->name.len + address->local.len + address->domain.len > 0);
		assert(address->name.len <= bytes.len * 4 && address->local.len <= bytes.len * 4);
	}
}
