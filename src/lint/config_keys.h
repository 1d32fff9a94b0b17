/*
 * config_keys: how a part of the configuration is read: a table of keys, each with its function. Shared by the files
 * that read parts of it (config.c, config_milter.c).
 */
#ifndef REPLYLINT_LINT_CONFIG_KEYS_H
#define REPLYLINT_LINT_CONFIG_KEYS_H

#include "lint/config.h"

struct loader {
	struct arena *arena;
	struct config *config;
	struct str directory, folder; /* of the file being read: as named, and absolute */
	unsigned depth;               /* of extends */
	struct err *err;
	void *entry; /* of a list: what is being filled */
};

/* One key of the file: how its value is read. NULL: read elsewhere. */
struct config_key {
	const char *name;
	bool (*read)(struct loader *loader, const struct node *node);
};

#define KEYS_MAX 24
#define KEY_COUNT(keys) (sizeof(keys) / sizeof(keys)[0])

/* Reads the keys of a mapping. False and err: no mapping, a key that is not in the table, or a value that is wrong. */
bool config_read_keys(struct loader *loader, const struct node *mapping, const struct config_key *keys, size_t count);

/* A key with nothing behind it. */
bool config_is_null(const struct node *node);

/* Notes that a rule or group is named: whether it is there is known when the rules are. */
void config_mention(struct loader *loader, struct str id, const struct node *node);

/* `milter:` */
bool config_read_milter(struct loader *loader, const struct node *node);

#endif
