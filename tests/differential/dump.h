/*
 * dump: what the two drivers share. Each prints one line of JSON for each file named on its command line:
 * {"headers": [[name, text], ...], "addresses": {name: [[display name, address], ...]},
 *  "parts": [{"type", "name", "text" | "bytes"}, ...]}
 * The parts are in document order; text is that of text parts; bytes, of others, has a character for each byte.
 */
#ifndef REPLYLINT_TESTS_DIFFERENTIAL_DUMP_H
#define REPLYLINT_TESTS_DIFFERENTIAL_DUMP_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* The fields whose addresses are compared; ends with NULL. */
extern const char *const dump_address_fields[];

/* Whether a part's bytes are text for people. */
bool dump_is_text(const char *type);

/* A JSON string; each byte a character where they are no UTF-8. */
json_t *dump_string(const char *bytes, size_t length);

/* Each byte a character. */
json_t *dump_bytes(const char *bytes, size_t length);

/* Calls read on the bytes of every file named and prints what it returns. The exit status of main(). */
int dump_files(char **paths, json_t *(*read)(const char *bytes, size_t length));

#endif
