/* address: the mailboxes of a From, To, Cc or Reply-To field (RFC 5322 3.4, groups and obsolete syntax included). */
#ifndef REPLYLINT_MAIL_ADDRESS_H
#define REPLYLINT_MAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct address {
	struct str name;          /* display name or comment, unquoted, UTF-8; empty if none */
	struct str local, domain; /* as written; domain empty for a bare local part */
};

struct address_list {
	struct address *at;
	size_t count, room;
	bool full; /* LIMIT_addresses was met: the rest was not read */
};

/*
 * value: a field's decoded text (field_text()). Never fails; what cannot be read is skipped. As mail programs do, a
 * semicolon separates like a comma, an unquoted "Doe, Jane <jane@example.org>" is one mailbox, brackets may be
 * missing, and between addresses without names a blank is enough.
 */
struct address_list address_parse(struct arena *arena, struct str value);

#endif
