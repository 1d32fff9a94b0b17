/*
 * fuzz: what the fuzz targets share. A target is one file, fuzz_<name>.c, that defines fuzz_one(); beside it stand
 * its dictionary, <name>.dict, and its first inputs, seeds/<name>/. fuzz.c makes it a libFuzzer target, and replay.c,
 * in its stead, a test that runs the seeds alone.
 *
 * fuzz_one() asserts what the headers of src/ promise. A broken promise, a sanitizer's report, a slow input and a leak
 * are bugs alike; the input that shows one is kept in seeds/<name>/ under the name of what was wrong.
 */
#ifndef REPLYLINT_TESTS_FUZZ_FUZZ_H
#define REPLYLINT_TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "document/document.h"
#include "lint/matcher.h"
#include "lint/ruleset.h"

/*
 * One input. The arena is fresh; some inputs, told by their bytes, get one with little room, and fuzz_one() is left
 * half-way when it is used up, as the program leaves a message that needs too much memory.
 */
void fuzz_one(struct arena *arena, struct str bytes);

/* The first line of bytes, without its end, and what follows: for targets that need a word beside their input. */
struct str fuzz_line(struct str *bytes);

/* The bytes as a file, for what is loaded by path. Valid until the next call. */
const char *fuzz_file(struct str bytes);

/* The shipped rules under the defaults, and a searcher for them: loaded once, kept from input to input. */
const struct ruleset *fuzz_ruleset(void);
struct searcher *fuzz_searcher(void);

/* ---- promises ---- */

bool fuzz_inside(struct span span, size_t length);

/* text.h: runs ascend, every byte leads to a place in the text before, all the way to the root. */
void fuzz_check_text(const struct text *text);

/* message.h: parts lie within their parents, defects and fields in the source. */
void fuzz_check_message(const struct message *message);

/* document.h: views are UTF-8; blocks, sentences, words and links lie within them, in order; masked is as long. */
void fuzz_check_document(const struct document *document);

#endif
