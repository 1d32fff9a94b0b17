#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lint/pattern.h"
#include "lint/phrase.h"

/* PCRE2's own units: a pattern that meets one of these on ordinary mail is a bad pattern and is reported. */
#define MATCH_LIMIT 200000u
#define DEPTH_LIMIT 20000u
#define HEAP_LIMIT_KIB 16384u
#define JIT_STACK_BYTES ((size_t)512 * 1024)
/* A pattern that was tried this often is worth compiling to machine code; a long haystack counts as many tries. */
#define TRIES_BEFORE_JIT 60u
#define BYTES_OF_A_TRY 1024u
/* Compiled patterns together; a pattern takes some 2 to 50 KB. */
#define CODE_BYTES_MAX ((size_t)96 * 1024 * 1024)
#define REGEX_BYTES_MAX ((size_t)4 * 1024 * 1024)

struct compiled {
	uint64_t key;     /* of the pattern; 0: free */
	pcre2_code *code; /* NULL: PCRE2 refused it */
	size_t tries;
	bool jit;
	const char *overran; /* bytes of the haystack in which it met a limit: it is not tried there again */
};

struct searcher {
	struct compiled *at; /* open addressing by key */
	size_t count, room, code_bytes;
	pcre2_match_context *context;
	pcre2_match_data *data;
	pcre2_jit_stack *jit_stack;
	uint64_t *line_bits;
	size_t line_room;
	char overrun[160];
};

struct searcher *searcher_new(void)
{
	struct searcher *searcher = calloc(1, sizeof *searcher);

	assert(searcher);
	searcher->context = pcre2_match_context_create(NULL);
	searcher->data = pcre2_match_data_create(MATCH_GROUPS_MAX + 1, NULL);
	assert(searcher->context && searcher->data);
	pcre2_set_match_limit(searcher->context, MATCH_LIMIT);
	pcre2_set_depth_limit(searcher->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(searcher->context, HEAP_LIMIT_KIB);
	return searcher;
}

static void forget_patterns(struct searcher *searcher)
{
	for (size_t i = 0; i < searcher->room; i++)
		pcre2_code_free(searcher->at[i].code);
	free(searcher->at);
	searcher->at = NULL;
	searcher->count = searcher->room = searcher->code_bytes = 0;
}

void searcher_free(struct searcher *searcher)
{
	if (!searcher)
		return;
	forget_patterns(searcher);
	pcre2_match_data_free(searcher->data);
	pcre2_match_context_free(searcher->context);
	pcre2_jit_stack_free(searcher->jit_stack);
	free(searcher->line_bits);
	free(searcher);
}

void searcher_begin(struct searcher *searcher)
{
	searcher->overrun[0] = '\0';
	for (size_t i = 0; i < searcher->room; i++)
		searcher->at[i].overran = NULL;
}

const char *searcher_overrun(const struct searcher *searcher)
{
	return searcher->overrun[0] ? searcher->overrun : NULL;
}

static void note_overrun(struct searcher *searcher, const struct pattern *pattern)
{
	struct str source = str_sub(pattern->source, 0, sizeof searcher->overrun - 1);

	if (!searcher->overrun[0])
		snprintf(searcher->overrun, sizeof searcher->overrun, STR_FMT, (int)utf8_valid_prefix(source), source.at);
}

/* ---- compiling ---- */

static pcre2_code *compile(struct str regex, bool with_case, struct err *err)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT;
	int number = 0;
	PCRE2_SIZE offset = 0;

	if (!utf8_valid(regex)) {
		err_set(err, "column %zu: this is not UTF-8", utf8_count(str_sub(regex, 0, utf8_valid_prefix(regex))) + 1);
		return NULL;
	}
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)regex.at, regex.len, options | (with_case ? 0 : PCRE2_CASELESS),
	                                 &number, &offset, NULL);
	if (!code) {
		PCRE2_UCHAR text[160];
		pcre2_get_error_message(number, text, sizeof text);
		err_set(err, "column %zu: %s", utf8_count(str_sub(regex, 0, offset)) + 1, (const char *)text);
	}
	return code;
}

struct compile_job {
	struct arena *arena;
	const struct pattern *pattern;
	struct err *err;
	pcre2_code *code;
};

/* What the pattern stands for as a regular expression, and that compiled. */
static void compile_written(void *context)
{
	struct compile_job *job = context;
	const struct pattern *pattern = job->pattern;
	struct phrase phrase;

	if (pattern->is_word)
		job->code = compile(pattern_word(job->arena, pattern->source), pattern->with_case, job->err);
	else if (phrase_compile(job->arena, pattern->sets, pattern->source, &phrase, job->err))
		job->code = compile(phrase.regex, false, job->err);
}

struct str pattern_encode(struct arena *arena, const struct pattern *pattern)
{
	struct err ignored = {""};
	pcre2_code *code = pattern_compile(pattern, &ignored);
	const pcre2_code *codes[] = {code};
	uint8_t *bytes = NULL;
	PCRE2_SIZE len = 0;
	struct str encoded = {"", 0};

	if (code && pcre2_serialize_encode(codes, 1, &bytes, &len, NULL) == 1)
		encoded = str_copy(arena, (struct str){(const char *)bytes, len});
	pcre2_serialize_free(bytes);
	pcre2_code_free(code);
	return encoded;
}

/* NULL: another PCRE2 made it. */
static pcre2_code *decode(struct str encoded)
{
	pcre2_code *codes[] = {NULL};

	return pcre2_serialize_decode(codes, 1, (const uint8_t *)encoded.at, NULL) == 1 ? codes[0] : NULL;
}

pcre2_code *pattern_compile(const struct pattern *pattern, struct err *err)
{
	pcre2_code *ready = pattern->traits.code.len ? decode(pattern->traits.code) : NULL;

	if (ready)
		return ready;
	if (pattern->is_regex && !pattern->is_word)
		return compile(pattern->source, pattern->with_case, err);
	struct compile_job job = {.arena = arena_new(REGEX_BYTES_MAX), .pattern = pattern, .err = err};
	if (!job.arena || !arena_try(job.arena, compile_written, &job))
		err_set(err, "column 1: the pattern is too long");
	arena_free(job.arena);
	return job.code;
}

/* ---- the table ---- */

static struct compiled *slot_of(const struct searcher *searcher, uint64_t key)
{
	size_t slot = (size_t)(key ^ key >> 32) & (searcher->room - 1);

	while (searcher->at[slot].key && searcher->at[slot].key != key)
		slot = (slot + 1) & (searcher->room - 1);
	return &searcher->at[slot];
}

static void enlarge(struct searcher *searcher)
{
	struct searcher old = *searcher;

	searcher->room = old.room ? old.room * 2 : 1024;
	searcher->at = calloc(searcher->room, sizeof *searcher->at);
	assert(searcher->at);
	for (size_t i = 0; i < old.room; i++)
		if (old.at[i].key)
			*slot_of(searcher, old.at[i].key) = old.at[i];
	free(old.at);
}

static void count_bytes(struct searcher *searcher, const struct compiled *compiled, uint32_t what)
{
	size_t bytes = 0;

	if (compiled->code)
		pcre2_pattern_info(compiled->code, what, &bytes);
	searcher->code_bytes += bytes;
}

static void compile_jit(struct searcher *searcher, struct compiled *compiled)
{
	compiled->jit = true;
	if (!searcher->jit_stack) {
		searcher->jit_stack = pcre2_jit_stack_create((size_t)32 * 1024, JIT_STACK_BYTES, NULL);
		if (searcher->jit_stack)
			pcre2_jit_stack_assign(searcher->context, NULL, searcher->jit_stack);
	}
	pcre2_jit_compile(compiled->code, PCRE2_JIT_COMPLETE);
	count_bytes(searcher, compiled, PCRE2_INFO_JITSIZE);
}

/* The compiled pattern, made when it is first needed; bytes: how many it is to be tried on. */
static struct compiled *compiled_of(struct searcher *searcher, const struct pattern *pattern, size_t bytes)
{
	if (searcher->code_bytes > CODE_BYTES_MAX)
		forget_patterns(searcher);
	if (searcher->count * 2 >= searcher->room)
		enlarge(searcher);
	struct compiled *compiled = slot_of(searcher, pattern->traits.key);
	if (!compiled->key) {
		struct err ignored = {{0}};
		compiled->key = pattern->traits.key;
		compiled->code = pattern_compile(pattern, &ignored);
		count_bytes(searcher, compiled, PCRE2_INFO_SIZE);
		searcher->count++;
	}
	if (!compiled->code)
		note_overrun(searcher, pattern);
	else if (!compiled->jit && (compiled->tries += 1 + bytes / BYTES_OF_A_TRY) > TRIES_BEFORE_JIT)
		compile_jit(searcher, compiled);
	return compiled;
}

/* ---- matching ---- */

const PCRE2_SIZE *searcher_match(struct searcher *searcher, const struct pattern *pattern,
                                 const struct haystack *haystack, const struct reach_of_match *reach)
{
	struct compiled *compiled = compiled_of(searcher, pattern, reach->begin - reach->from);
	PCRE2_SPTR bytes = (PCRE2_SPTR)haystack->bytes.at;
	uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
	/* What goes for one place only costs less so, but not with PCRE2's machine code, which knows nothing of it. */
	options |= reach->begin == reach->from && !compiled->jit ? PCRE2_ANCHORED : 0;

	if (!compiled->code || compiled->overran == haystack->bytes.at)
		return NULL;
	PCRE2_SIZE *ends = pcre2_get_ovector_pointer(searcher->data);
	for (size_t i = 2; i < (size_t)2 * (MATCH_GROUPS_MAX + 1); i++)
		ends[i] = PCRE2_UNSET; /* PCRE2 leaves alone what the pattern has no groups for */
	pcre2_set_offset_limit(searcher->context, reach->begin);
	int found =
	    pcre2_match(compiled->code, bytes, reach->seen, reach->from, options, searcher->data, searcher->context);
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = pcre2_match(compiled->code, bytes, reach->seen, reach->from, options | PCRE2_NO_JIT, searcher->data,
		                    searcher->context);
	if (found >= 0)
		return ends;
	if (found != PCRE2_ERROR_NOMATCH) {
		compiled->overran = haystack->bytes.at;
		note_overrun(searcher, pattern);
	}
	return NULL;
}

uint64_t *searcher_line_bits(struct searcher *searcher, size_t line_count)
{
	size_t wanted = 2 * (line_count / 64 + 1);

	if (wanted > searcher->line_room) {
		free(searcher->line_bits);
		searcher->line_bits = calloc(wanted * 2, sizeof *searcher->line_bits);
		assert(searcher->line_bits);
		searcher->line_room = wanted * 2;
	}
	return searcher->line_bits;
}
