#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "lint/compiled.h"
#include "lint/phrase.h"

#define TIME 1700000000

static const char rule_text[] = "extends: phrase\n"
                                "message: 'no ''%s'''\n"
                                "levels: {quote: error, order: [a, {b: c}], empty: []}\n"
                                "phrases:\n"
                                "  - '{soon|as soon as} ~2 possible'\n"
                                "  - \"@parts ready\"\n"
                                "  - '/\\bre(?:d|ad)\\b.*x/'\n"
                                "  - '{never closed'\n"
                                "swap: {'ask': 'answer', 'ly(?:n|r)x': 'cat'}\n"
                                "\n"
                                "examples:\n"
                                "  bad: ['As soon as possible.']\n";

struct fixture {
	struct arena *arena;
	char folder[64];
	const char *rule, *file; /* paths */
	struct phrase_sets sets;
};

static void put(const char *path, struct str bytes, long nanoseconds)
{
	struct timespec times[2] = {{TIME, nanoseconds}, {TIME, nanoseconds}};
	struct err err = {""};

	assert_true(file_replace(path, bytes, &err));
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	struct phrase_set *set;

	fixture->arena = arena_new((size_t)64 * 1024 * 1024);
	strcpy(fixture->folder, "/tmp/replylint-compiled-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	assert_int_equal(mkdir(str_printf(fixture->arena, "%s/en", fixture->folder).at, 0700), 0);
	fixture->rule = str_printf(fixture->arena, "%s/en/rule.yml", fixture->folder).at;
	fixture->file = str_printf(fixture->arena, "%s/rules.compiled", fixture->folder).at;
	set = vec_push(fixture->arena, &fixture->sets);
	set->name = STR("parts");
	*vec_push(fixture->arena, &set->phrases) = STR("{bolt|nut}");
	put(fixture->rule, str_of(rule_text), 5);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	unlink(fixture->rule);
	unlink(fixture->file);
	rmdir(str_printf(fixture->arena, "%s/en", fixture->folder).at);
	assert_int_equal(rmdir(fixture->folder), 0);
	arena_free(fixture->arena);
	free(fixture);
	return 0;
}

static const struct compiled *compile(const struct fixture *fixture)
{
	struct str_list paths = {0};
	struct err err = {""};

	*vec_push(fixture->arena, &paths) = str_of(fixture->rule);
	struct compiled_source source = {fixture->folder, &paths, &fixture->sets};
	assert_true(compiled_write(fixture->arena, &source, fixture->file, &err));
	return compiled_open(fixture->arena, fixture->file, fixture->folder);
}

static void assert_same_tree(const struct node *a, const struct node *b)
{
	for (; a && b; a = a->next, b = b->next) {
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->line, b->line);
		assert_int_equal(a->column, b->column);
		assert_int_equal(a->plain, b->plain);
		assert_string_equal(a->path, b->path);
		if (a->kind == NODE_SCALAR) {
			assert_true(str_eq(a->scalar, b->scalar));
			assert_int_equal(a->scalar.at[a->scalar.len], '\0');
		}
		assert_same_tree(a->key, b->key);
		assert_same_tree(a->value, b->value);
	}
	assert_null(a);
	assert_null(b);
}

static void test_the_tree_is_the_file_without_its_examples(void **state)
{
	const struct fixture *fixture = *state;
	const struct compiled *compiled = compile(fixture);
	struct err err = {""};

	assert_non_null(compiled);
	const struct node *tree = compiled_tree(compiled, fixture->arena, fixture->rule);
	assert_same_tree(tree, yaml_load_without(fixture->arena, fixture->rule, "examples", &err));
	assert_null(node_get(tree, "examples"));
	assert_null(compiled_tree(compiled, fixture->arena, "/elsewhere/en/rule.yml"));
	assert_null(compiled_tree(compiled, fixture->arena, fixture->folder));
	assert_null(compiled_tree(NULL, fixture->arena, fixture->rule));
}

static void assert_same_traits(const struct traits *a, const struct traits *b)
{
	assert_true(a->key == b->key);
	assert_int_equal(a->is_line, b->is_line);
	assert_int_equal(a->anchor_count, b->anchor_count);
	assert_int_equal(a->also_count, b->also_count);
	assert_int_equal(a->head_count, b->head_count);
	for (size_t i = 0; i < a->anchor_count + a->also_count + a->head_count; i++) {
		assert_true(str_eq(anchor_word(a, &a->anchors[i]), anchor_word(b, &b->anchors[i])));
		assert_int_equal(a->anchors[i].is_prefix, b->anchors[i].is_prefix);
		assert_int_equal(a->anchors[i].bit, b->anchors[i].bit);
	}
}

static void test_traits_of_phrases(void **state)
{
	const struct fixture *fixture = *state;
	const struct compiled *compiled = compile(fixture);
	const struct node *tree = compiled_tree(compiled, fixture->arena, fixture->rule);
	struct traits known, read;
	struct err err = {""};
	size_t found = 0;

	for (const struct node *node = node_get(tree, "phrases")->value; node; node = node->next) {
		bool good = pattern_read(fixture->arena, &fixture->sets, node->scalar, &read, &err);
		assert_int_equal(compiled_traits(compiled, node->scalar, &known), good);
		if (good) {
			struct pattern pattern = pattern_of(&fixture->sets, node->scalar, &known);
			pcre2_code *ready = pattern_compile(&pattern, &err);
			assert_same_traits(&known, &read);
			assert_true(known.code.len > 0);
			assert_non_null(ready);
			pcre2_code_free(ready);
		}
		found += good;
		assert_false(compiled_traits(compiled, str_from(node->scalar, 1), &known));
		assert_false(compiled_traits(compiled, str_sub(node->scalar, 0, 3), &known));
	}
	assert_int_equal(found, 3);
	assert_false(compiled_traits(compiled, node_get(tree, "message")->scalar, &known));
	assert_false(compiled_traits(compiled, STR("soon"), &known));
	assert_false(compiled_traits(NULL, STR("soon"), &known));
}

/* The keys of `swap` stand for words, and other keys for nothing. */
static void test_traits_of_words(void **state)
{
	const struct fixture *fixture = *state;
	const struct compiled *compiled = compile(fixture);
	const struct node *tree = compiled_tree(compiled, fixture->arena, fixture->rule);
	struct traits known;
	struct err err = {""};

	for (const struct node *node = node_get(tree, "swap")->value; node; node = node->next) {
		struct str regex = node->key->scalar;
		struct traits read = pattern_read_regex(fixture->arena, pattern_word(fixture->arena, regex));
		assert_true(compiled_traits(compiled, regex, &known));
		assert_same_traits(&known, &read);
		struct pattern pattern = {.source = regex, .traits = known, .is_regex = true, .is_word = true};
		pcre2_code *code = pattern_compile(&pattern, &err);
		pcre2_match_data *data = pcre2_match_data_create(1, NULL);
		assert_int_equal(pcre2_match(code, (PCRE2_SPTR) "tasks ask", 9, 0, 0, data, NULL), regex.len == 3 ? 1 : -1);
		pcre2_match_data_free(data);
		pcre2_code_free(code);
		assert_false(compiled_traits(compiled, node->scalar, &known));
	}
	assert_false(compiled_traits(compiled, node_get(tree, "levels")->value->key->scalar, &known));
}

static void test_a_changed_rule_is_noticed(void **state)
{
	const struct fixture *fixture = *state;
	struct str bytes = str_of(rule_text);

	assert_non_null(compile(fixture));
	put(fixture->rule, str_from(bytes, 1), 5); /* another size */
	assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	put(fixture->rule, bytes, 6); /* another time */
	assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	put(fixture->rule, bytes, 0); /* what a package keeps of the time */
	assert_non_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	put(fixture->rule, bytes, 5);
	assert_non_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	assert_int_equal(unlink(fixture->rule), 0);
	assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
}

static void test_a_damaged_file_does_not_count(void **state)
{
	const struct fixture *fixture = *state;
	struct err err = {""};
	struct str bytes;

	assert_non_null(compile(fixture));
	assert_true(file_read(fixture->arena, fixture->file, SIZE_MAX, &bytes, &err));
	for (size_t len = 0; len < bytes.len; len++) {
		put(fixture->file, str_sub(bytes, 0, len), 0);
		assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	}
	char *others = memcpy(arena_alloc(fixture->arena, bytes.len), bytes.at, bytes.len);
	others[0] ^= 1; /* made by other code */
	put(fixture->file, (struct str){others, bytes.len}, 0);
	assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	put(fixture->file, bytes, 0);
	assert_non_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
	assert_int_equal(unlink(fixture->file), 0);
	assert_null(compiled_open(fixture->arena, fixture->file, fixture->folder));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_the_tree_is_the_file_without_its_examples, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_traits_of_phrases, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_traits_of_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_a_changed_rule_is_noticed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_a_damaged_file_does_not_count, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
