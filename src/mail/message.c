#include "mail/message.h"

#include "base/limits.h"
#include "mail/protection.h"
#include "mail/tree.h"

#define DEFECTS_MAX 1000u /* more of a message say nothing new */

static const struct {
	const char *name, *text;
} defect_table[DEFECT_COUNT] = {
#define DEFECT(symbol, name, text) [DEFECT_##symbol] = {name, text},
#include "mail/defects.def"
#undef DEFECT
};

const char *defect_name(enum defect_id id)
{
	return defect_table[id].name;
}

const char *defect_text(enum defect_id id)
{
	return defect_table[id].text;
}

void message_defect(struct message *message, enum defect_id id, struct span where)
{
	for (size_t i = 0; i < message->defects.count; i++) {
		if (message->defects.at[i].id == id && message->defects.at[i].where.at == where.at) {
			return;
		}
	}
	if (message->defects.count < DEFECTS_MAX) {
		*vec_push(message->arena, &message->defects) = (struct defect){id, where};
	}
}

struct message *message_parse(struct arena *arena, struct str bytes)
{
	struct message *message = ARENA_NEW(arena, struct message);

	bytes.len = bytes.len < LIMIT_VALUE(source_bytes) ? bytes.len : LIMIT_VALUE(source_bytes);
	message->arena = arena;
	message->source = text_source(arena, bytes);
	message->root = tree_parse(message);
	protection_note(message);
	size_t nul = str_find_char(bytes, '\0', 0);
	if (nul != STR_NONE) {
		message_defect(message, DEFECT_NUL_BYTE, (struct span){nul, 1});
	}
	return message;
}

const struct field *message_field(const struct message *message, const char *name)
{
	return part_field(message->root, name);
}

const struct part *part_after(const struct part *part)
{
	if (part->child != NULL) {
		return part->child;
	}
	while (part != NULL && part->next == NULL) {
		part = part->parent;
	}
	return part != NULL ? part->next : NULL;
}
